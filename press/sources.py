"""What people do with sources: add, change, pause, ask now, fetch what is older, stop. Each act is in the journal."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from press.bell import GATHER, ring
from press.fetchers import Guess
from press.models import Link, Schedule, Source, Visit
from press.secrets import encrypted, new_token
from press.visits import open_visit
from staff.journal import record
from staff.models import User
from staff.refusal import Refused


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person says about a new source besides its address."""

    name: str
    every: int = 60


def add(guess: Guess, settings: Settings, *, by: User, at: datetime, **more: Any) -> Source:
    """Adds the source and asks it at once. Refused where the same address is watched in the same way already."""
    values = {
        "kind": guess.kind,
        "url": guess.url,
        "pattern": guess.pattern,
        "name": settings.name[:120],
        "every": settings.every,
    }
    try:
        with transaction.atomic():
            source = Source.objects.create(**values, created_by=by, **more)
            Schedule.objects.create(source=source, next_at=at)
            open_visit(source, Visit.Kind.NOW, at, by)
            record(by, "添加来源", about=source, note=source.url, at=at)
            ring(GATHER)
    except IntegrityError as error:
        there = Source.objects.filter(kind=guess.kind, url=guess.url).first()
        name = f"“{there.name}”" if there else ""
        raise Refused(f"这个网址已经在抓取了：来源{name}。不用再加。", code="known") from error
    return source


def add_mailbox(name: str, options: dict[str, Any], password: str, *, every: int, by: User, at: datetime) -> Source:
    """Adds a mailbox; its password is stored encrypted and never shown again."""
    url = f"imaps://{options['user']}@{options['host']}:{options['port']}/{options['folder']}"
    guess = Guess(Source.Kind.MAILBOX, url, name)
    return add(guess, Settings(name, every), by=by, at=at, options=options, secret=encrypted(password))


def add_sender(kind: Source.Kind, name: str, *, by: User, at: datetime) -> tuple[Source, str]:
    """Adds a way in for those who send by themselves; (source, the token that is shown this once)."""
    token, stored = new_token()
    with transaction.atomic():
        source = Source.objects.create(
            kind=kind, name=name[:120], url=f"{kind}:{uuid.uuid4()}", token=stored, created_by=by
        )
        record(by, "添加来源", about=source, at=at)
    return source, token


def renew_token(source: Source, *, by: User, at: datetime) -> str:
    """A new token; the one before stops to work at once."""
    token, stored = new_token()
    with transaction.atomic():
        Source.objects.filter(pk=source.pk).update(token=stored)
        record(by, "更换令牌", about=source, at=at)
    return token


def change(source: Source, values: dict[str, Any], *, by: User, at: datetime) -> None:
    """Changes name, pattern, pace or a mailbox's settings; a new pattern is used on the whole list."""
    with transaction.atomic():
        old = Source.objects.select_for_update().get(pk=source.pk)
        for name, value in values.items():
            setattr(source, name, value)
        source.save(update_fields=list(values))
        if old.pattern != source.pattern:
            Schedule.objects.filter(source=source).update(etag="", modified="")
        labels = {field.name: str(field.verbose_name) for field in Source._meta.fields}
        changed = [labels[name] for name, value in values.items() if getattr(old, name) != value]
        record(by, "修改来源", about=source, note="、".join(changed), at=at)


def pause(source: Source, *, by: User, at: datetime) -> None:
    """Asks it no more until somebody resumes; what waits, waits."""
    with transaction.atomic():
        if not Source.objects.filter(pk=source.pk, paused_at=None).update(paused_at=at, paused_why=f"{by} 暂停"[:200]):
            raise Refused("这个来源已经暂停了。", code="paused")
        record(by, "暂停来源", about=source, at=at)


def resume(source: Source, *, by: User, at: datetime) -> None:
    """Asks it again, at once; the count of failures begins anew."""
    with transaction.atomic():
        if not Source.objects.filter(pk=source.pk, paused_at__isnull=False).update(paused_at=None, paused_why=""):
            raise Refused("这个来源没有暂停。", code="running")
        if source.is_asked:
            Schedule.objects.update_or_create(source=source, defaults={"next_at": at, "failures": 0, "error": ""})
            ring(GATHER)
        record(by, "恢复来源", about=source, at=at)


def ask_now(source: Source, *, by: User, at: datetime, back: bool = False) -> Visit:
    """Asks it now, or for all that is older. Refused while it is paused or being asked."""
    if source.paused_at:
        raise Refused("来源已暂停。请先恢复，再抓取。", code="paused")
    with transaction.atomic():
        visit = open_visit(source, Visit.Kind.BACK if back else Visit.Kind.NOW, at, by)
        if visit is None:
            raise Refused("这个来源正在抓取。可以等它完成，或先停止。", code="open")
        record(by, "补抓历史" if back else "立即抓取", about=source, at=at)
        ring(GATHER)
    return visit


def stop(visit: Visit, *, by: User, at: datetime) -> int:
    """Ends the visit where it stands: no further list page, and none of its links that still wait. How many those were."""
    with transaction.atomic():
        waiting = visit.links.filter(state=Link.State.WAITING)
        dropped = waiting.update(state=Link.State.DROPPED, ended_at=at, claim=None, claimed_until=None)
        open_or_left = [*Visit.OPEN, *([Visit.State.DONE] if dropped else [])]
        mine = Visit.objects.filter(pk=visit.pk, state__in=open_or_left)
        if not mine.update(state=Visit.State.STOPPED, ended_at=at, claim=None, claimed_until=None):
            raise Refused("这次抓取已经结束了，没有要停的。", code="ended")
        record(by, "停止抓取", about=visit.source, note=f"{dropped} 篇未取", at=at)
    return dropped


def go_on(visit: Visit, *, by: User, at: datetime) -> None:
    """Takes up a stopped visit where it stood."""
    state = Visit.State.WAITING if visit.cursor else Visit.State.DONE
    try:
        with transaction.atomic():
            mine = Visit.objects.filter(pk=visit.pk, state=Visit.State.STOPPED)
            if not mine.update(state=state, ended_at=None if visit.cursor else at, next_at=at, claim=None):
                raise Refused("这次抓取没有停着，不用继续。", code="running")
            visit.links.filter(state=Link.State.DROPPED).update(state=Link.State.WAITING, next_at=at, ended_at=None)
            record(by, "继续抓取", about=visit.source, at=at)
            ring(GATHER)
    except IntegrityError as error:
        raise Refused("这个来源正在抓取。请等它完成，再继续这一次。", code="open") from error

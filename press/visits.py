"""Asking the sources that are due: their lists are read, and what is new on them waits to be fetched."""

from __future__ import annotations

import hashlib
import logging
import random
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, InterfaceError, OperationalError, models, transaction
from django.db.models import F

from press import intake
from press.addresses import host_of
from press.fetch import Network, Unfetched
from press.fetchers import FETCHERS, Ask, Item, Listing
from press.models import Host, Link, Schedule, Source, Visit, claimable, key_of
from press.polite import Busy, Polite
from press.secrets import password_of
from staff.models import Notice, User
from staff.notify import tell
from staff.permissions import Can, user_can
from staff.refusal import Refused

log = logging.getLogger(__name__)

# At the first visit the newest so many come in; what is older waits until somebody wants the back catalogue.
FIRST = 10
MOST_FAILURES = 10
LONGEST_BACK_OFF = timedelta(days=1)
JITTER = 0.1
# Parts of a site map that an ordinary visit reads, newest first; list pages that a back catalogue has at most.
PARTS, BACK_PAGES = 3, 2000
LEASE = timedelta(minutes=5)


def plan(at: datetime) -> int:
    """Makes a visit for every source that is due and has none open; returns how many."""
    due = Schedule.objects.filter(next_at__lte=at, source__paused_at=None).select_related("source")
    count = 0
    for schedule in due.order_by("next_at")[:500]:
        with transaction.atomic():
            # Of two clocks that tick at once one moves the date on, and that one makes the visit.
            mine = Schedule.objects.filter(pk=schedule.pk, next_at=schedule.next_at)
            if not mine.update(next_at=at + spread(timedelta(minutes=schedule.source.every))):
                continue
            count += open_visit(schedule.source, Visit.Kind.REGULAR, at) is not None
    return count


def spread(pause: timedelta) -> timedelta:
    """The pause with a little chance, so that sources added together are not asked together for ever."""
    return pause * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 (no secret)


def open_visit(source: Source, kind: Visit.Kind, at: datetime, by: User | None = None) -> Visit | None:
    """A new visit that waits; None where one of this source is open already."""
    try:
        with transaction.atomic():
            return Visit.objects.create(source=source, kind=kind, by=by, asked_at=at, next_at=at, cursor=[source.url])
    except IntegrityError:
        return None


def take_visit(at: datetime) -> Visit | None:
    """Claims the visit that has waited longest; two callers never get the same one."""
    with transaction.atomic():
        waiting = Visit.objects.filter(claimable(at), state__in=Visit.OPEN, next_at__lte=at)
        visit = (
            waiting.select_related("source").select_for_update(skip_locked=True, of=("self",)).order_by("next_at", "pk")
        ).first()
        if visit is None:
            return None
        visit.claim = uuid.uuid4()
        Visit.objects.filter(pk=visit.pk).update(claim=visit.claim, claimed_until=at + LEASE, state=Visit.State.LISTING)
    return visit


def make_visit(visit: Visit, at: datetime, network: Network) -> None:
    """Reads the next list page of a claimed visit and stores what it found. A failure becomes a value on the rows."""
    schedule, _ = Schedule.objects.get_or_create(source=visit.source)
    url = visit.cursor[0] if visit.cursor else visit.source.url
    try:
        listing = _ask(visit, schedule, url, network)
    except Busy as busy:
        _mine(visit).update(claim=None, claimed_until=None, next_at=busy.until)
    except Refused as refusal:
        if visit.read and isinstance(refusal, Unfetched) and refusal.status in (404, 410):
            # The page after the last one.
            _listed(visit, schedule, url, Listing(), at)
        elif isinstance(refusal, Unfetched) and refusal.passing and visit.read:
            _postponed(visit, refusal, at)
        else:
            failed(visit, schedule, refusal, at)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("source %s: visit failed", visit.source_id)
        why = f"读来源时出错（{type(error).__name__}）。请稍后重试；一直这样请把网址告诉管理员。"
        failed(visit, schedule, Refused(why, code="error"), at)
    else:
        _listed(visit, schedule, url, listing, at)


def _mine(visit: Visit) -> models.QuerySet[Visit]:
    return Visit.objects.filter(pk=visit.pk, claim=visit.claim, state=Visit.State.LISTING)


def _ask(visit: Visit, schedule: Schedule, url: str, network: Network) -> Listing:
    source = visit.source
    first = url == source.url
    # What has not changed says so; a back catalogue and a changed pattern want the whole list again.
    plain = first and visit.kind == Visit.Kind.REGULAR
    ask = Ask(
        url, pattern=source.pattern, options=source.options, password=password_of(source), network=network,
        etag=schedule.etag if plain else "", modified=schedule.modified if plain else "", seen=schedule.seen,
    )  # fmt: skip
    polite = Polite(network)
    if source.kind == Source.Kind.MAILBOX:
        host = str(source.options.get("host", "")).lower()
        Host.objects.get_or_create(name=host)
        with polite.hold(host):
            return FETCHERS[source.kind].visit(ask, polite)
    return FETCHERS[source.kind].visit(ask, polite)


def _listed(visit: Visit, schedule: Schedule, url: str, listing: Listing, at: datetime) -> None:
    """One list page is behind us: its new links wait, its further pages follow, or the visit is done."""
    is_back = visit.kind == Visit.Kind.BACK
    read = [*visit.read, _mark(url)]
    after = [*visit.cursor[1:], *(listing.parts if is_back else listing.parts[:PARTS])]
    if listing.next and (is_back or visit.source.kind == Source.Kind.MAILBOX):
        after.append(listing.next)
    cursor = [page for page in dict.fromkeys(after) if _mark(page) not in read or visit.source.kind == "mailbox"]
    if len(read) >= BACK_PAGES:
        cursor = []
    done = {"state": Visit.State.DONE, "ended_at": at} if not cursor else {}
    with transaction.atomic():
        fresh = store(visit, listing.items, at, is_first=schedule.succeeded_at is None)
        mine = _mine(visit).update(
            cursor=cursor, read=read, pages=F("pages") + 1, found=F("found") + len(listing.items),
            fresh=F("fresh") + fresh, claim=None, claimed_until=None, next_at=at, **done,
        )  # fmt: skip
        if not mine:
            transaction.set_rollback(True)
            log.warning("visit %s: stopped or taken over while its list was read", visit.pk)
            return
        known = {"etag": listing.etag, "modified": listing.modified} if url == visit.source.url else {}
        Schedule.objects.filter(pk=schedule.pk).update(
            visited_at=at, failures=0, error="", seen=listing.seen or F("seen"), **known,
            **({"succeeded_at": at} if done else {}),
        )  # fmt: skip


def _mark(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:16]


def _postponed(visit: Visit, refusal: Unfetched, at: datetime) -> None:
    """A page in the middle of a back catalogue that did not come: once more later, and again, then that was all."""
    tries = int(visit.code.removeprefix("again") or 0) + 1 if visit.code.startswith("again") else 1
    if tries > 3:
        failed(visit, Schedule.objects.get(source=visit.source), refusal, at)
        return
    _mine(visit).update(
        claim=None, claimed_until=None, next_at=at + timedelta(minutes=5 * 4**tries), code=f"again{tries}",
        error=refusal.message,
    )  # fmt: skip


def store(visit: Visit, items: Iterable[Item], at: datetime, *, is_first: bool) -> int:
    """New items become links that wait, or, where they came whole, articles; returns how many are new.

    At a first visit only the newest wait. A back catalogue also wants what was left out before.
    """
    by_key = {_key(item): item for item in items}
    present = dict(Link.objects.filter(source=visit.source_id, key__in=by_key).values_list("key", "state"))
    new = [(key, item) for key, item in by_key.items() if key not in present]
    is_back = visit.kind == Visit.Kind.BACK
    before = Link.objects.filter(source=visit.source_id).exclude(state=Link.State.OLD).count() if is_first else 0
    kept = len(new) if is_back or not is_first else max(0, FIRST - before)
    rows = [
        _link(visit, key, item, at, rank=int(is_back), waits=number < kept) for number, (key, item) in enumerate(new)
    ]
    hosts = _hosts({_host_name(item) for _, item in new})
    for row, (_, item) in zip(rows, new, strict=True):
        row.host = hosts[_host_name(item)]
    Link.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    wanted = {key for key, state in present.items() if is_back and state in (Link.State.OLD, Link.State.DROPPED)}
    whole = [key for key, _ in new[:kept]] + [key for key in by_key if key in wanted]
    for key in whole:
        if by_key[key].raw:
            _take_whole(visit, key, by_key[key], at)
    paged = [key for key in wanted if not by_key[key].raw]
    Link.objects.filter(source=visit.source_id, key__in=paged).update(
        state=Link.State.WAITING, visit=visit, next_at=at, rank=1, tries=0
    )
    return len(new) + len(wanted)


def _key(item: Item) -> str:
    # A name that the source gave, to the letter: two pieces may differ only after a #.
    return hashlib.sha256(item.key.encode()).hexdigest() if item.key else key_of(item.url)


def _link(visit: Visit, key: str, item: Item, at: datetime, *, rank: int, waits: bool) -> Link:
    state = Link.State.WAITING if waits and not item.raw else Link.State.OLD
    return Link(
        source_id=visit.source_id, visit=visit, url=item.url, key=key, title=item.title.replace("\x00", ""), rank=rank,
        state=state, found_at=at, next_at=at,
    )  # fmt: skip


def _host_name(item: Item) -> str:
    return (host_of(item.url) or "-")[:255]


def _hosts(names: set[str]) -> dict[str, Host]:
    Host.objects.bulk_create([Host(name=name) for name in sorted(names)], ignore_conflicts=True)
    return {host.name: host for host in Host.objects.filter(name__in=names)}


def _take_whole(visit: Visit, key: str, item: Item, at: datetime) -> None:
    """Coverage that the source sent along needs no fetching."""
    link = Link.objects.filter(source=visit.source_id, key=key)
    try:
        url = item.url if item.url.startswith(("http://", "https://")) else ""
        article, is_new = intake.add(item.raw, source=visit.source, at=at, url=url)
    except Refused as refusal:
        link.update(state=Link.State.FAILED, error=refusal.message, code=refusal.code, ended_at=at)
        return
    link.update(article=article, state=Link.State.TAKEN if is_new else Link.State.KNOWN, ended_at=at)


def failed(visit: Visit, schedule: Schedule, refusal: Refused, at: datetime) -> None:
    """Stores the failure of a visit; the source is asked more and more rarely, and after ten in a row no more."""
    with transaction.atomic():
        mine = _mine(visit).update(
            state=Visit.State.FAILED, ended_at=at, error=refusal.message[:500], code=refusal.code[:20], claim=None,
            claimed_until=None,
        )  # fmt: skip
        if not mine:
            return
        count = schedule.failures + 1
        pause = timedelta(minutes=visit.source.every) * 2 ** min(count, 12)
        asked = timedelta(seconds=getattr(refusal, "wait", None) or 0)
        Schedule.objects.filter(pk=schedule.pk).update(
            visited_at=at, failures=count, error=refusal.message[:500],
            next_at=at + max(spread(min(pause, LONGEST_BACK_OFF)), asked),
        )  # fmt: skip
        if count >= MOST_FAILURES:
            _give_up(visit.source, refusal, at)


def _give_up(source: Source, refusal: Refused, at: datetime) -> None:
    """Pauses a source that does not work any more and tells who added it, or who may mend it."""
    why = f"连续失败 {MOST_FAILURES} 次：{refusal.message}"[:200]
    if not Source.objects.filter(pk=source.pk, paused_at=None).update(paused_at=at, paused_why=why):
        return
    told = [source.created_by] if source.created_by and source.created_by.is_active else _menders()
    tell(
        told, f"来源“{source.name}”连续 {MOST_FAILURES} 次没有抓到，已暂停。{refusal.message}",
        kind=Notice.Kind.INTAKE, about=source, at=at, once=f"source-paused:{source.pk}:{at.isoformat()}",
    )  # fmt: skip


def _menders() -> list[User]:
    return [user for user in User.objects.filter(is_active=True) if user_can(user, Can.USER_MANAGE)]

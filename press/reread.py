"""Reading old articles again: at night when the engine is newer, or now when somebody asks.

What nobody has seen (press.seen) is replaced without a word. What somebody has seen waits with its differences until a person
takes it or keeps the old one; corrections are in both. Rows of the queue are the articles themselves: an article whose
reading is of another engine, and that this engine has not read again yet. So the work can stop at any line and go on.
"""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

import reading
from press.differ import Difference, differences
from press.findings import Findings
from press.models import Article, Reading
from press.readings import State, adopt, corrected, engine_reads, lock, present, resolve_again
from press.seen import see
from staff.models import Notice, User
from staff.notify import tell
from staff.permissions import Role
from staff.refusal import Refused

log = logging.getLogger(__name__)

NIGHT = (1, 6)
"""From one to six in the morning, local time."""
PER_NIGHT = 5000
"""So many articles are read again in one night."""
PER_CALL = 100
"""So many in one call: a few minutes of one worker."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the present engine is through the articles that another one read."""

    engine: str
    total: int
    left: int
    failed: int
    tonight: int

    @property
    def done(self) -> int:
        return self.total - self.left


def of_older_engines() -> QuerySet[Article]:
    """Articles whose reading is of another engine and that this one has not read again; failed ones are not tried again by
    themselves. The newest first: those are worked with."""
    tried = Reading.objects.filter(article=OuterRef("pk"), engine=reading.ENGINE).exclude(state=State.REPLACED)
    rows = Article.objects.filter(read_at__isnull=False, failed_at=None, cleared_at=None).exclude(engine=reading.ENGINE)
    return rows.filter(~Exists(tried)).order_by("-pk")


def progress(at: datetime) -> Progress:
    """For the page. A few counts."""
    again = Reading.objects.filter(engine=reading.ENGINE)
    left, failed = of_older_engines().count(), again.filter(state=State.FAILED).count()
    done = again.filter(_again()).exclude(state=State.FAILED).values("article").distinct().count()
    return Progress(reading.ENGINE, left + failed + done, left, failed, _tonight(at))


def _tonight(at: datetime) -> int:
    """How many were read again since this night began."""
    local = timezone.localtime(at)
    start = datetime.combine(local.date(), time(NIGHT[0]), tzinfo=local.tzinfo)
    if local < start:
        start -= timedelta(days=1)
    return Reading.objects.filter(engine=reading.ENGINE, at__gte=start).filter(_again()).count()


def _again() -> Q:
    """Readings that are not an article's first."""
    earlier = Reading.objects.filter(article=OuterRef("article"), pk__lt=OuterRef("pk"))
    return Q(Exists(earlier))


def reread_at_night(at: datetime) -> Counter[str]:
    """One bounded piece of the night's work; what became of the articles. Nothing by day, or when the night's share is done."""
    if not NIGHT[0] <= timezone.localtime(at).hour < NIGHT[1]:
        return Counter()
    done = reread_some(at, min(PER_CALL, max(0, PER_NIGHT - _tonight(at))))
    if done[State.WAITING]:
        _tell_of_waiting(at)
    return done


def _tell_of_waiting(at: datetime) -> None:
    """Leaders and clerks learn in the morning that something waits, once a night."""
    tell(
        User.objects.filter(is_active=True, role__in=(Role.LEADER, Role.CLERK)),
        "夜里重读旧报道，有的读出了不同，等人决定采用新读法还是保留旧读法。",
        kind=Notice.Kind.INTAKE,
        url=f"{reverse('press:reading-list')}?state={State.WAITING}",
        at=at,
        once=f"reread:{reading.ENGINE}:{timezone.localdate(at)}",
    )


def reread_some(at: datetime, most: int) -> Counter[str]:
    """Reads up to so many articles again, each in a transaction of its own; what became of them, by Reading.State. Two
    workers at once do not take one article twice."""
    done: Counter[str] = Counter()
    for _ in range(most):
        with transaction.atomic():
            article = of_older_engines().select_for_update(skip_locked=True, of=("self",)).first()
            if article is None:
                break
            done[_reread(article, at)] += 1
    return done


def _reread(article: Article, at: datetime) -> str:
    """One article; a failure is kept as a row that can be read and retried, and stops nothing."""
    try:
        with transaction.atomic():
            return reread(article, at).state
    except Exception as error:
        log.exception("article %s: not read again", article.pk)
        words = f"重读时出错（{type(error).__name__}），原来的读法没有动。可以在报道页点“现在重读”再试。"
        Reading.objects.create(article=article, engine=reading.ENGINE, at=at, state=State.FAILED, error=words)
        return State.FAILED


def reread(article: Article, at: datetime, *, ask: bool = False) -> Reading:
    """Reads the article again with the present engine. The reading comes back in its state: present (replaced without a word,
    or no different), or waiting for a person: where one has seen the article, or `ask`s here and now. Idempotent."""
    with transaction.atomic():
        article = lock(article)
        if article.cleared_at:
            raise Refused("原件已按保留规定清理，不能再读。", code="cleared")
        standing = present(article, at)
        findings, engine = engine_reads(article)
        Reading.objects.filter(article=article, engine=engine, state=State.FAILED).delete()
        found = compare(article, standing, findings)
        if not found or not (ask or article.seen_at):
            row = adopt(article, findings, engine, at, is_silent=bool(found), **_counts(found))
            if found:
                resolve_again(article)
            return row
        Reading.objects.filter(article=article, state=State.WAITING).delete()
        return Reading.objects.create(
            article=article, engine=engine, at=at, found=findings.as_json(), state=State.WAITING, **_counts(found)
        )


def compare(article: Article, standing: Reading, findings: Findings) -> list[Difference]:
    """What the findings say differently from the standing reading, people's corrections in both."""
    old = corrected(article, Findings.from_json(standing.found))
    return differences(old, corrected(article, findings))


def _counts(found: list[Difference]) -> dict[str, int]:
    counts = Counter(row.how for row in found)
    return {name: min(32_000, counts[name]) for name in ("added", "gone", "changed")}


@dataclass(frozen=True, slots=True)
class Shown:
    """A difference with its sentence as it stands in the original."""

    difference: Difference
    sentence: str


def waiting_differences(row: Reading) -> list[Shown]:
    """What a waiting reading would change now; of a decided one nothing."""
    if row.state != State.WAITING:
        return []
    found = compare(row.article, present(row.article, row.at), Findings.from_json(row.found))
    original = row.article.original
    return [Shown(item, original[item.spot.sentence_start : item.spot.sentence_end]) for item in found]


def take(row: Reading, *, by: User, at: datetime) -> Reading:
    """The person takes the newer reading; the one before is kept and can be put back."""
    with transaction.atomic():
        article = lock(row.article)
        _decide(row, State.REPLACED, by=by, at=at)
        see(article, at)
        new = adopt(
            article, Findings.from_json(row.found), row.engine, at, added=row.added, gone=row.gone,
            changed=row.changed, decided_by=by, decided_at=at,
        )  # fmt: skip
        Reading.objects.filter(pk=row.pk).delete()
        resolve_again(article)
    return new


def keep(row: Reading, *, by: User, at: datetime) -> None:
    """The person keeps the old reading; this engine does not ask about the article again."""
    with transaction.atomic():
        lock(row.article)
        _decide(row, State.KEPT, by=by, at=at)


def _decide(row: Reading, state: State, *, by: User, at: datetime) -> None:
    """The conditional update that one hand wins."""
    waiting = Reading.objects.filter(pk=row.pk, state=State.WAITING)
    if not waiting.update(state=state, decided_by=by, decided_at=at):
        raise Refused("这次重读已经有人处理过了，请刷新再看。", code="decided")


def put_back(row: Reading, *, by: User, at: datetime) -> Reading:
    """Goes back from the present reading to the one before it; the present one is then kept out as if declined."""
    with transaction.atomic():
        article = lock(row.article)
        now = Reading.objects.filter(pk=row.pk, state=State.PRESENT).first()
        before = Reading.objects.filter(article=article, state=State.REPLACED, pk__lt=row.pk).order_by("-pk").first()
        if now is None or before is None:
            raise Refused("没有更早的读法可以退回，请刷新再看。", code="none")
        Reading.objects.filter(pk=now.pk).update(state=State.KEPT, decided_by=by, decided_at=at)
        back = adopt(article, Findings.from_json(before.found), before.engine, at)
        Reading.objects.filter(pk=before.pk).delete()
        resolve_again(article)
    return back


def has_older(row: Reading) -> bool:
    """Whether the present reading replaced another that can be put back."""
    return Reading.objects.filter(article=row.article_id, state=State.REPLACED, pk__lt=row.pk).exists()


def decide_many(rows: list[Reading], taken: bool, *, by: User, at: datetime) -> tuple[int, int]:
    """Takes or keeps each by itself; how many, and how many somebody else had decided meanwhile."""
    done = 0
    for row in rows:
        try:
            if taken:
                take(row, by=by, at=at)
            else:
                keep(row, by=by, at=at)
        except Refused:
            continue
        done += 1
    return done, len(rows) - done

"""What people decide about articles: this one is of another event, these two are of one. One word stands per pair."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from identities.events import regroup_events
from identities.judge import hold_identities
from identities.models import Appearance, EventJudgement, EventMember
from press.models import Article
from search.fields import contains
from staff.models import User
from staff.refusal import Refused

# Of so many articles the ones nearest in days are offered to be of one event, so many of them.
MOST_LOOKED_AT, MOST_OFFERED = 200, 20


def event_of(article: Article) -> list[Article]:
    """The other articles on the same event, the first one first, each with `reason`; reposts of them are not among them."""
    pk = article.repost_of_id or article.pk
    member = EventMember.objects.filter(article=pk).first()
    first = member.first_id if member else pk
    reasons = dict(EventMember.objects.filter(first=first).values_list("article", "reason"))
    if not reasons:
        return []
    rows = Article.objects.light().select_related("source").filter(pk__in={first, *reasons} - {pk})
    others = sorted(rows, key=lambda row: (row.pk != first, row.told_on, row.pk))
    for other in others:
        other.reason = reasons.get(other.pk) or reasons.get(pk, "")  # type: ignore[attr-defined]
    return others


def split(article: Article, *, by: User, at: datetime, why: str = "") -> int:
    """The article is of an event of its own; how many others it was told apart from. Refused where it is alone."""
    with transaction.atomic():
        hold_identities()
        others = event_of(article)
        if not others:
            raise Refused("这篇已不和别的报道在一起，请刷新再看。", code="alone")
        pk = article.repost_of_id or article.pk
        for other in others:
            _say(pk, other.pk, EventJudgement.Verdict.DIFFERENT, by=by, at=at, why=why)
        regroup_events({pk, *(other.pk for other in others)})
    return len(others)


def join(article: Article, other: Article, *, by: User, at: datetime, why: str = "") -> None:
    """The two are of one event. Refused where they are together already."""
    a, b = article.repost_of_id or article.pk, other.repost_of_id or other.pk
    with transaction.atomic():
        hold_identities()
        if a == b or b in {row.pk for row in event_of(article)}:
            raise Refused("这两篇已经在一起了。", code="together")
        _say(a, b, EventJudgement.Verdict.SAME, by=by, at=at, why=why)
        regroup_events({a, b})


def take_back(given: EventJudgement, *, by: User, at: datetime) -> None:
    """Withdraws the word; the rule decides again. Refused where it is withdrawn already."""
    with transaction.atomic():
        hold_identities()
        stands = EventJudgement.objects.standing().filter(pk=given.pk)
        if not stands.update(withdrawn_at=at, withdrawn_by=by):
            raise Refused("这次判断已被撤回。", code="withdrawn")
        regroup_events({given.left_id, given.right_id})


def _say(a: int, b: int, verdict: str, *, by: User, at: datetime, why: str) -> None:
    """Keeps the word; one before it on the pair is withdrawn."""
    left, right = min(a, b), max(a, b)
    before = EventJudgement.objects.standing().filter(Q(left=left, right=right))
    before.update(withdrawn_at=at, withdrawn_by=by)
    try:
        with transaction.atomic():
            EventJudgement.objects.create(left_id=left, right_id=right, verdict=verdict, by=by, at=at, why=why[:400])
    except IntegrityError as error:
        raise Refused("刚才有人已作出判断，请刷新再看。", code="judged") from error


def nearby(article: Article, query: str) -> list[Article]:
    """Articles that may be on the same event: those with the words, else those on its projects or companies; the
    nearest days first, without its own event and story."""
    here = article.repost_of_id or article.pk
    rows = Article.objects.light().select_related("source").filter(repost_of=None)
    if query:
        condition = contains("bigrams", query)
        rows = rows.filter(condition) if condition is not None else rows.none()
    else:
        own = Appearance.objects.filter(article=here).values
        near = Q(project__in=own("project")) | Q(company__in=own("company"))
        rows = rows.filter(pk__in=Appearance.objects.filter(near).values("article"))
    known = {here, *(row.pk for row in event_of(article))}
    newest = rows.exclude(pk__in=known).order_by("-arrived_at", "-pk")[:MOST_LOOKED_AT]
    return sorted(newest, key=lambda row: abs(row.told_on - article.told_on))[:MOST_OFFERED]

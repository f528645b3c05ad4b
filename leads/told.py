"""What coverage tells of a lead: which of its articles speak of it, and when each thing they claim came about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from identities.models import Appearance
from leads.models import Lead, Milestone, Proposal
from press.models import Article, Fact

# A page stamped so soon after the last day its text names was written then; later, it is a copy or a look back.
FRESH = timedelta(days=60)
_BREAK = re.compile(r"[；;。！？!?\n]|<[^>]{0,200}>")
_DAY = re.compile(r"\d[日号號]")
_WITHIN_YEAR = re.compile(r"[月季半初底末中内內]")
# Words of the stages that are milestones of their own.
_LAND = re.compile(r"摘牌|拿地|供地|[竞競]得|交地|拍得|拍下|挂牌|掛牌")
_FULL = re.compile(r"[达達][产產]|[满滿][产產]|[满滿]负荷")


@dataclass(frozen=True, slots=True)
class Telling:
    """One article that speaks of the lead, and the name that its project has there (`Fact.subject`)."""

    article: Article
    subject: str


@dataclass(frozen=True, slots=True)
class When:
    """A day, and how precisely it was said: day, month, year."""

    on: date
    precise: str = "day"


def tellings(lead: Lead, article: Article | None = None) -> list[Telling]:
    """The articles on the lead's project, and those merged into it, oldest content first; only this one where given.

    A lead without a project is told of by coverage on its company that tells of one project alone. A repost of an article
    that speaks of it too adds nothing.
    """
    about = _about(lead)
    rows = _appearances(about)
    if article is not None:
        rows = rows.filter(article__in=[article.pk, *([article.repost_of_id] if article.repost_of_id else [])])
    found = [Telling(row.article, row.of) for row in rows]
    firsts = {telling.article.pk for telling in found}
    own = [telling for telling in found if telling.article.repost_of_id not in firsts]
    if article is not None:
        own = [Telling(article, telling.subject) for telling in own if telling.article.pk == article.pk]
    return sorted(own, key=lambda telling: (day_of(telling.article), telling.article.pk))


def _appearances(about: Q) -> QuerySet[Appearance]:
    rows = Appearance.objects.filter(about, kind=Appearance.Kind.PROJECT).select_related("article__source", "project")
    return rows.defer("article__raw", "article__text", "article__bigrams")


def _about(lead: Lead) -> Q:
    merged = Proposal.objects.filter(lead=lead).exclude(state=Proposal.State.WAITING)
    about = Q(pk__in=[])
    for article, project in merged.values_list("article", "project"):
        about |= Q(article=article, project=project)
    if lead.project_id:
        return about | Q(project=lead.project_id)
    return about | _only_project_of(lead.company_id) if lead.company_id else about


def _only_project_of(company: int) -> Q:
    """Appearances of the company's project in articles that tell of no other project of it."""
    rows = Appearance.objects.filter(project__companies=company, article__appearances__company=company)
    projects: dict[int, set[int]] = {}
    for pk, article in rows.values_list("pk", "article"):
        projects.setdefault(article, set()).add(pk)
    return Q(pk__in=[pk for pks in projects.values() if len(pks) == 1 for pk in pks])


def facts_told(found: Iterable[Telling]) -> list[tuple[Telling, list[Fact]]]:
    """Everything the newest reading of each article says of its project, in order of preference. One query."""
    found = list(found)
    facts: dict[tuple[int, str], list[Fact]] = defaultdict(list)
    rows = Fact.objects.filter(article__in={telling.article.pk for telling in found}, gone=False)
    for fact in rows.select_related("correction__by").order_by("kind", "rank", "start"):
        facts[fact.article_id, fact.subject].append(fact)
    told = []
    for telling in found:
        own = facts[telling.article.pk, telling.subject]
        for fact in own:
            fact.article = telling.article
        told.append((telling, own))
    return told


def day_of(article: Article) -> date:
    """The day that an undated sentence of the article speaks of: its first print, unless its text tells of far earlier."""
    printed = article.printed_on or article.published_on
    if article.content_on and printed and timedelta(0) <= printed - article.content_on <= FRESH:
        return printed
    return article.told_on


def when_told(fact: Fact, dates: Iterable[Fact]) -> When:
    """When what the fact claims came about: the nearest day named before it in its clauses, else the article's own day.

    dates: the article's facts of kind date on the same project.
    """
    original = fact.article.original
    near = [
        day for day in dates
        if day.kind == Fact.Kind.DATE and day.sentence_start <= fact.start and day.end <= fact.start and not day.plan
        and not _BREAK.search(original, day.end, fact.start)
    ]  # fmt: skip
    if not near:
        return When(day_of(fact.article))
    nearest = max(near, key=lambda day: day.start)
    return When(date.fromisoformat(str(nearest.value)), precision(nearest.quote))


def precision(words: str) -> str:
    """How precisely printed words name a day: 3月5日 day, 今年3月 or 年初 month, 2019年 year."""
    if _DAY.search(words):
        return "day"
    return "month" if _WITHIN_YEAR.search(words) else "year"


def milestone_of(fact: Fact) -> str:
    """The milestone that the fact's stage stands for; "" for none."""
    stage = str(fact.value["stage"] or "") if fact.kind == Fact.Kind.PROMISE else str(fact.value)
    words = fact.quote
    if stage == "operating":
        return Milestone.Kind.FULL if _FULL.search(words) else Milestone.Kind.OPERATING
    if stage == "landed":
        return Milestone.Kind.LAND if _LAND.search(words) else ""
    return {"signed": "signed", "started": "started", "completed": "completed"}.get(stage, "")

"""Different texts on one event are grouped, by a rule that errs on the side of leaving apart, and by people's word.

Two articles tell of one event where they tell the same state of the same project within three days, and the projects that
they share so are at least half of what the shorter of the two tells of; or, where neither tells of a project, where their
headlines name the same company and are much alike. An article whose day nobody knows is left alone. Reposts go with the
article that they repeat.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

from django.db.models import Q
from rapidfuzz import fuzz

from identities.models import Appearance, EventJudgement, EventMember, Project
from identities.partition import Groups
from press.models import Article, Fact
from press.models.article import TOLD
from press.words import stage_word
from search.bigrams import fold

NEAR = timedelta(days=3)
# Headlines of articles without a project are so much alike (0 to 100).
HEADLINES = 60.0
# States that the press uses of one event: 签约 and 落户.
ALIKE = {"landed": "signed"}
# So many articles are compared at once; how often what was touched may touch more.
MOST = 200
ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Report:
    """What one article tells, as far as it says which event it is about."""

    article: int
    told_on: date
    headline: str
    states: Mapping[int, frozenset[str]]
    """Project → the states that the article reports of it."""
    companies: frozenset[str] = field(default_factory=frozenset)
    """Names of companies in the headline."""


def same_event(a: Report, b: Report, names: Mapping[int, str]) -> str:
    """Why the two tell of one event, in words; "" where they do not for certain. Symmetric."""
    apart = abs(a.told_on - b.told_on)
    if apart > NEAR:
        return ""
    days = f"内容日期相差 {apart.days} 天" if apart else "同一天"
    shared = [pk for pk in sorted(a.states.keys() & b.states.keys()) if a.states[pk] & b.states[pk]]
    if shared and 2 * len(shared) >= min(len(a.states), len(b.states)):
        first = shared[0]
        state = stage_word(min(a.states[first] & b.states[first]))
        more = f"等 {len(shared)} 个项目" if len(shared) > 1 else ""
        return f"都说“{names.get(first, '')[:60]}”{more}{state}，{days}"
    if a.states or b.states or not a.companies & b.companies:
        return ""
    alike = fuzz.ratio(a.headline, b.headline)
    named = min(a.companies & b.companies)[:60]
    return f"标题都说到“{named}”，相似 {alike:.0f}%，{days}" if alike >= HEADLINES else ""


def regroup_events(articles: Iterable[int]) -> None:
    """Puts together anew the events that these articles are of, or may be."""
    reports = _around(set(articles))
    if not reports:
        return
    judged = _judged(set(reports))
    names = dict(
        Project.objects.filter(pk__in={pk for row in reports.values() for pk in row.states}).values_list("pk", "name")
    )
    apart = {pair for pair, given in judged.items() if given.verdict == EventJudgement.Verdict.DIFFERENT}
    groups: Groups[int] = Groups(sorted(reports), lambda pk: {pk}, apart)
    reasons: dict[int, str] = {}

    def join(a: int, b: int, reason: str) -> None:
        if groups.join(a, b):
            for pk in (a, b):
                reasons.setdefault(pk, reason)

    for given in judged.values():
        if given.verdict == EventJudgement.Verdict.SAME:
            join(given.left_id, given.right_id, f"{given.by}判断为同一事件")
    for a, b in sorted(
        combinations(sorted(reports), 2), key=lambda pair: abs(reports[pair[0]].told_on - reports[pair[1]].told_on)
    ):
        if reason := same_event(reports[a], reports[b], names):
            join(a, b, reason)
    _store(groups.all(), reasons)


def _store(groups: Iterable[list[int]], reasons: Mapping[int, str]) -> None:
    members = [
        EventMember(article_id=pk, first_id=min(group), reason=reasons.get(pk, "")[:200])
        for group in groups
        for pk in group
        if pk != min(group)
    ]
    touched = {pk for group in groups for pk in group}
    kept = {row.article_id for row in members}
    EventMember.objects.filter(Q(article__in=touched) | Q(first__in=touched)).exclude(article__in=kept).delete()
    EventMember.objects.bulk_create(
        members, update_conflicts=True, unique_fields=["article"], update_fields=["first", "reason"]
    )


def _around(articles: set[int]) -> dict[int, Report]:
    """The reports that may be of one event with these articles'; and so on, a few rounds."""
    wanted = {row.repost_of_id or row.pk for row in Article.objects.filter(pk__in=articles).only("pk", "repost_of")}
    reports: dict[int, Report] = {}
    for _ in range(ROUNDS):
        new = wanted - set(reports)
        if not new or len(reports) > MOST:
            break
        found = _reports(new)
        reports |= found
        wanted = set(reports) | _members_with(set(reports)) | _near(found.values()) | _judged_with(set(reports))
    return reports


def _members_with(articles: set[int]) -> set[int]:
    """The other members of the events that these are of now."""
    firsts = set(EventMember.objects.filter(article__in=articles).values_list("first", flat=True)) | articles
    members = EventMember.objects.filter(first__in=firsts).values_list("article", "first")
    return {pk for pair in members for pk in pair}


def _judged_with(articles: set[int]) -> set[int]:
    pairs = EventJudgement.objects.standing().filter(Q(left__in=articles) | Q(right__in=articles))
    return {pk for pair in pairs.values_list("left", "right") for pk in pair}


def _near(reports: Iterable[Report]) -> set[int]:
    """The articles that name a project of these within the days, or, of those without one, a company."""
    found: set[int] = set()
    for report in reports:
        rows = Article.objects.filter(repost_of=None).alias(told=TOLD)
        rows = rows.filter(told__range=(report.told_on - NEAR, report.told_on + NEAR))
        told: Q = Q(project__in=report.states) if report.states else Q(company__name__in=report.companies)
        if report.states or report.companies:
            near = rows.filter(pk__in=Appearance.objects.filter(told).values("article"))
            found |= set(near.order_by("pk").values_list("pk", flat=True)[:MOST])
    return found


def _reports(articles: set[int]) -> dict[int, Report]:
    """What each tells; nothing of one whose day nobody knows."""
    rows = Article.objects.filter(pk__in=articles, repost_of=None).alias(told=TOLD).filter(told__isnull=False)
    light = list(rows.only("pk", "title", "content_on", "printed_on", "published_on", "arrived_at"))
    told: dict[tuple[int, str], int] = {}
    companies: dict[int, set[str]] = defaultdict(set)
    headlines = {row.pk: fold(row.title) for row in light}
    for row in Appearance.objects.filter(article__in=headlines).select_related("company"):
        if row.project_id is not None:
            told[row.article_id, row.of] = row.project_id
        elif row.company and any(key and key in headlines[row.article_id] for key in row.keys):
            companies[row.article_id].add(row.company.name)
    states: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for (article, _), project in told.items():
        states[article].setdefault(project, set())
    facts = Fact.objects.filter(article__in=headlines, kind=Fact.Kind.STAGE, rank=0, plan=False, gone=False)
    for article, subject, value in facts.values_list("article", "subject", "value"):
        if (article, subject) in told:
            states[article][told[article, subject]].add(ALIKE.get(value, value))
    return {
        row.pk: Report(
            row.pk,
            row.told_on,
            headlines[row.pk],
            {project: frozenset(values) for project, values in states[row.pk].items()},
            frozenset(companies[row.pk]),
        )
        for row in light
    }


def _judged(articles: set[int]) -> dict[frozenset[int], EventJudgement]:
    """The words that stand on pairs of these articles."""
    rows = EventJudgement.objects.standing().filter(left__in=articles, right__in=articles).select_related("by")
    return {frozenset((row.left_id, row.right_id)): row for row in rows.order_by("pk")}

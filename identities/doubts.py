"""Pairs that may be one, kept with their score and its reasons in words: the names first, then what surrounds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q

from identities.models import Appearance, Company, CompanyName, Doubt, Project, ProjectName, TieKind
from identities.ties import tied_pairs
from press.models import Fact
from reading.compare import LIKELY, compare, compare_projects
from reading.values import Likeness

# Names that begin alike are compared; so many at most.
MOST_ALIKE = 200
# What surrounds a row is taken from so many of its appearances, the newest.
MOST_SEEN = 100
# A pair stays in doubt from this score on.
DOUBTFUL = 0.4
HIGHEST = 0.99
# How many pairs wait stands on every page: it is kept so long (seconds), and counted anew after every change.
WAITING, WAITING_KEPT = "identities.doubts.waiting", 3600
# Names of projects that begin with so many characters alike are compared.
BEGINNING = 3
# Two companies of which one is said to be the other's former name.
FORMER = 0.9
# Two companies that coverage calls by one short name.
SHARED = 0.55


@dataclass(slots=True)
class Around:
    """What surrounds a row: each kind of thing with the words that people know it by."""

    industries: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    amounts: set[str] = field(default_factory=set)
    kin: set[str] = field(default_factory=set)
    """A company's projects, a project's companies."""
    told_apart: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Article → what it calls the row."""


def weigh(names: Likeness, a: Around, b: Around, kin: str) -> tuple[float, list[str]]:
    """The score of a pair and its reasons, the names' own first. `kin` is what `Around.kin` is called: 项目, 企业."""
    score, reasons = names.score, list(names.reasons)
    for label, ours, theirs, alike, unlike in (
        (kin, a.kin, b.kin, 0.15, 0.0),
        ("产业", a.industries, b.industries, 0.05, -0.1),
        ("地点", a.places, b.places, 0.05, -0.1),
        ("金额", a.amounts, b.amounts, 0.15, -0.1),
    ):
        if shared := sorted(ours & theirs):
            score += alike
            reasons.append(f"{label}相同:{'、'.join(shared[:2])}")
        elif ours and theirs and unlike:
            score += unlike
            reasons.append(f"{label}不同:{'、'.join(sorted(ours)[:2])};{'、'.join(sorted(theirs)[:2])}")
    both = [
        article
        for article in a.told_apart.keys() & b.told_apart.keys()
        if a.told_apart[article] != b.told_apart[article]
    ]
    if both:
        score -= 0.2
        reasons.append(f"{len(both)} 篇报道把两者并列")
    return round(max(0.0, min(HIGHEST, score)), 2), [reason[:200] for reason in reasons]


def count_waiting() -> int:
    """How many pairs wait to be judged."""
    return int(cache.get_or_set(WAITING, lambda: Doubt.objects.waiting().count(), WAITING_KEPT) or 0)


def count_anew() -> None:
    """What waits has changed, or will have when the transaction ends."""
    cache.delete(WAITING)
    transaction.on_commit(lambda: cache.delete(WAITING) and None)


def doubt_companies(touched: Iterable[int]) -> None:
    """Rebuilds the doubts about these companies."""
    touched = set(touched)
    alike = _alike_companies(touched)
    _weigh_ties(touched, alike)
    around = _around_companies({pk for pair in alike for pk in pair})
    _store("company", touched, alike, around, "项目")


def _weigh_ties(touched: set[int], alike: dict[tuple[int, int], Likeness]) -> None:
    """A former name is likely the same company; a company and one that it owns or set up are two for certain."""
    for pair, kinds in tied_pairs(touched).items():
        if TieKind.FORMER in kinds:
            alike[pair] = Likeness(FORMER, "likely", ("一方是另一方的曾用名",))
        elif kinds:
            alike.pop(pair, None)


def _alike_companies(touched: set[int]) -> dict[tuple[int, int], Likeness]:
    """The pairs of a touched company and another whose full names are likely one, or that were called the same; smaller
    key first. A short name alone says little: every firm of a group bears the group's."""
    own = CompanyName.objects.filter(company__in=touched, company__merged_into=None)
    names = list(own.values_list("company", "company__name", "block", "key"))
    blocks = {block for _, _, block, _ in names} - {""}
    others = CompanyName.objects.filter(block__in=blocks, company__merged_into=None).order_by("block", "pk")
    rows = list(others.values_list("company", "company__name", "block", "key")[:MOST_ALIKE])
    found = _likeliest(
        {(a, one, b, two) for a, one, near, _ in names for b, two, block, _ in rows if near == block}, compare
    )
    for a, _, _, key in names:
        for b, _, _, called in rows:
            pair = (min(a, b), max(a, b))
            if a != b and key == called and (pair not in found or found[pair].score < SHARED):
                found[pair] = Likeness(SHARED, "likely", (f"都被称作“{key}”",))
    return found


def _likeliest(
    pairs: Iterable[tuple[int, str, int, str]], like: Callable[[str, str], Likeness]
) -> dict[tuple[int, int], Likeness]:
    found: dict[tuple[int, int], Likeness] = {}
    for pk, text, other, words in pairs:
        key = (min(pk, other), max(pk, other))
        if pk == other:
            continue
        likeness = like(text, words)
        if likeness.score >= LIKELY and (key not in found or likeness.score > found[key].score):
            found[key] = likeness
    return found


def _around_companies(companies: set[int]) -> Mapping[int, Around]:
    around: dict[int, Around] = defaultdict(Around)
    if not companies:
        return around
    for row in Company.objects.filter(pk__in=companies).only("industry", "place"):
        around[row.pk].industries |= {row.industry} - {""}
        around[row.pk].places |= {row.place} - {""}
    for company, name in Project.companies.through._default_manager.filter(
        company__in=companies, project__merged_into=None
    ).values_list("company", "project__name"):
        around[company].kin.add(name)
    seen = Appearance.objects.filter(company__in=companies).order_by("-article_id")
    for company, article, of in seen.values_list("company", "article", "of")[: MOST_SEEN * len(companies)]:
        around[company].told_apart[article].add(of)
    return around


def doubt_projects(touched: Iterable[int]) -> None:
    """Rebuilds the doubts about these projects: the others of their companies that they may be."""
    touched = set(touched)
    alike = _alike_projects(touched)
    around = _around_projects({pk for pair in alike for pk in pair})
    # Two projects that one article tells apart are two.
    told = {
        pair: likeness
        for pair, likeness in alike.items()
        if not around[pair[0]].told_apart.keys() & around[pair[1]].told_apart.keys()
    }
    _store("project", touched, told, around, "企业")


def _alike_projects(touched: set[int]) -> dict[tuple[int, int], Likeness]:
    """The pairs of a touched project and another with names that may be one's: of one company, or begun alike where
    coverage names no company of one of them."""
    keys = ProjectName.objects.filter(project__in=touched).values_list("key", flat=True)
    begun = Q(pk__in=[])
    for start in {key[:BEGINNING] for key in keys}:
        begun |= Q(names__key__startswith=start)
    companies = Company.objects.filter(projects__in=touched, merged_into=None)
    kin = Project.objects.current().filter(Q(companies__in=companies) | Q(pk__in=touched) | begun).values("pk")
    names = ProjectName.objects.filter(project__in=kin).order_by("pk")
    rows = list(names.values_list("project", "text")[: 2 * MOST_ALIKE])
    own = [row for row in rows if row[0] in touched]
    if len({pk for pk, _ in rows}) < 2:
        return {}
    of = _companies_of({pk for pk, _ in rows})
    pairs = ((*a, *b) for a in own for b in rows if not of[a[0]] or not of[b[0]] or of[a[0]] & of[b[0]])
    return _likeliest(pairs, compare_projects)


def _companies_of(projects: set[int]) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    links = Project.companies.through._default_manager.filter(project__in=projects)
    for project, company in links.values_list("project", "company"):
        found[project].add(company)
    return found


def _around_projects(projects: set[int]) -> Mapping[int, Around]:
    around: dict[int, Around] = defaultdict(Around)
    if not projects:
        return around
    for project, name in Project.companies.through._default_manager.filter(project__in=projects).values_list(
        "project", "company__name"
    ):
        around[project].kin.add(name)
    subjects: dict[tuple[int, str], int] = {}
    seen = Appearance.objects.filter(project__in=projects).order_by("-article_id")
    for project, article, of in seen.values_list("project", "article", "of")[: MOST_SEEN * len(projects)]:
        around[project].told_apart[article].add(of)
        subjects[article, of] = project
    facts = Fact.objects.filter(article__in={article for article, _ in subjects}, gone=False)
    for fact in facts.filter(kind__in=[Fact.Kind.AMOUNT, Fact.Kind.INDUSTRY, Fact.Kind.PLACE]):
        pk = subjects.get((fact.article_id, fact.subject))
        if pk is not None:
            sets = {"amount": around[pk].amounts, "industry": around[pk].industries, "place": around[pk].places}
            sets[fact.kind].add(fact.shown)
    return around


def _store(
    kind: str, touched: set[int], alike: Mapping[tuple[int, int], Likeness], around: Mapping[int, Around], kin: str
) -> None:
    """Writes what is in doubt about the touched rows, and takes away what no longer is."""
    left, right = f"left_{kind}_id", f"right_{kind}_id"
    rows = []
    for (a, b), likeness in alike.items():
        score, reasons = weigh(likeness, around[a], around[b], kin)
        if score >= DOUBTFUL:
            rows.append(Doubt(**{left: a, right: b}, score=score, reasons=reasons))
    standing = {(getattr(row, left), getattr(row, right)) for row in rows}
    about = Q(**{f"left_{kind}__in": touched}) | Q(**{f"right_{kind}__in": touched})
    stale = [pk for pk, a, b in Doubt.objects.filter(about).values_list("pk", left, right) if (a, b) not in standing]
    if stale:
        Doubt.objects.filter(pk__in=stale).delete()
    count_anew()
    Doubt.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=[f"left_{kind}", f"right_{kind}"], update_fields=["score", "reasons"]
    )

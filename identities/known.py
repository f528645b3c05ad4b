"""What is known of companies and projects beside their coverage: names, kin, what people decided about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Q

from identities.coverage import Coverage, count_articles, newest_of
from identities.models import (
    Company,
    CompanyName,
    CompanyTie,
    Doubt,
    Judgement,
    Merge,
    Project,
    ProjectName,
    TieClaim,
)
from identities.models.company import kind_of_name
from identities.models.name import Name
from lists.count import ANY, Question, question_of
from search.bigrams import fold

# Brackets and spaces do not make another name.
UNTOLD = str.maketrans("", "", '()[]【】 ·“”"')


@dataclass(frozen=True, slots=True)
class Side:
    """One of two rows side by side: its other names, what hangs on it, and the newest sentences that name it."""

    row: Company | Project
    names: list[str]
    kin: list[str]
    """A company's projects, a project's companies."""
    articles: int
    sentences: list[Coverage]


def sides(rows: Sequence[Company | Project]) -> dict[Company | Project, Side]:
    """What tells rows of one kind apart. A handful of queries, however many rows."""
    if not rows:
        return {}
    is_company = isinstance(rows[0], Company)
    kind = "company" if is_company else "project"
    names: dict[int, dict[str, None]] = defaultdict(dict)
    kin: dict[int, list[str]] = defaultdict(list)
    name_rows = (CompanyName if is_company else ProjectName)._default_manager.filter(**{f"{kind}__in": rows})
    for pk, text in name_rows.order_by("pk").values_list(kind, "text"):
        names[pk][text] = None
    links = Project.companies.through._default_manager.filter(**{f"{kind}__in": rows})
    far = "project__name" if is_company else "company__name"
    for pk, text in links.order_by("pk").values_list(kind, far):
        kin[pk].append(text)
    counts, newest = count_articles(rows, kind), newest_of(rows, kind)
    return {
        row: Side(
            row,
            [text for text in names[row.pk] if text != row.name],
            kin[row.pk],
            counts.get(row.pk, 0),
            newest[row.pk],
        )
        for row in rows
    }


@dataclass(slots=True)
class Named:
    """One name as it is shown: each printed form once, whoever else it was printed beside."""

    name: Name
    label: str


def names_of(row: Company | Project) -> list[Named]:
    """The names, the row's own first; two forms that differ in nothing but width or script are one."""
    found: dict[str, Named] = {}
    rows = row.names.select_related("first_seen__source", "by")
    light = rows.defer("bigrams", *(f"first_seen__{name}" for name in ("raw", "original", "text", "bigrams")))
    for name in sorted(light, key=lambda name: (name.text != row.name, name.pk)):
        form = fold(name.text).translate(UNTOLD)
        # What a person gave stands before the same form in coverage.
        if form not in found or (name.by_id and not found[form].name.by_id):
            found[form] = Named(name, _label(name, row))
    return list(found.values())


def _label(name: Name, row: Company | Project) -> str:
    if not isinstance(name, CompanyName):
        return "名称" if name.text == row.name else "也作"
    kind = name.kind or kind_of_name(name.text, row.name)
    return str(CompanyName.Kind(kind).label) if kind else "也作"


# So many of a kind are told on the page of a row.
MOST_DECIDED = 10


def told_of(row: Company | Project) -> dict[str, int]:
    """How much there is of what most rows have nothing of: `judgements`, `merges`, of a company `claims` and `words` on its
    ties. One query, and none is needed for what there is not."""
    return _told_of(type(row)).about(row.pk).answer()


@cache
def _told_of(model: type[Company | Project]) -> Question:
    row = model(pk=ANY)
    if not isinstance(row, Company):
        return question_of(judgements=Judgement.objects.about(row), merges=Merge.objects.into(row))
    return question_of(
        judgements=Judgement.objects.about(row),
        merges=Merge.objects.into(row),
        claims=TieClaim.objects.of(row),
        words=CompanyTie.objects.standing().of(row),
    )


def decided_about(row: Company | Project, told: dict[str, int]) -> dict[str, Any]:
    """`near`: pairs with the row that may be one and nobody has judged; `judgements` and `merges` of it, undone ones
    included, where there are any (`told_of`). A merge is its own judgement, so that 相同 is told once."""
    judged = Judgement.objects.about(row).exclude(verdict=Judgement.Verdict.SAME) if told["judgements"] else ()
    return {
        "near": _near(row, MOST_DECIDED),
        "judgements": list(judged[:MOST_DECIDED]),
        "merges": list(Merge.objects.into(row)[:MOST_DECIDED]) if told["merges"] else [],
    }


def _near(row: Company | Project, most: int) -> list[Doubt]:
    kind = "company" if isinstance(row, Company) else "project"
    mine = Q(**{f"left_{kind}": row}) | Q(**{f"right_{kind}": row})
    return list(Doubt.objects.waiting().filter(mine).listed()[:most])


# So many rows are offered to be made one with a row.
MOST_OTHERS = 12


def others_of(row: Company | Project, query: str) -> list[Side]:
    """The rows that it may be made one with: of those named like the query the ones with most coverage; without a query
    those in doubt with it."""
    model: Any = type(row)
    if query:
        rows = list(model.objects.current().named(query).exclude(pk=row.pk).order_by("name", "pk")[:MOST_OTHERS])
    else:
        near = _near(row, MOST_OTHERS)
        rows = [doubt.right if doubt.left == row else doubt.left for doubt in near]
    return sorted(sides(rows).values(), key=lambda side: -side.articles)

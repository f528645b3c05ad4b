"""Companies and projects beside each other: who undertakes what, and each project at a glance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window
from django.utils import timezone

from identities.models import Appearance, ChosenValue, Company, Project
from press.models import Fact
from press.models.article import told_day
from press.said import said

# So many projects stand on the page of a company.
MOST_PROJECTS = 12
# So many of the newest tellings are looked at.
MOST_TOLD = 2000
SHOWN = (Fact.Kind.AMOUNT, Fact.Kind.STAGE)

# Article and the name that it gives a row.
Told = tuple[int, str]


@dataclass(slots=True)
class Tied:
    """A project of a company, or a company of a project. `is_main` where coverage names the company first for it."""

    row: Company | Project
    articles: int
    is_main: bool
    amount: str = ""
    stage: str = ""


def undertaken(projects: QuerySet[Project], company: Company) -> QuerySet[Project]:
    """Those of the company. One that no coverage tells of any more is nobody's project, unless a person made it or gave it
    its name."""
    told = Exists(Appearance.objects.filter(project=OuterRef("pk")))
    return projects.filter(told | Q(created_by__isnull=False) | Q(named_by__isnull=False), companies=company)


def projects_of(company: Company) -> tuple[list[Tied], int]:
    """The first of its projects, the most told of before the others, each with its sum and state as the newest coverage has
    them; and how many it has."""
    told = Count("appearances__article", distinct=True)
    known = undertaken(Project.objects.current(), company).annotate(articles=told, of_all=Window(Count("*")))
    rows: list[Any] = list(known.order_by("-articles", "-pk")[:MOST_PROJECTS])
    tellings = _tellings(rows)
    facts = _facts(tellings, Fact.Kind.COMPANY, *SHOWN)
    main = _main(tellings, facts, {company.pk})
    shown = _glances(rows, tellings, facts)
    tied = [
        Tied(row, row.articles, (row.pk, company.pk) in main, *(shown[row.pk].get(kind, "") for kind in SHOWN))
        for row in rows
    ]
    return tied, rows[0].of_all if rows else 0


def companies_of(project: Project) -> list[Tied]:
    """Its companies, the one that undertakes it first, each with how many articles name it."""
    told = Count("appearances__article", distinct=True)
    rows = list(project.companies.current().annotate(articles=told))
    tellings = _tellings([project])
    main = _main(tellings, _facts(tellings, Fact.Kind.COMPANY), {row.pk for row in rows})
    tied = [Tied(row, row.articles, (project.pk, row.pk) in main) for row in rows]
    return sorted(tied, key=lambda item: (not item.is_main, -item.articles, item.row.pk))


def _tellings(projects: Sequence[Project]) -> dict[Told, int]:
    """What the newest articles call these projects, and which each is."""
    rows = (
        Appearance.objects.filter(project__in=projects).order_by("-article_id").values_list("article", "of", "project")
    )
    return {(article, of): project for article, of, project in rows[:MOST_TOLD] if project is not None}


def _facts(tellings: dict[Told, int], *kinds: str) -> list[tuple[Any, ...]]:
    """What the tellings' articles say first of each kind, plans left out but for who undertakes it: (article, subject, kind,
    value, text), the newest told first."""
    facts = Fact.objects.filter(
        Q(plan=False) | Q(kind=Fact.Kind.COMPANY),
        article__in={article for article, _ in tellings}, kind__in=kinds, rank=0, gone=False,
    )  # fmt: skip
    # Plain columns: a thousand facts with their articles were a fifth of a second to make.
    days = (f"article__{day}" for day in ("arrived_at", "content_on", "printed_on", "published_on"))
    columns = facts.order_by().values_list("pk", "article", "subject", "kind", "value", "text", *days)
    newest = sorted(columns, key=lambda row: (told_day(*row[7:]) or timezone.localdate(row[6]), row[0]), reverse=True)
    return [row[1:6] for row in newest if (row[1], row[2]) in tellings]


def _main(tellings: dict[Told, int], facts: list[tuple[Any, ...]], companies: set[int]) -> set[tuple[int, int]]:
    """The pairs of project and company where some article names the company first for the project."""
    named = Appearance.objects.filter(article__in={article for article, _ in tellings}, company__in=companies)
    company_of = {(article, of): company for article, of, company in named.values_list("article", "of", "company")}
    return {
        (tellings[article, subject], company_of[article, value])
        for article, subject, kind, value, _ in facts
        if kind == Fact.Kind.COMPANY and (article, value) in company_of
    }


def _glances(
    projects: Sequence[Project], tellings: dict[Told, int], facts: list[tuple[Any, ...]]
) -> dict[int, dict[str, str]]:
    """Of each project the sum and the state that stand: as chosen, else as the newest coverage has them."""
    shown: dict[int, dict[str, str]] = defaultdict(dict)
    chosen = ChosenValue.objects.standing().filter(project__in=projects, kind__in=SHOWN)
    for project, kind, text in chosen.values_list("project", "kind", "text"):
        shown[project][kind] = text
    for article, subject, kind, value, text in facts:
        told = tellings[article, subject]
        if kind in SHOWN and kind not in shown[told]:
            shown[told][kind] = said(kind, value, text)
    return shown

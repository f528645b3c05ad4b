"""The made-up office, whole: people, firms, coverage, work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from crm.seeding.copying import filling
from crm.seeding.coverage import add_coverage
from crm.seeding.firms import add_firms
from crm.seeding.work import Pursuits, add_proposals, add_staff

# Of the leads, those that coverage told of; and for every so many articles one project that waits in the inbox.
FROM_COVERAGE = 0.6
WAITING = 5


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each."""

    leads: int
    companies: int
    articles: int
    users: int


def seed(
    size: Size, *, at: datetime, number: int = 1, password: str | None = None, told: Callable[[str], None] = print
) -> dict[str, int]:
    """Fills an office in one transaction; how many rows of each kind came, by their Chinese name.

    The same size, number and moment make the same rows. ValueError for a size without people or companies.
    """
    if size.users < 1 or size.companies < 1:
        raise ValueError("at least one person and one company")
    with filling(at) as tables:
        staff = add_staff(tables, size.users, password)
        firms = add_firms(tables, size.companies, number)
        told(f"企业 {len(firms):,} 家")
        waiting = size.articles // WAITING
        covered = int(size.leads * FROM_COVERAGE) if size.articles else 0
        projects = add_coverage(
            tables, firms, articles=size.articles, projects=covered + waiting, seed=number + 1, at=at
        )
        told(f"报道 {size.articles:,} 篇，项目 {len(projects):,} 个")
        pursuits = Pursuits(tables, staff, number + 2)
        for one in projects[:covered]:
            pursuits.add(one, one.firm)
        for index in range(size.leads - len(projects[:covered])):
            pursuits.add(None, firms[index * 3 % len(firms)])
        add_proposals(tables, projects[covered:])
        told(f"线索 {size.leads:,} 条，正在建索引")
    return tables.counts

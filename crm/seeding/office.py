"""The made-up office, whole: people, firms, coverage, work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from crm.seeding.copying import filling
from crm.seeding.coverage import Told, add_coverage, watched
from crm.seeding.desk import Desk
from crm.seeding.firms import Firm, add_firms
from crm.seeding.habits import Habits
from crm.seeding.work import Pursuits, Staff, add_proposals, add_staff

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
        waiting_cards = add_proposals(tables, projects[covered:])
        _around(Habits(tables, staff.owners, staff.leader, number + 4), pursuits, firms, projects, waiting_cards)
        _desk(Desk(tables, staff.owners, number + 5), staff, projects, size.articles)
        told(f"线索 {size.leads:,} 条，正在建索引")
    return tables.counts


def _around(
    habits: Habits, pursuits: Pursuits, firms: Sequence[Firm], told: Sequence[Told], cards: Sequence[tuple[int, Told]]
) -> None:
    habits.tags(pursuits.held)
    habits.posts(pursuits.contacts, firms)
    habits.views()
    habits.rules(cards)
    habits.handovers(pursuits.held)
    habits.enquiries(told, len(pursuits.held))
    habits.winners(pursuits.held)
    habits.doubts(firms)


def _desk(desk: Desk, staff: Staff, told: Sequence[Told], articles: int) -> None:
    if not told:
        return
    desk.visits(watched(), articles)
    desk.corrections(told, articles)
    desk.readings(told)
    desk.uploads(told, articles)
    desk.journal(staff.names, articles)

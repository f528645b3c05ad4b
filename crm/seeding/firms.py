"""The companies of the made-up office."""

from __future__ import annotations

import random
from dataclasses import dataclass

from crm.seeding.copying import Tables
from crm.seeding.names import firm_parts
from identities.models import Company, CompanyName
from identities.models.company import block_of
from leads.models.lead import Industry
from reading.names import normal

# Every so many firms one is also known by its brand and trade alone.
SHORT = 3
CURRENT_INDUSTRIES = [str(industry.value) for industry in Industry]


@dataclass(frozen=True, slots=True)
class Firm:
    """One company as the rest of the seed needs it."""

    pk: int
    name: str
    short: str
    industry: str


def add_firms(tables: Tables, count: int, seed: int) -> list[Firm]:
    """That many companies, each with its full name and a third with a short one; names are all different."""
    chance = random.Random(seed)  # noqa: S311 (names, not secrets)
    seen: set[str] = set()
    firms: list[Firm] = []
    batch = 0
    while len(firms) < count:
        batch += 1
        for region, brand, trade, suffix in firm_parts(count, seed * 1000 + batch):
            name = f"{region}{brand}{trade}{suffix}"
            if name in seen:
                continue
            seen.add(name)
            firms.append(_firm(tables, name, f"{brand}{trade}", chance.choice(CURRENT_INDUSTRIES), seen))
            if len(firms) == count:
                break
    return firms


def _firm(tables: Tables, name: str, short: str, industry: str, seen: set[str]) -> Firm:
    pk = tables.add(Company, name=name, industry=industry)
    node = normal(name)
    tables.add(CompanyName, company_id=pk, text=name, key=node, node=node, block=block_of(name))
    if pk % SHORT == 0 and short not in seen:
        seen.add(short)
        tables.add(CompanyName, company_id=pk, text=short, key=normal(short), node=node, block=block_of(short))
    return Firm(pk, name, short, industry)

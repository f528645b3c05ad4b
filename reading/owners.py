"""Whose a project is: every company near its names, weighed by a learned model."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import rjieba

from reading.clauses import investors
from reading.model import load
from reading.project_candidates import Mention
from reading.projects import Entity, Place, fold, name_of, specific
from reading.scopes import Table
from reading.sentences import View
from reading.values import Company

SURE = 0.5
"""Every company at least this likely is an owner."""
ENOUGH = 0.25
"""Where none is sure, the likeliest is taken from here on."""
_PLACES = 3
_BACK = 3
"""Views before a name in which its owner may stand."""
_NAMED = 5
"""Companies taken of one view at most on each side of a name."""
_CLAUSE = re.compile(r"[,,、]")
_STOP = re.compile(r"[;;。!?!?\n]")
_MONEY_HOUSE = re.compile(r"银行|证券|基金|信托|保险|资本|创投|律师|会计|咨询|设计院|规划院")
_LOCAL = re.compile(r"城投|建投|产投|开投|国投|城建|交投|发展集团|开发建设|投资发展|控股集团|建设集团|建设开发")
_LAST = re.compile(r"(?:由|为|是|系|业主|主体|单位|方)$")

_AHEAD = 3
"""Views behind a name in which a list may still print who is behind it."""
_RANKED = [(key, f"best {key}", f"behind {key}") for key in ("near before", "near after", "overlap", "share")]
"""By what companies are ranked, and what the first is called and what it is ahead of the others."""

Row = dict[str, float]


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of a piece's companies before one project is looked at."""

    counts: Counter[int]
    titled: frozenset[int]
    inside: Counter[int]
    """Entities in whose name a company stands, by company."""
    first: int
    told: dict[int, Row] = field(default_factory=dict)
    """By company what is known of it whatever the project, where it was asked for."""


def survey(found: Sequence[View], table: Table) -> Survey:
    """How often each company is named, whether by the headline, and in how many projects' names."""
    counts: Counter[int] = Counter()
    titled = set()
    inside: Counter[int] = Counter()
    first = -1
    for view in found:
        for mark in view.marks:
            counts[mark.company] += 1
            if view.sentence.title:
                titled.add(mark.company)
            elif first < 0:
                first = mark.company
    for entity in {id(entity): entity for row in table.values() for _, entity in row}.values():
        inside.update(set(entity.companies))
    return Survey(counts, frozenset(titled), inside, first)


def owner_rows(
    found: Sequence[View], entity: Entity, table: Table, companies: tuple[Company, ...], seen: Survey
) -> dict[int, Row]:
    """For each company that may own the entity its named numbers."""
    rows: dict[int, Row] = {}
    named = [place for place in entity.places if place.mention.source != "company"] or entity.places
    name = max((name_of(found[place.view], place.mention) for place in named), key=len)
    for number, place in enumerate(named[:_PLACES]):
        for company, row in _near(found, place, entity, table):
            kept = rows.setdefault(company, {})
            for key, value in row.items():
                kept[key] = max(kept.get(key, 0.0), value)
            kept.setdefault("first place", float(number == 0))
    for company in (*entity.companies, *seen.titled, seen.first):
        if company >= 0:
            rows.setdefault(company, {})
    for place in entity.places[:8]:
        for mark in place.mention.marks:
            key = "is it" if mark.end - mark.start == place.mention.end - place.mention.start else "in name"
            rows[mark.company][key] = 1.0
            rows[mark.company]["leads name"] = float(mark.start == place.mention.start)
    shared: Row = {
        "companies": min(20, len(companies)), "specific": specific(name), f"source {entity.source}": 1.0,
        "list": float(named[0].mention.list_size > 1),
    }  # fmt: skip
    for company, row in rows.items():
        if (itself := seen.told.get(company)) is None:
            itself = seen.told[company] = _by_itself(company, companies[company], seen)
        row |= itself
        row |= shared
        row["overlap"] = overlap(name, companies[company])
        row["in others"] = min(5, seen.inside[company] - (company in entity.companies))
        row["rivals in name"] = len(set(entity.companies) - {company})
    _ranked(rows)
    return rows


def _by_itself(number: int, company: Company, seen: Survey) -> Row:
    """What is known of a company whatever the project."""
    return {
        "count": min(10, seen.counts[number]), "share": seen.counts[number] / max(1, seen.counts.total()),
        "titled": float(number in seen.titled), "first": float(number == seen.first), "sure": company.confidence,
        "house": float(bool(_MONEY_HOUSE.search(company.name))), "local": float(bool(_LOCAL.search(company.name))),
        "legal": float(company.name.endswith(("公司", "集团"))), "letters": len(company.name),
    }  # fmt: skip


def _ranked(rows: dict[int, Row]) -> None:
    """Each company's place among the others, by what speaks for it."""
    for key, is_best, behind in _RANKED:
        values = [row.get(key, 0.0) for row in rows.values()]
        best = max(values, default=0.0)
        for row, value in zip(rows.values(), values, strict=True):
            row[is_best] = float(best > 0 and value >= best)
            row[behind] = best - value


@lru_cache(maxsize=4096)
def _stems(name: str) -> frozenset[str]:
    """Pairs of characters that tell a company from others: none of its trade, place or legal form."""
    folded = fold(name)
    common = {
        "公司",
        "集团",
        "股份",
        "有限",
        "科技",
        "技术",
        "实业",
        "控股",
        "投资",
        "发展",
        "中国",
        "电子",
        "新材",
        "材料",
        "能源",
    }
    return frozenset(folded[at : at + 2] for at in range(len(folded) - 1)) - common


def overlap(name: str, company: Company) -> float:
    """The share of the shortest form's telling pairs of characters that a project's name holds."""
    folded = fold(name)
    best = 0.0
    for form in company.forms[:6]:
        stems = _stems(form.name)
        if stems:
            best = max(best, sum(stem in folded for stem in stems) / len(stems))
    return best


def _near(found: Sequence[View], place: Place, entity: Entity, table: Table) -> Iterator[tuple[int, Row]]:
    """Companies of the name's own view and of those before it, with how they stand to the name."""
    view, mention = found[place.view], place.mention
    row = [(other, owner) for other, owner in table.get(place.view, []) if owner is not entity]
    before = [mark for mark in view.marks if mark.end <= mention.start]
    behind = [mark for mark in view.marks if mark.start >= mention.end]
    for rank, mark in enumerate(reversed(before[-_NAMED:])):
        put = _between(view, mark.end, mention.start, row, "before")
        put["before rank"] = _NAMED - rank
        put["sentence first"] = float(mark is view.marks[0])
        put["sentence start"] = float(mark.start <= 12)
        put["near before"] = 1 / (1 + mention.start - mark.end)
        yield mark.company, put
    for rank, mark in enumerate(behind[:_NAMED]):
        put = _between(view, mention.end, mark.start, row, "after")
        put["after rank"] = _NAMED - rank
        put["near after"] = 1 / (1 + mark.start - mention.end)
        put["by"] = float(bool(_LAST.search(view.words[max(0, mark.start - 3) : mark.start])))
        yield mark.company, put
    for back in range(1, _BACK + 1):
        number = place.view - back
        if number < 0:
            break
        earlier = found[number]
        gap = view.sentence.paragraph - earlier.sentence.paragraph
        for rank, mark in enumerate(earlier.marks[:_NAMED]):
            put = {f"back {back}": 1.0, "back gap": min(3, gap) + 1, f"back {back} rank": _NAMED - rank}
            put[f"back {back} projects"] = 1 + len({id(owner) for _, owner in table.get(number, [])} - {id(entity)})
            put[f"back {back} companies"] = 1 + len({each.company for each in earlier.marks})
            put["back start"] = float(mark.start <= 12)
            put["own view has"] = float(bool(view.marks)) + 1
            put["heading"] = float(
                earlier.words.rstrip()[-1:] in "::" or len(earlier.words) - (mark.end - mark.start) < 8
            )
            yield mark.company, put


def _between(view: View, low: int, high: int, row: list[tuple[Mention, Entity]], side: str) -> Row:
    """What stands between a company and a name of the same view."""
    words = view.words[low:high]
    put: Row = {side: 1.0, f"{side} near": max(0.0, 60.0 - (high - low))}
    put[f"{side} commas"] = 1 + len(_CLAUSE.findall(words))
    put[f"{side} stops"] = 1 + len(_STOP.findall(words))
    put[f"{side} colon"] = float(":" in words or ":" in words)
    between = {id(owner) for other, owner in row if low <= other.start and other.end <= high}
    put[f"{side} projects between"] = 1 + len(between)
    put[f"{side} companies between"] = 1 + sum(low <= mark.start and mark.end <= high for mark in view.marks)
    put[f"{side} sums between"] = 1 + sum(low <= money.start and money.end <= high for money in view.sums)
    put[f"{side} of"] = float(words in ("的", ""))
    tokens = rjieba.cut(words[:12])
    if tokens:
        put[f"{side} next {tokens[0]}"] = 1.0
    tokens = rjieba.cut(words[-8:])
    if tokens:
        put[f"{side} last {tokens[-1]}"] = 1.0
    for word in ("投资", "建设", "签", "落户", "与", "和", "合作", "由", "项目", "产品", "客户", "供应", "收购"):
        if word in words:
            put[f"{side} holds {word}"] = 1.0
    return put


def owners_of(
    found: Sequence[View], kept: Sequence[Entity], table: Table, companies: tuple[Company, ...]
) -> list[list[int]]:
    """For each entity the indices of the companies behind it, the likeliest first."""
    seen = survey(found, table)
    asked: list[list[int]] = []

    def rows() -> Iterator[Row]:
        for entity in kept:
            each = owner_rows(found, entity, table, companies, seen)
            asked.append(list(each))
            yield from each.values()

    chances = iter(load("owners").probabilities(rows()))
    likely = [_chosen([(next(chances), company) for company in each]) for each in asked]
    return [_labelled(found, entity, table) or each for entity, each in zip(kept, likely, strict=True)]


def _labelled(found: Sequence[View], entity: Entity, table: Table) -> list[int]:
    """The companies that a list prints behind a project's name as those that invest (投资主体:), none where it does not."""
    for place in entity.places[:_PLACES]:
        for number in range(place.view, min(place.view + 1 + _AHEAD, len(found))):
            start = place.mention.end if number == place.view else 0
            others = [mention.start for mention, owner in table.get(number, []) if owner is not entity]
            end = min((other for other in others if other >= start), default=len(found[number].words))
            if owners := _behind_label(found[number], start, end):
                return list(dict.fromkeys(owners))
            if others:
                break
    return []


def _behind_label(view: View, start: int, end: int) -> list[int]:
    """The companies of a view between two places that stand where investors are printed."""
    return [
        mark.company
        for low, high in investors(view.words)
        if start <= low < end
        for mark in view.marks
        if low <= mark.start and mark.end <= high
    ]


def _chosen(scored: list[tuple[float, int]]) -> list[int]:
    ranked = sorted(scored, key=lambda item: (-item[0], item[1]))
    sure = [company for chance, company in ranked if chance >= SURE]
    return sure or [company for chance, company in ranked[:1] if chance >= ENOUGH]

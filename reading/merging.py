"""Entities that mean one project brought together: a later name of an earlier project, weighed by a learned model."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import rjieba

from reading.model import load
from reading.projects import Entity, Place, core, is_definite, name_of, phases, specific
from reading.sentences import View
from reading.values import Money

_SHORTEST = 2
"""Characters of a short name beside its noun."""
_RECALLED = 40
"""Sentences behind a project's first name within which a short one is taken for it."""
_NOUN = re.compile(r"(?:项目|工程|基地|工厂|产业园|园区|中心|大厦|总部|厂房|生产线)$")
SAME = 0.5
"""Entities at least so likely to be one project are made one."""
_LOOK_BACK = 10
"""Only so many earlier entities, and those of the same companies, may be the same project."""
_MENTIONS = 30
"""Mentions of an entity among which the nearest is looked for."""
_POINTS = re.compile(r"(?:该|这个|这一|这座|此|其|本|新|整个|上述)(?:[“\"]?)$")
_COMMA = re.compile(r"[,,]")
_COUNTED = re.compile(r"^(?:第?[一二两三四五六七八九十\d]+(?:条|个|座|栋|家|大|期|平方米|万平方米|吨))|^首")

Row = dict[str, float]


@dataclass(frozen=True, slots=True)
class _Side:
    """What one entity brings to each pair that it is in: looked up once for all of them."""

    entity: Entity
    name: str
    """Its longest name."""
    longest: Place
    opening: Place
    pairs: frozenset[str]
    phases: frozenset[str]
    companies: frozenset[int]
    source: str
    earlier: Row
    """Its own named numbers where it is the earlier of two."""
    later: Row
    """… where it is the later, with those of its first place."""

    @classmethod
    def of(cls, found: Sequence[View], entity: Entity) -> _Side:
        """The entity by itself."""
        places = entity.places[:8]
        names = [name_of(found[place.view], place.mention) for place in places]
        at = max(range(len(names)), key=lambda index: len(names[index]))
        name = names[at]
        return cls(
            entity, name, places[at], places[0], frozenset(name[at : at + 2] for at in range(len(name) - 1)), phases(name),
            frozenset(entity.companies), entity.source,
            {"first specific": specific(name), "first length": len(name), "first mentions": min(6, len(names))},
            {
                "second specific": specific(name), "second length": len(name), "second mentions": min(6, len(names)),
                f"head {places[at].mention.head}": 1.0, **_refers(found[places[0].view], places[0], name),
            },
        )  # fmt: skip


def _refers(view: View, place: Place, name: str) -> Row:
    """How the first place of an entity refers to what stands before it."""
    left = view.words[max(0, place.mention.start - 8) : place.mention.start]
    row: Row = {
        "points": float(bool(_POINTS.search(left))), "counted": float(bool(_COUNTED.match(name))),
        "definite": float(is_definite(view, place.mention)), "starts": float(place.mention.start <= 4),
        "clause start": float(left[-1:] in ",,。;;"),
    }  # fmt: skip
    tokens = rjieba.cut(left)
    if tokens:
        row[f"left {tokens[-1]}"] = 1.0
    return row


def pair_row(found: Sequence[View], first: Entity, second: Entity, between: int, total: int) -> Row:
    """Named numbers of two entities, the earlier first. `between`: entities told of between them; `total`: of the piece."""
    return _pair_row(found, _Side.of(found, first), _Side.of(found, second), between, total)


def _pair_row(found: Sequence[View], first: _Side, second: _Side, between: int, total: int) -> Row:
    one, other = first.name, second.name
    both = len(first.pairs & second.pairs)
    mine, theirs = len(first.pairs), len(second.pairs)
    one_mention, other_mention = first.longest.mention, second.longest.mention
    row: Row = {
        "alike": both / max(1, mine + theirs - both), "second in first": both / max(1, theirs),
        "first in second": both / max(1, mine), "same end": float(one[-2:] == other[-2:]), "same start": float(one[:2] == other[:2]),
        "same head": float(one_mention.head == other_mention.head),
        "kinds": float(one_mention.kind == other_mention.kind),
        "between": min(10, between), "total": min(20, total), f"sources {first.source} {second.source}": 1.0,
        **first.earlier, **second.later,
    }  # fmt: skip
    _companies(row, first.companies, second.companies)
    _phases(row, first.phases, second.phases)
    _places(row, found, first.entity, second.opening)
    return row


def _companies(row: Row, one: frozenset[int], other: frozenset[int]) -> None:
    shared = not one.isdisjoint(other)
    row["companies shared"] = float(shared)
    row["companies differ"] = float(bool(one and other) and not shared)
    row["first owned"] = float(bool(one) and not other)
    row["second owned"] = float(bool(other) and not one)


def _phases(row: Row, mine: frozenset[str], theirs: frozenset[str]) -> None:
    row["phases same"] = float(mine == theirs)
    row["phases differ"] = float(bool(mine and theirs and mine != theirs))
    row["second phase"] = float(bool(theirs) and not mine)
    row["first phase"] = float(bool(mine) and not theirs)


def _places(row: Row, found: Sequence[View], first: Entity, place: Place) -> None:
    """How far the second's first name stands behind the first's last name before it."""
    at = place.view, place.mention.start
    nearest = next(
        (other for other in reversed(first.places[-_MENTIONS:]) if (other.view, other.mention.start) < at),
        first.places[0],
    )
    gap = place.view - nearest.view
    row["views apart"] = min(12, abs(gap))
    row["same view"] = float(gap == 0)
    row["paragraphs"] = min(6, abs(found[place.view].sentence.paragraph - found[nearest.view].sentence.paragraph))
    row["one list"] = float(
        gap == 0 and nearest.mention.list_at == place.mention.list_at >= 0 and place.mention.list_size > 1
    )
    row["lists"] = float(nearest.mention.list_size > 1) + float(place.mention.list_size > 1)
    if gap == 0:
        words = found[place.view].words[nearest.mention.end : place.mention.start]
        row["commas"] = 1 + len(_COMMA.findall(words))
        row["stops"] = float(";" in words or ";" in words)
        row["listed"] = float("、" in words)
        row["apart"] = min(80, len(words))


def pairs_of(kept: Sequence[Entity]) -> list[tuple[int, int]]:
    """Places of two entities that may be one project, the earlier first."""
    by_company: dict[int, list[int]] = {}
    found = []
    for at, entity in enumerate(kept):
        before = set(range(max(0, at - _LOOK_BACK), at))
        for company in entity.companies:
            before.update(by_company.get(company, [])[-3:])
        by_company.update({company: [*by_company.get(company, [])[-3:], at] for company in entity.companies})
        found += [(other, at) for other in sorted(before)]
    return found


def _printed_sums(found: Sequence[View], entity: Entity) -> set[Money]:
    """The sums that stand right before a name of the entity (51亿元的…)."""
    return {
        money.money
        for place in entity.places[:_MENTIONS]
        for money in found[place.view].sums
        if money.end <= place.mention.start
        and found[place.view].words[money.end : place.mention.start] in ("的", "", "的“")
    }


def _apart(found: Sequence[View], one: Entity, other: Entity) -> bool:
    """True where both names carry sums of their own that differ: two projects, however alike their names."""
    first, second = _printed_sums(found, one), _printed_sums(found, other)
    return bool(first and second and not first & second)


def merged(found: Sequence[View], kept: list[Entity]) -> list[Entity]:
    """The entities with those that mean one project made one, in order of their first name."""
    pairs = pairs_of(kept)
    if not pairs:
        return kept
    sides = [_Side.of(found, entity) for entity in kept]
    rows = (_pair_row(found, sides[one], sides[other], other - one - 1, len(kept)) for one, other in pairs)
    chances = load("same_project").probabilities(rows)
    holder = list(range(len(kept)))
    best: dict[int, tuple[float, int]] = {}
    for (one, other), chance in zip(pairs, chances, strict=True):
        if chance >= max(SAME, best.get(other, (0.0, 0))[0]) and not _apart(found, kept[one], kept[other]):
            best[other] = chance, one
    for other in range(len(kept)):
        if other in best:
            holder[other] = holder[best[other][1]]
            join(kept[holder[other]], kept[other])
    return [entity for at, entity in enumerate(kept) if holder[at] == at]


def recalled(found: Sequence[View], kept: Sequence[Entity], dropped: Sequence[Entity]) -> None:
    """Names that were taken for no project joined to the one project told of before whose name they shorten (粉磁项目)."""
    opened = [entity.places[0].view for entity in kept]
    for short in dropped:
        view = found[short.places[0].view]
        name = name_of(view, short.places[0].mention)
        key = core(name)
        if short.source == "company" or len(key) < _SHORTEST or not _NOUN.search(name):
            continue
        first, last = (
            bisect_left(opened, short.places[0].view - _RECALLED),
            bisect_right(opened, short.places[0].view),
        )
        meant = [entity for entity in kept[first:last] if _shortens(key, name, entity, short)]
        if len(meant) == 1 and not _apart(found, meant[0], short):
            join(meant[0], short)


def _shortens(key: str, name: str, entity: Entity, short: Entity) -> bool:
    """True where the characters of a short name stand in order in a name of the entity, which was named before."""
    at = short.places[0]
    nearest = entity.places[0]
    if (nearest.view, nearest.mention.start) >= (at.view, at.mention.start):
        return False
    if short.companies and entity.companies and not set(short.companies) & set(entity.companies):
        return False
    for full in entity.cores:
        if len(full) > len(key) and phases(name) == phases(full) and (key in full or _in_order(key, full)):
            return True
    return False


def _in_order(key: str, full: str) -> bool:
    """True where all characters of one stand in the other in their order, its last word at the other's end or whole in it."""
    rest = iter(full)
    return len(key) > _SHORTEST and all(character in rest for character in key)


def join(entity: Entity, other: Entity) -> None:
    """Makes the other a name of the entity."""
    entity.places = sorted([*entity.places, *other.places], key=lambda place: (place.view, place.mention.start))
    entity.cores |= other.cores
    entity.companies += [company for company in other.companies if company not in entity.companies]
    entity.probability = max(entity.probability, other.probability)
    entity.titled |= other.titled

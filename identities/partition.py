"""Which printed names are one company, which tellings one project: pure functions of the whole set, whatever its order.

A company's node is the normal form of the longest name that an article gives it. Its other names in that article are its
aliases. Nodes are joined when they are the same name for certain; a short name belongs to the one longer name that claims
it, and to none where two claim it. Nothing joins across a pair that a person judged to be different. A row that a person
decided on (named, merged into) keeps what it has, and two such rows are made one by people only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import Generic, TypeVar

from reading.compare import compare, compare_projects
from reading.names import project_core

Member = TypeVar("Member", bound=Hashable)


class Groups(Generic[Member]):
    """Disjoint groups that only grow, and never across a forbidden pair of marks (rows that must stay apart)."""

    def __init__(
        self, members: Iterable[Member], rows: Callable[[Member], set[int]], apart: set[frozenset[int]]
    ) -> None:
        self._parent = {member: member for member in members}
        self._rows = {member: set(rows(member)) for member in self._parent}
        self._apart = apart

    def find(self, member: Member) -> Member:
        while self._parent[member] != member:
            self._parent[member] = self._parent[self._parent[member]]
            member = self._parent[member]
        return member

    def join(self, a: Member, b: Member) -> bool:
        """Joins their groups; False where a forbidden pair stands between them."""
        a, b = self.find(a), self.find(b)
        if a == b:
            return True
        if any(frozenset((x, y)) in self._apart for x in self._rows[a] for y in self._rows[b] if x != y):
            return False
        self._parent[b] = a
        self._rows[a] |= self._rows.pop(b)
        return True

    def hold_together(self, decided: set[int]) -> None:
        """Joins what belongs to one decided row."""
        first: dict[int, Member] = {}
        for member, rows in [(member, rows & decided) for member, rows in self._rows.items()]:
            for row in sorted(rows):
                self.join(first.setdefault(row, member), member)

    def all(self) -> list[list[Member]]:
        """The groups, each sorted, in the order of their first members."""
        found: dict[Member, list[Member]] = defaultdict(list)
        for member in self._parent:
            found[self.find(member)].append(member)
        return sorted((sorted(group, key=str) for group in found.values()), key=lambda group: str(group[0]))


@dataclass(slots=True)
class Node:
    """One full name: its aliases (normal forms), what its names begin with, the rows that it belongs to now."""

    key: str
    aliases: set[str] = field(default_factory=set)
    blocks: set[str] = field(default_factory=set)
    rows: set[int] = field(default_factory=set)


def join_companies(
    nodes: dict[str, Node], apart: set[frozenset[int]], decided: set[int] | None = None
) -> list[list[str]]:
    """The groups of node keys that are one company each."""
    groups: Groups[str] = Groups(sorted(nodes), lambda key: nodes[key].rows, apart)
    groups.hold_together(decided or set())
    alike: dict[str, list[str]] = defaultdict(list)
    for key in sorted(nodes):
        for block in nodes[key].blocks:
            alike[block].append(key)
    for block in sorted(alike):
        for a, b in combinations(alike[block], 2):
            if compare(a, b).verdict == "same":
                groups.join(a, b)
    claims: dict[str, list[str]] = defaultdict(list)
    for key in sorted(nodes):
        for alias in nodes[key].aliases:
            if alias != key and alias in nodes:
                claims[alias].append(key)
    for alias in sorted(claims):
        if len({groups.find(key) for key in claims[alias]}) == 1:
            groups.join(claims[alias][0], alias)
    return groups.all()


@dataclass(slots=True)
class Telling:
    """One project as one article tells it. `index` identifies it; rows hold the project it belongs to now."""

    index: tuple[int, str]
    names: tuple[str, ...]
    keys: frozenset[str]
    companies: frozenset[int]
    amounts: frozenset[tuple[Decimal, str]]
    is_composed: bool
    rows: set[int] = field(default_factory=set)


# Without a company in common a name must be this long in its normal form to tell a project.
TELLING = 6
# With one, what remains of a name without its common nouns must be this long to be found in another.
CORE = 2
# From this likeness on one name holds the whole other; less says that they only begin alike.
CONTAINED = 0.75


def join_projects(
    tellings: Sequence[Telling], apart: set[frozenset[int]], decided: set[int] | None = None
) -> list[list[tuple[int, str]]]:
    """The groups of tellings that are one project each."""
    by_index = {telling.index: telling for telling in tellings}
    groups: Groups[tuple[int, str]] = Groups(sorted(by_index), lambda index: by_index[index].rows, apart)
    groups.hold_together(decided or set())
    ordered = [by_index[index] for index in sorted(by_index)]
    for a, b in combinations(ordered, 2):
        # Two projects that one article tells apart are two.
        if a.index[0] != b.index[0] and same_project(a, b):
            groups.join(a.index, b.index)
    return groups.all()


def same_project(a: Telling, b: Telling) -> bool:
    """Whether two articles tell of one project for certain. Symmetric."""
    shared = bool(a.companies & b.companies)
    if not shared and a.companies and b.companies:
        return False
    if a.keys & b.keys:
        return shared or max(map(len, a.keys & b.keys)) >= TELLING
    if not shared:
        return False
    if a.is_composed or b.is_composed:
        return bool(a.amounts & b.amounts)
    return any(_one_name(first, second) for first in a.names for second in b.names)


def _one_name(a: str, b: str) -> bool:
    """Names of one company's projects: the same but for common nouns, or one within the other with no phase between."""
    likeness = compare_projects(a, b)
    if likeness.verdict == "same":
        return True
    short, long_ = sorted((project_core(a), project_core(b)), key=len)
    return likeness.score >= CONTAINED and len(short) >= CORE and short in long_

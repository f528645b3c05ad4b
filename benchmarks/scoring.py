"""Readings against gold: how many companies, projects and people are right, and their fields.

- A company is right where one of its forms equals a form of a gold company, legal suffix and spacing aside; one found
  company answers one gold company.
- Projects pair best first by likeness of name, or by a company and an amount in common; fields count on pairs only.
- People pair by name. Gold that is `maybe`, public works and people of the press count neither way.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

Entity = dict[str, Any]
Likeness = Callable[[Entity, Entity], float]

KINDS = ("companies", "projects", "people")
_SUFFIX = re.compile(r"(集团)?(股份)?(有限责任公司|有限公司|公司)$|(集团)$")
_MARKS = re.compile(r"[\s“”\"'‘’《》()（）·•・,，。、\-—]+")
_CENT = 0.005
"""Share by which two amounts may differ and still be one."""


@dataclass(slots=True)
class Tally:
    """Entities of one kind: found and right, found and wrong, missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Score:
    """Sums over many readings. `sure` holds (confidence, right) of every entity that counts, for calibration."""

    entities: dict[str, Tally] = field(default_factory=lambda: {kind: Tally() for kind in KINDS})
    right: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    sure: list[tuple[float, bool]] = field(default_factory=list)
    stray: int = 0
    """Companies found in pieces whose gold holds none."""
    notes: list[tuple[str, str, str]] = field(default_factory=list)

    def share(self, name: str) -> float | None:
        """Share of right values of a field; None where it never came up."""
        return self.right[name] / self.of[name] if self.of[name] else None

    def field(self, name: str, is_right: bool) -> None:
        self.right[name] += is_right
        self.of[name] += 1

    def add(self, gold: Entity, found: Entity) -> None:
        """Count one reading."""
        self._entities("companies", gold, found, _company_likeness, _is_maybe)
        if not gold["companies"]:
            self.stray += len(found["companies"])
        pairs = self._entities("projects", gold, found, _project_likeness, _is_aside)
        for one, other in pairs:
            if not _is_aside(one):
                self._project_fields(one, other)
        pairs = self._entities("people", gold, found, _person_likeness, _is_press)
        for one, other in pairs:
            if not _is_press(one) and one.get("org"):
                self.field("person_org", name_likeness(one["org"], other.get("org")) >= 0.6)
        self._header(gold, found)

    def _project_fields(self, gold: Entity, found: Entity) -> None:
        self.field("amount", _same_amount(gold.get("amount"), found.get("amount")))
        self.field("stage", gold.get("stage") == found.get("stage"))
        if gold.get("industry"):
            self.field("industry", gold["industry"] == found.get("industry"))
        if gold.get("companies"):
            self.field("project_companies", _shares_company(gold, found))

    def _header(self, gold: Entity, found: Entity) -> None:
        for name in ("title", "outlet"):
            if gold.get(name):
                self.field(name, name_likeness(gold[name], found.get(name)) >= 0.9)
        if gold.get("published_on"):
            self.field("published_on", gold["published_on"] == found.get("published_on"))

    def _entities(
        self, kind: str, gold: Entity, found: Entity, likeness: Likeness, is_aside: Callable[[Entity], bool]
    ) -> list[tuple[Entity, Entity]]:
        golds, founds = gold[kind], found[kind]
        pairs = list(_paired(golds, founds, likeness))
        answered, used = {i for i, _ in pairs}, {j for _, j in pairs}
        tally = self.entities[kind]
        for i, j in pairs:
            if not is_aside(golds[i]):
                tally.right += 1
                self.sure.append((founds[j].get("confidence", 1.0), True))
        for i, entity in enumerate(golds):
            if i not in answered and not is_aside(entity):
                tally.missed += 1
                self.notes.append((gold["id"], f"{kind} missed", entity["name"]))
        for j, entity in enumerate(founds):
            if j not in used and not any(is_aside(other) and likeness(other, entity) > 0 for other in golds):
                tally.wrong += 1
                self.sure.append((entity.get("confidence", 1.0), False))
                self.notes.append((gold["id"], f"{kind} wrong", entity["name"]))
        return [(golds[i], founds[j]) for i, j in pairs]

    def calibration(self, bins: int = 10) -> tuple[float, list[dict[str, float]]]:
        """Expected calibration error, and per bin of confidence how many there are and which share is right."""
        rows: list[dict[str, float]] = []
        error = 0.0
        for at in range(bins):
            inside = [(sure, right) for sure, right in self.sure if min(int(sure * bins), bins - 1) == at]
            if inside:
                mean = sum(sure for sure, _ in inside) / len(inside)
                share = sum(right for _, right in inside) / len(inside)
                error += abs(mean - share) * len(inside) / len(self.sure)
                rows.append(
                    {"from": at / bins, "count": len(inside), "confidence": round(mean, 4), "right": round(share, 4)}
                )
        return round(error, 4), rows


def _fold(text: str | None) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", text or "")).lower()


def _core(name: str) -> str:
    folded = _fold(name)
    bare = _SUFFIX.sub("", folded)
    return bare if len(bare) >= 2 else folded


def _names(entity: Entity) -> list[str]:
    return [name for name in [entity.get("name"), *(entity.get("aliases") or [])] if name]


def _company_likeness(gold: Entity, found: Entity) -> float:
    if {_fold(name) for name in _names(gold)} & {_fold(name) for name in _names(found)}:
        return 2 + (_fold(gold["name"]) == _fold(found["name"])) / 2
    return float(bool({_core(name) for name in _names(gold)} & {_core(name) for name in _names(found)}))


def _person_likeness(gold: Entity, found: Entity) -> float:
    return float(_fold(gold["name"]) == _fold(found["name"]))


def name_likeness(one: str | None, other: str | None) -> float:
    a, b = sorted((_fold(one), _fold(other)), key=len)
    if not a:
        return 0.0
    if a == b:
        return 1.0
    return 0.9 if len(a) >= 4 and a in b else SequenceMatcher(None, _fold(one), _fold(other), autojunk=False).ratio()


def _same_amount(one: Entity | None, other: Entity | None) -> bool:
    if not one or not other:
        return not one and not other
    limit = _CENT * max(abs(one["value"]), 1)
    return bool(one["currency"] == other["currency"] and abs(one["value"] - other["value"]) <= limit)


def _shares_company(gold: Entity, found: Entity) -> bool:
    mine = {_core(name) for name in gold.get("companies") or []}
    theirs = {_core(name) for name in found.get("companies") or []}
    return any(a == b or (min(len(a), len(b)) >= 2 and (a in b or b in a)) for a in mine for b in theirs)


def _project_likeness(gold: Entity, found: Entity) -> float:
    name = max((name_likeness(a, b) for a in _names(gold) for b in _names(found)), default=0.0)
    company = _shares_company(gold, found)
    amount = bool(gold.get("amount") and found.get("amount")) and _same_amount(gold["amount"], found["amount"])
    if name >= 0.7 or (name >= 0.45 and (company or amount)) or (company and amount):
        return name + 0.3 * company + 0.3 * amount
    return 0.0


def _is_maybe(entity: Entity) -> bool:
    return bool(entity.get("maybe"))


def _is_press(person: Entity) -> bool:
    return person.get("category") == "media"


def _is_aside(project: Entity) -> bool:
    return bool(project.get("maybe")) or project.get("kind") == "public"


def _paired(golds: list[Entity], founds: list[Entity], likeness: Likeness) -> Iterator[tuple[int, int]]:
    """One-to-one pairs of places, the likeliest first."""
    rows = ((likeness(gold, found), i, j) for i, gold in enumerate(golds) for j, found in enumerate(founds))
    answered: set[int] = set()
    used: set[int] = set()
    for score, i, j in sorted(rows, key=lambda row: (-row[0], row[1], row[2])):
        if score > 0 and i not in answered and j not in used:
            answered.add(i)
            used.add(j)
            yield i, j

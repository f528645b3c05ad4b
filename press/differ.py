"""What a newer reading says differently: names and values added, gone and changed, each with its sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from press.findings import Findings, Named, Spot, Valued
from press.models import Correction, Fact, Mention
from press.said import said

ADDED, GONE, CHANGED = "added", "gone", "changed"
WORDS = {ADDED: "新增", GONE: "不再有", CHANGED: "改变"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two readings say differently. `spot` is the sentence, of the newer reading where it has one."""

    how: str
    label: str
    subject: str
    before: str
    after: str
    spot: Spot

    @property
    def word(self) -> str:
        return WORDS[self.how]


def differences(old: Findings, new: Findings) -> list[Difference]:
    """In the order of the page: names first, then values. Confidence and places alone are no difference."""
    found = [*_names(old, new), *_data(old, new), *_values(old, new)]
    order = {"企业": 0, "项目": 1, "人员": 2}
    return sorted(found, key=lambda row: (order.get(row.label, 3), row.subject, row.spot.start))


def _entities(found: Findings) -> dict[tuple[str, str], list[Named]]:
    entities: dict[tuple[str, str], list[Named]] = {}
    for spot in found.named:
        if spot.kind != Mention.Kind.STATEMENT:
            entities.setdefault((spot.kind, spot.of), []).append(spot)
    return entities


def _names(old: Findings, new: Findings) -> Iterator[Difference]:
    before, after = _entities(old), _entities(new)
    fresh = {key for key in after if key not in before}
    for key in sorted(before.keys() - after.keys()):
        kind, of = key
        label = str(Mention.Kind(kind).label)
        heir = next(
            (new_key for new_key in sorted(fresh) if _same_place(before[key], after[new_key], kind, new_key)), None
        )
        if heir is not None:
            fresh.discard(heir)
            word = heir[1] if heir[0] == kind else f"{heir[1]}（{Mention.Kind(heir[0]).label}）"
            yield Difference(CHANGED, label, of, of, word, after[heir][0])
        else:
            yield Difference(GONE, label, of, of, "", before[key][0])
    for kind, of in sorted(fresh):
        yield Difference(ADDED, str(Mention.Kind(kind).label), of, "", of, after[kind, of][0])


def _same_place(old: list[Named], new: list[Named], kind: str, key: tuple[str, str]) -> bool:
    """Whether the first name of one stands where the other stands: then it is the same thing under another name or kind."""
    if key[0] != kind and old[0].of != key[1]:
        return False
    return any(spot.overlaps(*old[0].span) for spot in new)


def _data(old: Findings, new: Findings) -> Iterator[Difference]:
    """A project's category, a person's unit and title."""
    before, after = _entities(old), _entities(new)
    for key in sorted(before.keys() & after.keys()):
        fields = {"project": ("category",), "person": ("org", "title")}.get(key[0], ())
        for name in fields:
            column = "kind" if name == "category" else name
            was, now = before[key][0].data.get(column), after[key][0].data.get(column)
            if was != now:
                label = str(Correction.Field(name).label)
                yield Difference(CHANGED, label, key[1], said(name, was), said(name, now), after[key][0])


def _values(old: Findings, new: Findings) -> Iterator[Difference]:
    heirs = _heirs(old, new)
    before, after = _told(old, heirs), _told(new, {})
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key, {}), after.get(key, {})
        label = str(Fact.Kind(key[1]).label)
        gone = [row for shown, row in was.items() if shown not in now]
        fresh = [row for shown, row in now.items() if shown not in was]
        if gone and fresh and key[1] != Fact.Kind.PROMISE:
            yield Difference(
                CHANGED, label, key[0], "、".join(map(_shown, gone)), "、".join(map(_shown, fresh)), fresh[0]
            )
            continue
        for row in gone:
            yield Difference(GONE, label, key[0], _shown(row), "", row)
        for row in fresh:
            yield Difference(ADDED, label, key[0], "", _shown(row), row)


def _heirs(old: Findings, new: Findings) -> dict[str, str]:
    """Old names of companies and projects that the newer reading calls otherwise."""
    return {
        row.before: row.after
        for row in _names(old, new)
        if row.how == CHANGED and "（" not in row.after and row.label in ("企业", "项目")
    }


def _told(found: Findings, heirs: dict[str, str]) -> dict[tuple[str, str], dict[str, Valued]]:
    """(project, field) → the values by their words; the first of a kind that is not a promise or a company stands alone."""
    told: dict[tuple[str, str], dict[str, Valued]] = {}
    for row in found.valued:
        values = told.setdefault((heirs.get(row.subject, row.subject), row.kind), {})
        shown = _shown(row)
        values.setdefault(heirs.get(shown, shown), row)
    return told


def _shown(row: Valued) -> str:
    value: Any = row.value
    return said(row.kind, value, row.text) + ("（预计）" if row.plan and row.kind != Fact.Kind.PROMISE else "")

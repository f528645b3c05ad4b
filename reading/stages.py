"""Which state a project has reached: every state of the scale is judged by where and how the coverage tells it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np

from reading.heard import LABELS, Heard, Place, heard_rows, places_of
from reading.kinds.stage import State
from reading.model import load
from reading.progress import NOTHING, SPELT, piece_features, spoken_of, topics
from reading.projects import Entity
from reading.scopes import Scope, Table
from reading.sentences import View, Views
from reading.spelt import SpeltRow, load_spelt
from reading.values import STAGES
from reading.verdicts import Verdict, heading, verdict

_BACK = 12
"""How many views back the last report is looked for."""
_AHEAD, _FOLLOWED, _NEXT, _STATES = 10, 6, 3, 12
"""How many views on it is told what became of a project, behind how many that name it; lines that count as next; states of one view."""
_STOP = re.compile(r"[,,;;。、::]")
OUTWEIGHED = 3
"""So many times likelier a state must be than a further one that is reported as done."""
_TOGETHER = 0.5
"""How much the projects that one clause names are judged as one."""
_LEAST = 1e-4
"""A chance below this counts as this."""
Row = dict[str, float]


def _tone(state: State) -> str:
    return "not" if state.negated else "plan" if state.plan else "done" if state.done else "told"


def _told(found: Views, entity: Entity, told: Sequence[Scope], table: Table) -> Iterator[tuple[str, State, float]]:
    """Every state that may be the entity's: how it stands to it, and how near (1 beside a name, less farther off)."""
    named = {place.view for place in entity.places}
    covered: dict[int, list[Scope]] = {}
    for scope in told:
        covered.setdefault(scope.view, []).append(scope)
    for number, parts in covered.items():
        view = found[number]
        names = table.get(number, [])
        first = min((mention.start for mention, _ in names), default=0)
        last = max((mention.end for mention, _ in names), default=0)
        own = [place.mention for place in entity.places if place.view == number]
        yield from _clause(view, entity, number)
        for state in view.states:
            gap = min((max(name.start - state.end, state.start - name.end, 0) for name in own), default=60)
            near = 1 / (1 + gap / 8)
            if any(name.start <= state.start and state.end <= name.end for name in own):
                yield "name", state, near
            elif any(part.start <= state.start < part.end for part in parts):
                where = "own" if parts[0].near else "far"
                yield where, state, near
                if own and where == "own":
                    yield "own before" if state.end <= own[0].start else "own after", state, near
            elif state.end <= first:
                yield "lead", state, near
            elif state.start >= last:
                yield "close", state, near
            else:
                yield "others", state, near
    place = entity.places[0]
    paragraph = found[place.view].sentence.paragraph
    for number, where in ((place.view - 1, "previous"), (place.view + 1, "next")):
        if 0 <= number < len(found) and number not in named and found[number].sentence.paragraph == paragraph:
            for state in found[number].states:
                yield where, state, 0.5
    yield from _context(found, place.view)
    yield from _after(found, entity, table, named)
    if (over := heading(found, place.view, table)) and over.sentence.paragraph != paragraph:
        for state in over.states:
            yield "heading", state, 0.5


def _after(found: Views, entity: Entity, table: Table, named: Collection[int]) -> Iterator[tuple[str, State, float]]:
    """What is told behind the views that name the entity, as long as no other is named; and what closes a list for all."""
    for base in sorted(named)[:_FOLLOWED]:
        is_last, home = True, found[base].sentence.paragraph
        for number in range(base + 1, min(base + 1 + _AHEAD, len(found))):
            if number in named:
                break
            view = found[number]
            is_last = is_last and all(other is entity for _, other in table.get(number, ()))
            apart = view.sentence.paragraph - home
            if number in found.closing:
                where = "all"
            elif not is_last:
                continue
            elif any(mark.company in entity.companies for mark in view.marks):
                where = "owner"
            else:
                where = "same" if not apart else "next" if apart < _NEXT else "later"
            for state in view.states[:_STATES]:
                if not state.negated:
                    yield f"after {where}", state, 1 / (number - base)


def _context(found: Views, at: int) -> Iterator[tuple[str, State, float]]:
    """What the first sentences of the body report, and the last report before the view `at`: they hold for a list."""
    for number in found.body:
        for state in found[number].states:
            yield "opening", state, 0.5
    for number in range(at - 1, max(-1, at - _BACK), -1):
        reports = [state for state in found[number].states if not state.plan and not state.negated]
        if found[number].sentence.title:
            break
        for state in reports:
            yield "earlier", state, 1 / (at - number)
        if reports:
            break


def _clause(view: View, entity: Entity, number: int) -> Iterator[tuple[str, State, float]]:
    """The states in the very clause of a name, and of all that the view reports the one nearest to a name."""
    own = [place.mention for place in entity.places if place.view == number]
    nearest: tuple[int, State] | None = None
    for state in view.states:
        gap = 1000
        for name in own:
            between = view.words[min(name.end, state.end) : max(name.start, state.start)]
            if name.start <= state.start and state.end <= name.end:
                continue
            gap = min(gap, len(between) + 20 * len(_STOP.findall(between)))
        if gap < 20:
            yield "clause", state, 1 / (1 + gap / 8)
        if gap < 1000 and not state.negated and (nearest is None or gap < nearest[0]):
            nearest = gap, state
    if nearest:
        yield "nearest", nearest[1], 1 / (1 + nearest[0] / 8)


def stage_rows(
    found: Views, entity: Entity, told: list[Scope], table: Table, piece: Row, odds: dict[str, float], sure: Verdict
) -> list[Row]:
    """Named numbers for each of LABELS. `odds`: what the linear model makes of each; `sure`: the entity's verdict."""
    shared, rows = stage_group(found, entity, told, table, piece, odds, sure)
    return [{**shared, **row} for row in rows]


def stage_group(
    found: Views, entity: Entity, told: list[Scope], table: Table, piece: Row, odds: dict[str, float], sure: Verdict
) -> tuple[Row, list[Row]]:
    """The named numbers that `stage_rows` gives for all of LABELS, and those for each of them."""
    order = sorted(odds, key=lambda label: -odds[label])
    best, second = odds[order[0]], odds[order[1]]
    shared: Row = {f"any {key.split()[0]}": 1.0 for key in piece}
    counts: dict[tuple[str, str, str], int] = {}
    nearness: dict[tuple[str, str, str], float] = {}
    reached: dict[str, set[str]] = {}
    planned: dict[str, set[str]] = {}
    for where, state, near in _told(found, entity, told, table):
        tone = _tone(state)
        key = where, tone, state.stage
        counts[key] = counts.get(key, 0) + 1
        nearness[key] = max(nearness.get(key, 0.0), near)
        shared[f"some {where} {tone}"] = 1.0
        if tone in ("done", "told"):
            reached.setdefault(where, set()).add(state.stage)
        elif tone == "plan":
            planned.setdefault(where, set()).add(state.stage)
    for where, group in reached.items():
        shared[f"states {where}"] = len(group)
    for place in entity.places[:3]:
        shared["list"] = max(shared.get("list", 0.0), min(10, place.mention.list_size))
    shared |= {f"topic {topic}": 1.0 for topic in topics(found, entity)}
    shared[f"source {entity.source}"] = 1.0
    titled = {key.split()[1] for key in piece if key.startswith("title ") and not key.endswith("plan")}
    states: dict[str, Row] = {}
    for (where, tone, stage), count in counts.items():
        told_of = states.setdefault(stage, {})
        told_of[f"{where} {tone}"] = min(3, count)
        told_of[f"{where} {tone} near"] = nearness[where, tone, stage]
    placed = [_beside(where, tuple(sorted(map(STAGES.index, group)))) for where, group in reached.items()]
    placed += [_ahead(where, tuple(sorted(map(STAGES.index, group)))) for where, group in planned.items()]
    first, source = sure
    shared[f"verdict {source}"] = 1.0
    rows = []
    for at, label in enumerate(LABELS):
        row = {f"label {label}": 1.0, "odds": odds[label] - best, "rank": order.index(label)}
        row["margin"] = odds[label] - (second if label == order[0] else best)
        row["scale"] = at if label != NOTHING else -1
        if label == (first or NOTHING):
            row["verdict"] = row[f"verdict is {source}"] = 1.0
        row |= states.get(label, {})
        if label != NOTHING:
            for by_stage in placed:
                row |= by_stage[at]
        row["piece share"] = piece.get(f"piece {label}", 0.0)
        row["title"] = float(label in titled)
        row["title plan"] = float(f"title {label} plan" in piece)
        rows.append(row)
    return shared, rows


@lru_cache(maxsize=4096)
def _beside(where: str, known: tuple[int, ...]) -> tuple[Row, ...]:
    """For each of STAGES how it stands to those reported at a place."""
    return tuple(
        {
            f"{where} furthest": float(at == known[-1]),
            f"{where} further": len(known) - bisect_right(known, at),
            f"{where} less": bisect_left(known, at),
        }
        for at in range(len(STAGES))
    )


@lru_cache(maxsize=4096)
def _ahead(where: str, known: tuple[int, ...]) -> tuple[Row, ...]:
    """For each of STAGES how far it stands from those announced at a place."""
    return tuple({f"{where} ahead": known[0] - at, f"{where} ahead far": known[-1] - at} for at in range(len(STAGES)))


def odds_of(features: Iterable[SpeltRow]) -> list[dict[str, float]]:
    """The linear model's log-odds of each of LABELS, for each row."""
    model = load_spelt("stage", SPELT)
    return [by_label(model.labels, odds) for odds in model.odds_of_all(features)]


def by_label(labels: Sequence[str], odds: np.ndarray) -> dict[str, float]:
    """Log-odds by label, as log-probabilities; labels that the model never saw are far off."""
    shifted = odds - odds.max()
    logs = shifted - np.log(np.exp(shifted).sum())
    known = dict(zip(labels, logs.tolist(), strict=True))
    return {label: known.get(label, -12.0) for label in LABELS}


def stages_of(
    found: Views, kept: Sequence[Entity], told: Sequence[list[Scope]], table: Table
) -> list[tuple[str | None, float]]:
    """For each entity the furthest state reached and how likely it is; None where the coverage says none.

    States counted up for a list that does not say which of them is whose (建成和在建的甲、乙) tell none. Where a project's own
    clauses report as done what is further than the likeliest state (3月顺利投产,二线正在安装), that holds unless far less likely.
    """
    piece = piece_features(found)
    heard = Heard(found, table)
    named: list[tuple[int, int] | None] = []
    """The clause that names the entity first."""
    spoken = (spoken_of(found, entity, parts, table, piece) for entity, parts in zip(kept, told, strict=True))
    verdicts = [verdict(found, entity, parts, table) for entity, parts in zip(kept, told, strict=True)]
    firm: list[bool] = []
    """Whether the entity's own clauses report the state of its verdict as done."""

    def groups() -> Iterator[tuple[Row, list[Row]]]:
        for entity, parts, odds, sure in zip(kept, told, odds_of(spoken), verdicts, strict=True):
            shared, rows = stage_group(found, entity, parts, table, piece, odds, sure)
            firm.append(sure[1] == "own" and "own after done" in rows[LABELS.index(sure[0] or NOTHING)])
            places = places_of(found, entity, parts, table)
            named.append(_naming(places))
            said, by_stage = heard_rows(places, heard.of(places))
            yield shared | said, [row | more for row, more in zip(rows, by_stage, strict=True)]

    chances = np.array(load("stages").probabilities_of_groups(groups())).reshape(-1, len(LABELS))
    result: list[tuple[str | None, float]] = []
    for at, ((stage, place), group) in enumerate(zip(verdicts, _together(chances, named).tolist(), strict=True)):
        best = group.index(max(group))
        own = LABELS.index(stage or NOTHING)
        if place == "mixed" or (firm[at] and best < own < len(STAGES) and max(group) < OUTWEIGHED * group[own]):
            best = own
        result.append((None if LABELS[best] == NOTHING else LABELS[best], group[best] / sum(group)))
    return result


def _naming(places: Sequence[Place]) -> tuple[int, int] | None:
    return next(((place.view, place.clause) for place in places if place.where == "name"), None)


def _together(chances: np.ndarray, named: Sequence[tuple[int, int] | None]) -> np.ndarray:
    """The chances of projects that one clause names drawn towards each other: what is said of a list holds for all of it."""
    logs = np.log(np.maximum(chances, _LEAST))
    lists: dict[tuple[int, int] | None, list[int]] = {}
    for at, clause in enumerate(named):
        lists.setdefault(clause, []).append(at)
    for clause, members in lists.items():
        if clause is not None and len(members) > 1:
            logs[members] += _TOGETHER * (logs[members].mean(axis=0) - logs[members])
    result: np.ndarray = np.exp(logs)
    return result

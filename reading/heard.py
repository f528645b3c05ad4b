"""What each clause tells of a state, by its characters: many say it in words that no list knows (首批货已装柜, 屋面快封完了)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reading.kinds.stage import State
from reading.model import Linear, read_linear
from reading.progress import NOTHING
from reading.projects import Entity
from reading.scopes import Scope, Table
from reading.sentences import View, Views
from reading.values import STAGES

MODEL = "heard"
LABELS = (*STAGES, NOTHING)
"""What a clause may tell of a project, and what the project may have come to."""
_END = re.compile(r"[,,;;。!?!?::\n]")
_OPENS, _CLOSES = "\x02", "\x03"
_NAME, _FIRM = "P", "C"
"""What a project's and a firm's name are for the model: which they are says nothing."""
_RUN = re.compile(f"{_NAME}+|{_FIRM}+")
_LONGEST = 3
"""Characters of the longest part of a clause that the model knows."""
_BITS = 21
"""Bits of a character's number."""
STATE_WORTH = 2.0
"""What a state that the words tell counts beside a part of a clause."""
_SILENT: frozenset[str] = frozenset()
_BLOCK = 64
"""Sentences that are judged together."""
_AHEAD, _FOLLOWED, _NEXT = 7, 6, 2
"""Sentences on from one that names a project that may be about it, how many that name it, lines that count as next."""
_LEAST = 0.05
"""A chance below this says nothing."""
_FADES = 0.3
"""How much less a clause tells with each clause between it and a name."""
_OWN = frozenset(("name", "after", "before", "told", "same"))
"""Places of clauses that are about the project itself."""

Row = dict[str, float]
Chances = NDArray[np.floating[Any]]


class Clause(NamedTuple):
    """A clause of a view, in the view's offsets."""

    start: int
    end: int


class Place(NamedTuple):
    """A clause that may be about a project: where it stands to its names, its view and number there, clauses between."""

    where: str
    view: int
    clause: int
    between: int


@lru_cache(maxsize=256)
def clauses_of(words: str) -> tuple[Clause, ...]:
    """The clauses of a sentence; single characters are none."""
    ends = [match.start() for match in _END.finditer(words)]
    starts = [0, *[end + 1 for end in ends]]
    return tuple(Clause(start, end) for start, end in zip(starts, [*ends, len(words)], strict=True) if end - start >= 2)


def spoken(view: View, names: Iterable[tuple[int, int]]) -> list[str]:
    """The clauses of a view with one letter for each project's and each firm's name."""
    characters = list(view.words)
    for letter, spans in ((_FIRM, [(mark.start, mark.end) for mark in view.marks]), (_NAME, names)):
        for start, end in spans:
            characters[start:end] = letter * (end - start)
    words = "".join(characters)
    return [_RUN.sub(_first, words[clause.start : clause.end]) for clause in clauses_of(view.words)]


def _first(run: re.Match[str]) -> str:
    return run[0][0]


def parts(clause: str) -> Iterator[str]:
    """The stretches of one to three characters of a clause, its ends counted in."""
    marked = f"{_OPENS}{clause}{_CLOSES}"
    for size in range(1, _LONGEST + 1):
        yield from (marked[at : at + size] for at in range(len(marked) - size + 1))


def states_of(view: View) -> list[frozenset[str]]:
    """The states that the known words of each clause of a view tell, each with its tone."""
    told = [(state.start, _named(state)) for state in view.states]
    if not told:
        return [_SILENT] * len(clauses_of(view.words))
    return [
        frozenset([name for start, name in told if clause.start <= start < clause.end])
        for clause in clauses_of(view.words)
    ]


def _named(state: State) -> str:
    tone = "not" if state.negated else "plan" if state.plan else "done" if state.done else "told"
    return f"state {state.stage} {tone}"


@dataclass(frozen=True, slots=True)
class Hearing:
    """The linear model of clauses: weights by the number that a part's characters make, and by state."""

    keys: NDArray[np.int64]
    """Sorted."""
    weights: NDArray[np.float32]
    """keys x labels, and a row of zeros for what training never saw."""
    states: dict[str, NDArray[np.float32]]
    base: NDArray[np.float32]
    order: NDArray[np.intp]
    """The model's column of each of LABELS."""

    def chances(self, clauses: Sequence[str], states: Sequence[frozenset[str]]) -> Chances:
        """The chance of each of LABELS for each clause, as `spoken` and `states_of` give them: clauses x labels."""
        if not clauses:
            return np.empty((0, len(LABELS)))
        marked = [f"{_OPENS}{clause}{_CLOSES}" for clause in clauses]
        codes = np.frombuffer("".join(marked).encode("utf-32-le"), np.uint32).astype(np.int64)
        starts = np.cumsum([0, *map(len, marked[:-1])])
        rows = self.weights[self._known(codes)]
        number = codes
        for size in range(2, _LONGEST + 1):
            number = (number[:-1] << _BITS) | codes[size - 1 :]
            rows[: len(number)] += self.weights[self._known(number)]
        odds = np.add.reduceat(rows, starts, axis=0, dtype=np.float64) + self.base
        for at, told in enumerate(states):
            for name in told & self.states.keys():
                odds[at] += STATE_WORTH * self.states[name]
        odds = np.exp(odds - odds.max(axis=1, keepdims=True))
        result: Chances = (odds / odds.sum(axis=1, keepdims=True))[:, self.order]
        return result

    def _known(self, numbers: NDArray[np.int64]) -> NDArray[np.intp]:
        at = np.searchsorted(self.keys, numbers)
        at[at == len(self.keys)] = 0
        return np.where(self.keys[at] == numbers, at, len(self.keys))


def _number(part: str) -> int:
    number = 0
    for character in part:
        number = number << _BITS | ord(character)
    return number


@cache
def hearing() -> Hearing:
    """The model that ships."""
    return hearing_of(read_linear(MODEL))


def hearing_of(model: Linear) -> Hearing:
    """A fitted linear model over parts of clauses and states, as the reader applies it."""
    parts_ = sorted((_number(name), at) for name, at in model.names.items() if len(name) <= _LONGEST)
    weights = np.concatenate([model.weights[[at for _, at in parts_]], np.zeros((1, len(model.labels)), np.float32)])
    return Hearing(
        np.array([number for number, _ in parts_], np.int64), weights,
        {name: model.weights[at] for name, at in model.names.items() if len(name) > _LONGEST},
        model.base, np.array([model.labels.index(label) for label in LABELS]),
    )  # fmt: skip


class Heard:
    """What the clauses of a piece tell; judged when they are asked for, a block of sentences at once, and each once."""

    def __init__(self, found: Views, table: Table) -> None:
        self._found = found
        self._table = table
        self._first: dict[int, NDArray[np.intp]] = {}
        """By block, where the clauses of each of its sentences begin in what is known of the block."""
        self._known: dict[int, Chances] = {}

    def of(self, places: Sequence[Place]) -> Chances:
        """The chances at some places, places x LABELS."""
        if not places:
            return np.empty((0, len(LABELS)), np.float32)
        blocks = {place.view // _BLOCK for place in places}
        for block in blocks - self._known.keys():
            self._judge(block)
        if len(blocks) == 1:
            (block,) = blocks
            first = self._first[block]
            return self._known[block][[first[place.view % _BLOCK] + place.clause for place in places]]
        return np.stack([
            self._known[place.view // _BLOCK][self._first[place.view // _BLOCK][place.view % _BLOCK] + place.clause]
            for place in places
        ])  # fmt: skip

    def _judge(self, block: int) -> None:
        words: list[str] = []
        states: list[frozenset[str]] = []
        sizes = []
        for number in range(block * _BLOCK, min((block + 1) * _BLOCK, len(self._found))):
            view = self._found[number]
            names = [(mention.start, mention.end) for mention, _ in self._table.get(number, ())]
            told = spoken(view, names)
            sizes.append(len(told))
            words += told
            states += states_of(view)
        self._known[block] = hearing().chances(words, states).astype(np.float32)
        self._first[block] = np.cumsum([0, *sizes])


def places_of(found: Views, entity: Entity, told: Sequence[Scope], table: Table) -> list[Place]:
    """Every clause that may tell how far the entity has come, once each, the surest place first."""
    named: dict[int, list[tuple[int, int]]] = {}
    for place in entity.places:
        named.setdefault(place.view, []).append((place.mention.start, place.mention.end))
    result: dict[tuple[int, int], Place] = {}

    def put(where: str, view: int, clause: int, between: int) -> None:
        result.setdefault((view, clause), Place(where, view, clause, between))

    for number, names in named.items():
        for at, (start, end) in enumerate(clauses_of(found[number].words)):
            if any(name[0] < end and name[1] > start for name in names):
                put("name", number, at, 0)
    for scope in told:
        clauses, names = clauses_of(found[scope.view].words), named.get(scope.view, [])
        for at, (start, _) in enumerate(clauses):
            if not scope.start <= start < scope.end:
                continue
            if not scope.near:
                put("told", scope.view, at, 1)
            elif ends := [name[1] for name in names if name[1] <= start]:
                put("after", scope.view, at, sum(clause.start >= min(ends) for clause in clauses[: at + 1]))
            else:
                first = min((name[0] for name in names), default=0)
                put("before", scope.view, at, sum(clause.start <= first for clause in clauses[at:]))
    for where, number, between in _around(found, entity, table, named):
        for at in range(len(clauses_of(found[number].words))):
            put(where, number, at, between)
    opening = entity.places[0].view
    first = min((mention.start for mention, _ in table.get(opening, [])), default=0)
    for at, clause in enumerate(clauses_of(found[opening].words)):
        if clause.end <= first:
            put("lead", opening, at, 1)
    return list(result.values())


def _around(
    found: Views, entity: Entity, table: Table, named: dict[int, list[tuple[int, int]]]
) -> Iterator[tuple[str, int, int]]:
    """The views behind those that name the entity up to the next project, and the one before the first."""
    for base in sorted(named)[:_FOLLOWED]:
        is_last, home = all(other is entity for _, other in table.get(base, [])[-1:]), found[base].sentence.paragraph
        for number in range(base + 1, min(base + 1 + _AHEAD, len(found))):
            if number in named or table.get(number):
                break
            apart = found[number].sentence.paragraph - home
            if number in found.closing:
                yield "all", number, number - base
            elif is_last:
                yield "same" if not apart else "next" if apart <= _NEXT else "later", number, number - base
    if first := min(named):
        yield "previous", first - 1, 1


def heard_rows(places: Sequence[Place], chances: Chances) -> tuple[Row, list[Row]]:
    """What the clauses say of an entity: named numbers for all of LABELS, and for each of them."""
    shared: Row = {}
    rows: list[Row] = [{} for _ in LABELS]
    wheres = sorted({place.where for place in places})
    order = sorted(range(len(places)), key=lambda at: places[at].where)
    states = chances[order, : len(STAGES)]
    told = [places[at].where for at in order]
    best: list[tuple[str, list[float]]] = []
    each = [0.0] * len(STAGES)
    if places:
        tops = np.maximum.reduceat(states, [told.index(where) for where in wheres])
        best = [(f"heard {where}", values) for where, values in zip(wheres, tops.tolist(), strict=True)]
        if any(inside := [where in _OWN for where in told]):
            mine = states[inside]
            fading = np.array(
                [1 / (1 + _FADES * places[at].between) for at, own in zip(order, inside, strict=True) if own]
            )
            each = mine.max(axis=0).tolist()
            near = (mine * fading[:, None]).max(axis=0).tolist()
            total = np.where(mine > _LEAST, mine, 0.0).sum(axis=0).tolist()
            best += [("heard own", each), ("heard near", near), ("heard sum", total)]
    for name, values in best:
        if (top := max(values)) > _LEAST:
            shared[f"top {name}"] = top
            for row, value in zip(rows, values, strict=False):
                if value > _LEAST:
                    row[name] = value
    _compared(rows, each)
    return shared, rows


def _compared(rows: list[Row], each: list[float]) -> None:
    """How each label stands to the states that a project's own clauses tell. `each`: the best chance of each state."""
    first, second = sorted(each, reverse=True)[:2]
    furthest = max((at for at, value in enumerate(each) if value > 0.5), default=-1)
    for at, value in enumerate(each):
        row = rows[at]
        row["heard gap"] = value - (second if value == first else first)
        row["heard beyond"] = max(each[at + 1 :], default=0.0)
        row["heard below"] = max(each[:at], default=0.0)
        row["heard furthest"] = float(at == furthest)
    rows[-1]["heard gap"] = -first

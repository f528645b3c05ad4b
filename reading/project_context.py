"""The words in and around a project's names, as features of a learned linear model."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import cache, lru_cache
from operator import add
from typing import NamedTuple

import rjieba

from reading.model import load_by_kind
from reading.projects import Entity, tokens_of
from reading.sentences import KEPT, Spelled, View, Views

MENTIONS = 4
"""Only so many mentions of an entity speak for it."""
_STOPS = frozenset(",,;;。:!?!?\n")
_NEAR = 12
"""So many words on each side of a name speak for it."""
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
WORTH = {
    "lead": 1.0, "tail": 1.0, "source": 1.0, "n2": 0.5, "n3": 0.7, "nw": 0.7, "first": 1.0, "shape": 0.7, "last": 0.7,
    "l1": 1.0, "l2": 0.7, "l12": 0.7, "lp": 0.7, "lc": 0.5, "ls": 0.25,
    "r1": 1.0, "r2": 0.7, "r12": 0.7, "rp": 0.7, "rc": 0.5, "rs": 0.25,
}  # fmt: skip
"""The number of each feature by its kind, the first word of its name."""


_LEFT, _RIGHT = ("l1", "l2", "l12", "lp", "lc", "ls"), ("r1", "r2", "r12", "rp", "rc", "rs")
"""The kinds of what stands on a side: the next word, the next but one, both, their classes, words of the clause, of the sentence."""
_BESIDE = ("l1", "r1", "l2", "r2", "lc", "rc", "ls", "rs")
"""The kinds of single words beside a name."""


class _Worths(NamedTuple):
    """Where the odds begin; what to ask for what each word of a kind adds to them, and for what each adds beside a name."""

    base: float
    kinds: list[tuple[str, Callable[[str, float], float]]]
    near: tuple[str, ...]
    beside: Callable[[str], tuple[float, ...] | None]


@lru_cache(maxsize=16384)
def part_of_speech(word: str) -> str:
    """The word's class as the segmenter's dictionary has it: v, n, ns, m …"""
    tagged = rjieba.tag(word)
    return str(tagged[-1][1]) if tagged else "x"


def word_features(found: Views, entity: Entity) -> dict[str, float]:
    """Named numbers: the characters and words of the names, the words before and behind them and in their clauses."""
    return {f"{kind} {word}": WORTH[kind] for kind, said in words_said(found, entity).items() for word in said}


def words_said(found: Views, entity: Entity) -> dict[str, set[str]]:
    """What `word_features` names, by kind: each of a kind is worth as much as WORTH says."""
    said: dict[str, set[str]] = {kind: set() for kind in WORTH}
    source = entity.source
    names = set()
    for place in [place for place in entity.places if place.mention.source == source][:MENTIONS]:
        view, mention = found[place.view], place.mention
        names.add(_masked(view, mention.start, mention.end))
        _around(_told(found, place.view), mention.start, mention.end, said)
        said["lead"].add(f"{mention.lead[:4]} {mention.list_size > 1}")
        said["tail"].add(mention.tail)
    for name in names:
        _spelling(name, said)
    said["source"].add(source)
    return said


def word_odds(found: Views, entity: Entity) -> float:
    """What the learned linear model makes of the entity's words, as log-odds."""
    total, worths, near, worth_near = word_weights()
    said = words_said(found, entity)
    for kind, worth in worths:
        for word in said[kind]:
            total += worth(word, 0.0)
    for at, kind in enumerate(near):
        for word in said[kind]:
            if (row := worth_near(word)) is not None:
                total += row[at]
    return total


@cache
def word_weights() -> _Worths:
    """The learned weights, those of the words beside a name by word: a word is asked for in several kinds at once."""
    base, weights = load_by_kind("project_words", WORTH)
    near = [weights.pop(kind) for kind in _BESIDE]
    rows = {word: tuple([known.get(word, 0.0) for known in near]) for known in near for word in known}
    return _Worths(base, [(kind, known.get) for kind, known in weights.items() if known], _BESIDE, rows.get)


def _masked(view: View, start: int, end: int) -> str:
    """A name with C for each company and 0 for each number."""
    name = view.words[start:end]
    for mark in sorted(view.marks, key=lambda mark: -mark.start):
        if start <= mark.start and mark.end <= end:
            name = name[: mark.start - start] + "C" + name[mark.end - start :]
    return _DIGITS.sub("0", name)


def _spelling(name: str, said: dict[str, set[str]]) -> None:
    padded = f"^{name}$"
    said["n2"].update(map(add, padded, padded[1:]))
    said["n3"] |= {padded[-4:], padded[:3]}
    tokens = tokens_of(name)
    said["nw"].update(tokens)
    classes = [part_of_speech(token) for token in tokens]
    said["first"].add(classes[0])
    said["shape"].add(" ".join([item[0] for item in classes[:3]]))
    said["last"].add(" ".join([item[0] for item in classes[-2:]]))


def _around(spelled: Spelled, start: int, end: int, said: dict[str, set[str]]) -> None:
    """Words on both sides of [start, end), companies as C and sums as S, up to the edges of the clause."""
    starts, ends, told = spelled
    first, last = bisect_right(starts, start) - 1, bisect_left(starts, end)
    before = told[max(0, first - _NEAR) : bisect_right(ends, start, 0, first + 1)][::-1]
    behind = told[last : last + _NEAR]
    for (one, two, both, classes, clause, sentence), words in ((_LEFT, before), (_RIGHT, behind)):
        near, next_but_one, *_ = *words[:2], "|", "|"
        said[one].add(near)
        said[two].add(next_but_one)
        said[both].add(f"{near} {next_but_one}")
        said[classes].add(f"{part_of_speech(near)} {part_of_speech(next_but_one)}")
        in_clause = said[clause]
        for word in words:
            if word[0] in _STOPS:
                break
            in_clause.add(word)
        said[sentence].update(words[:_NEAR])


def _told(found: Views, number: int) -> Spelled:
    """The atoms of a sentence as the model knows them: C for a company, S for a sum, 0 for the digits of a word."""
    if (kept := found.spelled.get(number)) is not None:
        return kept
    if len(found.spelled) >= KEPT:
        found.spelled.clear()
    words, told = found[number].words, []
    atoms = found.atoms(number)
    for start, end, kind in atoms:
        if kind == "word":
            word = words[start:end]
            told.append(word if word.isalpha() or word in _STOPS else _DIGITS.sub("0", word))
        else:
            told.append("C" if kind == "company" else "S")
    spelled = Spelled([start for start, _, _ in atoms], [end for _, end, _ in atoms], told)
    found.spelled[number] = spelled
    return spelled

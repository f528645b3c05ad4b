"""The words in and around a project's names, as features of a learned linear model."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import pairwise

import rjieba

from reading.project_candidates import Cut
from reading.projects import Entity, View

MENTIONS = 4
"""Only so many mentions of an entity speak for it."""
_STOPS = frozenset(",,;;。:!?!?\n")
_FAR = 40
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


@lru_cache(maxsize=16384)
def part_of_speech(word: str) -> str:
    """The word's class as the segmenter's dictionary has it: v, n, ns, m …"""
    tagged = rjieba.tag(word)
    return str(tagged[-1][1]) if tagged else "x"


def word_features(found: list[View], entity: Entity) -> dict[str, float]:
    """Named numbers: the characters and words of the names, the words before and behind them and in their clauses."""
    row: dict[str, float] = {}
    source = entity.source
    names = set()
    for place in [place for place in entity.places if place.mention.source == source][:MENTIONS]:
        view, mention = found[place.view], place.mention
        names.add(_masked(view, mention.start, mention.end))
        _around(view, mention.start, mention.end, row)
        row[f"lead {mention.lead[:4]} {mention.list_size > 1}"] = 1.0
        row[f"tail {mention.tail}"] = 1.0
    for name in names:
        _spelling(name, row)
    row[f"source {source}"] = 1.0
    return row


def _masked(view: View, start: int, end: int) -> str:
    """A name with C for each company and 0 for each number."""
    name = view.words[start:end]
    for mark in sorted(view.marks, key=lambda mark: -mark.start):
        if start <= mark.start and mark.end <= end:
            name = name[: mark.start - start] + "C" + name[mark.end - start :]
    return _DIGITS.sub("0", name)


def _spelling(name: str, row: dict[str, float]) -> None:
    padded = f"^{name}$"
    for first, second in pairwise(padded):
        row[f"n2 {first}{second}"] = 0.5
    row[f"n3 {padded[-4:]}"] = 0.7
    row[f"n3 {padded[:3]}"] = 0.7
    tokens = rjieba.cut(name)
    for token in tokens:
        row[f"nw {token}"] = 0.7
    classes = [part_of_speech(token) for token in tokens]
    row[f"first {classes[0]}"] = 1.0
    row[f"shape {' '.join(item[0] for item in classes[:3])}"] = 0.7
    row[f"last {' '.join(item[0] for item in classes[-2:])}"] = 0.7


def _around(view: View, start: int, end: int, row: dict[str, float]) -> None:
    """Words on both sides of [start, end), companies as C and sums as S, up to the edges of the clause."""
    tokens = view.tokens
    told = _told(view.words, tokens)
    first, last = bisect_right(tokens.starts, start) - 1, bisect_left(tokens.starts, end)
    before = [told[at] for at in range(first, max(-1, first - 13), -1) if tokens.ends[at] <= start]
    behind = told[last : last + 12]
    for side, words in (("l", before), ("r", behind)):
        near = [*words[:3], "|", "|", "|"]
        row[f"{side}1 {near[0]}"] = 1.0
        row[f"{side}2 {near[1]}"] = 0.7
        row[f"{side}12 {near[0]} {near[1]}"] = 0.7
        row[f"{side}p {part_of_speech(near[0])} {part_of_speech(near[1])}"] = 0.7
        for word in words:
            if word[0] in _STOPS:
                break
            row[f"{side}c {word}"] = 0.5
        for word in words[:12]:
            row[f"{side}s {word}"] = 0.25


@lru_cache(maxsize=4)
def _told(words: str, tokens: Cut) -> list[str]:
    """The atoms of a sentence as the model knows them: C for a company, S for a sum, 0 for the digits of a word."""
    found = []
    for start, end, kind in zip(tokens.starts, tokens.ends, tokens.kinds, strict=True):
        if kind == "w":
            word = words[start:end]
            found.append(word if word.isalpha() else _DIGITS.sub("0", word))
        else:
            found.append("C" if kind == "c" else "S")
    return found

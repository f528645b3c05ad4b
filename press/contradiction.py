"""Whether two texts say different things in the same words: notices from one mould, with other names and other figures.

A repost leaves out, adds and reorders, and one editor's word stands for another's; but where both have the same words around
a figure or a name, they have the same figure or name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

AROUND = 4
"""Characters before and behind that must be the same for two places to be one."""
NAME = 3
"""A shorter word in another's place is an editor's choice; from so many characters on it may be another name."""
REWORDED = 40.0
"""How alike (0 to 100) two phrases must be for one to be the other reworded."""
CONTRADICTED = 0.4
"""Share of the contradictions in these and the figures that agree. One corrected figure does not make another text."""

_FIGURE = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Given:
    """The words of a text, and for each character whether the other text has it too in the same surroundings."""

    words: str
    shared: NDArray[np.bool_]


def contradict(a: Given, b: Given) -> bool:
    """Whether the two say different things in the same words, more than corrections would. Symmetric but for the figures
    that agree: they are counted in the first, which should be the shorter one."""
    others = dict(_gaps(b))
    against = sum(_is_other(mine, others[place]) for place, mine in dict(_gaps(a)).items() if place in others)
    agree = sum(bool(a.shared[at.start() : at.end()].all()) for at in _FIGURE.finditer(a.words))
    return against > CONTRADICTED * (against + agree)


def _gaps(text: Given) -> Iterator[tuple[tuple[str, str], str]]:
    """What the other text does not have, by the words before and behind. The first of several in one place comes last."""
    bounds = np.flatnonzero(np.diff(np.concatenate(([True], text.shared, [True])).astype(np.int8)))
    for start, end in reversed(list(zip(bounds[::2].tolist(), bounds[1::2].tolist(), strict=True))):
        if start >= AROUND and end + AROUND <= len(text.words):
            yield (text.words[start - AROUND : start], text.words[end : end + AROUND]), text.words[start:end]


def _is_other(mine: str, theirs: str) -> bool:
    """Whether one figure or name stands where the other has another."""
    if mine == theirs:
        return False
    if _FIGURE.search(mine) or _FIGURE.search(theirs):
        return True
    return min(len(mine), len(theirs)) >= NAME and fuzz.ratio(mine, theirs) < REWORDED

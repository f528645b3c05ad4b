"""How alike two texts are: overlap of their pieces of five characters, on a sample for search and in full for the verdict.

A repost keeps the words of its original but not their script, headers, paragraphs or order; so only words count here.
What tells a repost from another notice out of the same mould is not what agrees but what is contradicted (press/contradiction.py).
Sampling keeps the hashes below a bound ("FracMinHash"): the sample of a cut text is the cut of the sample, so containment
can be told from samples alone (Irber et al. 2022, https://doi.org/10.1101/2022.01.11.475838).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from press.contradiction import Given, contradict

Hashes = NDArray[np.uint64]

PIECE = 5
"""Characters in a piece."""
SAMPLED = 16
"""One piece in so many is in the sample, on average."""
SHORTEST = 30
"""Texts with fewer distinct pieces are like nothing: too little is said to know one from another."""
CONTAINED = 0.6
"""Share of the shorter text's pieces that stand anywhere on the longer one's page, at least."""
CUT = 3.0
"""A text that is so many times longer than another is a digest that holds it, or a notice of it, not its repost."""
LONGER = 1.4
"""A text that is so many times longer holds the other one: a cut keeps the headline of what it is cut from, a digest's is
its own."""
FIRST = 24
"""So many characters stand for a headline where it is missing."""
SAME_HEADLINE = 75.0
"""How alike (0 to 100) the longer one's headline is to what is most like it on the shorter one's page."""

_WORDS = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]+")
_MIX = np.array([0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB], np.uint64)


@dataclass(frozen=True)
class Shape:
    """A text as this module sees it: headline, the words of the text, the words of the whole page it stands on."""

    title: str
    words: str
    page: str

    @cached_property
    def hashes(self) -> Hashes:
        """The hash of the piece that begins at each character, in the order of the text."""
        return _hashes(self.words)

    @cached_property
    def pieces(self) -> Hashes:
        """The distinct pieces of the text, sorted."""
        return np.unique(self.hashes)

    @cached_property
    def printed(self) -> Hashes:
        """The distinct pieces of the whole page, sorted: what one site sets as text another sets as a table."""
        return np.unique(_hashes(self.page))

    @property
    def sample(self) -> list[int]:
        """The sampled hashes as signed 64-bit integers, as a database column holds them. Empty for a text too short."""
        if len(self.pieces) < SHORTEST:
            return []
        kept = self.pieces[self.pieces < np.uint64(2**64 // SAMPLED)]
        # A text of a few lines may have nothing below the bound; its four lowest are in any other sample of it that counts.
        kept = kept if len(kept) >= 4 else self.pieces[:4]
        return [int(value) for value in kept.view(np.int64)]


def shape(text: str, title: str = "", page: str = "") -> Shape:
    """The shape of a repaired text with its headline ("" where it has none) and all that its page prints ("" where that is
    the text). A text that is less than half of its page is not told from its frame: then the page counts as the text."""
    words, printed = _plain(text), _plain(page)
    if 2 * len(words) < len(printed):
        words = printed
    return Shape(_plain(title), words, printed or words)


def _plain(text: str) -> str:
    return _WORDS.sub("", text).lower()


def _hashes(words: str) -> Hashes:
    codes = np.frombuffer(words.encode("utf-32-le"), np.uint32).astype(np.uint64)
    if len(codes) < PIECE:
        return np.empty(0, np.uint64)
    rolled = np.zeros(len(codes) - PIECE + 1, np.uint64)
    for at in range(PIECE):
        rolled = rolled * _MIX[0] + codes[at : len(codes) - PIECE + 1 + at]
    for shift, factor in ((30, _MIX[1]), (27, _MIX[2])):
        rolled = (rolled ^ (rolled >> np.uint64(shift))) * factor
    return rolled ^ (rolled >> np.uint64(31))


def is_repost(a: Shape, b: Shape) -> bool:
    """Whether one text is the other one again, cut or dressed differently."""
    short, long = sorted((a, b), key=lambda each: len(each.pieces))
    if len(short.pieces) < SHORTEST or len(long.pieces) > CUT * len(short.pieces):
        return False
    if len(long.pieces) > LONGER * len(short.pieces) and not _is_headed(short, long):
        return False
    contained = np.isin(short.pieces, long.printed, assume_unique=True).mean()
    return bool(contained >= CONTAINED) and not contradict(_given(short, long), _given(long, short))


def _is_headed(short: Shape, long: Shape) -> bool:
    """Whether the longer one's headline stands on the shorter one's page; without a headline, its first words."""
    return fuzz.partial_ratio(long.title or long.words[:FIRST], short.page) >= SAME_HEADLINE


def _given(text: Shape, other: Shape) -> Given:
    """The text, and which of its characters stand in a piece that the other's page has too."""
    edges = np.zeros(len(text.words) + 1, np.int32)
    begun = np.flatnonzero(np.isin(text.hashes, other.printed))
    np.add.at(edges, begun, 1)
    np.add.at(edges, begun + PIECE, -1)
    return Given(text.words, np.cumsum(edges[:-1]) > 0)

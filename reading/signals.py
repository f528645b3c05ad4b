"""What can be seen around every character of a text, as whole-number arrays: the features of the tagger.

Everything is computed for all characters at once, so that the cost stays near a microsecond a character.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import rjieba
from ahocorasick_rs import AhoCorasick, MatchKind
from numpy.typing import NDArray

from reading.characters import characters
from reading.grammar import Words
from reading.lexicon import words as lexicon

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Scalar = TypeVar("Scalar", bound=np.generic)

BUCKETS = 1 << 18
"""Features are hashed into this many buckets; training and reading share the accident of collisions."""
_LONGEST_TEXT = 40_064
"""Characters that features can be told of in one go, in training."""
_BRANDS = Path(__file__).parent / "models" / "brands.npz"
_BRAND_BITS = 22
_BRAND_SHIFTS = (0, 21, 42)
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_ODD, _ODD_2 = np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)
_HALF, _THIRD = np.uint32(16), np.uint32(13)
_LEXICONS = ("trades", "enterprises", "offices", "titles")
_DELIMITERS = "、,，。;；:：!！?？()（）“”\"'‘’《》\n 　—-|/"
_BEYOND = 0xFFFF
_CLOSERS = (
    re.compile(
        r"等(?:[\d一二三四五六七八九十百多余数几]{0,5}[多余]?[家个户名])?[^、,。;:!?\n]{0,14}?(?:企业|公司|龙头|巨头|厂商|客商|集团|链主|名企|大厂|品牌商|单位|机构|银行)"
    ),
    re.compile(r"等[\d一二三四五六七八九十百多余数几]{0,5}[多余]?个?[^、,。;:!?\n]{0,14}?(?:项目|工程|基地|园区|平台)"),
    re.compile(r"等(?:[^、,。;:!?\n]{0,10}?(?:产业|行业|领域|板块|产品|设备|环节|部门|地|区|市|国家|技术|材料|功能))"),
    re.compile(r"等"),
)
_COMMON = (6, 60, 600, 6000)
"""Counts in the dictionary that part rare from everyday words."""
_SENTENCE = re.compile(r"[。;；!！?？\n]")


@cache
def _powers() -> tuple[Hashes, Hashes]:
    """Powers of the prime and of its inverse modulo 2**64, as far as a block goes."""
    inverse = np.uint64(pow(int(_PRIME), -1, 1 << 64))
    size = _LONGEST_TEXT
    with np.errstate(over="ignore"):
        return (
            np.cumprod(np.full(size, _PRIME, np.uint64), dtype=np.uint64),
            np.cumprod(np.full(size, inverse, np.uint64), dtype=np.uint64),
        )


def mixed(values: Hashes) -> Hashes:
    """Well-spread 64-bit hashes of 64-bit numbers."""
    with np.errstate(over="ignore"):
        values = (values ^ (values >> np.uint64(30))) * _MIX
        values = (values ^ (values >> np.uint64(27))) * _MIX_2
    return values ^ (values >> np.uint64(31))


def codes(string: str) -> NDArray[np.uint32]:
    """The code points of a string."""
    return np.frombuffer(string.encode("utf-32-le", "replace"), np.uint32)


class Stretches:
    """Hashes of any stretch of a block by its characters."""

    def __init__(self, points: NDArray[np.uint32]) -> None:
        power, inverse = _powers()
        self._inverse = inverse
        with np.errstate(over="ignore"):
            self._sums = np.concatenate(
                [np.zeros(1, np.uint64), np.cumsum(points * power[: len(points)], dtype=np.uint64)]
            )

    def hashes(self, starts: Ints, ends: Ints) -> Hashes:
        """One hash for each [start, end)."""
        starts, ends = np.asarray(starts, np.int64), np.asarray(ends, np.int64)  # an empty list has no kind of its own
        with np.errstate(over="ignore"):
            return mixed(
                (self._sums[ends] - self._sums[starts]) * self._inverse[starts] + (ends - starts).astype(np.uint64)
            )


def brand_bits(hashes: Hashes, shifts: tuple[int, ...] = _BRAND_SHIFTS) -> list[Ints]:
    """The places in the brand table that a name sets."""
    return [((hashes >> np.uint64(shift)) & np.uint64((1 << _BRAND_BITS) - 1)).astype(np.int64) for shift in shifts]


@cache
def _brand_table() -> NDArray[np.bool_]:
    with np.load(_BRANDS) as stored:
        return np.unpackbits(stored["bits"]).view(np.bool_)


def is_brand(hashes: Hashes) -> NDArray[np.bool_]:
    """Whether each hash is of a registered short name; wrong for about one in a hundred that are not."""
    table = _brand_table()
    left = np.arange(len(hashes))
    for shift in _BRAND_SHIFTS:  # most are ruled out by the first place
        left = left[table.take(brand_bits(hashes[left], (shift,))[0])]
    found = np.zeros(len(hashes), np.bool_)
    found[left] = True
    return found


@cache
def _automaton() -> tuple[AhoCorasick, list[int]]:
    """All lexicons in one automaton, and which lexicon each pattern is of."""
    patterns = [(word, number) for number, name in enumerate(_LEXICONS) for word in sorted(lexicon(name))]
    return AhoCorasick([word for word, _ in patterns], matchkind=MatchKind.Standard), [number for _, number in patterns]


def automaton_hits(string: str, name: str) -> list[tuple[str, int]]:
    """The words of one lexicon that stand in a text, with where each begins; every overlap."""
    automaton, owner = _automaton()
    wanted = _LEXICONS.index(name)
    hits = automaton.find_matches_as_indexes(string, overlapping=True)
    return [(string[start:end], start) for pattern, start, end in hits if owner[pattern] == wanted]


def _lexical(string: str) -> NDArray[np.int32]:
    """For each lexicon and character 0 outside, 1 where a word begins, 2 inside, 3 where one ends, 4 where one ends and one begins; longest words first."""
    flags = np.zeros((len(_LEXICONS), len(string)), np.int32)
    automaton, owner = _automaton()
    taken = [0] * len(_LEXICONS)
    hits = automaton.find_matches_as_indexes(string, overlapping=True)
    for pattern, start, end in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
        row = owner[pattern]
        if start >= taken[row]:
            taken[row] = end
            flags[row, start] = 1
            flags[row, start + 1 : end] = 2
            flags[row, end - 1] = 3
    return flags


def _closers(string: str) -> NDArray[np.int32]:
    """What closes the list that each character may be an item of: 1 enterprises, 2 projects, 3 things, 4 unsaid, 0 none."""
    kinds = np.zeros(len(string), np.int32)
    for number in range(len(_CLOSERS), 0, -1):
        for match in _CLOSERS[number - 1].finditer(string):
            opening = 0
            for mark in _SENTENCE.finditer(string, max(0, match.start() - 300), match.start()):
                opening = mark.end()
            opening = max(opening, match.start() - 300)
            kinds[opening : match.start()] = number
    return kinds


def _types(points: NDArray[np.uint32]) -> NDArray[np.int32]:
    types = np.full(len(points), 5, np.int32)
    types[(points >= 0x3400) & (points <= 0x9FFF)] = 1
    lower = points | 0x20
    types[(lower >= 0x61) & (lower <= 0x7A)] = 2
    types[(points >= 0x30) & (points <= 0x39)] = 3
    types[points == 10] = 4
    return types


def _buckets(distances: Ints) -> NDArray[np.int32]:
    return np.searchsorted(np.array([1, 2, 3, 4, 5, 6, 8, 11, 15, 21, 31]), distances, side="right").astype(np.int32)


@cache
def _plan(combinations: tuple[tuple[int, ...], ...]) -> tuple[NDArray[np.uint32], list[NDArray[np.intp]]]:
    """The number that each template begins with, largest template first, and which values take each place in them."""
    order = sorted(range(len(combinations)), key=lambda at: -len(combinations[at]))
    chosen = [
        np.array([combinations[at][place] for at in order if len(combinations[at]) > place])
        for place in range(len(combinations[order[0]]))
    ]
    return np.array(order, np.uint32)[:, None] + np.uint32(1), chosen


class _Templates:
    """Collects combinations of values by character; all are hashed into buckets together."""

    def __init__(self) -> None:
        self.values: list[NDArray[Any]] = []
        self.index: dict[int, int] = {}
        self.combinations: list[tuple[int, ...]] = []

    def add(self, *values: NDArray[Any]) -> None:
        """One more template: these values together."""
        index = self.index
        places = []
        for value in values:
            place = index.setdefault(id(value), len(index))
            if place == len(self.values):
                self.values.append(value)
            places.append(place)
        self.combinations.append(tuple(places))

    def buckets(self) -> NDArray[np.int32]:
        """One row a template, one column a character."""
        values = np.empty((len(self.values), len(self.values[0])), np.uint32)
        for row, value in enumerate(self.values):
            values[row] = value.view(np.uint32) if value.itemsize == 4 else value
        first, chosen = _plan(tuple(self.combinations))
        total = np.empty((len(first), values.shape[1]), np.uint32)
        total[:] = first
        for places in chosen:
            part = total[: len(places)]
            part *= _ODD
            part += values.take(places, axis=0)
        total ^= total >> _HALF
        total *= _ODD_2
        total ^= total >> _THIRD
        total *= _ODD
        total ^= total >> _HALF
        total &= np.uint32(BUCKETS - 1)
        return total.view(np.int32)


def _shifts(values: NDArray[Scalar], reach: int) -> dict[int, NDArray[Scalar]]:
    """values[i + by] for each `by` up to the reach, 0 outside, without copies."""
    padded = np.zeros(len(values) + 2 * reach, values.dtype)
    padded[reach : reach + len(values)] = values
    return {by: padded[reach + by : reach + by + len(values)] for by in range(-reach, reach + 1)}


def _shifted(values: NDArray[Scalar], by: int) -> NDArray[Scalar]:
    """values[i + by], 0 outside."""
    result = np.zeros_like(values)
    if by > 0:
        result[:-by] = values[by:]
    elif by < 0:
        result[-by:] = values[:by]
    else:
        result[:] = values
    return result


def features(string: str, words: Words) -> NDArray[np.int32]:
    """The feature buckets of a block: one row a template, one column a character."""
    points = codes(string)
    size = len(points)
    if size == 0:
        return np.zeros((0, 0), np.int32)
    table = _Templates()
    stretches = Stretches(points)
    types = _types(points)
    shape = np.where(types == 3, 0x30, points).astype(np.int32)
    near, kind = _shifts(shape, 3), _shifts(types, 2)
    for by in range(-3, 4):
        table.add(near[by])
    for first, second in ((-2, -1), (-1, 0), (0, 1), (1, 2), (-1, 1)):
        table.add(near[first], near[second])
    table.add(near[-1], near[0], near[1])
    table.add(near[-2], near[-1], near[0])
    table.add(near[0], near[1], near[2])
    table.add(*(kind[by] for by in range(-2, 3)))
    _add_words(table, string, stretches, words)
    _add_characters(table, points, types, near)
    _add_lists(table, string, points, near)
    _add_lexicons(table, string, stretches, size, near)
    return table.buckets()


def _add_characters(
    table: _Templates, points: NDArray[np.uint32], types: NDArray[np.int32], near: dict[int, NDArray[np.int32]]
) -> None:
    """Groups of characters of like use, and how well a short name could begin or end at each character."""
    known = characters()
    rows = known.rows(points)
    own = (known.group[rows] + types * 256).astype(np.int32)
    group = _shifts(own, 2)
    begins = np.floor_divide(known.first[rows] + _shifted(known.inside[rows], 1), 8)
    ends = np.floor_divide(_shifted(known.inside[rows], -1) + known.last[rows], 8)
    begins, ends = np.clip(begins, -5, 5).astype(np.int32), np.clip(ends, -5, 5).astype(np.int32)
    for first, second in ((-2, -1), (-1, 0), (0, 1), (1, 2)):
        table.add(group[first], group[second])
    table.add(group[-1], group[0], group[1])
    table.add(group[0])
    table.add(group[-1])
    table.add(group[1])
    table.add(begins, ends)
    table.add(begins, _shifted(begins, -1), _shifted(ends, 1))
    table.add(begins, near[-1])
    table.add(ends, near[1])


@lru_cache(1 << 16)
def familiarity(word: str) -> int:
    """How common a word is: 0 in no dictionary, then from 1 rare to 5 everyday."""
    if not rjieba.has_word(word):
        return 0
    return 1 + bisect_right(_COMMON, rjieba.suggest_freq(word))


def _add_words(table: _Templates, string: str, stretches: Stretches, words: Words) -> None:
    """The word around each character, its neighbours, their parts of speech, and how common they are."""
    size = len(string)
    starts, ends = np.array(words.starts, np.int64), np.array(words.ends, np.int64)
    lengths = ends - starts
    own = stretches.hashes(starts, ends).astype(np.uint32)
    tags = np.array([hash_tag(tag) for tag in words.tags], np.int64).astype(np.uint32)
    index = np.repeat(np.arange(len(starts)), lengths)
    offset = np.arange(size) - starts[index]
    size_here = lengths[index]
    edge = np.where(size_here == 1, 3, np.where(offset == 0, 0, np.where(offset == size_here - 1, 2, 1)))
    edge = edge.astype(np.int32)
    common = np.array([familiarity(string[a:b]) for a, b in zip(words.starts, words.ends, strict=True)], np.uint32)
    sizes = np.minimum(lengths, 4).astype(np.uint32)
    shifts = [_shifts(own, 2), _shifts(tags, 2), _shifts(common, 1), _shifts(sizes, 1)]
    spread = iter(np.stack([values for each in shifts for values in each.values()]).take(index, axis=1))
    word, tag, usual, long = ({by: next(spread) for by in each} for each in shifts)
    table.add(word[0], edge)
    table.add(word[-1], edge)
    table.add(word[1], edge)
    table.add(word[-2], word[-1], edge)
    table.add(word[1], word[2], edge)
    table.add(word[-1], word[1], edge)
    table.add(tag[0], edge, long[0])
    table.add(tag[-1], tag[0], edge)
    table.add(tag[0], tag[1], edge)
    table.add(tag[-1], tag[0], tag[1], edge)
    table.add(tag[-2], tag[-1], edge)
    table.add(tag[1], tag[2], edge)
    table.add(usual[0], edge, long[0], tag[0])
    table.add(usual[-1], usual[0], edge, long[-1])
    table.add(usual[0], usual[1], edge, long[1])
    table.add(usual[-1], usual[0], usual[1], edge, tag[-1], tag[1])


@cache
def hash_tag(tag: str) -> int:
    """A small number for a part of speech, the same in every process."""
    return int.from_bytes(tag.encode()[:4], "little")


@cache
def _delimiters() -> NDArray[np.bool_]:
    """Whether each code point up to `_BEYOND`, which is none itself, is a delimiter."""
    table = np.zeros(_BEYOND + 1, np.bool_)
    table[codes(_DELIMITERS)] = True
    return table


def _add_lists(table: _Templates, string: str, points: NDArray[np.uint32], near: dict[int, NDArray[np.int32]]) -> None:
    """How the nearest marks of punctuation divide the line, and what closes the list."""
    size = len(points)
    delimiter = _delimiters().take(np.minimum(points, _BEYOND))
    positions = np.arange(size)
    left = np.maximum.accumulate(np.where(delimiter, positions, -1))
    left = np.where(delimiter, _shifted(left + 1, -1) - 1, left)
    right = np.minimum.accumulate(np.where(delimiter, positions, size)[::-1])[::-1]
    before = np.where(left >= 0, points[np.maximum(left, 0)], 0).astype(np.int32)
    after = np.where(right < size, points[np.minimum(right, size - 1)], 0).astype(np.int32)
    to_left, to_right = _buckets(positions - left), _buckets(right - positions)
    width = _buckets(right - left)
    closer = _closers(string)
    table.add(before, to_left)
    table.add(after, to_right)
    table.add(before, after, width)
    table.add(closer, before, after)
    table.add(closer, before, after, to_left, width)
    table.add(closer, to_right, after)
    table.add(closer, near[0])


def _add_lexicons(
    table: _Templates, string: str, stretches: Stretches, size: int, near: dict[int, NDArray[np.int32]]
) -> None:
    """Registered short names, trades, well-known enterprises and offices around each character."""
    begins, finishes, covered = np.zeros((3, size), np.int32)
    lengths = [length for length in range(2, 7) if length <= size]
    starts = np.concatenate([np.arange(size - length + 1) for length in lengths] or [np.zeros(0, np.int64)])
    long = np.repeat(lengths, [size - length + 1 for length in lengths])
    hits = is_brand(stretches.hashes(starts, starts + long))
    for length in lengths:
        chosen = starts[hits & (long == length)]
        begins[chosen] = length
        finishes[chosen + length - 1] = length
        for by in range(length):
            covered[chosen + by] = length
    table.add(begins, finishes)
    table.add(begins, near[-1])
    table.add(covered, (begins > 0).astype(np.int32), (finishes > 0).astype(np.int32))
    table.add(finishes, near[1])
    trade, enterprise, office, title = (_shifts(flags, 3) for flags in _lexical(string))
    table.add(finishes, trade[1])
    for flags in (trade, enterprise, office, title):
        table.add(flags[-1], flags[0], flags[1])
    table.add(enterprise[0], begins, office[1])
    table.add(trade[0], trade[1], trade[2], trade[3])
    table.add(trade[-1], near[0], near[1])

"""What can be seen around every character of a text, as whole-number arrays: the features of the tagger.

Everything is computed for all characters at once, so that the cost stays near a microsecond a character.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache
from typing import Any

import numpy as np
import rjieba
from ahocorasick_rs import AhoCorasick, MatchKind
from numpy.typing import NDArray

from reading.brands import BRAND_SIZES, Hashes, Ints, Stretches, codes, is_brand
from reading.characters import characters
from reading.grammar import Words
from reading.lexicon import words as lexicon

BUCKETS = 1 << 18
"""Features are hashed into this many buckets; training and reading share the accident of collisions."""
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
def _automaton() -> tuple[AhoCorasick, list[int]]:
    """All lexicons in one automaton, and which lexicon each pattern is of."""
    patterns = [(word, number) for number, name in enumerate(_LEXICONS) for word in sorted(lexicon(name))]
    return AhoCorasick([word for word, _ in patterns], matchkind=MatchKind.Standard), [number for _, number in patterns]


@lru_cache(maxsize=2)
def _hits(string: str) -> list[tuple[int, int, int]]:
    """Every word of the lexicons in a block as (which, start, end), every overlap; kept while the block is read."""
    hits: list[tuple[int, int, int]] = _automaton()[0].find_matches_as_indexes(string, overlapping=True)
    return hits


def automaton_hits(string: str, name: str) -> list[tuple[str, int]]:
    """The words of one lexicon that stand in a block, with where each begins; every overlap."""
    owner = _automaton()[1]
    wanted = _LEXICONS.index(name)
    return [(string[start:end], start) for pattern, start, end in _hits(string) if owner[pattern] == wanted]


@cache
def _shape(size: int) -> bytes:
    return b"\1" + b"\2" * (size - 2) + b"\3" if size > 1 else b"\3"


def _lexical(string: str) -> list[bytearray]:
    """For each lexicon and character 0 outside, 1 where a word begins, 2 inside, 3 where one ends; longest words first."""
    owner = _automaton()[1]
    taken = [0] * len(_LEXICONS)
    flags = [bytearray(len(string)) for _ in _LEXICONS]
    for start, end, pattern in sorted([(start, -end, pattern) for pattern, start, end in _hits(string)]):
        row = owner[pattern]
        if start >= taken[row]:
            taken[row] = -end
            size = -end - start
            flags[row][start:-end] = _shape(size)
    return flags


def _closers(string: str) -> NDArray[np.int32]:
    """What closes the list that each character may be an item of: 1 enterprises, 2 projects, 3 things, 4 unsaid, 0 none."""
    kinds = np.zeros(len(string), np.int32)
    if "等" not in string:
        return kinds
    for number in range(len(_CLOSERS), 0, -1):
        for match in _CLOSERS[number - 1].finditer(string):
            opening = 0
            for mark in _SENTENCE.finditer(string, max(0, match.start() - 300), match.start()):
                opening = mark.end()
            opening = max(opening, match.start() - 300)
            kinds[opening : match.start()] = number
    return kinds


@cache
def _types() -> NDArray[np.uint32]:
    """The kind of each code point up to `_BEYOND`: 1 Chinese, 2 a Latin letter, 3 a digit, 4 a line's end, 5 another."""
    types = np.full(_BEYOND + 1, 5, np.uint32)
    types[0x3400:0xA000] = 1
    types[0x41:0x5B] = types[0x61:0x7B] = 2
    types[0x30:0x3A] = 3
    types[10] = 4
    return types


_DISTANCES = np.searchsorted(np.array([1, 2, 3, 4, 5, 6, 8, 11, 15, 21, 31]), np.arange(32), side="right").astype(
    np.uint32
)


def _buckets(distances: Ints) -> NDArray[np.uint32]:
    """Near distances exactly, farther ones in ever wider steps."""
    return _DISTANCES.take(np.minimum(distances, 31))


_REACHES = {
    "near": (-3, 3), "kind": (-2, 2), "word": (-2, 2), "tag": (-2, 2), "usual": (-1, 1), "long": (-1, 1), "edge": (0, 0),
    "group": (-2, 2), "begins": (-1, 0), "ends": (0, 1), "before": (0, 0), "after": (0, 0), "left": (0, 0), "right": (0, 0),
    "width": (0, 0), "closer": (0, 0), "opens": (0, 0), "closes": (0, 0), "covers": (0, 0), "opened": (0, 0), "closed": (0, 0),
    "trades": (-1, 3), "enterprises": (-1, 1), "offices": (-1, 1), "titles": (-1, 1),
}  # fmt: skip
"""What is seen of each character, and of its neighbours from which to which place."""
_ROWS = {
    f"{name}{by:+d}" if by else name: row
    for row, (name, by) in enumerate(
        (name, by) for name, (first, last) in _REACHES.items() for by in range(first, last + 1)
    )
}
"""Where each value stands: word-1 is that of the word before."""
_TEMPLATES = (
    "near-3", "near-2", "near-1", "near", "near+1", "near+2", "near+3",
    "near-2 near-1", "near-1 near", "near near+1", "near+1 near+2", "near-1 near+1",
    "near-1 near near+1", "near-2 near-1 near", "near near+1 near+2", "kind-2 kind-1 kind kind+1 kind+2",
    "word edge", "word-1 edge", "word+1 edge", "word-2 word-1 edge", "word+1 word+2 edge", "word-1 word+1 edge",
    "tag edge long", "tag-1 tag edge", "tag tag+1 edge", "tag-1 tag tag+1 edge", "tag-2 tag-1 edge", "tag+1 tag+2 edge",
    "usual edge long tag", "usual-1 usual edge long-1", "usual usual+1 edge long+1", "usual-1 usual usual+1 edge tag-1 tag+1",
    "group-2 group-1", "group-1 group", "group group+1", "group+1 group+2", "group-1 group group+1", "group", "group-1", "group+1",
    "begins ends", "begins begins-1 ends+1", "begins near-1", "ends near+1",
    "before left", "after right", "before after width", "closer before after", "closer before after left width",
    "closer right after", "closer near",
    "opens closes", "opens near-1", "covers opened closed", "closes near+1", "closes trades+1",
    "trades-1 trades trades+1", "enterprises-1 enterprises enterprises+1", "offices-1 offices offices+1", "titles-1 titles titles+1",
    "enterprises opens offices+1", "trades trades+1 trades+2 trades+3", "trades-1 near near+1",
)  # fmt: skip
"""Combinations of values; each is hashed into buckets of its own accidents."""


@cache
def _plan() -> tuple[NDArray[np.uint32], list[NDArray[np.intp]]]:
    """The number that each template begins with, largest template first, and which values take each place in them."""
    combinations = [[_ROWS[name] for name in template.split()] for template in _TEMPLATES]
    order = sorted(range(len(combinations)), key=lambda at: -len(combinations[at]))
    chosen = [
        np.array([combinations[at][place] for at in order if len(combinations[at]) > place])
        for place in range(len(combinations[order[0]]))
    ]
    return np.array(order, np.uint32)[:, None] + np.uint32(1), chosen


def _hashed(values: NDArray[np.uint32]) -> NDArray[np.int32]:
    """The buckets of all templates: one row a template, one column a character."""
    first, chosen = _plan()
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


def _lay(rows: NDArray[np.uint32], name: str, values: Any, base: int = 0) -> None:
    """Put the values into their row, and shifted into those of the neighbours; `rows` are 0 and begin with row `base`."""
    first, last = _REACHES[name]
    row = _ROWS[name] - base
    size = len(values)
    for by in range(first, last + 1):
        if by > 0:
            rows[row + by, : max(0, size - by)] = values[by:]
        elif by < 0:
            rows[row + by, -by:] = values[: max(0, size + by)]
        else:
            rows[row] = values


def features(string: str, words: Words) -> NDArray[np.int32]:
    """The feature buckets of a block: one row a template, one column a character."""
    points = codes(string)
    if len(points) == 0:
        return np.zeros((0, 0), np.int32)
    rows = np.zeros((len(_ROWS), len(points)), np.uint32)
    stretches = Stretches(points)
    low = np.minimum(points, _BEYOND)
    types = _types().take(low)
    _lay(rows, "near", np.where(types == 3, 0x30, points))
    _lay(rows, "kind", types)
    _lay_words(rows, string, stretches, words)
    _lay_characters(rows, points, types)
    _lay_lists(rows, string, points, _delimiters().take(low))
    _lay_lexicons(rows, string, stretches)
    return _hashed(rows)


def _lay_characters(rows: NDArray[np.uint32], points: NDArray[np.uint32], types: NDArray[np.uint32]) -> None:
    """Groups of characters of like use, and how well a short name could begin or end at each character."""
    group, first, inside, last = characters().of(points)
    _lay(rows, "group", group + types * 256)
    first[:-1] += inside[1:]
    last[1:] += inside[:-1]
    _lay(rows, "begins", (first >> 3).clip(-5, 5))
    _lay(rows, "ends", (last >> 3).clip(-5, 5))


@lru_cache(1 << 12)
def familiarity(word: str) -> int:
    """How common a word is: 0 in no dictionary, then from 1 rare to 5 everyday."""
    if not rjieba.has_word(word):
        return 0
    return 1 + bisect_right(_COMMON, rjieba.suggest_freq(word))


_FAMILIAR: dict[int, int] = {}
"""By their hashes how common words are that were asked for of late."""
_MOST_FAMILIAR = 1 << 14


def _familiarities(string: str, words: Words, hashes: Hashes) -> list[int]:
    """How common each word is: the hash of one is sooner looked up than the word."""
    keys = hashes.tolist()
    found = list(map(_FAMILIAR.get, keys))
    if None in found:
        if len(_FAMILIAR) > _MOST_FAMILIAR:
            _FAMILIAR.clear()
        for at in [at for at, known in enumerate(found) if known is None]:
            found[at] = _FAMILIAR[keys[at]] = familiarity(string[words.starts[at] : words.ends[at]])
    return found  # type: ignore[return-value]  # none is left out


def _lay_words(rows: NDArray[np.uint32], string: str, stretches: Stretches, words: Words) -> None:
    """The word around each character, its neighbours, their parts of speech, and how common they are."""
    starts, ends = np.array(words.starts, np.int64), np.array(words.ends, np.int64)
    lengths = ends - starts
    base, beyond = _ROWS["word-2"], _ROWS["long+1"] + 1
    each = np.zeros((beyond - base, len(starts)), np.uint32)
    hashes = stretches.hashes(starts, ends)
    _lay(each, "word", hashes.astype(np.uint32), base)
    _lay(each, "tag", np.fromiter(map(_tags().__getitem__, words.tags), np.uint32, len(starts)), base)
    _lay(each, "usual", np.array(_familiarities(string, words, hashes), np.uint32), base)
    _lay(each, "long", np.minimum(lengths, 4), base)
    each.take(np.repeat(np.arange(len(starts)), lengths), axis=1, out=rows[base:beyond], mode="clip")
    edge = rows[_ROWS["edge"]]
    edge[:] = 1
    edge[starts] = 0
    edge[ends - 1] = 2
    edge[starts[lengths == 1]] = 3


class _Tags(dict[str, int]):
    """A small number for each part of speech, the same in every process."""

    def __missing__(self, tag: str) -> int:
        self[tag] = number = int.from_bytes(tag.encode()[:4], "little")
        return number


@cache
def _tags() -> _Tags:
    return _Tags()


@cache
def _delimiters() -> NDArray[np.bool_]:
    """Whether each code point up to `_BEYOND`, which is none itself, is a delimiter."""
    table = np.zeros(_BEYOND + 1, np.bool_)
    table[codes(_DELIMITERS)] = True
    return table


def _lay_lists(
    rows: NDArray[np.uint32], string: str, points: NDArray[np.uint32], is_delimiter: NDArray[np.bool_]
) -> None:
    """How the nearest marks of punctuation divide the line, and what closes the list."""
    size = len(points)
    marks = np.flatnonzero(is_delimiter)
    edges = np.empty(len(marks) + 2, np.int64)
    edges[0], edges[1:-1], edges[-1] = -1, marks, size
    printed = np.zeros(len(edges), np.uint32)
    printed[1:-1] = points[marks]
    before: Ints = np.cumsum(is_delimiter) - is_delimiter  # how many marks stand before each character
    positions = np.arange(size)
    _lay(rows, "before", printed.take(before))
    _lay(rows, "after", printed[1:].take(before))
    _lay(rows, "left", _buckets(positions - edges.take(before)))
    _lay(rows, "right", _buckets(edges[1:].take(before) - positions))
    _lay(rows, "width", _buckets(np.diff(edges)).take(before))
    _lay(rows, "closer", _closers(string))


def _lay_lexicons(rows: NDArray[np.uint32], string: str, stretches: Stretches) -> None:
    """Registered short names, trades, well-known enterprises and offices around each character."""
    opens, closes, covers = (rows[_ROWS[name]] for name in ("opens", "closes", "covers"))
    size = len(string)
    found = is_brand(stretches.sized(*BRAND_SIZES).ravel()).reshape(-1, size)
    for row, length in enumerate(range(BRAND_SIZES[0], BRAND_SIZES[1] + 1)):
        starts = np.flatnonzero(found[row, : max(0, size - length + 1)])
        if len(starts):
            opens[starts] = closes[starts + (length - 1)] = length
            for inside in range(length):
                covers[starts + inside] = length
    _lay(rows, "opened", opens > 0)
    _lay(rows, "closed", closes > 0)
    for name, flags in zip(_LEXICONS, _lexical(string), strict=True):
        _lay(rows, name, np.frombuffer(flags, np.uint8))

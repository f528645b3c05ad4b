"""Where the build of a sentence says that a company stands: legal suffixes, enumerations, defined short names.

Offsets are of `Text.text`. What is proposed here is decided elsewhere (`reading.rank`).
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from operator import itemgetter
from sys import intern
from typing import NamedTuple

import rjieba

from reading.lexicon import word_before
from reading.lexicon import words as lexicon
from reading.scan import scanner

NAME_CHARACTER = r"[一-鿿㐀-䶿A-Za-z0-9&·.\-]"
LEGAL = "集团股份有限公司|集团有限责任公司|股份有限公司|有限责任公司|集团有限公司|集团公司|控股公司|股份公司|合伙企业|有限合伙|有限公司|总公司|公司"
_FULL = re.compile(
    rf"(?:{NAME_CHARACTER}|\([一-鿿A-Za-z]{{2,12}}\)|（[一-鿿A-Za-z]{{2,12}}）){{2,40}}?(?:{LEGAL})(?:\((?:有限合伙|集团)\))?"
)
_NAME_RUN = re.compile(r"[一-鿿㐀-䶿A-Za-z0-9&·.\-()（）]{3,}")
"""Characters that names are made of; any other parts two names."""
_LEGAL_WORD, _GROUP_WORD = re.compile("公司|合伙"), re.compile("集团|股份|控股")
_LEGAL_END = re.compile(rf"(?:{LEGAL})$")
_BRANCH = re.compile(r"[一-鿿]{2,8}(?:分公司|子公司|分行|支行)")
_GROUP = re.compile(rf"{NAME_CHARACTER}{{2,20}}?(?:控股集团|集团|股份|控股)(?![一-鿿]{{0,2}}公司)")
_DEFINED = re.compile(r"[(（](?:以下|下)?(?:简称|称|即|又称)?[:为]?[“\"'‘「]?([一-鿿A-Za-z0-9]{2,10})[”\"'’」]?[)）]")
_ITEM = re.compile(r"[^、,;。:!?\n“”\"《》]{2,26}(?=、)|(?<=、)[^、,;。:!?\n“”\"《》]{2,40}")
_CLOSER = re.compile(r"等|以及|和|与|及")
_CLOSED = re.compile(
    r"等(?:[\d一二三四五六七八九十百多余数几]{0,5}[多余]?[家个户])?[一-鿿]{0,12}?(?:企业|公司|龙头|巨头|厂商|客商|项目|品牌|集团|链主|名企|大厂|头部)"
)

LONGEST_BLOCK = 8_000
"""Characters that are looked at in one go."""


class Proposal(NamedTuple):
    """[start, end) may be a company; `by` is the rule."""

    start: int
    end: int
    by: str


def blocks(string: str) -> Iterator[tuple[int, int]]:
    """The text in blocks of bounded length, cut where no word can stand if there is such a place."""
    at = 0
    while len(string) - at > LONGEST_BLOCK:
        cut = max(string.rfind(mark, at, at + LONGEST_BLOCK) for mark in "\n。") + 1
        cut = cut if cut > at else at + LONGEST_BLOCK
        yield at, cut
        at = cut
    if at < len(string):
        yield at, len(string)


_first, _second = itemgetter(0), itemgetter(1)


@dataclass(frozen=True, slots=True)
class Words:
    """A text cut into words: where each begins and ends, and its part of speech."""

    starts: array[int]
    ends: array[int]
    tags: list[str]

    @classmethod
    def none(cls) -> Words:
        """No words yet."""
        return cls(array("i"), array("i"), [])

    @classmethod
    def of(cls, string: str) -> Words:
        """The words of a text, tagged block by block so that a long one takes no more room than its words."""
        found = cls.none()
        found.add(string, 0)
        return found

    def add(self, string: str, offset: int) -> None:
        """Cut and add the text that follows at `offset`."""
        for start, end in blocks(string):
            tagged = rjieba.tag(string[start:end] if end - start < len(string) else string)
            bounds = array("i", accumulate(map(len, map(_first, tagged)), initial=offset + start))
            self.starts.extend(bounds[:-1])
            self.ends.extend(bounds[1:])
            self.tags.extend(map(intern, map(_second, tagged)))

    def copy(self, other: Words, start: int, end: int) -> None:
        """Add those words of the same text that lie between two places, where words begin and end."""
        first, last = bisect_left(other.starts, start), bisect_left(other.starts, end)
        self.starts.extend(other.starts[first:last])
        self.ends.extend(other.ends[first:last])
        self.tags.extend(other.tags[first:last])

    def blank(self, start: int, end: int) -> None:
        """Append empty lines."""
        self.starts.extend(array("i", range(start, end)))
        self.ends.extend(array("i", range(start + 1, end + 1)))
        self.tags.extend(["x"] * (end - start))

    def part(self, start: int, end: int) -> Words | None:
        """The words of a part of the text, offsets from its start; None where one runs over an edge of it."""
        found = self.within(start, end)
        if found is None:
            return None
        first, last = found
        if last - first == len(self.starts) and not start:
            return self
        starts, ends = self.starts[first:last], self.ends[first:last]
        if start:
            starts, ends = (array("i", [at - start for at in bounds]) for bounds in (starts, ends))
        return Words(starts, ends, self.tags[first:last])

    def within(self, start: int, end: int) -> tuple[int, int] | None:
        """The first word of a part of the text, and the one after its last; None where one runs over an edge of it."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        is_cut = first < last and self.starts[first] == start and self.ends[last - 1] == end
        return (first, last) if is_cut else None

    def starting(self, position: int) -> int | None:
        """The index of the word that begins at a position, None where none does."""
        index = bisect_left(self.starts, position)
        return index if index < len(self.starts) and self.starts[index] == position else None

    def ending(self, position: int) -> int | None:
        """The index of the word that ends at a position, None where none does."""
        index = bisect_left(self.ends, position)
        return index if index < len(self.ends) and self.ends[index] == position else None

    def before(self, position: int) -> int:
        """The index of the last word that begins before a position; -1 where none does."""
        return bisect_left(self.starts, position) - 1

    def at(self, position: int) -> int:
        """The index of the word that holds a position."""
        return max(0, bisect_right(self.starts, position) - 1)


def propose(string: str, words: Words) -> Iterator[Proposal]:
    """Every stretch that the grammar takes for a company, best left edge first."""
    yield from _by_suffix(string, words)
    yield from _enumerated(string, words)


def _suffixed(pattern: re.Pattern[str], string: str, needed: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The matches of a pattern that reads on and on up to a suffix, sought only in runs that hold one."""
    places = [match.start() for match in needed.finditer(string)]
    if not places:
        return
    at = 0
    for run in _NAME_RUN.finditer(string):
        start, end = run.span()
        at = bisect_left(places, start, at)
        if at == len(places):
            return
        if places[at] < end:
            yield from pattern.finditer(string, start, end)


def _by_suffix(string: str, words: Words) -> Iterator[Proposal]:
    for pattern, by, needed in ((_FULL, "full", _LEGAL_WORD), (_GROUP, "group", _GROUP_WORD)):
        for match in _suffixed(pattern, string, needed):
            end = match.end()
            edges = left_edges(string, words, match.start(), end)
            for rank, start in enumerate(edges):
                if end - start > 2:
                    yield Proposal(start, end, by if rank == 0 else f"{by}-inner")
            branch = _BRANCH.match(string, end)
            if branch and edges:
                yield Proposal(edges[0], branch.end(), "branch")


def left_edges(string: str, words: Words, first: int, end: int) -> list[int]:
    """Where a name that ends at `end` may begin, not before `first`; the likeliest comes first."""
    stops, inside = lexicon("company_left"), lexicon("company_inside")
    index = words.before(end)
    edges: list[int] = []
    depth = 0
    legal = _LEGAL_END.search(string, max(first, end - 12), end)
    while legal and index >= 0 and words.starts[index] >= legal.start() > first:
        index -= 1
    while index >= 0 and words.starts[index] >= first:
        start = words.starts[index]
        word, tag = string[start : words.ends[index]], words.tags[index]
        depth += word in "）)"
        depth -= word in "（("
        if (
            depth <= 0
            and word not in inside
            and (word in stops or tag in ("p", "c", "u", "ul", "uj", "d", "r", "y", "t", "m"))
        ):
            break
        if depth <= 0 and tag == "ns" and end - start >= 5:
            edges.insert(0, start)
        index -= 1
    edge = words.ends[index] if index >= 0 else 0
    edge = max(edge, first)
    return list(dict.fromkeys([edge, *edges]))


def _enumerated(string: str, words: Words) -> Iterator[Proposal]:
    """The items of a list whose closing word says that they are companies."""
    for closed in _CLOSED.finditer(string):
        opening = max(string.rfind(mark, max(0, closed.start() - 400), closed.start()) for mark in "。;:!?\n")
        items = re.split("、", string[opening + 1 : closed.start()])
        if len(items) < 2:
            continue
        at = opening + 1
        for number, item in enumerate(items):
            start, at = at, at + len(item) + 1
            cut = max(item.rfind(mark) for mark in ',“"《(（') + 1
            start += cut
            if number == 0:
                start = left_edges(string, words, start, start + len(item) - cut)[0]
            size = at - 1 - start
            if 2 <= size <= 20:
                yield Proposal(start, at - 1, "listed")


def defined_short_names(string: str, end: int) -> tuple[int, int] | None:
    """The short name that a bracket right behind a name defines: (以下简称“甲”)."""
    match = _DEFINED.match(string, end)
    return match.span(1) if match else None


_TAIL = scanner(r"(?:集团|控股)*(?:股份)?(?:有限责任公司|有限公司|总公司|公司)$|(?:控股)?集团$|股份$|控股$")
_BRACKETS = re.compile(r"[(（][^()（）]{1,12}[)）]")


def core_names(name: str) -> list[str]:
    """Shorter forms of a name that a text may use: without place and legal form first, the brand alone last."""
    bare = _BRACKETS.sub("", _TAIL.sub("", name))
    tagged = rjieba.tag(bare)
    place = tagged[0][0] if len(tagged) > 1 and tagged[0][1] == "ns" and rjieba.has_word(tagged[0][0]) else ""
    core = bare[len(place) :]
    shorts = [bare, core] if place else [core]
    brand = core
    while True:
        size = word_before("trades", brand, len(brand))
        if not size or len(brand) - size < 2:
            break
        brand = brand[:-size]
        shorts.append(brand)
    if place:
        shorts += [place + short for short in shorts[2:]]
    return [short for short in dict.fromkeys(shorts) if short != name]

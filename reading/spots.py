"""Where the names of one text stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

_FEW = 64
_WINDOW = 50_000
"""Characters in which names are looked for in one go."""
_SMALL = 40_000
"""Names times characters up to which each name is sought by itself: to build an automaton takes longer than that."""

Match = tuple[int, int, int]
"""Which name, start and end."""


class Finder:
    """Looks for names, of which none is empty and each is given once."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(names)

    def longest(self, text: str) -> Iterator[Match]:
        """The places that do not overlap, from left to right, the longest name at each."""
        if not self._is_small(text):
            yield from self._in_windows(text)
            return
        last = 0
        for start, size, index in self._one_by_one(text):
            if start >= last:
                last = start - size
                yield index, start, last

    def _in_windows(self, text: str) -> Iterator[Match]:
        """The same of a long text: what begins in one window after the other, and may run on behind it."""
        longest = max(map(len, self.names), default=0)
        at = 0
        while at < len(text):
            following = at + _WINDOW
            for index, start, end in self._leftmost.find_matches_as_indexes(text[at : following + longest]):
                if start >= _WINDOW:
                    break
                yield index, at + start, at + end
                following = max(following, at + end)
            at = following

    def every(self, text: str) -> list[Match]:
        """All places in order of start, the longest first."""
        if self._is_small(text):
            return [(index, start, start - size) for start, size, index in self._one_by_one(text)]
        found: list[Match] = self._overlapping.find_matches_as_indexes(text, overlapping=True)
        found.sort(key=lambda match: (match[1], -match[2]))
        return found

    def _is_small(self, text: str) -> bool:
        return len(self.names) <= _FEW and len(self.names) * len(text) <= _SMALL

    def _one_by_one(self, text: str) -> list[Match]:
        """Start, negative length and name of all places, in that order."""
        found: list[Match] = []
        for index, name in enumerate(self.names):
            at = text.find(name)
            while at >= 0:
                found.append((at, -len(name), index))
                at = text.find(name, at + 1)
        found.sort()
        return found

    @cached_property
    def _leftmost(self) -> AhoCorasick:
        return AhoCorasick(self.names, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA)

    @cached_property
    def _overlapping(self) -> AhoCorasick:
        return AhoCorasick(self.names, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA)

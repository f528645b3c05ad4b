"""Text in repair: characters that know which stretch of the original they came from."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from operator import ne

import numpy as np

Edit = tuple[int, int, str]
"""Replace draft characters [start, end) by the words."""
_AT_ONCE = 1 << 14
"""Places that are made in one go: larger pieces of memory leave holes behind."""


@dataclass(slots=True)
class Draft:
    """Repaired so far. `starts[i]`/`ends[i]` bound character i in the original; every step is linear in the length."""

    text: str
    starts: array[int]
    ends: array[int]
    repairs: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, source: str) -> Draft:
        """The untouched original, each character standing for itself."""
        return cls(source, places_between(0, len(source)), places_between(1, len(source) + 1))

    def edit(self, edits: Iterable[Edit], repair: str = "") -> None:
        """Make the edits, which are in order and do not overlap.

        Words as long as what they replace map one to one; else each new character stands for the whole stretch.
        A stretch that goes leaves its original to nobody, except through `absorb`. Places move within their arrays: those of
        a long page are larger than its words.
        """
        parts: list[str] = []
        final = self.ends[-1] if self.ends else 0
        at = last = ahead = count = (
            0  # `at`: where the next place is written; `ahead`: how far the unread ones were moved
        )
        for start, end, words in edits:
            size = len(words)
            is_even = size == end - start
            parts += (self.text[last:start], words)
            at = self._move(at, last + ahead, (end if is_even else start) + ahead)
            if words and not is_even:
                first = self.starts[start + ahead] if start + ahead < len(self.starts) else final
                stop = self.ends[end + ahead - 1] if end > start else first
                if at + size > end + ahead:
                    ahead += self._make_room(end + ahead, size)
                self.starts[at : at + size] = array("i", [first]) * size
                self.ends[at : at + size] = array("i", [stop]) * size
                at += size
            last = end
            count += 1
        if not count:
            return
        parts.append(self.text[last:])
        at = self._move(at, last + ahead, len(self.starts))
        del self.starts[at:], self.ends[at:]
        self.text = "".join(parts)
        if repair:
            self.repairs[repair] += count

    def _move(self, at: int, first: int, last: int) -> int:
        """Write the places [first, last) at an earlier one; returns where they end there."""
        if at != first and last > first:
            for places in (self.starts, self.ends):
                with memoryview(places) as view:
                    view[at : at + last - first] = view[first:last]
        return at + last - first

    def _make_room(self, at: int, least: int) -> int:
        """Move the places from `at` on by at least so many, and by so many more that it is seldom done; returns how many."""
        room = least + len(self.text) // 8
        for places in (self.starts, self.ends):
            places[at:at] = array("i", bytes(room * places.itemsize))
        return room

    def sub(self, pattern: re.Pattern[str], words: str | Callable[[re.Match[str]], str], repair: str = "") -> None:
        """Replace every match; matches that would stay as they are do not count as repairs."""
        self.edit(_changes(pattern, words, self.text), repair)

    def absorb(self, pattern: re.Pattern[str], repair: str = "") -> None:
        """Drop every match and give its original to the character before it: 創(chuàng) becomes one 創."""
        keeper = last = -1
        for match in pattern.finditer(self.text):
            if match.end() > match.start():
                keeper = keeper if match.start() == last else match.start() - 1
                last = match.end()
                if keeper >= 0:
                    self.ends[keeper] = self.ends[last - 1]
        if last >= 0:
            matches = pattern.finditer(self.text)
            self.edit(((match.start(), match.end(), "") for match in matches if match[0]), repair)

    def rewrite(self, text: str, repair: str = "") -> None:
        """Put in another text of the same length."""
        if len(text) != len(self.text):
            raise ValueError("a rewrite keeps the length")
        if repair:
            self.repairs[repair] += sum(map(ne, self.text, text))
        self.text = text


def places_between(first: int, end: int) -> array[int]:
    """first, first + 1 … end - 1."""
    places = array("i")
    for at in range(first, end, _AT_ONCE):
        places.frombytes(np.arange(at, min(end, at + _AT_ONCE), dtype=np.intc).tobytes())
    return places


def _changes(pattern: re.Pattern[str], words: str | Callable[[re.Match[str]], str], text: str) -> Iterator[Edit]:
    """One edit for each match that does not stay as it is."""
    for match in pattern.finditer(text):
        new = words if isinstance(words, str) else words(match)
        if new != match[0]:
            yield match.start(), match.end(), new

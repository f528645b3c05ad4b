"""Text in repair: characters that know which stretch of the original they came from."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

Edit = tuple[int, int, str]
"""Replace draft characters [start, end) by the words."""


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
        places = places_up_to(len(source))
        return cls(source, places[:-1], places[1:])

    def edit(self, edits: Iterable[Edit], repair: str = "") -> None:
        """Make the edits, which are in order and do not overlap.

        Words as long as what they replace map one to one; else each new character stands for the whole stretch.
        A stretch that goes leaves its original to nobody, except through `absorb`.
        """
        parts: list[str] = []
        starts, ends = array("i"), array("i")
        last = count = 0
        for start, end, words in edits:
            parts += (self.text[last:start], words)
            starts += self.starts[last:start]
            ends += self.ends[last:start]
            if len(words) == end - start:
                starts += self.starts[start:end]
                ends += self.ends[start:end]
            elif words:
                first = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
                starts += array("i", [first]) * len(words)
                ends += array("i", [self.ends[end - 1] if end > start else first]) * len(words)
            last = end
            count += 1
        if not count:
            return
        parts.append(self.text[last:])
        starts += self.starts[last:]
        ends += self.ends[last:]
        self.text, self.starts, self.ends = "".join(parts), starts, ends
        if repair:
            self.repairs[repair] += count

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
            self.repairs[repair] += sum(a != b for a, b in zip(self.text, text, strict=True))
        self.text = text


def places_up_to(last: int) -> array[int]:
    """0, 1, 2 … last."""
    return array("i", np.arange(last + 1, dtype=np.intc).tobytes())


def _changes(pattern: re.Pattern[str], words: str | Callable[[re.Match[str]], str], text: str) -> Iterator[Edit]:
    """One edit for each match that does not stay as it is."""
    for match in pattern.finditer(text):
        new = words if isinstance(words, str) else words(match)
        if new != match[0]:
            yield match.start(), match.end(), new

"""What is read of one text, and its words: blanked and cut once for all who ask."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from itertools import accumulate

import rjieba

from reading.clauses import Sentence, sentences
from reading.crowd import Crowd
from reading.grammar import Words
from reading.values import Text

_TELLING = ("body", "title")
_WITH_PRESS = ("body", "title", "header", "editor")
_PARTING = frozenset('。!?!?…,,;;、 \n”」』"’))】')
"""Characters that are words by themselves: what follows is cut as if it stood alone."""


class Shown:
    """One text with the zones that do not count blanked out; offsets stay."""

    def __init__(self, text: Text) -> None:
        self.text = text

    @property
    def title(self) -> tuple[int, int]:
        """Where the headline stands."""
        return next(((zone.start, zone.end) for zone in reversed(self.text.zones) if zone.kind == "title"), (0, 0))

    @cached_property
    def legible(self) -> str:
        """Headline and body alone."""
        return self._blanked(_TELLING) if self._has_press else self.visible

    @cached_property
    def visible(self) -> str:
        """The lines about the press as well."""
        return self._blanked(_WITH_PRESS)

    @cached_property
    def visible_words(self) -> Words:
        """The words of `visible`."""
        words = Words.none()
        for zone in self.text.zones:
            if zone.kind in _WITH_PRESS:
                words.add(self.text.text[zone.start : zone.end], zone.start)
            else:
                words.blank(zone.start, zone.end)
        return words

    @cached_property
    def crowd(self) -> Crowd:
        """The people's names of `visible`."""
        return Crowd.of(self.visible, self.visible_words)

    @cached_property
    def legible_words(self) -> Words:
        """The words of `legible`."""
        if not self._has_press:
            return self.visible_words
        words = Words.none()
        for zone in self.text.zones:
            if zone.kind in _TELLING:
                words.copy(self.visible_words, zone.start, zone.end)
            else:
                words.blank(zone.start, zone.end)
        return words

    def ends_in(self, start: int, end: int) -> list[int]:
        """Where each word of a sentence ends, from the sentence's start."""
        words = self.visible_words
        within = words.within(start, end)
        if within is None or (start and self.text.text[start - 1] not in _PARTING):
            return list(accumulate(map(len, rjieba.cut(self.text.text[start:end]))))
        return [at - start for at in words.ends[slice(*within)]]

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences of headline and body."""
        return sentences(self.text)

    @cached_property
    def _has_press(self) -> bool:
        return any(zone.kind in _WITH_PRESS and zone.kind not in _TELLING for zone in self.text.zones)

    def _blanked(self, kinds: Collection[str]) -> str:
        text = self.text.text
        parts = [
            text[zone.start : zone.end] if zone.kind in kinds else "\n" * (zone.end - zone.start)
            for zone in self.text.zones
        ]
        return "".join(parts)

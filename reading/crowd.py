"""The full names of a text: every place where one can stand is weighed, and names of one list speak for each other."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

from reading.fullnames import Mention, Scene
from reading.grammar import Words

_WEIGHTS = Path(__file__).parent / "models" / "people.json"
_FIXED = {
    "honour:True:2": 3.0,
    "honour:True:3": 3.0,
    "honour:True:4": 3.0,
    "called:True:3": 1.0,
    "dotted:True": 2.0,
    "latin:True": 2.0,
}
"""What a degree behind the name (钟南山院士), an office behind a word of three characters that the dictionary takes for a
person, or a dot in one behind an office adds: sure by grammar, too rare to learn."""
_LINKS = frozenset("、和与及 ")
THRESHOLD = 0.5
SURE = 0.97
"""A name so likely is a person's, even where it might be a firm's."""


@cache
def _weights() -> dict[str, float]:
    loaded: dict[str, float] = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return with_fixed(loaded)


def with_fixed(weights: dict[str, float]) -> dict[str, float]:
    """Learned weights with those that are sure by grammar added."""
    return weights | {name: weights.get(name, 0.0) + weight for name, weight in _FIXED.items()}


def chained(text: str, mention: Mention, names: Collection[str]) -> tuple[str, ...]:
    """Features of a mention that stands in a list beside known names."""
    start, end = mention.start, mention.end
    before = text[start - 1 : start] in _LINKS and name_before(text, start - 1, names) is not None
    after = text[end : end + 1] in _LINKS and any(text[end + 1 : end + 1 + size] in names for size in (2, 3, 4))
    if not before and not after:
        return ()
    return (f"chain:{before}:{after}", f"chain:{end - start}:{bool(mention.anchor)}")


def name_before(text: str, end: int, names: Collection[str]) -> str | None:
    """The known name of two to four characters that ends at an offset."""
    return next((text[end - size : end] for size in (4, 3, 2) if size <= end and text[end - size : end] in names), None)


def weight(features: Iterable[str]) -> float:
    """Log odds that a mention with these features is a full name."""
    return sum(map(_weights().get, features, repeat(0.0)))


def probability(odds: float) -> float:
    """Log odds as a probability."""
    return 1 / (1 + math.exp(-odds)) if -30 < odds < 30 else 1 / (1 + math.exp(-30.0 if odds > 0 else 30.0))


def names_in(scene: Scene) -> dict[str, tuple[float, list[Mention]]]:
    """Each accepted name to its likelihood and the mentions that carry it, none overlapping a likelier one.

    Three rounds: the names of one round speak for those listed beside them in the next.
    """
    text = scene.text
    mentions: list[Mention] = []
    odds: list[float] = []
    linked: list[int] = []
    for start, end, anchor, features in scene.mentions():
        sum_of = weight(features)
        is_linked = text[start - 1 : start] in _LINKS or text[end : end + 1] in _LINKS
        if is_linked:
            linked.append(len(mentions))
        elif probability(sum_of) < THRESHOLD:
            continue
        mentions.append(Mention(start, end, anchor, ()))
        odds.append(sum_of)
    alone = list(map(probability, odds))
    found: dict[str, tuple[float, list[Mention]]] = {}
    for _ in range(3):
        known = found.keys()
        scores = alone.copy()
        for at in linked:
            if beside := chained(text, mentions[at], known):
                scores[at] = probability(odds[at] + weight(beside))
        found = _disjoint(text, zip(scores, mentions, strict=True))
        if known == found.keys():
            break
    return found


class Crowd(NamedTuple):
    """One text with its accepted names, each with its likelihood and mentions; all else that was looked up is gone."""

    text: str
    names: dict[str, tuple[float, list[Mention]]]

    @classmethod
    def of(cls, text: str, words: Words | None = None) -> Crowd:
        """The names of a text in which the zones where nobody counts are blanked out; `words`: its words, where they are known."""
        return cls(text, names_in(Scene(text, words)))

    def sure(self) -> frozenset[str]:
        """Names that can be nothing else: behind an office, in a list with other names, or as likely as that."""
        return frozenset(
            name
            for name, (score, mentions) in self.names.items()
            if score >= SURE or any(mention.anchor or self._is_listed(mention) for mention in mentions)
        )

    def _is_listed(self, mention: Mention) -> bool:
        return bool(chained(self.text, mention, self.names.keys()))


def _disjoint(text: str, scored: Iterable[tuple[float, Mention]]) -> dict[str, tuple[float, list[Mention]]]:
    taken = bytearray(len(text))
    found: dict[str, tuple[float, list[Mention]]] = {}
    for score, mention in sorted([row for row in scored if row[0] >= THRESHOLD], key=lambda row: -row[0]):
        if taken.find(1, mention.start, mention.end) < 0:
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
            found.setdefault(text[mention.start : mention.end], (score, []))[1].append(mention)
    return found

"""The industry of a project, one of the guide's labels: words of trades weighed by a learned linear model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

import ahocorasick_rs
import numpy as np

from reading import lexicon
from reading.spelt import Kind, SpeltRow, load_spelt, spelled

SPELT = (Kind("n2", 0.5), Kind("c2", 0.3))
"""What the pairs of characters of a project's names and of its companies' count."""
LEAST = 0.15
"""An industry less likely than this is none."""


@cache
def _trades() -> tuple[ahocorasick_rs.AhoCorasick, tuple[tuple[str, tuple[str, ...]], ...]]:
    """The automaton over trade words, and for each word the labels that it speaks for."""
    labels: dict[str, list[str]] = {}
    for name in ("industries", "known_trades"):
        for label, group in lexicon.groups(name).items():
            for word in group:
                labels.setdefault(word, []).append(label)
    table = tuple((word, tuple(dict.fromkeys(row))) for word, row in labels.items())
    matcher = ahocorasick_rs.AhoCorasick(
        [word for word, _ in table], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
    )
    return matcher, table


def _add(part: str, words: str, weight: float, spell: bool, row: dict[str, float]) -> None:
    """Features of one part of what is known: counts by label, and the words themselves where `spell`."""
    if not words:
        return
    matcher, table = _trades()
    found = [table[index] for index, _, _ in matcher.find_matches_as_indexes(words)]
    counts: dict[str, float] = {}
    for word, labels in found:
        for label in labels:
            counts[label] = counts.get(label, 0) + 1 / len(labels)
        if spell:
            row[f"{part}={word}"] = weight
    for label, count in counts.items():
        row[f"{part}:{label}"] = min(3.0, count) ** 0.5 * weight
    if found and spell:
        for label in found[-1][1]:
            row[f"{part} last:{label}"] = weight
        for label in found[0][1]:
            row[f"{part} first:{label}"] = weight


@dataclass(frozen=True, slots=True)
class Spoken:
    """What speaks for a project's industry: its names, its companies' names, the clauses that tell of it, the words
    around its first name, the headline, and the paragraph of its first name."""

    name: str
    companies: str
    own: str
    around: str
    title: str
    paragraph: str


def industry_features(spoken: Spoken) -> dict[str, float]:
    """Named numbers: the trades that each part names, the words for them in the nearer parts, and pairs of characters."""
    row, parts = _features(spoken)
    return {**row, **spelled(parts, SPELT)}


def _features(spoken: Spoken) -> SpeltRow:
    """Named numbers, and what is spelled out."""
    name, companies = spoken.name, spoken.companies
    row: dict[str, float] = {}
    _add("own", spoken.own, 0.7, True, row)
    _add("name", name, 1.0, True, row)
    _add("company", companies, 1.0, True, row)
    _add("around", spoken.around, 0.5, True, row)
    row |= dict(_far_features("title", spoken.title))
    row |= dict(_far_features("para", spoken.paragraph))
    return row, [("n2", name), ("c2", companies)]


@lru_cache(maxsize=16)
def _far_features(part: str, words: str) -> tuple[tuple[str, float], ...]:
    row: dict[str, float] = {}
    _add(part, words, 0.4, False, row)
    return tuple(row.items())


def industries_of(every: Iterable[Spoken]) -> list[tuple[str | None, float]]:
    """For each project the likeliest label and its probability; None where too little speaks for any."""
    model = load_spelt("industry", SPELT)
    odds = model.odds_of_all(map(_features, every))
    if not len(odds):
        return []
    chances = np.exp(odds - odds.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    likeliest = zip(chances.argmax(axis=1).tolist(), chances.max(axis=1).tolist(), strict=True)
    return [(model.labels[at] if chance >= LEAST else None, chance) for at, chance in likeliest]

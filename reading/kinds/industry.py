"""The industry of a project, one of the guide's labels: words of trades weighed by a learned linear model."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

import ahocorasick_rs

from reading import lexicon
from reading.model import load_linear


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
    name, companies = spoken.name, spoken.companies
    row: dict[str, float] = {}
    _add("own", spoken.own, 0.7, True, row)
    _add("name", name, 1.0, True, row)
    _add("company", companies, 1.0, True, row)
    _add("around", spoken.around, 0.5, True, row)
    row |= dict(_far_features("title", spoken.title))
    row |= dict(_far_features("para", spoken.paragraph))
    for first, second in pairwise(name):
        row[f"n2 {first}{second}"] = 0.5
    for first, second in pairwise(companies):
        row[f"c2 {first}{second}"] = 0.3
    return row


@lru_cache(maxsize=16)
def _far_features(part: str, words: str) -> tuple[tuple[str, float], ...]:
    row: dict[str, float] = {}
    _add(part, words, 0.4, False, row)
    return tuple(row.items())


def industry_of(spoken: Spoken) -> tuple[str | None, float]:
    """The likeliest label and its probability; None where too little speaks for any."""
    label, chance = load_linear("industry").best(industry_features(spoken))
    return (label, chance) if chance >= 0.15 else (None, chance)

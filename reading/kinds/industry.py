"""The industry of a project, one of the guide's labels: words of trades weighed by a learned linear model."""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache

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
    matcher, table = _trades()
    found = [table[index] for index, _, _ in matcher.find_matches_as_indexes(words)]
    counts: Counter[str] = Counter()
    for word, labels in found:
        for label in labels:
            counts[label] += 1 / len(labels)  # type: ignore[assignment]
        if spell:
            row[f"{part}={word}"] = weight
    for label, count in counts.items():
        row[f"{part}:{label}"] = min(3.0, count) ** 0.5 * weight
    if found and spell:
        for label in found[-1][1]:
            row[f"{part} last:{label}"] = weight
        for label in found[0][1]:
            row[f"{part} first:{label}"] = weight


def industry_features(name: str, companies: str, around: str, body: str) -> dict[str, float]:
    """Named numbers from the project's name, its companies' names, the words around it and the start of the body."""
    row: dict[str, float] = {}
    _add("name", name, 1.0, True, row)
    _add("company", companies, 1.0, True, row)
    _add("around", around, 0.5, True, row)
    for key, value in _body_features(body):
        row[key] = value
    for at in range(len(name) - 1):
        row[f"n2 {name[at : at + 2]}"] = 0.5
    for at in range(len(companies) - 1):
        row[f"c2 {companies[at : at + 2]}"] = 0.3
    return row


@lru_cache(maxsize=8)
def _body_features(body: str) -> tuple[tuple[str, float], ...]:
    row: dict[str, float] = {}
    _add("body", body, 0.3, False, row)
    return tuple(row.items())


def industry_of(name: str, companies: str, around: str, body: str) -> tuple[str | None, float]:
    """The likeliest label and its probability; None where too little speaks for any."""
    label, chance = load_linear("industry").best(industry_features(name, companies, around, body))
    return (label, chance) if chance >= 0.15 else (None, chance)

"""Made-up names of firms and projects, as many to a brand as real registers have."""

from __future__ import annotations

import random
from collections.abc import Iterator

from reading.lexicon import groups, words

SUFFIXES = ("有限公司", "股份有限公司", "集团有限公司", "")
# Characters that brands like; how much more often than others they stand in one.
COMMON = 5
CHARS = "嘉禾瑞恒永泰新华盛达宏远中科安邦天成金源海川明德正和博凯思创亿联润泽云峰星辰东方长江锦绣晶芯微光润能智信同济康宁百川启航"


def firms(count: int, seed: int = 1) -> Iterator[str]:
    """Full names, without end in their kinds: a region for half, a brand, one or two trades, a suffix. Some repeat."""
    for region, brand, trade, suffix in firm_parts(count, seed):
        yield f"{region}{brand}{trade}{suffix}"


def firm_parts(count: int, seed: int = 1) -> Iterator[tuple[str, str, str, str]]:
    """(region or "", brand, trade, suffix or "") of such names."""
    chance = random.Random(seed)  # noqa: S311 (names, not secrets)
    rare = sorted({char for word in words("given") | words("surnames") for char in word} - set(CHARS))
    chars, weights = CHARS + "".join(rare), [COMMON] * len(CHARS) + [1] * len(rare)
    regions, trades = sorted(set().union(*groups("regions").values())), sorted(words("trades"))
    for _ in range(count):
        brand = "".join(chance.choices(chars, weights, k=chance.choice((2, 2, 3))))
        region = chance.choice(regions) if chance.random() < 0.5 else ""
        trade = "".join(chance.sample(trades, chance.choice((1, 1, 2))))
        yield region, brand, trade, chance.choice(SUFFIXES)


def people(seed: int = 1) -> Iterator[str]:
    """Made-up names of people, without end."""
    chance = random.Random(seed)  # noqa: S311 (names, not secrets)
    # A line of the surnames is either a run of single ones or a compound one.
    surnames = sorted(part for word in words("surnames") for part in ([word] if len(word) == 2 else word))
    given = sorted(set("".join(words("given"))))
    while True:
        yield chance.choice(surnames) + "".join(chance.sample(given, chance.choice((1, 2, 2))))

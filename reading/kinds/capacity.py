"""What a project will make in a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_CAPACITY = re.compile(
    r"(?:年(?:生产|加工|处理|新增)?(?:产能|产量|产)?|每年(?:可|能)?(?:生产|新增|处理|产)?|产能|年可(?:产|生产))(?:为|达到?|约|超过?|可达|近|各类)*"
    r"(?P<number>\d[\d,.]*\s?(?:万亿|亿|万|千)?(?:多|余)?)\s?(?P<what>[^,,。;;、的()()\s\d元]{1,18})"
)
_MONEY = re.compile(r"^(?:美|欧|港|日)?元|^(?:亿|万)?(?:美|欧|港|日)?元")


@dataclass(frozen=True, slots=True)
class Capacity:
    """A printed yearly output: offsets in the string searched, words as printed."""

    start: int
    end: int
    words: str


@lru_cache(maxsize=256)
def capacities_in(text: str) -> tuple[Capacity, ...]:
    """Yearly outputs in goods (not money) of a sentence, in order."""
    # kept while the piece is read: several steps ask for it
    return tuple(
        Capacity(match.start(), match.end(), match.group())
        for match in _CAPACITY.finditer(text)
        if not _MONEY.match(match["what"])
    )

"""Areas of land, in mu (亩; 15 mu are one hectare)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_MU = {"亩": Decimal(1), "公顷": Decimal(15), "平方公里": Decimal(1500), "平方千米": Decimal(1500)}
_AREA = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?P<ten>万)?(?:多|余)?(?P<unit>亩|公顷|平方公里|平方千米|平方米|平米|平方|㎡)"
)
_LAND = re.compile(r"占地|用地|征地|拿地|供地|摘牌|摘得|竞得|地块|土地|规划面积|规划总面积|选址|规划约")
_BUILT = re.compile(r"建筑面积|建面|厂房|仓库|车间|楼|租|绿化|种植")


@dataclass(frozen=True, slots=True)
class Area:
    """A printed area: offsets in the string searched, mu."""

    start: int
    end: int
    mu: Decimal


@lru_cache(maxsize=256)
def areas_in(text: str) -> tuple[Area, ...]:
    """Areas of land in a sentence. 亩 and 公顷 are land by themselves; square metres only after a word for land."""
    # kept while the piece is read: several steps ask for it
    found = []
    for match in _AREA.finditer(text):
        left = re.split(r"[,。;:、,;:]", text[max(0, match.start() - 16) : match.start()])[-1]
        unit = match["unit"]
        square_metres = unit in ("平方米", "平米", "平方", "㎡")
        if re.search(r"亩均|每$|平均", left) or text[match.end() : match.end() + 1] == "均":
            continue
        if square_metres and (not _LAND.search(left) or _BUILT.search(left)):
            continue
        if unit == "平方公里" and not _LAND.search(left):
            continue
        if unit == "亩" and _BUILT.search(left) and not _LAND.search(left):
            continue
        value = Decimal(match["number"].replace(",", "")) * (10000 if match["ten"] else 1)
        mu = value / Decimal("666.6667") if square_metres else value * _MU[unit]
        found.append(Area(match.start(), match.end(), mu.quantize(Decimal("0.01")).normalize()))
    return tuple(found)

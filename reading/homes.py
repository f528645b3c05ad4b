"""Places that coverage may be at home in: whose 县长 is meant where no place is printed with the office."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reading.kinds.place import divisions_in, place_path
from reading.values import Text

_READ = 4000
"""Characters of headline and body that are looked at."""
_LEAD = 160
_PRESS = re.compile(r"(?:在线|融媒体?(?:中心)?|发布|日报|微报|微讯|晚报|时报|新闻网?|电视台|广电|融创|传媒|观察|网)$")
_VISITED = re.compile(r"(?:赴|前往|来自|走进|奔赴|对接|拜访|在|到|抵|从|飞)$")
_TOWNS = "镇乡"


@dataclass(frozen=True, slots=True)
class Home:
    """A place in full: where it is first told (path, outlet, title, lead, body), how often, and its rank among its level."""

    name: str
    where: str
    times: int
    rank: int
    visited: bool
    """Whether the text says of it first that somebody goes there, or comes from there."""


def homes(text: Text, firms: Sequence[bool | int]) -> tuple[Home, ...]:
    """The places that headline, outlet and body name, and those that they are in; the likeliest of a level first.

    firms: for each character whether it is in a company's name; a place there is the company's, nobody's office.
    """
    path = place_path(text)
    outlet = text.header.outlet or ""
    where: dict[str, str] = dict.fromkeys(path, "path")
    times: Counter[str] = Counter()
    for _, name in divisions_in(outlet):
        where.setdefault(name, "outlet")
        times[name] += 2
    stem = _PRESS.sub("", outlet)
    if stem != outlet and 1 < len(stem) < 4:
        for level in _TOWNS:
            where.setdefault(stem + level, "outlet town")
    first: dict[str, bool] = {}
    size = 0
    for zone in text.zones:
        if zone.kind not in ("title", "body") or size >= _READ:
            continue
        for start, name in divisions_in(text.text[zone.start : min(zone.end, zone.start + _READ - size)]):
            if firms[zone.start + start]:
                continue
            told = "title" if zone.kind == "title" else "lead" if size + start < _LEAD else "body"
            where.setdefault(name, told)
            times[name] += 1
            first.setdefault(name, bool(_VISITED.search(text.text, max(0, zone.start + start - 2), zone.start + start)))
        size += zone.end - zone.start
    ranks: Counter[str] = Counter()
    found = []
    for name in sorted(where, key=lambda name: -times[name]):
        ranks[name[-1]] += 1
        found.append(Home(name, where[name], times[name], ranks[name[-1]], first.get(name, False)))
    return tuple(found)

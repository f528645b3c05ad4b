"""Days and spans of days that coverage names, and when a promise falls due."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from reading.scan import scanner

_YEAR = r"(?P<year>20\d\d年|今年|明年|后年|去年|前年|本年|当年)"
_PART = (
    r"(?P<month>1[0-2]|[1-9])月(?:份)?(?:(?P<day>3[01]|[12]\d|0?[1-9])[日号]|(?P<third>上旬|中旬|下旬|初|中|底|末))?|"
    r"(?P<quarter>[一二三四1-4])季度|(?P<half>上半年|下半年)|(?P<edge>年初|年中|年底|年末|年内|春节前|岁末|初|底|末|内)"
)
_FIGURE = {"一": 1, "二": 2, "三": 3, "四": 4}
_EDGE = {"年初": 3, "初": 3, "年中": 6, "春节前": 2}


@dataclass(frozen=True, slots=True)
class Moment:
    """A printed time: offsets in the string searched, the last day that it covers, and the day from which it is meant."""

    start: int
    end: int
    last: date
    first: date


def _pattern() -> re.Pattern[str]:
    second = re.sub(r"\(\?P<(\w+)>", r"(?P<\1_>", _PART.replace("|初|底|末|内)", ")"))
    return scanner(rf"{_YEAR}(?:的)?(?:{_PART})?|(?<![\d年])(?:{second})")


_MOMENT = _pattern()
_HELD = re.compile("[年月季节末]")
"""Every printed time holds one of these."""


def _year(word: str | None, today: date | None) -> int | None:
    if word and word[:2] == "20":
        return int(word[:4])
    if today is None:
        return None
    shift = {"明年": 1, "后年": 2, "去年": -1, "前年": -2}.get(word or "", 0)
    return today.year + shift


def _last_day(year: int, parts: dict[str, str | None]) -> date:
    """The last day of the time that the parts name within a year."""
    month, day, third = parts.get("month"), parts.get("day"), parts.get("third")
    if month:
        number = int(month)
        length = monthrange(year, number)[1]
        if day:
            return date(year, number, min(int(day), length))
        return date(year, number, {"上旬": 10, "初": 10, "中旬": 20, "中": 20}.get(third or "", length))
    quarter = parts.get("quarter")
    if quarter:
        number = (_FIGURE.get(quarter) or int(quarter)) * 3
    elif parts.get("half"):
        number = 6 if parts["half"] == "上半年" else 12
    else:
        number = _EDGE.get(parts.get("edge") or "", 12)
    return date(year, number, monthrange(year, number)[1])


def _first_day(year: int, parts: dict[str, str | None], last: date) -> date:
    """The day from which the time is meant: the end of a month or year is its last week or month, 年内 its very end."""
    day, third, edge = parts.get("day"), parts.get("third") or "", parts.get("edge") or ""
    if parts.get("month"):
        return last if day else last.replace(day={"中旬": 11, "中": 11, "下旬": 21, "底": 25, "末": 25}.get(third, 1))
    if parts.get("quarter") or parts.get("half"):
        return last.replace(month=last.month - (2 if parts.get("quarter") else 5), day=1)
    if edge.endswith("内"):
        return last
    return last.replace(day=1) if edge else date(year, 1, 1)


@lru_cache(maxsize=256)
def moments_in(text: str, today: date | None) -> tuple[Moment, ...]:
    """Times named in a sentence, in order. `today`: the day of the coverage, without which only full years count."""
    # kept while the piece is read: several steps ask for it
    found: list[Moment] = []
    if _HELD.search(text) is None:
        return ()
    for match in _MOMENT.finditer(text):
        groups = match.groupdict()
        parts = {
            name: groups.get(name) or groups.get(f"{name}_")
            for name in ("month", "day", "third", "quarter", "half", "edge")
        }
        year = _year(groups["year"], today)
        if year is None:
            continue
        last = _last_day(year, parts)
        found.append(Moment(match.start(), match.end(), last, _first_day(year, parts, last)))
    return tuple(found)

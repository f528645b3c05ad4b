"""The days that a printed period means, seen from the day that the coverage tells of (去年, 前三季度, “十四五”)."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_YEAR = re.compile(r"(20\d\d)年")
_QUARTER = re.compile(r"([一二三四1-4])季度")
_MONTHS = re.compile(r"前(\d{1,2}|[一二三四五六七八九十]{1,2})个?月")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])月")
_PLAN = re.compile(r"十([一二三四五])五")
_YEARS = re.compile(r"近([二三四五])年")
_DIGIT = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
# The eleventh five-year plan began in 2006, each later one five years on.
_ELEVENTH = 2006


def days_of(period: str, told_on: date) -> tuple[date, date] | None:
    """First and last day of the period; None where its words say no certain one.

    A part of a year that names none is the latest that had begun on `told_on`.
    """
    if plan := _PLAN.search(period):
        first = _ELEVENTH + 5 * (_DIGIT[plan[1]] - 1)
        return date(first, 1, 1), date(first + 4, 12, 31)
    if years := _YEARS.search(period):
        return date(told_on.year - _DIGIT[years[1]] + 1, 1, 1), date(told_on.year, 12, 31)
    months = _months(period)
    if months is None:
        return None
    first, last = months
    if named := _YEAR.search(period):
        year = int(named[1])
    elif "去年" in period:
        year = told_on.year - 1
    else:
        year = told_on.year if date(told_on.year, first, 1) <= told_on else told_on.year - 1
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _months(period: str) -> tuple[int, int] | None:
    """The first and the last month."""
    if quarter := _QUARTER.search(period):
        last = 3 * (_DIGIT.get(quarter[1]) or int(quarter[1]))
        return (1 if f"前{quarter[0]}" in period else last - 2), last
    if "上半年" in period:
        return 1, 6
    if "下半年" in period:
        return 7, 12
    if months := _MONTHS.search(period):
        last = _DIGIT.get(months[1]) or (int(months[1]) if months[1].isdecimal() else 12)
        return (1, last) if 1 <= last <= 12 else None
    if month := _MONTH.search(period):
        return int(month[1]), int(month[1])
    return (1, 12) if "年" in period else None

"""Forward statements: what coverage says will be reached, and by when."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from reading.kinds.capacity import capacities_in
from reading.kinds.date import Moment, moments_in
from reading.kinds.stage import State
from reading.values import Promise

_CLAUSES = re.compile(r"[,,;;。!?!?\n]")
_FORWARD = re.compile(
    r"将|拟|计划|预计|预期|力争|争取|有望|即将|确保|目标|到时候|届时|明年|后年|可望|建成后|投产后|达产后|要在|就能|底前|年底"
)


@dataclass(frozen=True, slots=True)
class Announced:
    """A promise and the words that make it: offsets in the string searched."""

    start: int
    end: int
    promise: Promise


_FULL_STOP = re.compile(r"[。!?！？\n]")
_WITH_YEAR = re.compile(r"20\d\d|[今明后去前本当]年")
_FIGURE = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "半": 0.5,
}
_NUMBER = r"(?<!\d)(?P<number>[一二两三四五六七八九十半]|\d{1,2})"
_WITHIN = re.compile(rf"{_NUMBER}(?:(?P<years>年)|(?P<months>个月))(?:之?内|之?后|以内|时间)")
_MONTH = re.compile(r"(?P<which>本月|当月|下个?月)(?P<third>上旬|中旬|下旬|初|中|底|末)?")
_FEAST = {"元旦": (1, 1), "春节": (2, 20), "五一": (5, 1), "国庆": (10, 1)}
_BEFORE_FEAST = re.compile(rf"(?P<feast>{'|'.join(_FEAST)})(?:节)?(?:之?前|期间)")
_PLAN_YEARS = re.compile(r'十(?P<five>[四五六])五[”"]?(?:规划)?(?:期?末|期间|时期|收官)')


def due_on(words: str, moments: Sequence[Moment], today: date | None) -> date | None:
    """The last day by which a forward clause says a thing shall be reached; None where it names no time.

    words: the clause; moments: the times found in it; today: the day of the coverage, without which only full years
    count. A time of the year that is past on that day means the next year's (12月: 三季度投产).
    """
    if today is None:
        return moments[-1].last if moments else None
    if match := _WITHIN.search(words):
        figure = _FIGURE.get(match["number"]) or int(match["number"])
        return _add_months(today, round(figure * (12 if match["years"] else 1)))
    for moment in reversed(moments):
        if moment.last >= today:
            return moment.last
    if moments and not _WITH_YEAR.search(words):
        return _add_months(moments[-1].last, 12)
    return _relative(words, today)


def _relative(words: str, today: date) -> date | None:
    """Times that count from the day of the coverage: 下月底, 国庆前, “十四五”末."""
    if match := _MONTH.search(words):
        month = _add_months(today.replace(day=1), 1 if match["which"].startswith("下") else 0)
        day = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}.get(match["third"] or "")
        return month.replace(day=day or monthrange(month.year, month.month)[1])
    if match := _BEFORE_FEAST.search(words):
        feast = date(today.year, *_FEAST[match["feast"]])
        return (feast if feast > today else feast.replace(year=today.year + 1)) - timedelta(days=1)
    if match := _PLAN_YEARS.search(words):
        return date({"四": 2025, "五": 2030, "六": 2035}[match["five"]], 12, 31)
    return None


def _add_months(day: date, months: int) -> date:
    """The same day so many months on, or the month's last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def promises_in(
    text: str, states: Sequence[State], today: date | None, start: int = 0, end: int | None = None
) -> list[Announced]:
    """The forward statements of text[start:end]: clauses that announce a state, or an output by a time to come.

    `due` is the last day of the time named. A plan holds on through the clauses of its sentence (计划明年…,2030年…).
    """
    found = []
    edges = [start, *(match.end() for match in _CLAUSES.finditer(text, start, len(text) if end is None else end))]
    edges.append(len(text) if end is None else end)
    moments = moments_in(text, today)
    is_plan = False
    for left, right in pairwise(edges):
        words = text[left:right].strip(" ,;。")
        if not words:
            continue
        is_forward = bool(_FORWARD.search(words))
        is_plan = is_forward or (is_plan and not _FULL_STOP.search(text[max(0, left - 1) : left]))
        due = due_on(words, [moment for moment in moments if left <= moment.start < right], today)
        told = [state for state in states if left <= state.start < right and state.plan and not state.negated]
        told = [state for state in told if state.stage not in ("planned", "negotiating", "signed")]
        if not (is_forward and told) and not (is_plan and _is_goal(words, due, today)):
            continue
        begin = text.index(words, left)
        stage = told[-1].stage if told else None
        found.append(Announced(begin, begin + len(words), Promise(words, stage, due)))
    return found


def _is_goal(words: str, due: date | None, today: date | None) -> bool:
    """Whether the clause says what output shall be reached by a day to come."""
    return due is not None and today is not None and due > today and bool(capacities_in(words))

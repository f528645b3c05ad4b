"""Aggregates: sentence parts that count or sum projects. None of them is a project, no sum of theirs is one's amount."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reading.clauses import Sentence
from reading.kinds.amount import SumOfMoney, sums_in
from reading.scan import scanner
from reading.shown import Shown
from reading.values import Statement, Text

_COUNT = r"(?P<count>\d+|[一二两三四五六七八九十]{1,3}|数十|上百)\s?(?:余|多)?"
_PROJECT = r"(?:个|项|家|宗|笔|条)?(?:[^,。;,;、\d]{0,16})"
_COUNTED = scanner(
    rf"{_COUNT}(?:个|项)(?!(?:月|百分|年|小时|城市|县|区|镇|村|人|部门|乡|街道|方面|国家|省|市|点))[^,。;,;、::\d]{{0,18}}?(?:项目|工程)|"
    r"(?:项目|工程)(?:总数|数量|共|合计|达|达到|累计|近|约|超过?|有|数)*(?P<behind>\d+)\s?(?:余|多)?(?:个|项)"
)
_PERIOD = re.compile(
    r"(?:20\d\d年|去年|今年)?(?:前?[一二三四1-4]季度|上半年|下半年|前\d+个?月|\d+月份?|全年|去年|今年|本年|“十[一二三四五]五”|近[三五]年|20\d\d年)"
)
_AREA = re.compile(
    r"([一-鿿]{2,10}?(?:开发区|高新区|经开区|新区|科技城|产业园|省|市|区|县|镇|州))(?!重|级|里|委|长|场|域)"
)
_WHOLE = re.compile(r"(?:全|我|本)(?:省|市|区|县|镇|旗|园)|(?<![一-鿿])园区")
"""The area that the piece is about, without its name."""
_LED = re.compile(r"^.*(?:其中|目前|另有|落户|截至|累计|今年|去年|月|季度|以来|年)")
_NO_AREA = re.compile(r"的|入选|列入|第|批|引进|签约|项目|核心|全|新增|推进|城市")
_ITEM = re.compile(r"项目|工程|公司|投资")
"""What stands between a sum that is told of one project and the count of all at a list's end."""
_LISTED = re.compile(r"分别|依次|其中|包括|涵盖|如下|[::]")
_NAMED = re.compile(r"(?:有|为|是|即)(?:计划|预计|拟|总|协议)*(?:投资|投入)(?:额|总额)?(?:约|达|超)?$")
"""What stands between a count of projects and the sum of the first that is then named."""
_STOP = re.compile(r"[;;。!?!?\n]")
_CLAUSE = re.compile(r"[,,]")
_CHINESE = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One aggregate: [start, end) in the string searched, the count's place, how many, the sum that belongs to it."""

    start: int
    end: int
    at: int
    count: int | None
    money: SumOfMoney | None


def _value(figure: str) -> int | None:
    if figure.isdigit():
        return int(figure)
    if figure in _CHINESE:
        return _CHINESE[figure]
    tens, _, ones = figure.partition("十")
    if "十" in figure and all(part in _CHINESE or not part for part in (tens, ones)):
        return (_CHINESE[tens] if tens else 1) * 10 + (_CHINESE[ones] if ones else 0)
    return None


def aggregates_in(text: str, sums: Sequence[SumOfMoney]) -> list[Aggregate]:
    """Counts of projects in one sentence, each with the sum of money told next to it."""
    found = []
    for match in _COUNTED.finditer(text):
        figure = match["count"] or match["behind"]
        start = max((stop.end() for stop in _STOP.finditer(text, 0, match.start())), default=0)
        comma = max((stop.end() for stop in _CLAUSE.finditer(text, start, match.start())), default=start)
        stop = _STOP.search(text, match.end())
        limit = stop.start() if stop else len(text)
        near = [
            money for money in sums
            if not money.bound and (
            (match.end() <= money.start <= min(limit, match.end() + 24) and not _of_one(text, match.end(), money))
            or (comma <= money.start and money.end <= match.start() and not _ITEM.search(text, money.end, match.start())))
        ]  # fmt: skip
        money = next((money for money in near if money.start >= match.end()), near[-1] if near else None)
        end = max(match.end(), money.end if money else 0)
        found.append(Aggregate(comma, end, match.start(), _value(figure), money))
    return found


def _of_one(text: str, counted: int, money: SumOfMoney) -> bool:
    """True where a sum behind a count is told of one of those counted (4个项目分别是投资2亿元的云湖项目)."""
    between = text[counted : money.start]
    if _LISTED.search(between) or len(_CLAUSE.findall(between)) > 1:
        return True
    return text.startswith("的", money.end) and bool(_NAMED.search(between))


def statement(text: Text, sentence: Sentence, aggregate: Aggregate) -> Statement:
    """The aggregate as a value of the reading."""
    start, end = sentence.start + aggregate.start, sentence.start + aggregate.end
    words = text.text[start:end]
    period = _PERIOD.search(words) or _PERIOD.search(text.text[sentence.start : end])
    return Statement(
        words.strip(), text.span(start, end), aggregate.count,
        aggregate.money.money if aggregate.money else None,
        _area_in(words), period.group() if period else None,
    )  # fmt: skip


def _area_in(words: str) -> str | None:
    """The area that the words name (澜江高新区), else the one that the piece is about as they call it (全区)."""
    for match in _AREA.finditer(words):
        named = _LED.sub("", match.group(1))
        if len(named) >= 3 and not _NO_AREA.search(named):
            return named
    whole = _WHOLE.search(words)
    return whole.group() if whole else None


def find_statements(text: Text, shown: Shown | None = None) -> tuple[Statement, ...]:
    """All statements that count or sum projects, in order."""
    found = []
    for sentence in (shown or Shown(text)).sentences:
        words = text.text[sentence.start : sentence.end]
        if "个" in words or "项" in words:
            found += [statement(text, sentence, item) for item in aggregates_in(words, sums_in(words))]
    return tuple(found)

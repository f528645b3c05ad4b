"""What a scanner finds is what the pattern finds; it only looks at fewer places."""

from __future__ import annotations

import re

import pytest

from reading.scan import scanner
from training.corpus import load

TEXT = "\n".join(piece.text for piece in load()[:25])


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?P<one>签约|(?<!未)开工)|(?P<two>投产(?!业)|竣工)",
        r"尚?未开工|(?:已经?)?投产|[一二三1-9]期",
        r"(?P<sign>\s?[¥$])?(?<!\d)\d+(?:\.\d+)?(?:亿|万)?元?",
        r"(?:项目|\d{1,3}个?)+?(?=[,。])",
        r"[^,。]{2,6}项目",
        r"项?|园",
        r"^第[一二]|[\]^\-]|年$",
        r"签约|签订|落[户地]|开工(?!率)|(?<!试)投产|竣工|建成|(?:正在?|全力)推进|[|)]|\||考察|洽谈|拟(?!人)|引进[^,。]{0,3}(?:设备|人才)|"
        r"(?P<many>奠基|动工|封顶|在建|投用|量产|达产|开业|启用|入驻|年产|亩)",
    ],
)
def test_a_scanner_finds_the_same(pattern: str) -> None:
    def found(compiled: re.Pattern[str]) -> list[object]:
        return [(match.span(), match.groups(), match.lastgroup) for match in compiled.finditer(TEXT)]

    assert found(scanner(pattern)) == found(re.compile(pattern))


def test_each_group_of_many_alternatives_is_tried_only_where_one_can_begin() -> None:
    many = "|".join(f"{first}[甲乙](?:园|区)" for first in "东西南北中上下左右前后内外")
    assert scanner(many).pattern.count("(?=[") == 3


def test_alternatives_are_tried_only_where_one_can_begin() -> None:
    assert scanner(r"(?:签|签订)约|(?<!已)\d期").pattern.startswith("(?=[")


@pytest.mark.parametrize("pattern", [r"项?", r"[^,]期", r".期|项目", r"(?:园区)*"])
def test_a_pattern_that_can_begin_with_anything_stays_as_it_is(pattern: str) -> None:
    assert scanner(pattern).pattern == pattern

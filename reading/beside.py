"""What stands beside a candidate: its neighbours, the list it is an item of, posts and institutions, its line."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reading.brands import codes
from reading.candidates import Candidate, Scene
from reading.lexicon import groups, word_before, word_behind
from reading.lexicon import words as lexicon
from reading.scan import scanner
from reading.signals import familiarity

_ACTS = re.compile(
    r"[^,。;:!?\n、]{0,8}?(?:签约|投资|落户|落地|入驻|建设|宣布|表示|计划|成立|生产|拟|将|与|董事长|总经理|总裁|负责人|创始人|项目|年产|旗下|子公司|公告|扩建|开工|投产)"
)
_BEFORE = re.compile(
    r"(?:引进|引入|落户的?|签约|入驻|企业|公司|包括|有|如|与|和|由|是|为|以及|携手|集聚|吸引|走进|走访|考察|来到|参观|龙头|巨头|子公司|旗下|投资方|建设单位|业主|单位)$"
)
_LIST_CLOSER = scanner(
    r"(?:、[^、,。;:!?\n]{2,24}){0,12}?(?:等|和|及|以及|与)[^,。;!?\n]{0,16}?(企业|公司|龙头|巨头|厂商|集团|客商|家)|(?:、[^、,。;:!?\n]{2,24}){0,12}?等[^,。;!?\n]{0,16}?(项目|产业|领域|产品|行业|地|技术)"
)
_SCHOOL = re.compile(
    r".{0,2}?(?:学院|大学|医院|学校|中学|小学|幼儿园|研究院|研究所|实验室|协会|学会|联盟|商会|法院|院|局|委|厅|奖|报|日报|卫视|电视台)"
)
_PLACE = re.compile(
    r".{0,2}?(?:科技城|新城|城|开发区|园区|高新区|新区|街道|社区|小镇|镇|乡|村|路|大道|大街|高速|大桥|片区|板块|湖|山|江|河|水系|港区|码头|车站|机场|区|县|市|省|园)"
)
_VERBS = frozenset(("v", "vn", "vd", "vg", "vi", "vq"))
_PARTICLES = frozenset(("p", "c", "u", "uj", "ul", "uv", "uz", "ug", "d", "r", "f", "y", "t", "m", "q"))
_NOUNS = frozenset(("n", "nz", "nt", "nr", "ns", "nrt", "nrfg", "ng", "vn", "eng"))
_STYLED = ("博士", "院士", "教授", "先生", "女士", "同志")
_MARKS = "、,，。;；:：!！?？\n"
_BLOCK = 50_000
"""Characters that are looked at in one go."""
_EDGES = '、,。;:!?()（）“”"《》\n '
_TAGS = (
    "ns",
    "n",
    "nz",
    "nt",
    "nr",
    "nrt",
    "nrfg",
    "v",
    "vn",
    "eng",
    "j",
    "x",
    "m",
    "a",
    "b",
    "p",
    "c",
    "u",
    "d",
    "f",
    "t",
    "q",
    "uj",
    "i",
    "l",
    "s",
    "g",
    "k",
    "ng",
    "vg",
    "ag",
    "zg",
    "r",
    "h",
)


def marks_of(scene: Scene) -> list[int]:
    """Where punctuation stands."""
    string = scene.string
    return [
        at + mark
        for at in range(0, len(string), _BLOCK)
        for mark in np.flatnonzero(_is_mark().take(codes(string[at : at + _BLOCK]), mode="clip")).tolist()
    ]


@cache
def _is_mark() -> NDArray[np.bool_]:
    """Whether each code point up to the last of the basic plane, which is none itself, is a mark of punctuation."""
    table = np.zeros(1 << 16, np.bool_)
    table[codes(_MARKS)] = True
    return table


@cache
def _offices() -> tuple[str, ...]:
    return tuple(sorted({word for row in groups("offices").values() for word in row}, key=len, reverse=True))


@cache
def _surnames() -> frozenset[str]:
    return frozenset(part for word in lexicon("surnames") for part in ([word] if len(word) == 2 else word))


@cache
def tag_number(tag: str) -> float:
    """A number for a part of speech."""
    return float(_TAGS.index(tag)) if tag in _TAGS else -1.0


class Spot(NamedTuple):
    """One place of a name, and the words that end right before it and begin right behind it, None where none does."""

    start: int
    end: int
    before: int | None
    after: int | None


def best_spot(scene: Scene, entry: Candidate) -> Spot:
    """The place that the tagger likes best, the first where it likes none."""
    start = max(entry.likely, key=entry.likely.__getitem__) if entry.likely else entry.starts[0]
    end = start + len(entry.name)
    return Spot(start, end, scene.words.ending(start), scene.words.starting(end))


def surroundings(scene: Scene, spot: Spot) -> list[float]:
    """What stands left and right of a name."""
    string, tags = scene.string, scene.words.tags
    start, end, before, after = spot
    left, right = string[start - 1 : start] or "\n", string[end : end + 1] or "\n"
    closer = _LIST_CLOSER.match(string, end, end + 300)
    return [
        _EDGES.find(left), _EDGES.find(right),
        tag_number(tags[before]) if before is not None else -2.0, tag_number(tags[after]) if after is not None else -2.0,
        before is not None and tags[before] == "ns", string[end : end + 12].startswith(_offices()),
        _ACTS.match(string, end, end + 16) is not None, _BEFORE.search(string, max(0, start - 6), start) is not None,
        left == "、", right == "、", 0.0 if closer is None else 1.0 if closer[1] else 2.0,
    ]  # fmt: skip


def neighbours(scene: Scene, name: str, spot: Spot, marks: list[int]) -> list[float]:
    """How common the words of the name and beside it are, what it could be cut from, and the posts of persons beside it.

    marks: where punctuation stands in the scene.
    """
    string, words = scene.string, scene.words
    tags, starts, ends = words.tags, words.starts, words.ends
    start, end, before, after = spot
    low, high = bisect_right(starts, start) - 1, bisect_left(starts, end)
    common = [familiarity(string[starts[at] : ends[at]]) for at in range(low, high)]
    left_tag, left = (tags[before], string[starts[before] : start]) if before is not None else ("", "")
    right_tag, right = (tags[after], string[end : ends[after]]) if after is not None else ("", "")
    first_tag, last_tag = tags[low], tags[high - 1]
    head, tail = name[: ends[low] - start], name[max(0, starts[high - 1] - start) :]
    part_before, part, part_after = _parts(marks, len(string), start, end)
    surnames = _surnames()
    return [
        familiarity(name), common.count(0), min(common), max(common),
        familiarity(left) if left else -1.0, familiarity(right) if right else -1.0,
        _SCHOOL.match(string, end) is not None, _PLACE.match(string, end) is not None,
        first_tag in _VERBS, first_tag in _PARTICLES, last_tag in _NOUNS,
        left_tag in _NOUNS, left_tag in _VERBS, right_tag in _NOUNS, right_tag in _VERBS,
        familiarity(left[-2:] + head) if left else -1.0, familiarity(tail + right[:2]) if right else -1.0,
        word_before("titles", string, start) > 0, word_behind("titles", string, end) > 0 or string.startswith(_STYLED, end),
        1 < len(name) < 5 and (name[0] in surnames or name[:2] in surnames),
        part, part_before, part_after, part > 0 and part in (part_before, part_after),
    ]  # fmt: skip


def _parts(marks: list[int], size: int, start: int, end: int) -> tuple[int, int, int]:
    """The size of the part of the sentence between commas that holds the name, and of the parts before and after it.

    marks: where punctuation stands in the text of that size.
    """
    low, high = start - 40 if start > 40 else 0, end + 40 if size > end + 40 else size
    at = bisect_left(marks, start)
    first = marks[at - 1] + 1 if at and marks[at - 1] >= low else low
    at = bisect_left(marks, first - 1)
    before = marks[at - 1] + 1 if at and marks[at - 1] >= low else low
    at = bisect_left(marks, end)
    last = marks[at] if at < len(marks) and marks[at] < high else high
    at = bisect_left(marks, last + 1)
    after = max(last + 1, marks[at] if at < len(marks) and marks[at] < high else high)
    return first - before - 1, last - first, after - last - 1


def position(scene: Scene, entry: Candidate) -> list[float]:
    """Trades beside the name, quotation, and where on its line it stands."""
    string = scene.string
    start = entry.starts[0]
    end = start + len(entry.name)
    line = string.rfind("\n", max(0, start - 300), start) + 1
    close = string.find("\n", end, end + 300)
    run = 0
    while run < 12 and start - run > 0 and "一" <= string[start - run - 1] <= "鿿":
        run += 1
    return [
        word_behind("trades", string, end) > 0, word_before("trades", string, start) > 0,
        start > 0 and string[start - 1] in "“\"「‘", not string[line:start].strip(),
        min(300, (close if close >= 0 else end + 300) - line), string[end : end + 1].isdigit(), run,
    ]  # fmt: skip

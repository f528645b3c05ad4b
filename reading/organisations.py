"""Every organisation that a text names and where: found companies, names by their last word, and places."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from reading.grammar import Words
from reading.lexicon import words
from reading.posts import is_bare
from reading.scan import scanner
from reading.spots import Finder
from reading.values import Company

Kind = Literal["company", "firm", "zone", "society", "school", "institute", "bureau", "body", "place", "spot"]
"""place: one by the dictionary; spot: words before 县, 镇 … that may be one's name."""

_ENDS: tuple[tuple[Kind, str], ...] = (
    ("firm", "公司|集团|股份|控股|合作社|事务所|工作室|区域总部|地区总部|(?<![总分建工])厂(?![房区长商家里界])|银行|资本|基金"),
    ("zone", "开发区|高新区|经开区|新区|产业园|工业园区?|园区|合作区|科技城|科学城|自贸区|高新园|示范区|度假区|保税区|新城"),
    ("society", "商会|协会|联合会|促进会|学会|联谊会|总会|工商联|总工会|侨联"),
    ("school", "大学|学院(?!派)|中学|学校(?!生)"),
    ("institute", "研究院|研究所|医院|实验室|法院|研究会|检察院"),
    ("bureau", "局(?![面部势限长])|委员会|管委会|办事处|街道办|发改委|经信委|国资委|服务中心|促进中心|办公室|指挥部|专班"),
    ("body", "政协(?!委员)|人大常委会|人民政府|[市县区]政府|[市县区镇省州]委(?!员)"),
)  # fmt: skip
_END = scanner("|".join(f"(?P<{kind}>{ends})" for kind, ends in _ENDS))
_LONGEST = 18
_NO_NOUN = frozenset("vdpcrmuyeqwx")
"""First letters of the parts of speech that an organisation's name does not hold."""
_LEVEL = re.compile("[省市县区镇乡州旗]")
_TOWN = re.compile(
    r"(?=..[镇乡]|...[镇乡])(?:^|(?<=[\n。,;:!?“(])|(?<=在)|(?<=到)|(?<=位于)|(?<=走进))[\u4e00-\u9fff]{2,3}[镇乡](?![长委政党级域区上里街])"
)
"""A town or township where a clause begins, whatever words the segmenter makes of it."""
_NOT_PLACE = scanner(
    r"[与在到率由]|和(?!平)|全|[高新经开发]区$|园区|小区|地区$|城市|上市|超市|各|该|老|山区|景区|片区|校区|厂区|中华区|社区|街区|示范区"
)


@dataclass(frozen=True, slots=True)
class Named:
    """One place where an organisation is named; `name` as printed, `whole` the company's full name."""

    start: int
    end: int
    name: str
    whole: str
    kind: Kind


def organisations(
    text: str, tokens: Words, companies: tuple[Company, ...], people: bytes | bytearray = b""
) -> list[Named]:
    """All of them in the order in which they stand; what ends inside a found company is left out.

    people: for each character whether it is in a person's name, which no organisation runs over.
    """
    whole = {form.name: company.name for company in companies for form in company.forms}
    names = list(whole.items())
    found = [Named(start, end, *names[index], "company") for index, start, end in Finder(whole).longest(text)]
    taken = bytearray(len(text) + 1)
    for each in found:
        taken[each.start : each.end] = b"\1" * (each.end - each.start)
    for each in (*_by_end(text, tokens, people), *_places(text, tokens)):
        if not taken[each.end - 1]:
            found.append(each)
    return sorted(found, key=lambda each: (each.end, each.start))


def _by_end(text: str, tokens: Words, people: bytes | bytearray) -> Iterator[Named]:
    """Names that end in a word for an organisation, from as far left as the words before are nouns."""
    leads = words("org_leads")
    starts, ends, tags = tokens.starts, tokens.ends, tokens.tags
    for match in _END.finditer(text):
        at = bisect_left(ends, match.end())
        first = match.start()
        for index in range(min(at, len(starts) - 1), max(-1, at - 9), -1):
            start, end, tag = starts[index], ends[index], tags[index]
            if end <= match.start() or start < match.start():
                word = text[start : min(end, match.start())]
                if (
                    people[start : start + 1] == b"\1"
                    or (tag[0] in _NO_NOUN and tag != "vn")
                    or word in leads
                    or match.end() - start > _LONGEST
                ):
                    break
                first = start
        name = text[first : match.end()]
        if len(name) > 2 and not is_bare(name):
            yield Named(first, match.end(), name, name, match.lastgroup)  # type: ignore[arg-type]


def _places(text: str, tokens: Words) -> Iterator[Named]:
    """Provinces, cities, counties and towns: by the dictionary, and by the nouns before a level (新塍镇)."""
    taken = set()
    starts, tags = tokens.starts, tokens.tags
    for match in _LEVEL.finditer(text):
        end = match.end()
        at = tokens.ending(end)
        if at is None:
            continue
        first = starts[at]
        kind: Kind = "place" if tags[at] == "ns" else "spot"
        if end - first == 1:
            before, begin = (tags[at - 1], starts[at - 1]) if at else ("x", 0)
            if before != "ns" and (before[0] in _NO_NOUN or text[end : end + 1] in ("委", "长")):
                continue
            kind, first = ("place" if before == "ns" else "spot"), begin
            if end - first == 2 and at > 1 and tags[at - 2][0] not in _NO_NOUN:
                first = starts[at - 2]
        name = text[first:end]
        if (2 < len(name) < 8 or (kind == "place" and len(name) == 2)) and not _NOT_PLACE.search(name):
            taken.add(end)
            yield Named(first, end, name, name, kind)
    for match in _TOWN.finditer(text):
        if match.end() not in taken and not _NOT_PLACE.search(match[0]):
            yield Named(match.start(), match.end(), match[0], match[0], "spot")


@cache
def _end_kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return (
        ("firm", re.compile(r"公司|集团|股份|控股|合作社|事务所|工作室|厂$|银行|资本|科技$|实业$")),
        ("committee", re.compile(r"[省市县区镇乡州旗]委$|党委$|工委$")),
        ("bureau", re.compile(r"[局厅办委]$|委员会$|管委会$|办事处$|中心$|专班$|办公室$|街道$")),
        ("zone", re.compile(r"[高新经开发合作保税示范]区$|园区?$|[科新]\w?城$")),
        ("society", re.compile(r"会$|工商联$|侨联$")),
        ("body", re.compile(r"政协$|政府$|人大")),
        ("school", re.compile(r"大学$|学院$|学校$|院$|所$|医院$")),
        ("society", re.compile(r"会长|秘书长|监事长|理事长")),
        ("school", re.compile(r"校长|教授|系主任")),
        ("institute", re.compile(r"院长|所长|研究员|医生|法官")),
        ("place", re.compile(r"[省市县区镇乡州旗村]$")),
    )


@lru_cache(maxsize=4096)
def kind_by_end(org: str) -> str:
    """The kind of an organisation that is named nowhere else, by its last words."""
    return next((kind for kind, pattern in _end_kinds() if pattern.search(org)), "other")

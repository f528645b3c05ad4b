"""Which printed names are forms of one enterprise."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import rjieba

from reading.grammar import core_names

_LEGAL = re.compile(r"(?:有限责任公司|有限公司|总公司|公司|\(集团\)|\(有限合伙\))+$")
_GROUP = re.compile(r"(?:控股集团|集团控股|集团|控股|总公司)$")
_STOCK = re.compile(r"股份$")
_BRACKETED = re.compile(r"\([^()]{1,12}\)")
_FAR = frozenset(
    [
        "中国",
        "美国",
        "德国",
        "日本",
        "法国",
        "英国",
        "韩国",
        "瑞士",
        "瑞典",
        "荷兰",
        "意大利",
        "新加坡",
        "台湾",
        "香港",
        "以色列",
        "丹麦",
        "芬兰",
        "比利时",
        "西班牙",
        "加拿大",
        "澳大利亚",
        "泰国",
        "印度",
        "俄罗斯",
        "奥地利",
        "挪威",
        "爱尔兰",
        "马来西亚",
    ]
)


class Parts:
    """A name taken apart: `place` in front, `bare` without place and legal form, `brand` without its trade; whether it is a group."""

    __slots__ = ("bare", "brand", "brands", "group", "legal", "name", "place")

    def __init__(self, name: str) -> None:
        self.name = name
        stem = _LEGAL.sub("", _BRACKETED.sub("", name))
        self.legal = stem != name
        stem = _STOCK.sub("", stem) or stem
        tagged = rjieba.tag(stem)
        place = ""
        for word, tag in tagged[:-1]:
            if word not in _FAR and not (tag == "ns" and rjieba.has_word(word)):
                break
            place += word
        self.place = place if len(stem) - len(place) >= 2 else ""
        stem = stem[len(self.place) :]
        self.group = _GROUP.search(stem) is not None
        self.bare = _GROUP.sub("", stem) or stem
        self.brands = tuple(dict.fromkeys([self.bare, *core_names(self.bare)]))
        self.brand = self.brands[-1]


@lru_cache(1 << 14)
def _parts(name: str) -> Parts:
    return Parts(name)


def is_form_of(short: str, long: str) -> bool:
    """Whether the shorter name can stand for the longer one where nothing else in the text says otherwise."""
    a, b = _parts(short), _parts(long)
    if long.endswith("分公司") and not short.endswith("分公司"):
        return False
    if a.place and b.place and a.place not in b.place and b.place not in a.place:
        return False
    if a.bare == b.bare:
        return not (a.place and not b.place and a.place not in _FAR and not b.legal) or a.legal
    if a.group != b.group and a.group:
        return False
    if a.bare in b.brands:
        return True
    if b.group and not b.legal and len(a.bare) < len(b.bare) and len(short) >= 4:
        return False
    return _abbreviates(a.bare, b.bare) or (len(short) >= 2 and long.startswith(short))


def _abbreviates(short: str, long: str) -> bool:
    """Whether the characters of the short name stand in the long one in that order, from its first two on."""
    if len(short) < 2 or len(short) >= len(long) or short[:1] != long[:1]:
        return False
    if short[:2] != long[:2] and len(short) < 3:
        return False
    rest = iter(long)
    return all(character in rest for character in short)


def grouped(names: Iterable[str]) -> list[list[str]]:
    """The names by enterprise, the longest form of each first, in order of the longest forms given."""
    given = list(dict.fromkeys(names))
    order = sorted(given, key=lambda name: -len(name))
    owners: dict[str, list[str]] = {}
    index: dict[str, list[str]] = {}
    for name in order:
        candidates = dict.fromkeys(owner for gram in _grams(name) for owner in index.get(gram, ()))
        fitting = [owner for owner in candidates if is_form_of(name, owner)]
        if fitting:
            owner = min(fitting, key=lambda owner: _distance(name, owner))
            owners[owner].append(name)
        else:
            owners[name] = [name]
            for gram in _grams(name):
                index.setdefault(gram, []).append(name)
    return list(owners.values())


def _grams(name: str) -> list[str]:
    return [name[at : at + 2] for at in range(len(name) - 1)] or [name]


def _distance(short: str, long: str) -> tuple[bool, bool, int]:
    """A bare short form belongs to the group, then to the name without a place of its own, then to the nearest in length."""
    owner = _parts(long)
    return (not owner.group, owner.place not in ("", *_FAR) and owner.place not in short, len(long))

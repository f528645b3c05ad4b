"""The area that coverage is about: province, city, county and zone as far as the words tell."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from reading.lexicon import groups
from reading.scan import scanner
from reading.values import Text

Path = tuple[str, ...]
"""Province, city and county as far as named; a province's own county has no city, a municipality's district neither."""

_READ = 4000
"""Characters of headline and body that are looked at."""
_TITLE, _LEAD, _LEAD_SIZE = 4.0, 2.0, 160
_COUNTY_SHARE = 0.3
"""Share of its city's mentions from which on a county is what the text is about."""
_FIRM_AHEAD = re.compile(r"[\u4e00-\u9fff()]{0,14}?(?:公司|集团|股份|大学|银行|商会)")
_ELSEWHERE = re.compile(r"(?:赴|前往|来自|走进|奔赴|对接|拜访|总部(?:位于|在)|毗邻|距|辐射|运往|出口)$")
_FULL = tuple("省市县区州盟旗")
_ZONE_AHEAD = scanner(
    r"(?:经济|高新|国家|技术|产业|工业|综合|循环){0,4}(?:开发|[高经]?新|经开|保税|合作|示范|功能|园|度假)[区城园]"
)
_LEVEL = re.compile(r"(?:壮族|回族|维吾尔)?自治区$|特别行政区$|[\u4e00-\u9fff]{2}族自治[州县]$|[省市县区州盟旗]$")
_ZONE = re.compile(
    r"(?P<zone>[\u4e00-\u9fff]{0,6}(?:经济技术开发区|高新技术产业开发区|经济开发区|开发区|高新区|经开区|新区|工业园区|合作区|科技城|保税区|科创城|产业新城))(?!域)"
)
_COMMON_WORDS = frozenset(
    [
        "东方",
        "和平",
        "城中",
        "城东",
        "城西",
        "城北",
        "城关",
        "新城",
        "新华",
        "朝阳",
        "西区",
        "东区",
        "南岸",
        "长安",
        "五台",
        "中山",
        "南山",
        "东山",
        "西山",
        "文化",
        "建华",
        "向阳",
        "平山",
        "兴业",
        "兴安",
        "永安",
        "平安",
        "安定",
        "龙山",
        "凤凰",
        "大同",
        "金山",
        "宝山",
        "天峨",
        "富民",
        "富裕",
        "开平",
        "开封",
        "通城",
        "长治",
        "和顺",
        "石林",
        "南部",
        "资源",
        "中方",
        "大方",
        "万全",
        "德化",
        "武功",
        "乐业",
        "大城",
        "会同",
        "黄龙",
        "永新",
        "宁远",
        "青山",
        "江口",
        "合作",
        "崇礼",
        "友好",
        "海港",
        "中原",
        "华龙",
        "老城",
        "三元",
        "市中",
        "市南",
        "市北",
        "鼓楼",
        "铁东",
        "铁西",
        "高新",
    ]
)


@cache
def _divisions() -> tuple[AhoCorasick, list[str], dict[str, list[Path]]]:
    """A finder of all names, full and short, with the places that each may stand for."""
    paths: dict[str, list[Path]] = defaultdict(list)
    for label, own in groups("divisions").items():
        above = tuple(label.split("/"))
        for name in own:
            path = above if name == above[-1] else (*above, name)
            paths[name].append(path)
            short = _LEVEL.sub("", name)
            if len(short) > 1 and short != name and short not in _COMMON_WORDS:
                paths[short].append(path)
    for label, own in groups("zones").items():
        for name in own:
            paths[name].append((*label.split("/"), name))
    names = [name for name, found in paths.items() if len(found) == 1 or name[-1] in "省市县区州盟旗"]
    return AhoCorasick(names, matchkind=MatchKind.LeftmostLongest), names, paths


def place_path(text: Text) -> Path:
    """Province, city and county that the coverage is about, as far as it names or implies them."""
    return _path(*_legible(text))


@lru_cache(maxsize=1)
def _path(title: int, words: str) -> Path:
    """What is asked for the place of a piece and again for the offices of its people."""
    return _chosen(_mentions(words, title))


def divisions_in(words: str) -> list[tuple[int, str]]:
    """Every division that the words name, in full or short, that can be only one: where it stands, and its full name."""
    finder, names, paths = _divisions()
    return [
        (start, paths[names[index]][0][-1])
        for index, start, _ in finder.find_matches_as_indexes(words)
        if len(paths[names[index]]) == 1
    ]


def find_place(text: Text) -> str | None:
    """The area the coverage tells of, from province to zone as far as it is printed; None where no place is named."""
    title, words = _legible(text)
    path = _path(title, words)
    zone = _zone(words, title)
    place = "".join(dict.fromkeys(path))
    if zone and path and zone not in path:
        zone = next(
            (zone[len(part) :] for part in _spoken(path) if zone.startswith(part) and len(zone) > len(part) + 2), zone
        )
    elif zone in path:
        zone = None
    return place + (zone or "") or None


def _legible(text: Text) -> tuple[int, str]:
    """How long the headline is, and headline and body together."""
    title = "".join(text.text[zone.start : zone.end] for zone in text.zones if zone.kind == "title")
    parts: list[str] = [title]
    size = len(title)
    for zone in text.zones:
        if zone.kind == "body" and size < _READ:
            parts.append(text.text[zone.start : min(zone.end, zone.start + _READ - size)])
            size += len(parts[-1])
    return len(title), "".join(parts)


def _mentions(words: str, title: int) -> dict[str, float]:
    """How much each name of a division is spoken of."""
    finder, names, paths = _divisions()
    weights: dict[str, float] = defaultdict(float)
    for index, start, end in finder.find_matches_as_indexes(words):
        weight = _TITLE if start < title else _LEAD if start < title + _LEAD_SIZE else 1.0
        if _ELSEWHERE.search(words, max(0, start - 6), start):
            weight *= 0.2
        elif _ZONE_AHEAD.match(words, end) and not names[index].endswith(_FULL):
            weight *= 0.5 if len(paths[names[index]][0]) < 3 else 0.0
        elif _FIRM_AHEAD.match(words, end):
            weight *= 0.15
        if weight:
            weights[names[index]] += weight
    return weights


def _chosen(weights: dict[str, float]) -> Path:
    """The division that most is said of, its county where a good share is of it."""
    _, _, paths = _divisions()
    spoken = {path for name in weights for path in paths[name] if len(paths[name]) == 1}
    votes: dict[Path, float] = defaultdict(float)
    for name, weight in weights.items():
        likely = [path for path in paths[name] if path[:-1] in spoken or path[:1] in spoken]
        alone = paths[name][0][-1].endswith("市") and weight >= _TITLE
        if not likely and (name.endswith(_FULL) or len(paths[name][0]) < 3 or alone):
            likely = paths[name]
        for path in likely:
            votes[path] += weight / len(likely)
    total: dict[Path, float] = defaultdict(float)
    for path, weight in votes.items():
        for depth in range(1, len(path) + 1):
            total[path[:depth]] += weight
    best: Path = ()
    if max(total.values(), default=0.0) < 1.0:  # nothing but the addresses of firms
        return best
    while below := [path for path in total if len(path) == len(best) + 1 and path[: len(best)] == best]:
        first = max(below, key=lambda path: (total[path], path))
        if best and total[first] < _COUNTY_SHARE * total[best]:
            break
        best = first
    return best


def _spoken(path: Path) -> list[str]:
    """The names of a place and of those above it, full and short, as they stand before a zone's name; the longest first."""
    full = ["".join(path[at:]) for at in range(len(path))] + list(path)
    return sorted({*full, *(_LEVEL.sub("", name) for name in full)}, key=len, reverse=True)


def _zone(words: str, title: int) -> str | None:
    """The zone that headline and text speak of most, when more than in passing."""
    counts: Counter[str] = Counter()
    for match in _ZONE.finditer(words):
        counts[_bare(match["zone"])] += 2 if match.start() < title else 1
    if not counts:
        return None
    name, count = max(counts.items(), key=lambda row: (row[1], len(row[0])))
    return name if count > 1 and len(name) > 3 else None


def _bare(zone: str) -> str:
    """A zone's name without the words that run into it."""
    return re.sub(r"^.*(?:[在到与和及是为对向入了个的于年月日]|落户|走进|位于|推进|建设|全省|全市|举行)", "", zone)

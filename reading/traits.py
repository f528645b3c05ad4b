"""What the re-ranker is told about every candidate: one row of numbers each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from reading.beside import Spot, best_spot, marks_of, neighbours, position, surroundings, tag_number
from reading.brands import is_brand_name
from reading.candidates import SOURCES, Candidate, Scene
from reading.characters import FIRST, LAST, characters
from reading.lexicon import word_before
from reading.lexicon import words as lexicon
from reading.scan import scanner

_ENDINGS = {
    "company": r"公司|企业$|合伙$",
    "group": r"集团$|股份$|控股$",
    "bank": r"银行$|证券$|保险$|信托$|租赁$|资本$|创投$",
    "firm": r"厂$|商店$|超市$|酒店$|书店$|茶厂$|酒厂$|药房$|合作社$|矿$|油田$|电厂$|设计院$|农场$|事务所$|店$",
    "office": r"(?:局|厅|部|办|委|府|院|会|处|科|站|所|中心|政协|人大|法院|机关|组织|联盟|基金|交易所|总署)$",
    "school": r"(?:大学|学院|学校|中学|小学|医院|研究院|研究所|实验室|中科院|清华|北大|浙大|交大|复旦)$",
    "place": r"(?:省|市|县|区|镇|乡|村|街道|州|盟|旗|岛|港|湾|新城|园区|开发区|高新区|经开区|自贸区|新区|保税区|片区|城|谷|园|产业带|走廊|长三角|珠三角|大湾区)$",
    "project": r"(?:项目|工程|基地|产业园|工厂|生产线|总部|平台|中心|大厦|广场|公寓|小镇|综合体|二期|一期|三期|车间|产线|公园)$",
    "media": r"(?:日报|晚报|报|新闻|网|电视台|频道|杂志|通讯社|发布|客户端|公众号|记者)$",
    "thing": r"(?:产业|行业|领域|技术|系统|产品|设备|材料|装备|制造|电池|汽车|芯片|服务|项目|经济|业务|市场|产能|链|集群|人才|资金|工作|模式|活动|大会|论坛|博览会|计划|行动|政策|工艺|药物|疫苗|机器人|电子信息|新能源|新材料|半导体|生物医药|先进制造|高端装备)$",
    "person": r"(?:先生|女士|书记|市长|区长|县长|主任|局长|董事长|总经理|总裁|记者|院士|教授|博士)$",
}
_ENDING = {name: re.compile(pattern) for name, pattern in _ENDINGS.items()}
_ANY_ENDING = scanner("|".join(_ENDINGS.values()))
_LETTER = re.compile("[A-Za-z]")
_NO_ENDING = (0.0,) * len(_ENDINGS)
_COMMON = re.compile(
    r"^(?:本|该|各|某|多家|一家|这家|[两三四五六七八九十\d]+家|大型|中小|民营|国有|龙头|头部|知名|上市|高新技术|外资|世界|中国|重点|优质|骨干|链主|配套|相关|全球|国内|国际|行业|规上|独角兽|新兴|全国|央|国|民|外|企业|公司|集团)+(?:企业|公司|集团|巨头|厂商|强)?$"
)
TRAITS: tuple[str, ...] = (
    *(f"by {source}" for source in SOURCES),
    *(f"ends {name}" for name in _ENDINGS),
    "best", "mean", "sum", "second", "around", "within", "across", "around-best", "best/rivals",
    "size", "spots", "free", "free share", "latin", "digits", "ascii", "brackets", "in title", "title only",
    "words", "first tag", "last tag", "starts word", "ends word", "first place", "place size", "trade size", "rest size",
    "all trades", "brand whole", "brand bare", "brand prefix", "wellknown", "wellknown inside", "common", "stop first",
    "left edge", "right edge", "left tag", "right tag", "left place", "right office", "right act", "left lead", "list left", "list right",
    "list closer", "list likely", "short of full", "shorter likely", "longer likely", "longer suffix", "depth", "candidates", "document likely",
    "start mass", "end mass", "start rivals", "end rivals",
    "bare likely", "placed likely", "fit first", "fit second", "fit last", "fit mean",
    "known", "unknown words", "rarest word", "commonest word", "left known", "right known",
    "right school", "right place", "starts verb", "starts particle", "ends noun", "left noun", "left verb", "right noun", "right verb",
    "left familiar join", "right familiar join", "left title", "right title", "surname", "part size", "part before", "part after", "even parts",
    "right trade", "left trade", "quoted", "line start", "line length", "right number", "left char run",
)  # fmt: skip
"""What each column says."""


_LEGAL_ENDS = ("公司", "集团", "股份", "控股")
_LEGAL_TAIL = re.compile(r"(?:集团|控股)*(?:股份)?(?:有限责任公司|有限公司|总公司|公司)?$|集团$|股份$")


def describe(scene: Scene) -> tuple[list[Candidate], NDArray[np.float32]]:
    """All candidates in order of first appearance, and a row of traits for each."""
    entries = sorted(scene.candidates.values(), key=lambda entry: (entry.starts[0], -len(entry.name)))
    if not entries:
        return [], np.zeros((0, len(TRAITS)), np.float32)
    marks = marks_of(scene)
    likely = {entry.name: entry.best for entry in entries}
    document = sum(value for value in likely.values() if value > 0.3) / len(likely)
    relations = _relations(likely)
    lists = _list_likelihoods(scene, entries)
    starting: dict[int, float] = {}
    ending: dict[int, float] = {}
    for entry in entries:
        for start, value in entry.likely.items():
            starting[start] = starting.get(start, 0.0) + value
            ending[start + len(entry.name)] = ending.get(start + len(entry.name), 0.0) + value
    made = [_shape(scene, entry) for entry in entries]
    placed: dict[str, float] = {}
    for entry, (_, _, place) in zip(entries, made, strict=True):
        if place:
            rest = entry.name[len(place) :]
            placed[rest] = max(placed.get(rest, 0.0), likely[entry.name])
    matrix = np.empty((len(entries), len(TRAITS)), np.float32)
    for at, (entry, shape) in enumerate(zip(entries, made, strict=True)):
        spot = best_spot(scene, entry)
        bare = likely.get(entry.name[len(shape[2]) :], 0.0) if shape[2] else -1.0
        matrix[at] = (
            _evidence(scene, entry)
            + _build(scene, entry, shape)
            + surroundings(scene, spot)
            + [lists.get(entry.name, 0.0), *relations[entry.name], min(len(entries), 200), document]
            + _mass(entry, spot, starting, ending)
            + [bare, placed.get(entry.name, -1.0), *_fitness(entry.name)]
            + neighbours(scene, entry.name, spot, marks)
            + position(scene, entry)
        )
    return entries, matrix


def _shape(scene: Scene, entry: Candidate) -> tuple[str, str, str]:
    """A name without its place and legal form, that without its trade, and its place."""
    name = entry.name
    place = ""
    start = entry.starts[0]
    index = scene.words.starting(start)
    while (
        index is not None
        and index < len(scene.words.tags)
        and scene.words.tags[index] == "ns"
        and scene.words.ends[index] - start < len(name)
    ):
        place = name[: scene.words.ends[index] - start]
        index += 1
    bare = name[len(place) :]
    if bare.endswith(_LEGAL_ENDS):
        bare = _LEGAL_TAIL.sub("", bare)
    core = bare
    while size := word_before("trades", core, len(core)):
        core = core[:-size]
    return bare, core, place


@lru_cache(1 << 14)
def _endings(name: str) -> tuple[float, ...]:
    """For each kind of ending 1.0 where the name has it."""
    if _ANY_ENDING.search(name) is None:
        return _NO_ENDING
    return tuple([float(ending.search(name) is not None) for ending in _ENDING.values()])


@cache
def _by(sources: frozenset[str]) -> tuple[float, ...]:
    """For each source 1.0 where it proposed a name."""
    return tuple([float(source in sources) for source in SOURCES])


def _evidence(scene: Scene, entry: Candidate) -> list[float]:
    """Sources, endings, and what the tagger says."""
    values = sorted(entry.likely.values(), reverse=True)
    best = values[0] if values else 0.0
    second = values[1] if len(values) > 1 else 0.0
    total = sum(values)
    rivals = best + entry.around + entry.within + entry.across + 1e-3
    return [
        *_by(entry.sources),
        *_endings(entry.name),
        best, total / len(entry.starts), min(total, 20.0), second, entry.around, entry.within, entry.across, entry.around - best, best / rivals,
    ]  # fmt: skip


def _build(scene: Scene, entry: Candidate, shape: tuple[str, str, str]) -> list[float]:
    """How the name itself is made."""
    name = entry.name
    bare, core, place = shape
    size, count = len(name), len(entry.starts)
    start = entry.starts[0]
    end = start + size
    words = scene.words
    tags, starts, ends = words.tags, words.starts, words.ends
    low, high = bisect_right(starts, start) - 1, bisect_left(starts, end)
    opens, closes = starts[low] == start, ends[high - 1] == end
    title_start, title_end = scene.title
    in_title = [title_start <= at < title_end for at in entry.starts] if title_end else [False]
    wellknown = lexicon("enterprises")
    return [
        size, min(count, 20), min(entry.free, 20), entry.free / count,
        len(_LETTER.findall(name)), sum(map(str.isdigit, name)), name.isascii(),
        "(" in name, any(in_title), all(in_title),
        high - low, tag_number(tags[low]), tag_number(tags[high - 1]), opens, closes,
        place != "", len(place), len(bare) - len(core), len(core), not core,
        is_brand_name(name), is_brand_name(bare), is_brand_name(core),
        name in wellknown, core in wellknown or bare in wellknown, _COMMON.match(name) is not None,
        opens and name[: ends[low] - start] in lexicon("company_left"),
    ]  # fmt: skip


def _mass(entry: Candidate, spot: Spot, starting: dict[int, float], ending: dict[int, float]) -> list[float]:
    """How likely any name begins and ends where this one does, and how much of that is of other names."""
    own = entry.likely.get(spot.start, 0.0)
    first, last = starting.get(spot.start, 0.0), ending.get(spot.end, 0.0)
    return [first, last, first - own, last - own]


@lru_cache(1 << 14)
def _fitness(name: str) -> tuple[float, ...]:
    """How well the first, the second, the last and on average the later characters suit a short name."""
    firsts, insides, lasts = _fits()
    rows = [ord(character) - FIRST if "\u4e00" <= character <= "\u9fa5" else LAST - FIRST + 1 for character in name]
    inside = [insides[row] for row in rows[1:]] or [0.0]
    return firsts[rows[0]], inside[0], lasts[rows[-1]], sum(inside) / len(inside)


@cache
def _fits() -> tuple[list[float], list[float], list[float]]:
    """How well each character suits the first place of a short name, a later one, the last."""
    known = characters()
    first, inside, last = (row.astype(np.float64).tolist() for row in (known.first, known.inside, known.last))
    return first, inside, last


def _relations(best: dict[str, float]) -> dict[str, list[float]]:
    """For each name: whether it is the core of a name with a legal form, the likeliest name within it, around it.

    best: the tagger's best word on each name.
    """
    grams: dict[str, list[str]] = {}
    for name in best:
        grams.setdefault(name[:2], []).append(name)
    short: dict[str, float] = {}
    longer: dict[str, float] = {}
    suffix: dict[str, float] = {}
    inner: dict[str, float] = {}
    depth: dict[str, float] = {}
    for name, likely in best.items():
        size = len(name)
        within = 0.0
        full = name.endswith(("公司", "集团", "股份"))
        for at in range(size - 1):
            for other in grams.get(name[at : at + 2], ()):
                if len(other) >= size or not name.startswith(other, at):
                    continue
                if best[other] > within:
                    within = best[other]
                if likely > longer.get(other, 0.0):
                    longer[other] = likely
                depth[other] = depth.get(other, 0.0) + 1
                if full:
                    suffix[other] = max(suffix.get(other, 0.0), likely)
                    short[other] = max(short.get(other, 0.0), len(other) / size)
        inner[name] = within
    return {
        name: [
            short.get(name, 0.0), inner.get(name, 0.0), longer.get(name, 0.0), suffix.get(name, 0.0), min(depth.get(name, 0.0), 9.0),
        ]
        for name in best
    }  # fmt: skip


def _list_likelihoods(scene: Scene, entries: list[Candidate]) -> dict[str, float]:
    """For each name that is an item of a list, how likely its neighbours in the list are names; the best of its places."""
    starting: dict[int, float] = {}
    ending: dict[int, float] = {}
    for entry in entries:
        for start, likely in entry.likely.items():
            end = start + len(entry.name)
            starting[start] = max(starting.get(start, 0.0), likely)
            ending[end] = max(ending.get(end, 0.0), likely)
    found: dict[str, float] = {}
    for entry in entries:
        for start in entry.starts[:20]:
            end = start + len(entry.name)
            before = ending.get(start - 1, 0.0) if scene.string[start - 1 : start] == "、" else 0.0
            after = starting.get(end + 1, 0.0) if scene.string[end : end + 1] == "、" else 0.0
            if before or after:
                found[entry.name] = max(found.get(entry.name, 0.0), before + after)
    return found

"""Names of companies and projects taken apart: one normal form per name, and the parts that tell two names apart."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from reading.lexicon import words
from reading.scan import scanner
from reading.traditional import simplifier

LEGAL = scanner(r"(股份)?(有限责任公司|有限公司|公司)$|股份$")
"""集团 is no legal suffix: a group and a firm of it often share the rest."""
_FOREIGN_LEGAL = re.compile(
    r"(?:[\s,.]+(?:co|ltd|limited|inc|incorporated|corp|corporation|company|llc|llp|gmbh|ag|kg|plc|ab|asa|as|oyj|oy|sa"
    r"|sas|sarl|spa|s\.p\.a|srl|bv|b\.v|nv|n\.v|kk|k\.k|pte|pty|pvt|tbk|sdn|bhd|se|sl|s\.l|a/s|aps|kgaa|holdings?|group|株式会社)\.?)+$"
)
_GLOSS = re.compile(r"(?<=[\u4e00-\u9fff])\([a-z][a-z .&-]{2,}\)")
"""A foreign name in brackets behind the Chinese one that it repeats: 诺维克(Norvik)."""
REMEMBERED = 1 << 16
"""A name is compared with many: so many are kept taken apart."""
KEPT = "昇喆堃淼"
"""Simplified text keeps these in names, where they tell two names apart; a converter from traditional script folds them."""
BRACKETS = str.maketrans("（）［］【】〔〕", "()[][][]")
LEFT_OUT = re.compile(r"[\s“”\"'‘’《》·•・,，。、\-—–_()\[\]]+")
_BRACKETED = re.compile(r"\(([^()]{2,8})\)")
_COUNT = "[一二三四五六七八九十ivx\\d]+"
_PHASE = re.compile(
    rf"第?{_COUNT}(?:期|号|标段|代|批|工厂|分厂)|[东南西北]区|[a-h](?:区|栋|座|地块)|扩建|二次|三次|迁建|新建|改造"
)
_SIZE = re.compile(
    r"(?:总?投资(?:额)?|年产(?:能|量)?|月产)?(?:约|逾|超|近)?\d+(?:\.\d+)?(?:[万亿百千]*(?:美元|欧元|日元|元|吨|片|台套|台|套|只|辆|件|米|毫米|立方米"
    r"|平方米|mw|gw|gwh|mwh|亩|颗|瓦|支|个|吋|英寸))?(?:级)?的?"
)
"""Money and capacity: two that differ tell two projects apart, but a name may be printed without."""
_DIGITS = {"十": "10"} | {char: str(number) for number, char in enumerate("一二三四五六七八九", 1)}
_ROMAN = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "x": "10",
}
BROAD = frozenset(
    (
        "科技", "技术", "实业", "发展", "股份", "控股", "集团", "产业", "企业", "投资", "工业", "制造", "国际", "通讯", "通信",
        "信息", "信息技术", "电子", "网络", "智能", "智能科技", "管理", "服务", "企业管理",
    )
)  # fmt: skip
"""Trades so broad that two of them may stand for one firm (闻泰通讯, 闻泰科技)."""
_PLACE_KIND = re.compile(
    r"(?:城|产业园|工业园|科技园|园区|高新园|创新园|园|开发区|高新区|经开区|新区|保税区|小镇|街道|商会|协会|联合会|大学|学院|中学|小学"
    r"|研究院|研究所|实验室|医院|政府|管委会|委员会|局|厅|省|市|县|镇|乡|银行|基金|大厦|广场|中心|工会)$"
)
_LEVEL = re.compile(r"^(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)")
_PROJECT = re.compile(
    r"(?:产业化|建设|投资|扩建|新建|改造|技改|一体化)*(?:项目|技改|技术改造|扩产|工程|基地|生产线|产线|厂|工厂|总部|产业园|园|中心)(?:[一二三四五六七八九十\d]+期|\(.{1,6}\))?$"
)


@dataclass(frozen=True, slots=True)
class NameParts:
    """`place`: region at the head or in brackets, "" where none. `brand` and `trades` together are the rest but the legal suffix."""

    place: str
    brand: str
    trades: tuple[str, ...]
    group: bool
    """Whether it says 集团."""
    kind: str
    """The noun of an organisation that is no plain enterprise (产业园, 银行 …), "" for an enterprise."""
    phases: tuple[str, ...]
    """Numbers and stretches that single out one of several (2期, 1号, 西区), their numerals in digits."""
    sizes: tuple[str, ...]
    """Sums and capacities that the name says (年产8万吨)."""

    @property
    def core(self) -> str:
        return self.brand + "".join(self.trades)


def _folded(name: str) -> str:
    """Width, script, case, the shape of brackets and what repeats the name in foreign letters aside."""
    text = unicodedata.normalize("NFKC", name).translate(BRACKETS)
    simple = simplifier().convert(text)
    if len(simple) == len(text):
        simple = "".join(old if old in KEPT else new for old, new in zip(text, simple, strict=True))
    simple = _GLOSS.sub("", simple.lower())
    return _FOREIGN_LEGAL.sub("", simple).strip() or simple


@lru_cache(REMEMBERED)
def normal(name: str) -> str:
    """Width, script, case, space, punctuation and legal suffix aside; "" only for a name that holds nothing else.

    Two printed forms with one normal form are the same name. The region stays: 上海某某 and 北京某某 are two firms.
    """
    text = LEFT_OUT.sub("", _folded(name))
    bare = LEGAL.sub("", text)
    return bare if len(bare) >= 2 else text


@lru_cache(REMEMBERED)
def is_project(name: str) -> bool:
    """Whether the name ends in a noun of projects (项目, 基地, 生产线 …)."""
    return _PROJECT.search(_folded(name)) is not None


@lru_cache(REMEMBERED)
def project_core(name: str) -> str:
    """A project's name without the nouns that any project may carry."""
    text = _PHASE.sub(lambda found: _in_digits(found[0]), LEFT_OUT.sub("", _folded(name)))
    core = _PROJECT.sub("", text)
    bare = _SIZE.sub("", core)
    if len(bare) >= 2:
        return bare
    return core if len(core) >= 2 else text


@lru_cache(REMEMBERED)
def parts(name: str) -> NameParts:
    """The parts of a company's name."""
    folded = _folded(name)
    bracketed = [match[1] for match in _BRACKETED.finditer(folded)]
    inside = next((place for words_ in bracketed if (place := _region_of(words_))), "")
    text = LEFT_OUT.sub("", _BRACKETED.sub(lambda match: "" if _region_of(match[1]) else match[1], folded))
    group = "集团" in text
    bare = LEGAL.sub("", text).removesuffix("集团")
    bare = bare if len(bare) >= 2 else text
    kind = _PLACE_KIND.search(bare)
    place, rest = _without_region(bare)
    brand, trades = _without_trades(rest)
    if not brand:  # 上海电气, 中国银行: the region and the first trade are the brand
        place, brand, trades = "", bare[: len(bare) - len("".join(trades[1:]))], trades[1:]
    return NameParts(place or inside, brand, trades, group, kind[0] if kind else "", *_singled_out(text))


def _singled_out(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Phases and sizes; a number is one or the other."""
    phases = tuple(sorted(_in_digits(found) for found in _PHASE.findall(text)))
    rest = _PHASE.sub(" ", text)
    return phases, tuple(sorted(re.sub(r"^\D+|的$", "", found) for found in _SIZE.findall(rest)))


def _in_digits(phase: str) -> str:
    """二期, Ⅱ期, 第2期 in one form."""
    bare = phase.removeprefix("第")
    count = re.match(_COUNT, bare)
    if count is None:
        return bare
    number = _ROMAN.get(count[0]) or "".join(_DIGITS.get(char, char) for char in count[0])
    return number + bare[len(count[0]) :]


@cache
def _regions() -> tuple[str, ...]:
    return tuple(sorted(words("regions"), key=len, reverse=True))


def _region_of(text: str) -> str:
    """The region that the words are, level and all; "" for other words."""
    bare = re.sub(r"(?:省|市|县|区|自治区|特别行政区|工业园区?|开发区)$", "", text)
    return bare if bare in words("regions") or (bare != text and len(bare) >= 2) else ""


def _without_region(text: str) -> tuple[str, str]:
    place = next((region for region in _regions() if text.startswith(region)), "")
    rest = _LEVEL.sub("", text[len(place) :]) if place else text
    return (place, rest) if len(rest) >= 2 else ("", text)


def _without_trades(text: str) -> tuple[str, tuple[str, ...]]:
    """Brand and the trade words behind it, each as long as the lexicon has it; at least the whole may be trade words."""
    trades: list[str] = []
    lexicon = words("trades") | BROAD
    while text:
        size = next((size for size in range(min(6, len(text)), 1, -1) if text[-size:] in lexicon), 0)
        if not size or (len(text) - size == 1):
            break
        trades.insert(0, text[-size:])
        text = text[:-size]
    return text, tuple(trades)

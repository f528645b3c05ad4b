"""Names of companies and projects taken apart: one normal form per name, and the parts that tell two names apart."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from opencc_pyo3 import OpenCC

from reading.lexicon import words

LEGAL = re.compile(r"(集团)?(股份)?(有限责任公司|有限公司|公司)$|(集团)$")
BRACKETS = str.maketrans("（）［］【】〔〕", "()[][][]")
LEFT_OUT = re.compile(r"[\s“”\"'‘’《》·•・,，。、\-—–_()\[\]]+")
_BRACKETED = re.compile(r"\(([^()]{2,8})\)")
_PHASE = re.compile(
    r"[一二三四五六七八九十\d]+期|[一二三四五六七八九十ivx\d]+号|第[一二三四五六七八九十\d]+(?:代|批|工厂|分)|[东南西北]区|[a-h](?:区|栋|座|地块)|\d+(?:\.\d+)?"
    r"|扩建|二次|三次|迁建|新建|改造"
)
_PLACE_KIND = re.compile(
    r"(?:科技城|科创城|产业城|新城|产业园|工业园|科技园|园区|高新园|创新园|园|开发区|高新区|经开区|新区|保税区|小镇|街道|商会|协会|联合会|大学|学院|中学|小学"
    r"|研究院|研究所|实验室|医院|政府|管委会|委员会|局|厅|省|市|县|镇|乡|银行|基金|大厦|广场|中心)$"
)
_PROJECT = re.compile(
    r"(?:产业化|建设|投资|扩建|新建|改造|技改|一体化)*(?:项目|工程|基地|生产线|产线|厂|工厂|总部|产业园|园|中心)(?:[一二三四五六七八九十\d]+期|\(.{1,6}\))?$"
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
    """Numbers and stretches that single out one of several (二期, 1号, 西区)."""

    @property
    def core(self) -> str:
        return self.brand + "".join(self.trades)


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def _folded(name: str) -> str:
    """Width, script, case and the shape of brackets aside."""
    return _simplifier().convert(unicodedata.normalize("NFKC", name).translate(BRACKETS)).lower()


def normal(name: str) -> str:
    """Width, script, case, space, punctuation and legal suffix aside; "" only for a name that holds nothing else.

    Two printed forms with one normal form are the same name. The region stays: 上海某某 and 北京某某 are two firms.
    """
    text = LEFT_OUT.sub("", _folded(name))
    bare = LEGAL.sub("", text)
    return bare if len(bare) >= 2 else text


def is_project(name: str) -> bool:
    """Whether the name ends in a noun of projects (项目, 基地, 生产线 …)."""
    return _PROJECT.search(_folded(name)) is not None


def project_core(name: str) -> str:
    """A project's name without the nouns that any project may carry."""
    text = LEFT_OUT.sub("", _folded(name))
    core = _PROJECT.sub("", text)
    return core if len(core) >= 2 else text


def parts(name: str) -> NameParts:
    """The parts of a company's name."""
    folded = _folded(name)
    bracketed = [match[1] for match in _BRACKETED.finditer(folded)]
    inside = next((place for words_ in bracketed if (place := _region_of(words_))), "")
    text = LEFT_OUT.sub("", _BRACKETED.sub(lambda match: "" if _region_of(match[1]) else match[1], folded))
    group = "集团" in text
    bare = LEGAL.sub("", text)
    bare = bare if len(bare) >= 2 else text
    kind = _PLACE_KIND.search(bare)
    place, rest = _without_region(bare)
    brand, trades = _without_trades(rest)
    if not brand:  # 上海电气, 中国银行: the region and the first trade are the brand
        place, brand, trades = "", bare[: len(bare) - len("".join(trades[1:]))], trades[1:]
    return NameParts(
        place or inside, brand, trades, group, kind[0] if kind else "", tuple(sorted(_PHASE.findall(text)))
    )


@cache
def _regions() -> tuple[str, ...]:
    return tuple(sorted(words("regions"), key=len, reverse=True))


def _region_of(text: str) -> str:
    """The region that the words are, level and all; "" for other words."""
    bare = re.sub(r"(?:省|市|县|区|自治区|特别行政区|工业园区?|开发区)$", "", text)
    return bare if bare in words("regions") or (bare != text and len(bare) >= 2) else ""


def _without_region(text: str) -> tuple[str, str]:
    place = next((region for region in _regions() if text.startswith(region)), "")
    rest = text[len(place) :].removeprefix("省").removeprefix("市") if place else text
    return (place, rest) if len(rest) >= 2 else ("", text)


def _without_trades(text: str) -> tuple[str, tuple[str, ...]]:
    """Brand and the trade words behind it, each as long as the lexicon has it; at least the whole may be trade words."""
    trades: list[str] = []
    lexicon = words("trades")
    while text:
        size = next((size for size in range(min(6, len(text)), 1, -1) if text[-size:] in lexicon), 0)
        if not size or (len(text) - size == 1):
            break
        trades.insert(0, text[-size:])
        text = text[:-size]
    return text, tuple(trades)

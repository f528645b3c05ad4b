"""Undo what the way to us did to the words: width, pinyin in brackets, traditional script, advert-law swaps, torn lines."""

from __future__ import annotations

import html
import re
from functools import cache
from operator import ne

from reading.draft import Draft, Edit
from reading.mojibake import repair_mojibake
from reading.scan import scanner
from reading.shifted import TONED, repair_shifted
from reading.spelling import spellings
from reading.traditional import HAN, han_count, may_change, simplifier

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SPACES_OF_ALL_WIDTHS = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\x0b\x0c"
)
_WIDTH = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}, **dict.fromkeys(_SPACES_OF_ALL_WIDTHS, " "),
    "\u2028": "\n", "\u2029": "\n", "\x85": "\n", "〜": "~", "︰": ":", "﹒": ".",
}  # fmt: skip
_WIDE = frozenset(_WIDTH)
_NOTHING = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe00-\ufe0f\x00-\x08\x0e-\x1f\x7f]+")
_RETURN = re.compile(r"\r\n?")
_TONE = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜńňǹḿ"
_PINYIN = re.compile(rf"\((?=[a-zü]*[{_TONE}])[{TONED}]{{1,6}}\)")
_TONELESS = scanner(rf"(?<=[{HAN}])\(([a-zü]{{1,6}})\)")
_LEADING_MARKS = re.compile(r"(?m)^[ \t]*(?:\? ){2,}")
_EDGE_SPACE = scanner(r" +(?=\n)|(?<=\n) +|^ +| +$")
_SPACES = re.compile(r" {2,}")
_BLANK_LINES = re.compile(r"\n{2,}")
_TORN = scanner(rf"\n(?=[,。、;:!?)\]》”%])|(?<=[{HAN}A-Za-z0-9][,、(《“])\n|(?<=[{HAN}][《(“])\n")
_MOST = re.compile(r"蕞(?!尔)")
_FIRST = scanner(
    r"头部(?=[线名枪批个位次届]|签(?![约名])|动力|生产力|要务|要素|责任|书记|季度|大(?![多部都型])|时间|资源(?!有限)|阶段|梯队建)"
    r"|(?<=[省市区县国球界])头部(?=[,。;!、)]|$)|(?<=位居)头部|(?<=位列)头部|(?<=排名)头部"
)
TRADITIONAL_SHARE = 0.02
"""From this share of characters on that simplification would change, a document counts as traditional script."""
_KEEP = frozenset("昇甯鉅薰")
_DRY = re.compile(
    r"(?:饼|餅|果|菜|若|[葡提]萄|葡萄|肉|豆腐|豆|鱼|魚|晾|烘|风|風|擦|晒|曬|吹)乾|乾(?:燥|净|淨|旱|杯|洗|货|貨|粮|糧|果|脆|枯|涸|冰|式|法|湿|濕|电池|電池|粉|料|草|酪)"
)


def repair(draft: Draft) -> None:
    """All repairs, in the order in which they build on each other."""
    draft.sub(_ENTITY, lambda match: html.unescape(match[0]), "entity")
    repair_mojibake(draft)
    draft.sub(_RETURN, "\n")
    draft.rewrite(_narrowed(draft.text))
    draft.absorb(_NOTHING)
    if _drop_pinyin(draft):
        repair_shifted(draft)
    _simplify(draft)
    draft.sub(_MOST, "最", "advert_law")
    draft.sub(_FIRST, "第一", "advert_law")
    draft.sub(_LEADING_MARKS, "")
    draft.absorb(_doubled_tail(), "doubled")
    _lay_lines(draft)


def _narrowed(text: str) -> str:
    """The text with every character of _WIDTH in its usual form: a few replacements are sooner made than a translation."""
    for char in _WIDE.intersection(text):
        text = text.replace(char, _WIDTH[char])
    return text


@cache
def _doubled_tail() -> re.Pattern[str]:
    """The repetition after a mark, not the mark itself, so that it can be absorbed into the mark."""
    return scanner(r"(?<=,),+|(?<=。)。+|(?<=、)、+|(?<=;);+|(?<=:):+(?!/)|(?<=!)!+|(?<=\?)\?+")


def _drop_pinyin(draft: Draft) -> bool:
    """Give bracketed syllables to the character they spell; True where the page has this damage."""
    draft.absorb(_PINYIN, "pinyin")
    if draft.repairs["pinyin"] < 3:
        return False
    edits: list[Edit] = []
    for match in _TONELESS.finditer(draft.text):
        before = match.start() - 1
        if match[1] in spellings(draft.text[before], False):
            draft.ends[before] = draft.ends[match.end() - 1]
            edits.append((match.start(), match.end(), ""))
    draft.edit(edits, "pinyin")
    return True


def _simplify(draft: Draft) -> None:
    """Simplify a document in traditional script; leave simplified ones alone, names like 乾照 would suffer."""
    text = draft.text
    # The converter costs more than all other repairs, and most pages hold next to nothing that it could change; half the
    # share, because a phrase may change characters that alone stay.
    if not may_change(text, TRADITIONAL_SHARE / 2):
        return
    simplified = simplifier().convert(text)
    if len(simplified) != len(text):  # a phrase of another length: convert character by character instead
        simplified = "".join(map(_simplified, text))
    changed = sum(map(ne, text, simplified)) if simplified != text else 0
    if not changed or changed < TRADITIONAL_SHARE * han_count(text):
        return
    if _KEEP & set(text) or "乾" in text:
        dry = {at for match in _DRY.finditer(text) for at in range(match.start(), match.end())}
        simplified = "".join(
            a if a in _KEEP or (a == "乾" and at not in dry) else b
            for at, (a, b) in enumerate(zip(text, simplified, strict=True))
        )
    draft.rewrite(simplified.replace("向著", "向着"), "traditional")


@cache
def _simplified(char: str) -> str:
    new = simplifier().convert(char)
    return new if len(new) == 1 else char


def _lay_lines(draft: Draft) -> None:
    """One paragraph a line: no blank lines, no indents, no line torn within a sentence."""
    draft.sub(_SPACES, " ")
    draft.sub(_EDGE_SPACE, "")
    draft.sub(_BLANK_LINES, "\n")
    draft.sub(_TORN, "", "torn_line")
    draft.edit(_wraps(draft.text), "torn_line")


def _wraps(text: str) -> list[Edit]:
    """Line ends that only a fixed width made: most lines equally long, broken within words."""
    lines = text.split("\n")
    widths = sorted(len(line) for line in lines)
    if len(lines) < 5 or not 16 <= widths[-1] <= 90:
        return []
    full = widths[-1] - 2
    if sum(width >= full for width in widths) < 0.5 * len(lines):
        return []
    edits: list[Edit] = []
    at = 0
    for line in lines[:-1]:
        at += len(line)
        if len(line) >= full and line[-1] not in "。!?…”:":
            edits.append((at, at + 1, ""))
        at += 1
    return edits

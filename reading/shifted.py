"""Undo what a byte-wise tool did to GBK pages: one byte lost, so that everything up to the next ASCII byte is a pair off."""

from __future__ import annotations

import re
from functools import lru_cache

from reading.draft import Draft, Edit
from reading.spelling import spellings
from reading.traditional import simplifier

_PRIVATE = r"\ue000-\ue765"
_RUN = re.compile(rf"[!;?:,.][\u4e00-\u9fff{_PRIVATE}]{{1,12}}[A-Za-z\[\]^_`{{|}}~\\@]")
TONED = "a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜüńňǹḿ"
_SWALLOWED = re.compile(rf"(?<=[\u4e00-\u9fff])\?([{TONED}]{{1,6}})\)([\u4e00-\u9fff]{{1,8}}[A-Za-z]?)")


def repair_shifted(draft: Draft) -> None:
    """Undo both kinds of damage; a run stays as it is unless what comes out reads as Chinese."""
    _undo_swallowed(draft)
    draft.sub(_RUN, lambda match: _unshift(match[0]) or match[0], "shifted")


def _unshift(run: str) -> str | None:
    """`!都闻d` is `。《嘉興`: the lead byte of the full stop is gone. None when the result is no Chinese."""
    wide = chr(ord(run[0]) + 0xFEE0)
    data = b"\xa1" + b"".join(_gbk(char) for char in wide + run[1:])
    try:
        text = data.decode("gbk")
    except UnicodeDecodeError:
        return None
    if text[0] not in "。、" or not all(char in "《》“”()、。" or is_everyday(char) for char in text[1:]):
        return None
    return text


def _gbk(char: str) -> bytes:
    """The GBK bytes of a character, user-defined area included, which Python's codec refuses."""
    code = ord(char)
    if 0xE000 <= code <= 0xE233:
        row, cell = divmod(code - 0xE000, 94)
        return bytes((0xAA + row, 0xA1 + cell))
    if 0xE234 <= code <= 0xE4C5:
        row, cell = divmod(code - 0xE234, 94)
        return bytes((0xF8 + row, 0xA1 + cell))
    return char.encode("gbk", "replace")


@lru_cache(maxsize=8192)
def is_everyday(char: str) -> bool:
    """Whether the character, simplified, is one of the 3755 everyday ones (GB 2312, first level)."""
    data = simplifier().convert(char).encode("gb2312", "ignore")
    return len(data) == 2 and 0xB0 <= data[0] <= 0xD7


def _undo_swallowed(draft: Draft) -> None:
    """`鏈?zhǔn)桨l` is `鏈式發`: pinyin was put between two characters whose bytes 準 straddles, and its bracket ate a byte."""
    edits: list[Edit] = []
    for match in _SWALLOWED.finditer(draft.text):
        tail = b"".join(_gbk(char) for char in match[2])
        before = _gbk(draft.text[match.start() - 1])
        for lead in range(0x81, 0xFF):
            try:
                straddling = (before[-1:] + bytes((lead,))).decode("gbk")
                text = (bytes((lead,)) + tail).decode("gbk")
            except UnicodeDecodeError:
                continue
            if match[1] in spellings(straddling, True) and all(map(is_everyday, text)):
                edits.append((match.start(), match.end(), text))
                break
    draft.edit(edits, "shifted")

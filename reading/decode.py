"""Bytes to characters. Nothing here ever raises: what cannot be decoded becomes U+FFFD."""

from __future__ import annotations

import codecs
import re

from reading.values import Media, Page

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]{3,20})""")
_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|div|p|table|article|section|span|br|h1|meta)\b[^<>]{0,400}>", re.IGNORECASE
)
_COMMON = frozenset("的一是在不了有和人这这個个为為上中大来來国國业業产產项項目资資市区區公司投建设設年月日元")
_SAMPLE = 200_000


def page_of(page: bytes | str, media: Media | None = None) -> Page:
    """The page decoded. `media` is told from the first markup where it is not given; a BOM is no part of the source."""
    source, encoding = (page, "str") if isinstance(page, str) else _decode(page)
    source = source.removeprefix("\ufeff")
    if media is None:
        media = "html" if len(_MARKUP.findall(source, 0, _SAMPLE)) >= 2 else "text"
    return Page(source, media, encoding)


def _decode(data: bytes) -> tuple[str, str]:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), name
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        # one torn character at the end or a few bad bytes do not make a page another encoding
        broken = data.decode("utf-8", "replace")
        if error.start > len(data) - 4 or broken.count("\ufffd") * 50 < sum(char > "\x7f" for char in broken):
            return broken, "utf-8"
    if found := _wide(data):
        return found
    tried: list[tuple[float, str, str]] = []
    for name in dict.fromkeys((*_declared(data), "gb18030", "big5", "big5hkscs")):
        text = data.decode(name, "replace")
        tried.append((_chinese(text), text, name))
    best = max(tried, key=lambda row: row[0])
    if best[0] > 0:
        return best[1], best[2]
    from charset_normalizer import from_bytes  # few pages ask for it, and it takes room

    guess = from_bytes(data[:_SAMPLE]).best()
    name = guess.encoding if guess else "gb18030"
    return data.decode(name, "replace"), name


def _declared(data: bytes) -> list[str]:
    """The encoding that the markup names, when Python knows it as a text encoding."""
    match = _DECLARED.search(data[:4096])
    if not match:
        return []
    name = match[1].decode("ascii").lower()
    try:
        b"a".decode(name)
    except (LookupError, UnicodeError, ValueError):
        return []
    return ["gb18030" if name in ("gb2312", "gbk") else name]


def _wide(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark: line breaks, digits and blanks leave zero bytes on one side only."""
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 40 < len(sample) or min(even, odd) * 10 > max(even, odd):
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    return data.decode(name, "replace"), name


def _chinese(text: str) -> float:
    """How much the text looks like Chinese prose: share of everyday characters less that of broken ones."""
    sample = text[:_SAMPLE]
    wide = [char for char in sample if char > "\x7f"]
    if not wide:
        return 0.0
    return (sum(char in _COMMON for char in wide) - 4 * wide.count("\ufffd")) / len(wide)

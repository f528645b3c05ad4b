"""Reading the markup of strangers: XML without entities, anchors with their absolute addresses, days in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser, LexborNode

from reading.decode import page_of
from staff.refusal import Refused

# What XML may say it is written in; anything else is read as UTF-8 (UTF-7 and the like only ever hide something).
_ENCODINGS = {
    "utf-8": "utf-8", "utf8": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5",
    "iso-8859-1": "latin-1", "us-ascii": "utf-8", "ascii": "utf-8", "windows-1252": "cp1252", "utf-16": "utf-16",
}  # fmt: skip
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_SAID = re.compile(rb"""^[^>]{0,100}encoding\s*=\s*["']([A-Za-z0-9_-]{2,30})["']""")
_ENTITY = re.compile(r"<!ENTITY|<!DOCTYPE[^>\[]{0,2000}\[", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)(20\d\d)\s?[-./年]\s?(\d{1,2})\s?[-./月]\s?(\d{1,2})(?!\d)")
_DAY_IN_ADDRESS = re.compile(r"(?<!\d)(20\d\d)[-_/]?(0[1-9]|1[0-2])[-_/]?(0[1-9]|[12]\d|3[01])(?!\d)")
_TAG = re.compile(r"<(/?)[A-Za-z][^<>]*?(/?)>")
_PIECE = re.compile(r"<(?:item|entry)[\s>]", re.IGNORECASE)
DEEPEST, MOST_PIECES = 200, 5000
# Links of one page that are looked at, and how often its length is read in search of the days beside them.
MOST_ANCHORS, MOST_READ = 5000, 20


def xml_of(raw: bytes) -> str:
    """The XML document as text without its declaration. Refused where it declares entities: no list needs them."""
    text = _decoded(raw)
    if _ENTITY.search(text):
        raise Refused("这个文件里有不安全的 XML 实体，没有读。请换一个网址，或向网站反映。", code="entities")
    # Characters that XML forbids spoil a whole feed for one bad byte.
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)
    return _DECLARATION.sub("", text.lstrip("\ufeff \t\r\n"), count=1)


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or raw[:40].count(0) > 10:
        return page_of(raw, "html").source
    said = _SAID.match(raw)
    encoding = _ENCODINGS.get(said[1].decode().lower(), "utf-8") if said else "utf-8"
    try:
        return raw.decode(encoding)
    except UnicodeError:
        # Declared wrongly or not at all: as any page, by what makes the better Chinese.
        return page_of(raw, "html").source


def check_size(text: str) -> None:
    """Refused for a document made to hang its parser: nested without end, or of more pieces than any list has."""
    depth = 0
    for tag in _TAG.finditer(_outside_cdata(text)):
        depth += 0 if tag[2] else -1 if tag[1] else 1
        if depth > DEEPEST:
            raise Refused("这个文件的层次太深，没有读。请换一个网址。", code="too_deep")
    if len(_PIECE.findall(text)) > MOST_PIECES:
        raise Refused(f"这个文件超过 {MOST_PIECES} 条，没有读。请换一个短一些的。", code="too_large")


def _outside_cdata(text: str) -> str:
    """The text without its CDATA sections; Refused where one never ends, which parsers look for again and again."""
    first, *rest = text.split("<![CDATA[")
    kept = [first]
    for part in rest:
        _, end, after = part.partition("]]>")
        if not end:
            raise Refused("这个文件的格式是坏的，没有读。请换一个网址，或向网站反映。", code="format")
        kept.append(after)
    return "".join(kept)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link on a page: where to, its words, the day beside it."""

    url: str
    text: str
    at: datetime | None


class Markup:
    """A parsed page."""

    def __init__(self, raw: bytes, url: str) -> None:
        self.source = page_of(raw, "html").source
        self.tree = LexborHTMLParser(self.source)
        base = self.tree.css_first("base[href]")
        self.url = joined(url, (base.attributes.get("href") or "") if base else "") or url

    @property
    def title(self) -> str:
        """The page's title without the site's tail."""
        node = self.tree.css_first("title")
        return squeezed(node.text())[:120] if node else ""

    def anchors(self) -> Iterator[Anchor]:
        """Every link that leads to a page, in the order of the page, each address once, its longest words."""
        found: dict[str, Anchor] = {}
        budget = [len(self.source) * MOST_READ]
        for node in self.tree.css("a[href]")[:MOST_ANCHORS]:
            url = joined(self.url, node.attributes.get("href") or "")
            if not url or url.partition("#")[0] == self.url.partition("#")[0]:
                continue
            text = squeezed(node.attributes.get("title") or "") or squeezed(words_of(node))
            before = found.get(url)
            if before is None or len(text) > len(before.text):
                found[url] = Anchor(url, text[:400], day_in(around(node, budget)) or day_of(url))
        yield from found.values()

    def linked(self, selector: str) -> list[tuple[str, str]]:
        """(address, title) of the <link>s that the selector finds."""
        nodes = self.tree.css(selector)
        pairs = [
            (joined(self.url, node.attributes.get("href") or ""), node.attributes.get("title") or "") for node in nodes
        ]
        return [(url, title) for url, title in pairs if url]


def joined(base: str, href: str) -> str:
    """The absolute address, "" where it leads to no page."""
    href = href.strip()
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:", "data:")) or len(href) > 2000:
        return ""
    try:
        url = urljoin(base, href).partition("#")[0]
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""


def words_of(node: LexborNode) -> str:
    """The words inside a node as they are read."""
    return node.text(separator=" ")


def around(node: LexborNode, budget: list[int]) -> str:
    """The words of the row of a list that the link stands in, where it is a short one. `budget`: characters left to read."""
    parent = node.parent
    for _ in range(3):
        if parent is None or parent.tag in ("body", "html", "ul", "table") or budget[0] <= 0:
            return ""
        text = parent.text(separator=" ")
        budget[0] -= len(text)
        if _DAY.search(text):
            return text if len(text) < 400 else ""
        parent = parent.parent
    return ""


def squeezed(text: str) -> str:
    return " ".join(text.split())


def day_in(text: str) -> datetime | None:
    """The first day that the words tell, as midnight here."""
    return _moment(_DAY.search(text))


def day_of(url: str) -> datetime | None:
    """The day that the address holds (/2026/11/02/, t20261102_…)."""
    return _moment(_DAY_IN_ADDRESS.search(urlsplit(url).path))


def _moment(match: re.Match[str] | None) -> datetime | None:
    if match is None:
        return None
    try:
        return timezone.make_aware(datetime(*(int(part) for part in match.groups())))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None

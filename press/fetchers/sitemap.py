"""Site maps: XML (also packed), indexes of them, plain lists of addresses."""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from press.fetch import LISTED, Fetched
from press.fetchers.items import Ask, Fetcher, Get, Guess, Item, Listing
from press.fetchers.markup import check_size, day_of, joined, squeezed, xml_of
from press.fetchers.patterns import matches, shape_of
from press.models.source import Source
from staff.refusal import Refused

# The protocol's own limits.
MOST_BYTES = 50 * 1024 * 1024
MOST_ITEMS = 50_000
MOST_PARTS = 1000


class Sitemap(Fetcher):
    kind = Source.Kind.SITEMAP
    has_pattern = True

    def visit(self, ask: Ask, get: Get) -> Listing:
        page = get(ask.url, kinds=LISTED, etag=ask.etag, modified=ask.modified, most=MOST_BYTES)
        if page.unchanged:
            return Listing(unchanged=True, etag=ask.etag, modified=ask.modified)
        listing = read(page, ask.pattern)
        if listing is None:
            raise Refused("这个网址现在不是站点地图了。请打开网站看看，换一个网址。", code="format")
        return listing

    def guess(self, page: Fetched, get: Get, pattern: str = "") -> Guess | None:
        """The map that the page is; of an index, what its newest part holds."""
        listing = read(page)
        if listing is None:
            return None
        items = listing.items
        if not items and listing.parts:
            inner = read(get(listing.parts[0], kinds=LISTED, most=MOST_BYTES))
            items = inner.items if inner else ()
        pattern = pattern or commonest(items, page.url)
        fitting = tuple(item for item in items if not pattern or matches(pattern, item.url, page.url))
        return Guess(self.kind, page.url, urlsplit(page.url).netloc, pattern, fitting)


def commonest(items: tuple[Item, ...], base: str) -> str:
    """The shape of most addresses of the map that have a number in them: its articles, not its columns."""
    counted = Counter(shape for item in items if "*" in (shape := shape_of(item.url, base)))
    return counted.most_common(1)[0][0] if counted else ""


def unpacked(raw: bytes, most: int = MOST_BYTES) -> bytes:
    """The map as it was before it was packed by gzip; Refused where it unfolds to more than is allowed."""
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    unpacker = zlib.decompressobj(31)
    try:
        text = unpacker.decompress(raw, most + 1)
    except zlib.error as error:
        raise Refused("站点地图的压缩文件是坏的，没有读。请稍后再试。", code="format") from error
    if len(text) > most:
        raise Refused("站点地图解压后太大，没有读。请换一个小一些的。", code="too_large")
    return text


def read(page: Fetched, pattern: str = "") -> Listing | None:
    """The addresses of the map that fit the pattern, newest first; the maps of an index. None where it is no map."""
    raw = unpacked(page.raw)
    if raw.lstrip()[:4] == b"http":
        return _plain(raw, page, pattern)
    head = raw[:2000].replace(b"\0", b"")
    if b"<urlset" not in head and b"<sitemapindex" not in head and b"<!DOCTYPE" not in head:
        return None
    try:
        text = xml_of(raw)
        check_size(text)
        root = fromstring(text.encode())
    except DefusedXmlException as error:
        raise Refused("站点地图里有不安全的 XML 实体，没有读。", code="entities") from error
    except (ParseError, ValueError, RecursionError):
        return None
    name = root.tag.rpartition("}")[2]
    if name not in ("urlset", "sitemapindex"):
        return None
    rows = [row for child in root if (row := _row(child, page.url))]
    rows.sort(key=lambda row: row.at or datetime.min.replace(tzinfo=UTC), reverse=True)
    listing = Listing(etag=page.etag, modified=page.modified, name=urlsplit(page.url).netloc)
    if name == "sitemapindex":
        return replace(listing, parts=tuple(row.url for row in rows[:MOST_PARTS]))
    fitting = [row for row in rows if not pattern or matches(pattern, row.url, page.url)]
    return replace(listing, items=tuple(fitting[:MOST_ITEMS]))


def _row(child: Element, base: str) -> Item | None:
    words = {node.tag.rpartition("}")[2]: squeezed(node.text or "") for node in child.iter()}
    url = joined(base, words.get("loc", ""))
    if not url:
        return None
    told = words.get("publication_date") or words.get("lastmod") or ""
    return Item(url, words.get("title", "")[:400], _moment(told) or day_of(url))


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _plain(raw: bytes, page: Fetched, pattern: str) -> Listing | None:
    lines = raw.decode("utf-8", "replace").split()[:MOST_ITEMS]
    urls = [joined(page.url, line) for line in lines]
    if not all(urls):
        return None
    items = tuple(Item(url, at=day_of(url)) for url in urls if not pattern or matches(pattern, url, page.url))
    return Listing(items, name=urlsplit(page.url).netloc, etag=page.etag, modified=page.modified)


SITEMAP = Sitemap()

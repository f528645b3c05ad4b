"""Feeds: RSS, Atom, RDF and JSON Feed, given by address or found on the page that names them."""

from __future__ import annotations

import json
import re
from calendar import timegm
from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import feedparser

from press.fetch import LISTED, Fetched
from press.fetchers.items import Ask, Fetcher, Get, Guess, Item, Listing
from press.fetchers.markup import Markup, check_size, joined, squeezed, xml_of
from press.models.source import Source
from staff.refusal import Refused

MOST_BYTES = 10 * 1024 * 1024
MOST_ITEMS = 1000
# What is shorter than this is a teaser, no article, and cannot stand for one that has no page.
LEAST_BODY = 40
_IS_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
_ON_PAGE = 'link[rel~="alternate"][type="application/rss+xml"], link[rel~="alternate"][type="application/atom+xml"], link[rel~="alternate"][type="application/feed+json"]'


class Feed(Fetcher):
    kind = Source.Kind.FEED

    def visit(self, ask: Ask, get: Get) -> Listing:
        page = get(ask.url, kinds=LISTED, etag=ask.etag, modified=ask.modified, most=MOST_BYTES)
        if page.unchanged:
            return Listing(unchanged=True, etag=ask.etag, modified=ask.modified)
        listing = read(page)
        if listing is None:
            raise Refused("这个网址现在不是订阅（RSS/Atom）了。请打开网站看看，换一个网址。", code="format")
        return listing

    def guess(self, page: Fetched, get: Get, pattern: str = "") -> Guess | None:
        """The feed that the page is, or the first one it names that has something in it."""
        if (listing := read(page)) is not None:
            return Guess(self.kind, page.url, listing.name, items=listing.items)
        if page.raw.lstrip()[:5] == b"<?xml":
            return None
        named = [pair for pair in Markup(page.raw, page.url).linked(_ON_PAGE) if not _is_of_comments(*pair)]
        for url, title in named[:3]:
            try:
                found = get(url, kinds=LISTED, most=MOST_BYTES)
                listing = read(found)
            except Refused:
                # A page may name feeds that are long gone; the next one may do.
                continue
            if listing is not None and listing.items:
                return Guess(self.kind, found.url, listing.name or title, items=listing.items)
        return None


def _is_of_comments(url: str, title: str) -> bool:
    return "comment" in url.lower() or "评论" in title


def read(page: Fetched) -> Listing | None:
    """The items of the feed, None where the page is no feed. Refused for one that must not be parsed."""
    head = page.raw[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        return _json(page)
    if b"<" not in page.raw[:400].replace(b"\0", b"") or head[:14].lower() in (b"<!doctype html", b"<html"):
        return None
    text = xml_of(page.raw)
    if not _IS_FEED.search(text[:5000]):
        return None
    check_size(text)
    # Handed over as a stream of UTF-8: given a string, the parser would take it for an address or a file to open.
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": page.url}
    parsed = feedparser.parse(BytesIO(text.encode()), response_headers=headers, sanitize_html=False)
    if not parsed.version:
        return None
    items = [item for entry in parsed.entries[:MOST_ITEMS] if (item := _item(entry, page.url))]
    links = {link.get("rel"): link.get("href", "") for link in parsed.feed.get("links", ())}
    after = joined(page.url, links.get("next") or links.get("prev-archive") or "")
    name = squeezed(str(parsed.feed.get("title", ""))) or urlsplit(page.url).netloc
    return Listing(_newest_first(items), next=after, name=name[:120], etag=page.etag, modified=page.modified)


def _newest_first(items: Iterable[Item]) -> tuple[Item, ...]:
    """By their dates where all have one, else as they stand."""
    rows = list(items)
    if rows and all(row.at for row in rows):
        rows.sort(key=lambda row: row.at or datetime.min.replace(tzinfo=UTC), reverse=True)
    return tuple(rows)


def _item(entry: Any, base: str) -> Item | None:
    url = joined(base, str(entry.get("link", "") or ""))
    title = squeezed(_plain(str(entry.get("title", ""))))[:400]
    told = entry.get("published_parsed") or entry.get("updated_parsed")
    at = _moment(told)
    if url:
        return Item(url, title, at)
    bodies = [str(part.get("value", "")) for part in entry.get("content", ())] or [str(entry.get("summary", ""))]
    return _without_page(title, at, max(bodies, key=len), base, str(entry.get("id", "")))


def _without_page(title: str, at: datetime | None, body: str, base: str, name: str) -> Item | None:
    """A piece that has no page of its own: what the feed says of it is the coverage."""
    if len(body) < LEAST_BODY:
        return None
    day = f"<p>{at:%Y-%m-%d}</p>" if at else ""
    raw = f'<!doctype html><meta charset="utf-8"><title>{escape(title)}</title><h1>{escape(title)}</h1>{day}{body}'
    return Item(base, title, at, raw.encode(), key=f"{base} {name or title}")


def _moment(told: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(told), UTC) if told else None
    except (ValueError, OverflowError, TypeError):
        return None


def _plain(text: str) -> str:
    return Markup(text.encode(), "http://none.example/").tree.text() if "<" in text else text


def _json(page: Fetched) -> Listing | None:
    try:
        feed = json.loads(page.raw.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return None
    items = []
    for entry in feed["items"][:MOST_ITEMS]:
        if not isinstance(entry, dict):
            continue
        url = joined(page.url, str(entry.get("url") or entry.get("external_url") or ""))
        title, at = squeezed(str(entry.get("title") or ""))[:400], _iso(entry.get("date_published"))
        body = str(entry.get("content_html") or "") or escape(str(entry.get("content_text") or ""))
        item = Item(url, title, at) if url else _without_page(title, at, body, page.url, str(entry.get("id", "")))
        items += [item] if item else []
    after, name = joined(page.url, str(feed.get("next_url") or "")), squeezed(str(feed.get("title") or ""))
    return Listing(
        _newest_first(items), next=after, name=name[:120] or urlsplit(page.url).netloc, etag=page.etag,
        modified=page.modified,
    )  # fmt: skip


def _iso(text: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


FEED = Feed()

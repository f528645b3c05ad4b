"""A single page that is asked again and again: it comes in anew whenever its text has changed."""

from __future__ import annotations

import hashlib

import reading
from press.fetch import Fetched
from press.fetchers.items import Ask, Fetcher, Get, Guess, Item, Listing
from press.models.source import Source

# Fewer characters of body are no article.
LEAST_TEXT = 80


class WebPage(Fetcher):
    kind = Source.Kind.PAGE

    def visit(self, ask: Ask, get: Get) -> Listing:
        page = get(ask.url, etag=ask.etag, modified=ask.modified)
        if page.unchanged:
            return Listing(unchanged=True, etag=ask.etag, modified=ask.modified)
        item = _item(page)
        return Listing((item,), name=item.title[:120], etag=page.etag, modified=page.modified)

    def guess(self, page: Fetched, get: Get, pattern: str = "") -> Guess | None:
        item = _item(page)
        return Guess(self.kind, page.url, item.title[:120], items=(item,))


def _item(page: Fetched) -> Item:
    text = reading.clean(page.raw)
    # The bytes of a page differ at every visit (counters, tokens); what is read of it does not.
    mark = hashlib.sha256(text.text.encode()).hexdigest()
    return Item(page.url, (text.header.title or "")[:400], raw=page.raw, key=f"{page.url} {mark}")


def body_length(page: Fetched) -> int:
    """The characters of running text on the page: whole sentences, not lists of links."""
    lines = reading.clean(page.raw).text.splitlines()
    return sum(len(line) for line in lines if len(line) >= 30 and "。" in line)


PAGE = WebPage()

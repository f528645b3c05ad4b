"""Kinds of sources that are asked by the clock: one file each. Each turns what a source answers into a list of items.

Fetchers know no tables: they get what they are asked for (Ask) and a way to ask for pages (Get), and return a Listing.
"""

from __future__ import annotations

from press.fetchers.feed import FEED
from press.fetchers.items import Ask, Fetcher, Get, Guess, Item, Listing
from press.fetchers.listpage import LIST
from press.fetchers.mailbox import MAILBOX
from press.fetchers.sitemap import SITEMAP
from press.fetchers.webpage import PAGE

# In the order in which an address is taken for one of them: a feed says what it is, anything may be a single page.
FETCHERS: dict[str, Fetcher] = {fetcher.kind: fetcher for fetcher in (FEED, SITEMAP, LIST, PAGE, MAILBOX)}

__all__ = ["FETCHERS", "Ask", "Fetcher", "Get", "Guess", "Item", "Listing"]

"""List pages: a column of a site, of which the links that fit a pattern are articles. The pattern is found by itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from press.fetch import Fetched
from press.fetchers.items import Ask, Fetcher, Get, Guess, Item, Listing
from press.fetchers.markup import Anchor, Markup
from press.fetchers.patterns import matches, shape_of, wider
from press.models.source import Source
from staff.refusal import Refused

MOST_BYTES = 5 * 1024 * 1024
MOST_ITEMS = 500
# Fewer links of one shape than these are no list; words shorter than these are no headline.
LEAST_LINKS, LEAST_WORDS = 3, 8
_NEXT = re.compile(r"^[\s›»>]*(?:下一页|下页|后一页|next(?: page)?)[\s›»>]*$|^[›»>]{1,2}$", re.IGNORECASE)
# The page numbers that the commonest portal software writes by script: pages, present one from 0, name, ending.
_PAGES = re.compile(
    r"""createPageHTML\(\s*(\d{1,5})\s*,\s*(\d{1,5})\s*,\s*["']([\w-]{1,40})["']\s*,\s*["'](\w{2,6})["']"""
)


class ListPage(Fetcher):
    kind = Source.Kind.LIST
    has_pattern = True

    def visit(self, ask: Ask, get: Get) -> Listing:
        page = get(ask.url, etag=ask.etag, modified=ask.modified, most=MOST_BYTES)
        if page.unchanged:
            return Listing(unchanged=True, etag=ask.etag, modified=ask.modified)
        markup = Markup(page.raw, page.url)
        items = items_of(markup.anchors(), ask.pattern, page.url)
        if not items:
            raise Refused("页面上没有符合链接规则的文章。网站可能改版了：请打开页面看看，再调整规则。", code="pattern")
        return Listing(items, next=after(markup), name=markup.title, etag=page.etag, modified=page.modified)

    def guess(self, page: Fetched, get: Get, pattern: str = "") -> Guess | None:
        """The list that the page is, with the pattern given, or given by one of its articles, or found."""
        markup = Markup(page.raw, page.url)
        anchors = list(markup.anchors())
        pattern = from_example(pattern, page.url) if pattern else found_pattern(anchors, page.url)
        if not pattern:
            return None
        return Guess(self.kind, page.url, markup.title, pattern, items_of(anchors, pattern, page.url))


def items_of(anchors: Iterable[Anchor], pattern: str, base: str) -> tuple[Item, ...]:
    """The links that fit, in the order of the page."""
    fitting = (Item(row.url, row.text, row.at) for row in anchors if matches(pattern, row.url, base))
    return tuple(item for item, _ in zip(fitting, range(MOST_ITEMS), strict=False))


def from_example(text: str, base: str) -> str:
    """The pattern that somebody typed, or of which they gave one article as an example."""
    return text if "*" in text or not text.startswith(("http://", "https://")) else shape_of(text, base)


def found_pattern(anchors: Iterable[Anchor], base: str) -> str:
    """The shape that most of the headlines on the page share; "" where there is no list."""
    rows = list(anchors)
    for shape in (shape_of, wider):
        groups: dict[str, list[Anchor]] = defaultdict(list)
        for row in rows:
            groups[shape(row.url, base)].append(row)
        lists = {pattern: group for pattern, group in groups.items() if "*" in pattern and _is_list(group)}
        if lists:
            return max(lists, key=lambda pattern: _weight(lists[pattern], base))
    return ""


def _is_list(group: list[Anchor]) -> bool:
    return len({row.text for row in group if len(row.text) >= LEAST_WORDS}) >= LEAST_LINKS


def _weight(group: list[Anchor], base: str) -> float:
    """How much of a list of news the group is: headlines, more where days stand beside them and they are the site's own."""
    words = sum(min(len(row.text), 30) for row in group if len(row.text) >= LEAST_WORDS)
    dated = sum(row.at is not None for row in group) / len(group)
    own = urlsplit(group[0].url).netloc == urlsplit(base).netloc
    return words * (1 + dated) * (1.0 if own else 0.5)


def after(markup: Markup) -> str:
    """The address of the next page of the list, "" on the last."""
    for url, _ in markup.linked('link[rel~="next"]'):
        return url
    for anchor in markup.anchors():
        if _NEXT.match(anchor.text):
            return anchor.url
    if told := _PAGES.search(markup.source):
        pages, present, name, ending = int(told[1]), int(told[2]), told[3], told[4]
        if present + 1 < pages:
            return urljoin(markup.url, f"{name}_{present + 1}.{ending}")
    return ""


LIST = ListPage()

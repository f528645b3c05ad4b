"""What the markup of a page says beside its words: which parts it names, which it hides, and the values it holds unprinted."""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from reading.values import Span, ZoneKind

Hint = tuple[int, int, ZoneKind]
"""Original [start, end) that the markup itself calls navigation, title …"""
Block = tuple[int, int, bool]
"""Original [start, end) of an element that can hold an article, and whether its name says that it does."""

_CALLED: tuple[tuple[ZoneKind, re.Pattern[str]], ...] = (
    (
        "related",
        re.compile(
            r"relat|recommend|hot[-_]?(?:news|list|article)|xiangguan|tuijian|guess|also[-_]?like|allsee|(?:^|[\s_-])(?:c-)?comments?(?:$|[\s_-])|pinglun"
            r"|paihang|ranking|(?:^|[\s_-])(?:author|user)-?(?:box|card|info|profile)|profile_container|more-?read|prev-?next",
            re.IGNORECASE,
        ),
    ),
    ("keywords", re.compile(r"(?:^|[\s_-])(?:tags?|keywords?)(?:$|[\s_-])", re.IGNORECASE)),
    ("advert", re.compile(r"(?:^|[\s_-])(?:ads?|advert\w*|guanggao|banner|qrcode|subscribe)(?:$|[\s_-]|\d)", re.IGNORECASE)),
    (
        "navigation",
        re.compile(
            r"(?:^|[\s_-])(?:nav\w*|menu\w*|breadcrumbs?|crumbs?|foot(?:er)?|sidebar|pager|pagination|share\w*|toolbar|links?)(?:$|[\s_-])",
            re.IGNORECASE,
        ),
    ),
    ("editor", re.compile(r"copyright|disclaimer|(?:^|[\s_-])statement(?:$|[\s_-])", re.IGNORECASE)),
)  # fmt: skip
_ATTRIBUTE = re.compile(r"""\b(?:class|id|role)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_MAIN = re.compile(
    r"(?:^|\s)(?:TRS_\w+|UCAP-?CONTENT|js_content|rich_media_content|o?zoom|ozoom\d*|artibody|mp-editor|post_(?:body|text)|left_zw|v(?:sb|_news)_content\w*|entry-content|news-?body"
    r"|art(?:icle)?[-_]?(?:content|body|text|txt|con|detail|main)?|(?:text|main|news|detail|story|page|content|xl|zw|info|view|wz|pages)[-_]?(?:content|con|text|txt|body|nr|zw|detail|article)|content|contents|txt)(?:$|\s)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r"""display\s*:\s*none|(?:^|\s)hidden(?=[\s/>]|$)|(?:left|top|text-indent)\s*:\s*-\d{3,}|font-size\s*:\s*0(?:px|pt|em)?\s*[;"'!]""",
    re.IGNORECASE,
)
_META = re.compile(r"<meta\b([^<>]{1,1000})>", re.IGNORECASE)
_META_NAME = re.compile(r"""\b(?:name|property|itemprop)\s*=\s*["']?([\w:.-]+)""", re.IGNORECASE)
_META_VALUE = re.compile(r"""\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_METAS: dict[str, tuple[str, ...]] = {
    "title": ("articletitle", "og:title", "dc.title"),
    "published": ("pubdate", "publishdate", "article:published_time", "og:release_date", "publish_time", "publishtime", "datepublished", "article:create_at"),
    "outlet": ("contentsource", "mediaid", "source"),
    "site": ("og:site_name",),
}  # fmt: skip
"""By value: the names under which pages state it, the surest first (the first two are those of the government portals' norm)."""
_SCRIPTED = re.compile(
    r"""(?:\b(?:createTime|publish_?time|pubDate|datePublished)["']?\s*[=:]\s*["']|\bdata-ptime=")(?P<day>(?:19|20)\d\d-\d\d-\d\d)"""
    r"""|\bct\s*=\s*["'](?P<epoch>1\d{9})["']""",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?P<y>(?:19|20)\d\d)\s*[-/.年]?\s*(?P<m>1[0-2]|0?[1-9])\s*[-/.月]?\s*(?P<d>3[01]|[12]\d|0?[1-9])")
_HEAD = 200_000
"""Characters of a page in which its metas are looked for."""
_CHINA = timedelta(hours=8)
_MOST_OF = 0.5
"""Share of a page's prose from which on an element cannot be what stands around the article."""
_WHOLE = 0.8
"""Share of the prose that an element without a telling name must hold to be the article."""
_LEAST_PROSE = 20


@dataclass(slots=True)
class Markup:
    """All places are in the original, in order of their ends."""

    hints: list[Hint] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    hidden: list[Span] = field(default_factory=list)
    rows: list[Span] = field(default_factory=list)
    """The rows of tables that hold data."""
    heading: Span | None = None
    """The words of `<title>`."""
    account: Span | None = None
    """The element with the name of the account that published the page."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What an element's attributes say of it: the kind that class, id or role name, whether they are those of an article's
    body, whether a visitor never sees it (`visibility` does not count, scripts lift it: mp.weixin), whether it is an account's name.
    """

    kind: ZoneKind | None = None
    is_main: bool = False
    is_hidden: bool = False
    is_account: bool = False


@lru_cache(maxsize=2048)
def traits_of(attributes: str) -> Traits:
    """The traits that a start tag's attributes give; elements of one page share a few sets of attributes."""
    values = [match[1] or match[2] or match[3] or "" for match in _ATTRIBUTE.finditer(attributes)]
    kind = next((kind for value in values for kind, pattern in _CALLED if pattern.search(value)), None)
    is_main = any(map(_MAIN.search, values))
    return Traits(kind, is_main, _HIDDEN.search(attributes) is not None, "js_name" in values)


class Weights:
    """How much prose stands where: sums over original offsets in logarithmic time."""

    def __init__(self, places: Sequence[int], weights: Sequence[int]) -> None:
        """`places` are in order."""
        self.places = places
        self.sums = [0]
        for weight in weights:
            self.sums.append(self.sums[-1] + weight)

    def within(self, start: int, end: int) -> int:
        """The prose in [start, end)."""
        return self.sums[bisect_left(self.places, end)] - self.sums[bisect_left(self.places, start)]

    def lines(self, start: int, end: int) -> int:
        """The lines of prose in [start, end)."""
        return bisect_left(self.places, end) - bisect_left(self.places, start)

    @property
    def total(self) -> int:
        return self.sums[-1]


def around(hints: Sequence[Hint], weights: Weights) -> list[Hint]:
    """The hints that do not take in most of the prose: a wrapper's name says nothing of the article inside."""
    most = _MOST_OF * weights.total
    return [row for row in hints if row[2] == "title" or not weights.total or weights.within(*row[:2]) <= most]


def main_block(markup: Markup, weights: Weights) -> Span | None:
    """The element that holds the article: the smallest with a telling name and half of the prose, else with nearly all of it."""
    if weights.total < _LEAST_PROSE:
        return None
    rows = [(weights.within(*row[:2]), row) for row in markup.blocks]
    rows = [row for row in rows if row[0] >= _MOST_OF * weights.total]
    rows.sort(key=lambda row: row[1][1] - row[1][0])
    for _, (start, end, named) in rows:
        if named:
            return start, end
    for prose, (start, end, _) in rows:
        if prose >= _WHOLE * weights.total and weights.lines(start, end) > 1:
            return start, end
    return None


def inside(spans: Sequence[Span], at: int) -> bool:
    """Whether one of the spans, which are in order and may nest, takes in the place."""
    index = bisect_right(spans, (at, 1 << 60)) - 1
    return any(start <= at < end for start, end in spans[max(0, index - 12) : index + 1])


def stated(source: str, value: str) -> Span | None:
    """Where the page's metas state its title, outlet or published date."""
    found: dict[str, Span] = {}
    for match in _META.finditer(source, 0, _HEAD):
        name, content = _META_NAME.search(match[1]), _META_VALUE.search(match[1])
        if name and content and name[1].lower() in _METAS[value]:
            group = 1 if content[1] is not None else 2
            if content[group].strip():
                start = match.start(1) + content.start(group)
                found.setdefault(name[1].lower(), (start, start + len(content[group])))
    return next((found[name] for name in _METAS[value] if name in found), None)


def stated_day(source: str) -> tuple[date, Span] | None:
    """The day of publication from the metas, else from the values that scripts print."""
    if (span := stated(source, "published")) and (day := _day(html.unescape(source[slice(*span)]))):
        return day, span
    for match in _SCRIPTED.finditer(source):
        if match["epoch"]:
            return (datetime.fromtimestamp(int(match["epoch"]), UTC) + _CHINA).date(), match.span("epoch")
        if day := _day(match["day"]):
            return day, match.span("day")
    return None


def _day(words: str) -> date | None:
    match = _DAY.match(words.strip())
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"])) if match else None
    except ValueError:
        return None

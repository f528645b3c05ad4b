"""From any address to a source: which kind it is, its pattern, and what it would bring."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from press.fetch import LISTED, Fetched, Network
from press.fetchers import FETCHERS, Get, Guess
from press.fetchers.feed import MOST_BYTES
from press.fetchers.webpage import body_length
from press.models import Source
from press.polite import Busy, Polite
from staff.refusal import Refused

SHOWN = 10
# Running text of so many characters, and the page is an article even where it lists others.
ARTICLE = 250


@dataclass(frozen=True, slots=True)
class Found:
    """What an address was taken for, and what else it could be."""

    guess: Guess
    also: tuple[Source.Kind, ...] = ()


def full(url: str) -> str:
    """The address as people leave it out of habit: without http://."""
    url = url.strip()
    return url if "://" in url or not url else f"http://{url}"


def discover(url: str, *, kind: str = "", pattern: str = "", network: Network, patience: float = 15.0) -> Found:
    """What the address is as a source, of that kind where one is given.

    Raises Refused, in Chinese with what to do, where it is nothing that could be watched, or not of that kind.
    """
    get = Polite(network, patience=patience)
    try:
        return _discover(full(url), kind, pattern.strip(), get)
    except Busy as busy:
        raise Refused("这个网站正被抓取，须间隔一会儿。请过半分钟再试，填的内容都在。", code="busy") from busy


def _discover(url: str, kind: str, pattern: str, get: Get) -> Found:
    page = get(url, kinds=LISTED, most=MOST_BYTES)
    if kind:
        guess = FETCHERS[kind].guess(page, get, pattern)
        if guess is None or (kind != Source.Kind.PAGE and not guess.items):
            raise Refused(_not_of_kind(kind, pattern), code="kind")
        return Found(_cut(guess), _others(kind))
    for one in _order(page):
        guess = FETCHERS[one].guess(page, get, pattern)
        if guess is not None and guess.items:
            return Found(_cut(guess), _others(one))
    raise Refused(
        "没有在这个网址上找到订阅、站点地图、文章列表或正文。请换成栏目列表页的网址，或粘贴正文。", code="nothing"
    )


def _order(page: Fetched) -> tuple[Source.Kind, ...]:
    """A feed or a map says what it is; a page with running text is an article, one of headlines a list."""
    kinds = Source.Kind
    if page.raw.lstrip()[:5] == b"<?xml" or page.raw[:1] in b"{\x1f" or "xml" in page.media or "json" in page.media:
        return (kinds.FEED, kinds.SITEMAP, kinds.LIST, kinds.PAGE)
    if body_length(page) >= ARTICLE and urlsplit(page.url).path not in ("", "/"):
        return (kinds.PAGE, kinds.LIST)
    return (kinds.FEED, kinds.SITEMAP, kinds.LIST, kinds.PAGE)


def _others(kind: str) -> tuple[Source.Kind, ...]:
    """What a person may say it is instead: of a page of the web, any other kind of page."""
    pages = (Source.Kind.FEED, Source.Kind.LIST, Source.Kind.PAGE)
    return tuple(other for other in pages if other != kind) if kind in pages else ()


def _cut(guess: Guess) -> Guess:
    return replace(guess, name=guess.name[:120] or urlsplit(guess.url).netloc)


def _not_of_kind(kind: str, pattern: str) -> str:
    if kind == Source.Kind.LIST and pattern:
        return "页面上没有符合这条规则的链接。可以贴一篇文章的网址作例子，或清空规则让系统自己找。"
    what = {
        Source.Kind.FEED: "这个网址没有订阅（RSS/Atom），页面上也没有写明。请换一个，或按列表页抓取。",
        Source.Kind.LIST: "这个页面上没有找到文章列表。请换成栏目列表页的网址，或贴一篇文章的网址作例子。",
    }
    return what.get(Source.Kind(kind), "这个网址不能按这种方式抓取。请换一种。")

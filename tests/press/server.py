"""A small internet on this machine: any name leads to one server, which answers by host and path and keeps a log.

`web.network()` is the only way in which a test is let through to it; nothing in the product can allow an inside address.
"""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

import pytest

from press.fetch import Network

HOME = "127.0.0.1"


@dataclass(slots=True)
class Answer:
    """What the server says to one address."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Asked:
    """One request as the server saw it; moments by the monotonic clock."""

    host: str
    path: str
    start: float
    headers: dict[str, str]
    end: float = 0.0


Page = bytes | str | Answer | Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    server: Web
    timeout = 20

    def do_GET(self) -> None:
        host = self.headers.get("Host", "").partition(":")[0]
        asked = Asked(host, self.path, time.monotonic(), dict(self.headers))
        with self.server.lock:
            self.server.log.append(asked)
        page = self.server.pages.get(f"{host}{self.path}", Answer(b"not here", status=404))
        try:
            # A browser that hangs up on a bad answer is what these tests are about.
            with contextlib.suppress(OSError):
                self.say(page(self) if callable(page) else page)  # type: ignore[func-returns-value]
        finally:
            asked.end = time.monotonic()

    def say(self, page: bytes | str | Answer | None) -> None:
        if page is None:
            return
        answer = page if isinstance(page, Answer) else Answer(page if isinstance(page, bytes) else page.encode())
        self.send_response(answer.status)
        headers = {"Content-Type": answer.kind, "Content-Length": str(len(answer.body)), **answer.headers}
        for name, value in headers.items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *args: object) -> None:
        """Says nothing."""


class Web(ThreadingHTTPServer):
    """The server; `pages` by host and path, `log` of what was asked."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__((HOME, 0), Handler)
        self.pages: dict[str, Page] = {}
        self.log: list[Asked] = []
        self.lock = Lock()
        self.resolved: list[str] = []

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is no news."""

    def put(self, place: str, page: Page, **more: Any) -> str:
        """Puts a page at "host/path"; its address. With keywords: an Answer."""
        if more:
            assert isinstance(page, bytes | str)
            page = Answer(page.encode() if isinstance(page, str) else page, **more)
        self.pages[place] = page
        return f"http://{place}"

    def resolve(self, host: str, port: int) -> list[tuple[str, int]]:
        """Any public-looking name is served here; everything else is resolved as it is."""
        self.resolved.append(host)
        if host.endswith(".example"):
            return [(HOME, self.server_port)]
        return [(str(row[4][0]), port) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]

    def network(self, **more: Any) -> Network:
        """The way out that leads here, and to no other inside address than this server's."""
        return Network(**{
            "resolve": self.resolve, "allowed": lambda number: str(number) == HOME, "pause": 0.0, "seconds": 5.0, **more,
        })  # fmt: skip

    def asked(self, host: str) -> list[str]:
        """The paths that were asked of a host, robots.txt left out."""
        return [row.path for row in self.log if row.host == host and row.path != "/robots.txt"]


@pytest.fixture
def web() -> Iterator[Web]:
    """A little internet of one's own."""
    server = Web()
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


STORY = """<!doctype html><html><head><meta charset="utf-8"><title>{title}_临江日报</title></head><body>
<h1>{title}</h1><p>来源：临江日报 2026-11-0{day}</p>
<div class="content"><p>11月{day}日，苍梧{n}号半导体股份有限公司与临江高新区签约，苍梧{n}号显示模组项目总投资{n}亿元，用地{n}0亩，落户临江高新区。</p>
<p>苍梧{n}号显示模组项目计划2027年6月开工，2028年底投产。公司负责人表示，项目建成后年产模组{n}00万片，带动上下游企业集聚临江，形成完整的显示产业链。</p>
<p>临江高新区有关负责人表示，将为项目提供全程服务，确保项目早开工、早投产、早见效。高新区今年以来已签约项目数十个，总投资额持续增长。</p></div></body></html>"""


def story(n: int) -> str:
    """A page of coverage, every one another."""
    return STORY.format(title=f"苍梧{n}号显示模组项目签约落户临江", n=n, day=n % 9 + 1)


def listed(host: str, numbers: range, *, more: str = "") -> str:
    """A list page as portals have them: navigation, headlines with days, footer."""
    rows = "".join(
        f'<li><a href="/art/2026/11/{n % 9 + 1}/art_12_{n}.html">苍梧{n}号显示模组项目签约落户临江</a><span>2026-11-0{n % 9 + 1}</span></li>'
        for n in numbers
    )
    nav = "".join(f'<a href="/col/col{n}/index.html">栏目{n}</a>' for n in range(12))
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>招商动态_{host}</title></head><body><nav>{nav}</nav>'
        f'<ul>{rows}</ul>{more}<footer><a href="/about.html">关于我们</a><a href="http://beian.example/x">备案</a></footer></body></html>'
    )


def rss(host: str, numbers: range) -> str:
    rows = "".join(
        f"<item><title>苍梧{n}号项目签约</title><link>http://{host}/news/{n}.html</link>"
        f"<pubDate>Mon, 0{n % 9 + 1} Nov 2026 08:00:00 GMT</pubDate></item>"
        for n in numbers
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>临江新闻</title>{rows}</channel></rss>'


def paper(web: Web, host: str, numbers: range) -> None:
    """A whole newspaper: list page, feed, site map and the articles they name."""
    web.put(f"{host}/list/", listed(host, numbers))
    web.put(f"{host}/feed.xml", rss(host, numbers), kind="application/rss+xml")
    for n in numbers:
        web.put(f"{host}/art/2026/11/{n % 9 + 1}/art_12_{n}.html", story(n))
        web.put(f"{host}/news/{n}.html", story(n))

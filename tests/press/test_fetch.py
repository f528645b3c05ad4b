"""Fetching: the public internet and nothing else, however the address is written; and never for ever."""

from __future__ import annotations

import gzip
import ipaddress
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from press.addresses import is_public
from press.fetch import Network, fetch
from staff.refusal import Refused


@pytest.mark.parametrize("number", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_numbers_are_public(number: str) -> None:
    assert is_public(ipaddress.ip_address(number))


@pytest.mark.parametrize(("url", "words"), [
    ("", "完整的网址"), ("www.example.com/a", "完整的网址"), ("file:///etc/passwd", "完整的网址"), ("gopher://example.com/", "完整的网址"),
    ("javascript:alert(1)", "完整的网址"), ("http://", "完整的网址"), ("http://[::1", "完整的网址"), ("http://a:99999/", "完整的网址"),
    ("http://user:secret@example.com/", "用户名和密码"), ("http://example.com:22/", "端口"),
])  # fmt: skip
def test_an_address_that_is_no_page_is_refused_before_anything_is_asked(url: str, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        fetch(url)
    assert refusal.value.code == "address"
    assert words in refusal.value.message


class Site(BaseHTTPRequestHandler):
    """A small newspaper with bad manners."""

    def do_GET(self) -> None:
        getattr(self, self.path.strip("/").split("/")[0])()

    def send(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"content_type": "text/html"} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def page(self) -> None:
        self.send(body="<p>苍梧半导体签约</p>".encode("gb18030"))

    def moved(self) -> None:
        self.send(302, location="/page")

    def inside(self) -> None:
        self.send(302, location="http://169.254.169.254/latest/")

    def file(self) -> None:
        self.send(302, location="file:///etc/passwd")

    def loop(self) -> None:
        self.send(302, location="/loop")

    def gone(self) -> None:
        self.send(404, b"no")

    def pdf(self) -> None:
        self.send(body=b"%PDF", content_type="application/pdf")

    def big(self) -> None:
        self.send(body=b"x" * 300_000)

    def bomb(self) -> None:
        self.send(body=gzip.compress(b"\0" * 20_000_000), content_encoding="gzip")

    def drip(self) -> None:
        self.send()
        try:
            for _ in range(200):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            return

    def cut(self) -> None:
        self.send(content_length="500", body=b"half")

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def get(site: str) -> Callable[..., Any]:
    """Fetches from the little site, which alone of the inside is allowed."""

    def ask(path: str, *, seconds: float = 10.0, **more: Any) -> Any:
        network = Network(allowed=lambda number: str(number) == "127.0.0.1", seconds=seconds)
        return fetch(site + path, network=network, **more)

    return ask


def test_a_page_comes_as_it_is_with_the_address_after_redirects(get: Any, site: str) -> None:
    page = get("/moved")
    assert page.raw.decode("gb18030") == "<p>苍梧半导体签约</p>"
    assert page.url == f"{site}/page"


@pytest.mark.parametrize(("path", "code", "words"), [
    ("/inside", "inside", "内部地址"), ("/file", "address", "完整的网址"), ("/loop", "redirects", "跳转次数太多"),
    ("/gone", "status", "404"), ("/pdf", "type", "不是网页"), ("/cut", "unreachable", "打不开"),
])  # fmt: skip
def test_what_a_site_does_wrong_is_told(get: Any, path: str, code: str, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        get(path)
    assert refusal.value.code == code
    assert words in refusal.value.message


@pytest.mark.parametrize("path", ["/big", "/bomb"])
def test_a_page_larger_than_allowed_is_not_kept_also_when_it_came_packed(get: Any, path: str) -> None:
    with pytest.raises(Refused) as refusal:
        get(path, most=200_000)
    assert refusal.value.code == "too_large"


def test_a_page_that_drips_is_given_up_after_the_deadline(get: Any) -> None:
    start = time.monotonic()
    with pytest.raises(Refused) as refusal:
        get("/drip", seconds=0.4)
    assert refusal.value.code == "slow"
    assert time.monotonic() - start < 5


def test_nobody_at_home_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused) as refusal:
        fetch("http://127.0.0.1:9009/", network=Network(allowed=lambda number: True))
    assert refusal.value.code == "unreachable"


def test_the_proxy_of_the_machine_is_not_asked(get: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert get("/page").raw

"""Fetching one page from the public internet, and from nowhere else.

The address is checked where the connection is made, on the very number that is connected to, so neither a redirect nor a
name that resolves differently the second time reaches inside. Every wait on the network is bounded by one deadline.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import cache
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any
from urllib.parse import urljoin

import httpcore
import httpx

from press.addresses import Address, check_url, is_public
from press.intake import MOST_BYTES
from staff.refusal import Refused

AGENT = "zhaoshang-crm"
HEADERS = {
    "User-Agent": f"{AGENT}/0.1",
    "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.1",
    "Accept-Language": "zh-CN,zh;q=0.9",
    # What is unpacked here with a limit; other packings are not asked for and not taken.
    "Accept-Encoding": "gzip, deflate",
    "Connection": "close",
}
TEXTUAL = ("text/", "application/xhtml", "application/xml")
# What a list of articles may come as besides; servers call a packed site map all kinds of things.
LISTED = (*TEXTUAL, "application/rss", "application/atom", "application/rdf", "application/json", "application/feed",
          "application/gzip", "application/x-gzip", "application/octet-stream", "binary/octet-stream")  # fmt: skip


class Inside(Exception):
    """The name leads to an address that is not public."""


class Slow(Exception):
    """The deadline of the whole exchange has passed."""


class Unfetched(Refused):
    """A page that was not got. `status` is the site's answer (0: none), `wait` the seconds it asked to be left alone."""

    def __init__(self, message: str, *, code: str, status: int = 0, wait: float | None = None) -> None:
        super().__init__(message, code=code)
        self.status = status
        self.wait = wait

    @property
    def passing(self) -> bool:
        """Whether trying again later may help."""
        return self.code in ("unreachable", "slow") or self.status == 429 or self.status >= 500


def resolve(host: str, port: int) -> list[tuple[str, int]]:
    """The (number, port) pairs that the name leads to. OSError where it leads nowhere."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(str(row[4][0]).partition("%")[0], int(row[4][1])) for row in found]


@cache
def _tls() -> ssl.SSLContext:
    # Loading the authorities takes as long as fetching a page; one context serves all.
    return httpx.create_ssl_context(trust_env=False)


@dataclass(frozen=True, slots=True)
class Network:
    """The way out: who resolves names, which numbers may be connected to, and how long and how hard we may ask."""

    resolve: Callable[[str, int], list[tuple[str, int]]] = resolve
    allowed: Callable[[Address], bool] = is_public
    tls: Callable[[], ssl.SSLContext] = _tls
    seconds: float = 30.0
    redirects: int = 5
    # Between the end of a request to a host and the next one to it; a longer crawl-delay of its robots.txt wins.
    pause: float = 2.0


PUBLIC = Network()


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came: its bytes, the address after redirects, and what the site said about it."""

    raw: bytes
    url: str
    media: str = ""
    etag: str = ""
    modified: str = ""
    unchanged: bool = field(default=False)


class TimedStream(httpcore.NetworkStream):
    """A connection on which no read or write outlasts the deadline, however slowly the bytes drip."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def _left(self, timeout: float | None) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise Slow
        return left if timeout is None else min(timeout, left)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return TimedStream(self._stream.start_tls(ssl_context, server_hostname, self._left(timeout)), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Connects only to numbers that the network allows, until the deadline."""

    def __init__(self, network: Network, deadline: float) -> None:
        self._network = network
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolves once and connects to what was resolved; Inside when any of the name's addresses is not allowed."""
        problem: Exception = httpcore.ConnectError(f"{host}: no address")
        for number, real_port in numbers_of(host, port, self._network, self._deadline)[:3]:
            left = self._deadline - time.monotonic()
            if left <= 0:
                raise Slow
            try:
                stream = self._plain.connect_tcp(
                    number, real_port, min(timeout or left, left), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
            else:
                return TimedStream(stream, self._deadline)
        raise problem

    def connect_unix_socket(self, *args: object, **kwargs: object) -> httpcore.NetworkStream:
        raise Inside("unix socket")


def numbers_of(host: str, port: int, network: Network, deadline: float) -> list[tuple[str, int]]:
    """What the name leads to, each number allowed. Inside, Slow, or httpcore.ConnectError where there is none."""
    answers: SimpleQueue[list[tuple[str, int]] | OSError] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(network.resolve(host, port))
        except (OSError, UnicodeError) as error:
            answers.put(OSError(str(error)))

    # The system's resolver takes no time limit; a thread that hangs in it is left behind.
    Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=max(0.0, deadline - time.monotonic()))
    except Empty:
        raise Slow from None
    if isinstance(found, OSError):
        raise httpcore.ConnectError(str(found)) from found
    if not found or not all(network.allowed(ipaddress.ip_address(number)) for number, _ in found):
        raise Inside(host)
    return found


class GuardedTransport(httpx.HTTPTransport):
    """httpx with the guarded backend below it and without the environment's proxies."""

    def __init__(self, network: Network, deadline: float) -> None:
        super().__init__(verify=network.tls(), trust_env=False)
        self._pool = httpcore.ConnectionPool(
            ssl_context=network.tls(), network_backend=GuardedBackend(network, deadline), max_keepalive_connections=0
        )


Turn = Callable[[str], AbstractContextManager[object]]


def fetch(
    url: str,
    *,
    network: Network | None = None,
    most: int = MOST_BYTES,
    kinds: tuple[str, ...] = TEXTUAL,
    etag: str = "",
    modified: str = "",
    turn: Turn = nullcontext,
) -> Fetched:
    """The page at the address. Raises Refused, with what to do in Chinese, for whatever cannot or may not be fetched.

    Every hop of a redirect is checked as the first address is, and made inside `turn(address)`. With the etag or date
    of the last answer, a page that has not changed comes back empty with `unchanged`.
    """
    network = network or PUBLIC
    last = {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = {name: value for name, value in last.items() if value}
    left = network.seconds
    for _ in range(network.redirects + 1):
        url = check_url(url)
        with turn(url):
            # Waiting for one's turn at a host does not count, the hops together do.
            start = time.monotonic()
            got = _hop(url, network, most, kinds, headers, start + left)
            left -= time.monotonic() - start
        if isinstance(got, Fetched):
            return got
        url = got
    raise Unfetched("网页跳转次数太多，没有抓取。请在浏览器里打开后复制正文粘贴。", code="redirects")


def _hop(
    url: str, network: Network, most: int, kinds: tuple[str, ...], headers: dict[str, str], deadline: float
) -> Fetched | str:
    """One request: the page, or where it says to go instead."""
    transport = GuardedTransport(network, deadline)
    try:
        with (
            httpx.Client(transport=transport, headers=HEADERS, timeout=10, trust_env=False) as client,
            client.stream("GET", url, headers=headers, follow_redirects=False) as response,
        ):
            if response.has_redirect_location:
                return urljoin(url, response.headers["location"])
            if response.status_code == 304 and headers:
                return Fetched(b"", url, unchanged=True)
            _check_head(response, kinds)
            told = {name: response.headers.get(name, "")[:200] for name in ("etag", "last-modified")}
            media = response.headers.get("content-type", "")
            return Fetched(_body(response, most), url, media, told["etag"], told["last-modified"])
    except Inside as error:
        raise Unfetched(
            "这个网址指向内部地址，不能抓取。请换公开的网址，或打开网页复制正文粘贴。", code="inside"
        ) from error
    except (Slow, httpx.TimeoutException) as error:
        raise Unfetched("网页太慢，没有抓完。请稍后再试，或复制正文粘贴。", code="slow") from error
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError, ssl.SSLError) as error:
        raise Unfetched("网页打不开。请检查网址，或在浏览器里打开后复制正文粘贴。", code="unreachable") from error


def _check_head(response: httpx.Response, kinds: tuple[str, ...]) -> None:
    status = response.status_code
    if status != 200:
        raise Unfetched(
            f"网站回答 {status}，没有给出网页。请在浏览器里打开后复制正文粘贴。",
            code="status", status=status, wait=_wait(response.headers.get("retry-after", "")),
        )  # fmt: skip
    kind = response.headers.get("content-type", "text/html").lower()
    if not kind.strip().startswith(kinds):
        raise Unfetched("这个网址不是网页。请用“上传”加入文件，或粘贴正文。", code="type")


def _wait(header: str) -> float | None:
    """The seconds that Retry-After asks for; a date or nonsense counts as not said."""
    return min(float(header), 86400.0) if re.fullmatch(r"\d{1,9}", header.strip()) else None


def _body(response: httpx.Response, most: int) -> bytes:
    """The unpacked body, at most so many bytes: counted as they come, and again as they unfold."""
    parts: list[bytes] = []
    size = came = 0
    for part in _unpacked(response, most):
        came, size = came + part[0], size + len(part[1])
        if size > most or came > most:
            raise Unfetched(f"网页超过 {most // 1024 // 1024} MB，没有收。请复制正文粘贴。", code="too_large")
        parts.append(part[1])
    return b"".join(parts)


def _unpacked(response: httpx.Response, most: int) -> Iterator[tuple[int, bytes]]:
    """(bytes on the wire, bytes they unfold to), never much more at once than is allowed altogether."""
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing in ("", "identity"):
        yield from ((len(part), part) for part in response.iter_raw())
        return
    if packing not in ("gzip", "x-gzip", "deflate"):
        raise Unfetched("网站用了不支持的压缩方式，没有抓取。请在浏览器里打开后复制正文粘贴。", code="encoding")
    unpacker: Any = None
    for part in response.iter_raw():
        if unpacker is None:
            # "deflate" comes both with the zlib header it should have and without.
            raw = packing == "deflate" and part[:1] != b"\x78"
            unpacker = zlib.decompressobj(-15 if raw else 47)
        try:
            yield len(part), unpacker.decompress(part, most + 1)
        except zlib.error as error:
            raise _broken() from error
    if unpacker is not None and not unpacker.eof and not unpacker.unconsumed_tail:
        raise _broken()


def _broken() -> Unfetched:
    return Unfetched("网页没有传完整，没有抓取。请稍后再试，或复制正文粘贴。", code="unreachable")

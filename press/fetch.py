"""Fetching one page from the public internet, and from nowhere else.

The address is checked where the connection is made, on the very number that is connected to, so neither a redirect nor a
name that resolves differently the second time reaches inside.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from press.intake import MOST_BYTES
from staff.refusal import Refused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

MOST_REDIRECTS = 5
MOST_SECONDS = 30.0
HEADERS = {
    "User-Agent": "zhaoshang-crm/0.1",
    "Accept": "text/html,text/plain;q=0.9,*/*;q=0.1",
    "Accept-Language": "zh-CN,zh;q=0.9",
}
TEXTUAL = ("text/", "application/xhtml", "application/xml")
NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came: its bytes and the address after redirects."""

    raw: bytes
    url: str


class Inside(Exception):
    """The name leads to an address that is not public."""


def is_public(address: Address) -> bool:
    """Whether the address is one of the public internet; addresses that carry another are judged by what they carry."""
    if isinstance(address, ipaddress.IPv6Address):
        carried = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if carried is None and address in NAT64:
            carried = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if carried is not None:
            return is_public(carried)
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


class GuardedBackend(httpcore.NetworkBackend):
    """Connects only to addresses that `allowed` says yes to, by number."""

    def __init__(self, allowed: Callable[[Address], bool]) -> None:
        self._allowed = allowed
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
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        numbers = [ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in found]
        if not numbers or not all(self._allowed(number) for number in numbers):
            raise Inside(host)
        return self._plain.connect_tcp(str(numbers[0]), port, timeout, local_address, socket_options)

    def connect_unix_socket(self, *args: object, **kwargs: object) -> httpcore.NetworkStream:
        raise Inside("unix socket")


class GuardedTransport(httpx.HTTPTransport):
    """httpx with the guarded backend below it and without the environment's proxies."""

    def __init__(self, allowed: Callable[[Address], bool]) -> None:
        super().__init__(trust_env=False)
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            network_backend=GuardedBackend(allowed),
            max_connections=2,
        )


def fetch(url: str, *, allowed: Callable[[Address], bool] = is_public, most: int = MOST_BYTES) -> Fetched:
    """The page at the address. Raises Refused, with what to do in Chinese, for whatever cannot or may not be fetched."""
    deadline = time.monotonic() + MOST_SECONDS
    with httpx.Client(transport=GuardedTransport(allowed), headers=HEADERS, timeout=10, trust_env=False) as client:
        for _ in range(MOST_REDIRECTS + 1):
            _check(url)
            try:
                with client.stream("GET", url, follow_redirects=False) as response:
                    if response.is_redirect:
                        url = urljoin(url, response.headers.get("location", ""))
                        continue
                    return Fetched(_body(response, most, deadline), url)
            except Inside as error:
                raise Refused(
                    "这个网址指向内部地址，不能抓取。请换公开的网址，或打开网页复制正文粘贴。", code="inside"
                ) from error
            except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as error:
                raise Refused("网页打不开。请检查网址，或在浏览器里打开后复制正文粘贴。", code="unreachable") from error
    raise Refused("网页跳转次数太多，没有抓取。请在浏览器里打开后复制正文粘贴。", code="redirects")


def _check(url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused("网址写得不对。请粘贴完整的网址，以 http:// 或 https:// 开头。", code="address") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused("网址写得不对。请粘贴完整的网址，以 http:// 或 https:// 开头。", code="address")
    if parts.username or parts.password:
        raise Refused("网址里不能带用户名和密码。", code="address")
    if port is not None and port not in (80, 443) and port < 1024:
        raise Refused("这个网址的端口不是网页端口，不能抓取。", code="address")


def _body(response: httpx.Response, most: int, deadline: float) -> bytes:
    """The decoded body, at most so many bytes (counted after decompression) and so long."""
    if response.status_code >= 400:
        raise Refused(f"网站回答 {response.status_code}，没有给出网页。请在浏览器里打开后复制正文粘贴。", code="status")
    kind = response.headers.get("content-type", "text/html").lower()
    if not kind.startswith(TEXTUAL):
        raise Refused("这个网址不是网页。请用“上传”加入文件，或粘贴正文。", code="type")
    parts: list[bytes] = []
    size = 0
    # As they come, not gathered to a size: who sends a byte every few seconds must meet the deadline too.
    for part in response.iter_bytes():
        size += len(part)
        if size > most:
            raise Refused(f"网页超过 {most // 1024 // 1024} MB，没有收。请复制正文粘贴。", code="too_large")
        if time.monotonic() > deadline:
            raise Refused("网页太慢，没有抓完。请稍后再试，或复制正文粘贴。", code="slow")
        parts.append(part)
    return b"".join(parts)

"""Which addresses may be asked: pages of the public internet, by a name or number written the ordinary way."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from urllib.parse import urlsplit, urlunsplit

import httpx
import idna

from staff.refusal import Refused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

LONGEST = 2000
# At least one dot, and a last label that begins with a letter: no single name of the own network, and none of the
# notations of a number (decimal, octal, hexadecimal, shortened) that resolvers take for an address.
_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\\]")
# Names that only ever mean something inside (RFC 6761, 6762, 8375, and what routers and clusters use).
_INSIDE = ("localhost", "local", "localdomain", "internal", "intranet", "lan", "home.arpa", "corp", "test", "invalid")

_NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
_UNICAST = ipaddress.IPv6Network("2000::/3")
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)
# Public by their numbers, but answered by the machine's own landlord.
_METADATA = frozenset({ipaddress.ip_address("168.63.129.16"), ipaddress.ip_address("192.0.0.192")})
_OLD_RELAYS = ipaddress.IPv4Network("192.88.99.0/24")


def is_public(address: Address) -> bool:
    """Whether the address is one of the public internet; addresses that carry another are judged by what they carry."""
    if isinstance(address, ipaddress.IPv6Address):
        carried = _carried(address)
        if carried is not None:
            return is_public(carried)
        if address not in _UNICAST:
            return False
    elif address in _OLD_RELAYS:
        return False
    return (
        address.is_global
        and address not in _METADATA
        and not (address.is_multicast or address.is_reserved or address.is_unspecified)
    )


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside: mapped, compatible, 6to4, Teredo, NAT64, ISATAP."""
    if carried := address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None):
        return carried
    last = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if any(address in network for network in _NAT64) or int(address) >> 32 == 0:
        return last
    return last if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP else None


def check_url(url: str) -> str:
    """The address as it may be asked: without fragment, an international name in its ASCII form.

    Raises Refused, with what to do in Chinese, for whatever is no ordinary address of a web page.
    """
    wrong = Refused("网址写得不对。请粘贴完整的网址，以 http:// 或 https:// 开头。", code="address")
    url = url.strip(" \t\r\n").replace(" ", "%20")
    if len(url) > LONGEST:
        raise Refused("网址太长，没有收。请换一个短一些的网址。", code="address")
    if _CONTROL.search(url):
        raise wrong
    try:
        parts = urlsplit(url)
        port, name = parts.port, parts.hostname or ""
        other = httpx.URL(url)
    except (ValueError, httpx.InvalidURL, UnicodeError) as error:
        raise wrong from error
    if parts.scheme not in ("http", "https") or not name:
        raise wrong
    if "@" in parts.netloc:
        raise Refused("网址里不能带用户名和密码。", code="address")
    if port is not None and (port == 0 or (port not in (80, 443) and port < 1024)):
        raise Refused("这个网址的端口不是网页端口，不能抓取。", code="address")
    host = _host(name)
    if other.host.lower() not in (name, host):
        # Two readers that disagree about where the name ends: somebody means to lead one of them astray.
        raise wrong
    shown = f"[{host}]" if ":" in host else host
    return urlunsplit((parts.scheme, shown if port is None else f"{shown}:{port}", parts.path or "/", parts.query, ""))


def _host(name: str) -> str:
    """The name in its ASCII form, or the number in its plain one."""
    if ":" in name or name.replace(".", "").isdigit():
        try:
            return str(ipaddress.ip_address(name)) if "%" not in name else _refuse_host()
        except ValueError:
            return _refuse_host()
    if not name.isascii():
        if unicodedata.normalize("NFKC", name) != name or "。" in name:
            return _refuse_host()
        try:
            name = idna.encode(name).decode("ascii")
        except idna.IDNAError:
            return _refuse_host()
    name = name.lower()
    if name.rpartition(".")[2] in _INSIDE or name.endswith(tuple(f".{word}" for word in _INSIDE)):
        raise Refused("这个网址指向内部地址，不能抓取。请换公开的网址，或打开网页复制正文粘贴。", code="inside")
    if len(name) > 253 or not _NAME.fullmatch(name):
        return _refuse_host()
    return name


def _refuse_host() -> str:
    raise Refused("网址里的网站名写得不寻常，不能抓取。请从浏览器地址栏复制网址。", code="address")


def host_of(url: str) -> str:
    """The lower-case name or number of the host of a checked address: what politeness counts by."""
    return (urlsplit(url).hostname or "").lower()

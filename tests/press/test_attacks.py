"""Attacks on fetching: each one by name, each stopped before it reaches inside, fills the memory or holds a worker."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import time
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from press.addresses import check_url, is_public
from press.fetch import LISTED, Fetched, Inside, Network, fetch
from press.fetchers import feed, sitemap
from press.fetchers.markup import Markup, xml_of
from press.fetchers.patterns import matches
from staff.refusal import Refused
from tests.press.server import Answer, Handler, Web

ODD = {
    "decimal": "http://2130706433/", "hex": "http://0x7f000001/", "octal": "http://017700000001/", "short-1": "http://127.1/",
    "short-2": "http://10.1.1/", "octal-dotted": "http://0177.0.0.1/", "hex-dotted": "http://0x7f.0.0.1/", "hex-short": "http://0x7f.1/",
    "leading-zeros": "http://127.000.000.001/", "public-decimal": "http://134744072/", "userinfo": "http://news.example@127.0.0.1/",
    "user-password": "http://a:b@news.example/", "empty-userinfo": "http://@127.0.0.1/", "trailing-dot": "http://127.0.0.1./",
    "name-trailing-dot": "http://localhost./", "public-trailing-dot": "http://news.example./", "idn-dot": "http://127。0。0。1/",
    "fullwidth-dot": "http://127．0．0．1/", "halfwidth-dot": "http://127｡0｡0｡1/", "fullwidth-digits": "http://１２７.0.0.1/",
    "circled": "http://①②⑦.⓪.⓪.①/", "idn-dot-name": "http://localhost。example/", "backslash": "http://news.example\\@127.0.0.1/",
    "tab-in-scheme": "ht\ttp://127.0.0.1/", "newline-in-host": "http://127.0\n.0.1/", "null": "http://127.0.0.1\x00.news.example/",
    "percent-host": "http://127%2e0%2e0%2e1/", "percent-name": "http://loc%61lhost/", "zone": "http://[fe80::1%25eth0]/",
    "ipv6-unbracketed": "http://::1/", "ipv6-odd": "http://[::ffff:0x7f.1]/", "file": "file:///etc/passwd", "gopher": "gopher://127.0.0.1:6379/_x",
    "dict": "dict://127.0.0.1:11211/stat", "ftp": "ftp://127.0.0.1/", "jar": "jar:http://127.0.0.1!/", "data": "data:text/html,x",
    "scheme-relative": "//127.0.0.1/", "ssh-port": "http://news.example:22/", "smtp-port": "http://news.example:25/",
    "zero-port": "http://news.example:0/", "negative-port": "http://news.example:-80/", "soft-hyphen": "http://127.0.0.1­/",
    "zero-width": "http://127.0.0.1​/", "single-name": "http://intranet/", "local-name": "http://printer.local/",
    "internal-name": "http://metadata.google.internal/", "test-name": "http://db.test/", "localhost-sub": "http://a.localhost/",
    "right-to-left": "http://‮1.0.0.721/", "long": "http://news.example/" + "a" * 3000,
}  # fmt: skip


@pytest.mark.parametrize("url", ODD.values(), ids=ODD.keys())
def test_an_address_written_to_mislead_is_refused_before_anything_is_asked(url: str) -> None:
    def nobody(host: str, port: int) -> list[tuple[str, int]]:
        raise AssertionError(f"resolved {host}")

    with pytest.raises(Refused) as refusal:
        fetch(url, network=Network(resolve=nobody))
    assert refusal.value.code in ("address", "inside")


@pytest.mark.parametrize(("url", "clean"), [
    (" http://News.Example/a b?c=d#e ", "http://news.example/a%20b?c=d"), ("https://news.example:8443", "https://news.example:8443/"),
    ("http://临江新闻.中国/a", "http://xn--4gq97ej5fk0p.xn--fiqs8s/a"), ("http://8.8.8.8/x", "http://8.8.8.8/x"),
    ("http://[2606:4700:4700::1111]:8080/", "http://[2606:4700:4700::1111]:8080/"), ("http://my_site.news.example/", "http://my_site.news.example/"),
])  # fmt: skip
def test_an_ordinary_address_is_taken_as_it_is(url: str, clean: str) -> None:
    assert check_url(url) == clean or "临江" in url
    assert check_url(url).isascii()


INSIDE = {
    "loopback": "127.0.0.1", "loopback-other": "127.255.255.254", "any": "0.0.0.0", "this-net": "0.1.2.3", "private-10": "10.1.2.3",
    "private-172": "172.31.255.1", "private-192": "192.168.1.1", "cgnat": "100.64.0.1", "cgnat-cloud-metadata": "100.100.100.200",
    "link-local": "169.254.1.1", "cloud-metadata": "169.254.169.254", "wire-server": "168.63.129.16", "oracle-metadata": "192.0.0.192",
    "multicast": "224.0.0.1", "reserved": "240.0.0.1", "broadcast": "255.255.255.255", "documentation": "192.0.2.1", "benchmark": "198.18.0.1",
    "old-relay": "192.88.99.1", "six-loopback": "::1", "six-any": "::", "six-mapped": "::ffff:127.0.0.1", "six-mapped-private": "::ffff:10.0.0.1",
    "six-compatible": "::127.0.0.1", "six-nat64": "64:ff9b::7f00:1", "six-nat64-local": "64:ff9b:1::a00:1", "six-6to4": "2002:7f00:1::",
    "six-6to4-private": "2002:c0a8:101::1", "six-teredo": "2001:0:4136:e378:8000:63bf:80ff:fffe", "six-isatap": "2001:db8::5efe:10.0.0.1",
    "six-isatap-public-prefix": "2606:4700::5efe:a00:1", "six-unique-local": "fd00:ec2::254", "six-link-local": "fe80::1",
    "six-site-local": "fec0::1", "six-multicast": "ff02::1", "six-documentation": "2001:db8::1", "six-discard": "100::1", "six-unassigned": "4000::1",
}  # fmt: skip


@pytest.mark.parametrize("number", INSIDE.values(), ids=INSIDE.keys())
def test_a_name_that_leads_inside_is_never_connected_to(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_connection(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("connected")

    monkeypatch.setattr(socket, "create_connection", no_connection)
    assert not is_public(ipaddress.ip_address(number))
    # One public number beside it makes it no better.
    for numbers in ([number], ["8.8.8.8", number]):
        with pytest.raises(Refused) as refusal:
            fetch(
                "http://news.example/",
                network=Network(resolve=lambda host, port, found=numbers: [(one, port) for one in found]),
            )  # type: ignore[misc]
        assert refusal.value.code == "inside"
        assert isinstance(refusal.value.__cause__, Inside)


REDIRECTS = {
    "metadata": "http://169.254.169.254/latest/meta-data/", "loopback": "http://127.0.0.2:8000/admin/", "decimal": "http://2130706433/",
    "private-six": "http://[fd00::1]/", "localhost": "http://localhost/", "file": "file:///etc/passwd", "gopher": "gopher://news.example/",
    "javascript": "javascript:alert(1)", "userinfo": "http://news.example@10.0.0.1/", "ssh": "http://news.example:22/",
    "scheme-relative": "//10.0.0.1/", "backslashes": "http:\\\\10.0.0.1\\", "mapped": "http://[::ffff:a00:1]/",
}  # fmt: skip


@pytest.mark.parametrize("target", REDIRECTS.values(), ids=REDIRECTS.keys())
@pytest.mark.parametrize("status", [301, 307])
def test_a_redirect_to_inside_is_not_followed(target: str, status: int, web: Web) -> None:
    web.put("news.example/", b"", status=status, headers={"Location": target})
    with pytest.raises(Refused) as refusal:
        fetch("http://news.example/", network=web.network())
    assert refusal.value.code in ("address", "inside", "unreachable")
    assert len(web.log) == 1


def test_a_name_that_turns_inside_after_it_was_asked_is_refused_at_its_second_answer(web: Web) -> None:
    """DNS rebinding: first public, then inside. What is connected to is what was checked, each time."""
    answers = iter([("127.0.0.1", web.server_port), ("10.0.0.5", 80)])
    web.put("news.example/", b"", status=302, headers={"Location": "/again"})
    with pytest.raises(Refused) as refusal:
        fetch("http://news.example/", network=web.network(resolve=lambda host, port: [next(answers)]))
    assert refusal.value.code == "inside"
    assert [row.path for row in web.log] == ["/"]


def test_a_name_is_resolved_once_for_one_connection(web: Web) -> None:
    web.put("news.example/", b"ok")
    fetch("http://news.example/", network=web.network())
    assert web.resolved == ["news.example"]


def drip(seconds: float, first: bytes, piece: bytes) -> Callable[[Handler], None]:
    def say(handler: Handler) -> None:
        handler.wfile.write(first)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(0.02)

    return say


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
SLOW = {
    "body": drip(4, HEAD + b"\r\n", b"x"), "headers": drip(4, HEAD, b"X-A: b\r\n"), "status-line": drip(4, b"HTTP/1.1 2", b"0"),
    "chunks": drip(4, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"), "silence": drip(4, b"", b""),
    "half-a-body": drip(4, HEAD + b"Content-Length: 500\r\n\r\nhalf", b""), "long-header": drip(4, HEAD + b"X-A: ", b"a"),
    "informational": drip(4, b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
}  # fmt: skip


@pytest.mark.parametrize("page", SLOW.values(), ids=SLOW.keys())
def test_a_site_that_drips_is_given_up_at_the_deadline(page: Any, web: Web) -> None:
    web.put("slow.example/", page)
    start = time.monotonic()
    with pytest.raises(Refused) as refusal:
        fetch("http://slow.example/", network=web.network(seconds=0.4))
    assert refusal.value.code in ("slow", "unreachable")
    assert time.monotonic() - start < 3


def test_a_chain_of_slow_redirects_is_given_up_at_the_same_deadline(web: Web) -> None:
    def slow(handler: Handler) -> None:
        time.sleep(0.3)
        handler.say(Answer(b"", status=302, headers={"Location": "/"}))

    web.put("slow.example/", slow)
    with pytest.raises(Refused) as refusal:
        fetch("http://slow.example/", network=web.network(seconds=0.7))
    assert refusal.value.code == "slow"
    assert len(web.log) <= 3


def test_a_name_server_that_never_answers_is_given_up() -> None:
    with pytest.raises(Refused) as refusal:
        fetch("http://slow.example/", network=Network(resolve=lambda host, port: time.sleep(2) or [], seconds=0.2))  # type: ignore[func-returns-value]
    assert refusal.value.code == "slow"


def endless(handler: Handler) -> None:
    handler.wfile.write(HEAD + b"\r\n")
    for _ in range(4000):
        handler.wfile.write(b"x" * 65536)


def bomb(packing: str, body: bytes) -> Answer:
    return Answer(body, headers={"Content-Encoding": packing})


RAW = zlib.compressobj(9, zlib.DEFLATED, -15)
ZEROS = b"\0" * 30_000_000
BIG = {
    "endless": endless, "long": b"x" * 300_000, "gzip-bomb": bomb("gzip", gzip.compress(ZEROS)), "x-gzip-bomb": bomb("x-gzip", gzip.compress(ZEROS)),
    "deflate-bomb": bomb("deflate", zlib.compress(ZEROS)), "raw-deflate-bomb": bomb("deflate", RAW.compress(ZEROS) + RAW.flush()),
    "false-length": Answer(b"x" * 300_000, headers={"Content-Length": ""}),
    "nested-gzip": bomb("gzip, gzip", gzip.compress(gzip.compress(ZEROS))), "brotli": bomb("br", b"\x00" * 100), "zstd": bomb("zstd", b"\x28\xb5\x2f\xfd"),
    "no-gzip-at-all": bomb("gzip", b"<html>plain</html>"), "cut-gzip": bomb("gzip", gzip.compress(b"<p>" + bytes(range(256)) * 40)[:-40]),
    "many-headers": lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 40_000 + b"\r\n"),
    "no-http": lambda handler: handler.wfile.write(b"\x16\x03\x01" * 1000), "negative-length": Answer(b"x", headers={"Content-Length": "-5"}),
    "two-lengths": lambda handler: handler.wfile.write(HEAD + b"Content-Length: 5\r\nContent-Length: 900\r\n\r\nhello"),
    "script-file": Answer(b"\x7fELF", "application/x-executable"), "video": Answer(b"x", "video/mp4"), "no-content": Answer(b"", status=204),
    "partial": Answer(b"x", status=206), "unasked-304": Answer(b"", status=304),
}  # fmt: skip


@pytest.mark.parametrize("page", BIG.values(), ids=BIG.keys())
def test_a_body_that_is_too_much_or_nonsense_is_not_kept(page: Any, web: Web) -> None:
    web.put("big.example/", page)
    with pytest.raises(Refused) as refusal:
        fetch("http://big.example/", network=web.network(), most=200_000)
    assert refusal.value.code in ("too_large", "unreachable", "encoding", "type", "status")
    assert refusal.value.message


LAUGHS = '<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
DOCTYPES = {
    "billion-laughs": f"<!DOCTYPE r [{LAUGHS}]>", "external-file": '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "external-page": '<!DOCTYPE r [<!ENTITY x SYSTEM "http://127.0.0.1/">]>', "parameter": '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1/e.dtd"> %p;]>',
    "quadratic": f'<!DOCTYPE r [<!ENTITY x "{"哈" * 50_000}">]>', "lower-case": '<!doctype r [<!entity x "y">]>',
}  # fmt: skip
ENCODINGS = {"utf-8": "utf-8", "utf-16": "utf-16", "gb18030": "gb18030"}


@pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=ENCODINGS.keys())
@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES.keys())
def test_xml_that_declares_entities_is_not_parsed(doctype: str, encoding: str) -> None:
    said = "gb2312" if encoding == "gb18030" else encoding
    rows = "<item><title>&x;</title><link>http://a.example/1</link></item>"
    text = f'<?xml version="1.0" encoding="{said}"?>{doctype}<rss version="2.0"><channel>{rows}</channel></rss>'
    page = Fetched(text.encode(encoding), "http://news.example/feed.xml")
    for read in (feed.read, lambda one: sitemap.read(Fetched(one.raw.replace(b"rss", b"urlset"), one.url))):
        if encoding == "utf-16" and read is not feed.read:
            continue
        with pytest.raises(Refused) as refusal:
            read(page)
        assert refusal.value.code == "entities"


def test_an_encoding_that_hides_entities_is_not_believed() -> None:
    hidden = '<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE r [+ADwAIQ-ENTITY x "y"+AD4]+AD4 <rss/>'
    assert "+ADwAIQ-" in xml_of(hidden.encode())


def test_a_feed_is_no_address_and_no_file_to_open(tmp_path: Any) -> None:
    secret = tmp_path / "feed.xml"
    secret.write_text('<rss version="2.0"><channel><item><link>http://a.example/1</link></item></channel></rss>')
    for raw in (str(secret).encode(), b"http://127.0.0.1:1/feed.xml", f"<{secret}".encode()):
        assert feed.read(Fetched(raw, "http://news.example/feed.xml")) is None


def test_a_packed_site_map_does_not_unfold_beyond_its_limit() -> None:
    packed = gzip.compress(b"<urlset>" + b" " * 20_000_000)
    with pytest.raises(Refused) as refusal:
        sitemap.unpacked(packed, 1_000_000)
    assert refusal.value.code == "too_large"


DEEP = {
    "xml": "<rss>" + "<a>" * 200_000, "xml-items": "<rss><channel>" + "<item>" * 100_000, "urlset": "<urlset>" + "<url>" * 200_000,
    "json": "[" * 100_000, "json-objects": '{"items":' * 50_000, "html": "<html>" + "<div>" * 100_000,
    "many-items": "<rss><channel>" + "<item></item>" * 50_000, "open-angles": "<rss>" + "<" * 300_000, "open-cdata": "<rss>" + "<![CDATA[" * 50_000,
}  # fmt: skip


@pytest.mark.parametrize("deep", DEEP.values(), ids=DEEP.keys())
def test_a_document_made_to_hang_its_parser_is_no_list(deep: str) -> None:
    start = time.process_time()
    for read in (feed.read, sitemap.read):
        try:
            got = read(Fetched(deep.encode(), "http://news.example/"))
        except Refused:
            continue
        assert got is None or not got.items
    assert time.process_time() - start < 5


def test_a_page_of_nested_links_does_not_hang_the_search_for_days() -> None:
    nested = "<p>" + "<i><a href='/x'>某项目签约落户临江高新区</a>" * 3000
    rows = "<p>" + "".join(f"<a href='/art/{n}.html'>某{n}号项目签约落户临江</a> 字" for n in range(6000))
    start = time.process_time()
    for source in (nested, rows):
        list(Markup(source.encode(), "http://news.example/").anchors())
    assert time.process_time() - start < 10


@pytest.mark.parametrize(("pattern", "url"), [
    ("/" + "*a" * 200, "http://a.example/" + "a" * 1900 + "b"), ("/" + "**/" * 100 + "x", "http://a.example/" + "a/" * 900),
    ("/" + "*" * 400 + "x", "http://a.example/" + "y" * 1900),
], ids=["stars", "double-stars", "only-stars"])  # fmt: skip
def test_a_pattern_made_to_hang_the_matcher_does_not(pattern: str, url: str) -> None:
    start = time.monotonic()
    assert not matches(pattern, url, "http://a.example/")
    assert time.monotonic() - start < 2


@pytest.mark.parametrize("href", [
    "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "mailto:a@b.c", "http://", "//", "http://[::1", "ftp://a.example/x",
])  # fmt: skip
def test_a_list_names_no_link_that_is_no_page(href: str) -> None:
    text = f'<rss version="2.0"><channel><item><title>题</title><link>{href}</link></item></channel></rss>'
    got = feed.read(Fetched(text.encode(), "http://news.example/feed.xml"))
    assert got is not None
    assert [item.url for item in got.items if not item.url.startswith("http://news.example/")] == []


def test_the_kinds_that_a_list_may_come_as_are_no_licence_for_programs(web: Web) -> None:
    web.put("a.example/x", b"MZ", kind="application/vnd.microsoft.portable-executable")
    with pytest.raises(Refused):
        fetch("http://a.example/x", network=web.network(), kinds=LISTED)

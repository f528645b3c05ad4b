"""Mailboxes: the new messages of one IMAP folder. Nothing in it is changed, not even what counts as read."""

from __future__ import annotations

import binascii
import hashlib
import imaplib
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from html import escape
from threading import Timer

import httpcore

from press.fetch import Inside, Network, Slow, Unfetched, numbers_of
from press.fetchers.items import Ask, Fetcher, Get, Item, Listing
from press.fetchers.markup import squeezed
from press.models.source import Source
from staff.refusal import Refused

MOST_BYTES = 20 * 1024 * 1024
# Of a folder that is asked for the first time only the newest; later as many at a visit as a minute can take.
FIRST, MOST = 10, 50


class Mailbox(Fetcher):
    kind = Source.Kind.MAILBOX

    def visit(self, ask: Ask, get: Get) -> Listing:
        """The messages after the one that was seen last; `seen` is "<validity of the numbers>:<last number>"."""
        with _opened(ask) as box:
            folder = _folder(str(ask.options.get("folder") or "INBOX"))
            _ok(box.select(f'"{folder}"', readonly=True), "没有这个文件夹。请检查文件夹名称。")
            validity = str((box.response("UIDVALIDITY")[1] or [b""])[0] or b"", "ascii", "replace")
            before, _, last = ask.seen.partition(":")
            after = int(last) if before == validity and last.isdigit() else 0
            numbers = [number for number in _numbers(box, after) if number > after]
            numbers = numbers[:MOST] if after else numbers[-FIRST:]
            items = [item for number in numbers if (item := _message(box, number, ask.url))]
        newest = max(numbers, default=after)
        more = ask.url if after and len(numbers) == MOST else ""
        return Listing(tuple(reversed(items)), next=more, seen=f"{validity}:{newest}")


class _Pinned(imaplib.IMAP4_SSL):
    """IMAP over TLS on the number that was checked, the certificate by the name, and no more bytes than are wanted."""

    def __init__(self, host: str, port: int, number: tuple[str, int], context: ssl.SSLContext) -> None:
        self._number = number
        super().__init__(host, port, ssl_context=context, timeout=15)

    def _create_socket(self, timeout: float | None) -> ssl.SSLSocket:
        plain = socket.create_connection(self._number, timeout)
        return self.ssl_context.wrap_socket(plain, server_hostname=self.host)

    def read(self, size: int) -> bytes:
        if size > MOST_BYTES:
            raise Unfetched(f"有一封邮件超过 {MOST_BYTES // 1024 // 1024} MB，没有收。", code="too_large")
        return super().read(size)


@contextmanager
def _opened(ask: Ask) -> Iterator[imaplib.IMAP4]:
    """The mailbox, logged in; whatever goes wrong in it becomes a reason in Chinese. Closed for good at the deadline."""
    host, port = str(ask.options.get("host", "")), int(ask.options.get("port") or 993)
    deadline = time.monotonic() + ask.network.seconds
    timer: Timer | None = None
    try:
        box = _Pinned(host, port, _number(host, port, ask.network, deadline), ask.network.tls())
        timer = Timer(max(0.0, deadline - time.monotonic()), _cut, [box.sock])
        timer.daemon = True
        timer.start()
        try:
            _log_in(box, str(ask.options.get("user", "")), ask.password)
        except imaplib.IMAP4.error as error:
            raise Unfetched("邮箱不让登录。请检查用户名和密码（很多邮箱要用“授权码”）。", code="login") from error
        yield box
        with suppress(imaplib.IMAP4.error, OSError):
            box.logout()
    except (imaplib.IMAP4.error, OSError, httpcore.ConnectError) as error:
        raise Unfetched("邮箱打不开。请检查服务器、端口和网络。", code="unreachable") from error
    except Slow as error:
        raise Unfetched("邮箱服务器太慢，没有收完。稍后会再试。", code="slow") from error
    finally:
        if timer:
            timer.cancel()


def _log_in(box: imaplib.IMAP4, user: str, password: str) -> None:
    if f"{user}{password}".isascii():
        box.login(user, password)
    else:
        # LOGIN knows only ASCII (RFC 3501); PLAIN takes UTF-8 (RFC 4616).
        box.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())


def _number(host: str, port: int, network: Network, deadline: float) -> tuple[str, int]:
    try:
        return numbers_of(host, port, network, deadline)[0]
    except Inside as error:
        raise Unfetched("邮箱服务器在内部地址上，不能连接。请换公开的服务器。", code="inside") from error


def _cut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _ok(answer: tuple[str, object], why: str) -> None:
    if answer[0] != "OK":
        raise Refused(why, code="folder")


def _numbers(box: imaplib.IMAP4, after: int) -> list[int]:
    status, data = box.uid("SEARCH", f"UID {after + 1}:*")
    _ok((status, data), "邮箱没有回答。")
    return sorted(int(word) for word in (data[0] or b"").split() if word.isdigit())


def _message(box: imaplib.IMAP4, number: int, url: str) -> Item | None:
    _, data = box.uid("FETCH", str(number), "(BODY.PEEK[])")
    raw = next((part[1] for part in data if isinstance(part, tuple)), b"")
    return item_of(raw, url) if raw else None


def item_of(raw: bytes, url: str) -> Item | None:
    """The message as a piece of coverage: subject, day, sender and what it says; None where it says nothing."""
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("html", "plain"))
    said = _content(body) if body is not None else ""
    if not said.strip():
        return None
    if body is not None and body.get_content_subtype() != "html":
        said = "".join(f"<p>{escape(line)}</p>\n" for line in said.splitlines() if line.strip())
    subject = squeezed(str(message.get("Subject", "")))[:400]
    at = _moment(message)
    head = f"<h1>{escape(subject)}</h1><p>{at:%Y-%m-%d}</p>" if at else f"<h1>{escape(subject)}</h1>"
    page = f'<!doctype html><meta charset="utf-8"><title>{escape(subject)}</title>{head}\n{said}'
    name = str(message.get("Message-ID", "")) or hashlib.sha256(raw).hexdigest()
    return Item(url, subject, at, page.encode("utf-8", "replace"), key=f"{url} {name}")


def _content(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError, binascii.Error):
        # An encoding that nobody knows: the bytes, read as any page is.
        payload = part.get_payload(decode=True)
        return payload.decode("gb18030", "replace") if isinstance(payload, bytes) else ""


def _moment(message: EmailMessage) -> datetime | None:
    try:
        at = message["Date"].datetime if message["Date"] else None
    except (ValueError, TypeError, AttributeError):
        return None
    return at if at is not None and at.tzinfo else None


def _folder(name: str) -> str:
    """The folder's name in the alphabet of IMAP (RFC 3501, modified UTF-7), fit to stand in quotes."""
    out, wide = [], ""
    for char in f"{name}\0":
        if "\x20" <= char <= "\x7e" or char == "\0":
            if wide:
                coded = binascii.b2a_base64(wide.encode("utf-16-be"), newline=False).decode()
                out.append(f"&{coded.rstrip('=').replace('/', ',')}-")
                wide = ""
            out.append("&-" if char == "&" else char)
        elif char >= "\x80":
            wide += char
    return "".join(out)[:-1].replace("\\", "\\\\").replace('"', '\\"')


MAILBOX = Mailbox()

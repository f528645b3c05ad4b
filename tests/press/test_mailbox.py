"""A mailbox as a source: its new messages come in, it is not changed, and its password is nowhere to be read."""

from __future__ import annotations

import ipaddress
import socketserver
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection
from django.test import Client
from django.utils import timezone

from press import sources, taking
from press.fetch import Network
from press.fetchers.mailbox import item_of
from press.models import Article, Source
from press.secrets import password_of
from staff.models import User
from staff.refusal import Refused
from tests.pages.site import page

PASSWORD = "sesam-7x!"


class Box(socketserver.ThreadingTCPServer):
    """As much of an IMAP server as is asked for; `said` is what it heard."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, certificate: Path) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate)
        self.messages: dict[int, bytes] = {}
        self.validity, self.said = 7, ""


class Session(socketserver.StreamRequestHandler):
    server: Box

    def handle(self) -> None:
        with self.server.context.wrap_socket(self.request, server_side=True) as line:
            self.talk(line.makefile("rwb"))

    def talk(self, file: Any) -> None:
        def say(text: bytes) -> None:
            file.write(text)
            file.flush()

        say(b"* OK ready\r\n")
        while words := file.readline().split():
            tag, verb, rest = words[0], words[1].upper(), b" ".join(words[2:])
            self.server.said += f"{verb.decode()} {rest.decode('utf-8', 'replace')}\n"
            say(
                self.answer(verb, rest)
                + tag
                + (b" NO wrong\r\n" if verb == b"LOGIN" and b"bad" in rest else b" OK done\r\n")
            )
            if verb == b"LOGOUT":
                return

    def answer(self, verb: bytes, rest: bytes) -> bytes:
        if verb == b"CAPABILITY":
            return b"* CAPABILITY IMAP4rev1\r\n"
        if verb in (b"EXAMINE", b"SELECT"):
            return f"* {len(self.server.messages)} EXISTS\r\n* OK [UIDVALIDITY {self.server.validity}] ok\r\n".encode()
        if verb == b"UID" and rest.startswith(b"SEARCH"):
            first = int(rest.split()[-1].partition(b":")[0])
            found = [n for n in self.server.messages if n >= first] or [max(self.server.messages, default=0)]
            return f"* SEARCH {' '.join(map(str, found))}\r\n".encode()
        if verb == b"UID":
            raw = self.server.messages[int(rest.split()[1])]
            return f"* 1 FETCH (UID 1 BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n"
        return b""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for mail.example."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("mail.example")]), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path_factory.mktemp("tls") / "mail.pem"
    plain = serialization.NoEncryption()
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def box(certificate: Path) -> Iterator[Box]:
    server = Box(certificate)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    for number in range(1, 13):
        server.messages[number] = letter(number)
    yield server
    server.shutdown()
    server.server_close()


def letter(number: int) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"] = f"今日要闻第{number}期", "剪报 <news@mail.example>"
    message["Date"], message["Message-ID"] = "Mon, 02 Nov 2026 08:00:00 +0800", f"<{number}@mail.example>"
    message.set_content(f"苍梧{number}号半导体与临江高新区签约，总投资{number}亿元。")
    message.add_alternative(f"<p>苍梧{number}号半导体与临江高新区签约，总投资{number}亿元。</p>", subtype="html")
    return message.as_bytes()


def network(box: Box, certificate: Path, **more: Any) -> Network:
    context = ssl.create_default_context(cafile=str(certificate))
    home = ipaddress.ip_address("127.0.0.1")
    return Network(**{
        "resolve": lambda host, port: [("127.0.0.1", box.server_address[1])], "allowed": lambda number: number == home,
        "tls": lambda: context, "pause": 0.0, "seconds": 5.0, **more,
    })  # fmt: skip


def mailbox(by: User, *, password: str = PASSWORD, host: str = "mail.example") -> Source:
    options = {"host": host, "port": 993, "user": "clips", "folder": "剪报"}
    return sources.add_mailbox("剪报邮箱", options, password, every=60, by=by, at=timezone.now())


def test_the_newest_messages_come_in_and_later_only_new_ones(box: Box, certificate: Path, officer: User) -> None:
    source = mailbox(officer)
    out = network(box, certificate)
    taking.gather(network=out, seconds=5, at=timezone.now())
    assert source.articles.count() == 10
    box.messages[13] = letter(13)
    taking.gather(network=out, seconds=5, at=timezone.now() + timedelta(hours=2))
    assert source.articles.count() == 11
    taking.gather(network=out, seconds=5, at=timezone.now() + timedelta(hours=5))
    assert source.articles.count() == 11
    newest = bytes(Article.objects.latest("pk").raw).decode()
    assert "苍梧13号半导体" in newest
    assert "今日要闻第13期" in newest
    assert "SELECT" not in box.said
    assert 'EXAMINE "&' in box.said
    assert "STORE" not in box.said


def test_the_password_is_encrypted_and_shown_nowhere(officer: User, sign_in: Callable[..., Client]) -> None:
    client = sign_in(officer)
    data = {
        "name": "剪报",
        "host": "mail.example",
        "port": "993",
        "user": "clips",
        "password": PASSWORD,
        "folder": "INBOX",
        "every": "60",
    }
    client.post("/sources/add/mailbox/", data)
    source = Source.objects.get(kind="mailbox")
    assert password_of(source) == PASSWORD
    for url in (source.get_absolute_url(), f"{source.get_absolute_url()}edit/", "/staff/journal/"):
        assert PASSWORD not in page(client.get(url))
    with connection.cursor() as cursor:
        for table in ("press_source", "press_sourceevent", "staff_entry"):
            cursor.execute(f"select * from {table}")
            assert PASSWORD not in str(cursor.fetchall())


def test_the_environment_wins_over_what_is_stored(
    officer: User, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    source = mailbox(officer)
    monkeypatch.setenv(f"CRM_SOURCE_{source.pk}_PASSWORD", "other")
    assert password_of(source) == "other"
    monkeypatch.delenv(f"CRM_SOURCE_{source.pk}_PASSWORD")
    settings.SECRET_KEY = "changed"
    with pytest.raises(Refused, match="重新填写密码"):
        password_of(source)


@pytest.mark.parametrize(("change", "words"), [
    ({"password": "bad"}, "不让登录"), ({"host": "other.example"}, "打不开"), ({"inside": True}, "内部地址"),
], ids=["wrong-password", "certificate-of-another", "inside"])  # fmt: skip
def test_what_goes_wrong_is_told_on_the_source(
    change: dict[str, Any], words: str, box: Box, certificate: Path, officer: User
) -> None:
    inside = change.pop("inside", False)
    source = mailbox(officer, **change)
    out = network(box, certificate, **({"allowed": lambda number: False} if inside else {}))
    taking.gather(network=out, seconds=5, at=timezone.now())
    source.refresh_from_db()
    assert words in source.schedule.error if hasattr(source, "schedule") else False
    assert source.articles.count() == 0
    assert inside is False or box.said == ""


def test_a_message_in_an_odd_alphabet_or_with_nothing_in_it() -> None:
    odd = b"Subject: x\r\nContent-Type: text/plain; charset=no-such\r\n\r\n" + "苍梧签约".encode("gb18030")
    item = item_of(odd, "imaps://x")
    assert item is not None
    assert "苍梧签约" in item.raw.decode()
    assert item_of(b"Subject: nothing\r\n\r\n", "imaps://x") is None

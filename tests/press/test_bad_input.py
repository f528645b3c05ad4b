"""What people really bring: each bad thing gets a clear word, by the page and by `manage.py load`, and nothing is lost."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from crm.pipeline import advance
from leads.models import Proposal
from press.fetch import Network, fetch
from press.models import Article
from press.uploading import take_waiting
from press.views import adding
from staff.models import User
from tests import make
from tests.pages.site import page

MB = 1024 * 1024
SPAM = (settings.BASE_DIR / "demo" / "coverage" / "13-spam.txt").read_text("utf-8")
# What is refused at the door: the file and the words that say why.
REFUSED = {
    "空的.txt": (b"", "内容是空的"),
    "空白.txt": (b" \r\n\t\n", "内容是空的"),
    "很大.txt": (b"a" * 30 * MB, "30 MB"),
    "随机.txt": (random.Random(7).randbytes(60_000), "不是文字"),
    "文件.pdf": (b"%PDF-1.7\n", "PDF 文件打不开"),
    "文档.docx": (b"PK\x03\x04word/", "压缩包或 Office 文件打不开"),
    "图.png": (b"\x89PNG\r\n\x1a\n", "这是图片"),
    "无标记.txt": (make.STORY.encode("utf-16-le"), "不是文字"),
}
# What is said to be in another encoding than it is, and is read all the same.
MISLABELLED = {
    "简体.txt": make.STORY.encode("gb18030"),
    "标错.html": f'<html><head><meta charset="utf-8"></head><body><p>{make.STORY}</p></body></html>'.encode("gb18030"),
    "标反.html": f'<html><head><meta charset="gb2312"></head><body><p>{make.STORY} </p></body></html>'.encode(),
}


@pytest.fixture
def kept(officer: User) -> Callable[[], None]:
    """An article and a lead that were there before; asked afterwards, they are there still."""
    told = make.story(name="采薇")
    lead = make.lead("采薇的事", owner=officer, company=told.company)

    def check() -> None:
        before = bytes(told.article.raw)
        told.article.refresh_from_db()
        lead.refresh_from_db()
        assert (bytes(told.article.raw), told.article.state, lead.name) == (before, "done", "采薇的事")

    return check


@pytest.fixture
def client(officer: User, kept: Callable[[], None], sign_in: Callable[..., Client]) -> Client:
    return sign_in(officer)


class TestOnThePage:
    def upload(self, client: Client, **files: bytes) -> Any:
        many = [SimpleUploadedFile(name, raw) for name, raw in files.items()]
        return client.post("/articles/add/?way=upload", {"files": many}, follow=True)

    # A broken archive is no single document: it is a batch of its own, as in the test after this one.
    @pytest.mark.parametrize("name", [name for name in REFUSED if name != "文档.docx"])
    def test_a_bad_file_is_refused_by_name_and_reason(self, client: Client, kept: Any, name: str) -> None:
        raw, words = REFUSED[name]
        answer = self.upload(client, **{name: raw})
        assert answer.status_code == 422
        assert f"{name}：" in page(answer)
        assert words in page(answer)
        assert Article.objects.count() == 1
        kept()

    def test_beside_bad_files_the_good_one_is_taken(self, client: Client, kept: Any) -> None:
        files = {name: raw for name, (raw, _) in REFUSED.items() if len(raw) < MB}
        answer = self.upload(client, **{"好的.txt": make.STORY.encode()}, **files)
        take_waiting()
        shown = page(client.get(answer.redirect_chain[-1][0]))
        for name in files:
            assert name in shown
            assert REFUSED[name][1] in shown
        assert Article.objects.latest("pk").name == "好的.txt"
        kept()

    @pytest.mark.parametrize("name", MISLABELLED)
    def test_an_encoding_that_is_said_wrongly_is_seen_through(self, client: Client, kept: Any, name: str) -> None:
        self.upload(client, **{name: MISLABELLED[name]})
        article = Article.objects.get(name=name)
        advance(only=[article.pk])
        article.refresh_from_db()
        assert (article.state, bytes(article.raw)) == ("done", MISLABELLED[name])
        assert "总投资51亿元" in page(client.get(article.get_absolute_url()))
        kept()

    def test_a_page_of_nothing_but_spam_says_that_nothing_came_of_it(self, client: Client, kept: Any) -> None:
        answer = client.post("/articles/add/?way=paste", {"text": SPAM}, follow=True)
        assert "已收下" in page(answer)
        article = Article.objects.latest("pk")
        advance(only=[article.pk])
        shown = page(client.get(article.get_absolute_url()))
        assert "这篇没有读到企业和项目，已留在报道里，不会进入新闻待办" in shown
        assert not Proposal.objects.filter(article=article).exists()
        kept()

    def test_an_article_that_is_there_is_told_and_shown(self, client: Client, kept: Any) -> None:
        for way in ({"text": make.STORY}, {"text": make.STORY.replace("\n", "\r\n")}):
            answer = client.post("/articles/add/?way=paste", way, follow=True)
        assert "这篇报道已经在库里了，没有重复加入" in page(answer)
        assert answer.redirect_chain[-1][0] == Article.objects.latest("pk").get_absolute_url()
        answer = self.upload(client, **{"一.txt": make.STORY.encode(), "二.txt": make.STORY.encode()})
        take_waiting()
        shown = page(client.get(answer.redirect_chain[-1][0]))
        assert shown.count("库里已有") >= 2
        assert Article.objects.count() == 2
        kept()

    @pytest.mark.parametrize("url", [
        "http://127.0.0.1/", "http://127.0.0.1:5432/", "http://localhost/", "http://10.0.0.7/leads", "http://192.168.1.1/", "http://172.31.0.1/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[fd00::1]/", "http://2130706433/", "http://0x7f000001/", "http://127.1/",
        "http://169.254.169.254/latest/meta-data/", "http://0.0.0.0:8000/",
    ])  # fmt: skip
    def test_an_address_inside_is_refused_however_it_is_written(self, client: Client, kept: Any, url: str) -> None:
        answer = client.post("/articles/add/?way=address", {"url": url})
        assert answer.status_code == 422
        assert "不能抓取" in page(answer)
        assert url in page(answer)
        assert Article.objects.count() == 1
        kept()

    def test_a_public_page_that_leads_inside_is_refused(
        self, client: Client, kept: Any, site: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            adding, "fetch", partial(fetch, network=Network(allowed=lambda number: str(number) == "127.0.0.1"))
        )
        for path in ("/10.0.0.7/", "/[::1]/", "/169.254.169.254/latest/"):
            answer = client.post("/articles/add/?way=address", {"url": site + path})
            assert "这个网址指向内部地址，不能抓取" in page(answer), path
        answer = client.post("/articles/add/?way=address", {"url": f"{site}/page"}, follow=True)
        assert "已收下" in page(answer)
        assert Article.objects.count() == 2
        kept()


class Leading(BaseHTTPRequestHandler):
    """Stands for a public site: its page, or a redirect to whatever the path names."""

    def do_GET(self) -> None:
        is_page = self.path == "/page"
        self.send_response(200 if is_page else 302)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if not is_page:
            self.send_header("Location", f"http:/{self.path}")
        self.end_headers()
        if is_page:
            self.wfile.write(f"<p>{make.STORY}</p>".encode())

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Leading)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_of_a_folder_of_bad_files_each_is_told_and_the_good_ones_are_read(
    tmp_path: Path, kept: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    good = {"好的.txt": make.STORY.encode() + b"\n", "再来.txt": make.STORY.encode() + b"\n", "推广.txt": SPAM.encode()}
    for name, raw in ({name: raw for name, (raw, _) in REFUSED.items()} | MISLABELLED | good).items():
        (tmp_path / name).write_bytes(raw)
    with pytest.raises(CommandError, match=f"{len(REFUSED)} 个文件没有读成") as raised:
        call_command("load", *map(str, sorted(tmp_path.iterdir())))
    assert raised.value.returncode == 1
    lines = {line.split("：")[0]: line for line in capsys.readouterr().out.splitlines()}
    for name, (_, words) in REFUSED.items():
        assert words in lines[f"✗ {name}"], name
    for name in MISLABELLED:
        assert f"✓ {name}" in lines, name
    assert {"✓ 好的.txt", "✓ 再来.txt（已有）"} <= set(lines) or {"✓ 好的.txt（已有）", "✓ 再来.txt"} <= set(lines)
    assert lines["✓ 推广.txt"].endswith("企业 0，项目 0，提议 0")
    assert f"文件 {len(REFUSED) + 6}，新报道 5" in lines["合计"]
    assert lines["合计"].endswith(f"失败 {len(REFUSED)}")
    kept()


def test_an_address_is_no_path_and_load_says_so(db: Any) -> None:
    with pytest.raises(CommandError, match=r"找不到：http:/127\.0\.0\.1"):
        call_command("load", "http://127.0.0.1/")

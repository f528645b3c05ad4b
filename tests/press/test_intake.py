"""Taking coverage in: any bytes become one stored article or a clear no, and nothing comes in twice."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from crm.pipeline import advance
from leads.models import Proposal
from press import intake, queue
from press.models import Article, Source, Step
from staff.models import User
from staff.refusal import Refused
from tests import make
from tests.hands import together

pytestmark = pytest.mark.django_db
SPAM = "开 发 票 加微信 abc123，低价 代开，点击 www.example.com 领红包\n" * 30


def take(raw: bytes, **more: Any) -> tuple[Article, bool]:
    return intake.add(raw, source=Source.built_in(Source.Kind.PASTE), at=timezone.now(), **more)


def cleaned(raw: bytes) -> Article:
    article, _ = take(raw)
    advance([Step.CLEAN], only=[article.pk])
    article.refresh_from_db()
    return article


@pytest.mark.parametrize(("raw", "code", "words"), [
    (b"", "empty", "内容是空的"), (b" \r\n\t\n", "empty", "内容是空的"), (b"\x00" * 900, "empty", "内容是空的"),
    (b"\xef\xbb\xbf", "empty", "内容是空的"),
    (b"%PDF-1.7 \xe5\xa5\xbd", "damaged", "PDF"), (b"PK\x03\x04word/document.xml", "damaged", "压缩包或 Office"),
    (b"\x89PNG\r\n\x1a\n", "binary", "图片"), (b"MZ\x90\x00", "binary", "程序"),
    (random.Random(1).randbytes(50_000), "binary", "不是文字"),
    ("正常的报道".encode() + b"\x00" + "还有后半篇".encode(), "binary", "不是文字"),
    (bytes(range(1, 9)) * 40, "binary", "不是文字"), (make.STORY.encode("utf-16-le"), "binary", "不是文字"),
], ids=["nothing", "blanks", "zeros", "mark", "pdf", "zip", "png", "exe", "random", "nul", "control", "utf16"])  # fmt: skip
def test_what_cannot_be_coverage_is_refused_with_what_to_do(raw: bytes, code: str, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        take(raw)
    assert refusal.value.code == code
    assert words in refusal.value.message
    assert Article.objects.count() == 0


def test_a_file_of_30_mb_is_refused_by_its_size() -> None:
    with pytest.raises(Refused, match="文件有 30 MB，超过 20 MB 的上限"):
        take(b"a" * 30 * 1024 * 1024)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "big5", "utf-16"])
def test_text_in_any_of_the_usual_encodings_is_read_and_kept_byte_for_byte(encoding: str) -> None:
    text = make.STORY if encoding != "big5" else "蒼梧半導體股份有限公司與臨江高新區簽約，總投資51億元。\n" * 3
    article = cleaned(text.encode(encoding))
    assert bytes(article.raw) == text.encode(encoding)
    assert article.failed_at is None, article.error
    assert "51亿元" in article.text
    assert "半导体股份有限公司" in article.text


@pytest.mark.parametrize("seed", range(12))
def test_bytes_of_any_kind_end_as_text_or_as_a_clear_no(seed: int) -> None:
    rnd = random.Random(seed)
    raw = rnd.choice([b"\xff\xfe", b"\xfe\xff", b"<html><body>", b"&#0;&#xD800;&#1114112;", b""])
    raw += rnd.randbytes(rnd.choice([40, 2000])) + make.STORY.encode("gb18030" if seed % 2 else "utf-8")
    try:
        article = cleaned(raw)
    except Refused as refusal:
        refused_as = refusal.code
    else:
        refused_as = ""
    if refused_as:
        assert refused_as == "binary"
    elif article.failed_at:
        assert "没有从原文里认出文字" in article.error
    else:
        assert article.text.strip()
        assert bytes(article.raw) == raw


def test_a_page_with_a_nul_in_its_headline_is_read() -> None:
    article = cleaned(("苍梧\x00半导体签约\n" + make.STORY).encode("utf-16"))
    assert article.failed_at is None, article.error
    assert "\x00" not in article.original + article.text + article.title


def test_twenty_megabytes_of_letters_do_not_break_the_search_index() -> None:
    """A base64 picture in a page makes tens of thousands of long words, more than PostgreSQL indexes of one row."""
    rnd = random.Random(3)
    words = " ".join("".join(rnd.choices("abcdefghijklmnop0123456789", k=40)) for _ in range(45_000))
    article = cleaned(f"{make.STORY}{words}".encode())
    assert article.failed_at is None, article.error


def test_the_same_bytes_are_one_article() -> None:
    first, is_new = take(make.STORY.encode())
    again, is_new_again = take(make.STORY.encode(), name="another.txt")
    assert (first, is_new, is_new_again) == (again, True, False)


def test_a_page_of_nothing_but_spam_becomes_no_project() -> None:
    article, _ = take(SPAM.encode())
    advance(only=[article.pk])
    article.refresh_from_db()
    assert article.state == "done"
    assert Proposal.objects.count() == 0


@pytest.mark.usefixtures("committed")
@pytest.mark.django_db(transaction=True)
def test_the_same_article_pasted_by_four_people_at_once_is_one_article() -> None:
    source = Source.built_in(Source.Kind.PASTE)
    raw = make.STORY.encode()
    results = together(*[lambda: intake.add(raw, source=source, at=timezone.now())] * 4)
    assert sorted(is_new for _, is_new in results) == [False, False, False, True]
    assert Article.objects.count() == 1


class TestOnThePage:
    """加报道."""

    @pytest.fixture
    def client(self, officer: User, sign_in: Callable[..., Client]) -> Client:
        return sign_in(officer)

    def test_a_pasted_article_is_taken_and_a_second_paste_is_told(self, client: Client, officer: User) -> None:
        response = client.post("/articles/add/?way=paste", {"text": make.STORY.replace("\n", "\r\n")}, follow=True)
        assert "已收下" in response.content.decode()
        article = Article.objects.get()
        assert (article.added_by, bytes(article.raw).decode()) == (officer, make.STORY)
        response = client.post("/articles/add/?way=paste", {"text": make.STORY}, follow=True)
        assert "已经在库里了" in response.content.decode()
        assert Article.objects.count() == 1

    @pytest.mark.parametrize(("way", "data", "words"), [
        ("paste", {"text": ""}, "请粘贴报道全文"), ("paste", {"text": "  \n"}, "请粘贴报道全文"),
        ("paste", {"text": "甲\x00乙"}, "空字符"), ("upload", {}, "请选择文件"),
        ("address", {"url": ""}, "请填写报道的网址"), ("address", {"url": "不是网址"}, "请粘贴完整的网址"),
        ("address", {"url": "http://127.0.0.1/"}, "指向内部地址"), ("address", {"url": "ftp://example.com/"}, "请粘贴完整的网址"),
    ])  # fmt: skip
    def test_what_cannot_be_taken_is_told_beside_what_was_typed(
        self, client: Client, way: str, data: dict[str, str], words: str
    ) -> None:
        response = client.post(f"/articles/add/?way={way}", data)
        assert response.status_code == 422
        assert words in response.content.decode()
        assert Article.objects.count() == 0

    def test_one_file_that_is_no_good_is_told_beside_the_field(self, client: Client) -> None:
        for file, words in (
            (SimpleUploadedFile("图.png", b"\x89PNG\r\n"), "这是图片"),
            (SimpleUploadedFile("大.txt", b"x" * (21 * 1024 * 1024)), "文件有 21 MB"),
        ):
            response = client.post("/articles/add/?way=upload", {"files": [file]})
            assert response.status_code == 422
            assert words in response.content.decode()
        assert Article.objects.count() == 0

    def test_the_original_is_given_back_byte_for_byte_and_never_as_a_page(self, client: Client) -> None:
        article = make.article("<script>alert(1)</script>", title="危险")
        response = client.get(f"/articles/{article.pk}/raw/")
        assert response.content == b"<script>alert(1)</script>"
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response["Content-Security-Policy"]
        assert "<script>alert" not in client.get(article.get_absolute_url()).content.decode()


class TestLoad:
    """`manage.py load`."""

    @pytest.fixture(autouse=True)
    def quick(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The engine has tests of its own."""
        monkeypatch.setitem(__import__("crm.pipeline").pipeline.STEPS, Step.READ, lambda article, at: None)

    def run(self, *paths: Path | str, capsys: pytest.CaptureFixture[str]) -> tuple[list[str], CommandError | None]:
        error = None
        try:
            call_command("load", *map(str, paths))
        except CommandError as raised:
            error = raised
        return capsys.readouterr().out.splitlines(), error

    def test_a_folder_is_a_line_per_file_and_totals(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "b.txt").write_text(make.STORY, "utf-8")
        (tmp_path / "a.html").write_text(f"<p>{make.STORY}</p>", "utf-8")
        (tmp_path / ".hidden.txt").write_text("x", "utf-8")
        (tmp_path / "c.docx").write_bytes(b"PK\x03\x04")
        (tmp_path / "sub").mkdir()
        (tmp_path / "sub" / "d.txt").write_text("又一篇关于采薇的报道。", "gb18030")
        lines, error = self.run(tmp_path, capsys=capsys)
        assert error is None
        assert [line.split("：")[0] for line in lines] == ["✓ a.html", "✓ b.txt", "✓ d.txt", "合计"]
        assert lines[-1].startswith("合计：文件 3，新报道 3，新企业 0，新项目 0，新提议 0，失败 0")

    def test_a_second_run_adds_nothing(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "a.txt").write_text(make.STORY, "utf-8")
        self.run(tmp_path, capsys=capsys)
        lines, error = self.run(tmp_path, capsys=capsys)
        assert error is None
        assert "a.txt（已有）" in lines[0]
        assert "新报道 0" in lines[-1]
        assert Article.objects.count() == 1

    def test_a_bad_file_is_told_and_the_others_are_read(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "a.txt").write_bytes(b"")
        (tmp_path / "b.txt").write_text(make.STORY, "utf-8")
        (tmp_path / "c.txt").write_bytes(b"%PDF")
        with (tmp_path / "d.txt").open("wb") as file:
            file.truncate(30 * 1024 * 1024)
        lines, error = self.run(tmp_path, capsys=capsys)
        assert error is not None
        assert error.returncode == 1
        assert lines[0].startswith("✗ a.txt：内容是空的")
        assert lines[1].startswith("✓ b.txt：")
        assert lines[2].startswith("✗ c.txt：PDF 文件打不开")
        assert "30 MB" in lines[3]
        assert "文件 4，新报道 1" in lines[-1]
        assert lines[-1].endswith("失败 3")

    def test_an_article_that_cannot_be_read_is_a_failure_of_its_line(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(article: Article, at: object) -> None:
            raise Refused("读不了这一篇。")

        monkeypatch.setitem(__import__("crm.pipeline").pipeline.STEPS, Step.READ, fail)
        (tmp_path / "a.txt").write_text(make.STORY, "utf-8")
        lines, error = self.run(tmp_path, capsys=capsys)
        assert lines[0] == "✗ a.txt：读不了这一篇。"
        assert error is not None
        queue.retry([Article.objects.get().pk])

    def test_a_path_that_is_not_there_is_told_before_anything_is_loaded(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "a.txt").write_text(make.STORY, "utf-8")
        _, error = self.run(tmp_path, tmp_path / "missing", capsys=capsys)
        assert "找不到" in str(error)
        assert Article.objects.count() == 0

    def test_a_name_from_an_old_windows_archive_is_read_as_chinese(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = bytes(tmp_path) + b"/" + "苍梧签约.txt".encode("gb18030")
        with open(path, "wb") as file:
            file.write(make.STORY.encode())
        lines, error = self.run(tmp_path, capsys=capsys)
        assert error is None
        assert lines[0].startswith("✓ 苍梧签约.txt")
        assert Article.objects.get().name == "苍梧签约.txt"

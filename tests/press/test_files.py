"""Files that hold coverage: known by their bytes, read within limits, refused with what to do."""

from __future__ import annotations

import struct
import zipfile

import pytest

from press import files, intake
from press.files import archive, pdf
from reading import clean
from staff.refusal import Refused
from tests.press import documents

LINE = documents.STORY[2]
HTML = f"<html><body><h1>{documents.STORY[0]}</h1><p>{documents.STORY[1]}</p><p>{LINE}</p></body></html>"


def words_of(raw: bytes) -> str:
    page = files.printed(raw)
    return clean(page.content, page.media).text


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("docx", documents.docx()), ("pdf", documents.pdf()), ("mail", documents.mhtml(HTML)),
        ("mail", documents.mail("\n".join(documents.STORY))), ("text", HTML.encode()), ("text", LINE.encode("gb18030")),
        ("zip", documents.zipped({"a.txt": LINE.encode()})),
    ],
    ids=["docx", "pdf", "mhtml", "eml", "html", "txt", "zip"],
)  # fmt: skip
def test_a_file_is_known_by_its_bytes(kind: str, raw: bytes) -> None:
    assert files.kind_of(raw) == kind
    if kind != "zip":
        assert "显示项目总投资51亿元" in words_of(raw)
        intake.check(raw)


def test_a_row_of_a_word_table_is_one_line() -> None:
    raw = documents.docx(["项目表"], [["项目", "投资"], ["云湖显示", "51亿元"]])
    assert words_of(raw) == "项目表\n项目 投资\n云湖显示 51亿元"


def test_a_pdf_that_only_forbids_printing_is_read() -> None:
    assert "51亿元" in words_of(documents.locked_pdf(""))


def lying_zip() -> bytes:
    """Thirty megabytes of zeros whose header speaks of ten bytes."""
    raw = bytearray(documents.zipped({"a.txt": b"\0" * 30_000_000}))
    at = raw.index(b"PK\x01\x02")
    struct.pack_into("<L", raw, at + 24, 10)
    return bytes(raw)


def with_entities(part: str) -> bytes:
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
    )
    return documents.repacked(documents.docx(), {part: bomb})


def with_password() -> bytes:
    raw = bytearray(documents.zipped({"a.txt": LINE.encode()}))
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    return bytes(raw)


OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
REFUSED = {
    "locked pdf": (documents.locked_pdf(), "encrypted", "没有密码的 PDF"),
    "scanned pdf": (documents.scanned_pdf(), "scanned", "扫描件"),
    "torn pdf": (documents.pdf()[:200], "damaged", "打不开"),
    "long pdf": (documents.pdf(pages=pdf.MOST_PAGES + 1), "too_large", "最多 300 页"),
    "torn docx": (documents.docx()[:900], "damaged", "打不开"),
    "empty docx": (documents.docx([]), "scanned", "没有文字"),
    "docx with entities": (with_entities("word/document.xml"), "bomb", "不安全"),
    "docx with entities beside": (with_entities("word/styles.xml"), "bomb", "不安全"),
    "docx with external entity": (
        documents.repacked(documents.docx(), {"word/document.xml": b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'}), "bomb", "不安全",
    ),
    "docx that is no xml": (documents.repacked(documents.docx(), {"word/document.xml": b"<w:p"}), "damaged", "打不开"),
    "docx bomb": (documents.repacked(documents.docx(), {"word/document.xml": b" " * 30_000_000}), "bomb", "大得不正常"),
    "old word": (OFFICE, "binary", "另存为 docx"),
    "excel": (documents.zipped({"xl/workbook.xml": b"<x/>"}), "binary", "Excel"),
    "slides": (documents.zipped({"ppt/presentation.xml": b"<x/>"}), "binary", "演示文稿"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "binary", "OCR"),
    "rar": (b"Rar!\x1a\x07\x00", "binary", "zip"),
    "rtf": (rb"{\rtf1\ansi hello}", "binary", "docx"),
    "mail without text": (b"MIME-Version: 1.0\r\nContent-Type: image/png\r\n\r\nabc", "empty", "没有正文"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_what_to_do(name: str) -> None:
    raw, code, words = REFUSED[name]
    with pytest.raises(Refused) as refusal:
        intake.check(raw)
    assert refusal.value.code == code
    assert words in refusal.value.message


BOMBS = {
    "ratio": documents.zipped({"a.txt": b"\0" * 30_000_000}),
    "many entries": documents.zipped({f"{n}.txt": b"" for n in range(archive.MOST_ENTRIES + 1)}),
}


@pytest.mark.parametrize("name", BOMBS)
def test_zip_bombs_are_refused_as_a_whole(name: str) -> None:
    with pytest.raises(Refused) as refusal:
        list(archive.entries(BOMBS[name]))
    assert refusal.value.code == "bomb"


def test_a_header_that_lies_gives_no_more_than_it_says() -> None:
    try:
        taken = [data for _, data in archive.entries(lying_zip())]
    except Refused:
        return
    assert all(isinstance(data, Refused) or len(data) <= 10 for data in taken)


def test_all_entries_together_keep_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_TOTAL", 2500)
    with pytest.raises(Refused, match="大得不正常"):
        list(archive.entries(documents.zipped({f"{n}.txt": b"x" * 1000 for n in range(3)})))


def test_an_entry_with_a_password_is_refused_alone() -> None:
    (name, refusal), *_ = archive.entries(with_password())
    assert name == "a.txt"
    assert isinstance(refusal, Refused)
    assert refusal.code == "encrypted"


def test_names_that_chinese_tools_wrote_are_legible() -> None:
    info = zipfile.ZipInfo("x.txt")
    info.filename, info.flag_bits = "签约.txt".encode("gb18030").decode("cp437"), 0
    assert archive.name_of(info) == "签约.txt"


def test_what_a_mac_puts_into_zips_is_left_out() -> None:
    raw = documents.zipped({"__MACOSX/._a.txt": b"x", "a/.DS_Store": b"x", "a/b.txt": LINE.encode()})
    assert [name for name, _ in archive.entries(raw)] == ["a/b.txt"]


def test_text_that_speaks_of_pdf_is_text() -> None:
    assert files.kind_of("说明：PDF 文件以 %PDF-1.7 开头。".encode()) == "text"
    assert files.kind_of(b"BMW plans a plant, MZ too.") == "text"

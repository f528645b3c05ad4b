"""Files that hold coverage: what a file is, by its bytes alone, and the text or markup that can be read in it.

A kind of file is a module with `printed(raw) -> Printed`; the original stays as it came, beside what was read of it.
"""

from __future__ import annotations

from collections.abc import Callable

from press.files import docx, mail, pdf
from press.files.archive import is_zip, names_of
from press.files.printed import Printed
from staff.refusal import Refused

__all__ = ["Printed", "beside", "check_kind", "is_archive", "kind_of", "printed"]

READERS: dict[str, Callable[[bytes], Printed]] = {"docx": docx.printed, "pdf": pdf.printed, "mail": mail.printed}

# What a file begins with, when it is certainly no text; the words tell the person what it is.
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "旧版 Office 文件（doc、xls）"),
    (b"{\\rtf", "RTF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"RIFF", "图片或音视频"),
    (b"\x1f\x8b", "gz 压缩文件"),
    (b"Rar!", "rar 压缩文件"),
    (b"7z\xbc\xaf", "7z 压缩文件"),
    (b"\x7fELF", "程序文件"),
    (b"MZ", "程序文件"),
    (b"SQLite format 3", "数据库文件"),
)
ADVICE = {
    "旧版 Office 文件（doc、xls）": "请用 Word 打开，另存为 docx 再上传。",
    "RTF 文件": "请用 Word 打开，另存为 docx 再上传。",
    "图片": "请先用文字识别（OCR）取得文字，再粘贴进来。",
    "rar 压缩文件": "请解压后重新打成 zip，或直接选择里面的文件。",
    "7z 压缩文件": "请解压后重新打成 zip，或直接选择里面的文件。",
    "gz 压缩文件": "请解压后直接选择里面的文件。",
    "Excel 表格": "请把表格另存为 txt，或复制内容粘贴进来。",
    "演示文稿": "请把文字复制出来粘贴。",
    "电子书或其他压缩格式": "请另存为 txt、html、docx 或 pdf 再上传。",
}
PLAIN = "请另存为 txt、html、docx 或 pdf 再上传，或直接粘贴正文。"


def kind_of(raw: bytes) -> str:
    """docx, pdf, mail, zip, or text; by content, whatever the name says. Raises Refused for what cannot be read."""
    if is_zip(raw):
        return _kind_of_zip(raw)
    # A PDF may have up to 1024 bytes before its mark, but plain text may also speak of %PDF.
    if raw.startswith(b"%PDF") or (b"%PDF-" in raw[:1024] and raw.rstrip().endswith(b"%%EOF")):
        return "pdf"
    for magic, what in MAGIC:
        if raw.startswith(magic) and (len(magic) > 2 or b"\x00" in raw[:512]):
            raise Refused(f"这是{what}，不能直接读。{ADVICE.get(what, PLAIN)}", code="binary")
    return "mail" if mail.is_mail(raw) else "text"


def _kind_of_zip(raw: bytes) -> str:
    """A zip may be a Word file, another Office file, or an archive of coverage."""
    names = names_of(raw)
    if "word/document.xml" in names:
        return "docx"
    other = {
        "xl/workbook.xml": "Excel 表格",
        "ppt/presentation.xml": "演示文稿",
        "META-INF/container.xml": "电子书或其他压缩格式",
    }
    for name, what in other.items():
        if name in names:
            raise Refused(f"这是{what}，不能直接读。{ADVICE[what]}", code="binary")
    return "zip"


def is_archive(raw: bytes) -> bool:
    """Whether the file is a zip of coverage; Refused where it is a zip that cannot be read."""
    return is_zip(raw) and kind_of(raw) == "zip"


def beside(raw: bytes) -> list[tuple[str, bytes]]:
    """The files that a saved letter brings along, by name; none for any other file."""
    return mail.attached(raw) if not is_zip(raw) and mail.is_mail(raw) else []


def check_kind(raw: bytes) -> None:
    """Raises Refused, with what to do, for a file in which no coverage can be read."""
    kind = kind_of(raw)
    if kind == "zip":
        raise Refused("这是压缩包。请在“上传文件”里上传，里面的文件会逐个收下。", code="archive")
    if kind in READERS:
        READERS[kind](raw)


def printed(raw: bytes) -> Printed:
    """The text or markup to be read: of text and markup the bytes themselves. Raises Refused as `check_kind` does."""
    kind = kind_of(raw)
    return READERS[kind](raw) if kind in READERS else Printed(raw, None)

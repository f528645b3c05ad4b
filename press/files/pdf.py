"""PDF files that hold text. Scanned and locked ones are told apart, each with what to do."""

from __future__ import annotations

import logging
import re
import time
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import DependencyError

from press.files.printed import MOST_CHARACTERS, Printed
from staff.refusal import Refused

MOST_PAGES = 300
MOST_SECONDS = 40.0
"""What one file may cost: less than the lease under which a worker holds it."""
LEAST_CHARACTERS = 20
_HAN = "[\u4e00-\u9fff，。、；：“”（）《》]"
_GAP = re.compile(rf"(?<={_HAN}) +(?={_HAN})")

logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns of every oddity of every file


def printed(raw: bytes) -> Printed:
    """The words of all pages, a printed line a line."""
    try:
        reader = PdfReader(BytesIO(raw))
        _unlock(reader)
        count = len(reader.pages)
        if count > MOST_PAGES:
            raise Refused(f"PDF 有 {count} 页，最多 {MOST_PAGES} 页。请只保留有报道的页再上传。", code="too_large")
        text = "\n".join(_pages(reader))
    except Refused:
        raise
    except (RecursionError, MemoryError):
        raise Refused("PDF 结构不正常，没有收。请用阅读器打开，另存（打印）为新的 PDF 再上传。", code="bomb") from None
    except Exception as error:  # the library raises whatever a broken file leads it to
        raise Refused("PDF 文件打不开，可能已损坏。请重新下载，或复制正文粘贴进来。", code="damaged") from error
    if len(text.strip()) < LEAST_CHARACTERS:
        raise Refused(
            "PDF 里没有文字，应该是扫描件。请先用文字识别（OCR）转成可复制的 PDF 或文字，再上传或粘贴。", code="scanned"
        )
    return Printed(_GAP.sub("", text), "text")


def _unlock(reader: PdfReader) -> None:
    """Files that only forbid printing open with an empty password; others stay shut."""
    if not reader.is_encrypted:
        return
    try:
        opened = bool(reader.decrypt(""))
    except DependencyError:
        opened = False
    if not opened:
        raise Refused(
            "PDF 有密码，打不开。请用密码打开后另存（打印）为没有密码的 PDF 再上传，或复制正文粘贴。", code="encrypted"
        )


def _pages(reader: PdfReader) -> list[str]:
    begun = time.monotonic()
    pages: list[str] = []
    size = 0
    for page in reader.pages:
        pages.append(page.extract_text().replace("\x00", ""))
        size += len(pages[-1])
        if size > MOST_CHARACTERS or time.monotonic() - begun > MOST_SECONDS:
            raise Refused("PDF 太大或太复杂，读不完。请只保留有报道的页再上传。", code="too_large")
    return pages

"""Word files (docx): paragraphs and tables in the order in which they stand, a row of a table on one line."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from press.files.archive import unpacked
from press.files.printed import MOST_CHARACTERS, Printed
from staff.refusal import Refused

_DEEPEST = 4
"""Tables within tables that are followed; a page laid out in tables has two."""


def printed(raw: bytes) -> Printed:
    """The document's words, a paragraph a line."""
    _check_parts(raw)
    try:
        document = Document(BytesIO(raw))
        lines = list(_lines(document, 0))
    except Exception as error:  # the library raises whatever its parts raise: KeyError, ValueError, lxml's own
        raise Refused(
            "Word 文件打不开，可能已损坏。请用 Word 打开后另存一份再上传，或粘贴正文。", code="damaged"
        ) from error
    text = "\n".join(lines)
    if not text.strip():
        raise Refused("Word 文件里没有文字（可能只有图片）。请先用文字识别（OCR），再粘贴进来。", code="scanned")
    return Printed(text[:MOST_CHARACTERS], "text")


def _check_parts(raw: bytes) -> None:
    """Unpack every part within the limits and parse the markup with entities forbidden, before any library sees it."""
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        for info in archive.infolist():
            if not info.filename.endswith((".xml", ".rels")):
                continue
            part = unpacked(archive, info)
            try:
                fromstring(part, forbid_dtd=True)
            except DefusedXmlException as error:
                raise Refused(
                    "Word 文件里有不安全的内容（XML 实体），没有收。请用 Word 另存一份再上传。", code="bomb"
                ) from error
            except (ParseError, ValueError, LookupError, RecursionError) as error:
                raise Refused(
                    "Word 文件打不开，可能已损坏。请用 Word 另存一份再上传，或粘贴正文。", code="damaged"
                ) from error


def _lines(container: object, depth: int) -> Iterator[str]:
    for block in container.iter_inner_content():  # type: ignore[attr-defined]  # documents and cells share it
        if isinstance(block, Paragraph):
            yield block.text.replace("\t", " ")
        elif isinstance(block, Table) and depth < _DEEPEST:
            for row in block.rows:
                # A merged cell comes once for every column it spans.
                cells = list({id(cell._tc): cell for cell in row.cells}.values())
                words = [" ".join(" ".join(_lines(cell, depth + 1)).split()) for cell in cells]
                yield " ".join(filter(None, words))

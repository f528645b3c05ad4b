"""Files beside the work: kept by content, known by content, given only to who sees the lead, and never shown in place."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook

from leads.attach import attach, media_of
from leads.models import Attachment
from staff.models import User
from staff.refusal import Refused
from tests import make

pytestmark = pytest.mark.django_db


def sheet() -> bytes:
    book = BytesIO()
    Workbook().save(book)
    return book.getvalue()


@pytest.mark.parametrize(("raw", "name", "media"), [
    (b"\x89PNG\r\n\x1a\n0000", "a.pdf", "image/png"),
    (b"%PDF-1.7 x", "a.png", "application/pdf"),
    (sheet(), "表.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("会议纪要".encode("gb18030"), "纪要.txt", "text/plain"),
    (b"<html><script>alert(1)</script></html>", "photo.jpg", "text/html"),
])  # fmt: skip
def test_what_a_file_is_shows_in_its_bytes_not_in_its_name(raw: bytes, name: str, media: str) -> None:
    assert media_of(raw, name) == media


@pytest.mark.parametrize(("raw", "name", "words"), [
    (b"", "空.pdf", "是空的"),
    (b"<html><script>alert(1)</script></html>", "photo.jpg", "不能作附件"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "photo.png", "不能作附件"),
    (b"MZ\x90\x00" + b"\x00" * 64, "合同.pdf", "不能作附件"),
])  # fmt: skip
def test_what_is_no_document_is_refused_and_said_why(officer: User, raw: bytes, name: str, words: str) -> None:
    lead = make.lead(owner=officer)
    with pytest.raises(Refused, match=words):
        attach(lead, ContentFile(raw, name=name), by=officer, at=timezone.now())
    assert Attachment.objects.count() == 0


def test_the_same_file_twice_is_stored_once(officer: User) -> None:
    lead = make.lead(owner=officer)
    first, again = (make.attachment(lead, by=officer, name=name) for name in ("一.pdf", "二.pdf"))
    assert first.file.name == again.file.name
    assert first.digest == hashlib.sha256(b"%PDF-1.7 minutes").hexdigest()
    assert (first.size, [row.name for row in lead.attachments.order_by("pk")]) == (16, ["一.pdf", "二.pdf"])


def test_a_file_is_a_download_for_who_sees_the_lead_and_not_there_for_others(
    officer: User, colleague: User, leader: User, sign_in: Callable[..., Client]
) -> None:
    row = make.attachment(make.lead(owner=officer), by=officer)
    for user, status in ((officer, 200), (leader, 200), (colleague, 404)):
        response = sign_in(user).get(row.get_absolute_url())
        assert response.status_code == status
        if status == 200:
            assert b"".join(response.streaming_content) == b"%PDF-1.7 minutes"
            assert response["Content-Disposition"].startswith("attachment;")
            assert (response["X-Content-Type-Options"], response["Content-Type"]) == ("nosniff", "application/pdf")

"""Taking coverage in: any bytes become one stored article, or are refused with the reason. Nothing comes in twice."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from press import files
from press.bell import ring
from press.models import Article, Source
from staff.models import User
from staff.refusal import Refused

MOST_BYTES = 20 * 1024 * 1024

BOMS = (b"\xff\xfe", b"\xfe\xff")


def check(raw: bytes) -> None:
    """Raises Refused when the bytes cannot be coverage: empty, too large, or no file that can be read."""
    if not raw.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise Refused("内容是空的。请粘贴报道全文，或换一个文件。", code="empty")
    if len(raw) > MOST_BYTES:
        size = len(raw) / 1024 / 1024
        raise Refused(
            f"文件有 {size:.0f} MB，超过 {MOST_BYTES // 1024 // 1024} MB 的上限。请只保留正文再上传。", code="too_large"
        )
    if files.kind_of(raw) != "text":
        files.check_kind(raw)
        return
    head = raw[:65536]
    # UTF-16 without a byte order mark has NULs in half of its bytes, all even or all odd; random bytes have neither.
    if not raw.startswith(BOMS) and 0 < head.count(0) < len(head) // 4:
        raise Refused("这个文件不是文字。请另存为 txt、html、docx 或 pdf 再上传，或直接粘贴正文。", code="binary")
    control = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    if not raw.startswith(BOMS) and head.count(0) == 0 and control > len(head) // 20:
        raise Refused("这个文件不是文字。请另存为 txt、html、docx 或 pdf 再上传，或直接粘贴正文。", code="binary")


def add(
    raw: bytes, *, source: Source, at: datetime, by: User | None = None, name: str = "", url: str = ""
) -> tuple[Article, bool]:
    """Stores the bytes as an article that waits to be read; (article, False) where the very same bytes are there already.

    Raises Refused for what cannot be coverage. Safe to call twice, also at once.
    """
    check(raw)
    digest = hashlib.sha256(raw).hexdigest()
    with transaction.atomic():
        article, is_new = Article.objects.get_or_create(
            digest=digest,
            defaults={
                "raw": raw,
                "source": source,
                "arrived_at": at,
                "added_by": by,
                "name": name[:255],
                "url": url[:2000],
            },
        )
        if is_new:
            ring()
    return article, is_new

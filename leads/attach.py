"""Putting files beside what people do on a lead: what they are is found from their bytes, never from their names."""

from __future__ import annotations

import hashlib
from datetime import datetime

import puremagic
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

from leads.models import Attachment, Lead
from staff.models import User
from staff.refusal import Refused

# What an office keeps beside its work. Pages and drawings with scripts, and programs, are not among it.
KINDS = ("image/", "audio/", "video/", "application/pdf", "application/zip", "text/plain", "text/csv",
         "application/msword", "application/vnd.ms-", "application/vnd.openxmlformats-", "application/wps-office")  # fmt: skip
NEVER = ("image/svg+xml", "application/vnd.ms-htmlhelp", "application/vnd.ms-cab-compressed")
HEAD = 64 * 1024


def media_of(raw: bytes, name: str) -> str:
    """The content type that the bytes show; the name only decides between types that begin alike (docx, xlsx)."""
    try:
        found = puremagic.magic_string(raw, filename=name)
    except (puremagic.PureError, ValueError):
        found = []
    if found and found[0].mime_type:
        return str(found[0].mime_type)
    return "text/plain" if _is_text(raw[:HEAD]) else "application/octet-stream"


def _is_text(head: bytes) -> bool:
    """Whether the bytes are UTF-8 or GB18030 text; the last character may be cut."""
    if b"\x00" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            head[: len(head) - 4 if len(head) == HEAD else None].decode(encoding)
        except UnicodeDecodeError as error:
            if error.start > len(head) - 8 and len(head) == HEAD:
                return True
        else:
            return True
    return False


def attach(lead: Lead, file: File[bytes], *, by: User, at: datetime) -> Attachment:
    """Stores the file and ties it to the lead. Raises Refused for an empty, too large or unfit file.

    Whoever calls has asked `check_hands`. Files are kept once per content; a stored file is never changed or deleted.
    """
    name = (file.name or "附件").replace("\\", "/").rpartition("/")[2][:255]
    most = settings.UPLOAD_MAX_BYTES
    if file.size and file.size > most:
        raise Refused(f"“{name}”超过 {most // 1024 // 1024} MB。请压缩或拆开后再传。", field="files", code="too_large")
    file.seek(0)
    raw = file.read()
    if not raw:
        raise Refused(f"“{name}”是空的，请重新选择。", field="files", code="empty")
    media = media_of(raw, name)
    if not media.startswith(KINDS) or media.startswith(NEVER):
        raise Refused(
            f"“{name}”不是图片、PDF、Office、文本或压缩包，不能作附件。请换一种格式。", field="files", code="kind"
        )
    digest = hashlib.sha256(raw).hexdigest()
    path = f"attachments/{digest[:2]}/{digest}"
    if not default_storage.exists(path):
        file.seek(0)
        path = default_storage.save(path, file)
    return Attachment.objects.create(
        lead=lead, file=path, name=name, digest=digest, size=len(raw), media=media, by=by, at=at
    )

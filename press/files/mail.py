"""Saved web pages (mhtml) and saved mails (eml): the page or the letter in them."""

from __future__ import annotations

import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from press.files.printed import Printed
from reading.values import Media
from staff.refusal import Refused

_HEAD = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,200}\r?\n")
_OURS = re.compile(rb"(?im)^(?:MIME-Version|Received|Content-Type|Message-ID|Snapshot-Content-Location)\s*:")
MOST_PARTS = 500
NO_COVERAGE = (
    "image",
    "audio",
    "video",
    "text/calendar",
    "text/vcard",
    "application/pkcs7-signature",
    "application/pgp-signature",
)


def is_mail(raw: bytes) -> bool:
    """Whether the bytes begin with the head of a mail with a line in it that only machines write."""
    head = _HEAD.match(raw[:65536])
    return head is not None and _OURS.search(head[0]) is not None


def printed(raw: bytes) -> Printed:
    """The first page of markup in it, else the first text."""
    try:
        message = BytesParser(policy=policy.default).parsebytes(raw)
        parts = [part for _, part in zip(range(MOST_PARTS), message.walk(), strict=False)]
        for wanted in ("text/html", "text/plain"):
            for part in parts:
                if part.get_content_type() == wanted and part.get_content_disposition() != "attachment":
                    return _content(part, wanted)
    except Refused:
        raise
    except Exception as error:  # the parser is lenient, its decoders are not
        raise Refused("网页存档或邮件打不开，可能已损坏。请复制正文粘贴进来。", code="damaged") from error
    raise Refused("网页存档或邮件里没有正文。请把附件另存后上传，或复制正文粘贴。", code="empty")


def attached(raw: bytes) -> list[tuple[str, bytes]]:
    """Name and bytes of every file that a letter brings along, but for pictures, signatures and the like; none for a saved
    page, whose parts are its own, and none where the letter is damaged: then `printed` says so."""
    try:
        message = BytesParser(policy=policy.default).parsebytes(raw)
        if message.get_content_type() == "multipart/related":
            return []
        # Not by walking: what a forwarded letter brings along is found when that letter is opened.
        parts = [part for _, part in zip(range(MOST_PARTS), message.iter_attachments(), strict=False)]
        files = [part for part in parts if part.get_content_disposition() == "attachment" and _may_tell(part)]
        return [(part.get_filename() or f"附件{n}", _bytes_of(part)) for n, part in enumerate(files, start=1)]
    except Exception:  # as in `printed`
        return []


def _may_tell(part: EmailMessage) -> bool:
    kind = part.get_content_type()
    return part.get_content_maintype() not in NO_COVERAGE and kind not in NO_COVERAGE


def _bytes_of(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        return part.get_content().as_bytes()
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _content(part: EmailMessage, kind: str) -> Printed:
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    if not data.strip():
        raise Refused("网页存档或邮件里没有正文。请复制正文粘贴进来。", code="empty")
    charset = part.get_content_charset() or ""
    media: Media = "html" if kind == "text/html" else "text"
    try:
        # The part's own word on its encoding is believed only where it fits; else the reader finds out.
        return Printed(data.decode(charset), media)
    except (LookupError, UnicodeDecodeError):
        return Printed(data, media)

"""Step clean: the stored bytes become text."""

from __future__ import annotations

from datetime import datetime

import reading
from press import files
from press.models import Article
from reading.values import Text
from staff.refusal import Refused


def clean(article: Article, at: datetime) -> None:
    """Decodes and repairs the article and stores both texts, the headline, outlet, author and dates."""
    if article.cleared_at:
        raise Refused("原件已按保留规定清理，不能再读。", code="cleared")
    page = files.printed(bytes(article.raw))
    text = reading.clean(page.content, page.media)
    # PostgreSQL text cannot hold NUL; one character for one keeps every offset.
    article.original = text.page.source.replace("\x00", "\ufffd")
    article.media = text.page.media
    article.encoding = text.page.encoding[:40]
    article.text = text.text.replace("\x00", "\ufffd")
    header = text.header
    article.title = (header.title or "")[:400]
    article.outlet = (header.outlet or "")[:200]
    article.author = (header.author or "")[:200]
    article.published_on = header.published_on
    article.content_on = header.content_on
    article.content_reason = header.content_reason[:200]
    article.repairs = dict(text.repairs)
    article.engine = reading.ENGINE
    if not article.text.strip():
        raise Refused("没有从原文里认出文字。请打开网页复制正文，用“粘贴”加入。", code="no_text")
    article.save(
        update_fields=[
            "original",
            "media",
            "encoding",
            "text",
            "title",
            "outlet",
            "author",
            "published_on",
            "content_on",
            "content_reason",
            "repairs",
            "engine",
            "bigrams",
        ]
    )


def text_of(article: Article) -> Text:
    """The repaired text with its map to the original, made again from the stored original (milliseconds)."""
    return reading.clean(article.original, article.media)  # type: ignore[arg-type]

"""Taking in what others send: by token, once per address and once per content."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from press import intake
from press.addresses import check_url, host_of
from press.bell import GATHER, ring
from press.models import Article, Host, Link, Source, key_of
from press.secrets import hashed
from staff.refusal import Refused
from staff.tries import tries_within

# What one sender may send in a minute.
MOST_A_MINUTE = 600


def sender(kind: Source.Kind, token: str) -> Source:
    """The source whose token this is. Refused (`code` token, paused, often) for any other and for one that may not."""
    source = (
        Source.objects.filter(kind=kind, token=hashed(token)).select_related("created_by").first() if token else None
    )
    if source is None or (source.created_by is not None and not source.created_by.is_active):
        raise Refused("令牌不对，或已经换过。请在来源页生成新的令牌。", code="token")
    if source.paused_at:
        raise Refused("这个来源已暂停，没有收。请在来源页恢复。", code="paused")
    if tries_within(f"press.receive:{source.pk}", 60) > MOST_A_MINUTE:
        raise Refused(f"一分钟内超过 {MOST_A_MINUTE} 篇，没有收。请稍后再发。", code="often")
    return source


def receive(source: Source, raw: bytes, *, url: str, at: datetime) -> tuple[Article, bool]:
    """Stores what was sent; (article, False) where the same bytes, or the same address of this source, came before."""
    url = check_url(url) if url else ""
    if not url:
        return intake.add(raw, source=source, at=at, by=source.created_by)
    with transaction.atomic():
        link = _link(source, url, at)
        if link.article is not None:
            return link.article, False
        article, is_new = intake.add(raw, source=source, at=at, by=source.created_by, url=url)
        state = Link.State.TAKEN if is_new else Link.State.KNOWN
        Link.objects.filter(pk=link.pk).update(article=article, state=state, ended_at=at)
    return article, is_new


def receive_address(source: Source, url: str, *, at: datetime) -> Link:
    """Lets the address wait to be fetched; the link that is there already where it was sent before."""
    with transaction.atomic():
        link = _link(source, check_url(url), at)
        ring(GATHER)
    return link


def _link(source: Source, url: str, at: datetime) -> Link:
    """The source's link to the address, held until the transaction ends: of two that send it at once one waits."""
    host = Host.objects.get_or_create(name=host_of(url)[:255])[0]
    values = {"url": url, "host": host, "found_at": at, "next_at": at}
    Link.objects.get_or_create(source=source, key=key_of(url), defaults=values)
    return Link.objects.select_for_update(of=("self",)).select_related("article").get(source=source, key=key_of(url))

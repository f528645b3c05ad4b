"""The reading that an article goes by: stored as the engine gave it, written as rows with people's corrections in it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

import reading
from press import lexicon
from press.bell import ring
from press.clean import text_of
from press.corrected import with_corrections
from press.findings import Findings, findings_in, findings_of, write
from press.models import Article, Reading
from staff.refusal import Refused

State = Reading.State


def engine_reads(article: Article) -> tuple[Findings, str]:
    """What the present engine, with what it was taught, finds; and its version. Writes only which lessons had a say."""
    text = text_of(article)
    taught = lexicon.taught_for(text)
    found = reading.read(text, known=taught.known, blocked=taught.blocked)
    lexicon.keep_uses(article, taught.applied(found))
    return findings_of(found, article.original), found.engine


def lock(article: Article) -> Article:
    """The article, fresh, held until the transaction ends: one hand at a time changes what is read in it. Refused before it
    has been read."""
    locked = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if locked.read_at is None:
        raise Refused("这篇报道还没有读完，请稍后再试。", code="not_read")
    return locked


def present(article: Article, at: datetime) -> Reading:
    """The reading that the article goes by. One from before readings were kept is made from its rows."""
    kept = Reading.objects.filter(article=article, state=State.PRESENT).first()
    if kept is not None:
        return kept
    found = findings_in(article).as_json()
    return Reading.objects.create(article=article, engine=article.engine, at=at, found=found, state=State.PRESENT)


def adopt(article: Article, findings: Findings, engine: str, at: datetime, **more: object) -> Reading:
    """Makes this the article's reading and writes its rows; the one before is kept as replaced, one that waits goes."""
    with transaction.atomic():
        Reading.objects.filter(article=article, state=State.WAITING).delete()
        Reading.objects.filter(article=article, state=State.PRESENT).update(state=State.REPLACED)
        row = Reading.objects.create(
            article=article, engine=engine, at=at, found=findings.as_json(), state=State.PRESENT, **more
        )
        article.place, article.engine = findings.place, engine
        article.save(update_fields=["place", "engine"])
        Article.objects.filter(pk=article.pk).update(readings=F("readings") + 1)
        rewrite(article, row)
    return row


def corrected(article: Article, found: Findings) -> Findings:
    """The findings with the corrections that stand on the article."""
    corrections = list(article.corrections.effective().order_by("at", "pk"))
    return with_corrections(found, corrections, text_of(article)) if corrections else found


def rewrite(article: Article, row: Reading) -> None:
    """Writes the article's mentions and facts anew: the reading, and what people corrected in it."""
    write(article, corrected(article, Findings.from_json(row.found)), row.engine)


def resolve_again(article: Article) -> None:
    """Lets the steps after reading see the article again. A worker that has it now loses it: what it saw is past."""
    Article.objects.filter(pk=article.pk).update(
        resolve_at=None, propose_at=None, failed_at=None, failed_step="", error="", tries=0, claim=None,
        claimed_until=None,
    )  # fmt: skip
    ring()

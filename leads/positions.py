"""One person at several firms over time, and who can introduce whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from identities.models import Company
from leads.models import Contact, Introduction, Position
from press.models import Article, Mention
from staff.models import User
from staff.refusal import Refused


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article that says so, in the stored original."""

    article: Article
    start: int
    end: int

    @property
    def columns(self) -> dict[str, object]:
        quote = self.article.original[self.start : self.end]
        return {"article": self.article, "sentence_start": self.start, "sentence_end": self.end, "quote": quote}


def sentence_of(mention: Mention) -> Sentence:
    return Sentence(mention.article, mention.sentence_start, mention.sentence_end)


def take(
    contact: Contact, company: Company | None, title: str, *, by: User, at: datetime, since: date | None = None,
    sentence: Sentence | None = None,
) -> Position | None:  # fmt: skip
    """The contact's present place from now on; the one before ends the day the new one began (today, where that is not
    known) and stays. None where nothing changed or nothing is known."""
    with transaction.atomic():
        row = Contact.objects.select_for_update().get(pk=contact.pk)
        now = contact.positions.filter(is_now=True).first()
        if now and (now.company_id, now.title) == (company.pk if company else None, title):
            return None
        if now:
            ended = max(filter(None, [now.since, since or timezone.localdate(at)]))
            Position.objects.filter(pk=now.pk).update(is_now=False, until=ended)
        row.company, row.title = company, title
        # The title is searched for: the column of pairs is kept by save(), not by update().
        row.save(update_fields=["company", "title", "bigrams"])
        contact.company, contact.title = company, title
        if company is None and not title:
            return None
        found = sentence.columns if sentence else {}
        return Position.objects.create(
            contact=contact, company=company, title=title, since=since, by=by, at=at, **found
        )


def add_former(
    contact: Contact, company: Company, title: str, *, since: date | None, until: date | None, by: User, at: datetime
) -> Position:
    """A place that the contact had before."""
    if since and until and until < since:
        raise Refused("离任不能早于到任。", field="until", code="order")
    return Position.objects.create(
        contact=contact, company=company, title=title, since=since, until=until, is_now=False, by=by, at=at
    )


def introduce(introducer: Contact, person: Contact, *, by: User, at: datetime, why: str = "") -> Introduction:
    """Records that one contact can introduce the other; Refused for oneself and for what stands already."""
    if introducer.pk == person.pk:
        raise Refused("引荐人和被引荐人是同一个人。", field="introducer", code="same")
    try:
        with transaction.atomic():
            return Introduction.objects.create(introducer=introducer, person=person, by=by, at=at, why=why)
    except IntegrityError as error:
        raise Refused(f"已经记过{introducer}可以引荐{person}。", field="introducer", code="known") from error


def withdraw(row: Introduction, *, by: User, at: datetime) -> None:
    """Takes an introduction back; Refused where it is taken back already."""
    if not Introduction.objects.filter(pk=row.pk, withdrawn_at=None).update(withdrawn_at=at, withdrawn_by=by):
        raise Refused("已经收回了。", code="withdrawn")

"""What is kept of one lead, fetched for its page: each table asked once, whoever of the page reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Model, OuterRef, Prefetch, QuerySet, prefetch_related_objects
from django.db.models.functions import JSONObject

from leads.models import (
    Appraisal,
    Attachment,
    Clock,
    Comment,
    Contact,
    FollowUp,
    FollowUpNote,
    Funds,
    Lead,
    Milestone,
    Move,
    PromiseAnswer,
    Stage,
    Suggestion,
    Tag,
)
from leads.models.lead import LeadQuerySet
from leads.stage_entries import StageEntry, stage_entries
from staff.models import User

HEAVY = ("article__raw", "article__original", "article__text", "article__bigrams")


def leads_for_page(user: User) -> LeadQuerySet:
    """The leads that the person sees, each with `tag_names` and `is_followed` (by the person)."""
    follows = Lead.followers.through.objects.filter(lead=OuterRef("pk"), user=user)
    tags = Tag.objects.filter(leads=OuterRef("pk")).order_by("name").values("name")
    rows = Lead.objects.visible_to(user).listed().select_related("owner__department")
    return rows.annotate(is_followed=Exists(follows), tag_names=ArraySubquery(tags))


@dataclass
class LeadRows:
    """One lead with its rows: `lead.moves.all()` and the others of `fetched` cost nothing; the rest is asked when read."""

    lead: Lead

    @classmethod
    def fetched(cls, lead: Lead) -> LeadRows:
        """Fetches what both the stream and the boxes beside it read. Five queries."""
        prefetch_related_objects(
            [lead],
            Prefetch("moves", Move.objects.select_related("by", "from_stage", "to_stage", "article__source")),
            Prefetch("milestones", _told(Milestone.objects.select_related("by", "withdrawn_by", "article__source"))),
            Prefetch("funds", Funds.objects.select_related("by", "voucher", "withdrawn_by")),
            Prefetch("suggestions", _sentences(Suggestion.objects.select_related("decided_by", "article__source"))),
            Prefetch("promises", _told(lead.promises.model.objects.select_related("article__source"))),
        )
        return cls(lead)

    @property
    def stages(self) -> list[Stage]:
        """All that are in use, in order, closing ones included."""
        return self._small[5]

    @cached_property
    def people(self) -> list[User]:
        """Everybody, in the usual order; `works` says who works on the lead beside its owner."""
        works = Lead.collaborators.through.objects.filter(lead=self.lead, user=OuterRef("pk"))
        return list(User.objects.annotate(works=Exists(works)))

    @property
    def collaborators(self) -> list[User]:
        return [person for person in self.people if person.works]  # type: ignore[attr-defined]

    @cached_property
    def names(self) -> dict[int, str]:
        """What everybody is called, by primary key."""
        return {person.pk: person.name for person in self.people}

    @cached_property
    def _small(self) -> tuple[list[Any], ...]:
        """What the tables of a few rows hold of the lead, and the office's stages: each in its usual order, all in one query."""
        tables: tuple[QuerySet[Any], ...] = (
            Clock.objects.filter(lead=OuterRef("pk")),
            Appraisal.objects.filter(lead=OuterRef("pk")),
            Comment.objects.filter(lead=OuterRef("pk")),
            FollowUpNote.objects.filter(followup__lead=OuterRef("pk")),
            PromiseAnswer.objects.filter(promise__lead=OuterRef("pk")),
            Stage.objects.offered().order_by("order"),
        )
        people = {person.pk: person for person in self.people}
        found = Lead.objects.order_by().values_list(*map(_packed, tables)).get(pk=self.lead.pk)
        return tuple(_unpacked(table.model, rows, people) for table, rows in zip(tables, found, strict=True))

    @property
    def clocks(self) -> list[Clock]:
        return self._small[0]

    @property
    def appraisals(self) -> list[Appraisal]:
        """Newest first."""
        return self._small[1]

    @property
    def comments(self) -> list[Comment]:
        """Newest first."""
        return self._small[2]

    @property
    def answers(self) -> list[PromiseAnswer]:
        """What people said of the promises, newest first."""
        promises = {promise.pk: promise for promise in self.lead.promises.all()}
        rows: list[PromiseAnswer] = self._small[4]
        for row in rows:
            row.promise = promises[row.promise_id]
        return rows

    @cached_property
    def followups(self) -> list[FollowUp]:
        """Newest first, each with `people_names`, `files` (pk, name, media) and `added`: its notes. One query."""
        people = Contact.objects.filter(followups=OuterRef("pk")).values("name")
        files = Attachment.objects.filter(followups=OuterRef("pk")).values(
            json=JSONObject(pk="pk", name="name", media="media")
        )
        rows = self.lead.followups.select_related("by", "withdrawn_by")
        rows = rows.annotate(people_names=ArraySubquery(people), files=ArraySubquery(files))
        notes: dict[int, list[FollowUpNote]] = defaultdict(list)
        for note in self._small[3]:
            notes[note.followup_id].append(note)
        found: list[FollowUp] = list(rows)
        for row in found:
            row.added = notes[row.pk]  # type: ignore[attr-defined]
        return found

    @cached_property
    def entries(self) -> list[StageEntry]:
        """Every stage that coverage claims of the lead."""
        return stage_entries(self.lead)


def _packed(rows: QuerySet[Any]) -> ArraySubquery:
    """The rows whole, as a list of JSON: a column of another query."""
    columns = {field.attname: field.attname for field in rows.model._meta.concrete_fields}
    return ArraySubquery(rows.values(json=JSONObject(**columns)))


def _unpacked(model: type[Model], packed: Sequence[dict[str, Any]], people: dict[int, User]) -> list[Any]:
    """The rows that `_packed` packed, knowing the people that they name."""
    fields = model._meta.concrete_fields
    rows = [
        model.from_db(
            None, [field.attname for field in fields], [field.to_python(row[field.attname]) for field in fields]
        )
        for row in packed
    ]
    for field in fields:
        if field.related_model is User:
            for row in rows:
                setattr(row, field.name, people.get(getattr(row, field.attname)))
    return rows


def _told(rows: QuerySet) -> QuerySet:
    return rows.defer(*HEAVY)


def _sentences(rows: QuerySet) -> QuerySet:
    """A suggestion's sentence is cut from the original, so that stays."""
    return rows.defer("article__raw", "article__text", "article__bigrams")

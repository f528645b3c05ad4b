"""What is kept of one lead, fetched for its page: each table asked once, whoever of the page reads it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects
from django.db.models.functions import JSONObject

from leads.models import (
    Attachment,
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
        """Fetches what both the stream and the boxes beside it read. Seven queries."""
        prefetch_related_objects(
            [lead],
            Prefetch("moves", Move.objects.select_related("by", "from_stage", "to_stage", "article__source")),
            Prefetch("milestones", _told(Milestone.objects.select_related("by", "withdrawn_by", "article__source"))),
            Prefetch("funds", Funds.objects.select_related("by", "voucher", "withdrawn_by")),
            Prefetch("suggestions", _sentences(Suggestion.objects.select_related("decided_by", "article__source"))),
            Prefetch("promises", _told(lead.promises.model.objects.select_related("article__source"))),
            Prefetch("promises__answers", PromiseAnswer.objects.select_related("by")),
        )
        return cls(lead)

    @cached_property
    def stages(self) -> list[Stage]:
        """All that are in use, in order, closing ones included."""
        return list(Stage.objects.filter(retired_at=None).order_by("order"))

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
    def followups(self) -> list[FollowUp]:
        """Newest first, each with `people_names` and `files` (pk, name, media) and its notes. Two queries."""
        people = Contact.objects.filter(followups=OuterRef("pk")).values("name")
        files = Attachment.objects.filter(followups=OuterRef("pk")).values(
            json=JSONObject(pk="pk", name="name", media="media")
        )
        rows = self.lead.followups.select_related("by", "withdrawn_by")
        rows = rows.annotate(people_names=ArraySubquery(people), files=ArraySubquery(files))
        return list(rows.prefetch_related(Prefetch("notes", FollowUpNote.objects.select_related("by"))))

    @cached_property
    def entries(self) -> list[StageEntry]:
        """Every stage that coverage claims of the lead."""
        return stage_entries(self.lead)


def _told(rows: QuerySet) -> QuerySet:
    return rows.defer(*HEAVY)


def _sentences(rows: QuerySet) -> QuerySet:
    """A suggestion's sentence is cut from the original, so that stays."""
    return rows.defer("article__raw", "article__text", "article__bigrams")

"""What is kept of one lead, fetched for its page: each table asked once, whoever of the page reads it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import DecimalField, Exists, F, Model, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast, JSONObject

from identities.models import Appearance
from leads.models import (
    Appraisal,
    Attachment,
    Claim,
    Clock,
    Comment,
    Contact,
    FollowUp,
    FollowUpNote,
    Funds,
    Lead,
    LeadValue,
    Milestone,
    Move,
    PromiseAnswer,
    Proposal,
    Stage,
    Suggestion,
    Tag,
    Winner,
)
from leads.models.lead import LeadQuerySet
from leads.stage_entries import StageEntry, stage_entries
from press.models import Article
from staff.models import User

# So many claims are shown, the newest.
MOST_CLAIMS = 20
# Rows of the lead that name an article, and those that functions which know the lead alone read of it.
TOLD = ("moves", "milestones", "suggestions", "promises", "values", "claims", "winners")
LISTS = ("moves", "milestones", "funds", "suggestions", "promises", "values")


def leads_for_page(user: User) -> LeadQuerySet:
    """The leads that the person sees, each with `tag_names` and `is_followed` (by the person)."""
    follows = Lead.followers.through.objects.filter(lead=OuterRef("pk"), user=user)
    tags = Tag.objects.filter(leads=OuterRef("pk")).order_by("name").values("name")
    rows = Lead.objects.visible_to(user).listed().select_related("owner__department")
    return rows.annotate(is_followed=Exists(follows), tag_names=ArraySubquery(tags))


@dataclass
class LeadRows:
    """One lead with its rows: `lead.moves.all()` and the others of LISTS cost nothing; the rest is asked when read."""

    lead: Lead

    @classmethod
    def fetched(cls, lead: Lead) -> LeadRows:
        """Fetches what both the stream and the boxes beside it read. Three queries: the people, the rows, their articles."""
        rows = cls(lead)
        stages = {stage.pk: stage for stage in rows._small["stages"]}
        for row in rows._small["moves"]:
            row.from_stage, row.to_stage = stages.get(row.from_stage_id), stages[row.to_stage_id]
        papers = {paper.pk: paper for paper in rows._small["papers"]}
        for row in rows._small["funds"]:
            row.lead, row.voucher = lead, papers.get(row.voucher_id)
        for name in TOLD:
            for row in rows._small[name]:
                row.lead, row.article = lead, rows.articles.get(row.article_id)
        known = lead.__dict__.setdefault("_prefetched_objects_cache", {})
        for name in LISTS:
            found = getattr(lead, name).all()
            # What a prefetch leaves behind; Django has no other way to say that the rows are known.
            found._result_cache, found._prefetch_done = rows._small[name], True
            known[name] = found
        return rows

    @cached_property
    def stages(self) -> list[Stage]:
        """All that are in use, in order, closing ones included."""
        return [stage for stage in self._small["stages"] if stage.retired_at is None]

    @cached_property
    def people(self) -> list[User]:
        """Everybody, in the usual order."""
        return list(User.objects.all())

    @cached_property
    def collaborators(self) -> list[User]:
        """Who works on the lead beside its owner."""
        theirs = set(self._kept["collaborators"])
        return [person for person in self.people if person.pk in theirs]

    @cached_property
    def names(self) -> dict[int, str]:
        """What everybody is called, by primary key."""
        return {person.pk: person.name for person in self.people}

    @cached_property
    def articles(self) -> dict[int, Article]:
        """The articles that the rows speak of and those of `coverage`, by primary key, with their sources. A waiting
        suggestion's sentence is cut from the original, so then that comes along."""
        told = {row.article_id for name in TOLD for row in self._small[name]}
        waits = any(row.state == Suggestion.State.WAITING for row in self._small["suggestions"])
        rows = Article.objects.light() if not waits else Article.objects.defer("raw", "text", "bigrams")
        return rows.select_related("source").in_bulk((told | self._covering) - {None})

    @property
    def coverage(self) -> list[Article]:
        """The articles about the lead: those it was made from or that were merged into it, and those on its project."""
        return [self.articles[key] for key in sorted(self._covering, reverse=True)]

    @cached_property
    def _covering(self) -> set[int]:
        return {*self._kept["made_from"], *self._kept["on_project"]}

    @cached_property
    def _kept(self) -> dict[str, list[Any]]:
        """What `_asked` finds: rows as JSON, keys as they are."""
        sql, parameters, names = _asked()
        with connection.cursor() as cursor:
            cursor.execute(sql, [*parameters, self.lead.pk])
            return dict(zip(names, cursor.fetchone() or (), strict=True))

    @cached_property
    def _small(self) -> dict[str, list[Any]]:
        """The lead's rows of each table, and the office's stages: each in its usual order."""
        people = {person.pk: person for person in self.people}
        return {
            name: _unpacked(rows.model, map(json.loads, self._kept[name]), people) for name, rows in _tables().items()
        }

    @property
    def clocks(self) -> list[Clock]:
        return self._small["clocks"]

    @property
    def appraisals(self) -> list[Appraisal]:
        """Newest first."""
        return self._small["appraisals"]

    @property
    def comments(self) -> list[Comment]:
        """Newest first."""
        return self._small["comments"]

    @property
    def claims(self) -> list[Claim]:
        """The newest."""
        return self._small["claims"]

    @property
    def winners(self) -> list[Winner]:
        """Those that nobody dismissed, newest first."""
        return self._small["winners"]

    @property
    def answers(self) -> list[PromiseAnswer]:
        """What people said of the promises, newest first."""
        promises = {promise.pk: promise for promise in self._small["promises"]}
        rows: list[PromiseAnswer] = self._small["answers"]
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
        rows = self.lead.followups.annotate(people_names=ArraySubquery(people), files=ArraySubquery(files))
        notes: dict[int, list[FollowUpNote]] = defaultdict(list)
        for note in self._small["notes"]:
            notes[note.followup_id].append(note)
        found: list[FollowUp] = list(rows)
        hands = {person.pk: person for person in self.people}
        for row in found:
            row.by, row.withdrawn_by = hands[row.by_id], hands.get(row.withdrawn_by_id or 0)
            row.added = notes[row.pk]  # type: ignore[attr-defined]
        return found

    @cached_property
    def entries(self) -> list[StageEntry]:
        """Every stage that coverage claims of the lead."""
        return stage_entries(self.lead)


def _tables() -> dict[str, QuerySet[Any]]:
    """Those that hold a few rows of a lead, asked beside it."""
    lead = OuterRef("pk")
    return {
        "clocks": Clock.objects.filter(lead=lead),
        "appraisals": Appraisal.objects.filter(lead=lead),
        "comments": Comment.objects.filter(lead=lead),
        "notes": FollowUpNote.objects.filter(followup__lead=lead),
        "answers": PromiseAnswer.objects.filter(promise__lead=lead),
        "stages": Stage.objects.order_by("order"),
        "papers": Attachment.objects.filter(lead=lead, pk__in=Funds.objects.order_by().values("voucher")),
        "claims": Claim.objects.filter(lead=lead)[:MOST_CLAIMS],
        "winners": Winner.objects.filter(lead=lead).exclude(state=Winner.State.DISMISSED),
        "moves": Move.objects.filter(lead=lead),
        "milestones": Milestone.objects.filter(lead=lead),
        "funds": Funds.objects.filter(lead=lead),
        "suggestions": Suggestion.objects.filter(lead=lead),
        "promises": Lead.promises.rel.related_model.objects.filter(lead=lead),  # type: ignore[attr-defined]
        "values": LeadValue.objects.filter(lead=lead),
    }


@cache
def _asked() -> tuple[str, tuple[Any, ...], list[str]]:
    """(SQL, its parameters before the lead's key, names of its columns) of all that is kept of one lead. Put together
    once: that took longer than asking."""
    made_from = Proposal.objects.filter(lead=OuterRef("pk")).exclude(state=Proposal.State.WAITING).order_by()
    on_project = Appearance.objects.filter(project=OuterRef("project")).order_by()
    columns = {name: _packed(rows) for name, rows in _tables().items()}
    columns["collaborators"] = ArraySubquery(
        Lead.collaborators.through.objects.filter(lead=OuterRef("pk")).values("user")
    )
    columns["made_from"] = ArraySubquery(made_from.values("article"))
    columns["on_project"] = ArraySubquery(on_project.values("article"))
    query = Lead.objects.order_by().filter(pk=0).values_list(*columns.values()).query
    sql, parameters = query.sql_with_params()
    return sql, tuple(parameters[:-1]), list(columns)


def _packed(rows: QuerySet[Any]) -> ArraySubquery:
    """The rows whole, as a list of JSON: a column of another query. Sums as text, that none of their digits is lost."""
    columns = {
        field.attname: Cast(field.attname, TextField()) if isinstance(field, DecimalField) else F(field.attname)
        for field in rows.model._meta.concrete_fields
    }
    return ArraySubquery(rows.values(json=JSONObject(**columns)))


def _unpacked(model: type[Model], packed: Iterable[dict[str, Any]], people: dict[int, User]) -> list[Any]:
    """The rows that `_packed` packed, knowing the people that they name."""
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    rows = [model.from_db(None, names, [field.to_python(row[field.attname]) for field in fields]) for row in packed]
    for field in fields:
        if field.related_model is User:
            for row in rows:
                setattr(row, field.name, people.get(getattr(row, field.attname)))
    return rows

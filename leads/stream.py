"""What happened on a lead, in one stream, newest first.

A new kind of line is an entry in KINDS and a template `leads/stream/NAME.html` that shows `event.row`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from identities.models import Appearance, Company
from leads.models import Lead, PromiseAnswer
from leads.stage_entries import stage_entries
from press.models import Article
from staff.journal import Change, changes
from staff.models import User

# What the history tells of a lead's columns; moves, follow-ups and values have rows of their own.
HISTORY = ("name", "company", "owner", "next_step", "next_on")
# Rows written so close together are one act.
SAME_ACT = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the stream: `kind` names an entry of KINDS, `row` is the thing itself."""

    at: datetime
    kind: str
    row: Any

    @property
    def template(self) -> str:
        return f"leads/stream/{self.kind}.html"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of line: the tab it stands under, and its rows of a lead with their moments, in few queries."""

    tab: str
    rows: Callable[[Lead], Iterable[tuple[datetime, Any]]]


def stream(lead: Lead, show: str = "all") -> list[Event]:
    """The lead's lines, newest first; `show` is a key of TABS, anything else shows all."""
    kinds = {name: kind for name, kind in KINDS.items() if kind.tab == show} or KINDS
    events = [Event(at, name, row) for name, kind in kinds.items() for at, row in kind.rows(lead)]
    return sorted(events, key=lambda event: event.at, reverse=True)


def coverage(lead: Lead) -> list[Article]:
    """The articles about the lead: those it was made from or that were merged into it, and those on its project."""
    merged = lead.proposals.exclude(state="waiting").values("article")
    rows = Article.objects.light().filter(pk__in=merged)
    if lead.project_id:
        rows = rows | Article.objects.light().filter(
            pk__in=Appearance.objects.filter(project=lead.project_id).values("article")
        )
    return list(rows.select_related("source").distinct())


def _followups(lead: Lead) -> Iterable[tuple[datetime, Any]]:
    rows = lead.followups.select_related("by", "withdrawn_by")
    return [(row.at, row) for row in rows.prefetch_related("people", "attachments", "notes__by")]


def _comments(lead: Lead) -> Iterable[tuple[datetime, Any]]:
    return [(row.at, row) for row in lead.comments.select_related("by")]


def _problems(lead: Lead) -> Iterable[tuple[datetime, Any]]:
    return [(row.opened_at, row) for row in lead.problems.select_related("opened_by", "unit", "person")]


def _articles(lead: Lead) -> Iterable[tuple[datetime, Any]]:
    return [(row.arrived_at, row) for row in coverage(lead)]


def _moves(lead: Lead) -> Iterable[tuple[datetime, Any]]:
    return [(row.at, row) for row in lead.moves.select_related("by", "from_stage", "to_stage", "article__source")]


def _suggestions(lead: Lead) -> Iterable[tuple[datetime, Any]]:
    rows = lead.suggestions.exclude(state="waiting").select_related("decided_by", "article__source")
    return [(row.decided_at, row) for row in rows.defer("article__raw", "article__text") if row.decided_at]


def _milestones(lead: Lead) -> Iterable[tuple[datetime, Any]]:
    rows = lead.milestones.select_related("by", "article__source")
    return [(row.at, row) for row in rows.defer("article__raw", "article__original", "article__text")]


def _answers(lead: Lead) -> Iterable[tuple[datetime, Any]]:
    rows = PromiseAnswer.objects.filter(promise__lead=lead).select_related("by", "promise")
    return [(row.at, row) for row in rows]


def _funds(lead: Lead) -> Iterable[tuple[datetime, Any]]:
    return [(row.at, row) for row in lead.funds.select_related("by")]


def _claims_told(lead: Lead) -> Iterable[tuple[datetime, Any]]:
    """Press claims of stages, on the day that they tell of."""
    zone = timezone.get_current_timezone()
    return [
        (datetime.combine(entry.when.on, time(12), zone), entry) for entry in stage_entries(lead) if not entry.other
    ]


def _changes(lead: Lead) -> Iterable[tuple[datetime, Change]]:
    """Changes of the lead's own columns, in words; those that a follow-up set are told by the follow-up."""
    told = list(lead.followups.values_list("created_at", flat=True))
    people = dict(User.objects.values_list("pk", "name"))
    companies = dict(Company.objects.filter(leads=lead).values_list("pk", "name"))

    def words(field: str, value: Any) -> str:
        if field == "负责人":
            return people.get(value, "线索池")
        if field == "企业":
            return companies.get(value, "另一家企业") if value else "无"
        if isinstance(value, bool):
            return "是" if value else "否"
        return str(value or "无")

    return [
        (change.at, replace(change, before=words(change.field, change.before), after=words(change.field, change.after)))
        for change in changes(lead, fields=HISTORY)
        if change.field and not any(abs(change.at - at) < SAME_ACT for at in told)
    ]


TABS = (("all", "全部"), ("followup", "跟进"), ("article", "报道"), ("change", "变更"))

KINDS: dict[str, Kind] = {
    "followup": Kind("followup", _followups),
    "comment": Kind("followup", _comments),
    "problem": Kind("followup", _problems),
    "article": Kind("article", _articles),
    "suggestion": Kind("article", _suggestions),
    "told": Kind("article", _claims_told),
    "answer": Kind("followup", _answers),
    "milestone": Kind("change", _milestones),
    "funds": Kind("change", _funds),
    "move": Kind("change", _moves),
    "change": Kind("change", _changes),
}

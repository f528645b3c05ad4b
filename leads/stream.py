"""What happened on a lead, in one stream, newest first.

A new kind of line is an entry in KINDS and a template `leads/stream/NAME.html` that shows `event.row`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from leads.lead_rows import LeadRows
from leads.models import Suggestion
from staff.journal import Change, changes

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
    rows: Callable[[LeadRows], Iterable[tuple[datetime, Any]]]


def stream(rows: LeadRows, show: str = "all") -> list[Event]:
    """The lead's lines, newest first; `show` is a key of TABS, anything else shows all."""
    kinds = {name: kind for name, kind in KINDS.items() if kind.tab == show} or KINDS
    events = [Event(at, name, row) for name, kind in kinds.items() for at, row in kind.rows(rows)]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _followups(rows: LeadRows) -> Iterable[tuple[datetime, Any]]:
    return [(row.at, row) for row in rows.followups]


def _comments(rows: LeadRows) -> Iterable[tuple[datetime, Any]]:
    return [(row.at, row) for row in rows.comments]


def _problems(rows: LeadRows) -> Iterable[tuple[datetime, Any]]:
    return [(row.opened_at, row) for row in rows.lead.problems.select_related("opened_by", "unit", "person")]


def _articles(rows: LeadRows) -> Iterable[tuple[datetime, Any]]:
    return [(row.arrived_at, row) for row in rows.coverage]


def _moves(rows: LeadRows) -> Iterable[tuple[datetime, Any]]:
    return [(row.at, row) for row in rows.lead.moves.all()]


def _suggestions(rows: LeadRows) -> Iterable[tuple[datetime, Any]]:
    decided = [row for row in rows.lead.suggestions.all() if row.state != Suggestion.State.WAITING]
    return [(row.decided_at, row) for row in decided if row.decided_at]


def _milestones(rows: LeadRows) -> Iterable[tuple[datetime, Any]]:
    return [(row.at, row) for row in rows.lead.milestones.all()]


def _answers(rows: LeadRows) -> Iterable[tuple[datetime, Any]]:
    return [(row.at, row) for row in rows.answers]


def _funds(rows: LeadRows) -> Iterable[tuple[datetime, Any]]:
    return [(row.at, row) for row in rows.lead.funds.all()]


def _claims_told(rows: LeadRows) -> Iterable[tuple[datetime, Any]]:
    """Press claims of stages, on the day that they tell of."""
    zone = timezone.get_current_timezone()
    return [(datetime.combine(entry.when.on, time(12), zone), entry) for entry in rows.entries if not entry.other]


def _changes(rows: LeadRows) -> Iterable[tuple[datetime, Change]]:
    """Changes of the lead's own columns, in words; those that a follow-up set are told by the follow-up."""
    told = [row.created_at for row in rows.followups]
    company = rows.lead.company

    def words(field: str, value: Any) -> str:
        if field == "负责人":
            return rows.names.get(value, "线索池")
        if field == "企业":
            return (company.name if company and company.pk == value else "另一家企业") if value else "无"
        if isinstance(value, bool):
            return "是" if value else "否"
        return str(value or "无")

    return [
        (change.at, replace(change, before=words(change.field, change.before), after=words(change.field, change.after)))
        for change in changes(rows.lead, fields=HISTORY, people=rows.names)
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

"""What the page of a lead shows: its stages with their days, values beside what the press said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from leads.clocks import lines
from leads.funds import sums_of
from leads.lead_rows import LeadRows
from leads.milestones import milestone_lines
from leads.models import Lead, LeadContact, LeadValue, Stage
from leads.models.contact import phones_open
from leads.rules import rules
from leads.stream import TABS, stream
from leads.suggest import FIELDS, waiting
from press.models import Correction
from staff.models import User
from staff.permissions import Can, user_can

# So many judgements are shown, the newest.
MOST_JUDGED = 20


@dataclass(frozen=True, slots=True)
class StageCell:
    """One stage of the bar: state done, now or ahead, and the days spent there."""

    stage: Stage
    state: str
    days: int | None
    over: bool = False


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One field of the lead: the chosen value and those that stand beside it."""

    label: str
    chosen: LeadValue | None
    beside: list[LeadValue]
    correction: Correction | None = None
    """What a person corrected in the article, where the chosen value is that."""


def lead_page(lead: Lead, user: User, show: str) -> dict[str, Any]:
    """The context of the page, for a lead of `leads_for_page`. `show` limits the stream: a key of leads.stream.TABS."""
    now, rows = timezone.now(), LeadRows.fetched(lead)
    stages = [stage for stage in rows.stages if not stage.is_closed]
    return {
        "lead": lead,
        "now": now,
        "may_act": _may_act(rows, user),
        "may_claim": lead.in_pool and not lead.closed_at and user_can(user, Can.LEAD_EDIT),
        "protect_days": rules().protect_days if lead.in_pool else None,
        "may_assign": user_can(user, Can.LEAD_ASSIGN) or lead.owner_id == user.pk,
        "stages": (cells := stage_bar(lead, stages, now)),
        "next_stage": next((cell.stage for cell in cells if cell.state == "ahead"), None),
        "tabs": TABS,
        "closing": [stage for stage in rows.stages if stage.is_closed],
        "values": value_lines(lead),
        "entries": rows.entries,
        "clocks": lines(rows.clocks, now),
        "appraisals": rows.appraisals[:MOST_JUDGED],
        "claims": rows.claims,
        "promises": list(lead.promises.all()),
        "milestones": milestone_lines(lead, timezone.localdate(now)),
        "funds": sums_of(lead),
        "winners": rows.winners,
        "suggestions": waiting(lead, stages),
        "contacts": _contacts(lead, user),
        "collaborators": rows.collaborators,
        "events": stream(rows, show),
        "show": show if show in dict(TABS) else "all",
    }


def _may_act(rows: LeadRows, user: User) -> bool:
    """What `pursue.check_hands` will say."""
    is_theirs = rows.lead.owner_id == user.pk or user_can(user, Can.LEAD_ASSIGN) or user in rows.collaborators
    return user_can(user, Can.LEAD_EDIT) and is_theirs


def _contacts(lead: Lead, user: User) -> list[LeadContact] | None:
    """The lead's contacts, whose numbers one query opens or masks; None for who may not see contacts."""
    if not user_can(user, Can.CONTACT_READ):
        return None
    found = lead.contacts.select_related("contact__company", "contact__created_by").defer("contact__bigrams")
    rows: list[LeadContact] = []
    for row in found.annotate(phones_open=phones_open("contact", user)):
        row.contact.phones_open = row.phones_open  # type: ignore[attr-defined]
        rows.append(row)
    return rows


def stage_bar(lead: Lead, stages: Sequence[Stage], now: datetime) -> list[StageCell]:
    """The open stages in order with the days the lead spent in each; a closed lead shows where it stood last."""
    spent: dict[int, float] = defaultdict(float)
    moves = sorted(lead.moves.all(), key=lambda move: (move.at, move.pk))
    for move, after in zip(moves, [*moves[1:], None], strict=True):
        until = after.at if after else (lead.closed_at or now)
        spent[move.to_stage_id] += (until - move.at).total_seconds() / 86400
    last = next(
        (move.from_stage for move in reversed(moves) if move.to_stage.is_closed and move.from_stage), lead.stage
    )
    here = last if lead.stage.is_closed else lead.stage
    cells = []
    for stage in stages:
        state = "now" if stage.pk == here.pk else "done" if stage.order < here.order else "ahead"
        days = int(spent[stage.pk]) + 1 if stage.pk in spent and state != "ahead" else None
        cells.append(StageCell(stage, state, days, over=state == "now" and lead.is_stale(now)))
    return cells


def value_lines(lead: Lead) -> list[ValueLine]:
    """A line per field that has any value, in the order of LeadValue.Field. `leads.lead_rows` fetches them."""
    rows: dict[str, list[LeadValue]] = defaultdict(list)
    for value in lead.values.all():
        rows[value.field].append(value)
    lines = []
    for field in LeadValue.Field:
        chosen = next((value for value in rows[field] if value.chosen), None)
        beside, seen = [], {chosen.text if chosen else None}
        for value in rows[field]:
            if value.text not in seen:
                seen.add(value.text)
                beside.append(value)
        if chosen or beside:
            lines.append(ValueLine(str(field.label), chosen, beside))
    return _with_corrections(lines)


def _with_corrections(lines: list[ValueLine]) -> list[ValueLine]:
    """Says whose correction a chosen value is. One query where any comes from an article."""
    chosen = [line.chosen for line in lines if line.chosen and line.chosen.article_id]
    held = Correction.objects.effective().filter(article__in={value.article_id for value in chosen})
    fields = {str(field): kind for kind, field in FIELDS.items()}
    said = {(row.article_id, row.target, repr(row.after)): row for row in held.select_related("by")} if chosen else {}
    return [
        replace(line, correction=said.get((value.article_id or 0, fields.get(value.field, ""), repr(value.value))))
        if (value := line.chosen)
        else line
        for line in lines
    ]

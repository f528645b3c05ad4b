"""What the page of a lead shows: its stages with their days, values beside what the press said."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from identities.models import Appearance
from leads.models import Contact, Lead, LeadContact, LeadValue, Stage
from leads.pursue import check_hands
from leads.stream import TABS, stream
from press.models import Fact
from staff.models import User
from staff.permissions import Can, user_can
from staff.refusal import Refused


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


def lead_page(lead: Lead, user: User, show: str) -> dict[str, Any]:
    """The context of the page. `show` limits the stream: a key of leads.stream.TABS."""
    now = timezone.now()
    return {
        "lead": lead,
        "now": now,
        "may_act": _may_act(lead, user),
        "may_claim": lead.in_pool and not lead.closed_at and user_can(user, Can.LEAD_EDIT),
        "may_assign": user_can(user, Can.LEAD_ASSIGN) or lead.owner_id == user.pk,
        "stages": (cells := stage_bar(lead, now)),
        "next_stage": next((cell.stage for cell in cells if cell.state == "ahead"), None),
        "tabs": TABS,
        "closing": list(Stage.objects.filter(is_closed=True)),
        "values": value_lines(lead),
        "press_facts": press_facts(lead),
        "suggestions": list(lead.suggestions.filter(state="waiting").select_related("article__source")),
        "contacts": _contacts(lead, user),
        "collaborators": list(lead.collaborators.all()),
        "events": stream(lead, show),
        "show": show if show in dict(TABS) else "all",
    }


def _may_act(lead: Lead, user: User) -> bool:
    if not user_can(user, Can.LEAD_EDIT):
        return False
    try:
        check_hands(lead, user)
    except Refused:
        return False
    return True


def _contacts(lead: Lead, user: User) -> list[LeadContact] | None:
    """The lead's contacts, whose numbers one query opens or masks; None for who may not see contacts."""
    if not user_can(user, Can.CONTACT_READ):
        return None
    people = Contact.objects.with_phones_for(user).select_related("company", "created_by").defer("bigrams")
    return list(lead.contacts.prefetch_related(Prefetch("contact", queryset=people)))


def stage_bar(lead: Lead, now: datetime) -> list[StageCell]:
    """The open stages in order with the days the lead spent in each; a closed lead shows where it stood last."""
    spent: dict[int, float] = defaultdict(float)
    moves = list(lead.moves.select_related("from_stage", "to_stage").order_by("at", "pk"))
    for move, after in zip(moves, [*moves[1:], None], strict=True):
        until = after.at if after else (lead.closed_at or now)
        spent[move.to_stage_id] += (until - move.at).total_seconds() / 86400
    last = next(
        (move.from_stage for move in reversed(moves) if move.to_stage.is_closed and move.from_stage), lead.stage
    )
    here = last if lead.stage.is_closed else lead.stage
    cells = []
    for stage in Stage.objects.open():
        state = "now" if stage.pk == here.pk else "done" if stage.order < here.order else "ahead"
        days = int(spent[stage.pk]) + 1 if stage.pk in spent and state != "ahead" else None
        cells.append(StageCell(stage, state, days, over=state == "now" and lead.is_stale(now)))
    return cells


def value_lines(lead: Lead) -> list[ValueLine]:
    """A line per field that has any value, in the order of LeadValue.Field."""
    rows: dict[str, list[LeadValue]] = defaultdict(list)
    for value in lead.values.select_related("by", "article__source").defer("article__raw", "article__text"):
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
    return lines


def press_facts(lead: Lead) -> list[Fact]:
    """Stages and promises that coverage told of the lead's project, newest coverage first, each with its sentence."""
    if not lead.project_id:
        return []
    appearances = Appearance.objects.filter(project=lead.project_id).select_related("article__source")
    articles = {
        (row.article_id, row.of): row.article
        for row in appearances.defer("article__raw", "article__text", "article__bigrams")
    }
    facts = Fact.objects.filter(article__in={pk for pk, _ in articles}, gone=False, kind__in=["stage", "promise"])
    found = [fact for fact in facts.exclude(kind="stage", rank__gt=0) if (fact.article_id, fact.subject) in articles]
    for fact in found:
        fact.article = articles[fact.article_id, fact.subject]
    return sorted(found, key=lambda fact: (str(fact.article.told_on), fact.pk), reverse=True)

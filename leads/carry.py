"""Carrying a lead to a stage with all that goes with it: what the gate asks for, the day of its milestone, why it is
closed and who won it, the suggestion that asked for it. All of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from leads.cover import decide
from leads.milestones import write
from leads.models import ClosingReason, Lead, Milestone, Stage, Suggestion
from leads.pursue import hold_stage, move
from leads.values import fill
from leads.winning import look_back, record_winner
from staff.models import User


@dataclass(frozen=True, slots=True)
class Step:
    """What a person says beside the stage itself."""

    why: str = ""
    reason: ClosingReason | None = None
    gaps: dict[str, Any] = field(default_factory=dict)
    """Values of the lead that the stage asks for, by field."""
    reached_on: date | None = None
    """The day of the stage's milestone."""
    winner: dict[str, Any] = field(default_factory=dict)
    """place, park, on of who won it; empty where nobody is known to have."""
    suggestion: Suggestion | None = None


def carry(lead: Lead, to: Stage, step: Step, *, by: User, at: datetime, seen: Stage | None = None) -> None:
    """Moves the lead as `pursue.move` does, with everything in the step. Raises Refused with nothing changed."""
    with transaction.atomic():
        hold_stage(to)
        fill(lead, step.gaps, by=by, at=at)
        if step.suggestion is not None:
            decide(step.suggestion, take=True, by=by, at=at)
            lead.refresh_from_db()
        if lead.stage_id != to.pk or step.suggestion is None:
            move(lead, to, by=by, at=at, why=step.why, reason=step.reason, seen=seen)
        if to.milestone and step.reached_on:
            write(lead, to.milestone, Milestone.What.ACTUAL, step.reached_on, by=by, at=at, why=f"推进到{to}")
        if to.is_closed and step.winner.get("place"):
            record_winner(lead, by=by, at=at, why=step.why, **step.winner)
        if to.is_closed:
            look_back(lead, at)

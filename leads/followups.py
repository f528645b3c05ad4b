"""跟进: writing one down, adding to it, taking it back. What was written never changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction

from leads import claims, clocks
from leads.attach import attach
from leads.callouts import Called, call
from leads.models import Contact, FollowUp, FollowUpNote, Lead
from leads.problems import Hands, open_problem
from leads.pursue import check_hands, check_next, locked
from staff.models import User
from staff.permissions import Can, user_can
from staff.refusal import Refused


@dataclass(frozen=True, slots=True)
class Told:
    """What was said and done, besides the words: the outcome, where, whom with, the minutes, the files."""

    outcome: str = ""
    place: str = ""
    minutes: str = ""
    people: Iterable[Contact] = ()
    files: Iterable[File[bytes]] = field(default=())


def follow_up(
    lead: Lead, *, by: User, at: datetime, kind: str, progress: str = "", next_step: str, next_on: date | None,
    problem: str = "", problem_to: Hands = None, problem_due: date | None = None, told: Told = Told(),
) -> FollowUp:  # fmt: skip
    """Records a contact and sets what comes next, which an owned open lead must have.

    A problem in it becomes a Problem, handed out where `problem_to` is given. Without words the outcome is the progress.
    """
    outcome = FollowUp.Outcome(told.outcome) if told.outcome else None
    progress = progress.strip() or (str(outcome.label) if outcome else "")
    if not progress:
        raise Refused("请写一句进展，或点一个结果。", field="progress", code="progress")
    with transaction.atomic():
        row = locked(lead)
        check_hands(row, by)
        if row.closed_at is None:
            check_next(row.owner, next_step, next_on)
        reached = outcome != FollowUp.Outcome.NO_ANSWER
        written = FollowUp.objects.create(
            lead=row, kind=kind, at=at, by=by, outcome=told.outcome, is_contact=reached, place=told.place, progress=progress,
            problem=problem, minutes=told.minutes, next_step=next_step, next_on=next_on,
        )  # fmt: skip
        written.people.set(told.people)
        written.attachments.set([attach(row, file, by=by, at=at) for file in told.files])
        if problem.strip():
            open_problem(row, problem, by=by, at=at, to=problem_to, due_on=problem_due, followup=written)
        changed: dict[str, Any] = {}
        if reached:
            changed["last_contact_at"] = max(filter(None, [row.last_contact_at, at]))
            changed |= claims.extended(row, at)
        if next_step.strip() and next_on:
            changed |= {"next_step": next_step, "next_on": next_on}
        Lead.objects.filter(pk=row.pk).update(**changed)
        clocks.settle(row)
    lead.refresh_from_db()
    return written


def call_out(followup: FollowUp, *, at: datetime) -> Called:
    """Tells the colleagues whom the words call by @姓名."""
    text = "\n".join(filter(None, [followup.progress, followup.problem, followup.minutes]))
    return call(text, followup.lead, by=followup.by, at=at, where="跟进")


def add_note(followup: FollowUp, text: str, *, by: User, at: datetime) -> FollowUpNote:
    """Says what was missing or wrong in a follow-up; its own words stay."""
    if not text.strip():
        raise Refused("请写明要补充或更正什么。", field="text", code="text")
    with transaction.atomic():
        check_hands(locked(followup.lead), by)
        return FollowUpNote.objects.create(followup=followup, text=text, by=by, at=at)


def withdraw(followup: FollowUp, *, by: User, at: datetime, why: str) -> None:
    """Takes a follow-up back, with the reason: its writer or who may assign leads. It stays readable.

    When we last spoke, and protection with it, is counted anew from those that stand; the lead's next step stays as it is.
    """
    if not why.strip():
        raise Refused("请写明撤回的原因。", field="why", code="why")
    if followup.by_id != by.pk and not user_can(by, Can.LEAD_ASSIGN):
        raise Refused("只有写的人或科长可以撤回。", code="not_yours")
    with transaction.atomic():
        row = locked(followup.lead)
        standing = FollowUp.objects.filter(pk=followup.pk, withdrawn_at=None)
        if not standing.update(withdrawn_at=at, withdrawn_by=by, withdrawn_why=why):
            raise Refused("已经撤回了。", code="withdrawn")
        last = row.followups.spoken().order_by("-at").values_list("at", flat=True).first()
        Lead.objects.filter(pk=row.pk).update(last_contact_at=last, **claims.without(row, last))
    followup.refresh_from_db()

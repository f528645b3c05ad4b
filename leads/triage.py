"""Deciding proposals: accept, merge, ignore, and taking an ignore back. One decision per proposal; the quicker hand wins."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from identities.models import Project
from leads.cover import cover
from leads.models import Lead, Proposal
from leads.pursue import FIRST_DAYS, FIRST_STEP, check_hands, open_lead
from leads.suggest import take_told
from leads.told import Telling, facts_told
from leads.winning import look_back
from press.models import Fact
from staff.models import User
from staff.refusal import Refused


def facts_of(proposal: Proposal) -> list[Fact]:
    """All that the article says about the project, the reading's value of each kind first."""
    appearance = proposal.article.appearances.filter(project=proposal.project).first()
    if appearance is None:
        return []
    return facts_told([Telling(proposal.article, appearance.of)])[0][1]


def _decide(
    proposal: Proposal, state: Proposal.State, *, by: User, at: datetime, lead: Lead | None, **more: str
) -> None:
    """The conditional update that one hand wins."""
    waiting = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.WAITING)
    if not waiting.update(state=state, decided_by=by, decided_at=at, lead=lead, **more):
        proposal.refresh_from_db()
        who = proposal.decided_by.name if proposal.decided_by else "别人"
        raise Refused(f"{who}已经处理过这条（{proposal.get_state_display()}）。", code="decided")
    proposal.refresh_from_db()


def accept(
    proposal: Proposal,
    *,
    by: User,
    at: datetime,
    mine: bool = True,
    next_step: str = FIRST_STEP,
    next_on: date | None = None,
) -> Lead:
    """Makes a lead of the proposal, in one's own hands or in the pool, with every value's sentence.

    Other articles on the same project that wait are merged into the new lead.
    """
    day = next_on or timezone.localdate(at) + FIRST_DAYS
    with transaction.atomic():
        # The project first: two hands at two articles of one project would else each wait for what the other holds.
        Project.objects.select_for_update(no_key=True).get(pk=proposal.project_id)
        locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        if locked.state != Proposal.State.WAITING:
            _decide(proposal, Proposal.State.ACCEPTED, by=by, at=at, lead=None)
        lead = open_lead(
            name=proposal.name, by=by, at=at, owner=by if mine else None, next_step=next_step if mine else "",
            next_on=day if mine else None, company=proposal.company, project=proposal.project, article=proposal.article,
            department=by.department, is_demo=proposal.article.source.kind == "demo",
        )  # fmt: skip
        take_told(lead, facts_of(proposal), by=by, at=at, why="接收报道")
        _decide(proposal, Proposal.State.ACCEPTED, by=by, at=at, lead=lead)
        for other in Proposal.objects.waiting().filter(project=proposal.project):
            _decide(other, Proposal.State.MERGED, by=by, at=at, lead=lead)
        lead.refresh_from_db()
        cover(lead, at)
    lead.refresh_from_db()
    return lead


def merge(proposal: Proposal, lead: Lead, *, by: User, at: datetime) -> Lead:
    """Adds the article to a lead that is there: its values become suggestions, nothing is overwritten."""
    with transaction.atomic():
        check_hands(lead, by)
        _decide(proposal, Proposal.State.MERGED, by=by, at=at, lead=lead)
        cover(lead, at, proposal.article)
    return lead


def ignore(proposal: Proposal, *, by: User, at: datetime, reason: str, why: str = "") -> None:
    """Sets the proposal aside with a reason."""
    if reason not in Proposal.Reason.values:
        raise Refused("请选择忽略的原因。", field="reason", code="reason")
    with transaction.atomic():
        _decide(proposal, Proposal.State.IGNORED, by=by, at=at, lead=None, reason=reason, why=why[:400])
        look_back(proposal, at)


def reopen(proposal: Proposal, *, by: User) -> None:
    """Takes an ignore back: the proposal waits again."""
    ignored = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.IGNORED)
    if not ignored.update(state=Proposal.State.WAITING, decided_by=None, decided_at=None, reason="", why=""):
        raise Refused("只有已忽略的可以恢复。", code="not_ignored")
    proposal.refresh_from_db()

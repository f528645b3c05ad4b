"""Deciding proposals: accept, merge, ignore, and taking an ignore back. One decision per proposal; the quicker hand wins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from identities.models import Appearance, Project
from leads.audience import tell_of
from leads.cover import cover
from leads.enquiry import follow_enquiry
from leads.models import Lead, Proposal
from leads.propose import propose_one
from leads.pursue import FIRST_DAYS, FIRST_STEP, check_hands, open_lead
from leads.suggest import take_told
from leads.told import Telling, facts_told
from leads.winning import look_back
from press.models import Article, Fact, Mention
from press.seen import see
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
    see(proposal.article_id, at)


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
        follow_enquiry(lead, proposal, by=by, at=at)
        _decide(proposal, Proposal.State.ACCEPTED, by=by, at=at, lead=lead)
        # Held first and read then: one that another hand decides meanwhile is theirs, and no reason to refuse this one.
        rest = Proposal.objects.waiting().filter(project=proposal.project).order_by("pk")
        for other in rest.select_for_update(of=("self",)):
            _decide(other, Proposal.State.MERGED, by=by, at=at, lead=lead)
        lead.refresh_from_db()
        cover(lead, at)
    lead.refresh_from_db()
    return lead


def merge(proposal: Proposal, lead: Lead, *, by: User, at: datetime) -> Lead:
    """Adds the article to a lead that is there: its values become suggestions, nothing is overwritten.

    Into any lead by who works on it; by everyone into the lead that the proposal was made for, whose people are told. Else
    its story would stay in every other inbox, where it can be neither taken nor truly ignored.
    """
    with transaction.atomic():
        if proposal.lead_id != lead.pk:
            check_hands(lead, by)
        _decide(proposal, Proposal.State.MERGED, by=by, at=at, lead=lead)
        cover(lead, at, proposal.article)
        tell_of(lead, f"{by}把报道并入“{lead.name}”：{proposal.article}", at=at, by=by)
    return lead


def ignore(proposal: Proposal, *, by: User, at: datetime, reason: str, why: str = "") -> None:
    """Sets the proposal aside with a reason."""
    if reason not in Proposal.Reason.values:
        raise Refused("请选择忽略的原因。", field="reason", code="reason")
    with transaction.atomic():
        _decide(proposal, Proposal.State.IGNORED, by=by, at=at, lead=None, reason=reason, why=why[:400])
        look_back(proposal, at)


def check_fresh(proposal: Proposal, *, sure: bool) -> None:
    """Raises Refused where the coverage is old news and nobody said that a lead is wanted all the same."""
    if proposal.article.is_old_news and not sure:
        raise Refused(f"这是旧闻（{proposal.article.old_news_reason}），确认要作为新线索吗？", code="old_news")


def propose_by_hand(article: Article, of: str, *, by: User, at: datetime) -> Proposal:
    """Brings a project of the article into the inbox, whatever the rules say; Refused where it was decided already."""
    appearance = article.appearances.filter(kind=Appearance.Kind.PROJECT, of=of).select_related("project").first()
    mention = article.mentions.filter(kind=Mention.Kind.PROJECT, of=of, gone=False).first()
    if appearance is None or appearance.project is None or mention is None:
        raise Refused("这篇报道里没有读到这个项目，请刷新后再试。", code="no_project")
    with transaction.atomic():
        facts = list(article.facts.filter(subject=of, gone=False, rank=0))
        card = Proposal.objects.get(pk=propose_one(article, appearance.project, mention, facts, at))
        if card.state != Proposal.State.WAITING:
            raise Refused(f"已经处理过这条（{card.get_state_display()}）。", code="decided")
        Proposal.objects.filter(pk=card.pk).update(proposed_by=by, fits=True)
    card.refresh_from_db()
    return card


def decide_all(
    proposals: Iterable[Proposal], act: str, *, by: User, at: datetime, reason: str = ""
) -> tuple[int, list[tuple[str, str]]]:
    """The same decision on each (accept, pool, ignore): how many were done, and name and reason of each that was not.

    Each is decided by itself: one that somebody else was quicker at, or old news, stops nothing else.
    """
    cards = list(proposals)
    if act not in ("accept", "pool", "ignore"):
        raise Refused("请选择接收、放线索池或忽略。", code="act")
    if not cards:
        raise Refused("请先勾选要处理的新闻。", code="none")
    if act == "ignore" and reason not in Proposal.Reason.values:
        raise Refused("请选择忽略的原因。", field="reason", code="reason")
    left: list[tuple[str, str]] = []
    for card in cards:
        try:
            if act == "ignore":
                ignore(card, by=by, at=at, reason=reason)
            else:
                check_fresh(card, sure=False)
                accept(card, by=by, at=at, mine=act == "accept")
        except Refused as refusal:
            left.append((card.name, refusal.message))
    return len(cards) - len(left), left


def reopen(proposal: Proposal, *, by: User) -> None:
    """Takes an ignore back: the proposal waits again."""
    ignored = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.IGNORED)
    if not ignored.update(state=Proposal.State.WAITING, decided_by=None, decided_at=None, reason="", why=""):
        raise Refused("只有已忽略的可以恢复。", code="not_ignored")
    proposal.refresh_from_db()

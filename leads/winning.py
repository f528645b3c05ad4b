"""花落谁家: an article says a firm settled elsewhere that we ignored, lost or let lie; a person says whether it is so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from identities.models import Appearance, Company, Project
from leads.leaders import leaders_of
from leads.models import ClosingReason, HomeArea, Lead, Proposal, Stage, Winner
from leads.pursue import check_hands, hold_stage, move
from leads.suggest import evidence_of
from leads.told import Telling, When, facts_told, when_told
from press.models import Article, Fact
from staff.journal import record
from staff.models import Notice, User
from staff.notify import tell
from staff.permissions import Can, user_can
from staff.refusal import Refused

# What coverage says of a project that has settled somewhere.
SETTLED = ("signed", "landed", "started", "building", "completed", "operating")
# Records older than this tell nobody anything any more.
REACH = timedelta(days=3 * 365)
# How many of a firm's articles are looked back on.
LATEST = 50
# Ignored because there was nothing to win, or because we knew.
KNOWN = (Proposal.Reason.WRONG, Proposal.Reason.PUBLIC, Proposal.Reason.ELSEWHERE)
_TAIL = re.compile(r"(?:省|市|区|县|州|旗|自治区|开发区|高新区|经开区|新区)$")


@dataclass(frozen=True, slots=True)
class Settled:
    """One project of an article that has settled: where, since when, by the fact that says so."""

    project: Project
    companies: frozenset[int]
    place: str
    when: When
    fact: Fact


@dataclass(frozen=True, slots=True)
class Ours:
    """A record of ours on the firm: an ignored proposal, a closed lead or a stale one."""

    row: Lead | Proposal
    record: Winner.Record
    on: date
    place: str
    company: Company | None


def find_winners(article: Article, at: datetime) -> None:
    """Cards for our records on the firms that the article says settled elsewhere. One card per record and place: where
    coverage names two, there are two to choose from; none once one is confirmed: nobody is asked twice. Reposts ask
    nothing."""
    if article.repost_of_id:
        return
    found = settled(article)
    if not found:
        return
    homes = home_names()
    for told in found:
        for ours in _records(told, at):
            _offer(told, ours, homes, at)


def look_back(row: Lead | Proposal, at: datetime) -> None:
    """The same for coverage that was there before the record became one: when a lead is lost, a proposal ignored."""
    about = Q(project=row.project_id) if row.project_id else Q(pk__in=[])
    if row.company_id:
        about |= Q(project__companies=row.company_id)
    own = Proposal.objects.filter(lead=row) if isinstance(row, Lead) else Proposal.objects.filter(pk=row.pk)
    own = own.exclude(state=Proposal.State.WAITING)
    articles = Article.objects.filter(appearances__in=Appearance.objects.filter(about), repost_of=None)
    articles = articles.exclude(pk__in=own.values("article")).defer("raw", "text", "bigrams").distinct()
    homes = home_names()
    for article in articles.order_by("-pk")[:LATEST]:
        for told in settled(article):
            for ours in _records(told, at):
                if ours.row == row:
                    _offer(told, ours, homes, at)


def look_back_stale(at: datetime) -> int:
    """The same for leads that went stale within the last days; how many were looked at. Safe to repeat."""
    rows = Lead.objects.all().stale(at).exclude(pk__in=Lead.objects.all().stale(at - timedelta(days=3)).values("pk"))
    for lead in rows.select_related("stage", "owner__department", "department"):
        look_back(lead, at)
    return len(rows)


def home_names() -> list[str]:
    """What coverage calls our own area."""
    return list(HomeArea.objects.values_list("name", flat=True))


def set_homes(text: str, *, by: User, at: datetime) -> list[str]:
    """Makes the names (one a line, or with commas between) all that our area is called; the journal keeps the change."""
    names = list(dict.fromkeys(name.strip()[:40] for name in re.split(r"[\s,，、;；]+", text) if name.strip()))
    with transaction.atomic():
        before = home_names()
        HomeArea.objects.exclude(name__in=names).delete()
        for name in names:
            HomeArea.objects.get_or_create(name=name, defaults={"by": by, "at": at})
        if sorted(before) != sorted(names):
            record(by, "改本地地名", about="本地地名", note=f"{'、'.join(before)} → {'、'.join(names)}", at=at)
    return names


def settled(article: Article) -> list[Settled]:
    """The projects that the article reports as settled, each with its place; those without a place say nothing."""
    rows = article.appearances.filter(kind=Appearance.Kind.PROJECT).select_related("project")
    subjects = {row.of: row.project for row in rows.prefetch_related("project__companies") if row.project}
    found = []
    for telling, facts in facts_told(Telling(article, of) for of in subjects):
        first = {fact.kind: fact for fact in reversed(facts) if not fact.rank}
        stage, place = first.get(Fact.Kind.STAGE), first.get(Fact.Kind.PLACE)
        where = str(place.value) if place else article.place
        if stage is None or stage.plan or stage.value not in SETTLED or not where:
            continue
        project = subjects[telling.subject]
        firms = frozenset(company.pk for company in project.companies.all())
        found.append(Settled(project, firms, where, when_told(stage, facts), stage))
    return found


def _records(told: Settled, at: datetime) -> Iterator[Ours]:
    """Our ignored, lost and stale records on the project or its firms."""
    since = at - REACH
    about = Q(project=told.project) | Q(company__in=told.companies)
    leads = Lead.objects.filter(about).select_related("stage", "company", "owner__department", "department")
    for lead in leads.filter(closed_at__gte=since):
        assert lead.closed_at is not None
        yield Ours(lead, Winner.Record.LOST, timezone.localdate(lead.closed_at), lead.place, lead.company)
    for lead in leads.stale(at):
        yield Ours(lead, Winner.Record.STALE, timezone.localdate(lead.stage_since), lead.place, lead.company)
    ignored = Proposal.objects.filter(about, state=Proposal.State.IGNORED, decided_at__gte=since)
    ignored = ignored.exclude(reason__in=KNOWN).exclude(article=told.fact.article)
    for row in ignored.select_related("company", "decided_by__department"):
        assert row.decided_at is not None
        yield Ours(row, Winner.Record.IGNORED, timezone.localdate(row.decided_at), row.place, row.company)


def is_elsewhere(place: str, ours: str, homes: Iterable[str]) -> bool:
    """Whether a place of coverage is not ours. Our names decide; without any, the record's own place does, and a
    place beside an unknown one counts as elsewhere: a person judges the card."""
    homes = list(homes)
    if any(_same(home, place) for home in homes):
        return False
    return not (ours and _same(ours, place))


def _same(one: str, other: str) -> bool:
    a, b = _TAIL.sub("", one.strip()), _TAIL.sub("", other.strip())
    return bool(a and b) and (a in b or b in a)


def _offer(told: Settled, ours: Ours, homes: list[str], at: datetime) -> None:
    article, row = told.fact.article, ours.row
    link = {"lead": row} if isinstance(row, Lead) else {"proposal": row}
    if not is_elsewhere(told.place, ours.place, homes) or _made_of(row, article):
        return
    known = list(Winner.objects.filter(**link).values_list("state", "place", "article"))
    if any(article.pk == told_by or state == Winner.State.CONFIRMED for state, _, told_by in known):
        return
    # Another place is another answer to the question that waits; the same one again is none.
    if any(state == Winner.State.WAITING and _same(place, told.place) for state, place, _ in known):
        return
    values: dict[str, Any] = {
        "record": ours.record, "record_on": ours.on, "company": ours.company or Company.objects.filter(pk__in=told.companies).first(),
        "what": told.project.name, "stage": told.fact.value, "place": told.place[:200], "on": told.when.on,
        "precise": told.when.precise, "created_at": at, **evidence_of(told.fact).columns,
    }  # fmt: skip
    article_key = values.pop("article")
    winner, is_new = Winner.objects.get_or_create(**link, article=article_key, defaults=values)
    if is_new:
        _tell(winner, at)


def _made_of(row: Lead | Proposal, article: Article) -> bool:
    """Whether the record came from that very article: what it told was known when the decision was made."""
    if isinstance(row, Proposal):
        return row.article_id == article.pk
    return Proposal.objects.filter(lead=row, article=article).exclude(state=Proposal.State.WAITING).exists()


def _tell(winner: Winner, at: datetime) -> None:
    ours = winner.ours
    if isinstance(ours, Lead):
        holder, unit = ours.owner, ours.department or (ours.owner.department if ours.owner else None)
    else:
        holder, unit = ours.decided_by, ours.decided_by.department if ours.decided_by else None
    people = [*([holder] if holder else []), *leaders_of(unit)]
    words = f"花落谁家：{winner.company or winner.what}在{winner.place}有了项目，我们有一条{winner.get_record_display()}（{winner.record_on:%Y-%m-%d}）。请确认。"
    tell(people, words, kind=Notice.Kind.LEAD, about=winner, at=at, once=f"winner:{winner.pk}")


def check_may_decide(winner: Winner, by: User) -> None:
    """Raises Refused unless the person works on the lead, ignored the proposal, or may assign leads."""
    if winner.lead is not None:
        if not winner.lead.in_pool:
            check_hands(winner.lead, by)
    elif not (user_can(by, Can.LEAD_ASSIGN) or (winner.proposal and winner.proposal.decided_by_id == by.pk)):
        raise Refused("这条由忽略提议的人或科长确认。", code="not_yours")


def decide(
    winner: Winner, *, is_it: bool, by: User, at: datetime, place: str = "", park: str = "", why: str = "",
    closes: bool = False,
) -> None:  # fmt: skip
    """Confirms where the firm went, or that it is another matter. `closes` closes a lead that is still open as lost. What
    is confirmed answers the record's other cards too: they are set aside, and say why.

    Refused where somebody was quicker.
    """
    with transaction.atomic():
        check_may_decide(winner, by)
        if is_it and closes:
            hold_stage(lost_stage())
        # The record first: two hands at two cards of it would else each wait for what the other holds.
        type(winner.ours)._base_manager.select_for_update().values_list("pk").get(pk=winner.ours.pk)
        state = Winner.State.CONFIRMED if is_it else Winner.State.DISMISSED
        more = {"place": place[:200], "park": park[:200]} if is_it and place else {}
        waiting = Winner.objects.filter(pk=winner.pk, state=Winner.State.WAITING)
        if not waiting.update(state=state, by=by, at=at, why=why[:400], **more):
            raise Refused("刚才有人已经处理过这一条。", code="decided")
        winner.refresh_from_db()
        if is_it:
            _answer_others(winner, by, at)
        if is_it and closes and winner.lead is not None and winner.lead.closed_at is None:
            move(winner.lead, lost_stage(), by=by, at=at, why=f"{winner}（{winner.on or '时间未说'}）"[:400],
                 article=winner.article, quote=winner.quote)  # fmt: skip


def rivals(winner: Winner) -> QuerySet[Winner]:
    """The other cards of the same record that wait."""
    same = Winner.objects.filter(lead=winner.lead_id, proposal=winner.proposal_id).exclude(pk=winner.pk)
    return same.filter(state=Winner.State.WAITING).order_by("pk")


def _answer_others(winner: Winner, by: User, at: datetime) -> None:
    why = f"已确认去了{winner.place or winner.park or '别处'}"[:400]
    rivals(winner).update(state=Winner.State.DISMISSED, by=by, at=at, why=why)


def reopen(winner: Winner, *, by: User) -> None:
    """Takes the decision back: the card waits again. A lead that was closed with it stays closed until it is opened."""
    check_may_decide(winner, by)
    decided = Winner.objects.filter(pk=winner.pk, article__isnull=False).exclude(state=Winner.State.WAITING)
    if not decided.update(state=Winner.State.WAITING, by=None, at=None, why=""):
        raise Refused("这一条不是从报道来的，或还没有处理。", code="not_decided")


def record_winner(
    lead: Lead, *, by: User, at: datetime, place: str, park: str = "", on: date | None = None, why: str = ""
) -> Winner:
    """Who won a lead that is being closed, as the person says; a card from coverage that waits is confirmed by it."""
    if not place.strip():
        raise Refused("请写明企业去了哪里。", field="winner_place", code="place")
    with transaction.atomic():
        card = lead.winners.filter(state=Winner.State.WAITING, place__icontains=place.strip()).first()
        if card is not None:
            decide(card, is_it=True, by=by, at=at, place=place, park=park, why=why)
            return card
        said = Winner.objects.create(
            lead=lead, record=Winner.Record.LOST, record_on=timezone.localdate(at), company=lead.company, what=lead.name,
            place=place.strip()[:200], park=park.strip()[:200], on=on, created_at=at, state=Winner.State.CONFIRMED,
            by=by, at=at, why=why[:400],
        )  # fmt: skip
        _answer_others(said, by, at)
        return said


def lost_stage() -> Stage:
    """The closing stage at which one asks who won; Refused where the office has none."""
    stage = Stage.objects.closing().filter(asks_winner=True).first()
    if stage is None:
        raise Refused("没有“流失”一类的关闭阶段。请先在阶段设置里指定一个。", code="no_stage")
    return stage


def reasons_of(stage: Stage) -> list[ClosingReason]:
    return list(stage.reasons.filter(retired_at=None))

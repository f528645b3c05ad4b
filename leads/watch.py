"""Watching the news: which proposals fit the rules of the office and of each person, and what is muted.

A rule is a condition in SQL; the same one sorts an article that has just been read, sorts what waits anew when a rule
changes, and counts what a rule would have caught before it is saved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Lower, StrIndex

from identities.models import Project
from leads.models import Mute, Proposal, WatchHit, WatchRule
from leads.models.lead import Industry
from leads.models.proposal import ProposalQuerySet
from press.models import Article
from press.words import WAN, YI
from staff.models import Notice, User
from staff.notify import tell
from staff.permissions import Can, user_can
from staff.refusal import Refused

# How far back a changed rule sorts what waits, and a preview looks.
BACK = timedelta(days=30)
TAKE, LEAVE = WatchRule.Effect.TAKE, WatchRule.Effect.LEAVE
DIGITAL = (Industry.DIGITAL, Industry.AI)


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a rule asks of a proposal; every part that is filled in must hold."""

    industries: Sequence[str] = ()
    amount: Decimal | None = None
    currency: str = "CNY"
    basis: str = WatchRule.Basis.TOTAL
    unknown: bool = False
    place: str = ""
    origin: str = ""
    words: Sequence[str] = ()
    companies: Sequence[int] = ()
    projects: Sequence[int] = ()
    sources: Sequence[int] = ()

    @classmethod
    def of(cls, rule: WatchRule) -> Criteria:
        """Those of a stored rule; prefetch its companies, projects and sources."""
        return cls(
            rule.industries, rule.amount, rule.currency, rule.basis, rule.unknown, rule.place, rule.origin, rule.words,
            [row.pk for row in rule.companies.all()], [row.pk for row in rule.projects.all()],
            [row.pk for row in rule.sources.all()],
        )  # fmt: skip

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing, and so would take everything."""
        lists = (self.industries, self.words, self.companies, self.projects, self.sources)
        return not any(map(len, lists)) and self.amount is None and not self.place and not self.origin

    def condition(self) -> Q:
        """The condition on Proposal."""
        asked = Q()
        if self.industries:
            asked &= Q(industry__in=self.industries)
        if self.amount is not None:
            asked &= self._enough(self.amount)
        if self.place:
            asked &= Q(place__icontains=self.place)
        if self.origin:
            asked &= Q(company__place__icontains=self.origin)
        if self.words:
            asked &= _any(_says(word) for word in self.words)
        if self.companies or self.projects:
            asked &= self._watched()
        if self.sources:
            asked &= Q(article__source__in=self.sources)
        return asked

    def _enough(self, amount: Decimal) -> Q:
        enough = Q(amount__gte=amount, currency=self.currency)
        if self.basis == WatchRule.Basis.FIXED:
            enough &= Q(is_fixed=True)
        return enough | Q(amount=None) if self.unknown else enough

    def _watched(self) -> Q:
        """One of the companies undertakes it, or it is one of the projects."""
        ties = Project.companies.through._default_manager.filter(company__in=self.companies)
        return Q(company__in=self.companies) | Q(project__in=ties.values("project")) | Q(project__in=self.projects)


def _any(conditions: Iterable[Q]) -> Q:
    whole = Q(pk__in=[])
    for one in conditions:
        whole |= one
    return whole


def _says(word: str) -> Q:
    return Q(name__icontains=word) | Q(article__title__icontains=word) | Q(article__text__icontains=word)


# What an office begins with, and what holds where it has no rule that takes: its name, its criteria, its effect.
DEFAULTS: tuple[tuple[str, Criteria, WatchRule.Effect], ...] = (
    ("总投资 1 亿元以上", Criteria(amount=YI, unknown=True), TAKE),
    ("固定资产投资 6000 万元以上", Criteria(amount=6000 * WAN, basis=WatchRule.Basis.FIXED), TAKE),
    ("数字经济 3000 万元以上", Criteria(industries=DIGITAL, amount=3000 * WAN), TAKE),
    ("不收住宅和商业地产", Criteria(industries=(Industry.REALTY,)), LEAVE),
)


def active() -> list[WatchRule]:
    """The rules in force, with what they name. Four queries."""
    rows = WatchRule.objects.filter(is_active=True).select_related("owner")
    return list(rows.prefetch_related("companies", "projects", "sources"))


def matches(conditions: Sequence[Q], proposals: QuerySet[Proposal]) -> dict[int, set[int]]:
    """For each proposal the numbers of the conditions that it fulfils. One query."""
    if not conditions:
        return {}
    columns = {
        f"fits_{number}": Case(When(asked, then=Value(True)), default=Value(False), output_field=BooleanField())
        for number, asked in enumerate(conditions)
    }
    found: dict[int, set[int]] = {}
    for pk, *hits in proposals.annotate(**columns).values_list("pk", *columns):
        found[pk] = {number for number, hit in enumerate(hits) if hit}
    return found


def sort(proposals: QuerySet[Proposal], at: datetime, *, tell_owners: bool = True) -> int:
    """Sorts those of the proposals that wait: which come into the inbox, and by whose rule; how many changed. Repeatable.

    News on a lead that is there always comes in, and so does what a person proposed by hand.
    """
    rows = active()
    office_takes = any(rule.owner_id is None and rule.effect == TAKE for rule in rows)
    standing = () if office_takes else DEFAULTS
    conditions = [Criteria.of(rule).condition() for rule in rows] + [one.condition() for _, one, _ in standing]
    effects = [(rule.owner_id, rule.effect) for rule in rows] + [(None, effect) for _, _, effect in standing]
    waiting = proposals.filter(state=Proposal.State.WAITING)
    with transaction.atomic():
        found = matches(conditions, waiting)
        takes = {n for n, effect in enumerate(effects) if effect == (None, TAKE)}
        leaves = {n for n, effect in enumerate(effects) if effect == (None, LEAVE)}
        fitting = {pk for pk, hits in found.items() if hits & takes and not hits & leaves}
        always = set(waiting.exclude(lead=None, proposed_by=None).values_list("pk", flat=True))
        changed = _mark(waiting, fitting | always)
        _record(rows, found, waiting, at, tell_owners)
    return changed


def _mark(waiting: QuerySet[Proposal], fitting: set[int]) -> int:
    came = waiting.filter(pk__in=fitting, fits=False).update(fits=True)
    return came + waiting.filter(fits=True).exclude(pk__in=fitting).update(fits=False)


def _record(
    rows: list[WatchRule], found: dict[int, set[int]], waiting: QuerySet[Proposal], at: datetime, tell_owners: bool
) -> None:
    """Keeps the hits in step with what the rules say now, and tells people of new ones of their own."""
    wanted = {
        (rule.pk, pk): rule
        for pk, hits in found.items()
        for n, rule in enumerate(rows)
        if n in hits and rule.effect == TAKE
    }
    before = {(rule, proposal): pk for pk, rule, proposal in
              WatchHit.objects.filter(proposal__in=waiting).values_list("pk", "rule", "proposal")}  # fmt: skip
    WatchHit.objects.filter(pk__in=[pk for key, pk in before.items() if key not in wanted]).delete()
    fresh = [key for key in wanted if key not in before]
    WatchHit.objects.bulk_create(
        [WatchHit(rule_id=rule, proposal_id=proposal, at=at) for rule, proposal in fresh], ignore_conflicts=True
    )
    if tell_owners:
        _tell([(wanted[key], key[1]) for key in fresh if wanted[key].owner_id], at)


def _tell(hits: list[tuple[WatchRule, int]], at: datetime) -> None:
    """One notice per person and story, whichever of their rules it fits."""
    cards = Proposal.objects.select_related("article").in_bulk([pk for _, pk in hits])
    for rule, pk in hits:
        assert rule.owner is not None
        text = f"您关注的“{rule.name}”有新闻：{cards[pk].name}。"
        tell([rule.owner], text, kind=Notice.Kind.WATCH, about=cards[pk], at=at, once=f"watch:{pk}")


def sort_again(at: datetime) -> int:
    """After a change of rules: what came in the last thirty days and waits is sorted anew; nobody is told of it."""
    return sort(Proposal.objects.filter(created_at__gte=at - BACK), at, tell_owners=False)


def caught(criteria: Criteria, at: datetime) -> QuerySet[Proposal]:
    """What the criteria fit of all that was read in the last thirty days, decided or not: one row per story."""
    rows = Proposal.objects.filter(criteria.condition(), created_at__gte=at - BACK, created_at__lte=at)
    first = rows.order_by("project_id", "pk").distinct("project_id").values("pk")
    return Proposal.objects.filter(pk__in=first).listed()


def check_may_change(rule_owner: User | None, by: User) -> None:
    """Raises Refused unless the rule or mute is one's own, or one may change the office's."""
    if rule_owner is None and not user_can(by, Can.RULE_EDIT):
        raise Refused("办公室的规则由科长以上修改，您可以给自己建一条。", code="not_yours")
    if rule_owner is not None and rule_owner.pk != by.pk:
        raise Refused("这是别人的规则。", code="not_yours")


def watch(proposal: Proposal, *, by: User, at: datetime) -> WatchRule:
    """Watches the story's company and project from now on, for the person alone; the same rule when it is there already."""
    named = proposal.company or proposal.project
    kind = "companies" if proposal.company else "projects"
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=by.pk)
        mine = WatchRule.objects.filter(owner=by, is_active=True, **{kind: named}).first()
        if mine is None:
            mine = WatchRule.objects.create(name=f"关注 {named}"[:60], owner=by, created_by=by, created_at=at)
            getattr(mine, kind).add(named)
            sort_again(at)
    return mine


def mute(*, by: User, at: datetime, owner: User | None, kind: str, thing: object, why: str = "") -> Mute:
    """Keeps a company, a source or a word out of the inbox, one's own or (owner None) everybody's; the same mute when it stands."""
    check_may_change(owner, by)
    if kind not in Mute.Kind.values or not thing or (kind == Mute.Kind.WORD and not str(thing).strip()):
        raise Refused("请选择企业、来源或词。", code="kind")
    value = str(thing).strip()[:40] if kind == Mute.Kind.WORD else thing
    return Mute.objects.get_or_create(
        owner=owner, kind=kind, lifted_at=None, **{kind: value}, defaults={"by": by, "at": at, "why": why[:400]}
    )[0]


def lift(row: Mute, *, by: User, at: datetime) -> None:
    """Ends a mute; what came meanwhile and waits is in the inbox again."""
    check_may_change(row.owner, by)
    if not Mute.objects.filter(pk=row.pk, lifted_at=None).update(lifted_at=at, lifted_by=by):
        raise Refused("已经恢复了。", code="lifted")


def unmuted(user: User) -> Q:
    """The condition on proposals that neither the person nor the office has muted."""
    mutes = muted(user)
    # Of the article only where a mute asks: most offices have few, and this condition stands in every page's badge.
    title = Article.objects.order_by().filter(pk=OuterRef(OuterRef("article"))).values("title")
    in_name = StrIndex(Lower(OuterRef("name")), Lower("word"))
    in_title = StrIndex(Lower(Subquery(title)), Lower("word"))
    words = mutes.filter(kind=Mute.Kind.WORD).alias(in_name=in_name, in_title=in_title)
    # That nobody mutes anything is asked once, not of every card.
    return Q(~Exists(mutes)) | ~Q(
        Exists(mutes.filter(company=OuterRef("company")))
        | Exists(mutes.filter(source__articles=OuterRef("article")))
        | Exists(words.filter(Q(in_name__gt=0) | Q(in_title__gt=0)))
    )


def inbox(user: User) -> ProposalQuerySet:
    """The person's cards, one per story: some article of it fits the office's rules or one of theirs, and it is not muted."""
    own = WatchHit.objects.filter(rule__owner=user, rule__is_active=True, proposal=OuterRef("pk"))
    # Of the same project as a card, so it is merged into none either: not asked again.
    same = Proposal.objects.filter(state=Proposal.State.WAITING, project=OuterRef("project")).order_by()
    fit = Q(fits=True) | Exists(own) | Exists(same.filter(Q(fits=True) | Exists(own)))
    return Proposal.objects.visible_to(user).cards().filter(fit).filter(unmuted(user))


def stories(user: User) -> QuerySet[Proposal, Any]:
    """The projects of the person's cards, one row each, where neither they nor the office mute anything: told from the cards
    that fit alone, in a third of the time that it takes to find each project's first one."""
    own = WatchHit.objects.filter(rule__owner=user, rule__is_active=True, proposal=OuterRef("pk"))
    fit = Proposal.objects.visible_to(user).waiting().filter(Q(fits=True) | Exists(own))
    return fit.order_by().values("project").distinct()


def muted(user: User) -> QuerySet[Mute]:
    """What the person or the office keeps out of their inbox."""
    return Mute.objects.visible_to(user).filter(lifted_at=None)


def why(proposals: Iterable[Proposal], user: User) -> dict[int, list[str]]:
    """Which rules, the office's and the person's own, brought each of the proposals in, by name. One query."""
    hits = WatchHit.objects.filter(proposal__in=proposals, rule__in=WatchRule.objects.visible_to(user))
    found: dict[int, list[str]] = defaultdict(list)
    for pk, name in hits.order_by("rule").values_list("proposal", "rule__name"):
        found[pk].append(name)
    return found

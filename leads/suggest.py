"""What articles say differently from a lead becomes suggestions on it: taken or left by a person, never applied silently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from leads.milestones import write
from leads.models import Lead, LeadValue, Milestone, Stage, Suggestion
from leads.models.milestone import day_words
from leads.pursue import Evidence, check_hands, choose, move
from leads.told import When, day_of, milestone_of, when_told
from leads.value_words import value_text
from press.models import Article, Fact
from reading.values import STAGES
from staff.models import User
from staff.refusal import Refused

# What an article may suggest for a lead, by kind of fact.
FIELDS: dict[str, LeadValue.Field] = {
    Fact.Kind.AMOUNT: LeadValue.Field.AMOUNT,
    Fact.Kind.STAGE: LeadValue.Field.PRESS_STAGE,
    Fact.Kind.INDUSTRY: LeadValue.Field.INDUSTRY,
    Fact.Kind.LAND: LeadValue.Field.LAND,
    Fact.Kind.PLACE: LeadValue.Field.PLACE,
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One value that an article offers, with the fact that says it."""

    field: str
    value: Any
    fact: Fact
    when: When | None = None
    note: str = ""

    @property
    def text(self) -> str:
        return value_text(self.field, self.value)[:400]

    @property
    def evidence(self) -> Evidence:
        return evidence_of(self.fact)


def evidence_of(fact: Fact) -> Evidence:
    return Evidence(fact.article, fact.start, fact.end, fact.sentence_start, fact.sentence_end)


def suggest(lead: Lead, article: Article, facts: list[Fact], at: datetime) -> int:
    """Makes the lead's suggestions from the article what its newest reading says; how many are new.

    facts: everything the article says of the lead's project, in order of preference. Decided suggestions stay; a waiting
    one follows the reading; what another article offers already, or a person turned down, is not offered again.
    """
    here = {(row.field, row.start, row.end): row for row in lead.suggestions.filter(article=article)}
    told = lead.suggestions.exclude(article=article).exclude(state=Suggestion.State.TAKEN)
    known = set(told.values_list("field", "text"))
    known |= {(row.field, row.text) for row in here.values() if row.state != Suggestion.State.WAITING}
    wanted: dict[tuple[str, int, int], Suggestion] = {}
    for offer in offers(lead, article, facts):
        key = (offer.field, offer.fact.start, offer.fact.end)
        if (offer.field, offer.text) not in known and key not in wanted:
            wanted[key] = _row(lead, article, offer, at)
            known.add((offer.field, offer.text))
    waiting = {key: row for key, row in here.items() if row.state == Suggestion.State.WAITING}
    gone = [row.pk for key, row in waiting.items() if key not in wanted]
    lead.suggestions.filter(pk__in=gone, state=Suggestion.State.WAITING).delete()
    for key in wanted.keys() & waiting.keys():
        fields = ("value", "text", "note", "on", "precise", "sentence_start", "sentence_end")
        values = {name: getattr(wanted[key], name) for name in fields}
        lead.suggestions.filter(pk=waiting[key].pk, state=Suggestion.State.WAITING).update(**values)
    new = [row for key, row in wanted.items() if key not in here]
    Suggestion.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _row(lead: Lead, article: Article, offer: Offer, at: datetime) -> Suggestion:
    fact, when = offer.fact, offer.when
    return Suggestion(
        lead=lead, article=article, field=offer.field, value=offer.value, text=offer.text, note=offer.note[:200],
        on=when.on if when else None, precise=when.precise if when else "day",
        start=fact.start, end=fact.end, sentence_start=fact.sentence_start, sentence_end=fact.sentence_end, created_at=at,
    )  # fmt: skip


def offers(lead: Lead, article: Article, facts: list[Fact]) -> Iterator[Offer]:
    """What the article says that the lead does not: values, the stage with its day, milestones planned and reached."""
    chosen = {value.field: value for value in lead.values.filter(chosen=True).select_related("article")}
    offered: set[str] = set()
    taken: set[int] = set()
    for fact in facts:
        field = FIELDS.get(fact.kind)
        if field is None or fact.rank or (fact.plan and fact.kind == Fact.Kind.STAGE) or field in offered:
            continue
        offered.add(field)
        when = when_told(fact, facts) if fact.kind == Fact.Kind.STAGE else None
        if _is_news(chosen.get(field), fact, article):
            taken.add(fact.pk if when else 0)
            yield Offer(field, fact.value, fact, when, _stage_note(lead, fact, when) if when else "")
    # A stage that is taken brings its own day along.
    yield from (offer for offer in milestone_offers(lead, facts) if offer.fact.pk not in taken)


def _is_news(standing: LeadValue | None, fact: Fact, article: Article) -> bool:
    """Whether the fact is worth a person's look beside the value that stands.

    Industry and place only fill a gap: the reader infers them. An earlier stage in coverage that is not newer is no news,
    it is the way the project came; in newer coverage it clashes and is shown.
    """
    if standing is None:
        return True
    if standing.value == fact.value or (standing.article_id == article.pk and not fact.correction_id):
        return False
    if fact.correction_id:  # a person read it otherwise than the reader had: always worth a look
        return True
    if standing.field in (LeadValue.Field.INDUSTRY, LeadValue.Field.PLACE):
        return False
    if standing.field == LeadValue.Field.PRESS_STAGE and standing.article is not None:
        is_later = STAGES.index(fact.value) > STAGES.index(standing.value)
        return is_later or day_of(article) > day_of(standing.article)
    return True


def _stage_note(lead: Lead, fact: Fact, when: When) -> str:
    """Why to look twice before taking a stage; "" where nothing speaks against it."""
    claimed = stage_claimed(str(fact.value))
    if claimed and not lead.stage.is_closed and claimed.order < lead.stage.order:
        return f"报道说的阶段（{claimed}）早于当前阶段（{lead.stage}）"
    known = lead.values.filter(field=LeadValue.Field.PRESS_STAGE, article__isnull=False).select_related("article")
    for value in known:
        is_behind = STAGES.index(str(fact.value)) < STAGES.index(str(value.value))
        if is_behind and value.article and day_of(value.article) <= when.on:
            return f"说法不一：{day_of(value.article)} 的报道已说“{value.text}”"
    return ""


def stage_claimed(press_stage: str) -> Stage | None:
    """The office's first stage that coverage claims by this state of the reader's; None where no stage is claimed so."""
    return Stage.objects.open().filter(press__contains=[press_stage]).order_by("order").first()


def milestone_offers(lead: Lead, facts: list[Fact]) -> Iterator[Offer]:
    """Milestones that the facts plan (promises with a day) or report (stages with a day), where they say something new."""
    standing = {(row.kind, row.what): row for row in lead.milestones.filter(stands=True)}
    offered: set[tuple[str, str]] = set()
    for fact in facts:
        what, when = _milestone_day(fact, facts)
        kind = milestone_of(fact) if when else ""
        if not kind or when is None or (kind, what) in offered:
            continue
        offered.add((kind, what))
        before = standing.get((kind, what))
        if what == Milestone.What.PLANNED and (kind, "actual") in standing:
            continue
        if before is None or _differs(before, when):
            value = {"kind": kind, "what": what, "on": when.on.isoformat(), "precise": when.precise}
            note = f"现在记的是 {before.day}" if before else ""
            yield Offer(Suggestion.Field.MILESTONE, value, fact, when, note)


def _milestone_day(fact: Fact, facts: list[Fact]) -> tuple[str, When | None]:
    if fact.kind == Fact.Kind.PROMISE and fact.value.get("due"):
        day = date.fromisoformat(fact.value["due"])
        precise = "day" if "日" in fact.text or "号" in fact.text else "month"
        return Milestone.What.PLANNED, When(day, precise)
    if fact.kind == Fact.Kind.STAGE and not fact.plan:
        when = when_told(fact, facts)
        is_said = when != When(day_of(fact.article))
        return Milestone.What.ACTUAL, when if is_said or fact.rank == 0 else None
    return "", None


def _differs(before: Milestone, when: When) -> bool:
    """Whether two days differ as far as both were said; one that only an article's own day gives never does."""
    precise = max(before.precise, when.precise, key=["day", "month", "year"].index)
    return when.precise != "day" and day_words(before.on, precise) != day_words(when.on, precise)


def take_told(lead: Lead, facts: list[Fact], *, by: User, at: datetime, why: str) -> None:
    """Makes what the facts say the lead's own, each with its sentence: for a lead that is made from this coverage."""
    for fact in facts:
        field = FIELDS.get(fact.kind)
        if field is not None and not fact.rank:
            choose(lead, field, fact.value, by=by, at=at, why=why, evidence=evidence_of(fact))
    for offer in list(milestone_offers(lead, facts)):
        _set(lead, offer.value, offer.evidence, by=by, at=at, why=why)


def _set(lead: Lead, value: dict[str, str], evidence: Evidence, *, by: User, at: datetime, why: str) -> None:
    write(
        lead, value["kind"], value["what"], date.fromisoformat(value["on"]), by=by, at=at, why=why,
        precise=value["precise"], evidence=evidence,
    )  # fmt: skip


def decide_suggestion(suggestion: Suggestion, *, take: bool, by: User, at: datetime) -> None:
    """Takes what an article suggests, or leaves it; Refused where it is decided already.

    A stage taken moves the lead forward to it, through its gate (Refused with code "missing" and nothing changed where
    the gate asks for more), and gives its milestone the day. Backward, it is only written down as the press's word.
    """
    with transaction.atomic():
        check_hands(suggestion.lead, by)
        state = Suggestion.State.TAKEN if take else Suggestion.State.LEFT
        waiting = Suggestion.objects.filter(pk=suggestion.pk, state=Suggestion.State.WAITING)
        if not waiting.update(state=state, decided_by=by, decided_at=at):
            raise Refused("这条建议已经处理过了。", code="decided")
        if take:
            _take(suggestion, by=by, at=at)


def _take(suggestion: Suggestion, *, by: User, at: datetime) -> None:
    lead = suggestion.lead
    evidence = Evidence(
        suggestion.article, suggestion.start, suggestion.end, suggestion.sentence_start, suggestion.sentence_end
    )
    if suggestion.field == Suggestion.Field.MILESTONE:
        _set(lead, suggestion.value, evidence, by=by, at=at, why="采纳报道")
        return
    is_stage = suggestion.field == Suggestion.Field.PRESS_STAGE
    if is_stage and (to := stage_ahead(lead, suggestion)):
        move(lead, to, by=by, at=at, why="采纳报道", article=suggestion.article, quote=evidence.quote)
    choose(lead, suggestion.field, suggestion.value, by=by, at=at, why="采纳报道", evidence=evidence)
    if is_stage:
        claimed = stage_claimed(str(suggestion.value))
        kind = claimed.milestone if claimed else ""
        if kind and suggestion.on and not lead.milestones.filter(kind=kind, what="actual", stands=True).exists():
            value = {"kind": kind, "what": "actual", "on": suggestion.on.isoformat(), "precise": suggestion.precise}
            _set(lead, value, evidence, by=by, at=at, why="采纳报道")


def stage_ahead(lead: Lead, suggestion: Suggestion) -> Stage | None:
    """The stage that taking the suggestion moves the lead to; None where it is not ahead of the present one."""
    to = stage_claimed(str(suggestion.value))
    return to if to and lead.closed_at is None and to.order > lead.stage.order else None


def waiting(lead: Lead, stages: Sequence[Stage]) -> list[Suggestion]:
    """The lead's waiting suggestions, each with the stage (of those, the open ones in order) that taking it moves to
    (`moves_to`). `leads.lead_rows` fetches them."""
    rows = [row for row in lead.suggestions.all() if row.state == Suggestion.State.WAITING]
    for row in rows:
        claimed = next((stage for stage in stages if row.field == "press_stage" and row.value in stage.press), None)
        is_ahead = claimed is not None and lead.closed_at is None and claimed.order > lead.stage.order
        row.moves_to = claimed if is_ahead else None
    return rows

"""Step propose: what an article tells of projects becomes proposals, and suggestions on leads that are there already."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from identities.models import Appearance, Project
from leads.models import Lead, LeadValue, Proposal, Stage, Suggestion
from press.models import Article, Fact, Mention
from press.words import YI, money, stage_word
from reading.values import STAGES

# What an article may suggest for a lead, by kind of fact.
FIELDS: dict[str, LeadValue.Field] = {
    Fact.Kind.AMOUNT: LeadValue.Field.AMOUNT,
    Fact.Kind.STAGE: LeadValue.Field.PRESS_STAGE,
    Fact.Kind.INDUSTRY: LeadValue.Field.INDUSTRY,
    Fact.Kind.LAND: LeadValue.Field.LAND,
    Fact.Kind.PLACE: LeadValue.Field.PLACE,
}
EARLY = ("planned", "negotiating")


@dataclass(slots=True)
class Score:
    """A sum of points with the reason for each, in words."""

    points: int = 40
    reasons: list[str] = field(default_factory=list)

    def add(self, points: int, reason: str) -> None:
        self.points += points
        self.reasons.append(reason)


def propose(article: Article, at: datetime) -> None:
    """One proposal per project of the article that an enterprise undertakes; decided ones stay as they are.

    What a repost repeats stands on the card of the first article; only what that one does not tell is offered.
    """
    kept: list[int] = []
    told = Appearance.objects.filter(article=article.repost_of_id, project__isnull=False).values("project")
    appearances = article.appearances.filter(kind=Appearance.Kind.PROJECT).exclude(project__in=told)
    appearances = appearances.select_related("project")
    for appearance in appearances:
        mention = article.mentions.filter(kind=Mention.Kind.PROJECT, of=appearance.of, gone=False).first()
        if mention is None or mention.data.get("kind") == Project.Kind.PUBLIC or mention.data.get("maybe"):
            continue
        assert appearance.project is not None
        facts = list(article.facts.filter(subject=appearance.of, gone=False, rank=0))
        kept.append(_propose_one(article, appearance.project, mention, facts, at))
    article.proposals.filter(state=Proposal.State.WAITING).exclude(pk__in=kept).delete()


def _propose_one(article: Article, project: Project, mention: Mention, facts: list[Fact], at: datetime) -> int:
    values = {fact.kind: fact for fact in facts}
    lead = Lead.objects.open().filter(project=project).first()
    score = _score(article, values)
    amount = values.get(Fact.Kind.AMOUNT)
    sentence = _best_sentence(mention, values)
    defaults: dict[str, Any] = {
        "company": project.companies.order_by("pk").first(),
        "name": project.name,
        "amount": Decimal(amount.value["value"]) if amount else None,
        "currency": amount.value["currency"] if amount else "CNY",
        "press_stage": _value(values, Fact.Kind.STAGE)[:12],
        "industry": _value(values, Fact.Kind.INDUSTRY)[:20],
        "place": (_value(values, Fact.Kind.PLACE) or article.place)[:200],
        "sentence_start": sentence[0],
        "sentence_end": sentence[1],
        "score": max(0, min(100, score.points)),
        "reasons": [reason[:120] for reason in score.reasons],
        "engine": article.engine,
        "lead": lead,
    }
    proposal, created = Proposal.objects.get_or_create(
        article=article, project=project, defaults={**defaults, "created_at": at}
    )
    if not created and proposal.state == Proposal.State.WAITING:
        Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.WAITING).update(**defaults)
    if lead is not None:
        suggest(lead, article, facts, at)
    return proposal.pk


def _value(values: dict[str, Fact], kind: Fact.Kind) -> str:
    fact = values.get(kind)
    return str(fact.value) if fact else ""


def _best_sentence(mention: Mention, values: dict[str, Fact]) -> tuple[int, int]:
    """The sentence with the amount, else with the stage, else with the name."""
    for kind in (Fact.Kind.AMOUNT, Fact.Kind.STAGE):
        if kind in values:
            return values[kind].sentence_start, values[kind].sentence_end
    return mention.sentence_start, mention.sentence_end


def _score(article: Article, values: dict[str, Fact]) -> Score:
    score = Score()
    amount = values.get(Fact.Kind.AMOUNT)
    if amount:
        value, currency = Decimal(amount.value["value"]), amount.value["currency"]
        words = f"总投资{money(value, currency)}"
        if value >= 10 * YI:
            score.add(30, f"{words}，达到 10 亿")
        elif value >= YI:
            score.add(20, f"{words}，达到 1 亿")
        else:
            score.add(-20, f"{words}，不到 1 亿")
    else:
        score.reasons.append("没有说总投资")
    stage = _value(values, Fact.Kind.STAGE)
    if stage in EARLY:
        score.add(20, "还没有签约，可以争取")
    elif stage in ("completed", "operating"):
        score.add(-10, "已经建成，关注增资扩产")
    elif stage:
        score.reasons.append("已经签约或开工，看是否另有布局")
    if article.is_old_news:
        score.add(-30, f"旧闻：{article.old_news_reason}")
    return score


def suggest(lead: Lead, article: Article, facts: list[Fact], at: datetime) -> int:
    """Suggestions for what the article says differently from the lead; how many are new. Repeating it adds none."""
    chosen = {value.field: value for value in lead.values.filter(chosen=True).select_related("article")}
    offered = {(row.field, row.text) for row in lead.suggestions.filter(state=Suggestion.State.WAITING)}
    rows = []
    for fact in facts:
        lead_field = FIELDS.get(fact.kind)
        if lead_field is None or (fact.plan and fact.kind == Fact.Kind.STAGE):
            continue
        if (
            not _is_news(chosen.get(lead_field), fact, article)
            or (lead_field, value_text(lead_field, fact.value)) in offered
        ):
            continue
        rows.append(
            Suggestion(
                lead=lead,
                article=article,
                field=lead_field,
                value=fact.value,
                text=value_text(lead_field, fact.value),
                note=_note(lead, lead_field, fact),
                start=fact.start,
                end=fact.end,
                sentence_start=fact.sentence_start,
                sentence_end=fact.sentence_end,
                created_at=at,
            )
        )
    before = lead.suggestions.count()
    Suggestion.objects.bulk_create(rows, ignore_conflicts=True)
    return lead.suggestions.count() - before


def _is_news(standing: LeadValue | None, fact: Fact, article: Article) -> bool:
    """Whether the fact is worth a person's look beside the value that stands.

    Industry and place only fill a gap: the reader infers them. An earlier stage in coverage that is not newer is no news,
    it is the way the project came; in newer coverage it clashes and is shown.
    """
    if standing is None:
        return True
    if standing.value == fact.value or standing.article_id == article.pk:
        return False
    if standing.field in (LeadValue.Field.INDUSTRY, LeadValue.Field.PLACE):
        return False
    if standing.field == LeadValue.Field.PRESS_STAGE and standing.article is not None:
        is_later = STAGES.index(fact.value) > STAGES.index(standing.value)
        return is_later or article.told_on > standing.article.told_on
    return True


def value_text(lead_field: str, value: Any) -> str:
    """How a value reads for people: 51亿元, 签约, 180 亩."""
    match lead_field:
        case LeadValue.Field.AMOUNT:
            return money(Decimal(value["value"]), value["currency"])
        case LeadValue.Field.PRESS_STAGE:
            return stage_word(str(value))
        case LeadValue.Field.LAND:
            return f"{Decimal(str(value)).normalize():f} 亩"
        case _:
            return str(value)


def _note(lead: Lead, lead_field: str, fact: Fact) -> str:
    """Why to look twice before taking the value; "" where nothing speaks against it."""
    if lead_field != LeadValue.Field.PRESS_STAGE:
        return ""
    claimed = Stage.objects.open().filter(press__contains=[fact.value]).order_by("order").first()
    if claimed and claimed.order < lead.stage.order:
        return f"报道说的阶段（{claimed}）早于当前阶段（{lead.stage}）"
    return ""

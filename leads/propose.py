"""Step propose: what an article tells of projects becomes proposals, and suggestions on leads that are there already."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from identities.models import Appearance, Company, Project
from identities.reappear import drop_untold
from leads import watch
from leads.cover import cover_article
from leads.enquiry import propose_enquiry
from leads.models import Lead, Proposal
from leads.winning import find_winners
from press.models import Article, Fact, Mention, Source
from press.words import YI, money

EARLY = ("planned", "negotiating")


FIXED = "固定资产"
# Characters that may stand between: 固定资产投资总额约为51亿元.
FIXED_NEAR = 8


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
    if article.source.kind == Source.Kind.ENQUIRY:
        propose_enquiry(article, at)
        return
    kept: list[int] = []
    waiting = article.proposals.filter(state=Proposal.State.WAITING, company__isnull=False)
    companies = set(waiting.values_list("company", flat=True))
    told = Appearance.objects.filter(article=article.repost_of_id, project__isnull=False).values("project")
    appearances = article.appearances.filter(kind=Appearance.Kind.PROJECT).exclude(project__in=told)
    appearances = appearances.select_related("project")
    for appearance in appearances:
        mention = article.mentions.filter(kind=Mention.Kind.PROJECT, of=appearance.of, gone=False).first()
        if mention is None or mention.data.get("kind") == Project.Kind.PUBLIC or mention.data.get("maybe"):
            continue
        assert appearance.project is not None
        facts = list(article.facts.filter(subject=appearance.of, gone=False, rank=0))
        kept.append(propose_one(article, appearance.project, mention, facts, at))
    untold = article.proposals.filter(state=Proposal.State.WAITING, proposed_by=None).exclude(pk__in=kept)
    projects = set(untold.values_list("project", flat=True))
    untold.delete()
    drop_untold(Project, projects)
    drop_untold(Company, companies)
    watch.sort(Proposal.objects.filter(article=article), at)
    cover_article(article, at)
    find_winners(article, at)


def propose_one(article: Article, project: Project, mention: Mention, facts: list[Fact], at: datetime) -> int:
    """The proposal of one project of the article, made or, while it waits, brought up to date; its key."""
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
        "is_fixed": amount is not None and _is_fixed(article, amount),
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
    return proposal.pk


def _is_fixed(article: Article, amount: Fact) -> bool:
    """Whether the words right before the sum say that it is spent on fixed assets."""
    before = article.original[max(amount.sentence_start, amount.start - len(FIXED) - FIXED_NEAR) : amount.start]
    return FIXED in before


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

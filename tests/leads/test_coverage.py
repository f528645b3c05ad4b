"""Coverage keeps working on a lead: stages with their day and sentence, suggestions, promises; new and old articles alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from crm.pipeline import advance
from identities.models import Project
from leads import pursue, triage
from leads.cover import cover, decide
from leads.models import Lead, Proposal, Suggestion
from leads.propose import propose
from leads.stage_entries import stage_entries
from leads.suggest import decide_suggestion
from press.models import Step
from staff.models import User
from staff.refusal import Refused
from tests import make
from tests.leads.coverage_pieces import SUMMER, WINTER, arrive, moment
from tests.pages.site import page

pytestmark = pytest.mark.django_db


def accept(name: str, by: User) -> Lead:
    card = Proposal.objects.waiting().filter(project__name__contains=name).earliest("pk")
    lead = triage.accept(card, by=by, at=timezone.now())
    Lead.objects.filter(pk=lead.pk).update(amount=10**9, industry="高端装备")
    lead.refresh_from_db()
    return lead


def offered(lead: Lead, field: str) -> Suggestion:
    return lead.suggestions.get(state="waiting", field=field)


class TestStages:
    """新闻推阶段."""

    def test_every_claim_is_dated_with_its_sentence_and_what_disagrees_is_noted(self, officer: User) -> None:
        arrive(WINTER, at=moment(2025, 12, 14))
        lead = accept("泰衡", officer)
        arrive(SUMMER, at=moment(2026, 8, 10))
        entries = {entry.fact.shown + entry.day: entry for entry in stage_entries(lead) if not entry.other}
        pushed, made = entries["在建2025-12-14"], entries["投产2026-03"]
        assert "重点推进凌晶大硅片、泰衡智慧产业园" in pushed.fact.sentence
        assert "今年3月顺利投产" in made.fact.sentence
        clash = entries["在建2026-08-10"]
        assert "安装调试中" in clash.fact.sentence
        assert "2026-03 已说“投产”" in clash.note
        assert (pushed.note, made.note) == ("", "")

    def test_the_lead_page_shows_them(self, officer: User, sign_in: Callable[..., Client]) -> None:
        arrive(WINTER, at=moment(2025, 12, 14))
        lead = accept("泰衡", officer)
        arrive(SUMMER, at=moment(2026, 8, 10))
        shown = page(sign_in(officer).get(lead.get_absolute_url()))
        assert "报道里的阶段" in shown
        assert "2026-03 已说“投产”，这里说" in shown

    def test_a_later_article_proposes_the_stage_and_one_act_moves_the_lead(self, officer: User) -> None:
        arrive(WINTER, at=moment(2025, 12, 14))
        lead = accept("泰衡", officer)
        arrive(SUMMER, at=moment(2026, 8, 10))
        row = offered(lead, "press_stage")
        assert (row.text, row.on, row.precise) == ("投产", date(2026, 3, 31), "month")
        assert lead.stage.key == "clue"
        decide_suggestion(row, take=True, by=officer, at=timezone.now())
        lead.refresh_from_db()
        move = lead.moves.latest("pk")
        assert (lead.stage.key, move.article) == ("operating", row.article)
        assert "今年3月顺利投产" in move.quote
        reached = lead.milestones.get(kind="operating", what="actual", stands=True)
        assert (reached.day, reached.article) == ("2026-03", row.article)
        assert lead.values.get(field="press_stage", chosen=True).value == "operating"

    def test_what_is_history_beside_the_taken_stage_is_no_longer_offered(self, officer: User) -> None:
        card = make.story()
        lead = triage.accept(card, by=officer, at=timezone.now())
        Lead.objects.filter(pk=lead.pk).update(amount=10**9, industry="汽车", company=card.company)
        for stage, day in (("started", 5), ("operating", 9)):
            other = make.story(of=card.project, content_on=date(2027, 1, day))
            other.article.facts.filter(kind="stage").update(value=stage)
            propose(other.article, timezone.now())
        offers = lead.suggestions.filter(field="press_stage", state="waiting")
        assert {row.text for row in offers} == {"开工", "投产"}
        decide(offers.get(text="投产"), take=True, by=officer, at=timezone.now())
        assert list(offers.values_list("text", flat=True)) == []

    def test_a_gate_that_asks_for_more_holds_and_nothing_is_half_done(self, officer: User) -> None:
        arrive(WINTER, at=moment(2025, 12, 14))
        lead = accept("泰衡", officer)
        Lead.objects.filter(pk=lead.pk).update(amount=None)
        arrive(SUMMER, at=moment(2026, 8, 10))
        row = offered(lead, "press_stage")
        with pytest.raises(Refused, match="请先填写：总投资"):
            decide_suggestion(row, take=True, by=officer, at=timezone.now())
        row.refresh_from_db()
        lead.refresh_from_db()
        assert (row.state, lead.stage.key, lead.moves.count()) == ("waiting", "clue", 1)
        assert lead.values.get(field="press_stage", chosen=True).value == "building"

    def test_an_article_that_tells_of_an_earlier_stage_is_flagged_and_moves_nothing(self, officer: User) -> None:
        card = make.story()
        lead = triage.accept(card, by=officer, at=timezone.now())
        pursue.move(lead, make.stage("operating"), by=officer, at=timezone.now())
        later = make.story(of=card.project, content_on=date(2027, 1, 5))
        later.article.facts.filter(kind="stage").update(value="started")
        propose(later.article, timezone.now())
        row = offered(lead, "press_stage")
        assert row.note == "报道说的阶段（开工）早于当前阶段（投产）"
        decide_suggestion(row, take=True, by=officer, at=timezone.now())
        lead.refresh_from_db()
        assert lead.stage.key == "operating"

    def test_coverage_that_was_there_before_the_lead_counts_as_much(self, officer: User) -> None:
        arrive(SUMMER, at=moment(2026, 8, 10))
        arrive(WINTER, at=moment(2026, 8, 11))
        lead = accept("泰衡", officer)
        days = {(entry.fact.shown, entry.day) for entry in stage_entries(lead) if not entry.other}
        assert {("投产", "2026-03"), ("在建", "2025-12-14")} <= days


class TestAgain:
    def test_reading_again_adds_nothing_and_decisions_stay(self, officer: User) -> None:
        [winter] = arrive(WINTER, at=moment(2025, 12, 14))
        lead = accept("泰衡", officer)
        [summer] = arrive(SUMMER, at=moment(2026, 8, 10))
        decide_suggestion(offered(lead, "press_stage"), take=False, by=officer, at=timezone.now())

        def rows() -> list[tuple[object, ...]]:
            told = lead.suggestions.values_list("pk", "field", "text", "state")
            return [*sorted(told), *sorted(lead.promises.values_list("pk", "what", "due"))]

        before = rows()
        for article in (winter, summer):
            for step in (Step.READ, Step.RESOLVE, Step.PROPOSE):
                type(article).objects.filter(pk=article.pk).update(**{f"{step}_at": None})
        advance()
        lead.refresh_from_db()
        cover(lead, timezone.now())
        assert rows() == before

    def test_what_the_reading_no_longer_finds_is_no_longer_offered(self, officer: User) -> None:
        card = make.story()
        lead = triage.accept(card, by=officer, at=timezone.now())
        other = make.story(of=card.project)
        other.article.facts.filter(kind="amount").update(value=make.yuan(6_000_000_000))
        propose(other.article, timezone.now())
        assert offered(lead, "amount").text == "60亿元"
        other.article.facts.filter(kind="amount").update(gone=True)
        propose(other.article, timezone.now())
        assert not lead.suggestions.filter(field="amount").exists()

    def test_a_value_that_a_person_turned_down_is_not_offered_by_the_next_article(self, officer: User) -> None:
        card = make.story()
        lead = triage.accept(card, by=officer, at=timezone.now())
        for _ in range(2):
            other = make.story(of=card.project)
            other.article.facts.filter(kind="amount").update(value=make.yuan(6_000_000_000))
            propose(other.article, timezone.now())
            for row in lead.suggestions.filter(state="waiting"):
                decide_suggestion(row, take=False, by=officer, at=timezone.now())
        assert lead.suggestions.filter(field="amount").count() == 1

    def test_a_lead_on_a_company_alone_hears_of_its_only_project(self, officer: User) -> None:
        arrive(SUMMER, at=moment(2026, 8, 10))
        firm = Project.objects.get(name__contains="封装测试").companies.get()
        lead = make.lead(owner=officer, company=firm)
        cover(lead, timezone.now())
        assert offered(lead, "press_stage").text == "投产"

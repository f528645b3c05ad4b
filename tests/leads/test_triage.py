"""Deciding on news: accept, merge, ignore, take back. One decision per story, and nothing of it is lost later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from leads import pursue, triage
from leads.models import Lead, Proposal, Suggestion
from leads.propose import propose
from leads.suggest import decide_suggestion
from press.models import Fact
from staff.models import User
from staff.refusal import Refused
from tests import make
from tests.hands import together

pytestmark = pytest.mark.django_db


def accept(card: Proposal, by: User, **more: Any) -> Lead:
    return triage.accept(card, by=by, at=timezone.now(), **more)


def merge(card: Proposal, lead: Lead) -> Lead:
    assert lead.owner
    return triage.merge(card, lead, by=lead.owner, at=timezone.now())


class TestAccept:
    def test_the_lead_carries_every_value_with_its_sentence(self, officer: User) -> None:
        card = make.story()
        lead = accept(card, officer)
        card.refresh_from_db()
        assert (card.state, card.lead, card.decided_by) == ("accepted", lead, officer)
        assert (lead.owner, lead.in_pool, lead.company, lead.project) == (officer, False, card.company, card.project)
        assert (lead.amount, lead.currency, lead.industry, lead.land) == (5_100_000_000, "CNY", "集成电路", 180)
        assert (lead.claimed_article, lead.protected_until) == (card.article, timezone.localdate() + timedelta(days=30))
        assert lead.next_step
        assert lead.next_on == timezone.localdate() + timedelta(days=1)
        values = {value.field: value for value in lead.values.all()}
        assert set(values) == {"amount", "industry", "land", "press_stage"}
        for value in values.values():
            assert value.chosen
            assert value.article == card.article
            assert value.quote == card.article.original[value.sentence_start : value.sentence_end]
        assert "51亿元" in values["amount"].quote

    def test_into_the_pool_nobody_holds_it(self, officer: User) -> None:
        lead = accept(make.story(), officer, mine=False)
        assert (lead.owner, lead.in_pool, lead.claimed_at, lead.next_on) == (None, True, None, None)
        assert lead.department == officer.department

    def test_other_articles_on_the_project_come_along_as_suggestions(self, officer: User) -> None:
        card = make.story()
        other = make.story(of=card.project, amount=6_000_000_000)
        Fact.objects.filter(article=other.article, kind="amount").update(value=make.yuan(6_000_000_000))
        lead = accept(card, officer)
        other.refresh_from_db()
        assert (other.state, other.lead) == ("merged", lead)
        assert [(row.field, row.text) for row in lead.suggestions.all()] == [("amount", "60亿元")]

    def test_what_is_decided_is_not_decided_again(self, officer: User, colleague: User) -> None:
        card = make.story()
        accept(card, officer)
        for act in (
            lambda: accept(card, colleague),
            lambda: triage.ignore(card, by=colleague, at=timezone.now(), reason="old"),
            lambda: triage.merge(card, make.lead(owner=colleague), by=colleague, at=timezone.now()),
        ):
            with pytest.raises(Refused, match="王晓已经处理过这条（已接收）"):
                act()
        assert Lead.objects.filter(project=card.project).count() == 1

    def test_a_project_with_an_open_lead_gets_no_second_one(self, officer: User, colleague: User) -> None:
        card = make.story()
        make.lead(owner=officer, project=card.project)
        with pytest.raises(Refused, match="请改用“并入”"):
            accept(card, colleague)
        card.refresh_from_db()
        assert card.state == "waiting"

    def test_a_project_whose_lead_is_closed_gets_a_new_one(self, officer: User, colleague: User) -> None:
        card = make.story()
        make.close(make.lead(owner=officer, project=card.project), by=officer)
        assert accept(card, colleague).owner == colleague


class TestMerge:
    def test_the_article_s_values_become_suggestions_and_nothing_is_overwritten(self, officer: User) -> None:
        card = make.story()
        lead = make.lead(owner=officer, amount=100)
        triage.merge(card, lead, by=officer, at=timezone.now())
        lead.refresh_from_db()
        assert lead.amount == 100
        assert {row.field for row in lead.suggestions.all()} == {"amount", "industry", "land", "press_stage"}

    def test_news_of_a_lead_goes_to_it_by_any_hand_and_its_people_are_told(
        self, officer: User, stranger: User, sign_in: Callable[..., Client]
    ) -> None:
        lead = make.lead("苍梧的线索", owner=officer)
        card = make.story()
        Proposal.objects.filter(pk=card.pk).update(lead=lead)
        shown = sign_in(stranger).post(f"/proposals/{card.pk}/decisions/", {"act": "merge"}, follow=True)
        assert "已转给在谈的人" in shown.content.decode()
        assert lead.name not in shown.content.decode()
        card.refresh_from_db()
        assert (card.state, card.lead, card.decided_by) == ("merged", lead, stranger)
        assert lead.suggestions.exists()
        assert [row.text for row in officer.notices.all()] == [f"赵青把报道并入“苍梧的线索”：{card.article}"]

    def test_only_who_works_on_the_lead_may_merge_into_it(self, officer: User, colleague: User) -> None:
        card = make.story()
        with pytest.raises(Refused, match="不在您手上"):
            triage.merge(card, make.lead(owner=officer), by=colleague, at=timezone.now())
        card.refresh_from_db()
        assert card.state == "waiting"


class TestIgnore:
    def test_it_needs_a_reason_and_can_be_taken_back(self, officer: User) -> None:
        card = make.story()
        with pytest.raises(Refused, match="请选择忽略的原因"):
            triage.ignore(card, by=officer, at=timezone.now(), reason="")
        triage.ignore(card, by=officer, at=timezone.now(), reason="small", why="只有六百万")
        assert (card.state, card.get_reason_display(), card.why) == ("ignored", "规模不够", "只有六百万")
        triage.reopen(card, by=officer)
        assert (card.state, card.reason, card.decided_by) == ("waiting", "", None)
        with pytest.raises(Refused, match="只有已忽略的可以恢复"):
            triage.reopen(card, by=officer)


class TestReadingAgain:
    """Decided proposals survive; waiting ones follow the newest reading."""

    def test_a_waiting_story_takes_the_newest_values(self) -> None:
        card = make.story()
        Fact.objects.filter(kind="amount").update(value=make.yuan(70_000_000))
        propose(card.article, timezone.now())
        card.refresh_from_db()
        assert card.amount == 70_000_000
        assert any("不到 1 亿" in reason for reason in card.reasons)
        assert Proposal.objects.count() == 1

    def test_a_story_whose_project_is_gone_vanishes_only_while_it_waits(self, officer: User) -> None:
        waiting, decided = make.story(), make.story(name="采薇")
        triage.ignore(decided, by=officer, at=timezone.now(), reason="old")
        for card in (waiting, decided):
            card.article.mentions.filter(kind="project").update(gone=True)
            propose(card.article, timezone.now())
        assert list(Proposal.objects.all()) == [decided]

    def test_a_decided_story_keeps_its_decision_and_its_values(self, officer: User) -> None:
        card = make.story()
        lead = accept(card, officer)
        before = Proposal.objects.values().get()
        Fact.objects.filter(kind="amount").update(value=make.yuan(70_000_000))
        propose(card.article, timezone.now())
        assert Proposal.objects.values().get() == before
        lead.refresh_from_db()
        assert lead.amount == 5_100_000_000
        assert not lead.suggestions.exists(), "the article that gave the value does not speak against it"

    def test_repeating_makes_no_second_suggestion_and_decided_ones_stay_decided(self, officer: User) -> None:
        lead = accept(make.story(), officer)
        news = make.story(of=lead.project)
        Fact.objects.filter(article=news.article, kind="amount").update(value=make.yuan(6_000_000_000))
        for _ in range(2):
            propose(news.article, timezone.now())
        suggestion = lead.suggestions.get()
        decide_suggestion(suggestion, take=False, by=officer, at=timezone.now())
        propose(news.article, timezone.now())
        assert [row.state for row in lead.suggestions.all()] == ["left"]

    @pytest.mark.parametrize("data", [{"kind": "public"}, {"kind": "industry", "maybe": True}])
    def test_public_works_and_doubtful_projects_are_not_proposed(self, data: dict[str, Any]) -> None:
        card = make.story()
        card.article.mentions.filter(kind="project").update(data=data)
        propose(card.article, timezone.now())
        assert not Proposal.objects.exists()

    def test_old_news_is_scored_down_and_says_why(self) -> None:
        card = make.story()
        propose(card.article, timezone.now())
        card.refresh_from_db()
        fresh = card.score
        card.article.content_on = timezone.localdate() - timedelta(days=400)
        card.article.save()
        propose(card.article, timezone.now())
        card.refresh_from_db()
        assert card.score == fresh - 30
        assert any(reason.startswith("旧闻：") for reason in card.reasons)

    def test_a_stage_that_lies_behind_the_lead_is_flagged_and_not_applied(self, officer: User) -> None:
        card = make.story()
        lead = accept(card, officer)
        for key in ("signed", "landed", "started"):
            pursue.move(lead, make.stage(key), by=officer, at=timezone.now())
        news = make.story(of=lead.project, content_on=timezone.localdate() + timedelta(days=1))
        Fact.objects.filter(article=news.article, kind="stage").update(value="negotiating")
        propose(news.article, timezone.now())
        assert lead.suggestions.get().note == "报道说的阶段（洽谈）早于当前阶段（开工）"
        lead.refresh_from_db()
        assert lead.stage.key == "started"


class TestInbox:
    """新闻待办, as a person uses it."""

    @pytest.fixture
    def client(self, officer: User, sign_in: Callable[..., Client]) -> Client:
        return sign_in(officer)

    def decide(self, client: Client, card: Proposal, **data: Any) -> str:
        return client.post(f"/proposals/{card.pk}/decisions/", data, follow=True).content.decode()

    def test_one_key_accepts_and_the_next_story_opens(self, client: Client, officer: User) -> None:
        first, second = make.story(), make.story(name="采薇", amount=1)
        Proposal.objects.filter(pk=second.pk).update(score=10)
        response = client.post(f"/proposals/{first.pk}/decisions/", {"act": "accept"})
        assert response["Location"] == f"/inbox/{second.pk}/"
        assert Lead.objects.get().owner == officer

    def test_a_story_in_several_articles_is_one_card(self, client: Client) -> None:
        card = make.story()
        for _ in range(2):
            make.story(of=card.project)
        shown = client.get("/inbox/").content.decode()
        assert "共 1 条待处理" in shown
        assert "另有 2 篇" in shown

    def test_pooling_ignoring_and_taking_back(self, client: Client) -> None:
        card, other = make.story(), make.story(name="采薇")
        assert "到线索池" in self.decide(client, card, act="pool")
        assert "请选择忽略的原因" in self.decide(client, other, act="ignore")
        assert "已忽略“采薇显示模组项目”" in self.decide(client, other, act="ignore", reason="old")
        assert "没有待处理的新闻" in client.get("/inbox/").content.decode()
        assert "已回到待处理" in self.decide(client, other, act="reopen")
        assert "请选择接收、并入或忽略" in self.decide(client, other, act="dance")

    def test_merging_finds_a_lead_of_the_same_company_and_refuses_one_out_of_sight(
        self, client: Client, officer: User, stranger: User
    ) -> None:
        card = make.story()
        mine = make.lead("我的苍梧", owner=officer, company=card.company)
        hers = make.lead("她的苍梧", owner=stranger, company=card.company)
        shown = client.get(f"/proposals/{card.pk}/merge/").content.decode()
        assert "我的苍梧" in shown
        assert "她的苍梧" not in shown
        assert "请选择要并入的线索" in self.decide(client, card, act="merge", lead=hers.pk)
        assert "已并入" in self.decide(client, card, act="merge", lead=mine.pk)

    def test_a_decided_story_still_opens_with_its_decision(self, client: Client, officer: User) -> None:
        card = make.story()
        accept(card, officer)
        assert "已接收" in client.get(card.get_absolute_url()).content.decode()

    def test_who_is_too_late_is_told_by_whom(self, client: Client, colleague: User) -> None:
        card = make.story()
        accept(card, colleague)
        assert "李敏已经处理过这条" in self.decide(client, card, act="accept")


@pytest.mark.usefixtures("committed")
@pytest.mark.django_db(transaction=True)
class TestManyHands:
    def test_of_eight_who_accept_one_story_one_gets_the_lead(self, officer: User, colleague: User) -> None:
        card = make.story()
        results = together(
            *[lambda user=user: accept(Proposal.objects.get(pk=card.pk), user) for user in [officer, colleague] * 4]
        )
        won = [row for row in results if isinstance(row, Lead)]
        assert len(won) == 1, results
        assert all(isinstance(row, Refused) for row in results if row not in won), results
        assert Lead.objects.count() == 1

    def test_two_who_accept_two_articles_of_one_project_make_one_lead(self, officer: User, colleague: User) -> None:
        card = make.story()
        others = [make.story(of=card.project) for _ in range(5)]
        results = together(
            *[
                lambda row=row, user=user: accept(row, user)
                for row, user in zip([card, *others], [officer, colleague] * 3, strict=True)
            ]
        )
        assert sum(isinstance(row, Lead) for row in results) == 1, results
        assert sum(isinstance(row, Refused) for row in results) == 5, results
        assert not Proposal.objects.waiting().exists()

    def test_of_eight_who_merge_one_story_into_two_leads_one_does(self, officer: User, colleague: User) -> None:
        card = make.story()
        leads = [make.lead(name, owner=user) for name, user in (("苍梧一期", officer), ("苍梧二期", colleague))]
        results = together(
            *[
                lambda lead=lead: merge(Proposal.objects.get(pk=card.pk), Lead.objects.get(pk=lead.pk))
                for lead in leads * 4
            ]
        )
        assert sum(isinstance(row, Lead) for row in results) == 1, results
        assert sum(isinstance(row, Refused) for row in results) == 7, results
        card.refresh_from_db()
        assert (card.state, card.lead) in [("merged", lead) for lead in leads]
        assert {row.lead for row in Suggestion.objects.all()} == {card.lead}

    def test_two_stories_of_one_project_go_into_two_leads_each_once(self, officer: User, colleague: User) -> None:
        cards = [first := make.story(), make.story(of=first.project)]
        leads = [make.lead(name, owner=user) for name, user in (("苍梧一期", officer), ("苍梧二期", colleague))]
        results = together(
            *[
                lambda card=card, lead=lead: merge(Proposal.objects.get(pk=card.pk), Lead.objects.get(pk=lead.pk))
                for card, lead in list(zip(cards, leads, strict=True)) * 4
            ]
        )
        assert sum(isinstance(row, Lead) for row in results) == 2, results
        assert sum(isinstance(row, Refused) for row in results) == 6, results
        for card, lead in zip(cards, leads, strict=True):
            card.refresh_from_db()
            assert (card.state, card.lead, card.decided_by) == ("merged", lead, lead.owner)
            told = Counter(lead.suggestions.values_list("article", "field"))
            assert told == Counter((card.article_id, field) for field in ("amount", "industry", "land", "press_stage"))

    def test_accepting_a_story_does_not_fail_because_another_of_its_project_is_merged_meanwhile(
        self, officer: User, colleague: User
    ) -> None:
        card = make.story()
        other, lead = make.story(of=card.project), make.lead("苍梧二期", owner=colleague)
        results = together(
            *[lambda: accept(Proposal.objects.get(pk=card.pk), officer)] * 4,
            *[lambda: merge(Proposal.objects.get(pk=other.pk), Lead.objects.get(pk=lead.pk))] * 4,
        )
        card.refresh_from_db()
        other.refresh_from_db()
        assert sum(isinstance(row, Lead) for row in results[:4]) == 1, results
        assert (card.state, card.lead) == ("accepted", Lead.objects.exclude(pk=lead.pk).get())
        merged = sum(isinstance(row, Lead) for row in results[4:])
        assert (other.state, other.lead) == ("merged", lead if merged else card.lead)
        assert sum(isinstance(row, Refused) for row in results) == 7 - merged, results

    def test_of_eight_who_take_one_suggestion_one_does(self, officer: User) -> None:
        lead = make.lead(owner=officer)
        row = make.suggestion(lead, make.article(), "amount", make.yuan(5_100_000_000), "51亿元")
        results = together(
            *[lambda: decide_suggestion(row, take=True, by=officer, at=timezone.now())] * 8
        )  # fmt: skip
        assert sum(result is None for result in results) == 1, results
        assert lead.values.count() == 1
        assert Suggestion.objects.get().state == "taken"


@pytest.mark.django_db
def test_a_project_that_was_merged_away_has_no_card_of_its_own() -> None:
    article, kept, gone = make.article(), make.project(), make.project("苍梧二期项目")
    card, hidden = make.proposal(article, kept), make.proposal(article, gone)
    assert {row.pk for row in Proposal.objects.cards()} == {card.pk, hidden.pk}
    type(gone).objects.filter(pk=gone.pk).update(merged_into=kept)
    assert [row.pk for row in Proposal.objects.cards()] == [card.pk]

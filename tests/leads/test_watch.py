"""Watch rules: what comes into the inbox and why, what stays in the coverage, what one does not want to see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from crm.waiting import waiting_for
from leads import triage, watch
from leads.models import Lead, Mute, Proposal, WatchHit, WatchRule
from leads.propose import propose
from leads.watch import Criteria
from press.models import Fact
from press.words import YI
from staff.models import Notice, User
from staff.refusal import Refused
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_rules(office: Any) -> None:
    """An office that deleted what it began with: the built-in defaults hold."""
    WatchRule.objects.all().delete()


def rule(name: str = "规则", owner: User | None = None, effect: str = "take", **more: Any) -> WatchRule:
    links = {key: more.pop(key) for key in ("companies", "projects", "sources") if key in more}
    row = WatchRule.objects.create(name=name, owner=owner, effect=effect, created_at=timezone.now(), **more)
    for key, value in links.items():
        getattr(row, key).set(value)
    return row


def read(card: Proposal, **facts: Any) -> Proposal:
    """The story as the next reading proposes it; `facts` are new values by kind, None takes a fact away."""
    for kind, value in facts.items():
        rows = Fact.objects.filter(article=card.article, kind=kind)
        rows.update(gone=True) if value is None else rows.update(value=value)
    propose(card.article, timezone.now())
    card.refresh_from_db()
    return card


class TestDefaults:
    """With no rule at all an office still gets sensible proposals."""

    @pytest.mark.parametrize(
        ("facts", "fits"),
        [
            ({}, True),
            ({"amount": make.yuan(100_000_000)}, True),
            ({"amount": make.yuan(99_000_000)}, False),
            ({"amount": None}, True),
            ({"amount": make.yuan(50_000_000), "industry": "数字经济"}, True),
            ({"amount": make.yuan(20_000_000), "industry": "数字经济"}, False),
            ({"industry": "房地产"}, False),
        ],
    )
    def test_the_field_s_own_thresholds_hold(self, facts: dict[str, Any], fits: bool, officer: User) -> None:
        card = read(make.story(), **facts)
        assert card.fits is fits
        assert watch.inbox(officer).filter(pk=card.pk).exists() is fits
        assert Proposal.objects.filter(pk=card.pk).exists(), "nothing is hidden: it stays"

    def test_fixed_assets_count_from_sixty_million(self) -> None:
        card = make.story()
        original = card.article.original.replace("总投资51亿元", "固定资产投资51亿元")
        type(card.article).objects.filter(pk=card.article_id).update(original=original)
        card.article.refresh_from_db()
        start = original.index("51亿元")
        Fact.objects.filter(kind="amount").update(start=start, end=start + 4, value=make.yuan(60_000_000))
        assert read(card).fits
        assert card.is_fixed
        assert not read(card, amount=make.yuan(59_000_000)).fits


class TestRules:
    @pytest.mark.parametrize(
        ("asked", "fits"),
        [
            ({"industries": ["集成电路"]}, True),
            ({"industries": ["汽车"]}, False),
            ({"amount": 5 * 10**9}, True),
            ({"amount": 6 * 10**9}, False),
            ({"amount": 1, "currency": "USD"}, False),
            ({"place": "高新区"}, True),
            ({"place": "经开区"}, False),
            ({"origin": "深圳"}, True),
            ({"origin": "北京"}, False),
            ({"words": ["航天", "显示模组"]}, True),
            ({"words": ["航天"]}, False),
            ({"words": ["签约"], "industries": ["汽车"]}, False),
        ],
    )
    def test_every_part_that_is_filled_in_must_hold(self, asked: dict[str, Any], fits: bool) -> None:
        card = make.story()
        assert card.company is not None
        card.company.place = "广东深圳"
        card.company.save()
        card.article.place = "临江高新区"
        card.article.save()
        rule(**asked)
        assert read(card).fits is fits

    def test_a_watched_company_brings_all_its_projects_and_a_watched_source_all_of_its(self) -> None:
        card, other = make.story(), make.story(name="采薇")
        row = rule(companies=[card.company])
        assert (read(card).fits, read(other).fits) == (True, False)
        row.delete()
        rule(sources=[other.article.source])
        assert read(other).fits

    def test_the_office_leaves_out_what_another_rule_takes(self) -> None:
        rule(amount=1)
        rule(effect="leave", words=["签约落户"])
        assert not read(make.story()).fits

    def test_a_rule_of_one_s_own_fills_one_s_own_inbox_and_tells_once(self, officer: User, colleague: User) -> None:
        rule(amount=10**12)
        rule("显示行业", officer, words=["显示"])
        card = read(make.story())
        read(card)
        assert watch.inbox(officer).get() == card
        assert not watch.inbox(colleague).exists()
        assert [row.text for row in Notice.objects.filter(user=officer)] == [
            "您关注的“显示行业”有新闻：苍梧显示模组项目。"
        ]
        assert watch.why([card], officer) == {card.pk: ["显示行业"]}
        assert watch.why([card], colleague) == {}

    def test_news_on_a_lead_comes_in_whatever_the_rules_say(self, officer: User) -> None:
        rule(amount=10**12)
        card = make.story()
        make.lead(owner=officer, project=card.project)
        assert read(card).fits

    def test_what_is_decided_is_not_sorted_again(self, officer: User) -> None:
        card = read(make.story())
        triage.ignore(card, by=officer, at=timezone.now(), reason="small")
        rule(amount=10**12)
        watch.sort_again(timezone.now())
        card.refresh_from_db()
        assert (card.state, card.fits) == ("ignored", True)

    def test_a_changed_rule_sorts_what_waits_and_floods_nobody(self, officer: User) -> None:
        card = read(make.story())
        rule("大项目", officer, amount=1)
        watch.sort_again(timezone.now())
        assert WatchHit.objects.filter(proposal=card).count() == 1
        assert not Notice.objects.exists()
        WatchRule.objects.all().delete()
        rule(amount=10**12)
        assert watch.sort_again(timezone.now()) == 1
        assert not watch.inbox(officer).exists()

    def test_a_preview_counts_stories_of_thirty_days_decided_ones_too(self, officer: User) -> None:
        first, second = make.story(), make.story(name="采薇")
        make.story(of=first.project)
        triage.ignore(second, by=officer, at=timezone.now(), reason="small")
        old = make.story(name="旧")
        Proposal.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))
        found = watch.caught(Criteria(amount=Decimal(YI)), timezone.now())
        assert {row.pk for row in found} == {first.pk, second.pk}


class TestByHand:
    def test_what_fits_no_rule_is_proposed_by_hand_and_stays_when_read_again(
        self, officer: User, sign_in: Callable[..., Client]
    ) -> None:
        rule(amount=10**12)
        card = read(make.story())
        client = sign_in(officer)
        page = client.get(card.article.get_absolute_url()).content.decode()
        assert "提为线索" in page
        assert "不符合现有规则" in page
        answer = client.post(f"/articles/{card.article_id}/proposals/", {"of": card.project.name}, follow=True)
        assert "王晓 手工提为线索" in answer.content.decode()
        assert watch.inbox(officer).get() == read(card)

    def test_even_public_works_that_are_never_proposed(self, officer: User) -> None:
        card = make.story()
        card.article.mentions.filter(kind="project").update(data={"kind": "public"})
        propose(card.article, timezone.now())
        made = triage.propose_by_hand(card.article, card.project.name, by=officer, at=timezone.now())
        propose(card.article, timezone.now())
        assert Proposal.objects.get() == made
        with pytest.raises(Refused, match="没有读到这个项目"):
            triage.propose_by_hand(card.article, "没有的项目", by=officer, at=timezone.now())


class TestMutes:
    @pytest.mark.parametrize("kind", ["company", "source", "word"])
    def test_a_mute_takes_its_like_out_of_one_s_own_inbox_until_it_is_lifted(
        self, kind: str, officer: User, colleague: User
    ) -> None:
        card = read(make.story())
        thing = {"company": card.company, "source": card.article.source, "word": " 显示模组 "}[kind]
        row = watch.mute(by=officer, at=timezone.now(), owner=officer, kind=kind, thing=thing, why="太多")
        assert watch.mute(by=officer, at=timezone.now(), owner=officer, kind=kind, thing=thing) == row
        assert (watch.inbox(officer).count(), watch.inbox(colleague).count()) == (0, 1)
        watch.lift(row, by=officer, at=timezone.now())
        assert watch.inbox(officer).count() == 1
        with pytest.raises(Refused, match="已经恢复"):
            watch.lift(row, by=officer, at=timezone.now())

    def test_only_leaders_mute_for_the_office(self, officer: User, leader: User, colleague: User) -> None:
        card = read(make.story())
        with pytest.raises(Refused, match="科长以上"):
            watch.mute(by=officer, at=timezone.now(), owner=None, kind="company", thing=card.company)
        row = watch.mute(by=leader, at=timezone.now(), owner=None, kind="company", thing=card.company)
        assert not watch.inbox(colleague).exists()
        with pytest.raises(Refused, match="科长以上"):
            watch.lift(row, by=officer, at=timezone.now())


class TestPages:
    @pytest.fixture
    def client(self, officer: User, sign_in: Callable[..., Client]) -> Client:
        return sign_in(officer)

    def test_a_rule_is_previewed_then_saved(self, client: Client, officer: User) -> None:
        read(make.story())
        typed = {"name": "显示", "words": "显示、模组", "amount": "1亿元", "basis": "total", "is_active": "on"}
        shown = client.post("/watch/add/", {**typed, "preview": "1"}).content.decode()
        assert "过去 30 天会收到 1 条" in shown
        assert not WatchRule.objects.exists()
        assert "已保存" in client.post("/watch/add/", typed, follow=True).content.decode()
        row = WatchRule.objects.get()
        assert (row.owner, row.words, row.amount) == (officer, ["显示", "模组"], 100_000_000)
        assert "总投资 ≥ 1亿元；词 显示、模组" in client.get("/watch/").content.decode()

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({}, "至少填一个条件"),
            ({"amount": "很多"}, "请写成"),
            ({"named": "没有的公司"}, "库里没有叫“没有的公司”的"),
            ({"words": "长" * 41}, "每个不超过 40 字"),
        ],
    )
    def test_what_cannot_be_a_rule_is_refused_with_what_to_do(
        self, client: Client, typed: dict[str, str], words: str
    ) -> None:
        answer = client.post("/watch/add/", {"name": "x", "basis": "total", **typed})
        assert answer.status_code == 422
        assert words in answer.content.decode()

    def test_an_officer_cannot_change_or_delete_the_office_s(self, client: Client) -> None:
        row = rule("全办的", words=["显示"])
        typed = {"name": "改", "words": "别的", "basis": "total", "is_active": "on"}
        assert "科长以上" in client.post(f"/watch/{row.pk}/", typed).content.decode()
        assert "科长以上" in client.post(f"/watch/{row.pk}/removals/", follow=True).content.decode()
        row.refresh_from_db()
        assert (row.name, row.words) == ("全办的", ["显示"])

    def test_a_colleague_s_rule_and_mute_are_not_found(self, client: Client, colleague: User) -> None:
        row = rule("她的", colleague, words=["显示"])
        mute = watch.mute(by=colleague, at=timezone.now(), owner=colleague, kind="word", thing="显示")
        assert client.get(f"/watch/{row.pk}/").status_code == 404
        assert client.post(f"/mutes/{mute.pk}/lifts/").status_code == 404
        assert "她的" not in client.get("/watch/").content.decode()

    def test_one_key_watches_the_company_and_twice_is_once(self, client: Client, officer: User) -> None:
        card = read(make.story())
        for _ in range(2):
            assert "已关注" in client.post(f"/proposals/{card.pk}/watches/", follow=True).content.decode()
        assert [list(row.companies.all()) for row in WatchRule.objects.filter(owner=officer)] == [[card.company]]

    def test_muting_from_a_card_and_taking_it_back(self, client: Client) -> None:
        card = read(make.story())
        assert "苍梧半导体股份有限公司" in client.get(f"/proposals/{card.pk}/mutes/").content.decode()
        assert client.post(f"/proposals/{card.pk}/mutes/", {"kind": "word", "word": ""}).status_code == 422
        client.post(f"/proposals/{card.pk}/mutes/", {"kind": "company", "why": "在谈别处"})
        assert "没有待处理的新闻" in client.get("/inbox/").content.decode()
        assert "在谈别处" in client.get("/mutes/").content.decode()
        client.post(f"/mutes/{Mute.objects.get().pk}/lifts/")
        assert "共 1 条待处理" in client.get("/inbox/").content.decode()

    def test_several_are_ignored_at_once_and_those_decided_meanwhile_are_named(
        self, client: Client, colleague: User
    ) -> None:
        cards = [read(make.story(name=name)) for name in ("采薇", "南浦", "苍梧")]
        triage.accept(cards[2], by=colleague, at=timezone.now())
        keys = [card.pk for card in cards]
        shown = client.post("/inbox/bulk/", {"card": keys, "act": "ignore", "reason": "small"}, follow=True)
        assert "已处理 2 条" in shown.content.decode()
        assert "“苍梧显示模组项目”没有处理：李敏已经处理过" in shown.content.decode()
        assert Proposal.objects.filter(state="ignored", reason="small").count() == 2
        for data, words in (({"act": "ignore"}, "请先勾选"), ({"card": keys, "act": "dance"}, "请选择接收")):
            assert words in client.post("/inbox/bulk/", data, follow=True).content.decode()

    def test_old_news_asks_before_it_becomes_a_lead(self, client: Client) -> None:
        card = make.story(content_on=timezone.localdate() - timedelta(days=900))
        read(card)
        shown = client.post(f"/proposals/{card.pk}/decisions/", {"act": "accept"}, follow=True).content.decode()
        assert "这是旧闻，还要作为新线索吗" in shown
        bulk = client.post("/inbox/bulk/", {"card": [card.pk], "act": "pool"}, follow=True).content.decode()
        assert "没有处理：这是旧闻" in bulk
        assert not Lead.objects.exists()
        client.post(f"/proposals/{card.pk}/decisions/", {"act": "accept", "sure": "1"})
        assert Lead.objects.exists()


def test_the_bar_counts_the_cards_of_the_inbox(officer: User, colleague: User) -> None:
    def counted() -> tuple[int, int]:
        assert waiting_for(officer)[0] == watch.inbox(officer).count()
        assert waiting_for(colleague)[0] == watch.inbox(colleague).count()
        return waiting_for(officer)[0], waiting_for(colleague)[0]

    card = make.story(name="苍梧")
    make.story(of=card.project, url="https://example.com/again")
    small = read(make.story(name="采薇", amount=10_000_000))
    assert not small.fits
    assert counted() == (1, 1)
    own = rule(owner=officer, words=["采薇"])
    watch.sort_again(timezone.now())
    assert counted() == (2, 1)
    muted = watch.mute(by=colleague, at=timezone.now(), owner=colleague, kind="company", thing=card.company)
    assert counted() == (2, 0)
    watch.lift(muted, by=colleague, at=timezone.now())
    WatchRule.objects.filter(pk=own.pk).update(is_active=False)
    assert counted() == (1, 1)

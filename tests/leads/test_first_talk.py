"""首谈 and 撞单: who holds a firm is said while one reads; a second claim is refused and kept; a leader rules once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from crm.pipeline import advance
from identities.models import Company
from leads import first_talk, pursue, triage
from leads.appraise import appraise
from leads.models import Appraisal, ClaimAttempt, Clash, Lead, Proposal
from press import intake
from press.models import Source
from staff.models import Notice, User
from staff.refusal import Refused
from tests import make
from tests.hands import together

pytestmark = pytest.mark.django_db

FIRST = """澜溪光电显示项目签约落户临江
2026-11-10 来源：临江日报

11月10日，深圳澜溪光电股份有限公司与临江高新区签约，投资建设澜溪柔性显示模组项目，总投资51亿元，用地180亩。
"""
SECOND = """澜溪光电再投新项目
2026-11-18 来源：临江日报

11月18日，记者从临江高新区获悉，深圳澜溪光电股份有限公司拟投资12亿元建设澜溪车载屏生产线项目，目前正在洽谈。
"""


def told(user: User) -> list[str]:
    return [row.text for row in Notice.objects.filter(user=user).order_by("pk")]


def refused_claim(company: Company, by: User, proof: str = "11月2日与陈总通话") -> ClaimAttempt:
    with pytest.raises(Refused):
        first_talk.claim_company(company, by=by, at=timezone.now(), proof=proof)
    return ClaimAttempt.objects.latest("pk")


def test_while_reading_every_company_carries_who_holds_it_the_last_contact_and_the_protection_left(
    stranger: User, officer: User, head: User, sign_in: Callable[..., Client]
) -> None:
    """读时撞单: coverage read by the pipeline, a lead of 二科 on its firm, and the next article opened in 一科."""
    first = intake.add(FIRST.encode(), source=Source.built_in(Source.Kind.PASTE), at=timezone.now())[0]
    advance(only=[first.pk])
    lead = triage.accept(Proposal.objects.get(article=first), by=stranger, at=timezone.now())
    make.follow_up(lead, by=stranger, at=timezone.now())
    second = intake.add(SECOND.encode(), source=Source.built_in(Source.Kind.PASTE), at=timezone.now())[0]
    advance(only=[second.pk])
    card = Proposal.objects.get(article=second)
    assert card.company == lead.company

    shown = sign_in(officer).get(card.get_absolute_url()).content.decode()
    today = f"{timezone.localdate():%Y-%m-%d}"
    assert "招商二科 赵某" in shown
    assert f"最近联系 {today}，保护期剩 30 天" in shown
    assert "赵青" not in shown
    assert lead.get_absolute_url() not in shown
    listed = sign_in(officer).get("/inbox/").content.decode()
    assert "招商二科 赵某在谈，保护期剩 30 天" in listed
    assert "赵青" in sign_in(head).get(card.get_absolute_url()).content.decode()


class TestClaim:
    def test_a_free_firm_is_claimed_with_proof(self, officer: User) -> None:
        company = make.company()
        with pytest.raises(Refused, match="请写明首谈凭据"):
            first_talk.claim_company(company, by=officer, at=timezone.now(), proof=" ")
        lead = first_talk.claim_company(company, by=officer, at=timezone.now(), proof="11月2日与陈总通话")
        assert (lead.owner, lead.company) == (officer, company)
        assert lead.claims.get().proof == "11月2日与陈总通话"

    def test_a_firm_s_lead_of_the_pool_is_taken_and_not_made_twice(self, officer: User) -> None:
        company = make.company()
        pool = make.lead(by=officer, company=company)
        assert first_talk.claim_company(company, by=officer, at=timezone.now(), proof="来访") == pool
        assert Lead.objects.get().owner == officer

    def test_a_held_one_is_refused_kept_and_the_holder_is_told(self, officer: User, stranger: User) -> None:
        company = make.company()
        lead = make.lead(owner=stranger, company=company)
        attempt = refused_claim(company, officer)
        assert (attempt.lead, attempt.holder, attempt.by) == (lead, stranger, officer)
        assert (attempt.proof, attempt.protected_until) == ("11月2日与陈总通话", lead.protected_until)
        assert told(stranger) == ["招商一科 王某想认领“苍梧显示模组”，已因您在先被拒。"]

    def test_a_claim_of_what_is_one_s_own_is_no_attempt(self, officer: User) -> None:
        lead = make.lead(owner=officer)
        with pytest.raises(Refused, match="已经在您手上"):
            pursue.claim(lead, by=officer, at=timezone.now())
        assert not ClaimAttempt.objects.exists()

    def test_the_page_says_whether_a_find_is_free(
        self, officer: User, stranger: User, sign_in: Callable[..., Client]
    ) -> None:
        held, free = make.company("采薇光电股份有限公司"), make.company("采薇食品有限公司")
        make.lead("采薇的秘密线索", owner=stranger, company=held)
        client = sign_in(officer)
        shown = client.get("/check/?q=采薇").content.decode()
        assert "招商二科 赵某" in shown
        assert "保护期剩 30 天" in shown
        assert "没人在跟" in shown
        assert "采薇的秘密线索" not in shown
        claimed = client.post(f"/companies/{free.pk}/claims/", {"proof": "来访"}, follow=True).content.decode()
        assert "首谈已登记" in claimed
        late = client.post(f"/companies/{held.pk}/claims/", {"proof": "通话"}, follow=True).content.decode()
        assert "已被招商二科 赵某认领" in late
        assert "申诉" in late


class TestClash:
    @pytest.fixture
    def attempt(self, officer: User, stranger: User) -> ClaimAttempt:
        company = make.company()
        lead = make.lead(owner=stranger, company=company)
        make.follow_up(lead, by=stranger, progress="约了十二月来访")
        return refused_claim(company, officer)

    @pytest.fixture
    def clash(self, attempt: ClaimAttempt, officer: User, head: User) -> Clash:
        return first_talk.dispute(attempt, by=officer, at=timezone.now(), statement="我上周就去过厂里")

    def test_it_is_raised_once_by_who_was_refused(self, clash: Clash, officer: User, stranger: User) -> None:
        with pytest.raises(Refused, match="已经申诉过"):
            first_talk.dispute(clash.attempt, by=officer, at=timezone.now(), statement="再说")
        with pytest.raises(Refused, match="只能为自己"):
            first_talk.dispute(clash.attempt, by=stranger, at=timezone.now(), statement="再说")
        assert "招商一科 王某对“苍梧显示模组”提出撞单申诉。" in told(stranger)

    def test_the_list_names_the_sides_to_who_rules_and_masks_the_holder_to_the_other(
        self, clash: Clash, head: User, officer: User, stranger: User, sign_in: Callable[..., Client]
    ) -> None:
        for user, holder in ((head, "赵青"), (stranger, "赵青"), (officer, "招商二科 赵某")):
            [row] = sign_in(user).get("/clashes/").context["table"].page.object_list
            assert row.get_cell("holder") == holder, user
            assert holder in sign_in(user).get(clash.get_absolute_url()).content.decode()

    @pytest.mark.parametrize(
        ("ruling", "owner", "shares"),
        [("holder", "赵青", False), ("challenger", "王晓", False), ("shared", "赵青", True)],
    )
    def test_a_ruling_is_kept_with_its_reason_and_carried_out(
        self, clash: Clash, ruling: str, owner: str, shares: bool, head: User, officer: User, stranger: User
    ) -> None:
        first_talk.rule(clash, ruling, by=head, at=timezone.now(), why="通话记录在先")
        lead = Lead.objects.get(pk=clash.attempt.lead_id)
        assert lead.owner is not None
        assert lead.owner.name == owner
        assert lead.collaborators.filter(pk=officer.pk).exists() is shares
        assert (clash.ruling, clash.ruled_by, clash.why) == (ruling, head, "通话记录在先")
        assert all("理由：通话记录在先" in told(user)[-1] for user in (officer, stranger))
        if ruling == "challenger":
            assert [row.proof for row in lead.claims.filter(ended_at=None)] == ["11月2日与陈总通话"]
            assert lead.claims.get(owner=stranger).ended_why == "ruled"
        with pytest.raises(Refused, match="林洲已经裁定"):
            first_talk.rule(clash, "shared", by=head, at=timezone.now(), why="再判")

    def test_neither_an_officer_nor_a_side_rules(self, clash: Clash, officer: User, stranger: User) -> None:
        for user in (officer, stranger):
            with pytest.raises(Refused, match="没有参与的科长"):
                first_talk.rule(clash, "shared", by=user, at=timezone.now(), why="我说了算")

    def test_both_sides_see_the_record_and_only_leaders_the_words(
        self, clash: Clash, officer: User, head: User, colleague: User, sign_in: Callable[..., Client]
    ) -> None:
        url = clash.get_absolute_url()
        mine = sign_in(officer).get(url).content.decode()
        assert "招商二科 赵某" in mine
        assert "约了十二月来访" not in mine
        client = sign_in(head)
        assert "约了十二月来访" in client.get(url).content.decode()
        assert client.post(f"{url}rulings/", {"ruling": "holder", "why": ""}).status_code == 422
        done = client.post(f"{url}rulings/", {"ruling": "holder", "why": "有来访记录"}, follow=True).content.decode()
        assert "有来访记录" in done
        assert sign_in(colleague).get(url).status_code == 404


class TestAppraisal:
    def test_go_moves_on_and_stops_the_clock(self, officer: User) -> None:
        lead = make.lead(owner=officer)
        appraise(lead, "go", by=officer, at=timezone.now(), why="有地有电")
        assert lead.stage.key == "judging"
        assert lead.clocks.get(kind="judge").note == "跟进"

    def test_drop_closes_and_passing_on_hands_over_each_with_its_reason(self, officer: User, colleague: User) -> None:
        dropped, passed = make.lead(owner=officer), make.lead(owner=officer)
        appraise(dropped, "drop", by=officer, at=timezone.now(), why="污染重", to=make.stage("lost"))
        assert (dropped.stage.key, dropped.closed_why) == ("lost", "污染重")
        appraise(passed, "pass", by=officer, at=timezone.now(), why="二期在她那边", passed_to=colleague)
        assert passed.owner == colleague
        assert Appraisal.objects.count() == 2

    @pytest.mark.parametrize(
        ("verdict", "why", "words"),
        [("", "x", "请选择"), ("go", " ", "请写明初判"), ("pass", "x", "请选择转给谁")],
    )
    def test_half_a_verdict_is_refused_and_leaves_nothing(
        self, officer: User, verdict: str, why: str, words: str
    ) -> None:
        lead = make.lead(owner=officer)
        with pytest.raises(Refused, match=words):
            appraise(lead, verdict, by=officer, at=timezone.now(), why=why)
        assert not Appraisal.objects.exists()
        assert lead.moves.count() == 1


@pytest.mark.usefixtures("committed")
@pytest.mark.django_db(transaction=True)
class TestManyHands:
    def test_of_eight_who_claim_a_free_firm_one_gets_a_lead_and_the_others_are_told(
        self, officer: User, colleague: User
    ) -> None:
        company = make.company()
        users = [officer, *[make.user(f"王{number}") for number in range(6)], colleague]
        results: list[Any] = together(
            *[
                lambda user=user: first_talk.claim_company(company, by=user, at=timezone.now(), proof=f"{user}先谈")
                for user in users
            ]
        )
        won = [row for row in results if isinstance(row, Lead)]
        assert len(won) == 1, results
        assert all(isinstance(row, Refused) for row in results if row not in won), results
        lead = Lead.objects.get()
        assert lead.claims.get().proof == f"{lead.owner}先谈"
        assert ClaimAttempt.objects.filter(holder=lead.owner).count() == 7

    def test_of_eight_rulings_at_once_one_stands_whole(self, officer: User, stranger: User, head: User) -> None:
        company = make.company()
        lead = make.lead(owner=stranger, company=company)
        clash = first_talk.dispute(refused_claim(company, officer), by=officer, at=timezone.now(), statement="我先")
        rulings = ["holder", "challenger", "shared", "challenger"] * 2
        results = together(
            *[
                lambda ruling=ruling: first_talk.rule(
                    Clash.objects.get(pk=clash.pk), ruling, by=head, at=timezone.now(), why=ruling
                )
                for ruling in rulings
            ]
        )
        assert sum(row is None for row in results) == 1, results
        assert all(isinstance(row, Refused) for row in results if row is not None), results
        clash.refresh_from_db()
        lead.refresh_from_db()
        assert clash.why == clash.ruling
        assert (lead.owner == officer) is (clash.ruling == "challenger")
        assert lead.collaborators.exists() is (clash.ruling == "shared")
        assert lead.claims.filter(ended_at=None).get().owner == lead.owner


def test_a_lapsed_protection_is_said_so(officer: User, stranger: User) -> None:
    lead = make.lead(owner=stranger, company=make.company(), days=40)
    assert lead.company is not None
    assert first_talk.claim_company(lead.company, by=officer, at=timezone.now(), proof="已通话") == lead
    lead.refresh_from_db()
    assert (lead.owner, lead.protected_until) == (officer, timezone.localdate() + timedelta(days=30))


def test_a_signed_lead_is_not_lost_when_its_protection_lapses(officer: User, stranger: User) -> None:
    lead = make.lead(owner=stranger, company=make.company(), days=40, stage="signed")
    assert lead.company is not None
    with pytest.raises(Refused, match=r"^已被招商二科 赵某认领。这次认领已记录"):
        first_talk.claim_company(lead.company, by=officer, at=timezone.now(), proof="已通话")
    lead.refresh_from_db()
    assert lead.owner == stranger

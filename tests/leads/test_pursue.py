"""What people do to a lead: every act guards, changes and leaves a row; of two hands one wins and the other is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from leads import pursue
from leads.models import Lead, LeadValue, Stage
from leads.pursue import Evidence
from leads.suggest import decide_suggestion
from staff.journal import changes
from staff.models import Department, User
from staff.refusal import Refused
from tests import make
from tests.hands import together

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def move(lead: Lead, key: str, by: User, **more: Any) -> Any:
    return pursue.move(lead, make.stage(key), by=by, at=timezone.now(), **more)


def full(owner: User, **more: Any) -> Lead:
    """A lead with all that the later stages ask for."""
    return make.lead(owner=owner, amount=10**9, industry="汽车", company=make.company(), **more)


class TestMove:
    def test_a_move_is_a_row_of_history(self, officer: User) -> None:
        lead = make.lead(owner=officer, days=4)
        left = move(lead, "judging", officer, why="已核实")
        assert (lead.stage.key, lead.days_in_stage(timezone.now())) == ("judging", 1)
        assert [(row.from_stage and row.from_stage.key, row.to_stage.key) for row in lead.moves.order_by("at")] == [
            (None, "clue"), ("clue", "judging"),
        ]  # fmt: skip
        assert (left.by, left.why) == (officer, "已核实")

    @pytest.mark.parametrize(("key", "lacking"), [
        ("intent", "总投资、产业"), ("signed", "总投资、产业、企业"), ("operating", "总投资、产业、企业"),
    ])  # fmt: skip
    def test_a_gate_names_what_is_missing(self, officer: User, key: str, lacking: str) -> None:
        lead = make.lead(owner=officer)
        with pytest.raises(Refused, match=f"前请先填写：{lacking}。"):
            move(lead, key, officer)
        assert lead.moves.count() == 1

    def test_with_everything_filled_in_the_gate_is_open(self, officer: User) -> None:
        lead = full(officer)
        move(lead, "signed", officer)
        assert lead.stage.key == "signed"

    def test_going_back_needs_a_reason(self, officer: User) -> None:
        lead = make.lead(owner=officer, stage="talking")
        with pytest.raises(Refused, match="退回“研判”，请写明原因"):
            move(lead, "judging", officer, why=" ")
        move(lead, "judging", officer, why="对方换了人")
        assert lead.stage.key == "judging"

    def test_closing_needs_a_reason_and_takes_the_lead_off_the_open_ones(self, officer: User) -> None:
        lead = make.lead(owner=officer)
        with pytest.raises(Refused, match="请写明流失的原因"):
            move(lead, "lost", officer)
        move(lead, "lost", officer, why="签到了合肥")
        assert (lead.closed_why, lead.closed_at is None) == ("签到了合肥", False)
        assert not Lead.objects.open().exists()
        with pytest.raises(Refused, match="重新打开，回到“洽谈”，请写明原因"):
            move(lead, "talking", officer)
        move(lead, "talking", officer, why="对方又来谈")
        assert (lead.closed_at, lead.closed_why) == (None, "")

    def test_a_closed_lead_does_not_open_beside_another_of_its_project(self, officer: User) -> None:
        project = make.project()
        lead = make.lead(owner=officer, project=project)
        make.close(lead, by=officer)
        make.lead(owner=officer, project=project)
        with pytest.raises(Refused, match="已经有另一条在办线索"):
            move(lead, "talking", officer, why="对方又来谈")

    def test_who_saw_another_stage_is_told_that_somebody_moved_it(self, officer: User) -> None:
        lead = make.lead(owner=officer)
        move(lead, "judging", officer)
        with pytest.raises(Refused, match="刚才有人已把它移到“研判”"):
            move(lead, "talking", officer, seen=make.stage("clue"))
        with pytest.raises(Refused, match="已经在“研判”了"):
            move(lead, "judging", officer)


@pytest.mark.parametrize("act", [
    lambda lead, by: move(lead, "judging", by),
    lambda lead, by: pursue.set_next(lead, by=by, next_step="x", next_on=TODAY),
    lambda lead, by: make.follow_up(lead, by=by),
    lambda lead, by: pursue.release(lead, by=by, at=timezone.now(), why="x"),
    lambda lead, by: pursue.assign(lead, by, by=by, at=timezone.now()),
    lambda lead, by: pursue.add_contact(lead, make.contact(by=by), by=by, role="liaison"),
    lambda lead, by: decide_suggestion(
        make.suggestion(lead, make.article(), "amount", make.yuan(1), "51亿元"), take=True, by=by, at=timezone.now()
    ),
], ids=["move", "next", "follow up", "release", "assign", "contact", "suggestion"])  # fmt: skip
def test_only_the_owner_those_who_work_on_it_and_who_assigns_may_act(
    act: Any, officer: User, colleague: User, leader: User
) -> None:
    with pytest.raises(Refused):
        act(make.lead(owner=officer), colleague)
    with pytest.raises(Refused):
        act(make.lead(by=officer), colleague)
    for user in (officer, leader):
        lead = make.lead(owner=officer)
        act(lead, user)


class TestOwners:
    def test_claiming_takes_it_out_of_the_pool_with_protection(self, officer: User, stranger: User) -> None:
        lead = make.lead(by=stranger, department=stranger.department)
        pursue.claim(lead, by=officer, at=timezone.now())
        assert (lead.owner, lead.in_pool, lead.department) == (officer, False, officer.department)
        assert lead.protected_until == TODAY + timedelta(days=30)
        assert lead.next_on == TODAY + timedelta(days=1)
        with pytest.raises(Refused, match="已被招商一科 王某认领"):
            pursue.claim(lead, by=stranger, at=timezone.now())

    def test_a_closed_lead_of_the_pool_cannot_be_claimed(self, officer: User, leader: User) -> None:
        lead = make.lead(by=officer)
        make.close(lead, by=leader)
        with pytest.raises(Refused, match="这条线索已关闭"):
            pursue.claim(lead, by=officer, at=timezone.now())

    def test_releasing_needs_a_reason_which_stays(self, officer: User) -> None:
        lead = make.lead(owner=officer)
        with pytest.raises(Refused, match="请写明放回线索池的原因"):
            pursue.release(lead, by=officer, at=timezone.now(), why="")
        pursue.release(lead, by=officer, at=timezone.now(), why="联系不上")
        assert (lead.owner, lead.in_pool, lead.next_step, lead.protected_until) == (None, True, "", None)
        assert lead.followups.get().progress == "放回线索池：联系不上"

    def test_a_lead_is_handed_only_to_who_can_work_on_leads(self, officer: User, viewer: User, colleague: User) -> None:
        lead = make.lead(owner=officer)
        with pytest.raises(Refused, match="方客不能负责线索"):
            pursue.assign(lead, viewer, by=officer, at=timezone.now())
        pursue.assign(lead, colleague, by=officer, at=timezone.now())
        assert (lead.owner, lead.next_step) == (colleague, "约对方来看地")
        assert lead.followups.get().progress == "转交给李敏"

    def test_a_leader_hands_out_of_the_pool_with_a_first_step(self, officer: User, leader: User) -> None:
        lead = make.lead(by=officer)
        pursue.assign(lead, officer, by=leader, at=timezone.now())
        assert (lead.owner, lead.next_step, lead.next_on) == (officer, pursue.FIRST_STEP, TODAY + timedelta(days=1))


class TestNextStep:
    @pytest.mark.parametrize(
        ("step", "on", "words"), [("", TODAY, "请填写下一步"), ("  ", TODAY, "请填写下一步"), ("x", None, "日期")]
    )
    def test_an_owned_open_lead_always_has_one(self, officer: User, step: str, on: Any, words: str) -> None:
        lead = make.lead(owner=officer)
        for act in (
            lambda: pursue.set_next(lead, by=officer, next_step=step, next_on=on),
            lambda: make.follow_up(lead, by=officer, next_step=step, next_on=on),
            lambda: pursue.open_lead(
                name="n", by=officer, at=timezone.now(), owner=officer, next_step=step, next_on=on
            ),
        ):
            with pytest.raises(Refused, match=words):
                act()
        assert Lead.objects.get().next_step == "约对方来看地"

    def test_a_slip_of_the_hand_at_the_year_is_told(self, officer: User, sign_in: Callable[..., Client]) -> None:
        lead, client = make.lead(owner=officer), sign_in(officer)
        typed = {"next_step": "看地", "next_on": f"{TODAY.year + 7000}-12-31"}
        answer = client.post(f"/leads/{lead.pk}/next/", typed)
        assert answer.status_code == 422
        assert "这个日期在五年以后，请检查年份" in answer.content.decode()
        answer = client.post(f"/leads/{lead.pk}/next/", typed | {"next_on": f"{TODAY.year - 7}-12-31"})
        assert "这个日期早已过去，请检查年份" in answer.content.decode()
        client.post(f"/leads/{lead.pk}/next/", typed | {"next_on": f"{TODAY.year + 1}-02-28"})
        assert f"{TODAY.year + 1}年2月28日" in client.get(lead.get_absolute_url()).content.decode()
        assert f"{TODAY.year + 1}-02-28" in client.get("/leads/").content.decode()

    @pytest.mark.parametrize("columns", [
        {"next_step": ""}, {"next_on": None}, {"owner": None}, {"in_pool": True}, {"amount": 0}, {"amount": -1},
    ])  # fmt: skip
    def test_the_database_holds_it_too(self, officer: User, columns: dict[str, Any]) -> None:
        lead = make.lead(owner=officer)
        with pytest.raises(IntegrityError), transaction.atomic():
            Lead.objects.filter(pk=lead.pk).update(**columns)

    def test_a_follow_up_sets_what_comes_next_and_when_we_last_spoke(self, officer: User) -> None:
        lead = make.lead(owner=officer)
        at = timezone.now() - timedelta(hours=2)
        contact = make.contact(by=officer)
        make.follow_up(lead, by=officer, at=at, people=[contact], next_step="送政策", next_on=TODAY + timedelta(days=3))
        assert (lead.last_contact_at, lead.next_step, lead.next_on) == (at, "送政策", TODAY + timedelta(days=3))
        assert list(lead.followups.get().people.all()) == [contact]

    def test_an_older_contact_written_up_later_does_not_turn_the_clock_back(self, officer: User) -> None:
        lead = make.lead(owner=officer)
        now = timezone.now()
        make.follow_up(lead, by=officer, at=now)
        make.follow_up(lead, by=officer, at=now - timedelta(days=9))
        assert lead.last_contact_at == now

    def test_a_follow_up_says_something(self, officer: User) -> None:
        with pytest.raises(Refused, match="请写一句进展"):
            make.follow_up(make.lead(owner=officer), by=officer, progress=" ")

    def test_a_closed_lead_may_be_followed_up_without_one(self, officer: User) -> None:
        lead = make.lead(owner=officer)
        make.close(lead, by=officer)
        make.follow_up(lead, by=officer, next_step="", next_on=None)
        assert lead.followups.count() == 1


class TestValues:
    def test_a_person_s_value_wins_and_the_article_s_stays_beside_it(self, officer: User) -> None:
        lead, article = make.lead(owner=officer), make.article()
        start = article.original.index("51亿元")
        evidence = Evidence(article, start, start + 4, 0, 60)
        pursue.choose(lead, "amount", make.yuan(5_100_000_000), by=officer, at=timezone.now(), evidence=evidence)
        pursue.choose(lead, "amount", make.yuan(5_000_000_000), by=officer, at=timezone.now(), why="手工填写")
        assert lead.amount == 5_000_000_000
        rows = [(row.text, row.chosen, bool(row.quote)) for row in lead.values.all()]
        assert rows == [("50亿元", True, False), ("51亿元", False, True)]

    def test_one_value_of_a_field_is_chosen(self, officer: User) -> None:
        lead = make.lead(owner=officer)
        pursue.choose(lead, "place", "高新区", by=officer, at=timezone.now())
        with pytest.raises(IntegrityError), transaction.atomic():
            LeadValue.objects.create(lead=lead, field="place", value="x", text="x", by=officer, at=timezone.now())

    def test_a_value_from_an_article_has_its_place_there(self, officer: User) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            LeadValue.objects.create(
                lead=make.lead(owner=officer), field="place", value="x", text="x", by=officer, at=timezone.now(),
                article=make.article(),
            )  # fmt: skip

    def test_taking_a_suggestion_brings_its_sentence_leaving_it_changes_nothing(self, officer: User) -> None:
        lead, article = make.lead(owner=officer), make.article()
        take = make.suggestion(lead, article, "amount", make.yuan(5_100_000_000), "51亿元")
        leave = make.suggestion(lead, article, "land", 180.0, "180亩")
        decide_suggestion(take, take=True, by=officer, at=timezone.now())
        decide_suggestion(leave, take=False, by=officer, at=timezone.now())
        lead.refresh_from_db()
        assert (lead.amount, lead.land) == (5_100_000_000, None)
        assert "总投资51亿元" in lead.values.get().quote
        with pytest.raises(Refused, match="已经处理过"):
            decide_suggestion(leave, take=True, by=officer, at=timezone.now())

    def test_changes_are_in_the_history_under_the_person_s_name(self, officer: User, client: Any) -> None:
        lead = make.lead(owner=officer)
        client.force_login(officer, backend="staff.backends.PeopleBackend")
        client.post(f"/leads/{lead.pk}/next/", {"next_step": "看地", "next_on": "2027-01-05"})
        told = {(change.by, change.field, change.after) for change in changes(lead)}
        assert ("王晓", "下一步", "看地") in told


@pytest.mark.usefixtures("committed")
@pytest.mark.django_db(transaction=True)
class TestManyHands:
    def test_of_eight_who_claim_a_lead_one_gets_it(self, officer: User, colleague: User) -> None:
        lead = make.lead(by=officer)
        users = [officer, colleague] * 4
        results = together(
            *[
                lambda user=user: pursue.claim(Lead.objects.get(pk=lead.pk), by=user, at=timezone.now())
                for user in users
            ]
        )
        assert sum(row is None for row in results) == 1, results
        assert all(row.code == "taken" for row in results if row), results
        lead.refresh_from_db()
        assert lead.owner == users[results.index(None)]

    def test_of_eight_who_move_a_lead_from_what_they_saw_one_does(self, officer: User) -> None:
        lead = make.lead(owner=officer)
        seen = make.stage("clue")
        keys = ["judging", "talking", "visiting", "judging"] * 2
        results = together(
            *[lambda key=key: move(Lead.objects.get(pk=lead.pk), key, officer, seen=seen) for key in keys]
        )
        assert sum(not isinstance(row, Exception) for row in results) == 1, results
        assert {row.code for row in results if isinstance(row, Refused)} <= {"moved_meanwhile", "same_stage"}
        assert lead.moves.count() == 2

    def test_values_chosen_at_once_leave_one_chosen(self, officer: User) -> None:
        lead = make.lead(owner=officer)
        results = together(
            *[
                lambda n=n: pursue.choose(lead, "amount", make.yuan(n), by=officer, at=timezone.now())
                for n in range(1, 9)
            ]
        )
        assert not [row for row in results if isinstance(row, Exception)]
        chosen = lead.values.get(chosen=True)
        lead.refresh_from_db()
        assert (lead.values.count(), chosen.amount) == (8, lead.amount)


def test_the_default_stages_stand_in_the_product_s_order(office: Department) -> None:
    names = list(Stage.objects.values_list("name", flat=True))
    assert names == [
        "线索",
        "研判",
        "洽谈",
        "考察",
        "意向",
        "签约",
        "落地",
        "开工",
        "竣工",
        "投产",
        "达产",
        "搁置",
        "流失",
    ]
    assert list(Stage.objects.filter(is_closed=True).values_list("name", flat=True)) == ["搁置", "流失"]

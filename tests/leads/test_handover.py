"""移交: everything that one person holds goes in one act, stages stay, and the undo gives back exactly, or says what it cannot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from leads import handover as handing
from leads import pursue
from leads.models import Contact, Handover, Lead, Problem, SavedView
from staff.models import User
from staff.refusal import Refused
from tests import make
from tests.hands import together
from tests.pages.site import page

pytestmark = pytest.mark.django_db


def columns(*rows: Any) -> list[dict[str, Any]]:
    """All columns of the rows as they stand in the database."""
    return [type(row)._base_manager.filter(pk=row.pk).values().get() for row in rows]


def hand(giver: User, taker: User, by: User) -> Handover:
    return handing.hand_over(giver, taker, by=by, at=timezone.now(), why="休产假")


@pytest.fixture
def held(officer: User, stranger: User) -> dict[str, Any]:
    """What 王晓 holds: two leads in different stages, a share in a third, a problem, a contact, a view."""
    talking = make.lead("洽谈的", owner=officer, stage="talking", days=9)
    judging = make.lead(
        "研判的", owner=officer, stage="judging", protected_until=timezone.localdate() + timedelta(days=7)
    )
    shared = make.lead("协同的", owner=stranger)
    shared.collaborators.add(officer)
    closed = make.lead("没成的", owner=officer)
    make.close(closed, by=officer)
    return {
        "talking": talking, "judging": judging, "shared": shared, "closed": closed,
        "problem": make.problem(talking, by=officer, to=officer, due_in=3), "contact": make.contact(by=officer),
        "view": SavedView.objects.create(owner=officer, name="我的", query="where=mine", at=timezone.now()),
    }  # fmt: skip


def test_everything_goes_in_one_act_and_no_stage_changes(
    held: dict[str, Any], officer: User, colleague: User, leader: User, sign_in: Callable[..., Client]
) -> None:
    stages = [held[name].stage for name in ("talking", "judging")]
    client = sign_in(leader)
    shown = page(client.get(f"/handovers/?giver={officer.pk}&taker={colleague.pk}&why=休产假"))
    for words in ("洽谈的", "研判的", "协同的", "供电容量不够", "陈启明", "我的"):
        assert words in shown
    assert "没成的" not in shown
    client.post("/handovers/", {"giver": officer.pk, "taker": colleague.pk, "why": "休产假"})
    assert not any(rows for kind, rows in handing.held_by(officer).items())
    for row in held.values():
        row.refresh_from_db()
    assert [held[name].owner for name in ("talking", "judging")] == [colleague] * 2
    assert [held[name].stage for name in ("talking", "judging")] == stages
    assert list(held["shared"].collaborators.all()) == [colleague]
    assert (held["problem"].person, held["contact"].keeper, held["view"].owner) == (colleague, colleague, colleague)
    assert held["closed"].owner == officer
    assert held["contact"].phones_open_to(colleague)
    assert "已移交给您" in colleague.notices.filter(object_id=Handover.objects.get().pk).get().text


def test_the_undo_gives_every_column_back(
    held: dict[str, Any], officer: User, colleague: User, leader: User, sign_in: Callable[..., Client]
) -> None:
    rows = [held[name] for name in ("talking", "judging", "problem", "contact", "view")]
    before = columns(*rows)
    done = hand(officer, colleague, leader)
    assert columns(*rows) != before
    assert "全部还回" in page(sign_in(leader).post(f"/handovers/{done.pk}/undoing/", follow=True))
    assert columns(*rows) == before
    assert list(held["shared"].collaborators.all()) == [officer]
    with pytest.raises(Refused, match="已经撤销过"):
        handing.undo(done, by=leader, at=timezone.now())


def test_what_changed_hands_since_stays_and_is_named(
    held: dict[str, Any], officer: User, colleague: User, leader: User, first: Any
) -> None:
    done = hand(officer, colleague, leader)
    third = make.user("孙立", unit=first)
    pursue.assign(Lead.objects.get(pk=held["talking"].pk), third, by=leader, at=timezone.now())
    make.follow_up(Lead.objects.get(pk=held["judging"].pk), by=colleague, at=timezone.now() + timedelta(days=2))
    extended = Lead.objects.get(pk=held["judging"].pk)
    held["view"].delete()
    left = {item.name: item.left_why for item in handing.undo(done, by=leader, at=timezone.now())}
    assert left == {
        "洽谈的": "移交后又换了人，没有改动", "研判的": "人已还回；保护期等已另有变动，保留现在的", "我的": "已经不在了",
    }  # fmt: skip
    judging = Lead.objects.get(pk=held["judging"].pk)
    assert (judging.owner, judging.protected_until) == (officer, extended.protected_until)
    assert Lead.objects.get(pk=held["talking"].pk).owner == third
    assert Problem.objects.get().person == officer


def test_who_worked_on_it_before_goes_on_working_on_it_after_the_undo(
    held: dict[str, Any], officer: User, colleague: User, leader: User
) -> None:
    held["shared"].collaborators.add(colleague)
    done = hand(officer, colleague, leader)
    handing.undo(done, by=leader, at=timezone.now())
    assert set(held["shared"].collaborators.all()) == {officer, colleague}


def test_views_of_one_name_both_stay(held: dict[str, Any], officer: User, colleague: User, leader: User) -> None:
    SavedView.objects.create(owner=colleague, name="我的", at=timezone.now())
    done = hand(officer, colleague, leader)
    assert sorted(colleague.saved_views.values_list("name", flat=True)) == ["我的", "我的（王晓）"]
    again = SavedView.objects.create(owner=officer, name="我的", at=timezone.now())
    assert [item.left_why for item in handing.undo(done, by=leader, at=timezone.now())] == ["王晓已有同名的，没有改动"]
    again.refresh_from_db()
    assert list(officer.saved_views.all()) == [again]


def test_a_leader_hands_over_only_within_the_unit(
    held: dict[str, Any], officer: User, colleague: User, stranger: User, viewer: User, leader: User, head: User
) -> None:
    for giver, taker, by, words in (
        (officer, stranger, leader, "不在您的部门"), (stranger, officer, leader, "不在您的部门"),
        (officer, officer, leader, "同一个人"), (officer, viewer, leader, "不能负责线索"),
        (officer, colleague, colleague, "只有科长以上"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            hand(giver, taker, by)
    assert not Handover.objects.exists()
    hand(officer, stranger, head)


@pytest.mark.usefixtures("committed")
@pytest.mark.django_db(transaction=True)
def test_of_eight_who_hand_over_the_same_person_one_does_and_the_others_are_told(
    officer: User, colleague: User, leader: User, first: Any
) -> None:
    leads = [make.lead(f"线索{n}", owner=officer) for n in range(5)]
    make.contact(by=officer)
    takers = [colleague, make.user("孙立", unit=first)] * 4
    results = together(*[lambda taker=taker: hand(officer, taker, leader) for taker in takers])
    done = [row for row in results if isinstance(row, Handover)]
    assert len(done) == 1, results
    assert all(isinstance(row, Refused) and row.code == "nothing" for row in results if row not in done), results
    assert {lead.owner for lead in Lead.objects.filter(pk__in=[row.pk for row in leads])} == {done[0].taker}
    assert Contact.objects.get().keeper == done[0].taker
    results = together(*[lambda: handing.undo(done[0], by=leader, at=timezone.now())] * 8)
    assert sum(row == [] for row in results) == 1, results
    assert set(Lead.objects.values_list("owner", flat=True)) == {officer.pk}

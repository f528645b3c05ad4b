"""跟进: one writes what came of it and what comes next; it is never edited away, and colleagues can be called."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from leads import comments, followups
from leads.callouts import called
from leads.followup_forms import day_chips
from leads.models import FollowUp, Lead, Problem
from staff.models import Notice, User
from staff.refusal import Refused
from tests import make
from tests.pages.site import page

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def fields(**more: Any) -> dict[str, Any]:
    at = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    return {"kind": "call", "at": at, "next_step": "", "next_on": "", "progress": "", **more}


def post(client: Client, lead: Lead, **more: Any) -> Any:
    return client.post(f"/leads/{lead.pk}/followups/", fields(**more), follow=True)


def test_an_outcome_and_a_day_are_enough(officer: User, sign_in: Callable[..., Client]) -> None:
    lead, day = make.lead(owner=officer), timezone.localdate() + timedelta(days=7)
    post(sign_in(officer), lead, outcome="interested", next_step=lead.next_step, pick=day.isoformat())
    lead.refresh_from_db()
    row = lead.followups.get()
    assert (row.progress, row.outcome, lead.next_on, lead.next_step) == ("有意向", "interested", day, "约对方来看地")


def test_without_outcome_and_words_nothing_is_written_and_nothing_typed_is_lost(
    officer: User, sign_in: Callable[..., Client]
) -> None:
    lead = make.lead(owner=officer)
    answer = post(sign_in(officer), lead, next_step="送样品", pick="2027-03-01", minutes="很长的纪要")
    assert answer.status_code == 422
    assert "请写一句进展，或点一个结果" in page(answer)
    assert "送样品" in page(answer)
    assert "很长的纪要" in page(answer)
    assert not lead.followups.exists()


def test_a_call_nobody_answered_is_no_contact(officer: User) -> None:
    lead, now = make.lead(owner=officer), timezone.now()
    make.follow_up(lead, by=officer, at=now - timedelta(days=5))
    make.follow_up(lead, by=officer, at=now, outcome="no_answer", progress="")
    assert lead.last_contact_at == now - timedelta(days=5)


def test_the_days_offered_are_each_once_and_no_weekend_but_tomorrow() -> None:
    for start in range(14):
        today = date(2026, 11, 16) + timedelta(days=start)
        days = [chip.day for chip in day_chips(today)]
        assert len(set(days)) == len(days) >= 5
        assert all(day > today for day in days)
        assert all(
            day.weekday() < 5
            for chip, day in zip(day_chips(today), days, strict=True)
            if chip.label in ("三天后", "下周一")
        )


def test_photos_of_a_phone_go_with_it_and_a_wrong_file_loses_no_words(
    officer: User, sign_in: Callable[..., Client]
) -> None:
    lead, client = make.lead(owner=officer), sign_in(officer)
    bad = [SimpleUploadedFile("a.exe", b"MZ\x90\x00\x03\x00\x00\x00\x04")]
    answer = post(client, lead, progress="看了现场", next_step="再来", next_on="2027-03-01", files=bad)
    assert answer.status_code == 422
    assert "看了现场" in page(answer)
    assert not lead.followups.exists()
    photos = [SimpleUploadedFile(f"现场{n}.png", PNG, "image/png") for n in range(2)]
    post(client, lead, progress="看了现场", next_step="再来", next_on="2027-03-01", place="高新区3号地", files=photos)
    row = lead.followups.get()
    assert [file.name for file in row.attachments.order_by("pk")] == ["现场0.png", "现场1.png"]
    shown = page(client.get(lead.get_absolute_url()))
    assert "现场1.png" in shown
    assert "高新区3号地" in shown


def test_a_problem_in_it_is_handed_out_in_the_same_step(
    officer: User, stranger: User, sign_in: Callable[..., Client]
) -> None:
    lead = make.lead(owner=officer)
    unit = stranger.department
    assert unit is not None
    post(
        sign_in(officer), lead, outcome="talked", next_step="等答复", next_on="2027-03-01", problem="供电容量不够",
        problem_to=f"u{unit.pk}", problem_due="2027-02-20",
    )  # fmt: skip
    problem = Problem.objects.get()
    assert (problem.followup, problem.unit, problem.due_on) == (lead.followups.get(), unit, date(2027, 2, 20))
    assert "供电容量不够" in stranger.notices.get().text


class TestCorrections:
    def test_a_note_stands_beside_the_words_which_stay(self, officer: User, sign_in: Callable[..., Client]) -> None:
        row = make.follow_up(make.lead(owner=officer), by=officer, progress="投资5亿")
        sign_in(officer).post(f"/followups/{row.pk}/notes/", {"text": "是50亿"})
        row.refresh_from_db()
        assert (row.progress, row.notes.get().text) == ("投资5亿", "是50亿")
        shown = page(sign_in(officer).get(row.lead.get_absolute_url()))
        assert "投资5亿" in shown
        assert "是50亿" in shown

    def test_taken_back_it_stays_readable_and_no_longer_counts_as_contact(self, officer: User) -> None:
        lead, now = make.lead(owner=officer), timezone.now()
        make.follow_up(lead, by=officer, at=now - timedelta(days=9))
        row = make.follow_up(lead, by=officer, at=now)
        with pytest.raises(Refused, match="请写明撤回的原因"):
            followups.withdraw(row, by=officer, at=now, why=" ")
        followups.withdraw(row, by=officer, at=now, why="记错了线索")
        lead.refresh_from_db()
        assert (lead.last_contact_at, row.withdrawn_why) == (now - timedelta(days=9), "记错了线索")
        with pytest.raises(Refused, match="已经撤回"):
            followups.withdraw(row, by=officer, at=now, why="再撤")

    def test_only_the_writer_or_a_leader_takes_it_back(self, officer: User, colleague: User, leader: User) -> None:
        lead = make.lead(owner=officer)
        lead.collaborators.add(colleague)
        row = make.follow_up(lead, by=officer)
        with pytest.raises(Refused, match="只有写的人或科长"):
            followups.withdraw(row, by=colleague, at=timezone.now(), why="x")
        followups.withdraw(row, by=leader, at=timezone.now(), why="重复")

    def test_the_database_wants_who_and_why(self, officer: User) -> None:
        row = make.follow_up(make.lead(owner=officer), by=officer)
        with pytest.raises(IntegrityError), transaction.atomic():
            FollowUp.objects.filter(pk=row.pk).update(withdrawn_at=timezone.now())


class TestCallingColleagues:
    def test_who_sees_the_lead_is_told_and_of_who_does_not_the_writer_is(
        self, officer: User, leader: User, stranger: User, sign_in: Callable[..., Client]
    ) -> None:
        lead = make.lead(owner=officer)
        answer = sign_in(officer).post(
            f"/leads/{lead.pk}/comments/", {"text": "@周砚 请看，@赵青也来，@钱多多 呢，a@周砚.cn"}, follow=True
        )
        assert [notice.kind for notice in leader.notices.all()] == [Notice.Kind.MENTION]
        assert not stranger.notices.exists()
        assert "赵青看不到这条线索" in page(answer)
        assert "没有找到叫钱多多的同事" in page(answer)

    def test_the_longest_name_is_meant(self, officer: User, first: Any) -> None:
        lead = make.lead(owner=officer)
        short, long = make.user("李明", unit=first), make.user("李明月", unit=first)
        lead.collaborators.add(short, long)
        assert called("请@李明月看一下", lead).told == [long]
        assert called("请@李明 看一下，@李明", lead).told == [short]

    def test_of_namesakes_those_who_see_the_lead_are_told(self, officer: User, first: Any, second: Any) -> None:
        lead = make.lead(owner=officer)
        here, there = make.user("李明", unit=first), make.user("李明", unit=second)
        lead.collaborators.add(here)
        found = called("@李明", lead)
        assert (found.told, found.blind, there in found.told) == ([here], [], False)

    def test_one_takes_back_only_ones_own_remark(self, officer: User, leader: User) -> None:
        lead = make.lead(owner=officer)
        comments.comment(lead, "写错了", by=officer, at=timezone.now())
        row = lead.comments.get()
        with pytest.raises(Refused, match="只能收回自己的"):
            comments.withdraw(row, by=leader, at=timezone.now())
        comments.withdraw(row, by=officer, at=timezone.now())
        row.refresh_from_db()
        assert row.withdrawn_at is not None

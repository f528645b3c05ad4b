"""Response clocks, protection and the return to the pool: right across day, month and year ends, late, and only once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from leads import clocks, pursue, rules
from leads.models import Clock, ClockAct, Lead, LeadContact, SpecialDay
from leads.timekeeping import keep_time
from leads.workdays import Calendar, published
from staff.models import Notice, User
from staff.refusal import Refused
from tests import make
from tests.hands import together

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def on(day: str, hour: int = 10, minute: int = 0) -> datetime:
    """That moment in Shanghai."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), SHANGHAI) + timedelta(
        hours=hour, minutes=minute
    )


def opened(day: str, owner: User, hour: int = 10, minute: int = 0, **more: Any) -> Lead:
    at = on(day, hour, minute)
    return pursue.open_lead(
        name="苍梧显示模组", by=owner, at=at, owner=owner, next_step="约谈", next_on=date(2027, 12, 31), **more
    )


def called(lead: Lead, day: str, hour: int = 15) -> None:
    make.follow_up(lead, by=lead.owner or lead.created_by, at=on(day, hour), next_on=date(2027, 12, 31))


def due(lead: Lead) -> dict[str, str]:
    return {row.kind: str(row.due_on) for row in lead.clocks.filter(round=1)}


def told(user: User) -> list[str]:
    return [row.text for row in Notice.objects.filter(user=user).order_by("pk")]


@pytest.fixture(autouse=True)
def calendar(office: Any) -> None:
    if not SpecialDay.objects.exists():
        SpecialDay.objects.bulk_create(SpecialDay(day=day, works=works, name=name) for day, works, name in published())


class TestCalendar:
    @pytest.mark.parametrize(
        ("day", "works"),
        [
            ("2026-11-20", True),
            ("2026-11-21", False),
            ("2026-02-14", True),  # a Saturday exchanged for the Spring Festival
            ("2026-02-17", False),
            ("2026-10-05", False),
            ("2020-01-31", False),  # the festival was lengthened that year
            ("2027-01-01", False),
            ("2031-11-20", True),  # beyond what is published a weekday is worked
        ],
    )
    def test_a_day_is_worked_as_the_state_council_said(self, day: str, works: bool) -> None:
        assert Calendar.present().works(date.fromisoformat(day)) is works

    def test_what_the_office_changes_holds(self) -> None:
        SpecialDay.objects.create(day=date(2026, 11, 20), works=False, name="建市周年")
        assert Calendar.present().next_workday(date(2026, 11, 20)) == date(2026, 11, 23)

    def test_a_term_in_working_days_jumps_the_festival(self) -> None:
        calendar = Calendar.present()
        assert calendar.after(date(2026, 9, 30), 3, in_workdays=True) == date(2026, 10, 10)
        assert calendar.after(date(2026, 9, 30), 3) == date(2026, 10, 8)


class TestTerms:
    @pytest.mark.parametrize(
        ("day", "hour", "terms"),
        [
            # Tuesday; 24, 30 November and 7 December are worked.
            ("2026-11-23", 10, ("2026-11-24", "2026-11-26", "2026-12-07")),
            # A minute before midnight and at midnight are two days.
            ("2026-11-30", 23, ("2026-12-01", "2026-12-03", "2026-12-14")),
            ("2026-12-01", 0, ("2026-12-02", "2026-12-04", "2026-12-15")),
            # Over the year's end: 1 January is a holiday, 2 and 3 a weekend.
            ("2026-12-31", 18, ("2027-01-04", "2027-01-04", "2027-01-14")),
            # Over the leap day.
            ("2028-02-28", 9, ("2028-02-29", "2028-03-02", "2028-03-13")),
        ],
    )
    def test_a_new_lead_asks_for_response_judgement_and_report(
        self, officer: User, day: str, hour: int, terms: tuple[str, str, str]
    ) -> None:
        lead = opened(day, officer, hour)
        assert due(lead) == dict(zip(("answer", "judge", "report"), terms, strict=True))

    def test_a_lead_of_the_pool_is_not_reported_on_until_somebody_takes_it(self, officer: User, leader: User) -> None:
        lead = pursue.open_lead(name="x", by=leader, at=on("2026-11-23"), owner=None)
        assert set(due(lead)) == {"answer", "judge"}
        pursue.claim(lead, by=officer, at=on("2026-11-24"))
        assert due(lead)["report"] == "2026-12-08"

    def test_an_introducer_is_owed_an_answer_from_the_day_he_is_known(self, officer: User) -> None:
        lead = opened("2026-11-23", officer)
        contact = make.contact(by=officer)
        pursue.add_contact(lead, contact, by=officer, role=LeadContact.Role.INTRODUCER, at=on("2026-11-25"))
        assert due(lead)["introducer"] == "2026-12-02"
        with pytest.raises(Refused, match="怎么答复"):
            clocks.answer_introducer(lead, by=officer, at=on("2026-11-26"), note=" ")
        clocks.answer_introducer(lead, by=officer, at=on("2026-11-26"), note="已约见")
        with pytest.raises(Refused, match="没有待答复"):
            clocks.answer_introducer(lead, by=officer, at=on("2026-11-26"), note="再说一遍")

    def test_the_numbers_are_the_office_s_own_and_running_clocks_keep_theirs(self, officer: User, leader: User) -> None:
        before = opened("2026-11-23", officer)
        rules.change("judge_days", 10, by=leader, at=on("2026-11-24"), why="人手少")
        rules.change("report_days", 0, by=leader, at=on("2026-11-24"))
        after = opened("2026-11-24", officer)
        assert due(before)["judge"] == "2026-11-26"
        assert due(after) == {"answer": "2026-11-25", "judge": "2026-12-04"}


class TestDone:
    def test_a_call_answers_and_reports_and_the_next_report_counts_from_the_end_of_the_term(
        self, officer: User
    ) -> None:
        lead = opened("2026-11-23", officer)
        called(lead, "2026-11-24")
        rows = {(row.kind, row.round): row for row in lead.clocks.all()}
        assert rows["answer", 1].done_at == on("2026-11-24", 15)
        assert rows["answer", 1].done_by == officer
        assert rows["report", 1].done_at
        assert str(rows["report", 2].due_on) == "2026-12-21"
        assert rows["judge", 1].done_at is None

    def test_moving_on_beyond_judging_is_a_judgement(self, officer: User) -> None:
        lead = opened("2026-11-23", officer)
        pursue.move(lead, make.stage("judging"), by=officer, at=on("2026-11-24"))
        assert lead.clocks.get(kind="judge").done_at is None
        pursue.move(lead, make.stage("talking"), by=officer, at=on("2026-11-25"))
        assert lead.clocks.get(kind="judge").note == "已推进到“洽谈”"


class TestBreach:
    def test_the_leader_is_told_once_the_day_after_and_late_work_stays_a_breach(
        self, officer: User, leader: User
    ) -> None:
        lead = opened("2026-11-23", officer)
        keep_time(on("2026-11-24", 23, 59))
        assert told(officer) == ["“苍梧显示模组”今天应定人并响应。"]
        assert told(leader) == []
        for _ in range(2):
            keep_time(on("2026-11-25", 0, 1))
        assert told(leader) == ["“苍梧显示模组”没有按时定人并响应，期限 2026-11-24，王晓负责。"]
        called(lead, "2026-11-25")
        row = lead.clocks.get(kind="answer")
        assert row.breached_at == on("2026-11-25", 0, 1)
        assert row.done_at == on("2026-11-25", 15)

    def test_what_was_done_in_time_is_no_breach_however_late_the_clock_runs(self, officer: User, leader: User) -> None:
        lead = opened("2026-11-23", officer)
        called(lead, "2026-11-24")
        pursue.move(lead, make.stage("talking"), by=officer, at=on("2026-11-24"))
        keep_time(on("2026-12-01"))
        assert told(leader) == []
        assert not Clock.objects.exclude(breached_at=None).exists()

    def test_closed_leads_ask_for_nothing(self, officer: User, leader: User) -> None:
        lead = opened("2026-11-23", officer)
        pursue.move(lead, make.stage("lost"), by=officer, at=on("2026-11-23", 11), why="已签外地")
        keep_time(on("2026-12-20"))
        assert told(leader) == told(officer) == []

    def test_without_a_leader_the_head_is_told(self, officer: User, head: User) -> None:
        opened("2026-11-23", officer)
        keep_time(on("2026-11-25"))
        assert len(told(head)) == 1


class TestProtection:
    def test_a_contact_lengthens_it_and_an_older_one_does_not_shorten_it(self, officer: User) -> None:
        lead = opened("2026-12-20", officer)
        assert str(lead.protected_until) == "2027-01-19"
        called(lead, "2027-01-05")
        assert str(lead.protected_until) == "2027-02-04"
        called(lead, "2026-12-21")
        assert str(lead.protected_until) == "2027-02-04"

    def test_three_days_before_its_end_the_holder_is_warned_once_for_each_end(
        self, officer: User, leader: User
    ) -> None:
        rules.change("return_days", 0, by=leader, at=on("2026-11-01"))
        lead = opened("2026-12-01", officer)
        keep_time(on("2026-12-27", 23, 59))
        assert not [text for text in told(officer) if "保护" in text]
        for _ in range(3):
            keep_time(on("2026-12-28"))
        assert [text for text in told(officer) if "保护" in text] == [
            "“苍梧显示模组”保护还剩 3 天，到 2026-12-31；记录一次联系即重新起算。"
        ]
        called(lead, "2026-12-29")
        keep_time(on("2027-01-01"))
        keep_time(on("2027-01-25"))
        assert [text[7:].split("；")[0] for text in told(officer) if "保护" in text] == [
            "”保护还剩 3 天，到 2026-12-31", "”保护还剩 3 天，到 2027-01-28",
        ]  # fmt: skip

    def test_when_it_is_over_somebody_else_may_claim_and_the_former_holder_is_told(
        self, officer: User, leader: User, stranger: User
    ) -> None:
        rules.change("return_days", 0, by=leader, at=on("2026-11-01"))
        lead = opened("2026-12-01", officer)
        with pytest.raises(Refused, match="保护到 2026-12-31"):
            pursue.claim(lead, by=stranger, at=on("2026-12-31", 23, 59))
        keep_time(on("2027-01-01", 0, 1))
        assert any("保护期已过" in text for text in told(officer))
        pursue.claim(lead, by=stranger, at=on("2027-01-01", 0, 1), proof="元旦通话")
        assert (lead.owner, str(lead.protected_until)) == (stranger, "2027-01-31")
        assert "由招商二科 赵某认领" in told(officer)[-1]
        assert [(row.owner.name, row.ended_why, row.proof) for row in lead.claims.order_by("pk")] == [
            ("王晓", "taken", ""), ("赵青", "", "元旦通话"),
        ]  # fmt: skip


class TestReturn:
    def test_after_fifteen_silent_days_it_goes_back_with_a_warning_three_days_before(
        self, officer: User, leader: User
    ) -> None:
        lead = opened("2026-11-20", officer)
        called(lead, "2026-11-24")  # fifteen days on: Wednesday, 9 December
        keep_time(on("2026-12-05", 23, 59))
        assert not [text for text in told(officer) if "放回" in text]
        keep_time(on("2026-12-06", 0, 1))
        assert "2026-12-09 将放回线索池" in told(officer)[-1]
        keep_time(on("2026-12-08", 23, 59))
        lead.refresh_from_db()
        assert lead.owner == officer
        counts = [keep_time(on("2026-12-09", 0, 1))["return"] for _ in range(2)]
        lead.refresh_from_db()
        assert (lead.owner, lead.in_pool, lead.next_step, lead.protected_until) == (None, True, "", None)
        assert counts == [1, 0]
        assert lead.claims.get().ended_why == "returned"
        assert any("已放回线索池" in text for text in told(leader))

    def test_a_contact_after_the_warning_keeps_it(self, officer: User) -> None:
        lead = opened("2026-11-20", officer)
        keep_time(on("2026-12-04"))
        called(lead, "2026-12-06")
        keep_time(on("2026-12-07"))
        lead.refresh_from_db()
        assert lead.owner == officer

    def test_in_the_festival_nothing_is_taken_from_anybody(self, officer: User) -> None:
        lead = opened("2026-02-02", officer)  # fifteen days on: the first day of the new year
        keep_time(on("2026-02-20"))
        for day in ("2026-02-21", "2026-02-23"):
            keep_time(on(day))
            lead.refresh_from_db()
            assert lead.owner == officer, day
        assert "2026-02-24 将放回" in [text for text in told(officer) if "放回" in text][-1]
        keep_time(on("2026-02-24"))
        lead.refresh_from_db()
        assert lead.in_pool

    def test_a_signed_project_is_not_taken_from_its_owner(self, officer: User) -> None:
        lead = make.lead(
            owner=officer, at=on("2026-01-05"), stage="signed", amount=10**9, industry="汽车", company=make.company()
        )
        keep_time(on("2026-11-23"))
        lead.refresh_from_db()
        assert lead.owner == officer

    def test_a_clock_that_stood_still_warns_first_and_returns_the_day_after(self, officer: User) -> None:
        lead = opened("2026-11-20", officer)  # warned on 4, back on 7 December
        keep_time(on("2026-12-01"))
        first = keep_time(on("2026-12-08"))
        assert (first["return_warn"], first["return"]) == (1, 0)
        assert "2026-12-09 将放回线索池" in [text for text in told(officer) if "放回" in text][-1]
        second = keep_time(on("2026-12-09"))
        assert (second["return_warn"], second["return"]) == (0, 1)
        lead.refresh_from_db()
        assert lead.in_pool


def test_three_days_without_a_worker_are_caught_up_once_and_never_twice(officer: User, leader: User) -> None:
    """Response and judgement of a lead of Friday are both due on Monday; the clock stands still from Monday to Friday."""
    lead = opened("2026-11-20", officer)
    for hour in range(0, 24, 6):
        keep_time(on("2026-11-23", hour))
    assert ClockAct.objects.count() == 2, "two reminders"
    assert keep_time(on("2026-11-27"))["breach"] == 2
    assert sum(keep_time(on("2026-11-27")).values()) == 0
    assert {row.kind for row in lead.clocks.exclude(breached_at=None)} == {"answer", "judge"}
    assert len([text for text in told(leader) if "没有按时" in text]) == 2


@pytest.mark.usefixtures("committed")
@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_do_each_thing_once(officer: User, leader: User) -> None:
    lead = opened("2026-11-20", officer)
    keep_time(on("2026-12-04"))
    results = together(*[lambda: keep_time(on("2026-12-07"))] * 8)
    assert not [row for row in results if isinstance(row, Exception)], results
    assert sum(row["return"] for row in results) == 1
    assert len([text for text in told(officer) if "已放回线索池" in text]) == 1
    assert lead.claims.filter(ended_why="returned").count() == 1


def test_only_leaders_change_the_numbers_and_each_change_is_kept(officer: User, leader: User) -> None:
    with pytest.raises(Refused, match="科长以上"):
        rules.change("judge_days", 5, by=officer, at=on("2026-11-20"))
    for value in (-1, 99999):
        with pytest.raises(Refused, match="整数"):
            rules.change("judge_days", value, by=leader, at=on("2026-11-20"))
    rules.change("judge_days", 5, by=leader, at=on("2026-11-20"), why="人手少")
    assert rules.change("judge_days", 5, by=leader, at=on("2026-11-20")) is None
    rules.change("judge_days", 4, by=leader, at=on("2026-11-21"))
    assert rules.rules().judge_days == 4
    kept = rules.OfficeRule.objects.order_by("pk").values_list("value", "why", "by__name")
    assert list(kept) == [(5, "人手少", "周砚"), (4, "", "周砚")]

"""Milestones: planned and actual days with who said them, how late, and every changed plan; and money that came in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from leads import funds
from leads.funds import sums_of
from leads.milestones import Line, milestone_lines, set_milestone, withdraw
from leads.models import Lead
from staff.models import User
from staff.permissions import Role
from staff.refusal import Refused
from tests import make
from tests.hands import together
from tests.pages.site import page

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def say(lead: Lead, what: str, on: date, by: User, kind: str = "started", **more: str) -> None:
    set_milestone(lead, kind, what, on, by=by, at=timezone.now(), **more)


def line(lead: Lead, kind: str = "started") -> Line:
    return next(row for row in milestone_lines(lead, TODAY) if row.kind == kind)


@pytest.mark.parametrize(("planned", "actual", "delay"), [
    (date(2026, 6, 30), date(2026, 8, 1), 32),
    (date(2026, 8, 1), date(2026, 6, 30), -32),
    (date(2026, 6, 30), None, 143),
    (date(2026, 11, 20), None, None),
    (None, date(2026, 8, 1), None),
])  # fmt: skip
def test_how_late_it_is(officer: User, planned: date | None, actual: date | None, delay: int | None) -> None:
    lead = make.lead(owner=officer)
    for what, on in (("planned", planned), ("actual", actual)):
        if on:
            say(lead, what, on, officer)
    assert line(lead).delay == delay


def test_a_changed_plan_stays_as_history_and_comes_back_when_the_newer_is_withdrawn(officer: User) -> None:
    lead = make.lead(owner=officer)
    say(lead, "planned", date(2026, 6, 30), officer, why="投资协议")
    say(lead, "planned", date(2026, 12, 31), officer, why="用地指标晚批")
    found = line(lead)
    assert found.planned is not None
    assert (found.planned.on, [row.on.month for row in found.history]) == (date(2026, 12, 31), [12, 6])
    withdraw(found.planned, by=officer, at=timezone.now())
    found = line(lead)
    assert found.planned is not None
    assert (found.planned.on, found.planned.why, len(found.history)) == (date(2026, 6, 30), "投资协议", 2)


def test_a_fact_cannot_lie_ahead(officer: User) -> None:
    with pytest.raises(Refused, match="实际日期不能在今天之后"):
        say(make.lead(owner=officer), "actual", timezone.localdate() + timedelta(days=1), officer)


def test_moving_to_a_stage_asks_for_the_day_of_its_milestone(officer: User, sign_in: Callable[..., Client]) -> None:
    lead = make.lead(owner=officer, amount=10**9, industry="汽车", company=make.company())
    client, stage = sign_in(officer), make.stage("started")
    assert "开工日期" in page(client.get(f"/leads/{lead.pk}/moves/?stage={stage.pk}"))
    form = {"stage": stage.pk, "seen": lead.stage_id, "reached_on": "2026-11-03", "why": ""}
    assert client.post(f"/leads/{lead.pk}/moves/", form).status_code == 302
    assert lead.milestones.get(kind="started", what="actual").day == "2026-11-03"


def test_money_that_came_in_adds_up_by_currency_and_a_mistake_is_taken_back(officer: User) -> None:
    lead = make.lead(owner=officer, amount=Decimal(10**8))
    now = timezone.now()
    funds.add(lead, Decimal(30_000_000), "CNY", on=date(2026, 3, 1), by=officer, at=now)
    wrong = funds.add(lead, Decimal(90_000_000), "CNY", on=date(2026, 3, 2), by=officer, at=now)
    funds.add(lead, Decimal(5_000_000), "USD", on=date(2026, 3, 3), by=officer, at=now)
    funds.withdraw(wrong, by=officer, at=now, why="记重了")
    sums = sums_of(lead)
    assert (sums.total, sums.percent, len(sums.rows)) == ("3000万元 + 500万美元", 30, 3)
    with pytest.raises(Refused, match="已经撤回"):
        funds.withdraw(wrong, by=officer, at=now, why="再来")


def test_a_sum_comes_with_its_voucher(officer: User, sign_in: Callable[..., Client]) -> None:
    lead, client = make.lead(owner=officer), sign_in(officer)
    paper = SimpleUploadedFile("回单.pdf", b"%PDF-1.7 receipt")
    form = {"amount": "3000万元", "on": "2026-03-01", "note": "注册资本", "voucher": paper}
    assert client.post(f"/leads/{lead.pk}/funds/", form).status_code == 302
    row = lead.funds.get()
    assert (row.amount, row.currency, row.voucher and row.voucher.name) == (30_000_000, "CNY", "回单.pdf")
    shown = page(client.get(lead.get_absolute_url()))
    assert "回单.pdf" in shown
    bad = SimpleUploadedFile("回单.pdf", b"MZ\x90\x00program")
    response = client.post(f"/leads/{lead.pk}/funds/", {**form, "voucher": bad})
    assert (response.status_code, "不能作附件" in page(response), lead.funds.count()) == (422, True, 1)


@pytest.mark.django_db(transaction=True)
def test_eight_hands_say_a_day_and_exactly_one_word_stands(committed: None) -> None:
    officer = make.user("王晓", Role.OFFICER)
    lead = make.lead(owner=officer)

    def act(day: int) -> None:
        say(Lead.objects.get(pk=lead.pk), "planned", date(2026, 12, day), officer)

    results = together(*[lambda day=day: act(day) for day in range(1, 9)])
    assert [result for result in results if result is not None] == []
    assert lead.milestones.count() == 8
    assert lead.milestones.filter(stands=True).count() == 1

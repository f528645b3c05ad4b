"""目标: a project counts once, in the year in which it first got there, and every figure opens its rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from leads.milestones import withdraw, write
from leads.models import Lead, Milestone, Target
from leads.targets import progress, reached, set_targets, year_gone
from staff.models import Department, Entry, User
from tests import make
from tests.pages.site import page

MIDDLE = date(2026, 7, 2)


def came(lead: Lead, kind: str, on: date, *, what: str = "actual", stands: bool = True) -> Milestone:
    said = write(lead, kind, what, on, by=lead.created_by, at=timezone.now())
    if not stands:
        withdraw(said, by=lead.created_by, at=timezone.now())
    return said


@pytest.fixture
def signed(officer: User) -> Lead:
    lead = make.lead("采薇显示模组", owner=officer, amount=51 * 10**8)
    came(lead, "signed", date(2026, 3, 1))
    return lead


def test_what_was_signed_this_year_counts_with_its_sum(signed: Lead, officer: User) -> None:
    dollars = make.lead("苍梧封测", owner=officer, amount=10**8, currency="USD")
    came(dollars, "signed", date(2026, 5, 1))
    count, total, started, _ = progress(officer, 2026, MIDDLE)
    assert (count.actual, total.actual, total.beside, started.actual) == (2, Decimal("51.00"), "1亿美元", 0)


@pytest.mark.parametrize(
    ("on", "what", "stands"),
    [
        (date(2025, 12, 31), "actual", True), (date(2027, 1, 1), "actual", True), (date(2026, 3, 1), "planned", True),
        (date(2026, 3, 1), "actual", False),
    ],
)  # fmt: skip
def test_another_year_a_plan_and_a_day_taken_back_do_not(officer: User, on: date, what: str, stands: bool) -> None:
    came(make.lead(owner=officer), "signed", on, what=what, stands=stands)
    assert progress(officer, 2026, MIDDLE)[0].actual == 0


def test_the_lead_knows_the_day_of_the_signing_that_stands(officer: User) -> None:
    lead = make.lead("采薇", owner=officer)
    came(lead, "signed", date(2026, 3, 1))
    second = came(lead, "signed", date(2026, 4, 1))
    came(lead, "signed", date(2026, 9, 1), what="planned")
    came(lead, "started", date(2026, 8, 1))
    days = [Lead.objects.get(pk=lead.pk).signed_on]
    withdraw(second, by=officer, at=timezone.now())
    days.append(Lead.objects.get(pk=lead.pk).signed_on)
    withdraw(lead.milestones.get(on=date(2026, 3, 1)), by=officer, at=timezone.now())
    days.append(Lead.objects.get(pk=lead.pk).signed_on)
    assert days == [date(2026, 4, 1), date(2026, 3, 1), None]


def test_a_project_that_is_signed_again_counts_in_its_first_year_only(signed: Lead, officer: User) -> None:
    told = make.story(name="采薇")
    first = make.lead("第一次", owner=officer, company=told.company, project=told.project)
    came(first, "signed", date(2025, 6, 1))
    make.close(first, by=officer)
    again = make.lead("再签", owner=officer, company=told.company, project=told.project)
    came(again, "signed", date(2026, 2, 1))
    leads = Lead.objects.all()
    assert set(reached(leads, "signed", 2026)) == {signed}  # type: ignore[arg-type]
    assert set(reached(leads, "signed", 2025)) == {first}  # type: ignore[arg-type]
    assert set(reached(leads, "signed", None)) == {first, signed}  # type: ignore[arg-type]


def test_two_leads_of_one_project_on_one_day_are_one(officer: User) -> None:
    told = make.story(name="采薇")
    for name in ("一", "二"):
        lead = make.lead(name, owner=officer, company=told.company, project=told.project)
        came(lead, "signed", date(2026, 2, 1))
        if name == "一":
            make.close(lead, by=officer)
    assert progress(officer, 2026, MIDDLE)[0].actual == 1


@pytest.mark.parametrize(("target", "light"), [(2, "ok"), (Decimal("2.4"), "warn"), (10, "bad"), (None, "")])
def test_the_light_compares_with_the_part_of_the_year_that_is_gone(
    signed: Lead, officer: User, target: Decimal | None, light: str
) -> None:
    assert officer.department is not None
    if target is not None:
        set_targets(officer.department, 2026, {"signed": Decimal(target)}, by=officer, at=timezone.now())
    assert progress(officer, 2026, date(2026, 7, 1))[0].light == light


@pytest.mark.parametrize(
    ("on", "share"), [(date(2025, 5, 1), 0), (date(2026, 12, 31), 1), (date(2027, 2, 1), 1), (date(2026, 1, 1), Decimal(1) / 365)]
)  # fmt: skip
def test_the_year_is_gone_by_days(on: date, share: Decimal) -> None:
    assert year_gone(on, 2026) == share


def test_every_figure_opens_its_rows(signed: Lead, officer: User, sign_in: Callable[..., Client]) -> None:
    came(signed, "started", date(2026, 6, 1))
    make.lead("没签的", owner=officer)
    client = sign_in(officer)
    for row in progress(officer, 2026, MIDDLE):
        answer = client.get(row.url)
        assert answer.context["list"].count == (0 if row.label == "投产项目" else 1), row.url


def test_the_clerk_sets_the_figures_and_the_journal_keeps_it(
    clerk: User, first: Department, office: Department, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(clerk)
    url = f"/targets/{first.pk}/?year=2026"
    assert client.post(url, {"signed": "30", "amount": "120.5", "started": "", "operating": ""}).status_code == 302
    assert dict(Target.objects.values_list("indicator", "value")) == {"signed": 30, "amount": Decimal("120.50")}
    assert client.post(url, {"signed": "", "amount": "120.5"}).status_code == 302
    assert dict(Target.objects.values_list("indicator", "value")) == {"amount": Decimal("120.50")}
    assert [entry.note for entry in Entry.objects.filter(act="改目标")] == [
        "2026 年：签约项目",
        "2026 年：签约项目、签约总投资",
    ]
    assert "120.5" in page(client.get("/targets/?year=2026"))
    # Not above one's own unit.
    assert client.get(f"/targets/{office.pk}/?year=2026").status_code == 404


@pytest.mark.parametrize("typed", ["-1", "很多", "1e30"])
def test_a_figure_that_is_none_is_refused_and_stays_in_the_form(
    typed: str, clerk: User, first: Department, sign_in: Callable[..., Client]
) -> None:
    answer = sign_in(clerk).post(f"/targets/{first.pk}/?year=2026", {"signed": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in page(answer)
    assert not Target.objects.exists()


@pytest.mark.parametrize("year", ["", "x", "99999", "-5", "２０２６"])
def test_a_year_that_is_none_is_this_one(year: str, officer: User, sign_in: Callable[..., Client]) -> None:
    answer = sign_in(officer).get("/targets/", {"year": year})
    assert answer.status_code == 200
    assert answer.context["year"] == timezone.localdate().year

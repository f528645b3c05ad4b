"""引荐路径: from any firm or person the shortest chain to somebody we can phone today, each link with its sentence or with who
recorded it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from identities.models import Company
from leads import positions
from leads.models import Contact
from leads.paths import Hop, path_from
from staff.models import User
from tests import make
from tests.pages.site import page

pytestmark = pytest.mark.django_db


def names(hops: list[Hop]) -> list[str]:
    return [str(hop.row) for hop in hops]


def person(name: str, by: User, firm: Company | None = None, *, phone: str = "") -> Contact:
    return make.contact(name, by=by, company=firm, phones=[phone] if phone else [])


@pytest.fixture
def target() -> Company:
    return make.company("采薇显示股份有限公司")


def test_who_works_there_and_can_be_called_is_one_link_away(target: Company, officer: User) -> None:
    person("陈启明", officer, target, phone="13800002201")
    hops = path_from(target, officer)
    assert names(hops) == ["采薇显示股份有限公司", "陈启明"]
    assert hops[1].link is not None
    assert hops[1].link.told_by.startswith("王晓 ")


def test_the_chain_goes_by_former_places_and_introductions_and_is_the_shortest(target: Company, officer: User) -> None:
    inside = person("何进", officer, target)
    friend = person("李可", officer, make.company("云湖电子有限公司"), phone="13900000001")
    between = person("周行", officer)
    now = timezone.now()
    positions.introduce(between, inside, by=officer, at=now)
    positions.introduce(friend, between, by=officer, at=now, why="同学")
    assert names(path_from(target, officer)) == ["采薇显示股份有限公司", "何进", "周行", "李可"]
    positions.add_former(friend, target, "工程师", since=date(2018, 1, 1), until=date(2020, 6, 1), by=officer, at=now)
    hops = path_from(target, officer)
    assert names(hops) == ["采薇显示股份有限公司", "李可"]
    assert hops[1].link is not None
    assert "曾任" in hops[1].link.words
    assert "2018-01 至 2020-06" in hops[1].link.words


def test_a_firm_on_the_same_project_is_a_link_with_the_sentence_that_says_so(target: Company, officer: User) -> None:
    builder = make.company("云湖建设有限公司")
    project = make.project("采薇显示模组项目", target, builder)
    paper = make.article(
        "采薇项目开工\n临江日报 2026-11-02\n采薇显示股份有限公司的采薇显示模组项目由云湖建设有限公司承建，总投资51亿元。\n"
    )
    for firm in (target, builder):
        make.appears(paper, firm)
    make.appears(paper, project)
    for firm in (target, builder):
        make.fact(paper, project.name, "company", firm.name, firm.name)
    person("陈启明", officer, builder, phone="13800002201")
    hops = path_from(target, officer)
    assert names(hops) == ["采薇显示股份有限公司", "云湖建设有限公司", "陈启明"]
    assert hops[1].link is not None
    assert "由云湖建设有限公司承建" in hops[1].link.quote


def test_only_when_nothing_recorded_leads_there_a_sentence_that_names_both_does(target: Company, officer: User) -> None:
    supplier = make.company("云湖材料有限公司")
    paper = make.article("临江日报 2026-11-02\n采薇显示股份有限公司向云湖材料有限公司采购基板。\n另一句话。\n")
    for firm in (target, supplier):
        make.appears(paper, firm)
        make.mention(paper, firm.name)
    person("陈启明", officer, supplier, phone="13800002201")
    hops = path_from(target, officer)
    assert names(hops) == ["采薇显示股份有限公司", "云湖材料有限公司", "陈启明"]
    assert hops[1].link is not None
    assert "采购基板" in hops[1].link.quote
    person("何进", officer, target, phone="13900000001")
    assert names(path_from(target, officer)) == ["采薇显示股份有限公司", "何进"]


def test_nobody_else_s_contacts_and_no_masked_number_end_a_chain(
    target: Company, officer: User, colleague: User, clerk: User, leader: User
) -> None:
    person("陈启明", colleague, target, phone="13800002201")
    assert path_from(target, officer) == []
    assert path_from(target, clerk) == []
    assert names(path_from(target, leader)) == ["采薇显示股份有限公司", "陈启明"]


def test_a_person_one_can_call_needs_no_chain_and_a_withdrawn_introduction_is_none(
    officer: User, sign_in: Callable[..., Client]
) -> None:
    friend, far = person("李可", officer, phone="13900000001"), person("何进", officer)
    assert names(path_from(friend, officer)) == ["李可"]
    row = positions.introduce(friend, far, by=officer, at=timezone.now())
    assert names(path_from(far, officer)) == ["何进", "李可"]
    shown = page(sign_in(officer).get(f"/contacts/{far.pk}/path/"))
    assert "李可可以引荐何进" in shown
    assert 'href="tel:13900000001"' in shown
    positions.withdraw(row, by=officer, at=timezone.now())
    assert path_from(far, officer) == []
    assert "还没有路" in page(sign_in(officer).get(f"/contacts/{far.pk}/path/"))


def test_a_chain_asks_as_much_among_many_as_among_few(target: Company, officer: User) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert len(path_from(target, officer)) == 4
        return len(queries)

    inside, between = person("何进", officer, target), person("周行", officer)
    friend = person("李可", officer, phone="13900000001")
    positions.introduce(between, inside, by=officer, at=timezone.now())
    positions.introduce(friend, between, by=officer, at=timezone.now())
    few = asked()
    for number in range(12):
        other = person(f"旁{number}", officer, target)
        positions.introduce(person(f"远{number}", officer), other, by=officer, at=timezone.now())
    assert asked() == few <= 45

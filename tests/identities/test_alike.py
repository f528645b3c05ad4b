"""While somebody types: what is known already, with who holds it, as far as they may know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from identities.alike import alike
from identities.models import Company
from staff.models import User
from tests import make
from tests.pages.site import page


@pytest.mark.parametrize(
    ("typed", "known"),
    [("苍闻通讯", "库里已有"), ("苍闻科技", "名称相近"), ("采薇半导体", ""), ("苍", ""), ("", ""), ("%\x00_", "")],
)
def test_a_typed_company_is_known_likely_or_new(
    typed: str, known: str, officer: User, sign_in: Callable[..., Client]
) -> None:
    make.company("苍闻通讯股份有限公司")
    shown = page(sign_in(officer).get("/companies/alike/", {"company": typed}))
    assert ("苍闻通讯股份有限公司" in shown) is bool(known)
    assert known in shown


def test_the_holder_is_masked_by_right(
    officer: User, stranger: User, head: User, sign_in: Callable[..., Client]
) -> None:
    firm = make.company("苍闻通讯股份有限公司")
    make.lead("秘密线索", owner=stranger, company=firm)
    shown = page(sign_in(officer).get("/companies/alike/?name=苍闻通讯"))
    assert "招商二科 赵某在谈" in shown
    assert "赵青" not in shown
    assert "秘密线索" not in shown
    assert "赵青在谈" in page(sign_in(head).get("/companies/alike/?name=苍闻通讯"))


def test_a_company_is_no_double_of_itself_nor_one_that_was_merged_away(db: Any) -> None:
    firm = make.company("苍闻通讯")
    make.company("苍闻通讯器材", merged_into=firm)
    assert [row.company for row in alike("苍闻通讯")] == [firm]
    assert alike("苍闻通讯", but=firm.pk) == []


def test_many_names_that_begin_alike_do_not_crowd_out_the_same_one(db: Any) -> None:
    for number in range(12):
        make.company(f"苍闻{'科通信电网'[number % 5]}{'技讯息子络'[number % 5]}{number}号")
    same = make.company("苍闻通讯股份有限公司")
    found = alike("苍闻通讯")
    assert (found[0].company, found[0].is_same) == (same, True)
    assert len(found) <= 5


def ask(client: Client, **typed: str) -> str:
    return page(client.post("/contacts/alike/", typed))


def test_a_typed_contact_is_told_by_number_or_by_name_at_the_company(
    officer: User, stranger: User, sign_in: Callable[..., Client]
) -> None:
    firm = make.company("苍闻通讯股份有限公司")
    mine = make.contact("陈启明", by=officer, company=firm, phones=["13800002201"])
    make.contact("沈密", by=stranger, company=firm, phones=["13911112222"])
    client = sign_in(officer)
    assert "陈启明" in ask(client, name="陈启明", company_name="苍闻通讯")
    assert "电话相同" in ask(client, name="别人", phones_text="138 0000-2201\n")
    hidden = ask(client, name="新人", phones_text="13911112222")
    assert "一位您看不到的联系人" in hidden
    assert "招商二科 赵某 添加" in hidden
    assert "沈密" not in hidden
    assert "13911112222" not in hidden
    assert not ask(client, name="陈启明").strip()
    assert not page(client.post(f"/contacts/alike/?but={mine.pk}", {"phones_text": "13800002201"})).strip()


def test_the_forms_ask_while_somebody_types(officer: User, sign_in: Callable[..., Client]) -> None:
    client = sign_in(officer)
    firm = make.company()
    assert 'hx-get="/companies/alike/"' in page(client.get("/leads/add/"))
    contact = page(client.get("/contacts/add/"))
    assert 'hx-get="/companies/alike/"' in contact
    assert 'hx-post="/contacts/alike/"' in contact
    assert f'hx-get="/companies/alike/?but={firm.pk}"' in page(client.get(f"/companies/{firm.pk}/edit/"))


def test_a_code_with_a_wrong_check_character_is_refused_and_one_taken_is_told(
    officer: User, sign_in: Callable[..., Client]
) -> None:
    make.company("别家", code="91330000142944445H")
    firm = make.company()
    client = sign_in(officer)
    for code, answer in (("91330000142944445X", "校验码不符"), ("91330000142944445H", "合并为一条")):
        response = client.post(f"/companies/{firm.pk}/edit/", {"name": firm.name, "code": code})
        assert (response.status_code, answer in page(response)) == (422, True)
    assert Company.objects.get(pk=firm.pk).code == ""

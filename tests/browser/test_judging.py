"""待判 in a browser: a pair is judged by one key, on a desk and a phone; a double is told while somebody types."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from identities.models import Company, Doubt, Judgement, Merge
from staff.models import User
from tests import make
from tests.browser.conftest import check
from tests.identities.test_judging import told

pytestmark = pytest.mark.browser


def test_pairs_are_judged_and_merged_by_keys(open_page: Callable[..., Page], officer: User) -> None:
    for number in ("苍", "采"):
        told(f"{number}闻通讯股份有限公司")
        told(f"{number}闻科技有限公司")
    page = open_page("/doubts/", officer)
    check(page, "待判")
    page.keyboard.press("d")
    expect(page.locator("[data-keys-item]")).to_have_count(1)
    assert Judgement.objects.get().verdict == "different"
    page.keyboard.press("m")
    check(page, "合并为一条")
    page.get_by_role("button", name="合并").click()
    check(page, "合并")
    assert Merge.objects.get().undone_at is None
    page.get_by_role("button", name="撤销合并").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("已撤销的合并")
    assert Company.objects.current().count() == 4


def test_a_phone_shows_the_two_below_each_other(open_page: Callable[..., Page], officer: User) -> None:
    told("苍闻通讯股份有限公司")
    told("苍闻科技有限公司")
    page = open_page(f"/doubts/?pair={Doubt.objects.get().pk}", officer, phone=True)
    check(page, "待判")
    page.get_by_role("button", name="不确定").click()
    expect(page.get_by_text("没有待判的")).to_be_visible()
    assert Judgement.objects.get().verdict == "unsure"


def test_a_double_is_told_while_somebody_types(open_page: Callable[..., Page], officer: User, stranger: User) -> None:
    firm = make.company("苍闻通讯股份有限公司")
    make.lead("秘密", owner=stranger, company=firm, at=timezone.now())
    page = open_page("/leads/add/", officer)
    page.get_by_role("textbox", name="企业").press_sequentially("苍闻通讯")
    expect(page.get_by_text("招商二科 赵某在谈")).to_be_visible()
    check(page)
    page = open_page("/contacts/add/", officer)
    make.contact("沈密", by=stranger, phones=["13911112222"])
    page.get_by_label("电话").press_sequentially("13911112222")
    expect(page.get_by_text("一位您看不到的联系人")).to_be_visible()
    check(page)

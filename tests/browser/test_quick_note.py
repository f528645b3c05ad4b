"""速记 on a phone: three taps from the list of one's leads to a written follow-up with its next day; Ctrl-K on a desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from staff.models import User
from tests import make
from tests.browser.conftest import check

pytestmark = pytest.mark.browser


def test_three_taps_write_a_follow_up(open_page: Callable[..., Page], officer: User) -> None:
    lead = make.lead("采薇显示模组", owner=officer)
    page = open_page("/notes/", officer, phone=True)
    check(page, "速记")
    page.get_by_role("link", name="采薇显示模组").tap()
    check(page, "记跟进")
    page.get_by_text("有意向").tap()
    page.get_by_role("button", name="一周后").tap()
    expect(page.get_by_text("已记跟进")).to_be_visible()
    row = lead.followups.get()
    lead.refresh_from_db()
    assert (row.outcome, row.progress, lead.next_on) == ("interested", "有意向", row.next_on)


def test_ctrl_k_goes_to_a_page_by_its_initials(open_page: Callable[..., Page], officer: User) -> None:
    page = open_page("/", officer)
    page.keyboard.press("Control+k")
    page.keyboard.type("wtqd")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    check(page, "问题清单")

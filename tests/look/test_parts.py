"""Every part, on a desk and on a phone: nothing that axe objects to, nothing wider than the screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PAGES = {
    "today": "/", "lead": "/lead/", "inbox": "/inbox/", "story": "/inbox/?open=1", "list": "/leads/?role=officer",
    "nothing": "/contacts/", "board": "/board/", "parts": "/parts/", "form": "/note/", "confirm": "/confirm/",
    "password": "/password/", "missing": "/nope/",
}  # fmt: skip


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_page_is_accessible_and_fits(visit: Callable[..., Page], path: str, phone: bool) -> None:
    page = visit(path, phone=phone)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    found = Axe().run(page).response["violations"]
    assert not [(violation["id"], node["html"]) for violation in found for node in violation["nodes"]]


def test_form_with_errors_is_accessible_and_says_what_is_missing(visit: Callable[..., Page]) -> None:
    page = visit("/note/")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("alert").get_by_role("link", name="下一步日期").click()
    assert page.evaluate("document.activeElement.id") == "id_next_on"
    assert not Axe().run(page).response["violations"]


def test_menus_open_are_accessible(visit: Callable[..., Page]) -> None:
    page = visit("/leads/")
    page.locator(".filters summary").click()
    assert page.get_by_label("招商专员").is_visible()
    assert not Axe().run(page).response["violations"]
    page.get_by_role("banner").get_by_text("更多").click()
    assert not page.get_by_label("招商专员").is_visible()
    assert not Axe().run(page).response["violations"]
    page.keyboard.press("Escape")
    assert page.locator(".top .menu-list:visible").count() == 0


def test_phone_reaches_every_room_from_the_bottom_bar(visit: Callable[..., Page]) -> None:
    page = visit("/", phone=True)
    bar = page.get_by_role("navigation", name="手机导航")
    assert [link.inner_text().split("\n")[-1] for link in bar.locator("> a").all()] == ["今日", "新闻", "线索", "速记"]
    bar.get_by_text("更多").click()
    for name in ("看板", "企业", "项目", "联系人", "报道", "用户与部门", "日志", "改密码"):
        assert bar.get_by_role("link", name=name, exact=True).is_visible()
    assert not Axe().run(page).response["violations"]


def test_sign_in_page_is_accessible_and_has_no_rooms(visit: Callable[..., Page]) -> None:
    page = visit("/login/")
    page.context.clear_cookies()
    page.reload()
    assert page.get_by_role("navigation").count() == 0
    assert not Axe().run(page).response["violations"]
    page.get_by_label("密码").fill("x")
    page.get_by_role("button", name="登录").click()
    assert page.url.endswith("/login/")

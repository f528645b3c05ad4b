"""Keys, dialogs, marks, the board and the living list, as a person uses them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
FOCUS = "document.activeElement"


def test_ctrl_k_goes_to_the_search_box_and_letters_typed_there_do_nothing_else(visit: Visit) -> None:
    page = visit("/inbox/")
    page.keyboard.press("Control+k")
    assert page.evaluate(f"{FOCUS}.name") == "q"
    page.keyboard.type("jiam")
    assert page.evaluate(f"{FOCUS}.value") == "jiam"
    assert page.locator("dialog[open]").count() == 0


def test_j_and_k_walk_the_list(visit: Visit) -> None:
    page = visit("/inbox/")
    page.keyboard.press("j")
    expect(page.locator(".story").nth(1)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator(".story").nth(1)).to_be_focused()


def test_question_mark_lists_the_keys_and_escape_closes(visit: Visit) -> None:
    page = visit("/inbox/")
    page.keyboard.press("?")
    shown = page.get_by_role("dialog", name="键盘")
    assert "接收为线索" in shown.inner_text()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_accepting_by_key_says_what_was_done(visit: Visit) -> None:
    page = visit("/inbox/")
    page.keyboard.press("a")
    expect(page.locator(".toasts").get_by_role("link", name="打开线索")).to_be_visible()
    assert page.url.endswith("/inbox/")


def test_a_question_opens_in_a_dialog_and_cancels(visit: Visit) -> None:
    page = visit("/inbox/")
    page.keyboard.press("i")
    asked = page.get_by_role("dialog", name="忽略这条新闻？")
    expect(asked).to_be_visible()
    asked.get_by_role("link", name="取消").click()
    expect(page.locator("dialog")).to_have_count(0)
    assert page.url.endswith("/inbox/")


def test_a_question_is_a_page_without_javascript(visit: Visit) -> None:
    page = visit("/inbox/")
    plain = page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    plain.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    other = plain.new_page()
    other.goto(page.url)
    other.get_by_role("link", name="忽略…").click()
    assert other.url.endswith("/confirm/")
    expect(other.get_by_role("button", name="忽略")).to_be_visible()
    plain.close()


def test_mark_and_fact_light_each_other_up(visit: Visit) -> None:
    page = visit("/inbox/")
    mark, fact = page.locator("mark.a"), page.locator(".facts [data-fact='2']")
    mark.focus()
    assert "is-lit" in (fact.get_attribute("class") or "")
    page.keyboard.press("Enter")
    expect(fact.get_by_role("link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(mark).to_be_focused()
    fact.hover()
    assert "is-lit" in (mark.get_attribute("class") or "")
    page.locator(".facts [data-fact='1'] dt").click()
    expect(page.locator("mark.c").first).to_be_focused()


def test_a_filter_changes_the_list_and_the_address_and_its_chip_takes_it_back(visit: Visit) -> None:
    page = visit("/leads/")
    page.locator("#id_q").fill("李敏0")
    expect(page.locator(".list-count")).to_contain_text("共 10 条")
    page.wait_for_url("**/leads/?q=*")
    page.locator(".chip").click()
    expect(page.locator(".list-count")).to_contain_text("共 25 条")


def test_sorting_keeps_the_focus_and_says_its_direction(visit: Visit) -> None:
    page = visit("/leads/")
    page.locator("#sort-number").focus()
    page.keyboard.press("Enter")
    expect(page.locator("th.col-number")).to_have_attribute("aria-sort", "ascending")
    expect(page.locator("#sort-number")).to_be_focused()
    page.wait_for_url("**sort=number*")


def test_back_after_a_filter_shows_a_whole_page(visit: Visit) -> None:
    page = visit("/leads/")
    page.locator("#page-next").click()
    page.wait_for_url("**page=2*")
    page.go_back()
    expect(page.locator(".list-count")).to_contain_text("共 25 条")
    expect(page.locator("header.top")).to_be_visible()


def test_board_moves_by_keyboard_and_says_so(visit: Visit) -> None:
    page = visit("/board/")
    card = page.locator("[data-stage='6'] .board-card").first
    card.focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("[data-stage='7'] .board-card")).to_have_count(1)
    expect(page.locator(".toasts")).to_contain_text("云湖半导体显示项目 → 落地")
    expect(page.locator("[data-stage='7'] .board-card")).to_be_focused()


def test_board_puts_a_refused_card_back_and_says_why(visit: Visit) -> None:
    page = visit("/board/")
    page.locator("[data-stage='1'] .board-card").first.focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".toasts")).to_contain_text("不能从线索直接到研判")
    expect(page.locator("[data-stage='1'] .board-card")).to_have_count(3)


def test_board_asks_for_what_the_stage_needs(visit: Visit) -> None:
    page = visit("/board/")
    page.locator("[data-stage='2'] .board-card").first.focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator("[data-stage='2'] .board-card")).to_have_count(3)


def test_board_moves_by_mouse(visit: Visit) -> None:
    page = visit("/board/")
    card = page.locator("[data-stage='5'] .board-card").last
    card.drag_to(page.locator("[data-stage='6']"))
    expect(page.locator("[data-stage='6'] .board-card")).to_have_count(4)
    expect(page.locator(".toasts")).to_contain_text("→ 签约")

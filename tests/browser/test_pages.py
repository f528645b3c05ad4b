"""Every page in a real browser, on a desk and on a phone: axe finds nothing, nothing is too wide, all of it is Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from staff.models import User
from tests.browser.conftest import check, faults
from tests.pages.site import addresses
from tests.rows import Rows

pytestmark = pytest.mark.browser

SIZES = pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
# Words that are no Chinese and yet meant: keys of the keyboard, a format, and what the test's own people are called.
MEANT = re.compile(
    r"Ctrl|Shift|Excel|Office|KB|MB|OCR|RSS|IMAP|TLS|txt|m?html|docx|pdf|PDF|eml|zip|http|u\d+|CRM|SOURCE|PASSWORD"
)
# Addresses, names of files, versions; and the receipts of enquiries.
NO_WORDS = re.compile(r"[\w:*%-]*(?:[./@][\w:*%-]+)+|\d+-[A-Z0-9]+", re.ASCII)


def shown_pages(rows: Rows) -> dict[str, str]:
    """The addresses that show a page when asked with GET, by name."""
    pages = {}
    for address in addresses():
        if address.name in {"healthz", "logout", "setup", "press:article-raw"}:
            continue
        pages[address.name] = address.url(**rows.values(address.name))
    return pages | {"search": "/search/?q=采薇", "404": "/nothing/", "upload": "/articles/add/?way=upload"}


def in_english(page: Page) -> list[str]:
    """Words of Latin letters that the page shows, in its options and placeholders too."""
    said = page.evaluate(
        """() => document.body.innerText + " " + [...document.querySelectorAll("[placeholder], [aria-label], [title]")]
        .map((one) => [one.placeholder, one.ariaLabel, one.title].join(" ")).join(" ")
        + [...document.querySelectorAll("option")].map((one) => " " + one.textContent).join("")"""
    )
    words = re.findall(r"[A-Za-z]{3,}\d*", NO_WORDS.sub(" ", said))
    return sorted({word for word in words if not MEANT.match(word)})


@SIZES
def test_every_page_is_sound(
    open_page: Callable[..., Page],
    rows: Rows,
    administrator: User,
    sign_in: Callable[..., Client],
    phone: bool,
) -> None:
    client, page, english, wrong = sign_in(administrator), None, {}, {}
    for name, url in shown_pages(rows).items():
        answer = client.get(url)
        # An act, a file, or a part of a page.
        if answer.status_code in (302, 405) or answer.streaming or b"<!doctype" not in answer.content:
            continue
        page = open_page(url, None if page else administrator, phone=phone, page=page)
        page.wait_for_load_state("load")
        if found := faults(page):
            wrong[name] = found
        assert "style=" not in re.sub(r"<svg.*?</svg>", "", answer.content.decode(), flags=re.DOTALL), name
        if words := in_english(page):
            english[name] = words
    assert wrong == {}
    assert english == {}


@SIZES
def test_who_is_nobody_or_may_not_is_told_on_a_sound_page(
    open_page: Callable[..., Page], officer: User, phone: bool
) -> None:
    check(open_page("/login/", phone=phone), "招商线索")
    check(open_page("/setup/spent/", phone=phone), "没有这一页")
    check(open_page("/staff/users/", officer, phone=phone), "没有权限")


@SIZES
def test_an_office_without_anything_says_on_every_page_what_to_do(
    open_page: Callable[..., Page], administrator: User, phone: bool
) -> None:
    page = None
    for url in (
        "/",
        "/inbox/",
        "/leads/",
        "/board/",
        "/companies/",
        "/projects/",
        "/contacts/",
        "/articles/",
        "/notes/",
    ):
        page = open_page(url, None if page else administrator, phone=phone, page=page)
        check(page)
        if url != "/board/":
            assert re.search("没有|还没", page.locator("main").inner_text()), url


def test_a_card_is_dragged_to_the_next_column_and_moved_by_keys(
    open_page: Callable[..., Page],
    rows: Rows,
) -> None:
    page = open_page("/board/", rows.user)
    card = page.locator(f"#lead-{rows.lead.pk}")
    card.drag_to(page.get_by_role("region", name="研判").locator("[data-stage]"), steps=12)
    expect(page.get_by_role("region", name="研判").locator(f"#lead-{rows.lead.pk}")).to_be_visible()
    # At once, while the move before is still on its way: the board that comes back must not be the older one.
    page.locator(f"#lead-{rows.lead.pk}").focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.get_by_role("region", name="洽谈").locator(f"#lead-{rows.lead.pk}")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="→ 洽谈")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("region", name="洽谈").locator(f"#lead-{rows.lead.pk}")).to_be_visible()
    rows.lead.refresh_from_db()
    assert rows.lead.stage.key == "talking"

"""The product itself in a browser: a person signed in, on a desk or a phone, and what every page must fulfil."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from staff.models import User
from tests.browser.chromium import DESK, PHONE

BACKEND = "staff.backends.PeopleBackend"
# What Chromium itself writes into the console when an answer is a refusal that the test asked for.
REFUSED = "the server responded with a status of 4"


def faults(page: Page) -> list[str]:
    """What axe objects to in the page that has loaded, and whether it is too wide."""
    found = Axe().run(page).response["violations"]
    wrong = [f"{row['id']}: {node['html']}" for row in found for node in row["nodes"]]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        wrong.append("too wide")
    return wrong


def check(page: Page, heading: str = "") -> None:
    """The page with this heading has come, and there is nothing in it that axe objects to or that is too wide."""
    expect(page.get_by_role("heading", level=1).first).to_contain_text(heading)
    page.wait_for_load_state("load")
    assert faults(page) == [], page.url


@pytest.fixture
def open_page(browser: Browser, live_server: Any, committed: None) -> Iterator[Callable[..., Page]]:
    """Opens a path as that person (None: nobody), on a desk or a phone; whatever the console says against it fails."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def go(path: str, user: User | None = None, *, phone: bool = False, page: Page | None = None) -> Page:
        if page is None:
            context = browser.new_context(
                viewport=PHONE if phone else DESK, has_touch=phone, is_mobile=phone, locale="zh-CN",
                timezone_id="Asia/Shanghai", reduced_motion="reduce",
            )  # fmt: skip
            context.set_default_timeout(10_000)
            contexts.append(context)
            page = context.new_page()
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on(
                "console", lambda said: wrong.append(f"{said.text} {said.location}") if said.type == "error" else None
            )
        if user is not None:
            client = Client()
            client.force_login(user, backend=BACKEND)
            key = client.cookies["sessionid"].value
            page.context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
        page.goto(live_server.url + path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert not [line for line in wrong if REFUSED not in line]

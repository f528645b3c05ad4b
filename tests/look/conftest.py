"""The site of parts, signed in, in a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from staff.models import Department, User

PATHS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def site(settings: Any, db: None) -> None:
    """The product's settings with this folder's URLs and templates."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = templates
    settings.ROOT_URLCONF = "tests.look.site"


@pytest.fixture
def people(db: None) -> list[User]:
    """An administrator, 王晓, and 24 others in two departments."""
    first, second = Department.objects.create(name="招商一科"), Department.objects.create(name="招商二科")
    users = [
        User.objects.create(username="wang", name="王晓", role="administrator", department=first, phone="13812345678")
    ]
    for number in range(24):
        role = ("officer", "leader")[number % 2]
        phone = f"139{number:08d}"
        users.append(
            User.objects.create(
                username=f"u{number}", name=f"李敏{number:02d}", role=role, department=second, phone=phone
            )
        )
    return users


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = os.environ.get("CHROMIUM") or next((path for name in PATHS if (path := shutil.which(name))), None)
    if not found:
        if os.environ.get("CI") or os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("no Chromium found: set CHROMIUM to its path")
        pytest.skip("NO BROWSER: set CHROMIUM to its path")
    # Playwright's own event loop makes Django think that it is called from asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(
    browser: Browser, site: None, live_server: Any, client: Any, people: list[User]
) -> Iterator[Callable[..., Page]]:
    """Opens a path of the site, on a desk or a phone, as 王晓; a script error or a broken content policy fails the test."""
    client.force_login(people[0], backend="django.contrib.auth.backends.ModelBackend")
    key = client.cookies["sessionid"].value
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def go(path: str, *, phone: bool = False) -> Page:
        context = browser.new_context(
            viewport=PHONE if phone else DESK, has_touch=phone, is_mobile=phone, locale="zh-CN"
        )
        contexts.append(context)
        context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console", lambda message: wrong.append(message.text) if "Content Security Policy" in message.text else None
        )
        page.goto(live_server.url + path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert not wrong

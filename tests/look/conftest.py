"""The site of parts, signed in, in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from staff.models import Department, User
from tests.browser.chromium import DESK, PHONE


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


@pytest.fixture
def visit(
    browser: Browser, site: None, live_server: Any, client: Any, people: list[User]
) -> Iterator[Callable[..., Page]]:
    """Opens a path of the site, on a desk or a phone, as 王晓; a script error or a broken content policy fails the test."""
    client.force_login(people[0], backend="staff.backends.PeopleBackend")
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

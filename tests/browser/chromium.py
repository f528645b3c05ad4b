"""The one browser of a test run. Playwright's sync API allows one per process, so every folder takes it from here."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

PATHS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--lang=zh-CN",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """$CHROMIUM or the first on PATH. Without one the tests are skipped, or fail where CI or REQUIRE_BROWSER is set."""
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

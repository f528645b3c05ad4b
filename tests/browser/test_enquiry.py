"""The public form in a real browser: the proof of effort is found while somebody types."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from leads import effort
from leads.models import Enquiry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_person_sends_an_enquiry_from_a_phone(
    live_server: Any, browser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effort, "LEAST_SECONDS", 0)
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{live_server.url}/enquiry/")
    assert Axe().run(page).violations_count == 0
    typed = {
        "demand": "需要厂房5000平方米", "purpose": "生产车载显示模组", "tax": "年纳税约800万元", "company": "云湖光电",
        "person": "陈立群", "phone": "13800138000",
    }  # fmt: skip
    for name, words in typed.items():
        page.fill(f"[name={name}]", words)
    page.check("[name=consent]")
    page.click("button[type=submit]")
    page.wait_for_url(re.compile(r"/enquiry/\d{8}-"))
    assert page.inner_text("main strong") == Enquiry.objects.get().receipt
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()

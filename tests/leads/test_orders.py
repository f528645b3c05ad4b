"""The order of a list by the names of another table, and words looked for in names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from leads.models import Lead
from lists import page as lists_page
from search.fields import says
from staff.models import User
from tests import make


def rows(response: Any) -> list[str]:
    return [row.record.name for row in response.context["table"].paginated_rows]


@pytest.mark.parametrize("many", [1, 10_000])
def test_leads_without_a_company_come_last_whichever_way_the_names_run(
    many: int, officer: User, sign_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists_page, "MANY", many)
    make.lead("没有企业的", owner=officer)
    for number in range(22):
        make.lead(f"线索{number:02}", owner=officer, company=make.company(f"苍梧{number:02}半导体有限公司"))
    client = sign_in(officer)
    up = [f"线索{number:02}" for number in range(22)]
    assert rows(client.get("/leads/?sort=company")) == up[:20]
    assert rows(client.get("/leads/?sort=company&page=2")) == [*up[20:], "没有企业的"]
    assert rows(client.get("/leads/?sort=-company")) == up[:1:-1]
    assert rows(client.get("/leads/?sort=-company&page=2")) == ["线索01", "线索00", "没有企业的"]


@pytest.mark.parametrize(
    ("words", "found"),
    [("显示", {"显示模组"}), ("顯示", {"显示模组"}), ("smt", {"SMT产线"}), ("Smt产线", {"SMT产线"}), ("100%", set())],
)
def test_words_are_found_in_either_case_and_script(words: str, found: set[str], officer: User) -> None:
    for name in ("显示模组", "SMT产线"):
        make.lead(name, owner=officer)
    assert set(Lead.objects.filter(says("name", words)).values_list("name", flat=True)) == found

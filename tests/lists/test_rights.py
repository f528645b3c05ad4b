"""Excel: a right of its own, in the journal, with the filtered rows and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from staff.models import Entry, User
from staff.permissions import GRANTS, Can, Role
from tests import make
from tests.pages.site import page


def rows(answer: Any) -> list[tuple[Any, ...]]:
    return list(load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0].iter_rows(values_only=True))


@pytest.fixture
def leads(officer: User) -> None:
    for number in range(1, 26):
        make.lead(f"采薇线索{number}", owner=officer, amount=number * 10**8, industry="集成电路")
    make.lead("=1+1", by=officer)


@pytest.mark.parametrize("role", Role.values)
def test_who_may_not_export_is_not_offered_it_and_refused(
    role: str, leads: None, everyone: dict[str, User], sign_in: Callable[..., Client]
) -> None:
    client = sign_in(everyone[role])
    may = Can.EXPORT in GRANTS[role]
    assert ("导出 Excel" in page(client.get("/leads/"))) is may
    answer = client.get("/leads/?export=xlsx")
    assert answer.status_code == (200 if may else 403)
    assert Entry.objects.filter(act="导出").count() == int(may)


def test_the_file_holds_every_filtered_row_and_the_journal_says_which(
    leads: None, leader: User, sign_in: Callable[..., Client]
) -> None:
    answer = sign_in(leader).get("/leads/?q=采薇&amount_min=10&sort=-amount&page=2&export=xlsx")
    header, *body = rows(answer)
    assert header[0] == "线索"
    assert [row[0] for row in body] == [f"采薇线索{number}" for number in range(25, 9, -1)]
    entry = Entry.objects.get()
    assert (entry.by, entry.about) == (leader, "线索")
    assert entry.note == "16 行；筛选 名称：采薇；总投资（亿元）：10 起"


def test_what_looks_like_a_formula_is_text(leads: None, leader: User, sign_in: Callable[..., Client]) -> None:
    book = load_workbook(BytesIO(b"".join(sign_in(leader).get("/leads/?where=pool&export=xlsx").streaming_content)))  # type: ignore[attr-defined]
    cell = book.worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_industries_and_stages_are_written_in_chinese(
    leads: None, leader: User, sign_in: Callable[..., Client]
) -> None:
    header, first, *_ = rows(sign_in(leader).get("/leads/?q=采薇&export=xlsx"))
    line = dict(zip(header, first, strict=True))
    assert line["产业"] == "集成电路"
    assert str(line["阶段"]).startswith("线索")

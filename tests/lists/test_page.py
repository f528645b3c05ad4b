"""A list page: what the query asks for is what the reader gets."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from lists import page as lists_page
from staff.models import Entry, User

pytestmark = pytest.mark.usefixtures("site")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def clerk(client: Client, people: list[User]) -> Client:
    """Signed in as somebody who may export."""
    client.force_login(people[0], backend="staff.backends.PeopleBackend")
    return client


def names(response: Any) -> list[str]:
    return [row.record.name for row in response.context["table"].paginated_rows]


def sheet(response: Any) -> list[tuple[Any, ...]]:
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    return [tuple(row) for row in book.worksheets[0].iter_rows()]


def test_filters_narrow_the_rows_and_are_named_as_chips(clerk: Client) -> None:
    response = clerk.get("/leads/?q=李敏&role=officer&number_min=1&sort=name")
    assert len(names(response)) == 12
    chips = [(chip.label, chip.value) for chip in response.context["list"].chips]
    assert chips == [("搜索", "李敏"), ("角色", "招商专员"), ("编号", "1 起")]


def test_removing_a_chip_keeps_the_other_filters_and_the_order(clerk: Client) -> None:
    response = clerk.get(
        "/leads/?q=李敏&role=officer&role=leader&joined_after=2026-01-01&joined_before=&sort=-name&page=2"
    )
    by_label = {chip.label: chip for chip in response.context["list"].chips}
    assert by_label["角色"].value == "招商专员、科长"
    assert by_label["加入日期"].value == "2026-01-01 起"
    assert by_label["角色"].url == "/leads/?q=%E6%9D%8E%E6%95%8F&joined_after=2026-01-01&sort=-name"
    assert response.context["list"].clear_url == "/leads/?sort=-name"


@pytest.mark.parametrize(("asked", "count", "chips"), [("", 25, []), ("true", 24, ["是"]), ("false", 1, ["否"])])
def test_yes_no_or_either(clerk: Client, people: list[User], asked: str, count: int, chips: list[str]) -> None:
    User.objects.filter(pk=people[1].pk).update(is_active=False)
    shown = clerk.get(f"/leads/?active={asked}").context["list"]
    assert (shown.count, [chip.value for chip in shown.chips]) == (count, chips)


def test_a_value_that_cannot_be_read_is_said_and_filters_nothing(clerk: Client) -> None:
    response = clerk.get("/leads/?joined_after=yesterday")
    assert response.context["list"].count == 25
    assert "加入日期：" in response.content.decode()
    assert response.context["list"].chips == []


@pytest.mark.parametrize(("query", "size", "number"), [
    ("", 20, 1), ("per_page=50", 50, 1), ("per_page=100000", 20, 1), ("per_page=x&page=x", 20, 1), ("page=99", 20, 2),
])  # fmt: skip
def test_page_sizes_are_three_and_a_wrong_page_is_the_nearest(
    clerk: Client, query: str, size: int, number: int
) -> None:
    table = clerk.get(f"/leads/?{query}").context["table"]
    assert (table.paginator.per_page, table.page.number) == (size, number)


def test_every_page_is_a_link_but_the_one_that_is_open(clerk: Client) -> None:
    first, second = (clerk.get(f"/leads/?page={number}").content.decode() for number in (1, 2))
    assert ('<span aria-current="page">1</span>' in first, 'id="page-2"' in first) == (True, True)
    assert ('id="page-1"' in second, '<span aria-current="page">2</span>' in second) == (True, True)


def test_pages_of_rows_that_tie_hold_every_row_once(clerk: Client) -> None:
    seen = [name for page in (1, 2) for name in names(clerk.get(f"/leads/?sort=department&page={page}"))]
    assert len(seen) == len(set(seen)) == 25


def test_sorting_by_something_that_is_no_column_changes_nothing(clerk: Client) -> None:
    assert len(names(clerk.get("/leads/?sort=password&sort=do"))) == 20


def test_htmx_gets_the_list_alone_with_a_clean_address(clerk: Client) -> None:
    response = clerk.get("/leads/?q=李敏&role=&department=&page=1", headers=HTMX)
    text = response.content.decode()
    assert text.strip().startswith("<section")
    assert "<html" not in text
    assert response["HX-Push-Url"] == "/leads/?q=%E6%9D%8E%E6%95%8F&page=1"
    assert "HX-Request" in response["Vary"]


def test_htmx_restoring_history_gets_the_whole_page(clerk: Client) -> None:
    response = clerk.get("/leads/", headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert "<html" in response.content.decode()


def test_nothing_found_offers_to_clear_the_filters_and_nothing_there_says_what_to_do(clerk: Client) -> None:
    assert "清除筛选" in clerk.get("/leads/?q=没有此人").content.decode()
    text = clerk.get("/contacts/").content.decode()
    assert "还没有联系人" in text
    assert "速记" in text


def test_what_was_typed_is_escaped(clerk: Client) -> None:
    text = clerk.get("/leads/?q=<script>x</script>&sort=<b>").content.decode()
    assert "<script>x" not in text
    assert "<b>" not in text


def test_a_list_costs_two_queries_besides_the_session(clerk: Client, django_assert_num_queries: Any) -> None:
    # session, user, their department and unread notices in the bar; the filter's departments; count; rows.
    with django_assert_num_queries(7):
        clerk.get("/leads/")


def test_export_holds_all_filtered_rows_in_order_with_their_types(clerk: Client, people: list[User]) -> None:
    response = clerk.get("/leads/?export=xlsx&q=李敏&sort=-name&per_page=20&page=2")
    rows = sheet(response)
    assert [cell.value for cell in rows[0]] == ["姓名", "部门", "角色", "手机", "加入日期", "编号"]
    assert [row[0].value for row in rows[1:]] == [f"李敏{number:02d}" for number in range(23, -1, -1)]
    first = rows[1]
    assert (first[1].value, first[2].value) == ("招商二科", "科长")
    assert first[4].is_date
    assert first[5].value == people[-1].pk
    assert "%E4%BA%BA%E5%91%98-" in response["Content-Disposition"]


def test_export_says_what_the_page_says_where_the_page_masks(clerk: Client) -> None:
    rows = sheet(clerk.get("/leads/?export=xlsx&sort=name"))
    assert {row[3].value for row in rows[1:]} >= {"139****0000", "138****5678"}


@pytest.mark.parametrize("name", ["=1+1", "+86", "-2", "@SUM(A1)", "\t=1", "＝1"])
def test_export_never_writes_a_formula(clerk: Client, people: list[User], name: str) -> None:
    User.objects.filter(pk=people[1].pk).update(name=name)
    cell = next(row[0] for row in sheet(clerk.get("/leads/?export=xlsx")) if row[5].value == people[1].pk)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (name.strip(), "s", True)


def test_export_survives_what_excel_cannot_hold(clerk: Client, people: list[User]) -> None:
    User.objects.filter(pk=people[1].pk).update(name="甲\x0b乙")
    assert "甲乙" in [row[0].value for row in sheet(clerk.get("/leads/?export=xlsx"))]


def test_export_is_journaled_with_its_filters(clerk: Client) -> None:
    clerk.get("/leads/?export=xlsx&q=李敏")
    entry = Entry.objects.get()
    assert (entry.by_name, entry.act, entry.about, entry.note) == ("王晓", "导出", "人员", "24 行；筛选 搜索：李敏")


def test_export_needs_the_right(client: Client, people: list[User]) -> None:
    client.force_login(people[1], backend="staff.backends.PeopleBackend")
    assert "export=xlsx" not in client.get("/leads/").content.decode()
    assert client.get("/leads/?export=xlsx").status_code == 403
    assert not Entry.objects.exists()


def test_export_of_too_many_rows_is_refused_in_words(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists_page, "MOST_ROWS", 24)
    response = clerk.get("/leads/?export=xlsx&sort=name", follow=True)
    assert response.redirect_chain == [("/leads/?sort=name", 302)]
    assert "筛出 25 行，一次最多导出 24 行" in response.content.decode()
    assert "超过 24 行，筛选后可导出" in response.content.decode()
    assert not Entry.objects.exists()

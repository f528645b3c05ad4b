"""搜索: two characters find it, in either script, wherever it stands; and only what one may see."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from crm.searching import search_all
from leads.models import Lead
from staff.models import User
from tests import make
from tests.pages.site import page


def found(query: str, user: User) -> dict[str, list[str]]:
    return {group.label: [hit.title for hit in group.hits] for group in search_all(query, user)}


@pytest.fixture
def lead(officer: User) -> Lead:
    """采薇半导体股份有限公司 with its project, article, lead and contact."""
    told = make.story(name="采薇")
    lead = make.lead("采薇的事", owner=officer, company=told.company, project=told.project)
    contact = make.contact("陈启明", by=officer, company=told.company, title="董事长", phones=["13800002201"])
    lead.contacts.create(contact=contact)
    return lead


@pytest.mark.parametrize("query", ["采薇", "採薇", " 采薇 ", "采薇半導體", "采薇半导体"])
def test_two_characters_in_either_script_find_every_kind(query: str, lead: Lead, officer: User) -> None:
    rooms = found(query, officer)
    assert rooms["企业"] == ["采薇半导体股份有限公司"]
    assert {"企业", "报道"} <= set(rooms)
    assert ({"项目", "联系人", "线索"} <= set(rooms)) is (len(query.strip()) == 2)
    assert "采薇" in rooms["报道"][0]


@pytest.mark.parametrize(
    ("query", "room"),
    [("陈启明", "联系人"), ("董事长", "联系人"), ("13800002201", "联系人"), ("的事", "线索"), ("显示模组", "项目")],
)
def test_people_numbers_leads_and_projects_are_found(query: str, room: str, lead: Lead, officer: User) -> None:
    assert room in found(query, officer)


def test_words_that_many_names_hold_are_shown_without_their_number(
    lead: Lead, officer: User, monkeypatch: pytest.MonkeyPatch, sign_in: Callable[..., Client]
) -> None:
    monkeypatch.setattr("crm.searching.MOST", 2)
    for number in range(3):
        told = make.story(name=f"采薇{number}")
        make.lead(f"采薇的事{number}", owner=officer, company=told.company, project=told.project)
    groups = {group.label: group for group in search_all("采薇", officer)}
    assert {label: (group.count, group.has_more) for label, group in groups.items()} == {
        "企业": (2, True), "项目": (2, True), "线索": (2, True), "联系人": (1, False), "报道": (2, True),
    }  # fmt: skip
    assert [hit.title for hit in groups["线索"].hits] == ["采薇的事2", "采薇的事1"]
    assert "企业 2 以上" in page(sign_in(officer).get("/search/?q=采薇"))


def test_an_article_shows_the_words_that_were_found_in_it(officer: User) -> None:
    make.article(
        "天工阁②期今天动工。" + "。".join(f"第{n}段" for n in range(50)) + "。雲湖半導體到訪，面积50㎡。",
        title="两件事",
    )
    hit = search_all("云湖半导体", officer)[0].hits[0]
    assert hit.found in {"雲湖半導體", "云湖半导体"}
    assert hit.after.startswith(("到訪", "到访"))
    assert "段" in hit.before


@pytest.mark.parametrize(
    "query", ["", " ", "。", "'", '"', "%", "&", "\\", "' | '", "a" * 500, "\x00", "<b>", "𠮷", "!"]
)
def test_odd_questions_are_answered(query: str, lead: Lead, officer: User, sign_in: Callable[..., Client]) -> None:
    answer = sign_in(officer).get("/search/", {"q": query})
    assert answer.status_code == 200
    assert "<b>" not in page(answer)


def test_more_than_fit_are_counted_and_led_to(officer: User, sign_in: Callable[..., Client]) -> None:
    for number in range(11):
        make.company(f"采薇{number}有限公司")
    group = search_all("采薇", officer)[0]
    assert (group.count, len(group.hits)) == (11, 8)
    assert sign_in(officer).get(group.all_url).context["list"].count == 11


def test_what_is_not_there_is_said(officer: User, sign_in: Callable[..., Client]) -> None:
    shown = page(sign_in(officer).get("/search/?q=不存在"))
    assert "没有找到" in shown


def test_a_lead_and_a_person_of_others_are_not_found(lead: Lead, stranger: User, viewer: User, clerk: User) -> None:
    assert "线索" not in found("的事", stranger)
    assert "联系人" not in found("陈启明", stranger)
    assert "线索" in found("的事", clerk)
    assert "联系人" in found("陈启明", clerk)
    # A visitor sees the unit's leads, and no people.
    assert "线索" in found("的事", viewer)
    assert "联系人" not in found("陈启明", viewer)

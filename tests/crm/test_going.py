"""Ctrl-K: a few letters lead to any page or row, as far as the person may see them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from crm.going import PAGES, places
from staff.models import User
from tests import make
from tests.pages.site import page

pytestmark = pytest.mark.django_db


def test_pages_are_found_by_name_and_by_initials_and_offered_before_typing(officer: User) -> None:
    assert [place.title for place in places("问题", officer)][:1] == ["问题清单"]
    assert [place.title for place in places("xsc", officer)][:1] == ["线索池"]
    assert [place.title for place in places("", officer)][:2] == ["今日", "新闻待办"]


def test_rows_of_every_room_are_found_but_none_of_others(
    officer: User, stranger: User, sign_in: Callable[..., Client]
) -> None:
    told = make.story(name="采薇")
    make.lead("采薇线索", owner=officer, company=told.company)
    make.lead("采薇的秘密", owner=stranger)
    make.contact("采薇妹", by=officer)
    shown = page(sign_in(officer).get("/go/?q=采薇"))
    for words in ("采薇线索", "采薇妹", "采薇半导体股份有限公司", "采薇半导体项目签约落户临江"):
        assert words in shown
    assert "秘密" not in shown


def test_every_page_offered_opens_for_who_is_offered_it(
    everyone: dict[str, User], sign_in: Callable[..., Client]
) -> None:
    assert all(reverse(name) for _, name, _, _ in PAGES)
    for user in everyone.values():
        client = sign_in(user)
        offered = [place for title, *_ in PAGES for place in places(title, user) if place.kind == "页面"]
        assert {client.get(url).status_code for url in {place.url for place in offered}} == {200}

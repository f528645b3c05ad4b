"""登录: what people are told who cannot get in, and how they get in again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from staff.models import User
from tests.pages.site import page

RIGHT, WRONG = "Qingdu-2026-park", "qingdu-2026-park"
PAUSED = "暂停登录"


@pytest.fixture
def known(officer: User, settings: Any) -> User:
    """王晓 with a password, where wrong ones are counted."""
    settings.AXES_ENABLED = True
    officer.set_password(RIGHT)
    officer.save()
    return officer


def enter(user: User, password: str) -> Any:
    return Client().post("/login/", {"username": user.username, "password": password})


def test_a_wrong_password_is_told_in_words_that_say_what_to_do(known: User) -> None:
    shown = page(enter(known, WRONG))
    assert "用户名或密码不对" in shown
    assert "请管理员重设" in shown
    assert "停用" not in shown
    assert known.username in shown
    focused = re.findall(r'<input[^>]*name="(\w+)"[^>]*autofocus', shown)
    assert focused == ["password"]


def test_a_stopped_account_is_told_so_only_to_who_knows_its_password(known: User) -> None:
    User.objects.filter(pk=known.pk).update(is_active=False)
    assert "这个账号已停用" in page(enter(known, RIGHT))
    assert "停用" not in page(enter(known, WRONG))
    assert enter(known, RIGHT).wsgi_request.user.is_anonymous


def test_after_ten_wrong_ones_the_page_says_how_long_and_whom_to_ask(known: User, settings: Any) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert PAUSED not in page(enter(known, WRONG))
    answer = enter(known, WRONG)
    assert answer.status_code == 429
    assert PAUSED in page(answer)
    assert "一小时后再试" in page(answer)
    assert PAUSED in page(enter(known, RIGHT))


def test_a_password_that_the_administrator_sets_anew_opens_at_once(
    known: User, administrator: User, settings: Any, sign_in: Callable[..., Client]
) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        enter(known, WRONG)
    new = {"new_password1": "Lanjiang-2027-park", "new_password2": "Lanjiang-2027-park"}
    client = sign_in(administrator)
    assert client.post(f"/staff/users/{known.pk}/password/", new).status_code == 302
    assert enter(known, new["new_password1"]).status_code == 302


def test_a_wrong_address_leads_on(officer: User, sign_in: Callable[..., Client]) -> None:
    assert "去登录" in page(Client().get("/nothing/"))
    shown = page(sign_in(officer).get("/nothing/"))
    assert "回到今日" in shown
    assert 'href="/search/"' in shown

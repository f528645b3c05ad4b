"""The set-up page: the one-time link makes the administrator, once, and then is gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from crm import demo, setup_link
from staff.models import Department, Entry, User
from staff.permissions import Role
from tests import make
from tests.pages.site import page

TYPED = {
    "office": "青渡经济开发区招商局", "name": "沈岚", "username": "shenlan",
    "password1": "Qingdu-2026-park", "password2": "Qingdu-2026-park",
}  # fmt: skip


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def url(db: Any) -> str:
    return f"/setup/{setup_link.token()}/"


def test_the_link_makes_the_administrator_and_lets_them_in(client: Client, url: str) -> None:
    assert "开始使用" in page(client.get(url))
    answer = client.post(url, TYPED, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    user = User.objects.get()
    assert (user.role, str(user.department), user.is_superuser) == (Role.ADMINISTRATOR, "青渡经济开发区招商局", False)
    assert "沈岚" in page(answer)
    assert Entry.objects.get().act == "建立管理员"
    assert Client().get(url).status_code == 404
    assert Client().post(url, TYPED | {"username": "second"}).status_code == 404
    assert User.objects.count() == 1


def test_a_wrong_link_is_no_page(client: Client, url: str) -> None:
    for wrong in ("/setup/wrong/", url[:-2] + "/", "/setup/%00/", "/setup/招商/"):
        assert client.get(wrong).status_code == 404, wrong
        assert client.post(wrong, TYPED).status_code == 404, wrong
    assert not User.objects.exists()


def test_the_link_is_shut_where_somebody_can_sign_in_already(client: Client, url: str) -> None:
    make.user("管理", Role.ADMINISTRATOR)
    assert client.get(url).status_code == 404
    assert client.post(url, TYPED).status_code == 404


@pytest.mark.parametrize(("change", "words"), [
    ({"office": ""}, "请填写单位名称"), ({"password2": "another-one-1"}, "两次输入的密码不一样"), ({"password1": "123", "password2": "123"}, "密码"),
    ({"username": ""}, "必填"), ({"name": "x" * 41}, "40"), ({"username": "沈 岚"}, "用户名"), ({"office": "a\x00b"}, "空字符"),
])  # fmt: skip
def test_what_was_typed_wrongly_is_told_and_the_link_stays(
    client: Client, url: str, change: dict[str, str], words: str
) -> None:
    answer = client.post(url, TYPED | change)
    assert answer.status_code == 422
    assert words in page(answer)
    assert not User.objects.exists()
    assert client.get(url).status_code == 200


def test_the_demo_comes_with_it_when_asked(client: Client, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "advance", lambda **more: None)  # the reader has tests of its own
    shown = page(client.post(url, TYPED | {"with_demo": "on"}, follow=True))
    assert "已载入演示数据" in shown
    assert demo.is_loaded()
    assert Department.objects.filter(name=demo.OFFICE).exists()


def test_an_answer_to_the_set_up_page_is_never_kept(client: Client, url: str) -> None:
    assert "no-store" in client.get(url)["Cache-Control"]

"""Coverage that others send: by token, once per address and content; and a button for the browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from press import receive, sources, taking
from press.models import Article, Link, Source
from staff.models import User
from tests.pages.site import page
from tests.press.server import Web, story

TEXT = story(3)


@pytest.fixture
def sender(officer: User) -> tuple[Source, str]:
    return sources.add_sender(Source.Kind.API, "剪报系统", by=officer, at=timezone.now())


def post(token: str, data: Any = None, **more: Any) -> Any:
    """What a program sends, without cookies and with the site's guard against forged forms on."""
    client = Client(enforce_csrf_checks=True)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    values = {"data": json.dumps(data) if data is not None else "", "content_type": "application/json", **more}
    return client.post("/api/articles/", headers=headers, **values)


def test_a_program_sends_an_article_once(sender: tuple[Source, str]) -> None:
    source, token = sender
    first = post(token, {"html": TEXT})
    assert (first.status_code, first.json()["new"]) == (201, True)
    again = post(token, {"html": TEXT})
    assert (again.status_code, again.json()["new"], again.json()["article"]) == (200, False, first.json()["article"])
    article = Article.objects.get()
    assert (article.source, bytes(article.raw), article.added_by) == (source, TEXT.encode(), source.created_by)


def test_the_same_address_is_the_same_article_whatever_its_bytes(sender: tuple[Source, str]) -> None:
    _, token = sender
    address = "http://news.example/1.html"
    first = post(token, {"html": TEXT, "url": address})
    again = post(token, {"html": TEXT + "<!-- later -->", "url": f"{address}#top"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert Article.objects.count() == 1


def test_an_address_alone_is_fetched_by_the_workers(sender: tuple[Source, str], web: Web) -> None:
    _, token = sender
    web.put("news.example/3.html", story(3))
    answer = post(token, {"url": "http://news.example/3.html"})
    assert (answer.status_code, answer.json()["article"]) == (202, None)
    taking.gather(network=web.network(), seconds=5)
    assert post(token, {"url": "http://news.example/3.html"}).json()["article"] == Article.objects.get().pk
    assert web.asked("news.example") == ["/3.html"]


def test_plain_text_and_forms_are_taken_too(sender: tuple[Source, str]) -> None:
    _, token = sender
    assert (
        post(
            token, data="苍梧半导体签约临江高新区，总投资51亿元。", content_type="text/plain; charset=utf-8"
        ).status_code
        == 201
    )
    form = Client().post("/api/articles/", {"text": "另一篇报道的全文。"}, headers={"Authorization": f"bearer {token}"})
    assert form.status_code == 201


@pytest.mark.parametrize(("data", "status"), [
    ({}, 422), ({"text": "  "}, 422), ({"text": 5}, 422), ([], 422), ({"url": "http://127.0.0.1/"}, 202), ({"url": "http://localhost/"}, 422),
    ({"url": "file:///etc/passwd"}, 422), ({"text": "\x01\x02\x03" * 50}, 422), ({"text": "x", "url": "javascript:alert(1)"}, 422),
])  # fmt: skip
def test_what_cannot_be_taken_is_answered_in_words(data: Any, status: int, sender: tuple[Source, str]) -> None:
    answer = post(sender[1], data)
    assert answer.status_code == status
    assert status == 202 or answer.json()["error"]
    assert Article.objects.count() == 0


def test_an_inside_address_that_was_sent_is_never_asked(sender: tuple[Source, str]) -> None:
    post(sender[1], {"url": "http://10.0.0.8/secret"})
    taking.gather(seconds=5)
    assert Link.objects.get().code == "inside"


@pytest.mark.parametrize("token", ["", "wrong", "x" * 5000, "\x00"])
def test_without_its_token_nothing_is_taken(token: str, sender: tuple[Source, str]) -> None:
    answer = post(token.replace("\x00", "%00"), {"text": "报道"})
    assert answer.status_code == 401
    assert Article.objects.count() == 0


def test_a_token_is_not_stored_and_ends_with_the_next_one(sender: tuple[Source, str], officer: User) -> None:
    source, token = sender
    source.refresh_from_db()
    assert token not in str(source.__dict__)
    fresh = sources.renew_token(source, by=officer, at=timezone.now())
    assert post(token, {"text": "报道一"}).status_code == 401
    assert post(fresh, {"text": "报道一"}).status_code == 201


def test_a_paused_sender_and_one_whose_person_left_send_nothing(sender: tuple[Source, str], officer: User) -> None:
    source, token = sender
    sources.pause(source, by=officer, at=timezone.now())
    assert post(token, {"text": "报道"}).status_code == 403
    sources.resume(source, by=officer, at=timezone.now())
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert post(token, {"text": "报道"}).status_code == 401


def test_too_many_in_a_minute_are_sent_back(sender: tuple[Source, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receive, "MOST_A_MINUTE", 3)
    statuses = [post(sender[1], {"text": f"报道{n}的全文"}).status_code for n in range(5)]
    assert statuses == [201, 201, 201, 429, 429]


def test_the_button_of_a_browser_sends_the_page_that_one_reads(officer: User, sign_in: Callable[..., Client]) -> None:
    client = sign_in(officer)
    made = client.post("/sources/browser/")
    shown = page(made)
    assert "拖到书签栏" in shown
    token = made.context["token"]
    assert shown.count(token) == 2
    assert token not in page(client.get("/sources/browser/"))
    assert "王晓 的浏览器按钮" in page(client.get("/sources/"))
    data = {"token": token, "url": "https://news.example/a?x=1", "html": TEXT}
    answer = Client(enforce_csrf_checks=True).post("/api/browser/", data)
    assert (answer.status_code, answer["Location"]) == (303, Article.objects.get().get_absolute_url())
    client.post("/sources/browser/")
    refused = Client().post("/api/browser/", data)
    assert refused.status_code == 401
    assert "令牌不对" in page(refused)


def test_an_interface_is_made_on_a_page_and_its_token_shown_once(officer: User, sign_in: Callable[..., Client]) -> None:
    client = sign_in(officer)
    made = client.post("/sources/add/api/", {"name": "剪报系统"})
    assert "只显示这一次" in page(made)
    source = Source.objects.get(kind="api")
    assert made.context["token"] not in page(client.get(source.get_absolute_url()))
    assert post(made.context["token"], {"text": "报道"}).status_code == 201
    assert "马上失效" in page(client.get(f"/sources/{source.pk}/token/"))
    client.post(f"/sources/{source.pk}/token/")
    assert post(made.context["token"], {"text": "报道二"}).status_code == 401

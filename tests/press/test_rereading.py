"""A newer engine reads old articles again: silently where nobody has looked, else with a word of a person. What people
decided stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

import reading
from crm.pipeline import advance
from leads import triage
from leads.models import LeadValue, Proposal
from press import reread
from press.correct import name_is, set_value
from press.models import Article, Correction, Fact, Mention, Reading, Step
from press.seen import see
from staff.models import Notice, User
from staff.refusal import Refused
from tests import make
from tests.hands import together
from tests.pages.site import page
from tests.press.test_corrections import FIRM, PROJECT, TEXT

NIGHT = datetime.fromisoformat("2026-11-22T02:30+08:00")
State = Reading.State


@pytest.fixture
def article(db: Any) -> Article:
    """The story, read by an older engine."""
    row = make.article(TEXT, done=None)
    advance(only=[row.pk])
    row.refresh_from_db()
    return row


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts a newer engine in place: it reads no land any more, and takes the first company to be none."""

    def put(version: str = "9999.1", **changes: Any) -> None:
        real = reading.read

        def read(*given: Any, **more: Any) -> Any:
            found = real(*given, **more)
            projects = tuple(
                replace(project, facts=tuple(fact for fact in project.facts if fact.kind != "land"))
                for project in found.projects
            )
            return replace(found, engine=version, **{"projects": projects, **changes})

        monkeypatch.setattr(reading, "ENGINE", version)
        monkeypatch.setattr(reading, "read", read)

    return put


def has_land(article: Article) -> bool:
    return Fact.objects.filter(article=article, kind="land", gone=False).exists()


def test_what_nobody_saw_is_replaced_at_night_without_a_word(article: Article, newer: Any) -> None:
    assert has_land(article)
    newer()
    assert reread.reread_at_night(NIGHT) == {State.PRESENT: 1}
    assert not has_land(article)
    row = Reading.objects.get(state=State.PRESENT)
    assert (row.engine, row.is_silent, row.gone) == ("9999.1", True, 1)
    article.refresh_from_db()
    assert (article.engine, article.resolve_at) == ("9999.1", None)
    assert reread.reread_at_night(NIGHT) == {}


@pytest.mark.parametrize("how", ["opened", "card", "decided", "corrected"])
def test_what_somebody_saw_waits_for_a_person(
    article: Article, officer: User, newer: Any, sign_in: Callable[..., Client], how: str
) -> None:
    card = Proposal.objects.get(article=article)
    match how:
        case "opened":
            sign_in(officer).get(article.get_absolute_url())
        case "card":
            sign_in(officer).get(card.get_absolute_url())
        case "decided":
            triage.ignore(card, by=officer, at=timezone.now(), reason="small")
        case "corrected":
            name_is(article, "云湖计划", "project", by=officer, at=timezone.now())
    newer()
    assert reread.reread_at_night(NIGHT) == {State.WAITING: 1}
    assert has_land(article)
    waiting = Reading.objects.waiting().get()
    found = [
        (row.difference.how, row.difference.label, row.difference.before) for row in reread.waiting_differences(waiting)
    ]
    assert found == [("gone", "用地", "180 亩")]
    assert "用地180亩" in reread.waiting_differences(waiting)[0].sentence


def test_leaders_hear_once_a_night_that_something_waits(
    article: Article, officer: User, leader: User, newer: Any, sign_in: Callable[..., Client]
) -> None:
    sign_in(officer).get(article.get_absolute_url())
    newer()
    reread.reread_at_night(NIGHT)
    Reading.objects.waiting().delete()
    assert reread.reread_at_night(NIGHT + timedelta(minutes=5)) == {State.WAITING: 1}
    told = Notice.objects.get()
    assert (told.user, told.url) == (leader, "/readings/?state=waiting")
    assert "夜里重读旧报道" in told.text


def test_a_list_and_a_search_are_no_look(article: Article, officer: User, sign_in: Callable[..., Client]) -> None:
    client = sign_in(officer)
    for url in ("/articles/", "/inbox/all/", "/search/?q=苍梧"):
        client.get(url)
    article.refresh_from_db()
    assert article.seen_at is None


def test_a_newer_reading_that_says_the_same_asks_nobody(article: Article, newer: Any, monkeypatch: Any) -> None:
    see(article, timezone.now())
    real = reading.read
    monkeypatch.setattr(reading, "ENGINE", "9999.2")
    monkeypatch.setattr(reading, "read", lambda *given, **more: replace(real(*given, **more), engine="9999.2"))
    assert reread.reread_at_night(NIGHT) == {State.PRESENT: 1}
    article.refresh_from_db()
    assert article.engine == "9999.2"
    assert article.resolve_at is not None


def test_the_person_takes_it_and_can_go_back(article: Article, officer: User, newer: Any) -> None:
    see(article, timezone.now())
    newer()
    reread.reread_at_night(NIGHT)
    row = reread.take(Reading.objects.waiting().get(), by=officer, at=timezone.now())
    assert (row.state, row.decided_by) == (State.PRESENT, officer)
    assert not has_land(article)
    reread.put_back(row, by=officer, at=timezone.now())
    assert has_land(article)
    assert reread.reread_at_night(NIGHT) == {}


def test_the_person_keeps_the_old_one_and_this_engine_asks_no_more(article: Article, officer: User, newer: Any) -> None:
    see(article, timezone.now())
    newer()
    reread.reread_at_night(NIGHT)
    reread.keep(Reading.objects.waiting().get(), by=officer, at=timezone.now())
    assert has_land(article)
    assert reread.reread_at_night(NIGHT) == {}
    newer("9999.3")
    assert reread.reread_at_night(NIGHT) == {State.WAITING: 1}


def test_of_two_who_decide_at_once_one_wins(committed: None, officer: User, colleague: User) -> None:
    article = make.article(TEXT)
    row = make.reading(article)
    acts = [
        lambda: reread.keep(Reading.objects.get(pk=row.pk), by=officer, at=timezone.now()),
        lambda: reread.keep(Reading.objects.get(pk=row.pk), by=colleague, at=timezone.now()),
    ]
    assert sorted(type(result).__name__ for result in together(*acts)) == ["NoneType", "Refused"]


def test_what_people_decided_is_the_same_after_a_re_reading(article: Article, officer: User, newer: Any) -> None:
    now = timezone.now()
    lead = triage.accept(Proposal.objects.get(article=article), by=officer, at=now)
    set_value(article, "land", PROJECT, 200.0, before=180.0, by=officer, at=now)
    name_is(article, FIRM, "person", by=officer, at=now)
    advance(only=[article.pk])
    before = [list(model.objects.order_by("pk").values()) for model in (Correction, LeadValue, Proposal)]
    newer(projects=())
    reread.reread_at_night(NIGHT)
    reread.take(Reading.objects.waiting().get(), by=officer, at=now)
    advance(only=[article.pk])
    assert before == [list(model.objects.order_by("pk").values()) for model in (Correction, LeadValue, Proposal)]
    assert Fact.objects.get(article=article, kind="land", gone=False).value == 200.0
    assert Mention.objects.filter(article=article, of=FIRM, kind="person", gone=False).exists()
    lead.refresh_from_db()
    assert (lead.name, lead.amount) == (PROJECT, 5_100_000_000)


def test_by_day_nothing_is_read_and_a_night_has_its_bound(
    article: Article, newer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        make.article(f"{TEXT}{number}")
    newer()
    assert reread.reread_at_night(NIGHT + timedelta(hours=8)) == {}
    monkeypatch.setattr(reread, "PER_NIGHT", 3)
    monkeypatch.setattr(reread, "PER_CALL", 2)
    assert reread.reread_at_night(NIGHT).total() == 2
    progress = reread.progress(NIGHT)
    assert (progress.left, progress.tonight, progress.done) == (2, 2, 2)
    assert reread.reread_at_night(NIGHT).total() == 1
    assert reread.reread_at_night(NIGHT) == {}
    assert reread.reread_at_night(NIGHT + timedelta(days=1)).total() == 1
    assert reread.progress(NIGHT + timedelta(days=1)).left == 0


def test_an_article_that_cannot_be_read_again_is_kept_as_it_is_and_said_so(
    article: Article, officer: User, newer: Any, monkeypatch: pytest.MonkeyPatch, sign_in: Callable[..., Client]
) -> None:
    newer()
    works = reading.read

    def breaks(*given: Any, **more: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr(reading, "read", breaks)
    assert reread.reread_at_night(NIGHT) == {State.FAILED: 1}
    assert reread.reread_at_night(NIGHT) == {}
    assert has_land(article)
    client = sign_in(officer)
    assert "失败 1 篇" in page(client.get("/readings/"))
    monkeypatch.setattr(reading, "read", works)
    client.post(f"/articles/{article.pk}/readings/")
    assert not Reading.objects.filter(state=State.FAILED).exists()


def test_re_reading_now_shows_the_difference_first_and_changes_nothing(
    article: Article, officer: User, newer: Any, sign_in: Callable[..., Client]
) -> None:
    newer()
    client = sign_in(officer)
    shown = page(client.post(f"/articles/{article.pk}/readings/", follow=True))
    assert "读法不同 1 处" in shown
    assert "不再有" in shown
    assert has_land(article)
    row = Reading.objects.waiting().get()
    assert "读得不一样" in page(client.get(article.get_absolute_url()))
    told = page(client.post(f"/readings/{row.pk}/decisions/", {"act": "take"}, follow=True))
    assert "已采用新读法" in told
    assert not has_land(article)
    assert "和现在的读法一样" in page(client.post(f"/articles/{article.pk}/readings/", follow=True))


def test_many_are_decided_at_once_after_a_question(
    article: Article, officer: User, newer: Any, sign_in: Callable[..., Client]
) -> None:
    see(article, timezone.now())
    newer()
    reread.reread_at_night(NIGHT)
    client = sign_in(officer)
    assert "待确认 1" in page(client.get("/readings/?state=waiting"))
    asked = page(client.get("/readings/decisions/?act=keep"))
    assert "保留旧读法：1 篇" in asked
    assert Reading.objects.waiting().exists()
    assert "保留旧读法 1 篇" in page(client.post("/readings/decisions/?act=keep", follow=True))
    assert Reading.objects.get(state=State.KEPT).decided_by == officer
    assert "没有符合条件的记录" in page(client.get("/readings/?state=waiting"))


def test_a_renamed_project_is_one_change_not_two(article: Article, officer: User, newer: Any) -> None:
    see(article, timezone.now())
    text = reading.clean(article.original)
    project = reading.read(text).projects[0]
    form = replace(
        project.forms[0], name="显示模组项目", spans=((project.forms[0].spans[0][0] + 2, project.forms[0].spans[0][1]),)
    )
    newer(projects=(replace(project, forms=(form,)),))
    reread.reread_at_night(NIGHT)
    found = [row.difference for row in reread.waiting_differences(Reading.objects.waiting().get())]
    assert [(row.how, row.before, row.after) for row in found] == [("changed", PROJECT, "显示模组项目")]


def test_an_article_that_is_not_read_yet_is_not_read_again(db: Any, newer: Any) -> None:
    article = make.article(TEXT, done=Step.GROUP)
    with pytest.raises(Refused, match="还没有读完"):
        reread.reread(article, timezone.now())
    newer()
    assert reread.reread_at_night(NIGHT) == {}

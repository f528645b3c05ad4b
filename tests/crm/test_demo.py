"""The demo office: a whole small office in one act, and gone in one act without a trace of it or a scratch on one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from crm import demo
from identities.models import Company, Project
from leads import triage
from leads.models import Contact, Lead, Proposal
from press.models import Article, Source
from staff.models import Department, Entry, User
from tests import make
from tests.pages.site import page

ROOMS = ("press", "identities", "leads", "staff")


def counts() -> dict[str, int]:
    """Rows of every table of ours but the journal's and the versions'."""
    models = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
    return {
        model.__name__: model._base_manager.count()
        for model in models
        if model is not Entry and model is not Source and not hasattr(model, "pgh_tracked_model")
    }


@pytest.fixture
def loaded(administrator: User) -> dict[str, int]:
    """A demo office beside what the office has of its own: a lead with its article. What was there before."""
    own = make.story(name="采薇")
    make.lead("采薇的事", owner=administrator, company=own.company, project=own.project)
    before = counts()
    demo.load(administrator, timezone.now())
    return before


def test_the_demo_is_an_office_at_work(loaded: dict[str, int], sign_in: Callable[..., Client]) -> None:
    articles = Article.objects.filter(source__kind=Source.Kind.DEMO)
    assert articles.count() == 20
    assert [row.name for row in articles if row.state != "done"] == []
    leads = Lead.objects.filter(is_demo=True)
    assert leads.count() >= 5
    assert leads.filter(in_pool=True).exists()
    assert leads.values("stage").distinct().count() >= 3
    assert all(lead.next_on for lead in leads if lead.owner)
    assert Contact.objects.filter(is_demo=True).exists()
    assert Proposal.objects.cards().count() >= 10
    for name in ("wangxiao", "zhouyan", "linzhou"):
        client = sign_in(User.objects.get(username=f"demo-{name}"))
        assert "今日" in page(client.get("/"))
    spam = Article.objects.get(name__startswith="13-spam")
    assert (spam.proposals.count(), spam.facts.count()) == (0, 0)


def test_loaded_twice_it_is_there_once_and_removed_it_leaves_what_was_there_before(
    loaded: dict[str, int], administrator: User
) -> None:
    there = counts()
    demo.load(administrator, timezone.now())
    assert counts() == there
    removed = demo.remove(administrator)
    assert counts() == loaded
    assert (removed["报道"], removed["用户"]) == (20, 5)
    assert not demo.is_loaded()
    assert list(Entry.objects.values_list("act", flat=True)) == ["移除演示数据", "载入演示数据", "载入演示数据"]


def test_what_a_real_lead_quotes_stays(loaded: dict[str, int], administrator: User) -> None:
    card = Proposal.objects.cards().filter(article__source__kind=Source.Kind.DEMO).exclude(company=None)[0]
    mine = make.lead("自己的", owner=administrator, company=card.company)
    triage.merge(card, mine, by=administrator, at=timezone.now())
    fact = triage.facts_of(card)[0]
    mine.values.create(
        field="amount", value=make.yuan(1), text="1元", chosen=True, by=administrator, at=timezone.now(),
        article=card.article, start=fact.start, end=fact.end, sentence_start=fact.sentence_start, sentence_end=fact.sentence_end,
    )  # fmt: skip
    demo.remove(administrator)
    mine.refresh_from_db()
    assert mine.company == card.company
    assert Article.objects.get(pk=card.article_id).source.kind == Source.Kind.FOLDER
    assert set(Lead.objects.values_list("name", flat=True)) == {"采薇的事", "自己的"}


def test_people_who_did_something_real_are_locked_out_and_not_lost(loaded: dict[str, int], administrator: User) -> None:
    person = User.objects.get(username="demo-wangxiao")
    lead = make.lead("真的", owner=administrator)
    lead.collaborators.add(person)
    make.follow_up(lead, by=person)
    demo.remove(administrator)
    person.refresh_from_db()
    assert not person.is_active
    assert Department.objects.filter(users=person).exists()


def test_the_page_asks_before_it_loads_and_before_it_removes(
    administrator: User, officer: User, sign_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "advance", lambda **more: None)  # the reader has tests of its own
    client = sign_in(administrator)
    assert "载入演示数据？" in page(client.get("/demo/"))
    assert not User.objects.filter(is_demo=True).exists()
    shown = page(client.post("/demo/", follow=True))
    assert "已载入演示数据：报道 20 篇" in shown
    assert "demo-wangxiao（专员）" in shown
    assert "移除演示数据？" in page(client.get("/demo/"))
    assert demo.is_loaded()
    assert "已移除演示数据" in page(client.post("/demo/", follow=True))
    assert (Company.objects.count(), Project.objects.count(), Article.objects.count()) == (0, 0, 0)
    assert sign_in(officer).post("/demo/").status_code == 403


def test_the_demo_people_sign_in_with_the_password_that_is_told_once(
    administrator: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "advance", lambda **more: None)
    told: Any = demo.load(administrator, timezone.now())
    assert client.login(username="demo-wangxiao", password=told.password)
    assert not client.login(username="demo-wangxiao", password="demo")

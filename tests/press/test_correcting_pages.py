"""更正 on the page of an article: beside every fact, with and without JavaScript, and shown wherever the value is."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from crm.pipeline import advance
from identities.models import Company, Project
from leads import triage
from leads.models import Proposal
from press.correct import name_is, set_value
from press.models import Article, Correction, Fact, Mention
from staff.models import User
from tests import make
from tests.pages.site import page
from tests.press.test_corrections import FIRM, PROJECT, TEXT


@pytest.fixture
def article(db: None) -> Article:
    row = make.article(TEXT, done=None)
    advance(only=[row.pk])
    row.refresh_from_db()
    return row


def form_of(article: Article, **query: str) -> str:
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return f"/articles/{article.pk}/corrections/?{asked}"


def test_every_fact_offers_its_correction_in_one_tap(
    article: Article, officer: User, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(officer)
    shown = page(client.get(article.get_absolute_url()))
    for fact in Fact.objects.filter(article=article, gone=False, subject=PROJECT).exclude(kind="company"):
        assert f"field={fact.kind}&amp;subject=" in shown, fact.kind
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+/corrections/\?[^"]+)"', shown)}
    assert len(links) > 8
    for link in links:
        assert "data-dialog-content" in page(client.get(link)), link


def test_a_viewer_sees_no_corrections_to_make(article: Article, viewer: User, sign_in: Callable[..., Client]) -> None:
    client = sign_in(viewer)
    assert "/corrections/" not in page(client.get(article.get_absolute_url()))
    assert client.post(form_of(article), {"words": FIRM, "kind": "none"}).status_code == 403


def test_a_sum_is_corrected_as_people_type_it_and_says_by_whom(
    article: Article, officer: User, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(officer)
    url = form_of(article, field="amount", subject=PROJECT)
    assert 'value="51亿元"' in page(client.get(url))
    told = page(client.post(url, {"after": "53亿", "evidence": "", "why": "电话核实"}, follow=True))
    assert "已更正" in told
    assert "53亿元" in told
    assert "更正 王晓" in told
    assert Fact.objects.get(article=article, kind="amount", rank=0, gone=False).value == make.yuan(5_300_000_000)


@pytest.mark.parametrize(("field", "typed", "value"), [
    ("stage", "negotiating", "negotiating"), ("land", "200", 200.0), ("date", "2026-11-05", "2026-11-05"),
    ("industry", "新材料", "新材料"), ("place", "临江", "临江"),
])  # fmt: skip
def test_each_field_has_its_own_input(
    article: Article, officer: User, sign_in: Callable[..., Client], field: str, typed: str, value: object
) -> None:
    sign_in(officer).post(form_of(article, field=field, subject=PROJECT), {"after": typed})
    assert Fact.objects.get(article=article, kind=field, rank=0, gone=False).value == value


def test_what_was_typed_stays_when_it_is_refused(
    article: Article, officer: User, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(officer)
    url = form_of(article, field="amount", subject=PROJECT)
    for typed, told in (({"after": "很多钱"}, "请写成"), ({"after": ""}, "请填写正确的值"),
                        ({"after": "53亿", "evidence": "报道里没有的话"}, "没有“报道里没有的话”这几个字")):  # fmt: skip
        response = client.post(url, typed)
        assert response.status_code == 422
        assert told in page(response)
        assert all(f'value="{words}"' in page(response) for words in typed.values() if words)


def test_missed_words_are_typed_or_picked_and_named_by_one_button(
    article: Article, officer: User, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(officer)
    shown = page(client.get(article.get_absolute_url()))
    assert "data-pick-field" in shown
    assert shown.count('form="missed-form"') == 4
    client.post(form_of(article), {"words": "云湖计划", "kind": "project"})
    assert Mention.objects.filter(article=article, of="云湖计划", kind="project", gone=False).exists()
    refused = client.post(form_of(article), {"words": "别处的话", "kind": "company"})
    assert "没有“别处的话”这几个字" in page(refused)
    assert 'value="别处的话"' in page(refused)


def test_who_comes_second_is_told_and_may_say_it_again(
    article: Article, officer: User, colleague: User, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(colleague)
    url = form_of(article, field="company", subject=FIRM)
    client.get(url)
    first = name_is(article, FIRM, "", by=officer, at=timezone.now())
    sent = {"words": FIRM, "kind": "person", "over": ""}
    response = client.post(url, sent)
    assert "王晓" in page(response)
    assert f'name="over" value="{first.pk}"' in page(response)
    client.post(url, {**sent, "over": first.pk})
    assert Correction.objects.effective().get().by == colleague
    record = page(client.get(article.get_absolute_url()))
    assert "后来另有更正" in record
    client.post(f"/corrections/{Correction.objects.latest('pk').pk}/withdrawals/")
    assert "已撤回" in page(client.get(article.get_absolute_url()))


def test_a_corrected_value_says_so_on_the_pages_of_lead_project_and_company(
    article: Article, officer: User, sign_in: Callable[..., Client]
) -> None:
    now = timezone.now()
    set_value(article, "amount", PROJECT, make.yuan(5_300_000_000), before=make.yuan(5_100_000_000), by=officer, at=now)
    name_is(article, "云湖计划", "company", by=officer, at=now)
    advance(only=[article.pk])
    lead = triage.accept(Proposal.objects.get(article=article, name=PROJECT), by=officer, at=now)
    client = sign_in(officer)
    for row in (lead, Project.objects.get(name=PROJECT)):
        shown = page(client.get(row.get_absolute_url()))
        assert "53亿元" in shown
        assert "更正 王晓" in shown, row
    company = Company.objects.get(names__text="云湖计划")
    assert "更正 王晓" in page(client.get(company.get_absolute_url()))

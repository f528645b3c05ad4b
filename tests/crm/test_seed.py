"""manage.py seed: a large office that is the same each time, whose every value stands in its sentence."""

from __future__ import annotations

from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from crm.seeding.office import Size, seed
from identities.models import Appearance, Company
from leads.models import Handover, Lead, LeadValue, Proposal, WatchRule
from press.models import Article, Fact, Mention, Upload, Visit
from press.quality import count_found, entities, present_facts
from staff.models import Department, User

NINE = datetime(2026, 11, 20, 9, 0, tzinfo=timezone.get_default_timezone())
SMALL = Size(leads=60, companies=150, articles=40, users=30)


def contents() -> dict[str, list[Any]]:
    """What the rows say, without their keys."""
    return {
        "companies": list(Company.objects.order_by("pk").values_list("name", "industry")),
        "articles": list(Article.objects.order_by("pk").values_list("title", "original", "digest", "arrived_at")),
        "facts": list(Fact.objects.order_by("article", "subject", "kind").values_list("subject", "kind", "value")),
        "leads": list(Lead.objects.order_by("pk").values_list("name", "stage__key", "amount", "next_on", "created_at")),
        "people": list(User.objects.order_by("username").values_list("username", "name", "role")),
    }


@pytest.fixture
def filled(office: Department) -> dict[str, int]:
    return seed(SMALL, at=NINE, told=lambda line: None)


def test_it_has_the_size_that_was_asked(filled: dict[str, int]) -> None:
    assert (Lead.objects.count(), Company.objects.count(), Article.objects.count()) == (60, 150, 40)
    assert User.objects.filter(username__startswith="seed").count() == 30
    assert filled["线索"] == 60


def test_the_same_numbers_make_the_same_office(filled: dict[str, int]) -> None:
    first = contents()
    with connection.cursor() as cursor:
        for model in (Lead, Proposal, Article, Company, Handover, WatchRule, Visit, Upload):
            cursor.execute(f'truncate "{model._meta.db_table}" cascade')
    User.objects.filter(username__startswith="seed").delete()
    seed(SMALL, at=NINE, told=lambda line: None)
    assert contents() == first


def test_every_mention_fact_and_value_stands_where_it_says(filled: dict[str, int]) -> None:
    texts = dict(Article.objects.values_list("pk", "original"))
    found = [*Mention.objects.all(), *Fact.objects.all()]
    assert len(found) > 200
    for row in found:
        text = texts[row.article_id]
        assert text[row.start : row.end] == row.quote
        assert row.quote in text[row.sentence_start : row.sentence_end]
    values = LeadValue.objects.exclude(article=None)
    assert values.exists()
    for value in values:
        assert texts[value.article_id][value.start : value.end] == value.text  # type: ignore[index]
    assert Appearance.objects.filter(kind="company").exists()
    assert count_found(Mention) == entities().count()
    assert count_found(Fact) == present_facts().count()


def test_its_pages_open(filled: dict[str, int], administrator: User, sign_in: Any) -> None:
    client: Client = sign_in(administrator)
    lead = Lead.objects.exclude(project=None).exclude(owner=None).earliest("pk")
    for url in ("/", "/leads/", "/board/", "/inbox/", lead.get_absolute_url(), "/search/?q=项目"):
        assert client.get(url).status_code == 200, url


def test_an_office_with_leads_is_left_alone(filled: dict[str, int]) -> None:
    with pytest.raises(CommandError, match="已经有线索"):
        call_command("seed", leads=1, stdout=StringIO())
    assert Lead.objects.count() == 60


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"users": 0}, "至少为 1"), ({"companies": 0}, "至少为 1"), ({"leads": -1}, "不能是负数"), ({"on": "昨天"}, "看不懂日期"),
    ],
)  # fmt: skip
def test_a_size_or_day_that_cannot_be_is_refused(office: Department, options: dict[str, Any], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("seed", **options, stdout=StringIO())
    assert not Lead.objects.exists()

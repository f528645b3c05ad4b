"""Reading again: rows change in place by their natural key, and what is no longer found is marked, not lost."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

import reading
from press.models import Article, Fact, Mention, Step
from press.read import read, sentence_around
from reading.values import (
    Company,
    Form,
    Header,
    Money,
    Person,
    Project,
    Promise,
    Reading,
    Span,
    Statement,
)
from reading.values import (
    Fact as FactValue,
)
from tests import make

pytestmark = pytest.mark.django_db
FIRM = "苍梧半导体股份有限公司"
TEXT = make.STORY + "苍梧半导体董事长陈启明说，苍梧半导体要把项目建好。\n今年以来全区引进项目28个。\n"


def span(words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return start, start + len(words)


def reading_of(engine: str = "1") -> Reading:
    """What a first engine finds: a firm twice, a composed project with an amount and a promise, a person, a statement."""
    sentence = sentence_around(TEXT, span("51亿元"))
    facts = (
        FactValue(
            "amount", Money(Decimal(5_100_000_000), "CNY"), "51亿元", span("51亿元"), sentence, False, 0.9, "rule"
        ),
        FactValue("land", Decimal("180.50"), "180亩", span("180亩"), sentence, False, 0.9, "rule"),
        FactValue(
            "promise",
            Promise("开工", "started", None),
            "计划开工",
            span("开工"),
            sentence_around(TEXT, span("开工")),
            True,
            0.9,
            "rule",
        ),
    )
    firm = Company(
        (Form(FIRM, (span(FIRM),)), Form("苍梧半导体", (span("苍梧半导体董"), span("苍梧半导体要")))), 0.97, "model"
    )
    project = Project((Form(f"{FIRM}项目", ()),), (FIRM,), "industry", facts, sentence, 0.8, "rule")
    person = Person("陈启明", FIRM, "董事长", "business", (span("陈启明"),), 0.9, "rule")
    statement = Statement("引进项目28个", span("引进项目28个"), count=28)
    return Reading(engine, Header(), "临江", (firm,), (project,), (person,), (), (statement,))


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Lets a test say what the engine finds."""

    def finds(found: Reading) -> None:
        monkeypatch.setattr(reading, "read", lambda text, known=(), blocked=(): found)

    return finds


@pytest.fixture
def article() -> Article:
    return make.article(TEXT, done=Step.CLEAN)


def test_every_row_knows_its_words_and_its_sentence_in_the_stored_original(article: Article, engine: Any) -> None:
    engine(reading_of())
    read(article, timezone.now())
    article.refresh_from_db()
    assert (article.place, article.engine) == ("临江", "1")
    for row in [*article.mentions.all(), *article.facts.all()]:
        assert row.quote == TEXT[row.start : row.end]
        assert row.sentence_start <= row.start < row.end <= row.sentence_end
    kinds = list(article.mentions.values_list("kind", "of"))
    assert kinds.count(("company", FIRM)) == 3
    assert kinds.count(("project", f"{FIRM}项目")) == 1
    values = dict(article.facts.values_list("kind", "value"))
    assert values["amount"] == {"value": "5100000000", "currency": "CNY"}
    assert values["land"] == 180.5
    assert values["company"] == FIRM
    assert {fact.kind: fact.shown for fact in article.facts.all()} | {"land": "180.5 亩", "amount": "51亿元"} == {
        fact.kind: fact.shown for fact in article.facts.all()
    }


def test_reading_twice_changes_no_row(article: Article, engine: Any) -> None:
    engine(reading_of())
    read(article, timezone.now())
    before = list(article.mentions.values()), list(article.facts.values())
    read(article, timezone.now())
    assert (list(article.mentions.values()), list(article.facts.values())) == before


def test_a_newer_engine_updates_rows_in_place_and_marks_what_it_no_longer_finds(article: Article, engine: Any) -> None:
    engine(reading_of())
    read(article, timezone.now())
    firms = {row.start: row.pk for row in article.mentions.filter(kind="company")}
    found = reading_of("2")
    surer = replace(found.companies[0], confidence=0.5)
    engine(replace(found, companies=(surer,), people=(), statements=()))
    read(article, timezone.now())
    assert {row.start: row.pk for row in article.mentions.filter(kind="company")} == firms
    assert set(article.mentions.filter(kind="company").values_list("engine", "confidence", "gone")) == {
        ("2", 0.5, False)
    }
    assert list(article.mentions.filter(gone=True).values_list("kind", flat=True).order_by("kind")) == [
        "person",
        "statement",
    ]
    engine(reading_of("3"))
    read(article, timezone.now())
    assert not article.mentions.filter(gone=True).exists()
    assert Mention.objects.count() == 6


def test_an_engine_that_finds_nothing_marks_everything_gone(article: Article, engine: Any) -> None:
    engine(reading_of())
    read(article, timezone.now())
    engine(Reading("2", Header(), None, (), (), (), (), ()))
    read(article, timezone.now())
    assert Mention.objects.count() == 6
    assert not Mention.objects.filter(gone=False).exists()
    assert not Fact.objects.filter(gone=False).exists()


def test_what_is_gone_is_on_no_page(article: Article, engine: Any, client: Any, officer: Any) -> None:
    Article.objects.filter(pk=article.pk).update(
        read_at=timezone.now(), resolve_at=timezone.now(), propose_at=timezone.now()
    )
    make.mention(article, FIRM)
    make.mention(article, "陈启明", kind="person", gone=True)
    client.force_login(officer, backend="staff.backends.PeopleBackend")
    shown = client.get(article.get_absolute_url()).content.decode()
    assert "企业 1" in shown
    assert "人员" not in shown.split("mark-key")[1].split("</ul>", 1)[1]


@pytest.mark.parametrize(("text", "words", "sentence"), [
    ("甲。乙说好。丙。", "说", "乙说好。"), ("第一行\n  第二行有字\n第三行", "有", "第二行有字"),
    ("没有句号", "句", "没有句号"), ("<p>一</p><p>二三</p>", "三", "二三"), ("长" * 900 + "中" + "长" * 900, "中", ""),
])  # fmt: skip
def test_the_sentence_ends_at_a_stop_a_line_or_a_tag(text: str, words: str, sentence: str) -> None:
    at = text.index(words)
    start, end = sentence_around(text, (at, at + 1))
    assert text[start:end] == (sentence or "长" * 300 + "中" + "长" * 300)


def test_a_page_that_nobody_has_read_yet_shows_its_text(client: Any, officer: Any) -> None:
    client.force_login(officer, backend="staff.backends.PeopleBackend")
    for done in (None, Step.CLEAN, Step.READ):
        article = make.article(TEXT, done=done)
        response = client.get(article.get_absolute_url())
        assert "正在读" in response.content.decode()
        assert ("董事长" in response.content.decode()) is (done is not None)

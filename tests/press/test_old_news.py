"""Old news: what the text tells of counts, whatever the page is stamped with; three days are kept apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

import reading
from crm.pipeline import advance
from leads.models import Proposal
from press.intake import add
from press.models import Article, Source, Step
from press.periods import days_of
from staff.models import User
from tests import make
from tests.pages.site import page

ZONE = ZoneInfo("Asia/Shanghai")
# Written in early 2021, copied by another site in the summer of 2023.
COPIED = """澄湖科技城:站在新的起点上
发布日期:2023-06-02 来源:澄湖在线
2020年的澄湖科技城砥砺奋进,去年引进数字经济项目28个,总投资192亿元。
1月6日,总投资51亿元的云岚光电显示项目开工,云岚光电股份有限公司董事长到场。
“2021年依然是科技城夯实基础的一年。”科技城党委书记说。
"""
FRESH = """云岚光电显示项目签约落户澄湖
2026-11-02 来源:澄湖日报
11月2日,云岚光电股份有限公司与澄湖高新区签约,云岚光电显示项目总投资51亿元。公司成立于2016年5月3日。
"""


def taken_in(*pieces: tuple[str, datetime]) -> list[Article]:
    source = Source.built_in(Source.Kind.PASTE)
    return [add(text.encode(), source=source, at=at)[0] for text, at in pieces]


def read(*pieces: tuple[str, datetime]) -> list[Article]:
    rows = taken_in(*pieces)
    advance()
    return [Article.objects.get(pk=row.pk) for row in rows]


def test_a_page_stamped_two_years_after_its_text_is_old_on_the_day_it_comes_in(db: None) -> None:
    [article] = read((COPIED, datetime(2023, 6, 2, 9, tzinfo=ZONE)))
    assert (article.told_on, article.published_on) == (date(2021, 1, 6), date(2023, 6, 2))
    assert (article.printed_on, article.reposted_on) == (None, date(2023, 6, 2))
    assert article.is_old_news
    assert "2021-01-06" in article.old_news_reason
    assert "2023-06-02" in article.old_news_reason
    assert list(Article.objects.old_news()) == [article]


def test_todays_coverage_is_not_old_though_it_tells_of_the_firms_past(db: None) -> None:
    [article] = read((FRESH, datetime(2026, 11, 3, 9, tzinfo=ZONE)))
    assert article.told_on == date(2026, 11, 2)
    assert (article.printed_on, article.reposted_on) == (date(2026, 11, 2), None)
    assert (article.is_old_news, article.old_news_reason) == (False, "")
    assert not Article.objects.old_news()


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("公司2019年成立，做的是无人机。", date(2026, 11, 2)),
        ("集团2024年落子临江，今年扩产。", date(2026, 11, 2)),
        ("成立于2016年5月3日的公司今天签约。", date(2026, 11, 2)),
        ("2018年，它建起第一座工厂。", date(2026, 11, 2)),
        ("2024年，全区引进项目19个。站在2025年的门槛上，书记接受了专访。2026年高企认定代办。", date(2025, 1, 1)),
        ("2021年依然是夯实基础的一年。", date(2021, 1, 1)),
    ],
)
def test_a_firms_own_past_does_not_make_coverage_old_but_the_texts_own_year_does(words: str, day: date) -> None:
    text = reading.clean(f"云岚光电项目进展\n2026-11-02 来源:澄湖日报\n{words}\n".encode())
    assert text.header.content_on == day


def test_a_copy_is_as_old_as_the_first_print_of_its_story(db: None) -> None:
    """Either may come in first: what is known of the story dates both."""
    late = FRESH.replace("2026-11-02 来源:澄湖日报", "2027-08-20 来源:某某在线").replace("11月2日,", "日前,")
    for pieces in ((FRESH, late), (late, FRESH)):
        at = datetime(2027, 8, 21, 9, tzinfo=ZONE)
        rows = read(*((text, at) for text in pieces))
        copy = next(row for row in rows if row.published_on == date(2027, 8, 20))
        assert (copy.printed_on, copy.reposted_on) == (date(2026, 11, 2), date(2027, 8, 20))
        assert copy.told_on == date(2026, 11, 2)
        assert copy.is_old_news
        Proposal.objects.all().delete()
        Article.objects.all().delete()


def test_coverage_of_unknown_day_is_not_old(db: None) -> None:
    article = make.article(at=datetime(2020, 1, 1, tzinfo=ZONE))
    assert not article.is_old_news
    assert not Article.objects.old_news()


def test_old_news_is_marked_where_people_meet_it(officer: User, sign_in: Callable[..., Client]) -> None:
    [article] = read((COPIED, datetime(2023, 6, 2, 9, tzinfo=ZONE)))
    card = article.proposals.get()
    assert any("旧闻" in reason for reason in card.reasons)
    client = sign_in(officer)
    company = card.project.companies.get()
    for url in (
        article.get_absolute_url(),
        card.get_absolute_url(),
        company.get_absolute_url(),
        "/articles/?state=old",
    ):
        assert '<span class="tag tag-warn"' in page(client.get(url)), url
        assert "旧闻" in page(client.get(url)), url
    assert "转载日期 2023-06-02" in page(client.get(article.get_absolute_url()))


def test_totals_are_kept_with_area_period_sum_and_sentence(db: None) -> None:
    [article] = read((COPIED, datetime(2023, 6, 2, 9, tzinfo=ZONE)))
    total = article.statements.get(gone=False)
    assert (total.count, total.total, total.period) == (28, "192亿元", "去年")
    assert (total.since, total.until) == (date(2020, 1, 1), date(2020, 12, 31))
    assert "引进数字经济项目28个" in total.sentence
    Article.objects.filter(pk=article.pk).update(read_at=None, resolve_at=None, propose_at=None)
    advance([Step.READ])
    assert article.statements.get() == total


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("前三季度", date(2026, 1, 1), date(2026, 9, 30)),
        ("三季度", date(2026, 7, 1), date(2026, 9, 30)),
        ("四季度", date(2025, 10, 1), date(2025, 12, 31)),
        ("2024年上半年", date(2024, 1, 1), date(2024, 6, 30)),
        ("去年", date(2025, 1, 1), date(2025, 12, 31)),
        ("今年前8个月", date(2026, 1, 1), date(2026, 8, 31)),
        ("前十个月", date(2026, 1, 1), date(2026, 10, 31)),
        ("2月份", date(2026, 2, 1), date(2026, 2, 28)),
        ("“十四五”", date(2021, 1, 1), date(2025, 12, 31)),
        ("近三年", date(2024, 1, 1), date(2026, 12, 31)),
        ("全年", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_means_days_as_seen_from_the_day_told_of(period: str, first: date, last: date) -> None:
    assert days_of(period, date(2026, 9, 20)) == (first, last)


def test_a_period_without_certain_days_has_none() -> None:
    assert days_of("以来", date(2026, 9, 20)) is None

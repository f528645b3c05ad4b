"""Different texts on one event are grouped by a cautious rule; people split and join, and their word stands."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from identities.coverage import coverage
from identities.events import Report, regroup_events, same_event
from identities.models import EventJudgement, EventMember, Project
from identities.resolve import resolve
from identities.tell_apart import event_of, join, split, take_back
from press.models import Article, Step
from staff.models import User
from staff.refusal import Refused
from tests import make
from tests.hands import together
from tests.pages.site import page

DAY = date(2026, 10, 1)
NAMES = {1: "苍梧显示模组项目", 2: "采薇电池项目", 3: "澄湖医药项目"}


def report(
    article: int, *projects: int, days: int = 0, stage: str = "signed", headline: str = "", firm: str = ""
) -> Report:
    states = {project: frozenset({stage} - {""}) for project in projects}
    return Report(article, DAY + timedelta(days=days), headline, states, frozenset({firm} - {""}))


@pytest.mark.parametrize(
    ("a", "b", "is_one"),
    [
        (report(1, 1), report(2, 1, days=2), True),
        (report(1, 1), report(2, 1, days=4), False),
        (report(1, 1), report(2, 1, stage="started"), False),
        (report(1, 1, stage=""), report(2, 1, stage=""), False),
        (report(1, 1), report(2, 2), False),
        (report(1, 1, 2, 3), report(2, 1, 2), True),
        (report(1, 1), report(2, 1, 2, 3), True),
        (report(1, 1, 4, 5), report(2, 1, 2, 3), False),
        (report(1, headline="云岚光电上市", firm="云岚"), report(2, headline="云岚光电今天上市", firm="云岚"), True),
        (
            report(1, headline="云岚光电上市", firm="云岚"),
            report(2, headline="走进云岚光电车间的一天", firm="云岚"),
            False,
        ),
        (report(1, headline="云岚光电上市", firm="云岚"), report(2, 1, headline="云岚光电上市", firm="云岚"), False),
    ],
)
def test_the_rule_is_cautious_symmetric_and_says_why(a: Report, b: Report, is_one: bool) -> None:
    reason = same_event(a, b, NAMES)
    assert bool(reason) is is_one
    assert same_event(b, a, NAMES) == reason


def test_the_reason_names_the_project_the_state_and_the_days() -> None:
    assert same_event(report(1, 1), report(2, 1, days=2), NAMES) == "都说“苍梧显示模组项目”签约，内容日期相差 2 天"


def piece(name: str, days: int, stage: str = "signed", **more: object) -> Article:
    """One paper's own words on the project, as the reader leaves them."""
    firm, project = "苍梧半导体股份有限公司", "苍梧显示模组项目"
    words = f"{name}：{firm}的{project}，{stage}。"
    article = make.article(words, title=name, done=Step.READ, content_on=DAY + timedelta(days=days), **more)
    make.mention(article, firm)
    make.mention(article, project, kind="project", data={"kind": "industry"})
    make.fact(article, project, "company", firm, firm)
    make.fact(article, project, "stage", stage, stage)
    return article


@pytest.fixture
def papers(db: None) -> list[Article]:
    """Two on the signing, one that comes four days after them, one on the start of works."""
    return [piece("日报", 0), piece("晚报", 2), piece("周报", 9), piece("开工", 3, "started")]


def events() -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in EventMember.objects.select_related("article", "first"):
        found.setdefault(row.first.title, {row.first.title}).add(row.article.title)
    return {frozenset(members) for members in found.values()}


def settle(articles: list[Article]) -> None:
    for article in articles:
        resolve(article, timezone.now())


def test_two_papers_on_one_signing_are_one_event_in_whatever_order_they_come(papers: list[Article]) -> None:
    for seed in range(6):
        with transaction.atomic():
            settle(random.Random(seed).sample(papers, len(papers)))
            assert events() == {frozenset({"日报", "晚报"})}
            transaction.set_rollback(True)


def test_the_press_says_signed_and_landed_of_one_event(papers: list[Article]) -> None:
    settle([papers[0], piece("落户", 1, "landed")])
    assert events() == {frozenset({"日报", "落户"})}


def test_an_article_between_two_days_makes_them_one_event(papers: list[Article]) -> None:
    settle(papers)
    settle([piece("第五天", 5), piece("第七天", 7)])
    assert events() == {frozenset({"日报", "晚报", "第五天", "第七天", "周报"})}


def test_coverage_without_a_known_day_and_reposts_are_in_no_event_of_their_own(papers: list[Article]) -> None:
    undated = piece("无日期", 0)
    Article.objects.filter(pk=undated.pk).update(content_on=None)
    again = piece("转载", 1, repost_of=papers[0])
    settle([*papers, undated, again])
    assert events() == {frozenset({"日报", "晚报"})}
    assert [row.title for row in event_of(again)] == ["晚报"]


def test_the_page_of_a_project_folds_what_tells_of_one_event(papers: list[Article]) -> None:
    settle([*papers, piece("转载", 1, repost_of=papers[1])])
    rows = list(coverage(Project.objects.current().get()))
    assert [row.article.title for row in rows] == ["周报", "开工", "日报"]
    assert {row.title for row in rows[-1].again} == {"晚报", "转载"}


def test_a_person_splits_an_article_off_and_it_stays_off(papers: list[Article], officer: User) -> None:
    settle(papers)
    at = timezone.now()
    split(papers[1], by=officer, at=at, why="另一场活动")
    assert events() == set()
    settle(papers)
    regroup_events(row.pk for row in papers)
    assert events() == set()
    with pytest.raises(Refused):
        split(papers[1], by=officer, at=at)
    take_back(EventJudgement.objects.get(), by=officer, at=at)
    assert events() == {frozenset({"日报", "晚报"})}
    with pytest.raises(Refused):
        take_back(EventJudgement.objects.get(), by=officer, at=at)


def test_a_person_joins_what_the_rule_keeps_apart(papers: list[Article], officer: User) -> None:
    settle(papers)
    at = timezone.now()
    join(papers[2], papers[0], by=officer, at=at)
    assert events() == {frozenset({"日报", "晚报", "周报"})}
    settle(papers)
    assert events() == {frozenset({"日报", "晚报", "周报"})}
    assert [row.reason for row in event_of(papers[0]) if row.title == "周报"] == ["王晓判断为同一事件"]  # type: ignore[attr-defined]
    with pytest.raises(Refused):
        join(papers[2], papers[1], by=officer, at=at)
    split(papers[2], by=officer, at=at)
    assert events() == {frozenset({"日报", "晚报"})}
    assert EventJudgement.objects.standing().filter(verdict="same").count() == 0


def test_it_is_done_on_the_page_of_an_article(
    papers: list[Article], officer: User, viewer: User, sign_in: Callable[..., Client]
) -> None:
    settle(papers)
    client = sign_in(officer)
    url = f"/articles/{papers[0].pk}/"
    shown = page(client.get(url))
    assert "同一事件另有 1 篇" in shown
    assert "内容日期相差 2 天" in shown
    assert "不是同一事件" not in page(sign_in(viewer).get(url))
    assert "已从另外 1 篇中分出来" in page(client.post(f"{url}event/splits/", follow=True))
    offered = page(client.get(f"{url}event/"))
    assert offered.index("晚报") < offered.index("周报")
    assert "没有查到" in page(client.get(f"{url}event/?q=查无此词"))
    assert "已归为同一事件" in page(client.post(f"{url}event/", {"other": papers[1].pk}, follow=True))
    assert client.post(f"{url}event/", {"other": "x"}).status_code == 404
    given = EventJudgement.objects.standing().get()
    assert "已撤回" in page(client.post(f"/event-judgements/{given.pk}/withdrawals/", follow=True))


def test_of_two_who_split_at_once_one_wins_and_the_other_is_told(committed: None) -> None:
    officer = make.user("王晓")
    papers = [piece("日报", 0), piece("晚报", 2)]
    settle(papers)
    results = together(*(lambda: split(papers[1], by=officer, at=timezone.now()) for _ in range(4)))
    assert sorted(map(str, results)).count("1") == 1
    assert sum(isinstance(result, Refused) for result in results) == 3
    assert EventJudgement.objects.standing().count() == 1

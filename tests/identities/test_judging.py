"""待判: pairs that may be one are asked once, by whoever is first, and no word is ever lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from identities.doubts import doubt_companies, doubt_projects
from identities.judge import judge, withdraw
from identities.models import Company, Doubt, Judgement
from identities.naming import company_named, rename
from identities.resolve import resolve
from press.models import Article
from staff.models import User
from staff.refusal import Refused
from tests import make
from tests.hands import together
from tests.pages.site import page


def told(*names: str) -> Article:
    """An article that names these companies, resolved."""
    text = "，".join(f"{name}在临江签约" for name in names)
    article = make.article(text, title="签约")
    for name in names:
        make.mention(article, name)
    resolve(article, timezone.now())
    return article


def the(name: str) -> Company:
    return Company.objects.current().get(names__text=name)


@pytest.fixture
def pair(db: Any) -> Doubt:
    """苍闻通讯 and 苍闻科技: one brand, two broad trades."""
    told("苍闻通讯股份有限公司")
    told("苍闻科技有限公司")
    return Doubt.objects.get()


def test_likely_names_are_asked_with_reasons_and_others_are_not(pair: Doubt) -> None:
    told("苍闻半导体有限公司", "采薇科技城")
    assert list(Doubt.objects.all()) == [pair]
    assert pair.reasons
    assert 0.5 <= pair.score < 1
    assert Company.objects.current().count() == 4


def test_a_pair_that_one_article_names_side_by_side_is_less_likely(pair: Doubt) -> None:
    before = pair.score
    told("苍闻通讯股份有限公司", "苍闻科技有限公司")
    pair.refresh_from_db()
    assert pair.score < before
    assert "1 篇报道把两者并列" in pair.reasons


def test_a_project_in_common_makes_a_pair_likelier(pair: Doubt) -> None:
    before = pair.score
    make.project("苍闻模组项目", pair.left, pair.right)  # type: ignore[arg-type]
    doubt_companies({pair.left.pk})
    pair.refresh_from_db()
    assert pair.score > before
    assert "项目相同:苍闻模组项目" in pair.reasons


def test_a_company_that_somebody_typed_is_asked_about_too(db: Any, officer: User) -> None:
    told("苍闻通讯股份有限公司")
    typed = company_named("苍闻科技", officer)
    assert typed is not None
    assert Doubt.objects.get().right == typed
    rename(typed, "采薇科技", officer)
    assert not Doubt.objects.exists()


def test_projects_of_one_company_are_asked_about_when_their_names_are_near(db: Any) -> None:
    firm = make.company("采薇医药")
    one, two = make.project("采薇医药创新药项目", firm), make.project("年产8万吨采薇医药创新药项目", firm)
    make.project("采薇医药创新药项目二期", firm)
    make.project("采薇医药创新药项目", make.company("别的医药"))
    doubt_projects({one.pk})
    assert [(row.left, row.right) for row in Doubt.objects.all()] == [(one, two)]


def test_different_is_never_asked_again_and_holds_two_companies_apart(pair: Doubt, officer: User) -> None:
    judge(pair.left, pair.right, "different", by=officer, at=timezone.now(), why="电话核实")
    for _ in range(2):
        told("苍闻通讯股份有限公司", "苍闻科技有限公司")
        told("苍闻科技有限公司")
    assert not Doubt.objects.waiting().exists()
    assert the("苍闻通讯股份有限公司") != the("苍闻科技有限公司")


def test_different_holds_apart_what_the_names_would_join(db: Any, officer: User) -> None:
    one, two = (
        make.company("苍斯半导体有限公司", created_by=officer),
        make.company("苍斯半导有限公司", created_by=officer),
    )
    judge(one, two, "different", by=officer, at=timezone.now())
    told("苍斯半导体有限公司")
    told("苍斯半导有限公司")
    assert Company.objects.current().count() == 2


def test_a_withdrawn_word_is_kept_and_the_pair_asked_again(pair: Doubt, officer: User, leader: User) -> None:
    given = judge(pair.left, pair.right, "unsure", by=officer, at=timezone.now())
    assert not Doubt.objects.waiting().exists()
    withdraw(given, by=leader, at=timezone.now())
    assert list(Doubt.objects.waiting()) == [pair]
    given.refresh_from_db()
    assert (given.by, given.withdrawn_by) == (officer, leader)
    with pytest.raises(Refused, match="已被撤回"):
        withdraw(given, by=leader, at=timezone.now())


def test_a_second_word_on_a_pair_is_refused_with_the_first(pair: Doubt, officer: User, colleague: User) -> None:
    judge(pair.left, pair.right, "different", by=officer, at=timezone.now())
    with pytest.raises(Refused, match="王晓已判断为“不同”"):
        judge(pair.right, pair.left, "unsure", by=colleague, at=timezone.now())
    assert Judgement.objects.count() == 1


def test_of_two_who_judge_at_once_one_wins_and_one_is_told(committed: None, officer: User, colleague: User) -> None:
    one, two = make.company("苍闻通讯"), make.company("苍闻科技")
    acts = [
        lambda by=by, word=word: judge(
            Company.objects.get(pk=one.pk), Company.objects.get(pk=two.pk), word, by=by, at=timezone.now()
        )
        for by, word in ((officer, "different"), (colleague, "unsure"))
    ]
    results = together(*acts)
    assert sorted(type(result).__name__ for result in results) == ["Judgement", "Refused"]
    assert Judgement.objects.count() == 1


def test_the_page_shows_the_pair_side_by_side_and_takes_a_word(
    pair: Doubt, officer: User, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(officer)
    shown = page(client.get("/doubts/"))
    for words in ("苍闻通讯股份有限公司", "苍闻科技有限公司", f"相似 {pair.percent}%", pair.reasons[0], 'data-key="d"'):
        assert words in shown
    response = client.post(f"/doubts/{pair.pk}/judgements/", {"verdict": "different", "why": "两家"}, follow=True)
    assert "没有待判的" in page(response)
    given = Judgement.objects.get()
    assert (given.verdict, given.by, given.why) == ("different", officer, "两家")
    told_later = page(client.get("/doubts/?state=different"))
    assert "王晓判断为“不同”" in told_later
    client.post(f"/judgements/{given.pk}/withdrawals/")
    assert "苍闻通讯股份有限公司" in page(client.get("/doubts/"))
    assert "撤回" in page(client.get(pair.left.get_absolute_url()))


def test_a_word_that_is_none_changes_nothing(pair: Doubt, officer: User, sign_in: Callable[..., Client]) -> None:
    response = sign_in(officer).post(f"/doubts/{pair.pk}/judgements/", {"verdict": "perhaps"}, follow=True)
    assert "请选择相同、不同或不确定" in page(response)
    assert not Judgement.objects.exists()


def test_a_viewer_sees_pairs_and_cannot_judge(pair: Doubt, viewer: User, sign_in: Callable[..., Client]) -> None:
    client = sign_in(viewer)
    assert "您可以看，不能判断" in page(client.get("/doubts/"))
    assert client.post(f"/doubts/{pair.pk}/judgements/", {"verdict": "same"}).status_code == 403


def test_the_page_goes_only_to_addresses_of_the_site(
    pair: Doubt, officer: User, sign_in: Callable[..., Client]
) -> None:
    asked = {"verdict": "unsure", "next": "https://elsewhere.example/"}
    response = sign_in(officer).post(f"/doubts/{pair.pk}/judgements/", asked)
    assert response["Location"] == "/doubts/"


def test_the_list_asks_the_database_as_much_for_many_pairs_as_for_few(
    db: Any, officer: User, sign_in: Callable[..., Client], django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        told(f"苍{number}闻通讯股份有限公司")
        told(f"苍{number}闻科技有限公司")
    client = sign_in(officer)
    client.get("/doubts/")
    with django_assert_max_num_queries(16):
        assert page(client.get("/doubts/")).count("data-keys-item") == 8

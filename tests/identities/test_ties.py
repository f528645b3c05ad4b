"""Companies that belong together without being one, and the names that one is known by."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from identities.known import told_of
from identities.merge import merge, undo
from identities.models import Company, CompanyName, CompanyTie, Doubt, TieClaim
from identities.models.company import kind_of_name
from identities.naming import add_name, remove_name
from identities.resolve import resolve
from identities.ties import find_ties, ties_of
from identities.tying import decide_tie, withdraw_tie
from press.models import Article, Mention, Step
from staff.models import User
from staff.refusal import Refused
from tests import make
from tests.hands import together
from tests.pages.site import page

UP, DOWN = "博渡集团", "临江博渡精密机械有限公司"


def told(text: str, *firms: str) -> Article:
    """An article that the reader left with these companies."""
    article = make.article(text, title=text[:20], done=Step.READ)
    for firm in firms or (UP, DOWN):
        make.mention(article, firm)
    return article


@pytest.mark.parametrize(
    ("text", "kind", "upper"),
    [
        ("{a}旗下{b}今天投产。", "owns", "a"),
        ("{a}旗下全资子公司{b}今天投产。", "owns", "a"),
        ("{a}的全资子公司“{b}”今天投产。", "owns", "a"),
        ("{a}控股子公司——{b}今天投产。", "owns", "a"),
        ("{a}在临江设立全资子公司{b}。", "owns", "a"),
        ("{a}去年落子高新区，由旗下{b}具体实施。", "owns", "a"),
        ("{a}与高新区签约，由其全资子公司{b}建设。", "owns", "a"),
        ("{a}总投资49亿元，旗下全资子公司{b}参与建设。", "owns", "a"),
        ("{a}投资设立了{b}。", "invests", "a"),
        ("{a}系{b}控股子公司。", "owns", "b"),
        ("{a}是{b}旗下企业。", "owns", "b"),
        ("{a}隶属于{b}。", "owns", "b"),
        ("{a}由{b}投资设立，注册资本1亿元。", "invests", "b"),
        ("{a}由{b}控股。", "owns", "b"),
        ("{a}（原名{b}）今天挂牌。", "former", "a"),
        ("{a}（原{b}）今天挂牌。", "former", "a"),
        ("{a}更名为{b}。", "former", "b"),
        ("{a}前身为{b}。", "former", "a"),
        ("{a}旗<b></b>下{b}今天投产。", "owns", "a"),
        ("{a}与{b}签约。", "", ""),
        ("{a}、{b}同日到访。", "", ""),
        ("{a}旗下项目由{b}承建。", "", ""),
        ("{a}由{b}投资。", "", ""),
        ("{a}签约。项目由旗下{b}实施。", "", ""),
        ("{a}是{b}的供应商。", "", ""),
        ("{a}旗下有三家企业。{b}另行签约。", "", ""),
    ],
)
def test_only_wording_that_is_certain_ties_two_companies(db: None, text: str, kind: str, upper: str) -> None:
    article = told(text.format(a=UP, b=DOWN))
    found = [(tie.kind, tie.upper) for tie in find_ties(article.original, list(Mention.objects.all()))]
    assert found == ([(kind, UP if upper == "a" else DOWN)] if kind else [])


@pytest.fixture
def pair(db: None) -> tuple[Company, Company]:
    resolve(told(f"{UP}旗下全资子公司{DOWN}今天投产。"), timezone.now())
    return Company.objects.get(name=UP), Company.objects.get(name=DOWN)


def words(company: Company) -> list[tuple[str, str, bool]]:
    return [(tie.other.name, tie.word, tie.is_denied) for tie in ties_of(company, told_of(company))]


def test_both_pages_show_the_tie_with_its_sentence_until_somebody_denies_it(
    pair: tuple[Company, Company], officer: User, viewer: User, sign_in: Callable[..., Client]
) -> None:
    up, down = pair
    assert (words(up), words(down)) == ([(DOWN, "子公司", False)], [(UP, "母公司", False)])
    client = sign_in(officer)
    for company in pair:
        shown = page(client.get(company.get_absolute_url()))
        assert f"{UP}旗下全资子公司{DOWN}今天投产。" in shown
        assert "没有人确认" in shown
    assert "不对" not in page(sign_in(viewer).get(up.get_absolute_url()))
    url = f"/companies/{up.pk}/ties/judgements/"
    client.post(url, {"upper": up.pk, "lower": down.pk, "kind": "owns", "holds": "no"})
    assert words(up) == [(DOWN, "子公司", True)]
    assert "王晓已否认" in page(
        client.post(url, {"upper": up.pk, "lower": down.pk, "kind": "owns", "holds": "yes"}, follow=True)
    )
    client.post(f"/ties/{CompanyTie.objects.get().pk}/withdrawals/")
    assert words(up) == [(DOWN, "子公司", False)]


def test_taking_the_article_again_changes_nothing_and_a_later_reading_takes_away_what_is_gone(
    pair: tuple[Company, Company],
) -> None:
    article, before = Article.objects.get(), TieClaim.objects.get()
    resolve(article, timezone.now())
    assert TieClaim.objects.get() == before
    Mention.objects.filter(of=UP).update(gone=True)
    resolve(article, timezone.now())
    assert not TieClaim.objects.exists()


def test_a_group_and_its_firm_are_two_and_in_no_doubt_but_a_former_name_is(db: None) -> None:
    for text, firms in (
        ("博渡精密旗下博渡精密机械有限公司投产。", ("博渡精密", "博渡精密机械有限公司")),
        ("闻莱科技股份有限公司（原名青穗通讯股份有限公司）扩产。", ("闻莱科技股份有限公司", "青穗通讯股份有限公司")),
    ):
        resolve(told(text, *firms), timezone.now())
    assert Company.objects.current().count() == 4
    [doubt] = Doubt.objects.all()
    assert {doubt.left.name, doubt.right.name} == {"闻莱科技股份有限公司", "青穗通讯股份有限公司"}
    assert "曾用名" in doubt.reasons[0]


def test_a_tie_is_set_by_hand_and_not_both_ways(
    pair: tuple[Company, Company], officer: User, sign_in: Callable[..., Client]
) -> None:
    up, _ = pair
    other = make.company("澄湖资本有限公司")
    client = sign_in(officer)
    found = page(client.get(f"/companies/{up.pk}/ties/?q=澄湖"))
    assert "澄湖资本有限公司" in found
    client.post(f"/companies/{up.pk}/ties/", {"other": other.pk, "word": "investor"})
    assert (other.name, "投资方", False) in words(up)
    assert words(other) == [(UP, "投资设立", False)]
    refused = page(client.post(f"/companies/{other.pk}/ties/", {"other": up.pk, "word": "investor"}, follow=True))
    assert "反过来的关系" in refused
    assert "请选择" in page(client.post(f"/companies/{up.pk}/ties/", {"other": other.pk, "word": "x"}, follow=True))
    with pytest.raises(Refused):
        decide_tie(up, up, "owns", holds=True, by=officer, at=timezone.now())


def test_ties_go_with_a_merge_and_come_back_with_its_undoing(pair: tuple[Company, Company], officer: User) -> None:
    up, down = pair
    at = timezone.now()
    other = make.company("博渡控股集团有限公司")
    decide_tie(other, down, "owns", holds=True, by=officer, at=at)
    decide_tie(other, up, "group", holds=True, by=officer, at=at)
    done = merge(up, other, by=officer, at=at)
    assert words(down) == [(up.name, "母公司", False)]
    assert words(up) == [(DOWN, "子公司", False)]
    undo(done, by=officer, at=at)
    other.refresh_from_db()
    assert (other.name, "母公司", False) in words(down)
    assert (UP, "同一集团", False) in words(other)
    tie = CompanyTie.objects.get(kind="group")
    withdraw_tie(tie, by=officer, at=at)
    with pytest.raises(Refused):
        withdraw_tie(tie, by=officer, at=at)


def test_of_two_who_confirm_and_deny_at_once_one_wins_and_the_other_is_told(committed: None) -> None:
    officer, up, down = make.user("王晓"), make.company(UP), make.company(DOWN)

    def say(holds: bool) -> Callable[[], CompanyTie]:
        return lambda: decide_tie(up, down, "owns", holds=holds, by=officer, at=timezone.now())

    results = together(*(say(number % 2 == 0) for number in range(4)))
    assert sum(isinstance(result, CompanyTie) for result in results) == 1
    assert sum(isinstance(result, Refused) for result in results) == 3
    assert CompanyTie.objects.standing().count() == 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("临江博渡精密机械有限公司", "full"),
        ("博渡精密", "short"),
        ("博渡", "brand"),
        ("Bodu Precision", "foreign"),
        ("临江市博渡精密机械制造有限公司", ""),
    ],
)
def test_a_name_is_told_by_its_form(text: str, kind: str) -> None:
    assert kind_of_name(text, DOWN) == kind


def test_coverage_under_a_name_that_a_person_gave_is_the_companys(
    db: None, officer: User, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(officer)
    resolve(told(f"{DOWN}开工。", DOWN), timezone.now())
    firm = Company.objects.get()
    shown = page(client.post(f"/companies/{firm.pk}/names/", {"text": "鲲程机械厂", "kind": "former"}, follow=True))
    assert "曾用名“鲲程机械厂”" in shown
    resolve(told("鲲程机械厂扩产。", "鲲程机械厂"), timezone.now())
    resolve(told(f"{DOWN}又开工。", DOWN), timezone.now())
    assert Company.objects.current().get() == firm
    assert firm.appearances.count() == 3
    shown = page(client.get(firm.get_absolute_url()))
    assert "<dt>曾用名</dt><dd>鲲程机械厂</dd>" in shown
    other = make.company("别家有限公司")
    refused = client.post(f"/companies/{other.pk}/names/", {"text": "鲲程机械厂", "kind": "short"}, follow=True)
    assert "已用这个名称" in page(refused)
    name = CompanyName.objects.get(text="鲲程机械厂", by=officer)
    client.post(f"/names/{name.pk}/removals/")
    assert not CompanyName.objects.filter(text="鲲程机械厂", by__isnull=False).exists()


def test_what_nobody_typed_cannot_be_taken_away(db: None, officer: User) -> None:
    firm = make.company(DOWN)
    with pytest.raises(Refused):
        remove_name(firm.names.get())
    for text, kind in (("", "short"), ("博渡厂", "nonsense")):
        with pytest.raises(Refused):
            add_name(firm, text, kind, officer)

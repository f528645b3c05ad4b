"""汇总对账: a total of the press beside the projects that coverage names for it, and what cannot be reckoned and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.test import Client
from django.utils import timezone

from crm.pipeline import advance
from identities.choose import choose_value
from identities.models import Project
from identities.reconcile import Account, account_of, area_of
from press.models import Article, Fact, Statement, Step
from press.words import YI
from staff.models import User
from tests import make
from tests.pages.site import page

TOLD = date(2026, 10, 20)


def total(words: str, **more: object) -> Statement:
    """A total as the reader leaves it; unless said otherwise of 澜江高新区 in the first three quarters."""
    article = make.article(f"{words}。", title=words, content_on=TOLD, place="广东省深圳市澜江高新区")
    values = {
        "text": words, "area": "澜江高新区", "period": "前三季度", "since": date(2026, 1, 1),
        "until": date(2026, 9, 30), "count": 3, "amount": 100 * YI, "currency": "CNY", "start": 0, "end": len(words),
        "sentence_start": 0, "sentence_end": len(words) + 1, "engine": "1", "quote": words, **more,
    }  # fmt: skip
    return Statement.objects.create(article=article, **values)


def named(
    name: str, amount: int | None, *, on: date = date(2026, 6, 1), place: str = "澜江高新区", stage: str = "signed",
    currency: str = "CNY", industry: str = "", in_article: Article | None = None,
) -> Project:  # fmt: skip
    """A project that one article tells of there and then."""
    words = f"{name}总投资若干亿元，在{place}，{stage}，{industry or '无'}。"
    article = in_article or make.article(words, title=name, content_on=on)
    project = Project.objects.filter(name=name).first() or make.project(name)
    where = article.original if in_article else name
    make.mention(article, where if in_article else name, kind="project", of=name, data={"kind": "industry"})
    for kind, value, text in (
        ("amount", make.yuan((amount or 0) * 10**8, currency), where),
        ("stage", stage, where if in_article else stage),
        ("place", place, where if in_article else place),
        ("industry", industry, where if in_article else industry),
    ):
        if value and not (kind == "amount" and amount is None):
            make.fact(article, name, kind, value, text)
    make.appears(article, project)
    return project


def names(account: Account) -> tuple[set[str], dict[str, str]]:
    return {row.project.name for row in account.named}, {row.project.name: row.why_not for row in account.left_out}


def test_named_projects_of_the_area_and_the_period_are_summed_and_the_rest_has_its_reason(db: None) -> None:
    account_for = total("前三季度澜江高新区共签约亿元以上产业项目3个,总投资100亿元")
    named("苍梧显示项目", 51)
    named("采薇电池项目", 20)
    named("小微配套项目", 0.5)  # type: ignore[arg-type]
    named("外资项目", 2, currency="USD")
    named("没说多少项目", None)
    named("已经开工项目", 30, stage="started")
    named("别处项目", 40, place="合肥市")
    named("去年项目", 40, on=date(2025, 6, 1))
    account = account_of(account_for)
    taken, left = names(account)
    assert taken == {"苍梧显示项目", "采薇电池项目"}
    assert (account.sum, account.difference, account.share) == (71 * YI, 29 * YI, 71)
    assert set(left) == {"小微配套项目", "外资项目", "没说多少项目", "已经开工项目"}
    assert "不到“亿元以上”" in left["小微配套项目"]
    assert "币种不同" in left["外资项目"]
    assert left["没说多少项目"] == "报道没有说总投资"
    assert "开工" in left["已经开工项目"]
    assert account.count_left == 1


def test_what_is_chosen_counts_and_what_is_told_differently_is_pointed_out(db: None, officer: User) -> None:
    account_for = total("前三季度澜江高新区共签约项目3个,总投资100亿元")
    project = named("苍梧显示项目", 51)
    named("苍梧显示项目", 48, on=date(2026, 7, 1))
    [row] = account_of(account_for).named
    assert (row.shown, row.note) == ("48亿元", "说法不一：另有 51亿元")
    choose_value(project, Fact.objects.get(kind="amount", value__value="5100000000"), by=officer, at=timezone.now())
    [row] = account_of(account_for).named
    assert (row.shown, row.is_chosen) == ("51亿元", True)


def test_only_the_industry_that_the_total_names_counts(db: None) -> None:
    account_for = total("去年引进数字经济项目3个,总投资100亿元")
    named("数据港项目", 30, industry="数字经济")
    named("电池项目", 20, industry="新能源")
    named("没说产业项目", 10)
    taken, left = names(account_of(account_for))
    assert taken == {"数据港项目", "没说产业项目"}
    assert left == {"电池项目": "产业是新能源"}


def test_a_total_without_period_is_held_against_what_its_own_article_names(db: None) -> None:
    account_for = total("本次集中开工项目共3个,总投资100亿元", period="", since=None, until=None)
    named("一号项目", 60, stage="started", in_article=account_for.article)
    named("别篇项目", 20, stage="started")
    account = account_of(account_for)
    assert names(account)[0] == {"一号项目"}
    assert "同一篇" in account.scope
    assert any("没有写明时期" in note for note in account.notes)
    assert account.count_left == 2


def test_named_projects_that_sum_to_more_than_the_total_are_said_to(db: None) -> None:
    account_for = total("前三季度澜江高新区共签约项目1个,总投资10亿元", amount=10 * YI, count=1)
    named("一号项目", 60)
    named("二号项目", 20)
    account = account_of(account_for)
    assert account.is_over
    assert account.difference == -70 * YI
    assert sum("超过" in note or "还多" in note for note in account.notes) == 2


def test_what_the_totals_own_sentence_names_counts_though_it_was_told_after_the_period(db: None) -> None:
    """去年已招引甲、乙等项目8个: the names stand in the sentence; another project of the article does not belong to it."""
    account_for = total("前三季度澜江高新区签约了苍梧显示项目等3个项目,总投资100亿元。采薇电池项目今天签约")
    Statement.objects.filter(pk=account_for.pk).update(sentence_end=account_for.article.original.index("。") + 1)
    account_for.refresh_from_db()
    for name in ("苍梧显示项目", "采薇电池项目"):
        article, row = account_for.article, make.project(name)
        make.mention(article, name, kind="project", data={"kind": "industry"})
        make.fact(article, name, "amount", make.yuan(20 * 10**8), name)
        make.appears(article, row)
    assert names(account_of(account_for)) == ({"苍梧显示项目"}, {"采薇电池项目": "报道说的日期在这个时期之外"})


def test_a_size_that_each_project_has_is_no_total(db: None) -> None:
    make.article(
        "澜江高新区晒出成绩单\n2026-10-20 来源:澜江日报\n前三季度引进总投资超10亿元项目2个。上半年签约项目9个,总投资30亿元。\n",
        done=None,
    )  # fmt: skip
    advance(list(Step))
    assert [(row.count, row.total) for row in Statement.objects.order_by("start")] == [(2, ""), (9, "30亿元")]


def test_a_target_is_no_account(db: None) -> None:
    account = account_of(total("全年力争引进项目25个,总投资100亿元"))
    assert any("目标或计划" in note for note in account.notes)


def test_the_whole_area_is_the_one_that_the_article_is_about(db: None) -> None:
    assert area_of(total("全区签约项目3个", area="全区")) == "澜江高新区"
    assert area_of(total("全市签约项目3个", area="")) == "澜江高新区"
    assert area_of(total("临江市签约项目3个", area="临江市")) == "临江市"
    bare = total("签约项目3个", area="")
    bare.article.place = "浙江省临江市高新区"
    assert area_of(bare) == "临江市高新区"


def test_totals_are_listed_narrowed_and_opened(officer: User, sign_in: Callable[..., Client]) -> None:
    client = sign_in(officer)
    assert "还没有汇总数字" in page(client.get("/statements/"))
    one = total("前三季度澜江高新区共签约项目3个,总投资100亿元")
    other = total("上半年新增投产项目15个", amount=None, area="", period="")
    Statement.objects.create(
        article=make.article("旧", title="旧"), text="不再读到", start=0, end=1, sentence_start=0, sentence_end=1,
        engine="1", gone=True,
    )  # fmt: skip
    copy = total("转载里的", area="")
    Article.objects.filter(pk=copy.article_id).update(repost_of=one.article)

    def listed(query: str) -> set[int]:
        shown = page(client.get(f"/statements/{query}"))
        return {row.pk for row in Statement.objects.all() if f'href="/statements/{row.pk}/"' in shown}

    assert listed("") == {one.pk, other.pk}
    assert listed("?amount=true") == {one.pk}
    assert listed("?yi_min=50&yi_max=200") == {one.pk}
    assert listed("?q=投产") == {other.pk}
    assert listed("?period=false") == set()
    assert listed("?told_after=2026-11-01") == set()
    project = named("苍梧显示项目", 51)
    shown = page(client.get(f"/statements/{one.pk}/"))
    for words in ("100亿元", "51亿元", "49亿元", "1 / 3", "51%", project.get_absolute_url()):
        assert words in shown, words


def test_the_reader_brings_totals_and_their_projects_together(db: None) -> None:
    """From the pages themselves: what was signed in the first three quarters against the signing that was covered."""
    for text in (
        "澜江高新区晒出成绩单\n2026-10-20 来源:澜江日报\n10月20日,记者从澜江高新区获悉,前三季度澜江高新区共签约亿元以上产业项目"
        "31个,总投资266亿元。\n",
        "云岚光电显示项目签约落户澜江高新区\n2026-09-03 来源:澜江日报\n9月2日,云岚光电股份有限公司与澜江高新区签约,"
        "云岚光电显示项目总投资51亿元,落户澜江高新区。\n",
    ):
        make.article(text, done=None)
    advance(list(Step))
    statement = Statement.objects.get(amount=266 * YI)
    account = account_of(statement)
    assert (statement.count, account.area) == (31, "澜江高新区")
    assert [(row.shown, row.value) for row in account.named] == [("51亿元", Decimal(51) * YI)]
    assert account.difference == 215 * YI

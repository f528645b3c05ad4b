"""Reposts join the first article of their story; what only looks alike stays apart."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crm.pipeline import advance
from leads.models import Proposal
from press.intake import add
from press.models import Article, Fingerprint, Source, Step

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))

STORY = """青禾储能电池项目签约落户临江高新区
2026-11-02 来源:临江日报
11月2日,临江高新区与浙江青禾储能科技有限公司签订投资协议,总投资32亿元的青禾储能电池项目正式落户,用地260亩。
项目分两期建设,一期投资18亿元,建成后年产储能电池12吉瓦时,计划2027年3月开工。
青禾储能成立于2016年,主要产品销往欧洲和东南亚,去年营业收入47亿元。
"我们看中的是临江的产业链和办事速度。"公司董事长陆一鸣说,从第一次见面到签约只用了73天。
"""
CUT = "\n".join(STORY.splitlines()[:4])
REORDERED = "\n".join(STORY.splitlines()[index] for index in (0, 1, 4, 2, 5, 3))
FRAMED = "首页 > 财经 > 正文\n【转载】" + STORY + "免责声明:本文转载自网络,如有侵权请联系删除。\n"
TRADITIONAL = STORY.translate(
    str.maketrans(
        "储电项签业产龙协议总资实顺发厂东经济从见设计建开术财车马长张两强应",
        "儲電項簽業產龍協議總資實順發廠東經濟從見設計建開術財車馬長張兩強應",
    )
)
SIBLING = (
    STORY.replace("青禾", "拓岳")
    .replace("11月2日", "10月17日")
    .replace("32亿", "9.6亿")
    .replace("260", "75")
    .replace("18亿", "4.1亿")
    .replace("12吉", "3吉")
    .replace("2016", "2019")
    .replace("47亿", "5.8亿")
    .replace("73", "41")
    .replace("2027年3月", "2026年12月")
    .replace("陆一鸣", "方知远")
)
OTHER = """临江高新区三季度项目建设提速
2026-11-02 来源:临江日报
三季度,临江高新区集中开工项目11个,白鹭医疗器械项目主体封顶,年内可交付厂房4万平方米。
"""

pytestmark = pytest.mark.django_db


def taken_in(*texts: str) -> list[Article]:
    source = Source.built_in(Source.Kind.PASTE)
    rows = [add(text.encode(), source=source, at=NOW)[0] for text in texts]
    advance([Step.CLEAN, Step.GROUP], at=NOW)
    return [Article.objects.get(pk=row.pk) for row in rows]


@pytest.mark.parametrize("repost", [CUT, REORDERED, FRAMED, TRADITIONAL], ids=["cut", "reordered", "framed", "script"])
def test_a_repost_joins_the_first_article_whichever_of_them_comes_first(repost: str) -> None:
    first, second = taken_in(STORY, repost)
    assert second.repost_of == first
    assert first.repost_of is None
    Article.objects.all().delete()
    first, second = taken_in(repost, STORY)
    assert second.repost_of == first


@pytest.mark.parametrize("text", [SIBLING, OTHER], ids=["same mould", "same day"])
def test_other_coverage_stays_apart(text: str) -> None:
    assert [row.repost_of for row in taken_in(STORY, text)] == [None, None]


def test_three_reposts_are_one_story_on_every_page(sign_in, leader) -> None:
    first, *reposts = taken_in(STORY, CUT, FRAMED)
    assert {row.repost_of for row in reposts} == {first}
    assert list(reposts[0].story()) == [first, reposts[1]]
    page = sign_in(leader).get(reposts[0].get_absolute_url()).content.decode()
    assert f'href="{first.get_absolute_url()}"' in page
    assert "首篇" in page


def test_cleaning_again_neither_doubles_nor_loses_a_story() -> None:
    first, second = taken_in(STORY, CUT)
    before = Fingerprint.objects.count()
    Article.objects.update(group_at=None)
    advance([Step.GROUP], at=NOW)
    assert Fingerprint.objects.count() == before
    second.refresh_from_db()
    assert second.repost_of == first


def test_a_repost_makes_no_second_card() -> None:
    taken_in(STORY, FRAMED)
    advance(at=NOW)
    cards = list(Proposal.objects.cards())
    assert [card.article.repost_of for card in cards] == [None] * len(cards)
    assert cards
    assert all(card.others == 1 for card in cards)

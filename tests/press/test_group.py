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

NAMED_ALONE = """走访企业见闻
“先看厂房,再谈条件。”在临江高新区,书记带着三位局长走了一个上午,进了四家门。
第一家是青禾储能。老总没有诉苦,只说了两句感谢,末了拉着客人去看新装的叠片线,说这条线三班倒也赶不上订单。
第二家是白鹭医疗,卡在注册证上。药监部门来的同志当场记下,答应回去就问,又留了自己的电话。
第三家是云湖光电,嫌用工难,职校的校长正好在场,两个人蹲在车间门口就把订单班的事谈拢了,约好下周去学校挑人。
最后一家是山岚木作,老板在外地没有见着,门卫泡了茶,说货都发走了,仓库里只剩下给老客户留的样品。
"""
OTHER_NAMES = (
    NAMED_ALONE.replace("青禾储能", "恒拓锦澜").replace("白鹭医疗", "沃驰岚禾").replace("云湖光电", "屿澈恒沃")
).replace("山岚木作", "澜锦驰拓")
CORRECTED = STORY.replace("260亩", "268亩")
ITEM = "\n".join(STORY.splitlines()[2:])
DIGEST = f"""一周招商要闻汇总
2026-11-03 来源:招商内参
{ITEM}
白鹭医疗二期厂房主体封顶
11月1日,白鹭医疗器械二期厂房主体结构封顶,总投资9.2亿元,建成后年产核磁共振设备六百台,计划明年六月试产。
老城区三条背街小巷改造完工
改造涉及居民四百一十二户,雨污分流管道全部换新,沿街加装路灯八十六盏,居民议事会将接着讨论停车位怎么划。
市职业技术学院新设两个专业
今年秋季起,学院开设储能材料工程和智能物流技术两个专业,首批招生一百六十人,由三家企业出师傅、出设备、出岗位。
"""
HEADLESS = "\n".join(STORY.splitlines()[index] for index in (3, 0, 2))

pytestmark = pytest.mark.django_db


def taken_in(*texts: str) -> list[Article]:
    source = Source.built_in(Source.Kind.PASTE)
    rows = [add(text.encode(), source=source, at=NOW)[0] for text in texts]
    advance([Step.CLEAN, Step.GROUP], at=NOW)
    return [Article.objects.get(pk=row.pk) for row in rows]


@pytest.mark.parametrize(
    "repost",
    [CUT, REORDERED, FRAMED, TRADITIONAL, CORRECTED, HEADLESS],
    ids=["cut", "reordered", "framed", "script", "one figure corrected", "cut, headline below"],
)
def test_a_repost_joins_the_first_article_whichever_of_them_comes_first(repost: str) -> None:
    first, second = taken_in(STORY, repost)
    assert second.repost_of == first
    assert first.repost_of is None
    Article.objects.all().delete()
    first, second = taken_in(repost, STORY)
    assert second.repost_of == first


@pytest.mark.parametrize("text", [SIBLING, OTHER, DIGEST], ids=["same mould", "same day", "digest that holds it"])
def test_other_coverage_stays_apart(text: str) -> None:
    assert [row.repost_of for row in taken_in(STORY, text)] == [None, None]
    Article.objects.all().delete()
    assert [row.repost_of for row in taken_in(text, STORY)] == [None, None]


def test_other_names_in_the_same_words_make_another_text() -> None:
    assert [row.repost_of for row in taken_in(NAMED_ALONE, OTHER_NAMES)] == [None, None]


def test_an_editor_s_other_words_do_not() -> None:
    first, second = taken_in(
        NAMED_ALONE, NAMED_ALONE.replace("厂房", "车间").replace("答应", "表示").replace("老总", "经理")
    )
    assert second.repost_of == first


def test_a_table_that_one_site_takes_for_its_frame_is_still_the_text() -> None:
    table = "临江高新区重点项目进度表\n" + "\n".join(
        f"{name}|{firm}|{number}.4亿元|{state}"
        for number, (name, firm, state) in enumerate(
            [
                ("储能电池生产线", "青禾储能", "厂房主体施工"),
                ("医疗器械二期", "白鹭医疗", "竣工验收"),
                ("光学膜材料基地", "云湖光电", "设备安装调试"),
                ("全屋定制工厂", "山岚木作", "办理规划许可"),
                ("冷链物流园", "江海运通", "前期工作"),
                ("生物发酵饲料", "禾丰农业", "一期投产"),
            ],
            start=3,
        )
    )
    first, second = taken_in(table, f"{table}\n免责声明:本文转载自网络,如有侵权请联系删除。\n")
    assert second.repost_of == first


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

"""What single clauses tell of a project's state, and whether as done or as planned; which sums are no investment."""

from __future__ import annotations

from datetime import date

import pytest

from reading import clean, read
from reading.crowd import Crowd
from reading.kinds.date import moments_in
from reading.kinds.stage import State, states_in
from reading.shown import Shown


def told(clause: str) -> list[tuple[str, bool]]:
    """Every state of a clause with whether it is a plan."""
    return [(state.stage, state.plan) for state in states_in(clause) if not state.negated]


@pytest.mark.parametrize(
    ("clause", "stage"),
    [
        ("禾屿陶粒项目已于5月点火试产", "completed"),
        ("二号线上周投料试车", "completed"),
        ("二期土建已完工", "building"),
        ("海上风电二期全容量并网", "operating"),
        ("算力中心4月中旬上电运行", "operating"),
        ("公司与管委会订立投资协议", "signed"),
        ("项目还在协议起草阶段", "negotiating"),
        ("合作方签了意向", "negotiating"),
        ("目前正在办理土地手续", "planned"),
        ("桩基已完成七成", "building"),
        ("厂房建设进度达65%", "building"),
        ("园区初具规模", "building"),
        ("消防管线正在扫尾", "building"),
        ("场地平整已经开始", "started"),
        ("去年11月动的土", "started"),
        ("一期日产3000吨生产线运行正常", "operating"),
        ("装置建成投运", "operating"),
        ("乙烯装置顺利完成中间交接", "completed"),
        ("竞拍取得产业园地块使用权", "landed"),
        ("对在当地建厂表现出浓厚兴趣", "negotiating"),
        ("双方签订显示模组项目投资意向书", "negotiating"),
        ("方案还在深化", "planned"),
    ],
)
def test_words_tell_how_far_a_project_is(clause: str, stage: str) -> None:
    assert stage in [state for state, plan in told(clause) if not plan]


@pytest.mark.parametrize(
    "clause",
    [
        "包括冷库、仓储、运营、中央厨房",
        "供应链管理及运营结算中心",
        "生物制品批签发中心",
        "药物中试车间",
        "施工图和施工内容",
        "注册资本2亿元",
        "重大项目集中开竣工",
    ],
)
def test_parts_of_other_words_tell_no_state(clause: str) -> None:
    assert told(clause) == []


@pytest.mark.parametrize(
    "clause",
    [
        "太阳能光伏项目首期奠基",
        "泵站项目(扩能)开工",
        "新希望集团项目开工",
        "去年6月投产后,产品供给家具企业",
        "拟建项目签约金额95亿元",
    ],
)
def test_what_only_looks_like_a_plan_is_told_as_done(clause: str) -> None:
    assert not told(clause)[-1][1]


def test_an_older_works_is_not_the_new_project_in_operation() -> None:
    assert told("公司老厂区前年就满产") == []


@pytest.mark.parametrize(
    "clause", ["打算再拿出4亿元,上马二期", "机房打算9月正式投运", "工期18个月完工", "冷库原定今年8月开工"]
)
def test_what_is_meant_to_be_is_a_plan(clause: str) -> None:
    assert told(clause)[-1][1] is True


def test_a_plan_for_the_sum_leaves_the_start_done() -> None:
    assert told("计划总投资5亿元的云湖显示项目正式开工")[-1] == ("started", False)


@pytest.mark.parametrize(
    ("words", "is_ahead"),
    [("今年以来", False), ("一季度", False), ("2月", False), ("二季度", True), ("年底", True), ("年内", True)],
)
def test_a_time_that_has_begun_is_not_ahead(words: str, is_ahead: bool) -> None:
    today = date(2026, 2, 18)
    (moment,) = moments_in(words, today)
    assert (moment.first > today) is is_ahead


def stages(body: str) -> set[str | None]:
    """The states of all projects of a page that was published on a day of its first quarter."""
    page = read(clean(f"临江新区一批项目有进展\n2026-02-18 来源:临江日报\n{body}\n", "text"))
    return {fact.value if (fact := project.fact("stage")) else None for project in page.projects}


def test_the_start_of_this_quarter_s_list_is_no_plan() -> None:
    body = "2月18日,临江新区举行一季度重大项目集中开工活动。这次开工的有云湖光电显示模组项目、苏禾新材料导电膜项目。"
    assert stages(body) == {"started"}


def test_each_group_of_a_sentence_has_the_state_that_closes_it() -> None:
    body = "云湖光电显示模组项目、苏禾新材料导电膜项目等2个开工,晶台食品冷链物流园项目等3个竣工。"
    page = read(clean(f"临江新区一批项目有进展\n{body}\n", "text"))
    found = {project.name: fact.value for project in page.projects if (fact := project.fact("stage"))}
    assert {name[:2]: state for name, state in found.items()} == {
        "云湖": "started",
        "苏禾": "started",
        "晶台": "completed",
    }


@pytest.mark.parametrize(
    "told_sum", ["累计完成投资2.5亿元", "注册资本2.5亿元", "日产值150万元", "首笔2.5亿元注册资本已经到账"]
)
def test_money_spent_earned_or_paid_in_is_no_project_s_sum(told_sum: str) -> None:
    page = read(clean(f"云湖光电显示模组项目加快建设\n云湖光电显示模组项目在临江新区加快建设,{told_sum}。\n", "text"))
    assert [project.fact("amount") for project in page.projects] == [None] * len(page.projects)


def test_sums_told_one_after_the_other_go_to_the_names_in_that_order() -> None:
    body = "总投资分别为10亿元、5亿元的云湖光电显示模组项目和苏禾新材料导电膜项目签约。"
    page = read(clean(f"临江新区签约两个项目\n{body}\n", "text"))
    sums = {project.name[:2]: fact.value.value for project in page.projects if (fact := project.fact("amount"))}
    assert sums == {"云湖": 10 * 10**8, "苏禾": 5 * 10**8}


def test_who_stands_in_a_list_of_names_or_behind_an_office_is_a_person_by_name() -> None:
    crowd = Shown(clean("市长汪沅之,副市长许云帆、王丽华出席。\n", "text")).crowd
    assert isinstance(crowd, Crowd)
    assert {"汪沅之", "许云帆", "王丽华"} <= crowd.sure()


def test_a_person_is_no_company() -> None:
    page = read(
        clean(
            "云湖光电项目开工\n市委书记汪沅之,副市长许云帆、王丽华出席。汪沅之说,云湖光电有限公司投资3亿元。\n", "text"
        )
    )
    assert not {"汪沅之", "许云帆", "王丽华"} & {company.name for company in page.companies}


def test_a_state_keeps_its_place() -> None:
    (state,) = states_in("云湖光电项目开工")
    assert state == State(6, 8, "started", False, False, False)

"""Which place of the coverage tells a project's state, on small invented pages."""

from __future__ import annotations

import pytest

from reading import clean, read


def states(body: str) -> dict[str, str | None]:
    """The state of every project of a page, by its name."""
    found = {}
    for project in read(clean(f"临江新区一批项目有进展\n{body}\n", "text")).projects:
        fact = project.fact("stage")
        found[project.name] = None if fact is None else str(fact.value)
    return found


def state_of(body: str, part: str) -> str | None:
    (state,) = [state for name, state in states(body).items() if part in name]
    return state


@pytest.mark.parametrize(
    ("body", "part", "state"),
    [
        (
            "签约名单里,云湖科技背光模组项目由深圳云湖科技有限公司投资4亿元,仍处于意向阶段。",
            "背光模组",
            "negotiating",
        ),
        ("晶台食品的冷库已经完工,苏禾新材料导电膜二期项目刚刚动工,总投资3亿元。", "导电膜", "started"),
        ("云湖光电显示模组项目总投资6亿元,已获批上马。", "显示模组", "planned"),
        ("云湖光电显示模组项目总投资6亿元,6月进场施工。", "显示模组", "started"),
        ("云湖光电显示模组项目总投资6亿元,分两期建成,今年3月开工。", "显示模组", "started"),
    ],
    ids=["still held", "its own clause", "approved", "builders come", "phases to be built"],
)
def test_a_state_is_what_the_project_s_own_clause_says(body: str, part: str, state: str) -> None:
    assert state_of(body, part) == state


def test_states_counted_up_for_a_list_are_no_project_s_own() -> None:
    body = "云湖光电显示模组项目、苏禾新材料导电膜项目等建成和在建的产能合计超过200万片。"
    assert set(states(body).values()) == {None}


def test_a_bringing_in_of_equipment_is_no_landing() -> None:
    body = "云湖光电显示模组项目今年4月开工,先引进一条完整的涂布产线和成套设备。"
    assert state_of(body, "显示模组") == "started"


def test_what_stands_behind_a_semicolon_is_of_another() -> None:
    body = "云湖光电显示模组项目完成签约,总投资6亿元;苏禾新材料的旧厂区搬迁工程建成投用。"
    assert state_of(body, "显示模组") == "signed"


def test_a_numbered_heading_holds_for_its_items_until_the_next() -> None:
    body = (
        "一、集中签约项目(2个,总投资9亿元)\n1.云湖光电显示模组项目。投资额:6亿元;地点:东园。\n"
        "2.苏禾新材料导电膜项目。投资额:3亿元;地点:西园。\n"
        "二、竣工投产项目(1个,总投资4亿元)\n1.恒帆重工风电轴承项目。投资额:4亿元;地点:东园。\n"
    )
    assert state_of(body, "显示模组") == "signed"
    assert state_of(body, "导电膜") == "signed"
    assert state_of(body, "轴承") == "operating"


@pytest.mark.parametrize(
    ("words", "state"),
    [("工程全部完成", "completed"), ("已摘得60亩地", "landed"), ("刚打了围挡", "started"), ("正按图推进", "building")],
)
def test_words_of_a_state(words: str, state: str) -> None:
    assert state_of(f"云湖光电显示模组项目总投资6亿元,{words}。", "显示模组") == state


def test_a_sentence_that_closes_a_list_says_it_of_all() -> None:
    body = (
        "云湖光电显示模组项目,总投资6亿元。\n苏禾新材料导电膜项目,总投资3亿元。\n"
        "恒帆重工塔筒项目,总投资2亿元。\n上述项目均已签约。"
    )
    assert set(states(body).values()) == {"signed"}


def test_what_became_of_a_project_may_be_told_two_sentences_on() -> None:
    body = "走进云湖光电显示模组项目,总投资6亿元。厂区占地120亩。负责人说,六条线上个月已经全部投产。"
    assert state_of(body, "显示模组") == "operating"

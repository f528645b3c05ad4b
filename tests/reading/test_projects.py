"""Projects of small invented texts: which there are, their sums, states and owners."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reading import clean, read
from reading.kinds.amount import sums_in
from reading.relate import find_projects, find_statements
from reading.values import Company, Form, Project, Text


def told(body: str, *companies: str) -> tuple[Text, dict[str, Project]]:
    """The text and its projects by the name that leads, with these companies as if they had been found."""
    text = clean(body.encode())
    found = []
    for name in companies:
        spans = []
        at = text.text.find(name)
        while at >= 0:
            spans.append(text.span(at, at + len(name)))
            at = text.text.find(name, at + len(name))
        found.append(Company((Form(name, tuple(spans)),), 0.9, "test"))
    return text, {project.name: project for project in find_projects(text, tuple(found))}


def holding(projects: dict[str, Project], part: str) -> Project:
    """The one project with these words in its name."""
    (found,) = [project for name, project in projects.items() if part in name]
    return found


def yuan(project: Project) -> Decimal | None:
    fact = project.fact("amount")
    return None if fact is None else fact.value.value  # type: ignore[union-attr]


def test_each_project_of_a_list_has_its_own_sum() -> None:
    _, projects = told(
        "1月6日,云湖光电投资51亿元的云湖半导体显示项目、青禾医药总投资8.5亿元的青禾创新药产业化项目正式签约落户临江高新区。",
        "云湖光电", "云湖", "青禾医药", "青禾",
    )  # fmt: skip
    assert yuan(holding(projects, "半导体显示项目")) == Decimal("5100000000")
    assert yuan(holding(projects, "创新药产业化项目")) == Decimal("850000000")


def test_a_sum_of_many_projects_is_a_statement_and_no_projects_amount() -> None:
    text, projects = told(
        "去年,全区引进数字经济项目28个,总投资192亿元。投资51亿元的云湖半导体显示项目成功签约。", "云湖"
    )
    assert [yuan(project) for project in projects.values()] == [Decimal("5100000000")]
    assert [(item.count, item.money and item.money.value) for item in find_statements(text)] == [
        (28, Decimal("19200000000"))
    ]


def test_foreign_currency_stays_what_it_is() -> None:
    _, projects = told("总投资15亿美元的泽安创新药研发及产业化项目落户临江高新区,目前厂房正在建设。", "泽安")
    fact = holding(projects, "产业化项目").fact("amount")
    assert fact is not None
    assert (fact.value.value, fact.value.currency) == (Decimal("1500000000"), "USD")  # type: ignore[union-attr]


def test_two_sums_make_two_projects_however_alike_the_names() -> None:
    _, projects = told(
        "总投资15亿美元的创新药研发及产业化项目,总投资105.8亿元的安曜医药高端制剂研发及产业化项目先后落户临江科技城。",
        "安曜医药",
    )
    assert sorted(yuan(project) or 0 for project in projects.values()) == [
        Decimal("1500000000"),
        Decimal("10580000000"),
    ]


def test_the_total_counts_where_a_part_stands_beside_it() -> None:
    _, projects = told(
        "江川新能源投资建设的江川储能电池生产基地项目正式开工,项目总投资30亿元,其中一期投资12亿元,占地200亩。",
        "江川新能源",
        "江川",
    )
    assert yuan(holding(projects, "储能电池生产基地项目")) == Decimal("3000000000")


def test_output_and_tax_are_no_investment() -> None:
    _, projects = told(
        "恒越精工投资建设的恒越精密轴承生产基地项目近日开工,总投资6亿元,达产后预计年产值20亿元、年税收1亿元。",
        "恒越精工",
        "恒越",
    )
    assert yuan(holding(projects, "轴承生产基地项目")) == Decimal("600000000")


@pytest.mark.parametrize(
    ("clause", "stage"),
    [
        ("近日正式签约落户临江高新区", "signed"),
        ("近日正式开工建设,预计2026年底投产", "started"),
        ("已建成投产", "operating"),
        ("正在加快建设,计划明年投产", "building"),
    ],
)
def test_the_state_reached_counts_and_not_the_one_planned(clause: str, stage: str) -> None:
    _, projects = told(f"总投资12亿元的云湖半导体显示项目{clause}。", "云湖")
    fact = holding(projects, "半导体显示项目").fact("stage")
    assert fact is not None
    assert fact.value == stage


def test_one_verb_speaks_for_every_project_of_its_list() -> None:
    _, projects = told(
        "昨天,云湖半导体显示项目、青禾创新药产业化项目、恒越精密轴承生产基地项目集中开工。", "云湖", "青禾", "恒越"
    )
    assert len(projects) == 3
    assert {project.fact("stage") and project.fact("stage").value for project in projects.values()} == {"started"}  # type: ignore[union-attr]


def test_the_words_of_a_state_prove_it_and_a_fact_comes_once() -> None:
    text, projects = told("总投资12亿元的云湖半导体显示项目昨天开工。云湖半导体显示项目占地180亩,今年2月签约。", "云湖")
    (project,) = projects.values()
    facts = [(fact.kind, fact.span) for fact in project.facts]
    assert len(facts) == len(set(facts))
    stage = project.fact("stage")
    assert stage is not None
    assert text.page.source[slice(*stage.span)] == stage.text
    assert stage.text in ("开工", "签约")


def test_owners_of_a_list_stay_with_their_own_project() -> None:
    _, projects = told(
        "签约的有云湖半导体显示项目、青禾创新药产业化项目、恒越精密轴承生产基地项目,总投资共58亿元。",
        "云湖",
        "青禾",
        "恒越",
    )
    assert {name[:2]: project.companies for name, project in projects.items()} == {
        "云湖": ("云湖",), "青禾": ("青禾",), "恒越": ("恒越",),
    }  # fmt: skip


def test_the_investor_of_the_sentence_owns_the_project() -> None:
    _, projects = told(
        "5月8日,江川新能源有限公司投资20亿元建设的高性能储能电池生产基地项目正式开工。", "江川新能源有限公司"
    )
    assert holding(projects, "储能电池生产基地项目").companies == ("江川新能源有限公司",)


def test_campaigns_plans_and_offices_are_no_projects() -> None:
    _, projects = told(
        "全区深入实施“百日攻坚”行动,着力打造数字经济核心集聚区。市政府与临江大学研究院开展合作,推动一批重点项目落地见效,"
        "加快构建现代产业体系。"
    )
    assert projects == {}


def test_the_number_of_a_list_is_no_part_of_a_name() -> None:
    text = "2日签约的项目如下:\n1. 恒澜光电显示模组项目,总投资12亿元;\n(2)禾屿冷链物流园项目,总投资3.5亿元。\n"
    names = [project.name for project in read(clean(text)).projects]
    assert names == ["恒澜光电显示模组项目", "禾屿冷链物流园项目"]


def test_whoever_a_list_prints_as_investor_is_behind_the_project_above() -> None:
    body = (
        "(一)青橙水产加工项目。投资主体:临江青橙食品有限公司;投资额:3.8亿元。\n"
        "(二)膜法淡化装备项目。投资主体:青禾水务、临江港投集团;投资额:6.2亿元。\n"
    )
    _, projects = told(body, "临江青橙食品有限公司", "青禾水务", "临江港投集团")
    assert holding(projects, "水产加工").companies == ("临江青橙食品有限公司",)
    assert holding(projects, "淡化装备").companies == ("青禾水务", "临江港投集团")


@pytest.mark.parametrize("words", ["一共要花14.3亿元", "花了14.3亿元", "掏了14.3亿元"])
def test_what_is_spent_on_a_project_is_its_sum(words: str) -> None:
    _, projects = told(f"云湖显示模组项目昨天封顶,{words},占地312亩。", "云湖")
    assert yuan(holding(projects, "显示模组")) == Decimal("1430000000")


def test_a_zone_that_others_move_to_is_no_project() -> None:
    _, projects = told("云湖光电投资51亿元的云湖半导体显示项目落户临江科技城,厂房位于临江科技城。", "云湖光电", "云湖")
    assert [name for name in projects if "科技城" in name] == []


def test_words_about_who_came_are_no_project() -> None:
    body = "市长汪沅之调研。汪沅之一行深入实验室及车间,云湖光电投资51亿元的云湖半导体显示项目正在建设。"
    _, projects = told(body, "云湖光电", "云湖")
    assert [name for name in projects if "汪沅之" in name] == []


@pytest.mark.parametrize(
    ("sentence", "first"),
    [
        ("此次签约的4个项目分别是投资2.8亿元的云湖显示模组项目、投资1.1亿元的禾屿陶粒项目。", 280000000),
        ("集中开工的13个项目有总投资2.9亿元的云湖显示模组项目、总投资2.3亿元的禾屿陶粒项目。", 290000000),
        ("县政府与投资1.6亿元的云湖显示模组项目、投资5500万元的禾屿陶粒项目等6个项目签约。", 160000000),
        ("会上签约云湖显示模组项目,总投资1亿6千万元。", 160000000),
        ("当天,云湖显示模组项目签约,预计总投资4亿元以上,占地80亩。", 400000000),
    ],
)
def test_a_sum_told_of_the_first_of_a_list_is_its_own(sentence: str, first: int) -> None:
    page = f"临江日报讯 12月9日,临江市举行项目签约仪式。{sentence}"
    (project,) = [each for each in read(clean(page.encode(), "text")).projects if "云湖" in each.name]
    assert [int(fact.value.value) for fact in project.facts if fact.kind == "amount"][:1] == [first]


def test_a_shortened_name_goes_on_about_the_one_project_that_it_shortens() -> None:
    _, projects = told(
        "观摩团先后察看了山岚晶须纤维项目、齐屿特种粉磁项目、禾田有机饮品项目。晶须项目的产线上月连续跑满三天,合格证还在办。"
        "粉磁项目总投资8.8亿元,浮选槽正往楼上吊。",
    )
    magnet = holding(projects, "特种粉磁")
    (fact,) = [fact for fact in magnet.facts if fact.kind == "amount"]

    assert fact.value.value == Decimal("880000000")  # type: ignore[union-attr]
    assert "粉磁项目" in [form.name for form in magnet.forms]


@pytest.mark.parametrize("words", ["投资额为新台币9.5亿元", "投资近9.5亿元新台币", "投资新台币约9.5亿元"])
def test_the_currency_may_stand_before_or_behind_a_sum(words: str) -> None:
    (money,) = sums_in(words)
    assert (money.money.value, money.money.currency) == (Decimal("950000000"), "TWD")

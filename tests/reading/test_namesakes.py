"""A doubtful name is a company where a project that nobody undertakes is called by it."""

from __future__ import annotations

import pytest

from reading.namesakes import with_namesakes
from reading.values import Company, Form, Project


def company(name: str, at: int, confidence: float = 0.3) -> Company:
    return Company((Form(name, ((at, at + len(name)),)),), confidence, "core")


def project(name: str, companies: tuple[str, ...] = (), kind: str = "industry", confidence: float = 0.9) -> Project:
    form = Form(name, ((20, 20 + len(name)),))
    return Project((form,), companies, kind, (), (0, 60), confidence, "names")  # type: ignore[arg-type]


FIRM = company("恒澜光电", 0, 0.9)


def test_the_surest_name_that_the_project_begins_with_is_its_company() -> None:
    doubts = (company("禾屿", 20, 0.4), company("禾屿冷链", 20, 0.2))
    companies, projects = with_namesakes((FIRM,), doubts, (project("禾屿冷链物流园"),))
    assert [row.name for row in companies] == ["恒澜光电", "禾屿"]
    assert projects[0].companies == ("禾屿",)


@pytest.mark.parametrize(
    "row",
    [
        project("禾屿冷链物流园", ("恒澜光电",)),
        project("禾屿小学", kind="public"),
        project("禾屿冷链物流园", confidence=0.4),
        project("临江禾屿冷链物流园"),
        project("禾屿"),
    ],
    ids=["has an owner", "public", "doubtful itself", "begins with another word", "is called nothing else"],
)
def test_other_projects_make_no_company(row: Project) -> None:
    assert with_namesakes((FIRM,), (company("禾屿", 20, 0.2),), (row,)) == ((FIRM,), (row,))


def test_the_likely_name_that_a_project_begins_with_owns_it_rather_than_its_neighbour_in_a_list() -> None:
    row = project("禾屿冷链物流园", ("恒澜光电",))
    _, projects = with_namesakes((FIRM,), (company("禾屿", 20, 0.45),), (row,))
    assert projects[0].companies == ("禾屿",)


def test_a_place_and_a_part_of_the_owner_s_name_own_nothing() -> None:
    owned = project("恒澜冷链物流园", ("恒澜光电",))
    placed = project("哈尔滨冷链物流园", ("恒澜光电",))
    for doubt, row in ((company("恒澜冷链", 20, 0.45), owned), (company("哈尔滨", 20, 0.45), placed)):
        assert with_namesakes((FIRM,), (doubt,), (row,)) == ((FIRM,), (row,))


def test_a_name_right_before_a_project_is_its_company_and_so_is_one_that_opens_its_sentence() -> None:
    beside, opening = company("针脚科技", 15), company("禾屿", 0)
    for doubt in (beside, opening):
        companies, projects = with_namesakes((), (doubt,), (project("伺服电控车间"),))
        assert companies == (doubt,)
        assert projects[0].companies == (doubt.name,)


def test_of_the_names_in_a_project_s_sentence_the_last_before_it_is_its_company() -> None:
    far, near, behind = company("恒帆重工", 2), company("针脚科技", 10), company("禾屿", 40)
    companies, _ = with_namesakes((), (far, near, behind), (project("伺服电控车间"),))
    assert companies == (near,)
    assert with_namesakes((), (behind,), (project("伺服电控车间"),))[0] == (behind,)
    assert with_namesakes((), (company("针脚科技", 10, 0.16),), (project("伺服电控车间"),))[0] == ()

"""The pages of a company and of a project: what coverage says, side by side, and which value a person took."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from identities.choose import choose_value, unchoose
from identities.coverage import PAGE, coverage
from identities.known import names_of
from identities.merge import merge, undo
from identities.models import ChosenValue, Company, CompanyName, Project
from identities.roles import MOST_PROJECTS, companies_of, projects_of
from identities.said import picture_of
from leads.holding import MOST_HELD
from press.models import Article, Fact
from staff.models import User
from staff.refusal import Refused
from tests import make
from tests.hands import together
from tests.pages.site import page

DAY = date(2026, 10, 1)


def told(project: Project, amount: int, *, days: int = 0, stage: str = "signed", **more: object) -> Article:
    """One more article on the project: so much in 亿元, on that day."""
    firm = project.companies.get()
    words = (
        f"{DAY + timedelta(days=days)}消息，{firm.name}的{project.name}总投资{amount}亿元，已{stage}。第{amount}号。"
    )
    article = make.article(words, title=f"消息{days}", content_on=DAY + timedelta(days=days), **more)
    make.mention(article, firm.name)
    make.mention(article, project.name, kind="project", data={"kind": "industry"})
    make.fact(article, project.name, "company", firm.name, firm.name)
    make.fact(article, project.name, "amount", make.yuan(amount * 10**8), f"{amount}亿元")
    make.fact(article, project.name, "stage", stage, stage)
    make.appears(article, firm)
    make.appears(article, project)
    return article


@pytest.fixture
def project(db: None) -> Project:
    firm = make.company()
    row = make.project("苍梧显示模组项目", firm)
    told(row, 51)
    told(row, 48, days=3)
    return row


def amounts(project: Project) -> tuple[str, list[str], bool]:
    line = next(line for line in picture_of(project).lines if line.kind == "amount")
    return line.value, [other.shown for other in line.others], line.is_clash


def fact(project: Project, shown: str) -> Fact:
    return next(fact for fact in Fact.objects.filter(kind="amount", subject=project.name) if fact.shown == shown)


def test_values_that_disagree_stand_side_by_side_the_newest_first_and_the_page_says_so(
    project: Project, officer: User, sign_in: Callable[..., Client]
) -> None:
    assert amounts(project) == ("48亿元", ["51亿元"], True)
    shown = page(sign_in(officer).get(project.get_absolute_url()))
    assert "说法不一" in shown
    assert "另有 51亿元" in shown
    assert "2026-10-01消息" in shown
    assert "2026-10-04消息" in shown


def test_a_repost_makes_no_clash_and_counts_once(project: Project) -> None:
    first = Article.objects.earliest("pk")
    told(project, 48, days=4, repost_of=Article.objects.latest("pk"))
    line = picture_of(project).lines[0]
    assert line.standing is not None
    assert line.standing.stories == 1
    assert [row.article for row in coverage(project) if row.again] == [Article.objects.get(title="消息3")]
    assert first.story().count() == 0


def test_the_persons_choice_wins_over_newer_coverage_until_it_is_taken_back(
    project: Project, officer: User, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(officer)
    url = f"/projects/{project.pk}/values/"
    response = client.post(url, {"fact": fact(project, "51亿元").pk, "why": "看了协议"}, follow=True)
    assert "总投资以51亿元为准" in page(response)
    told(project, 60, days=30)
    assert amounts(project) == ("51亿元", ["60亿元", "48亿元"], False)
    Fact.objects.filter(pk=fact(project, "51亿元").pk).update(gone=True)
    assert amounts(project)[0] == "51亿元"
    assert "看了协议" in page(client.get(project.get_absolute_url()))
    chosen = ChosenValue.objects.get()
    client.post(f"/values/{chosen.pk}/withdrawals/")
    assert amounts(project)[0] == "60亿元"
    with pytest.raises(Refused):
        unchoose(chosen, by=officer, at=timezone.now())


def test_a_choice_is_kept_by_a_merge_and_given_back_by_its_undoing(project: Project, officer: User) -> None:
    other = make.project("苍梧模组二厂项目", project.companies.get())
    told(other, 20)
    at = timezone.now()
    choose_value(other, fact(other, "20亿元"), by=officer, at=at)
    done = merge(project, other, by=officer, at=at)
    assert amounts(project)[0] == "20亿元"
    undo(done, by=officer, at=at)
    assert (amounts(project)[0], amounts(other)[0]) == ("48亿元", "20亿元")


def test_where_both_sides_of_a_merge_have_a_choice_the_kept_ones_stands_and_neither_is_lost(
    project: Project, officer: User
) -> None:
    other = make.project("苍梧模组二厂项目", project.companies.get())
    told(other, 20)
    at = timezone.now()
    choose_value(other, fact(other, "20亿元"), by=officer, at=at)
    choose_value(project, fact(project, "51亿元"), by=officer, at=at)
    done = merge(project, other, by=officer, at=at)
    assert amounts(project)[0] == "51亿元"
    undo(done, by=officer, at=at)
    assert (amounts(project)[0], amounts(other)[0]) == ("51亿元", "20亿元")


def test_a_fact_of_another_project_is_refused(project: Project, officer: User) -> None:
    other = make.project("别的项目", make.company("别的有限公司"))
    told(other, 20)
    with pytest.raises(Refused):
        choose_value(project, fact(other, "20亿元"), by=officer, at=timezone.now())


def test_of_two_who_choose_at_once_one_wins_and_the_other_is_told(committed: None) -> None:
    officer = make.user("王晓")
    row = make.project("苍梧显示模组项目", make.company())
    told(row, 51)
    pick = fact(row, "51亿元")
    results = together(*(lambda: choose_value(row, pick, by=officer, at=timezone.now()) for _ in range(4)))
    assert sum(isinstance(result, ChosenValue) for result in results) == 1
    assert sum(isinstance(result, Refused) for result in results) == 3
    assert ChosenValue.objects.standing().count() == 1


def test_an_earlier_state_after_a_later_one_is_pointed_out(project: Project) -> None:
    told(project, 48, days=20, stage="operating")
    assert picture_of(project).back is None
    told(project, 48, days=40, stage="started")
    back = picture_of(project).back
    assert back is not None
    assert [said.shown for said in back] == ["开工", "投产"]


def test_a_company_lists_each_name_once_and_where_it_was_first_seen(
    officer: User, sign_in: Callable[..., Client]
) -> None:
    firm = make.company("苍梧半导体（临江）有限公司", "苍梧半导体")
    article = make.article()
    for node in ("一", "二"):
        CompanyName.objects.create(company=firm, text="苍梧半导体", node=node, first_seen=article)
    CompanyName.objects.create(company=firm, text="蒼梧半導體(臨江)有限公司", node="三")
    assert [named.name.text for named in names_of(firm)] == ["苍梧半导体（临江）有限公司", "苍梧半导体"]
    shown = page(sign_in(officer).get(firm.get_absolute_url()))
    assert len(re.findall("<dd>苍梧半导体</dd>", shown)) == 1


def test_companies_and_projects_stand_beside_each_other_with_their_part(project: Project) -> None:
    firm = project.companies.get()
    builder = make.company("澄海建设有限公司")
    project.companies.add(builder)
    assert [(tied.row, tied.is_main) for tied in companies_of(project)] == [(firm, True), (builder, False)]
    [tied], count = projects_of(firm)
    assert (tied.amount, tied.stage, tied.articles, tied.is_main) == ("48亿元", "签约", 2, True)
    assert count == 1
    make.project("不再有报道的项目", firm)
    assert ([row.row for row in projects_of(firm)[0]], projects_of(firm)[1]) == ([project], 1)


def test_a_company_with_many_projects_and_contacts_shows_the_first_and_where_all_are(
    officer: User, sign_in: Callable[..., Client]
) -> None:
    firm = make.company()
    rows = [make.project(f"苍梧{number}号项目", firm) for number in range(MOST_PROJECTS + 3)]
    for row in rows[1:]:
        told(row, 10)
    told(rows[-1], 20, days=1)
    for number in range(MOST_HELD + 1):
        make.contact(f"陈{number}", by=officer, company=firm)
    client = sign_in(officer)
    shown = page(client.get(firm.get_absolute_url()))
    assert shown.count("篇报道</span>") == MOST_PROJECTS
    assert shown.index(rows[-1].name) < shown.index(rows[-2].name)
    for address, count in (
        (f"/projects/?of={firm.pk}", MOST_PROJECTS + 2),
        (f"/contacts/?company={firm.pk}", MOST_HELD + 1),
    ):
        assert f'href="{address}" data-count="{count}"' in shown
        assert client.get(address).context["list"].count == count


def test_a_company_with_a_thousand_articles_shows_a_page_of_them_with_as_many_questions(
    officer: User, sign_in: Callable[..., Client]
) -> None:
    row = make.project("苍梧显示模组项目", make.company())
    firm = row.companies.get()
    client = sign_in(officer)

    def asked() -> tuple[int, int]:
        counts = []
        for url in (firm.get_absolute_url(), row.get_absolute_url()):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            counts.append(len(queries))
        return counts[0], counts[1]

    for number in range(3):
        told(row, 10 + number, days=number)
    client.get("/")
    few = asked()
    for number in range(3, 30):
        told(row, 10 + number % 3, days=number)
    assert asked() == few
    shown = coverage(firm)
    assert (shown.paginator.count, len(shown.object_list)) == (30, PAGE)
    assert [item.article.title for item in coverage(firm, "3")][-1] == "消息0"
    assert page(client.get(f"{firm.get_absolute_url()}?page=2")).count("的苍梧显示模组项目总投资") == 10


def test_a_row_that_is_in_no_doubt_is_found_and_merged_from_the_page(
    officer: User, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(officer)
    one, two = make.company("苍梧半导体有限公司"), make.company("临江梧桐显示有限公司", "梧桐")
    assert f"/companies/{one.pk}/others/" in page(client.get(one.get_absolute_url()))
    assert "没有相近的" in page(client.get(f"/companies/{one.pk}/others/"))
    found = page(client.get(f"/companies/{one.pk}/others/?q=梧桐"))
    assert f"/companies/{one.pk}/merges/?other={two.pk}" in found
    assert f"?other={one.pk}" not in found
    assert "没有查到" in page(client.get(f"/companies/{one.pk}/others/?q=查无此名"))
    client.post(f"/companies/{one.pk}/merges/?other={two.pk}", {"why": "同一家"})
    assert Company.objects.current().count() == 1
    a, b = make.project("甲项目"), make.project("乙产线")
    assert f"/projects/{a.pk}/merges/?other={b.pk}" in page(client.get(f"/projects/{a.pk}/others/?q=乙产线"))


def test_the_lists_are_narrowed_by_what_people_ask_for(
    project: Project, officer: User, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(officer)
    bare = make.company("素笺有限公司", code="91330000MA27U0001X")
    firm = project.companies.get()

    def names(url: str) -> set[str]:
        shown = page(client.get(url))
        return {row.name for row in (bare, firm, project) if f'href="{row.get_absolute_url()}"' in shown}

    assert names("/companies/?has_project=true") == {firm.name}
    assert names("/companies/?has_project=false") == {bare.name}
    assert names("/companies/?has_code=true") == {bare.name}
    assert names("/companies/?in_doubt=true") == set()
    assert names("/projects/?company=苍梧") == {project.name}
    assert names("/projects/?chosen=true") == set()
    choose_value(project, fact(project, "51亿元"), by=officer, at=timezone.now())
    assert names("/projects/?chosen=true") == {project.name}

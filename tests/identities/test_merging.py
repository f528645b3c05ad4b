"""合并: two rows by hand one, with a choice per field; undone, both are what they were, or it says what could not be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.forms.models import model_to_dict
from django.test import Client
from django.utils import timezone

from identities.judge import judge
from identities.merge import merge, undo
from identities.models import Company, CompanyName, Doubt, Judgement, Merge, Project
from identities.naming import rename
from identities.resolve import resolve
from leads.models import Contact, Lead
from staff.models import User
from staff.refusal import Refused
from tests import make
from tests.hands import together
from tests.identities.test_judging import the, told
from tests.pages.site import page

CODE, OTHER_CODE = "91330400MA2B8QXT0J", "91330000142944445H"


@pytest.fixture
def two(db: Any, officer: User) -> tuple[Company, Company]:
    """苍闻通讯 with a lead, and 苍闻科技 with a lead, a contact and a project."""
    told("苍闻通讯股份有限公司")
    told("苍闻科技有限公司")
    one, other = the("苍闻通讯股份有限公司"), the("苍闻科技有限公司")
    project = make.project("苍闻模组项目", other)
    make.lead("通讯线索", owner=officer, company=one)
    make.lead("科技线索", owner=officer, company=other, project=project)
    make.contact("沈科", by=officer, company=other)
    return one, other


def picture(row: Company | Project) -> dict[str, Any]:
    """Everything of the row and what points to it."""
    row = type(row).objects.get(pk=row.pk)
    shown: dict[str, Any] = model_to_dict(row) | {"merged_into": row.merged_into_id}
    for relation in row._meta.related_objects:
        model, field = relation.related_model, relation.field
        if model.__name__ in ("Judgement", "Merge", "Doubt") or hasattr(model, "pgh_tracked_model"):
            continue
        shown[str(relation)] = sorted(model._base_manager.filter(**{field.name: row}).values_list("pk", flat=True))  # type: ignore[union-attr]
    return shown


def test_everything_moves_and_the_old_address_leads_on(
    two: tuple[Company, Company], officer: User, sign_in: Callable[..., Client]
) -> None:
    kept, gone = two
    merge(kept, gone, by=officer, at=timezone.now(), why="更名")
    assert set(Lead.objects.filter(company=kept).values_list("name", flat=True)) == {"通讯线索", "科技线索"}
    assert Contact.objects.get().company == kept
    assert [project.name for project in kept.projects.all()] == ["苍闻模组项目"]
    assert kept.appearances.count() == 2
    assert set(kept.names.values_list("text", flat=True)) == {"苍闻通讯股份有限公司", "苍闻科技有限公司"}
    response = sign_in(officer).get(gone.get_absolute_url(), follow=True)
    assert response.redirect_chain[-1][0] == kept.get_absolute_url()
    assert "苍闻科技有限公司" in page(response)
    assert not Doubt.objects.waiting().exists()


def test_undone_both_are_what_they_were(two: tuple[Company, Company], officer: User) -> None:
    before = [picture(row) for row in two]
    done = merge(*two, by=officer, at=timezone.now(), taken={"name"})
    assert [picture(row) for row in two] != before
    done = undo(done, by=officer, at=timezone.now())
    assert [picture(row) for row in two] == before
    assert done.left_over == []
    assert Judgement.objects.get().withdrawn_by == officer
    assert Doubt.objects.waiting().count() == 1


def test_a_merge_stands_whatever_coverage_comes_and_is_undone_with_what_came(
    two: tuple[Company, Company], officer: User
) -> None:
    kept, gone = two
    done = merge(kept, gone, by=officer, at=timezone.now() - timedelta(seconds=1))
    for article in (told("苍闻科技有限公司"), told("浙江苍闻科技有限公司"), told("苍闻通讯股份有限公司")):
        resolve(article, timezone.now())
    assert list(Company.objects.current()) == [Company.objects.get(pk=kept.pk)]
    undo(done, by=officer, at=timezone.now())
    assert the("苍闻科技有限公司") == the("浙江苍闻科技有限公司") == gone
    assert the("苍闻通讯股份有限公司") == kept
    assert (kept.appearances.count(), gone.appearances.count()) == (2, 3)
    resolve(told("苍闻科技有限公司"), timezone.now())
    assert (kept.appearances.count(), gone.appearances.count()) == (2, 4)


def test_what_was_changed_since_stays_and_is_told(two: tuple[Company, Company], officer: User) -> None:
    kept, gone = two
    Company.objects.filter(pk=gone.pk).update(place="嘉兴", industry="电子信息")
    gone.refresh_from_db()
    elsewhere = make.company("别家")
    done = merge(kept, gone, by=officer, at=timezone.now())
    kept.refresh_from_db()
    assert (kept.place, kept.industry) == ("嘉兴", "电子信息")
    Company.objects.filter(pk=kept.pk).update(place="平湖")
    Contact.objects.update(company=elsewhere)
    lead = make.lead("后来的", owner=officer, company=kept)
    done = undo(done, by=officer, at=timezone.now())
    kept.refresh_from_db()
    lead.refresh_from_db()
    assert (kept.place, kept.industry, lead.company) == ("平湖", "", kept)
    assert Contact.objects.get().company == elsewhere
    assert done.left_over == ["所在地合并后被改成“平湖”，保留不动", "联系人“沈科”后来改到了“别家”，没有退回"]


def test_a_name_given_after_the_merge_stays_the_person_s(two: tuple[Company, Company], officer: User) -> None:
    kept, gone = two
    done = merge(kept, gone, by=officer, at=timezone.now(), taken={"name"})
    kept.refresh_from_db()
    rename(kept, "苍闻控股", officer)
    undo(done, by=officer, at=timezone.now())
    kept.refresh_from_db()
    assert (kept.name, kept.named_by) == ("苍闻控股", officer)
    told("苍闻通讯股份有限公司")
    kept.refresh_from_db()
    assert (kept.name, the("苍闻通讯股份有限公司")) == ("苍闻控股", kept)


def test_two_codes_are_two_companies_and_one_code_moves(two: tuple[Company, Company], officer: User) -> None:
    kept, gone = two
    for row, code in zip(two, (CODE, OTHER_CODE), strict=True):
        Company.objects.filter(pk=row.pk).update(code=code)
        row.refresh_from_db()
    with pytest.raises(Refused, match="信用代码不同"):
        merge(kept, gone, by=officer, at=timezone.now())
    Company.objects.filter(pk=kept.pk).update(code="")
    kept.refresh_from_db()
    done = merge(kept, gone, by=officer, at=timezone.now())
    kept.refresh_from_db()
    assert kept.code == OTHER_CODE
    undo(done, by=officer, at=timezone.now())
    assert [Company.objects.get(pk=row.pk).code for row in two] == ["", OTHER_CODE]


def test_a_code_that_another_took_meanwhile_stops_the_undoing(two: tuple[Company, Company], officer: User) -> None:
    kept, gone = two
    Company.objects.filter(pk=gone.pk).update(code=CODE)
    gone.refresh_from_db()
    done = merge(kept, gone, by=officer, at=timezone.now(), taken=set())
    make.company("第三家", code=CODE)
    with pytest.raises(Refused, match="第三家"):
        undo(done, by=officer, at=timezone.now())


def test_merges_on_merges_are_undone_the_last_first(two: tuple[Company, Company], officer: User) -> None:
    kept, gone = two
    third = make.company("苍闻实业")
    before = [picture(row) for row in (*two, third)]
    first = merge(kept, gone, by=officer, at=timezone.now())
    second = merge(third, kept, by=officer, at=timezone.now())
    assert Company.objects.get(pk=gone.pk).merged_into == third
    with pytest.raises(Refused, match="请先撤销那次合并"):
        undo(first, by=officer, at=timezone.now())
    undo(second, by=officer, at=timezone.now())
    undo(first, by=officer, at=timezone.now())
    assert [picture(row) for row in (*two, third)] == before
    with pytest.raises(Refused, match="王晓已撤销"):
        undo(first, by=officer, at=timezone.now())


def test_two_merges_into_one_row_are_undone_in_either_order(two: tuple[Company, Company], officer: User) -> None:
    kept, gone = two
    third = make.company("苍闻实业")
    before = [picture(row) for row in (*two, third)]
    for first_first in (True, False):
        first = merge(
            *(Company.objects.get(pk=row.pk) for row in (kept, gone)), by=officer, at=timezone.now(), taken={"name"}
        )
        second = merge(
            *(Company.objects.get(pk=row.pk) for row in (kept, third)), by=officer, at=timezone.now(), taken={"name"}
        )
        undone = [
            undo(row, by=officer, at=timezone.now()) for row in ((first, second) if first_first else (second, first))
        ]
        assert [picture(row) for row in (*two, third)] == before
        assert [row.left_over for row in undone] == [[], []]


def test_a_firm_of_both_projects_stays_with_the_one_that_is_left(db: Any, officer: User) -> None:
    firm, other = make.company("苍梧半导体"), make.company("采薇半导体")
    one = make.project("苍梧显示模组项目")
    two, three = make.project("苍梧模组项目", firm, other), make.project("苍梧显示项目", firm)
    first = merge(one, two, by=officer, at=timezone.now())
    second = merge(one, three, by=officer, at=timezone.now())
    assert set(one.companies.all()) == {firm, other}
    undo(first, by=officer, at=timezone.now())
    assert [set(row.companies.all()) for row in (one, two, three)] == [{firm}, {firm, other}, set()]
    undo(second, by=officer, at=timezone.now())
    assert [set(row.companies.all()) for row in (one, two, three)] == [set(), {firm, other}, {firm}]


def test_different_speaks_against_a_merge_also_through_another_one(two: tuple[Company, Company], officer: User) -> None:
    kept, gone = two
    third = make.company("苍闻实业")
    judge(gone, third, "different", by=officer, at=timezone.now())
    merge(kept, gone, by=officer, at=timezone.now())
    with pytest.raises(Refused, match="已判断为“不同”"):
        merge(kept, third, by=officer, at=timezone.now())
    assert Company.objects.get(pk=third.pk).merged_into is None


def test_two_projects_with_open_leads_stay_two(officer: User, db: Any) -> None:
    firm = make.company()
    one, other = make.project("苍梧显示模组项目", firm), make.project("苍梧模组项目", firm)
    leads = [make.lead(row.name, owner=officer, project=row, company=firm) for row in (one, other)]
    with pytest.raises(Refused, match="都有在办线索"):
        merge(one, other, by=officer, at=timezone.now())
    assert not Judgement.objects.exists()
    make.close(leads[1], by=officer)
    before = [picture(row) for row in (one, other)]
    done = merge(one, other, by=officer, at=timezone.now())
    assert one.leads.count() == 2
    undo(done, by=officer, at=timezone.now())
    assert [picture(row) for row in (one, other)] == before


def test_decided_news_on_one_article_is_not_lost_when_its_two_projects_become_one(db: Any, officer: User) -> None:
    card = make.story()
    firm = card.project.companies.get()
    other = make.project("苍梧二号项目", firm)
    second = make.proposal(card.article, other)
    second.state, second.decided_by, second.decided_at = "ignored", officer, timezone.now()
    second.save()
    done = merge(card.project, other, by=officer, at=timezone.now())
    second.refresh_from_db()
    assert (second.state, second.project) == ("ignored", other)
    undo(done, by=officer, at=timezone.now())
    assert other.proposals.get() == second


def test_merged_projects_stay_one_when_their_articles_are_resolved_again(db: Any, officer: User) -> None:
    cards = [make.story(), make.story(name="采薇")]
    one, other = (card.project for card in cards)
    merge(one, other, by=officer, at=timezone.now())
    for card in cards:
        resolve(card.article, timezone.now())
    assert list(Project.objects.current()) == [one]
    assert one.appearances.count() == 2


@pytest.mark.parametrize("second", ["into a third", "the other way round"])
def test_of_eight_who_merge_the_same_company_at_once_one_does_and_the_others_are_told(
    committed: None, officer: User, colleague: User, second: str
) -> None:
    one, other, third = (make.company(name) for name in ("苍闻通讯", "苍闻科技", "苍闻实业"))
    make.lead("科技线索", owner=officer, company=other, project=make.project("苍闻模组项目", other))
    make.contact("沈科", by=officer, company=other)
    before = [picture(row) for row in (one, other, third)]

    def act(kept: Company, gone: Company, by: User) -> Merge:
        return merge(Company.objects.get(pk=kept.pk), Company.objects.get(pk=gone.pk), by=by, at=timezone.now())

    pairs = [(one, other), (third, other) if second == "into a third" else (other, one)] * 4
    hands = zip(pairs, [officer, colleague] * 4, strict=True)
    results = together(*[lambda pair=pair, by=by: act(*pair, by) for pair, by in hands])
    assert Counter(type(result).__name__ for result in results) == {"Merge": 1, "Refused": 7}, results
    done = Merge.objects.get()
    assert Judgement.objects.get(withdrawn_at=None) == done.judgement
    gone = Company.objects.get(merged_into__isnull=False)
    assert (gone, gone.merged_into) == (done.gone, done.kept)
    assert not Lead.objects.filter(company=gone).exists()
    assert not Contact.objects.filter(company=gone).exists()
    assert (Lead.objects.count(), Contact.objects.count(), Project.objects.count()) == (1, 1, 1)

    acts = [
        lambda by=by: undo(Merge.objects.get(pk=done.pk), by=by, at=timezone.now()) for by in [officer, colleague] * 4
    ]
    results = together(*acts)
    assert Counter(type(result).__name__ for result in results) == {"Merge": 1, "Refused": 7}, results
    assert [picture(row) for row in (one, other, third)] == before
    assert not Judgement.objects.filter(withdrawn_at=None).exists()


def test_the_pages_let_choose_merge_and_undo(
    two: tuple[Company, Company], officer: User, viewer: User, sign_in: Callable[..., Client]
) -> None:
    kept, gone = two
    Company.objects.filter(pk=kept.pk).update(place="嘉兴")
    Company.objects.filter(pk=gone.pk).update(place="平湖")
    client = sign_in(officer)
    address = f"/companies/{kept.pk}/merges/?other={gone.pk}"
    shown = page(client.get(address))
    assert "嘉兴" in shown
    assert "平湖" in shown
    asked = {"place": "gone", "name": "kept", "why": "更名"}
    response = client.post(address, asked, follow=True)
    assert "线索 1" in page(response)
    kept.refresh_from_db()
    assert (kept.place, kept.name) == ("平湖", "苍闻通讯股份有限公司")
    done = Merge.objects.get()
    assert sign_in(viewer).post(f"/merges/{done.pk}/undo/").status_code == 403
    assert "已撤销合并" in page(client.post(f"/merges/{done.pk}/undo/", follow=True))
    assert "已撤销这次合并" in page(client.post(f"/merges/{done.pk}/undo/", follow=True))
    for query in ("", "?other=x", f"?other={kept.pk}", "?other=999999"):
        assert client.get(f"/companies/{kept.pk}/merges/{query}").status_code == 404


def test_same_on_the_list_of_pairs_merges_at_once(
    two: tuple[Company, Company], officer: User, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(officer)
    response = client.post(f"/doubts/{Doubt.objects.get().pk}/judgements/", {"verdict": "same"}, follow=True)
    assert "没有待判的" in page(response)
    assert Company.objects.current().count() == 1
    assert "查看或撤销合并" in page(client.get("/doubts/?state=same"))


def test_names_typed_by_people_survive_a_merge_and_its_undoing(two: tuple[Company, Company], officer: User) -> None:
    kept, gone = two
    rename(gone, "苍闻新名", officer)
    before = [picture(row) for row in two]
    done = merge(kept, gone, by=officer, at=timezone.now())
    told("苍闻科技有限公司")
    undo(done, by=officer, at=timezone.now())
    assert CompanyName.objects.get(text="苍闻新名").company == gone
    assert picture(gone)["name"] == before[1]["name"] == "苍闻新名"

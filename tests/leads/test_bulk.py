"""One act on many leads: what will not change is said before, who was quicker keeps the lead; and saved views of the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from leads import bulk, pursue
from leads.models import Claim, ClosingReason, Lead, SavedView, Tag
from staff.models import Department, User
from staff.refusal import Refused
from tests import make
from tests.hands import together
from tests.pages.site import page

pytestmark = pytest.mark.django_db


def seen(*leads: Lead) -> list[str]:
    return [f"{lead.pk}:{lead.owner_id or ''}" for lead in leads]


def test_the_preview_says_what_will_change_and_what_not_and_why(
    officer: User, colleague: User, leader: User, sign_in: Callable[..., Client]
) -> None:
    mine, pool = make.lead("我的", owner=officer), make.lead("池里的", by=officer)
    closed = make.lead("没成的", owner=officer)
    make.close(closed, by=officer)
    answer = sign_in(officer).post("/leads/bulk/", {"act": "assign", "lead": [mine.pk, pool.pk, closed.pk]})
    assert [lead.name for lead in answer.context["able"]] == ["我的"]
    assert {line.lead.name: line.why_not for line in answer.context["left"]} == {
        "池里的": "只有负责人或科长可以转交", "没成的": "已关闭",
    }  # fmt: skip
    assert Lead.objects.get(pk=mine.pk).owner == officer


def test_each_act_does_what_it_says(
    officer: User, colleague: User, leader: User, sign_in: Callable[..., Client]
) -> None:
    leads = [make.lead(f"线索{n}", owner=officer, industry="汽车") for n in range(3)]
    client = sign_in(leader)

    def do(act: str, **more: Any) -> str:
        rows = Lead.objects.filter(pk__in=[lead.pk for lead in leads])
        return page(client.post("/leads/bulk/", {"act": act, "seen": seen(*rows), **more}, follow=True))

    assert "改了 3 条" in do("tag", tag="重点")
    assert Tag.objects.get().leads.count() == 3
    assert "改了 3 条" in do("untag", tag="重点")
    assert "没有标签" in do("untag", tag="重点")
    assert "改了 3 条" in do("next", next_step="一起看地", next_on="2027-03-01")
    assert "产业已经是汽车" in do("industry", industry="汽车")
    assert "改了 3 条" in do("industry", industry="新能源")
    assert "改了 3 条" in do("assign", owner=colleague.pk)
    assert "已经由李敏负责" in do("assign", owner=colleague.pk)
    rows = Lead.objects.all()
    assert {(row.owner, row.next_step, row.industry) for row in rows} == {(colleague, "一起看地", "新能源")}
    lost = make.stage("lost")
    assert "写明原因" in do("close", stage=lost.pk)
    theirs = ClosingReason.objects.create(stage=make.stage("shelved"), name="等路修通")
    assert "是搁置的原因" in do("close", stage=lost.pk, reason=theirs.pk)
    assert not Lead.objects.exclude(closed_at=None).exists()
    reason = ClosingReason.objects.create(stage=lost, name="去了邻区")
    assert "改了 3 条" in do("close", stage=lost.pk, reason=reason.pk)
    assert {(row.closed_reason, row.closed_why) for row in Lead.objects.all()} == {(reason, "去了邻区")}


def test_all_that_the_filters_find_may_be_taken_and_others_leads_never(
    officer: User, stranger: User, sign_in: Callable[..., Client]
) -> None:
    for number in range(3):
        make.lead(f"采薇{number}", owner=officer)
    make.lead("别的", owner=officer)
    theirs = make.lead("采薇的秘密", owner=stranger)
    client = sign_in(officer)
    answer = client.post("/leads/bulk/", {"act": "tag", "all": "1", "query": "q=采薇&sort=name"})
    assert [lead.name for lead in answer.context["able"]] == ["采薇0", "采薇1", "采薇2"]
    client.post("/leads/bulk/", {"act": "tag", "tag": "重点", "seen": seen(theirs)})
    assert not theirs.tags.exists()


def test_who_acts_on_what_changed_since_is_told(officer: User, colleague: User, leader: User) -> None:
    lead = make.lead("采薇", by=officer)
    pursue.claim(lead, by=colleague, at=timezone.now())
    done = bulk.apply(bulk.Wish(bulk.Act.ASSIGN, owner=officer), {lead.pk: None}, by=leader, at=timezone.now())
    assert (done.changed, done.left[0].why_not) == ([], "刚才已由李敏接手")


@pytest.mark.usefixtures("committed")
@pytest.mark.django_db(transaction=True)
def test_of_assigning_in_bulk_and_claiming_at_once_one_wins_each_lead_and_the_other_is_told(
    officer: User, colleague: User, leader: User
) -> None:
    leads = [make.lead(f"线索{n}", by=officer) for n in range(4)]
    saw: dict[int, int | None] = dict.fromkeys(lead.pk for lead in leads)

    def assign() -> Any:
        return bulk.apply(bulk.Wish(bulk.Act.ASSIGN, owner=officer), saw, by=leader, at=timezone.now())

    def claim(pk: int) -> Any:
        return pursue.claim(Lead.objects.get(pk=pk), by=colleague, at=timezone.now())

    results = together(*[assign] * 4, *[lambda pk=lead.pk: claim(pk) for lead in leads])
    changed = [lead.pk for done in results[:4] for lead in done.changed]
    claimed = [lead.pk for lead, result in zip(leads, results[4:], strict=True) if result is None]
    assert sorted(changed + claimed) == sorted(saw), results
    assert all(isinstance(result, Refused) for result in results[4:] if result is not None), results
    assert all(len(done.changed) + len(done.left) == 4 for done in results[:4])
    for lead in Lead.objects.all():
        assert lead.owner == (officer if lead.pk in changed else colleague)
        assert Claim.objects.filter(lead=lead, ended_at=None).get().owner == lead.owner


class TestSavedViews:
    def test_filters_order_and_columns_come_back_under_a_name(
        self, officer: User, sign_in: Callable[..., Client]
    ) -> None:
        make.lead("采薇", owner=officer)
        client = sign_in(officer)
        query = "where=mine&sort=name&columns=stage&columns=tags"
        client.post("/views/add/", {"name": "我的采薇", "query": query})
        view = SavedView.objects.get()
        answer = client.get(view.get_absolute_url())
        assert [column.name for column in answer.context["table"].columns] == ["name", "stage", "tags"]
        assert "我的采薇" in page(answer)
        client.post(f"/views/{view.pk}/removal/")
        assert not SavedView.objects.exists()

    def test_a_shared_one_is_seen_by_the_unit_and_below_and_removed_only_by_its_owner(
        self, leader: User, officer: User, stranger: User, first: Department, sign_in: Callable[..., Client]
    ) -> None:
        sign_in(leader).post("/views/add/", {"name": "本科重点", "query": "state=open", "shared": "on"})
        view = SavedView.objects.get()
        assert view.shared_with == first
        assert "本科重点" in page(sign_in(officer).get("/leads/"))
        assert "本科重点" not in page(sign_in(stranger).get("/leads/"))
        assert sign_in(officer).post(f"/views/{view.pk}/removal/").status_code == 404

    def test_saved_again_under_its_name_it_is_renewed(self, officer: User, sign_in: Callable[..., Client]) -> None:
        for query in ("state=open", "state=closed"):
            sign_in(officer).post("/views/add/", {"name": "甲", "query": query})
        assert SavedView.objects.get().query == "state=closed"

    def test_it_is_renamed_and_withdrawn_by_its_owner_alone(
        self, officer: User, leader: User, sign_in: Callable[..., Client]
    ) -> None:
        client = sign_in(leader)
        for name in ("本科重点", "别的"):
            client.post("/views/add/", {"name": name, "query": "state=open", "shared": "on"})
        view = SavedView.objects.get(name="本科重点")
        shown = page(client.get(view.get_absolute_url()))
        assert f"/views/{view.pk}/" in shown
        assert f"/views/{view.pk}/" not in page(sign_in(officer).get(view.get_absolute_url()))
        assert sign_in(officer).post(f"/views/{view.pk}/", {"name": "我的"}).status_code == 404

        taken = client.post(f"/views/{view.pk}/", {"name": "别的", "shared": "on"})
        assert taken.status_code == 422
        assert "您已有一个叫这个名称的视图" in page(taken)
        assert "只有您能看到" in page(client.post(f"/views/{view.pk}/", {"name": "重点项目"}, follow=True))
        view.refresh_from_db()
        assert (view.name, view.query, view.shared_with) == ("重点项目", "state=open", None)
        # Who kept its address still sees the list as it was filtered.
        kept = sign_in(officer).get(view.get_absolute_url())
        assert kept.status_code == 200
        assert "重点项目" not in page(kept)

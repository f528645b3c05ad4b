"""阶段设置: an office changes its stages while leads are in them; nothing that was used vanishes, and all is in the journal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from leads import pursue, stages
from leads.models import Lead, Stage
from staff.models import Entry, User
from staff.permissions import Role
from staff.refusal import Refused
from tests import make
from tests.hands import together
from tests.pages.site import page

pytestmark = pytest.mark.django_db


def data(**more: Any) -> dict[str, Any]:
    return {
        "name": "预审", "echelon": "reserve", "days": 5, "required": [], "roles": [], "milestone": "", "press": [],
        "asks_winner": False, **more,
    }  # fmt: skip


def save(stage: Stage | None, by: User, **more: Any) -> Stage:
    return stages.save_stage(stage, data(**more), by=by, at=timezone.now())


def names() -> list[str]:
    return list(Stage.objects.open().values_list("name", flat=True))


def test_a_new_stage_stands_behind_the_open_ones_and_goes_where_one_puts_it(leader: User) -> None:
    added = save(None, leader)
    assert names()[-1] == "预审"
    assert Stage.objects.closing().count() == 2
    for _ in range(20):
        stages.shift(added, -1, by=leader, at=timezone.now())
    assert names()[:2] == ["预审", "线索"]
    assert Entry.objects.filter(act="新建阶段", about="预审", by=leader).exists()


def test_what_a_stage_asks_for_is_data(leader: User, officer: User) -> None:
    save(make.stage("judging"), leader, name="研判", required=["company"], roles=["leader"])
    lead = make.lead(owner=officer)
    judging = make.stage("judging")
    with pytest.raises(Refused, match="只有科长可以移入“研判”"):
        pursue.move(lead, judging, by=officer, at=timezone.now())
    with pytest.raises(Refused, match="进入“研判”前请先填写：企业。"):
        pursue.move(lead, judging, by=leader, at=timezone.now())
    Lead.objects.filter(pk=lead.pk).update(company=make.company())
    pursue.move(lead, judging, by=leader, at=timezone.now())
    assert "必填 企业" in Entry.objects.get(act="改阶段").note


def test_a_stage_with_leads_goes_only_when_one_says_where_they_go(leader: User, officer: User) -> None:
    lead, talking = make.lead(owner=officer, stage="talking"), make.stage("talking")
    with pytest.raises(Refused, match="还有 1 条线索在“洽谈”"):
        stages.retire(talking, to=None, by=leader, at=timezone.now())
    assert stages.retire(talking, to=make.stage("visiting"), by=leader, at=timezone.now()) == 1
    lead.refresh_from_db()
    move = lead.moves.latest("pk")
    assert (lead.stage.key, move.from_stage, move.why) == ("visiting", talking, "阶段“洽谈”停用")
    assert "洽谈" not in names()
    with pytest.raises(Refused, match="已经停用"):
        pursue.move(lead, make.stage("talking"), by=officer, at=timezone.now(), why="回去")
    stages.restore(talking, by=leader, at=timezone.now())
    assert "洽谈" in names()


def test_a_stage_that_was_used_does_not_change_sides(leader: User, officer: User) -> None:
    make.lead(owner=officer, stage="talking")
    with pytest.raises(Refused, match="不能在“在办”和“关闭”之间改"):
        save(make.stage("talking"), leader, name="洽谈", echelon="closed")
    with pytest.raises(Refused, match="已经有“洽谈”了"):
        save(None, leader, name="洽谈")


def test_a_reason_in_use_is_retired_and_the_lead_keeps_it(leader: User, officer: User) -> None:
    lost = make.stage("lost")
    reason = lost.reasons.get(name="企业放弃投资")
    lead = make.lead(owner=officer)
    pursue.move(lead, lost, by=officer, at=timezone.now(), reason=reason)
    stages.set_reasons(lost, "签到外地\n没有回音", by=leader, at=timezone.now())
    lead.refresh_from_db()
    assert (lead.closed_reason, lead.closed_why) == (reason, "企业放弃投资")
    other = make.lead(owner=officer)
    reason.refresh_from_db()
    with pytest.raises(Refused, match="请选择流失的原因"):
        pursue.move(other, lost, by=officer, at=timezone.now(), reason=reason)
    stages.set_reasons(lost, "企业放弃投资", by=leader, at=timezone.now())
    assert lost.reasons.get(name="企业放弃投资").retired_at is None


def test_the_page_changes_stages_and_officers_do_not_see_it(
    leader: User, officer: User, sign_in: Callable[..., Client]
) -> None:
    client, stage = sign_in(leader), make.stage("judging")
    assert "必填 总投资、产业" in page(client.get("/stages/"))
    form = {"name": "初判", "echelon": "reserve", "days": "9", "required": ["company"]}
    assert client.post(f"/stages/{stage.pk}/", form).status_code == 302
    stage.refresh_from_db()
    assert (stage.name, stage.days, stage.required) == ("初判", 9, ["company"])
    make.lead(owner=officer, stage="judging")
    assert "请选择它们去哪个阶段" in page(client.post(f"/stages/{stage.pk}/retirement/", {}))
    assert sign_in(officer).get("/stages/").status_code == 403


def test_the_move_form_asks_for_exactly_what_is_missing(officer: User, sign_in: Callable[..., Client]) -> None:
    lead = make.lead(owner=officer, industry="汽车")
    client, signed = sign_in(officer), make.stage("signed")
    asked = page(client.get(f"/leads/{lead.pk}/moves/?stage={signed.pk}"))
    assert "总投资" in asked
    assert 'name="industry"' not in asked
    refused = client.post(f"/leads/{lead.pk}/moves/", {"stage": signed.pk, "amount": "", "company": "苍梧"})
    assert (refused.status_code, "进入“签约”前请先填写总投资。" in page(refused)) == (422, True)
    form = {"stage": signed.pk, "amount": "5亿元", "company": "苍梧半导体", "reached_on": "", "why": ""}
    assert client.post(f"/leads/{lead.pk}/moves/", form).status_code == 302
    lead.refresh_from_db()
    assert (lead.stage.key, str(lead.company)) == ("signed", "苍梧半导体")


@pytest.mark.django_db(transaction=True)
class TestHands:
    def test_of_eight_who_move_one_lead_one_wins_and_the_others_are_told(self, committed: None) -> None:
        officer = make.user("王晓", Role.OFFICER)
        lead, seen = make.lead(owner=officer), make.stage("clue")
        ways = [make.stage(key) for key in ("judging", "talking")] * 4

        def act(to: Stage) -> None:
            pursue.move(Lead.objects.get(pk=lead.pk), to, by=officer, at=timezone.now(), seen=seen)

        results = together(*[lambda to=to: act(to) for to in ways])
        refused = [result for result in results if isinstance(result, Refused)]
        assert len(refused) == 7, results
        assert all("刚才有人已把它移到" in result.message for result in refused)
        lead.refresh_from_db()
        assert [move.to_stage.pk for move in lead.moves.order_by("pk")] == [seen.pk, lead.stage_id]

    def test_a_stage_that_goes_while_leads_come_in_leaves_none_behind(self, committed: None) -> None:
        leader = make.user("周砚", Role.LEADER)
        talking, visiting = make.stage("talking"), make.stage("visiting")
        rows = [make.lead(str(number), owner=leader) for number in range(6)]

        def come(lead: Lead) -> None:
            pursue.move(lead, Stage.objects.get(pk=talking.pk), by=leader, at=timezone.now())

        def go() -> int:
            return stages.retire(talking, to=visiting, by=leader, at=timezone.now())

        results = together(*[lambda lead=lead: come(lead) for lead in rows], go)
        assert not [result for result in results if isinstance(result, Exception) and not isinstance(result, Refused)]
        assert not Lead.objects.filter(stage=talking).exists()

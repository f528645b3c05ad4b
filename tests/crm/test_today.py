"""今日: what one has to do now, and every number opens exactly the rows that it counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from crm.today import today_of
from leads import pursue
from leads.models import Clock, FollowUp, Lead
from staff.models import User
from staff.permissions import Role
from tests import make
from tests.pages.site import page


def on(days: int) -> object:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def busy(officer: User, colleague: User, stranger: User) -> dict[str, Lead]:
    """王晓 has one late, one due, one soon, one far off and one closed; the others have their own; one is in the pool."""
    leads = {
        name: make.lead(name, owner=officer, next_on=on(days))
        for name, days in {"迟了的": -2, "今天的": 0, "后天的": 2, "很远的": 30, "没成的": -9}.items()
    }
    make.close(leads["没成的"], by=officer)
    leads["同事的"] = make.lead("同事的", owner=colleague, next_on=on(-1), amount=3 * 10**8)
    leads["外科的"] = make.lead("外科的", owner=stranger, next_on=on(-1))
    leads["池里的"] = make.lead("池里的", by=officer)
    return leads


def test_what_is_due_comes_first_and_what_comes_soon_after(busy: dict[str, Lead], officer: User) -> None:
    today = today_of(officer)
    assert [lead.name for lead in today.due] == ["迟了的", "今天的"]
    assert [lead.name for lead in today.soon] == ["后天的"]
    assert {number.label: number.value for number in today.numbers} == {
        "逾期": 1, "今天": 1, "超时限": 0, "承诺到期": 0, "交给我的问题": 0, "在办": 4, "新闻待办": 0,
    }  # fmt: skip
    assert (today.team, today.outlook) == (None, None)


@pytest.mark.parametrize("role", Role.values)
def test_every_number_opens_as_many_rows_as_it_says(
    role: str, busy: dict[str, Lead], everyone: dict[str, User], sign_in: Callable[..., Client]
) -> None:
    user = everyone[role]
    make.lead("自己的", owner=user, next_on=on(-1))
    for number in range(2):
        make.story(name=f"采薇{number}")
    client = sign_in(user)
    Clock.objects.create(
        lead=busy["迟了的"], kind="report", round=9, starts_at=timezone.now() - timedelta(days=20), due_on=on(-3)
    )
    Clock.objects.create(lead=busy["今天的"], kind="judge", round=9, starts_at=timezone.now(), due_on=on(0))
    make.follow_up(busy["同事的"], by=busy["同事的"].owner, kind=FollowUp.Kind.VISIT)
    shown = page(client.get("/")) + page(client.get("/team/"))
    counted = re.findall(r'<a [^>]*?href="([^"]+)" data-count="(\d+)"', shown)
    assert len(counted) >= 7
    for url, value in counted:
        answer = client.get(unescape(url))
        assert answer.status_code == 200, url
        rows = answer.context["list"].count if "list" in answer.context else answer.context["page"].paginator.count
        assert rows == int(value), url


def test_a_leader_sees_the_unit_and_what_waits_in_the_pool(busy: dict[str, Lead], leader: User) -> None:
    pursue.move(busy["今天的"], make.stage("judging"), by=busy["今天的"].owner, at=timezone.now())
    today = today_of(leader)
    team, people = today.team, today.people
    assert team is not None
    assert people is not None
    assert {row.name: (row.open.value, row.late.value) for row in people.members} == {"王晓": (4, 1), "李敏": (1, 1)}
    assert [lead.name for lead in people.unassigned] == ["池里的"]
    assert [(move.lead.name, str(move.to_stage)) for move in people.moves] == [("今天的", "研判"), ("没成的", "流失")]
    assert (team.echelons[0].label, team.echelons[0].total) == ("储备", "3亿元")


def test_protection_that_ends_within_three_days_is_told(officer: User) -> None:
    lead = make.lead("快到期的", owner=officer, next_on=on(9), protected_until=on(3))
    make.lead("还早的", owner=officer, next_on=on(9), protected_until=on(4))
    make.lead("过了的", owner=officer, next_on=on(9), protected_until=on(-1))
    assert today_of(officer).lapsing == [lead]


def test_news_on_my_leads_is_there_with_its_sentence_and_a_tap_decides(
    officer: User, colleague: User, sign_in: Callable[..., Client]
) -> None:
    article = make.article()
    mine, hers = make.lead("采薇项目", owner=officer), make.lead("别人的", owner=colleague)
    row = make.suggestion(mine, article, "amount", make.yuan(5_100_000_000), "51亿元")
    make.suggestion(hers, article, "amount", make.yuan(5_100_000_000), "51亿元")
    client = sign_in(officer)
    shown = page(client.get("/"))
    assert "苍梧显示模组项目总投资51亿元" in shown
    assert "别人的" not in shown
    answer = client.post(f"/suggestions/{row.pk}/decisions/", {"act": "take", "back": "today"})
    assert answer["Location"] == "/"
    mine.refresh_from_db()
    assert mine.amount == 5_100_000_000


def test_who_may_not_work_on_leads_is_offered_no_act(viewer: User, sign_in: Callable[..., Client]) -> None:
    shown = page(sign_in(viewer).get("/"))
    assert not re.search("记跟进|加报道|速记", shown)

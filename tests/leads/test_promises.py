"""承诺到期: what coverage announces becomes a dated check; on its day the owner is asked, once, with the quote."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from leads import triage
from leads.cover import cover
from leads.models import Lead, Promise, Proposal
from leads.promises import answer, ask_due, reopen
from staff.models import Notice, User
from staff.permissions import Role
from staff.refusal import Refused
from tests import make
from tests.hands import together
from tests.leads.coverage_pieces import SUMMER, WINTER, arrive, moment

pytestmark = pytest.mark.django_db


def accept(name: str, by: User) -> Lead:
    card = Proposal.objects.waiting().filter(project__name__contains=name).earliest("pk")
    return triage.accept(card, by=by, at=timezone.now())


def promise(lead: Lead, due: date, what: str = "将试生产") -> Promise:
    return Promise.objects.create(lead=lead, what=what, due=due, told_due=due, created_at=timezone.now())


def test_forward_statements_become_checks_with_their_day(officer: User) -> None:
    arrive(WINTER, at=moment(2025, 12, 14))
    arrive(SUMMER, at=moment(2026, 8, 10))
    trial = accept("大硅片", officer).promises.get()
    assert (trial.what, trial.due, trial.stage) == ("明年年初将试生产", date(2026, 3, 31), "completed")
    assert "机电安装和装修工程,明年年初将试生产" in trial.quote
    outputs = accept("封装测试", officer).promises.all()
    assert [(row.what, row.due) for row in outputs] == [
        ("计划明年达到年产60亿只", date(2027, 12, 31)),
        ("2028年达到年产100亿只", date(2028, 12, 31)),
    ]


def test_a_promised_stage_is_the_milestone_s_plan(officer: User) -> None:
    arrive(WINTER, at=moment(2025, 12, 14))
    planned = accept("大硅片", officer).milestones.get(what="planned", stands=True)
    assert (planned.kind, planned.day) == ("completed", "2026-03")


def test_the_owner_is_asked_on_the_day_once_with_the_words(officer: User, leader: User) -> None:
    lead = make.lead(owner=officer)
    promise(lead, date(2026, 12, 31), "年底将投产")
    assert ask_due(moment(2026, 12, 30, 23)) == 0
    for _ in range(2):
        ask_due(moment(2026, 12, 31, 0))
    ask_due(moment(2027, 1, 3))
    [notice] = Notice.objects.all()
    assert (notice.user, notice.kind) == (officer, "due")
    assert "年底将投产" in notice.text
    assert notice.url == f"/promises/{lead.promises.get().pk}/"


def test_a_new_owner_is_asked_too_and_nobody_while_the_lead_lies_in_the_pool(officer: User, leader: User) -> None:
    lead = make.lead(by=officer)
    promise(lead, date(2026, 12, 31))
    ask_due(moment(2027, 1, 1))
    assert not Notice.objects.exists()
    Lead.objects.filter(pk=lead.pk).update(owner=leader, in_pool=False, next_step="看地", next_on=date(2027, 1, 5))
    ask_due(moment(2027, 1, 2))
    assert Notice.objects.get().user == leader


def test_kept_delayed_or_broken(officer: User) -> None:
    today = timezone.localdate()
    row = promise(make.lead(owner=officer), today)
    now = timezone.now()
    with pytest.raises(Refused, match="今天和原期限之后"):
        answer(row, "delayed", by=officer, at=now, due=today)
    with pytest.raises(Refused, match="请写明情况"):
        answer(row, "broken", by=officer, at=now)
    answer(row, "delayed", by=officer, at=now, due=today + timedelta(days=90), why="设备未到")
    assert (row.state, row.due, row.told_due, row.is_delayed) == ("open", today + timedelta(days=90), today, True)
    answer(row, "broken", by=officer, at=now, why="订单没了")
    assert row.state == "broken"
    reopen(row, by=officer, at=now, why="点错了")
    answer(row, "kept", by=officer, at=now)
    assert [given.answer for given in row.answers.order_by("pk")] == ["delayed", "broken", "reopened", "kept"]


def test_a_delayed_promise_is_asked_again_on_its_new_day(officer: User) -> None:
    row = promise(make.lead(owner=officer), date(2026, 12, 31))
    ask_due(moment(2026, 12, 31))
    answer(row, "delayed", by=officer, at=moment(2027, 1, 2), due=date(2027, 3, 1))
    ask_due(moment(2027, 2, 28))
    assert Notice.objects.count() == 1
    ask_due(moment(2027, 3, 1))
    assert Notice.objects.count() == 2


def test_an_answered_promise_survives_every_reading(officer: User) -> None:
    [winter] = arrive(WINTER, at=moment(2025, 12, 14))
    lead = accept("大硅片", officer)
    answer(lead.promises.get(), "kept", by=officer, at=timezone.now())
    winter.facts.filter(kind="promise").update(gone=True)
    cover(lead, timezone.now())
    assert lead.promises.get().state == "kept"


def test_only_who_works_on_the_lead_answers(
    officer: User, colleague: User, viewer: User, sign_in: Callable[..., Client]
) -> None:
    row = promise(make.lead(owner=officer), timezone.localdate())
    assert sign_in(colleague).post(f"/promises/{row.pk}/", {"said": "kept"}).status_code == 404
    row.lead.collaborators.add(viewer)
    assert sign_in(viewer).post(f"/promises/{row.pk}/", {"said": "kept"}).status_code == 403
    assert sign_in(officer).post(f"/promises/{row.pk}/", {"said": "kept"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "kept"


@pytest.mark.django_db(transaction=True)
def test_eight_hands_answer_one_promise_and_one_answer_stands(committed: None, office: object) -> None:
    officer = make.user("王晓", Role.OFFICER)
    row = promise(make.lead(owner=officer), timezone.localdate())

    def act(said: str) -> object:
        return answer(Promise.objects.get(pk=row.pk), said, by=officer, at=timezone.now(), why="x")

    results = together(*[lambda said=said: act(said) for said in ("kept", "broken") * 4])
    assert sum(isinstance(result, Refused) for result in results) == 7
    assert row.answers.count() == 1

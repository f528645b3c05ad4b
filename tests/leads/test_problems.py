"""问题 → 交办 → 销号: every problem has somebody and a day, is solved once with evidence, and goes up once when long overdue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from leads import problems
from leads.models import Problem
from staff.models import Department, User
from staff.refusal import Refused
from tests import make
from tests.hands import together
from tests.pages.site import page

pytestmark = pytest.mark.django_db


def test_it_is_handed_out_with_a_day_and_those_in_whose_hands_it_is_are_told(
    officer: User, stranger: User, second: Department
) -> None:
    problem = make.problem(make.lead(owner=officer), by=officer)
    at, day = timezone.now(), timezone.localdate() + timedelta(days=5)
    with pytest.raises(Refused, match="请选择期限"):
        problems.hand_out(problem, second, due_on=None, by=officer, at=at)
    problems.hand_out(problem, second, due_on=day, by=officer, at=at, why="供电公司要盖章")
    assert (problem.unit, problem.person, problem.handed_to) == (second, None, "招商二科")
    assert "供电容量不够" in stranger.notices.get().text
    problems.hand_out(problem, officer, due_on=day, by=officer, at=at)
    assert (problem.unit, problem.person) == (None, officer)
    assert [step.act for step in problem.steps.all()] == ["raise", "hand", "hand"]


def test_who_has_it_in_hand_sees_it_without_the_lead_and_may_solve_it(
    officer: User, stranger: User, second: Department, sign_in: Callable[..., Client]
) -> None:
    lead = make.lead("采薇的秘密线索", owner=officer)
    problem = make.problem(lead, by=officer, to=second, due_in=3)
    client = sign_in(stranger)
    shown = page(client.get(problem.get_absolute_url()))
    assert lead.get_absolute_url() not in shown
    assert client.get(lead.get_absolute_url()).status_code == 404
    proof = SimpleUploadedFile("批复.txt", "同意增容".encode())
    client.post(f"/problems/{problem.pk}/solution/", {"how": "已增容到 10 兆伏安", "files": [proof]})
    problem.refresh_from_db()
    step = problem.steps.get(act="solve")
    assert (problem.solved_at is None, step.by, step.attachments.get().name) == (False, stranger, "批复.txt")
    assert "已销号" in officer.notices.get().text


def test_others_do_not_work_on_it(officer: User, colleague: User) -> None:
    problem = make.problem(make.lead(owner=officer), by=officer)
    with pytest.raises(Refused):
        problems.solve(problem, by=colleague, at=timezone.now(), how="x")


def test_solved_it_may_be_opened_again_with_a_reason(officer: User) -> None:
    problem = make.problem(make.lead(owner=officer), by=officer, to=officer, due_in=-1)
    at = timezone.now()
    with pytest.raises(Refused, match="请写明怎样解决的"):
        problems.solve(problem, by=officer, at=at, how="")
    problems.solve(problem, by=officer, at=at, how="协调了")
    with pytest.raises(Refused, match="已经销号"):
        problems.hand_out(problem, officer, due_on=timezone.localdate(), by=officer, at=at)
    problems.reopen(problem, by=officer, at=at, why="又停电了")
    assert (problem.solved_at, problem.person) == (None, officer)


def test_the_database_holds_that_it_is_in_one_pair_of_hands_with_a_day(officer: User, second: Department) -> None:
    problem = make.problem(make.lead(owner=officer), by=officer, to=officer, due_in=3)
    for columns in ({"unit": second}, {"due_on": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Problem.objects.filter(pk=problem.pk).update(**columns)


def test_overdue_by_more_than_three_days_it_goes_to_the_leader_once_for_each_day_missed(
    officer: User, leader: User, head: User
) -> None:
    lead = make.lead(owner=officer)
    late, fresh = (make.problem(lead, by=officer, to=officer, due_in=days) for days in (-4, -3))
    now = timezone.now()
    assert [problems.escalate(at=now) for _ in range(2)] == [1, 0]
    assert [notice.object_id for notice in leader.notices.all()] == [late.pk]
    assert not head.notices.exists()
    assert problems.escalate(at=now + timedelta(days=3)) == 1
    assert fresh.steps.filter(act="escalate").count() == 1
    problems.hand_out(late, officer, due_on=timezone.localdate() + timedelta(days=1), by=officer, at=now)
    assert problems.escalate(at=now + timedelta(days=9)) == 1
    assert late.steps.filter(act="escalate").count() == 2


def test_a_unit_without_a_leader_answers_to_the_one_above(officer: User, head: User) -> None:
    make.problem(make.lead(owner=officer), by=officer, to=officer, due_in=-9)
    problems.escalate(at=timezone.now())
    assert head.notices.count() == 1


def test_the_list_tells_what_is_late_mine_and_my_unit_s(
    officer: User, colleague: User, first: Department, sign_in: Callable[..., Client]
) -> None:
    lead = make.lead(owner=officer)
    mine = make.problem(lead, by=officer, to=officer, due_in=-5)
    unit = make.problem(lead, by=officer, to=first, due_in=-2)
    solved = make.problem(lead, by=officer, to=colleague, due_in=-9)
    loose = make.problem(lead, by=officer)
    problems.solve(solved, by=officer, at=timezone.now(), how="好了")
    client = sign_in(officer)

    def found(query: str) -> set[int]:
        return {row.pk for row in client.get(f"/problems/?{query}").context["table"].data.data}

    assert found("") == {mine.pk, unit.pk, solved.pk, loose.pk}
    assert found("state=open") == {mine.pk, unit.pk, loose.pk}
    assert found("state=late") == {mine.pk, unit.pk}
    assert found("state=long") == {mine.pk}
    assert found("state=loose") == {loose.pk}
    assert found("whose=mine") == {mine.pk}
    assert found("whose=unit") == {unit.pk}
    assert "超期 5 天" in page(client.get("/problems/?whose=mine"))


@pytest.mark.usefixtures("committed")
@pytest.mark.django_db(transaction=True)
def test_of_eight_who_solve_it_one_does_and_eight_clocks_escalate_once(officer: User, leader: User) -> None:
    lead = make.lead(owner=officer)
    late = make.problem(lead, by=officer, to=officer, due_in=-9)
    results = together(*[lambda: problems.escalate(at=timezone.now())] * 8)
    assert sorted(results) == [0] * 7 + [1]
    assert leader.notices.count() == 1
    results = together(
        *[lambda: problems.solve(Problem.objects.get(pk=late.pk), by=officer, at=timezone.now(), how="好了")] * 8
    )
    assert sum(row is None for row in results) == 1, results
    assert all(row.code == "solved" for row in results if row), results
    assert late.steps.filter(act="solve").count() == 1

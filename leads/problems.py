"""问题 → 交办 → 销号. Each act guards, changes the problem and leaves a step; what is long overdue goes to the leader once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from leads.attach import attach
from leads.leaders import leaders_of
from leads.models import FollowUp, Lead, Problem, ProblemStep
from leads.models.problem import LONG
from leads.pursue import check_hands
from staff.models import Department, Notice, User
from staff.notify import tell
from staff.permissions import Can, user_can
from staff.refusal import Refused

Hands = Department | User | None


def open_problem(
    lead: Lead, text: str, *, by: User, at: datetime, to: Hands = None, due_on: date | None = None, followup: FollowUp | None = None,
) -> Problem:  # fmt: skip
    """Raises a problem on a lead and, where `to` is given, hands it out with its day."""
    if not text.strip():
        raise Refused("请写明是什么问题。", field="problem", code="problem")
    with transaction.atomic():
        check_hands(lead, by)
        problem = Problem.objects.create(lead=lead, followup=followup, text=text, opened_at=at, opened_by=by)
        ProblemStep.objects.create(problem=problem, act=ProblemStep.Act.RAISE, by=by, at=at)
        if to is not None:
            hand_out(problem, to, due_on=due_on, by=by, at=at)
    return problem


def check_may_work(problem: Problem, by: User) -> None:
    """Raises Refused unless the person works on the lead, may assign, or it was handed to them or their unit."""
    if problem.person_id == by.pk or (problem.unit_id and problem.unit_id == by.department_id):
        return
    if problem.opened_by_id == by.pk:
        return
    check_hands(problem.lead, by)


def hand_out(problem: Problem, to: Hands, *, due_on: date | None, by: User, at: datetime, why: str = "") -> None:
    """Hands the problem to a unit or a person by a day; they are told. It may be handed on as often as needed."""
    if to is None:
        raise Refused("请选择交给哪个部门或哪位同事。", field="to", code="to")
    if due_on is None:
        raise Refused("请选择期限。", field="due_on", code="due_on")
    if isinstance(to, User) and not (to.is_active and user_can(to, Can.LEAD_READ)):
        raise Refused(f"{to}已停用，请换一个人。", field="to", code="to")
    with transaction.atomic():
        check_may_work(problem, by)
        unit, person = (to, None) if isinstance(to, Department) else (None, to)
        open_rows = Problem.objects.filter(pk=problem.pk, solved_at=None)
        if not open_rows.update(unit=unit, person=person, due_on=due_on):
            raise Refused("这个问题已经销号，请先重新打开。", code="solved")
        text = f"交给{to}，{due_on:%Y-%m-%d} 前" + (f"：{why}" if why else "")
        ProblemStep.objects.create(problem=problem, act=ProblemStep.Act.HAND, by=by, at=at, text=text, due_on=due_on)
        problem.refresh_from_db()
        people = [person] if person else list(User.objects.filter(department=unit))
        others = [user for user in people if user.pk != by.pk]
        tell(others, f"{by}交办：{problem.text}（{due_on:%m-%d} 前）", kind=Notice.Kind.PROBLEM, about=problem, at=at)


def solve(problem: Problem, *, by: User, at: datetime, how: str, files: Iterable[File[bytes]] = ()) -> None:
    """销号: says how it was solved, with evidence; of two hands one solves it, the other is told."""
    if not how.strip():
        raise Refused("请写明怎样解决的。", field="how", code="how")
    with transaction.atomic():
        check_may_work(problem, by)
        if not Problem.objects.filter(pk=problem.pk, solved_at=None).update(solved_at=at):
            raise Refused("刚才有人已经销号了。", code="solved")
        step = ProblemStep.objects.create(problem=problem, act=ProblemStep.Act.SOLVE, by=by, at=at, text=how)
        step.attachments.set([attach(problem.lead, file, by=by, at=at) for file in files])
        problem.refresh_from_db()
        others = [user for user in (problem.opened_by, problem.lead.owner) if user and user.pk != by.pk]
        tell(others, f"{by}已销号：{problem.text}", kind=Notice.Kind.PROBLEM, about=problem, at=at)


def reopen(problem: Problem, *, by: User, at: datetime, why: str) -> None:
    """Opens a solved problem again, with the reason; it stays in the hands it was in."""
    if not why.strip():
        raise Refused("请写明为什么重新打开。", field="why", code="why")
    with transaction.atomic():
        check_may_work(problem, by)
        if not Problem.objects.filter(pk=problem.pk, solved_at__isnull=False).update(solved_at=None):
            raise Refused("这个问题没有销号。", code="open")
        ProblemStep.objects.create(problem=problem, act=ProblemStep.Act.REOPEN, by=by, at=at, text=why)
    problem.refresh_from_db()


def escalate(*, at: datetime) -> int:
    """Tells the leaders of the lead's unit, once for each day missed, what is overdue by more than three days; how many
    problems went up. Safe to run twice, at once and late."""
    today, count = timezone.localdate(at), 0
    late = Problem.objects.overdue(today, LONG).filter(lead__closed_at=None)
    for problem in late.select_related("lead__department", "lead__owner__department", "unit", "person"):
        department = problem.lead.department or (problem.lead.owner.department if problem.lead.owner else None)
        text = f"已过期限 {problem.days_late(today)} 天（{problem.handed_to}）：{problem.text}"
        try:
            with transaction.atomic():
                ProblemStep.objects.create(
                    problem=problem, act=ProblemStep.Act.ESCALATE, at=at, text=text, due_on=problem.due_on
                )
                tell(leaders_of(department), f"问题{text}", kind=Notice.Kind.PROBLEM, about=problem, at=at)
        except IntegrityError:
            continue
        count += 1
    return count

"""问题清单: what stands in the way, who clears it by when; one problem with its steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from leads import problems
from leads.filters import ProblemFilter
from leads.followup_forms import HandForm, ProblemForm, SolveForm
from leads.forms import WhyForm
from leads.models import Lead, Problem
from leads.tables import ProblemTable
from leads.views.lead import Act, act_on, lead_of, person
from lists.page import list_page
from staff.permissions import Can, needs, user_can
from staff.refusal import Refused


@needs(Can.LEAD_READ)
@require_GET
def problem_list(request: HttpRequest) -> HttpResponseBase:
    rows = Problem.objects.visible_to(person(request)).select_related("lead", "unit", "person", "opened_by")
    return list_page(
        request,
        queryset=rows,
        filterset_class=ProblemFilter,
        table_class=ProblemTable,
        template="leads/problem_list.html",
        export_name="问题清单",
    )


def _problem(request: HttpRequest, pk: int) -> Problem:
    rows = Problem.objects.visible_to(person(request)).select_related("lead__owner", "unit", "person", "opened_by")
    return get_object_or_404(rows, pk=pk)


@needs(Can.LEAD_READ)
@require_GET
def problem_detail(request: HttpRequest, pk: int) -> HttpResponse:
    problem, today = _problem(request, pk), timezone.localdate()
    user = person(request)
    try:
        problems.check_may_work(problem, user)
        may_act = user_can(user, Can.LEAD_EDIT)
    except Refused:
        may_act = False
    context = {
        "problem": problem,
        "may_act": may_act,
        "sees_lead": Lead.objects.visible_to(user).filter(pk=problem.lead_id).exists(),
        "steps": problem.steps.select_related("by").prefetch_related("attachments"),
        "days_open": problem.days_open(today),
        "days_late": problem.days_late(today),
    }
    return render(request, "leads/problem_detail.html", context)


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def problem_add(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /leads/7/problems/."""
    lead = lead_of(request, pk)

    def act(data: dict[str, Any]) -> None:
        by, at = person(request), timezone.now()
        problems.open_problem(lead, data["problem"], by=by, at=at, to=data["to"], due_on=data["due_on"])

    return act_on(request, lead, ProblemForm(request.POST or None), act, "提出问题", "提出", "已列入问题清单。")


def _act(
    request: HttpRequest, problem: Problem, form: Any, act: Act, title: str, submit: str, done: str
) -> HttpResponse:
    """One form and one act on a problem; back to it when done."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, done)
            return redirect(problem)
    context = {"problem": problem, "form": form, "title": title, "submit": submit}
    return render(request, "leads/problem_act.html", context, status=422 if form.errors else 200)


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def problem_hand(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /problems/7/hands/: to whom, and by when."""
    problem = _problem(request, pk)

    def act(data: dict[str, Any]) -> None:
        by, at = person(request), timezone.now()
        problems.hand_out(problem, data["to"], due_on=data["due_on"], by=by, at=at, why=data["why"])

    form = HandForm(request.POST or None, initial={"due_on": problem.due_on})
    return _act(request, problem, form, act, "交办", "交办", "已交办并通知。")


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def problem_solve(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /problems/7/solution/: how, with what evidence."""
    problem = _problem(request, pk)

    def act(data: dict[str, Any]) -> None:
        problems.solve(problem, by=person(request), at=timezone.now(), how=data["how"], files=data["files"])

    form = SolveForm(request.POST or None, request.FILES or None)
    return _act(request, problem, form, act, "销号", "销号", "已销号。")


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def problem_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /problems/7/reopening/ with why."""
    problem = _problem(request, pk)

    def act(data: dict[str, Any]) -> None:
        problems.reopen(problem, by=person(request), at=timezone.now(), why=data["why"])

    return _act(request, problem, WhyForm(request.POST or None), act, "重新打开", "打开", "已重新打开。")

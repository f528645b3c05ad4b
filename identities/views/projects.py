"""项目: the list, one project with what the press said of it, and which of several values a person took."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from identities.choose import choose_value, unchoose
from identities.coverage import coverage
from identities.filters import COVERED_PROJECT, ProjectFilter
from identities.known import decided_about, names_of, told_of
from identities.models import ChosenValue, Project
from identities.roles import companies_of
from identities.said import picture_of
from identities.tables import ProjectTable
from lists.page import list_page
from press.models import Fact
from staff.models import User
from staff.permissions import Can, needs
from staff.refusal import Refused


@needs(Can.COMPANY_READ)
@require_GET
def project_list(request: HttpRequest) -> HttpResponseBase:
    assert isinstance(request.user, User)
    rows = Project.objects.visible_to(request.user).current().prefetch_related("companies")
    return list_page(
        request,
        queryset=rows.annotate(articles=COVERED_PROJECT),
        filterset_class=ProjectFilter,
        table_class=ProjectTable,
        template="identities/project_list.html",
        export_name="项目",
    )


@needs(Can.COMPANY_READ)
@require_GET
def project_detail(request: HttpRequest, pk: int) -> HttpResponse:
    assert isinstance(request.user, User)
    project = get_object_or_404(Project.objects.visible_to(request.user).select_related("merged_into"), pk=pk)
    if project.merged_into:
        return redirect(project.merged_into)
    context = {
        "project": project,
        "names": names_of(project),
        "companies": companies_of(project),
        "picture": picture_of(project),
        "coverage": coverage(project, request.GET.get("page")),
        **decided_about(project, told_of(project)),
    }
    return render(request, "identities/project_detail.html", context)


@needs(Can.COMPANY_EDIT)
@require_POST
def project_choose(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The value of one fact stands for the project from now on."""
    assert isinstance(request.user, User)
    project = get_object_or_404(Project.objects.visible_to(request.user).current(), pk=pk)
    asked = request.POST.get("fact", "")
    key = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else 0
    fact = Fact.objects.with_sentences().filter(pk=key).first()
    try:
        if fact is None:
            raise Refused("这个说法已不在报道里，请刷新再选。", code="gone")
        chosen = choose_value(project, fact, by=request.user, at=timezone.now(), why=request.POST.get("why", ""))
        messages.success(request, f"{chosen.get_kind_display()}以{chosen.text}为准。别的说法仍列在旁边。")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect(project)


@needs(Can.COMPANY_EDIT)
@require_POST
def chosen_withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    assert isinstance(request.user, User)
    chosen = get_object_or_404(ChosenValue.objects.visible_to(request.user).select_related("project"), pk=pk)
    try:
        unchoose(chosen, by=request.user, at=timezone.now())
        messages.success(request, f"{chosen.get_kind_display()}不再指定，按最新的报道显示。")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect(chosen.project)

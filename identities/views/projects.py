"""项目: the list and one project with what the press said of it."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from identities.filters import ProjectFilter
from identities.known import coverage, decided_about, said_of
from identities.models import Project
from identities.tables import ProjectTable
from lists.page import list_page
from staff.models import User
from staff.permissions import Can, needs


@needs(Can.COMPANY_READ)
@require_GET
def project_list(request: HttpRequest) -> HttpResponseBase:
    assert isinstance(request.user, User)
    rows = Project.objects.visible_to(request.user).current().prefetch_related("companies")
    return list_page(
        request,
        queryset=rows.annotate(articles=Count("appearances__article", distinct=True)),
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
        "names": project.names.select_related("first_seen__source").defer("bigrams", "first_seen__raw"),
        "companies": project.companies.all(),
        "said": said_of(project),
        "coverage": coverage(project.appearances.all()),
        **decided_about(project),
    }
    return render(request, "identities/project_detail.html", context)

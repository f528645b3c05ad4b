"""What the lists of companies and projects can be asked for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from identities.models import Appearance, ChosenValue, Company, CompanyName, Doubt, Project, ProjectName
from identities.roles import undertaken
from lists.filters import DayRange, NumberRange, YesNo
from press.models import Statement
from press.words import YI
from reading.values import INDUSTRIES

# In 亿, above what the column holds.
MOST_YI = Decimal(10) ** 9


def _count(rows: QuerySet[Any], by: str, what: str) -> Coalesce:
    """How many different `what` the rows of the outer one have; counted for the rows of one page, not of the table."""
    counted = rows.order_by().values(by).annotate(n=Count(what, distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


# Of a list of companies or of projects: how many articles name each; how many projects each company has.
COVERED_COMPANY = _count(Appearance.objects.filter(company=OuterRef("pk")), "company", "article")
COVERED_PROJECT = _count(Appearance.objects.filter(project=OuterRef("pk")), "project", "article")
PROJECTS = _count(
    Project.companies.through._default_manager.filter(company=OuterRef("pk"), project__merged_into=None),
    "company",
    "project",
)


def _with_projects(wanted: bool) -> Any:
    """Companies with a project, or without."""
    tied = Project.companies.through._default_manager.filter(project__merged_into=None)
    there = Q(pk__in=tied.values("company"))
    return there if wanted else ~there


def _in_doubt(kind: str, wanted: bool) -> Any:
    """Rows that a pair which waits to be judged holds, or those that none does."""
    waiting = Doubt.objects.waiting()
    there: Any = Exists(waiting.filter(**{f"left_{kind}": OuterRef("pk")}))
    there |= Exists(waiting.filter(**{f"right_{kind}": OuterRef("pk")}))
    return there if wanted else ~there


class CompanyFilter(filters.FilterSet):
    q = filters.CharFilter(method="by_text", label="名称", widget=forms.SearchInput({"placeholder": "企业名称、简称"}))
    industry = filters.ChoiceFilter(
        choices=[(label, label) for label in INDUSTRIES], label="产业", empty_label="全部产业"
    )
    place = filters.CharFilter(lookup_expr="icontains", label="所在地")
    has_project = YesNo(method="by_project", label="有项目")
    has_code = YesNo(method="by_code", label="有信用代码")
    in_doubt = YesNo(method="by_doubt", label="待判")
    created = DayRange(field_name="created_at", label="建档日期")

    class Meta:
        model = Company
        fields: list[str] = []

    def by_text(self, rows: QuerySet[Company], name: str, value: str) -> QuerySet[Company]:
        return rows.filter(pk__in=CompanyName.bearers(value))

    def by_project(self, rows: QuerySet[Company], name: str, value: bool) -> QuerySet[Company]:
        return rows.filter(_with_projects(value))

    def by_code(self, rows: QuerySet[Company], name: str, value: bool) -> QuerySet[Company]:
        return rows.exclude(code="") if value else rows.filter(code="")

    def by_doubt(self, rows: QuerySet[Company], name: str, value: bool) -> QuerySet[Company]:
        return rows.filter(_in_doubt("company", value))


class ProjectFilter(filters.FilterSet):
    q = filters.CharFilter(method="by_text", label="名称", widget=forms.SearchInput({"placeholder": "项目名称"}))
    company = filters.CharFilter(method="by_company", label="企业")
    kind = filters.ChoiceFilter(choices=Project.Kind, label="类别", empty_label="全部类别")
    chosen = YesNo(method="by_choice", label="有选定值")
    in_doubt = YesNo(method="by_doubt", label="待判")
    created = DayRange(field_name="created_at", label="建档日期")

    # Asked for by links alone: a list of all companies to choose from would be no help.
    of = filters.ModelChoiceFilter(
        method="by_one", queryset=Company.objects.all(), label="企业", widget=forms.HiddenInput
    )

    class Meta:
        model = Project
        fields: list[str] = []

    def by_text(self, rows: QuerySet[Project], name: str, value: str) -> QuerySet[Project]:
        return rows.filter(pk__in=ProjectName.bearers(value))

    def by_company(self, rows: QuerySet[Project], name: str, value: str) -> QuerySet[Project]:
        return rows.filter(companies__in=CompanyName.bearers(value)).distinct()

    def by_one(self, rows: QuerySet[Project], name: str, value: Company) -> QuerySet[Project]:
        return undertaken(rows, value)

    def by_choice(self, rows: QuerySet[Project], name: str, value: bool) -> QuerySet[Project]:
        there = Exists(ChosenValue.objects.standing().filter(project=OuterRef("pk")))
        return rows.filter(there if value else ~there)

    def by_doubt(self, rows: QuerySet[Project], name: str, value: bool) -> QuerySet[Project]:
        return rows.filter(_in_doubt("project", value))


class StatementFilter(filters.FilterSet):
    """Totals by their words, area, day, and whether they give a sum."""

    q = filters.CharFilter(
        field_name="text",
        lookup_expr="icontains",
        label="说法",
        widget=forms.SearchInput({"placeholder": "说法里的词"}),
    )
    area = filters.CharFilter(method="by_area", label="范围")
    amount = YesNo(method="by_amount", label="有总额")
    period = YesNo(method="by_period", label="有时期")
    yi = NumberRange(method="by_yi", label="总额（亿元）")
    told = DayRange(field_name="article__content_on", label="内容日期")

    class Meta:
        model = Statement
        fields: list[str] = []

    def by_area(self, rows: QuerySet[Statement], name: str, value: str) -> QuerySet[Statement]:
        return rows.filter(Q(area__icontains=value) | Q(article__place__icontains=value))

    def by_amount(self, rows: QuerySet[Statement], name: str, value: bool) -> QuerySet[Statement]:
        return rows.filter(amount__isnull=not value)

    def by_period(self, rows: QuerySet[Statement], name: str, value: bool) -> QuerySet[Statement]:
        return rows.filter(since__isnull=not value)

    def by_yi(self, rows: QuerySet[Statement], name: str, value: slice) -> QuerySet[Statement]:
        low, high = (None if end is None else min(abs(end), MOST_YI) * YI for end in (value.start, value.stop))
        rows = rows.filter(amount__gte=low) if low is not None else rows
        return rows.filter(amount__lte=high) if high is not None else rows

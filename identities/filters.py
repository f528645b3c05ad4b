"""What the lists of companies and projects can be asked for."""

from __future__ import annotations

import django_filters as filters
from django import forms
from django.db.models import QuerySet

from identities.models import Company, Project
from lists.filters import DayRange
from reading.values import INDUSTRIES


class CompanyFilter(filters.FilterSet):
    q = filters.CharFilter(method="by_text", label="名称", widget=forms.SearchInput({"placeholder": "企业名称、简称"}))
    industry = filters.ChoiceFilter(
        choices=[(label, label) for label in INDUSTRIES], label="产业", empty_label="全部产业"
    )
    place = filters.CharFilter(lookup_expr="icontains", label="所在地")
    created = DayRange(field_name="created_at", label="建档日期")

    class Meta:
        model = Company
        fields: list[str] = []

    def by_text(self, rows: QuerySet[Company], name: str, value: str) -> QuerySet[Company]:
        return rows.filter(pk__in=Company.objects.named(value).values("pk"))


class ProjectFilter(filters.FilterSet):
    q = filters.CharFilter(method="by_text", label="名称", widget=forms.SearchInput({"placeholder": "项目名称"}))
    kind = filters.ChoiceFilter(choices=Project.Kind, label="类别", empty_label="全部类别")
    created = DayRange(field_name="created_at", label="建档日期")

    class Meta:
        model = Project
        fields: list[str] = []

    def by_text(self, rows: QuerySet[Project], name: str, value: str) -> QuerySet[Project]:
        return rows.filter(pk__in=Project.objects.named(value).values("pk"))

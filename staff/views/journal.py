"""日志: who did what, newest first."""

from __future__ import annotations

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from lists.filters import DayRange
from lists.page import list_page
from lists.table import ListTable, MomentColumn
from staff.models import Entry, User
from staff.permissions import Can, needs


class EntryFilter(filters.FilterSet):
    q = filters.CharFilter(
        field_name="about",
        lookup_expr="icontains",
        label="对象",
        widget=forms.SearchInput({"placeholder": "人、线索、报道"}),
    )
    act = filters.CharFilter(lookup_expr="icontains", label="做了什么")
    by = filters.ModelChoiceFilter(queryset=User.objects.all(), label="谁", empty_label="所有人")
    at = DayRange(label="日期")

    class Meta:
        model = Entry
        fields: list[str] = []


class EntryTable(ListTable):
    at = MomentColumn(verbose_name="时间")
    by_name = tables.Column(verbose_name="谁")
    act = tables.Column(verbose_name="做了什么")
    about = tables.Column(verbose_name="对象")
    note = tables.Column(verbose_name="说明")

    class Meta(ListTable.Meta):
        order_by = "-at"


@needs(Can.JOURNAL_READ)
@require_GET
def journal(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        queryset=Entry.objects.all(),
        filterset_class=EntryFilter,
        table_class=EntryTable,
        template="staff/journal.html",
        export_name="日志",
    )

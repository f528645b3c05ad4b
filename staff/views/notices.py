"""通知: what one was told, the unread first."""

from __future__ import annotations

import django_filters as filters
import django_tables2 as tables
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from lists.filters import DayRange
from lists.page import list_page
from lists.table import ListTable, MomentColumn, PartColumn
from staff.models import Notice, User
from staff.permissions import Can, needs


class NoticeFilter(filters.FilterSet):
    state = filters.ChoiceFilter(
        method="by_state", label="状态", empty_label="全部", choices=[("unread", "未读"), ("read", "已读")]
    )
    kind = filters.ChoiceFilter(choices=Notice.Kind, label="类别", empty_label="全部类别")
    at = DayRange(label="日期")

    class Meta:
        model = Notice
        fields: list[str] = []

    def by_state(self, rows: QuerySet[Notice], name: str, value: str) -> QuerySet[Notice]:
        return rows.filter(read_at__isnull=value == "unread")


class NoticeTable(ListTable):
    text = PartColumn(template_name="staff/notice_text.html", verbose_name="内容", orderable=False)
    kind = tables.Column(verbose_name="类别")
    at = MomentColumn(verbose_name="时间")

    class Meta(ListTable.Meta):
        order_by = "-at"

    def render_kind(self, record: Notice) -> str:
        return record.get_kind_display()

    def value_text(self, record: Notice) -> str:
        return record.text


@needs(Can.ACCOUNT)
@require_GET
def notice_list(request: HttpRequest) -> HttpResponseBase:
    assert isinstance(request.user, User)
    return list_page(
        request,
        queryset=request.user.notices.all(),
        filterset_class=NoticeFilter,
        table_class=NoticeTable,
        template="staff/notice_list.html",
        export_name="通知",
    )


@needs(Can.ACCOUNT)
@require_GET
def notice_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Marks one's own notice as read and goes where it points."""
    assert isinstance(request.user, User)
    notice = get_object_or_404(request.user.notices, pk=pk)
    request.user.notices.filter(pk=pk, read_at=None).update(read_at=timezone.now())
    is_ours = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return redirect(notice.url if notice.url and is_ours else "staff:notice-list")


@needs(Can.ACCOUNT)
@require_POST
def notice_read(request: HttpRequest) -> HttpResponse:
    """POST /staff/notices/reads/: everything that is unread now."""
    assert isinstance(request.user, User)
    count = request.user.notices.filter(read_at=None).update(read_at=timezone.now())
    messages.success(request, f"已把 {count} 条标为已读。" if count else "没有未读的通知。")
    return redirect("staff:notice-list")

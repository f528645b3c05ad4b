"""Batches of uploaded files: the list, one with its progress, stopping it, trying again what failed."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lists.page import list_page
from press.filters import UploadFilter, UploadItemFilter
from press.models import Upload, UploadItem
from press.tables import UploadItemTable, UploadTable
from press.uploading import progress, retry, stop
from staff.journal import record
from staff.models import User
from staff.permissions import Can, needs
from staff.refusal import Refused


@needs(Can.ARTICLE_ADD)
@require_GET
def upload_list(request: HttpRequest) -> HttpResponseBase:
    assert isinstance(request.user, User)
    state = UploadItem.State
    counted = {
        "files": Count("items"),
        "waiting": Count("items", filter=Q(items__state=state.WAITING)),
        "taken": Count("items", filter=Q(items__state=state.TAKEN)),
        "failed": Count("items", filter=Q(items__state=state.FAILED)),
    }
    rows = Upload.objects.visible_to(request.user).select_related("by").annotate(**counted)
    return list_page(
        request, queryset=rows, filterset_class=UploadFilter, table_class=UploadTable,
        template="press/upload_list.html", export_name="上传批次",
    )  # fmt: skip


@needs(Can.ARTICLE_ADD)
@require_GET
def upload_detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One batch: how far it is, and its files. The page renews itself while files wait; one may leave and come back."""
    assert isinstance(request.user, User)
    upload = get_object_or_404(Upload.objects.visible_to(request.user).select_related("by", "stopped_by"), pk=pk)
    items = (
        upload.items.light()
        .select_related("article")
        .defer("article__raw", "article__original", "article__text", "article__bigrams")
    )
    return list_page(
        request, queryset=items, filterset_class=UploadItemFilter, table_class=UploadItemTable,
        template="press/upload_detail.html", export_name="上传文件", extra={"upload": upload, "progress": progress(upload)},
    )  # fmt: skip


@needs(Can.ARTICLE_ADD)
@require_http_methods(["GET", "POST"])
def upload_stop(request: HttpRequest, pk: int) -> HttpResponse:
    assert isinstance(request.user, User)
    upload = get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    if request.method == "GET":
        return render(request, "press/upload_stop.html", {"upload": upload, "progress": progress(upload)})
    try:
        count = stop(upload, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        record(request.user, "停止上传", about=upload, note=f"{count} 个文件没有处理")
        messages.success(request, f"已停止，{count} 个文件没有处理。需要时可以继续。")
    return redirect(upload)


@needs(Can.ARTICLE_ADD)
@require_POST
def upload_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Tries again the file `item`, or all that failed or were stopped."""
    assert isinstance(request.user, User)
    upload = get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    item = request.POST.get("item", "")
    count = retry(upload, int(item) if item.isdecimal() and len(item) < 12 else None)
    if count:
        record(request.user, "重试上传", about=upload, note=f"{count} 个文件")
        messages.success(request, f"{count} 个文件重新排队。")
    else:
        messages.info(request, "没有可以重试的文件。")
    return redirect(upload)

"""Acts on many leads of the list, and saved views of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from leads import bulk
from leads.bulk_forms import BulkForm, SavedViewForm
from leads.filters import LeadFilter
from leads.models import Lead, SavedView
from leads.views.lead import person
from staff.permissions import Can, needs
from staff.refusal import Refused


def _keys(values: list[str]) -> list[int]:
    return [int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 19]


def _chosen(request: HttpRequest) -> list[Lead]:
    """The leads ticked, or with all=1 those that the list's filters find; at most one more than may be changed at once."""
    rows = Lead.objects.visible_to(person(request))
    if request.POST.get("all"):
        filters = LeadFilter(QueryDict(request.POST.get("query", "")), queryset=rows, request=request)
        rows = filters.qs
    else:
        rows = rows.filter(pk__in=_keys(request.POST.getlist("lead")))
    return list(rows.listed().order_by("pk")[: bulk.MOST + 1])


def _back(request: HttpRequest) -> str:
    url = f"/leads/?{request.POST.get('query', '')}"
    return url if url_has_allowed_host_and_scheme(url, allowed_hosts=None) else "/leads/"


@needs(Can.LEAD_EDIT)
@require_POST
def lead_bulk(request: HttpRequest) -> HttpResponse:
    """POST /leads/bulk/ with act and lead … : what will change and what not. With `seen` too: does it."""
    if request.POST.get("act") not in bulk.Act.values:
        messages.error(request, "请选择要做什么。")
        return redirect(_back(request))
    act = bulk.Act(request.POST["act"])
    if request.POST.getlist("seen"):
        return _apply(request, act)
    leads = _chosen(request)
    if not leads or len(leads) > bulk.MOST:
        words = f"一次最多改 {bulk.MOST} 条，请先缩小筛选。" if leads else "请先勾选线索。"
        messages.error(request, words)
        return redirect(_back(request))
    return _show(request, act, BulkForm(act=act), bulk.preview(act, leads, person(request)))


def _show(request: HttpRequest, act: bulk.Act, form: BulkForm, lines: list[bulk.Line]) -> HttpResponse:
    context: dict[str, Any] = {
        "act": act,
        "form": form,
        "able": [line.lead for line in lines if not line.why_not],
        "left": [line for line in lines if line.why_not],
        "query": request.POST.get("query", ""),
        "back": _back(request),
    }
    return render(request, "leads/bulk.html", context, status=422 if form.errors else 200)


def _apply(request: HttpRequest, act: bulk.Act) -> HttpResponse:
    pairs = [value.partition(":") for value in request.POST.getlist("seen")]
    seen: dict[int, int | None] = {
        pk: next(iter(_keys([owner])), None) for key, _, owner in pairs for pk in _keys([key])
    }
    form = BulkForm(request.POST, act=act)
    if not form.is_valid():
        leads = list(Lead.objects.visible_to(person(request)).filter(pk__in=list(seen)[: bulk.MOST]).listed())
        return _show(request, act, form, bulk.preview(act, leads, person(request)))
    try:
        done = bulk.apply(form.wish(), seen, by=person(request), at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(_back(request))
    messages.success(request, f"{act.label}：改了 {len(done.changed)} 条。")
    if done.left:
        told = "；".join(f"{line.lead.name}：{line.why_not}" for line in done.left[:5])
        more = f" 等 {len(done.left)} 条" if len(done.left) > 5 else ""
        messages.warning(request, f"没有改的：{told}{more}。")
    return redirect(_back(request))


@needs(Can.LEAD_READ)
@require_http_methods(["GET", "POST"])
def view_add(request: HttpRequest) -> HttpResponse:
    """Saves the list as it is filtered, sorted and cut into columns, under a name."""
    user = person(request)
    query = QueryDict(request.GET.get("query", "")[:4000], mutable=True)
    for key in ("page", "export", "view"):
        query.pop(key, None)
    form = SavedViewForm(request.POST or None, unit=user.department, initial={"query": query.urlencode()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        shared = user.department if data.get("shared") else None
        row, is_new = SavedView.objects.update_or_create(
            owner=user,
            name=data["name"],
            defaults={"query": data["query"], "shared_with": shared, "at": timezone.now()},
        )
        messages.success(request, f"已保存视图“{row}”。" if is_new else f"已更新视图“{row}”。")
        return redirect(row)
    return render(request, "leads/view_form.html", {"form": form}, status=422 if form.errors else 200)


@needs(Can.LEAD_READ)
@require_http_methods(["GET", "POST"])
def view_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name for one's own view, whether the others of the unit see it, and what it shows as the list stands now."""
    user = person(request)
    row = get_object_or_404(SavedView.objects.filter(owner=user), pk=pk)
    form = SavedViewForm(
        request.POST or None, unit=user.department, view=row,
        initial={"name": row.name, "query": row.query, "shared": row.shared_with_id is not None},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        row.name, row.at = form.cleaned_data["name"], timezone.now()
        row.shared_with = user.department if form.cleaned_data.get("shared") else None
        row.save(update_fields=["name", "at", "shared_with"])
        messages.success(request, f"已修改视图“{row}”，{'同部门的人能看到' if row.shared_with else '只有您能看到'}。")
        return redirect(row)
    return render(request, "leads/view_form.html", {"form": form, "row": row}, status=422 if form.errors else 200)


@needs(Can.LEAD_READ)
@require_http_methods(["GET", "POST"])
def view_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /views/7/removal/: one's own."""
    row = get_object_or_404(SavedView.objects.filter(owner=person(request)), pk=pk)
    if request.method == "POST":
        row.delete()
        messages.success(request, f"已删除视图“{row}”。")
        return redirect("leads:lead-list")
    return render(request, "leads/view_remove.html", {"row": row})

"""来源: the list, adding one from any address, its page, its settings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lists.page import list_page
from press import fetch, sources
from press.addresses import check_url
from press.discover import Found, discover, full
from press.fetchers import FETCHERS, Guess
from press.models import Source
from press.secrets import encrypted
from press.source_forms import EditForm, LookForm, MailboxForm, PasswordForm, SaveForm
from press.source_tables import SourceFilter, SourceTable, with_health
from staff.models import User
from staff.permissions import Can, needs
from staff.refusal import Refused


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@needs(Can.SOURCE_READ)
@require_GET
def source_list(request: HttpRequest) -> HttpResponseBase:
    rows = with_health(Source.objects.visible_to(_person(request)).watched()).select_related("created_by")
    return list_page(
        request, queryset=rows, filterset_class=SourceFilter, table_class=SourceTable,
        template="press/source_list.html", export_name="来源",
    )  # fmt: skip


@needs(Can.SOURCE_EDIT)
@require_http_methods(["GET", "POST"])
def source_add(request: HttpRequest) -> HttpResponse:
    """One field; then what was found, as a form to look at, adjust and save."""
    if request.method == "GET":
        return render(request, "press/source_add.html", {"form": LookForm(initial={"url": request.GET.get("url", "")})})
    if "save" in request.POST:
        return _save(request)
    # What was looked at before stays, so that a wrong pattern loses nothing.
    form = SaveForm(request.POST) if "address" in request.POST else LookForm(request.POST)
    if form.is_valid() or "url" in form.cleaned_data:
        try:
            found = discover(
                form.cleaned_data["url"], kind=_kind(request), pattern=request.POST.get("pattern", ""),
                network=fetch.PUBLIC,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("url", refusal.message)
        else:
            return _show(request, found)
    context = {"form": form, "has_pattern": _kind(request) in (Source.Kind.LIST, Source.Kind.SITEMAP)}
    return render(request, "press/source_add.html", context, status=422)


def _kind(request: HttpRequest) -> str:
    kind = request.POST.get("kind", "")
    return kind if kind in FETCHERS else ""


def _show(request: HttpRequest, found: Found) -> HttpResponse:
    guess = found.guess
    form = SaveForm(initial={
        "url": request.POST["url"], "address": guess.url, "kind": guess.kind, "pattern": guess.pattern,
        "name": request.POST.get("name") or guess.name, "every": request.POST.get("every") or 60,
    })  # fmt: skip
    context = {
        "form": form, "found": found, "items": guess.items[:10], "count": len(guess.items),
        "kind": Source.Kind(guess.kind).label, "has_pattern": FETCHERS[guess.kind].has_pattern,
    }  # fmt: skip
    return render(request, "press/source_add.html", context)


def _save(request: HttpRequest) -> HttpResponse:
    form = SaveForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            url = check_url(full(data["address"] or data["url"]))
            guess = Guess(
                data["kind"], url, data["name"], data["pattern"] if FETCHERS[data["kind"]].has_pattern else ""
            )
            source = sources.add(
                guess, sources.Settings(data["name"], data["every"]), by=_person(request), at=timezone.now()
            )
        except Refused as refusal:
            form.add_error("url", refusal.message)
        else:
            messages.success(request, "已添加，正在抓第一批文章，几分钟内就会出现在报道里。")
            return redirect(source)
    has_pattern = request.POST.get("kind") in (Source.Kind.LIST, Source.Kind.SITEMAP)
    return render(request, "press/source_add.html", {"form": form, "has_pattern": has_pattern}, status=422)


@needs(Can.SOURCE_EDIT)
@require_http_methods(["GET", "POST"])
def mailbox_add(request: HttpRequest) -> HttpResponse:
    form = MailboxForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        options = {name: data[name] for name in ("host", "port", "user", "folder")}
        try:
            source = sources.add_mailbox(
                data["name"], options, data["password"], every=data["every"], by=_person(request), at=timezone.now()
            )
        except Refused as refusal:
            form.add_error("host", refusal.message)
        else:
            messages.success(request, "已添加，正在收最近的邮件。")
            return redirect(source)
    status = 422 if request.method == "POST" else 200
    return render(request, "press/source_form.html", {"form": form, "title": "添加邮箱"}, status=status)


@needs(Can.SOURCE_READ)
@require_GET
def source_detail(request: HttpRequest, pk: int) -> HttpResponse:
    source = _found(request, pk)
    visits = list(source.visits.with_counts().select_related("by")[:10])
    context: dict[str, Any] = {
        "source": source, "visits": visits, "schedule": getattr(source, "schedule", None),
        "articles": source.articles.light().order_by("-arrived_at", "-pk")[:20], "total": source.articles.count(),
        "failed": source.links.filter(state="failed").count(), "old": source.links.filter(state="old").count(),
        "running": next((visit for visit in visits if visit.is_open or getattr(visit, "left", False)), None),
    }  # fmt: skip
    return render(request, "press/source_detail.html", context)


def _found(request: HttpRequest, pk: int) -> Source:
    rows = with_health(Source.objects.visible_to(_person(request)).watched())
    return get_object_or_404(rows.select_related("schedule", "created_by"), pk=pk)


@needs(Can.SOURCE_EDIT)
@require_http_methods(["GET", "POST"])
def source_edit(request: HttpRequest, pk: int) -> HttpResponse:
    source = _found(request, pk)
    has_pattern = source.kind in FETCHERS and FETCHERS[source.kind].has_pattern
    form = EditForm(request.POST or None, instance=source, has_pattern=has_pattern, is_asked=source.is_asked)
    secret = PasswordForm(request.POST if request.POST.get("password") else None) if source.kind == "mailbox" else None
    if request.method == "POST" and form.is_valid() and (secret is None or not secret.is_bound or secret.is_valid()):
        values = dict(form.cleaned_data)
        if secret is not None and secret.is_bound:
            values["secret"] = encrypted(secret.cleaned_data["password"])
        sources.change(source, values, by=_person(request), at=timezone.now())
        messages.success(request, "已保存。")
        return redirect(source)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "secret": secret, "title": f"修改 {source.name}", "source": source}
    return render(request, "press/source_form.html", context, status=status)

"""原件保留: how old the originals of each source are, a preview of clearing, the decision, and what was decided."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from press.forms import RetentionForm
from press.models import Retention
from press.retain import day_before, decide, kept_of_sources, preview
from staff.models import User
from staff.permissions import Can, needs
from staff.refusal import Refused


@needs(Can.RETENTION_DECIDE)
@require_http_methods(["GET", "POST"])
def retention(request: HttpRequest) -> HttpResponse:
    """GET with source and years shows what would go; POST with a reason decides it."""
    assert isinstance(request.user, User)
    now = timezone.now()
    form = RetentionForm(request.POST or (request.GET if "source" in request.GET else None))
    shown = None
    if form.is_valid():
        source = form.cleaned_data["source"]
        before = day_before(int(form.cleaned_data["years"]), timezone.localdate(now))
        shown = {"source": source, "before": before, "preview": preview(source, before)}
        if request.method == "POST":
            try:
                decide(source, before, by=request.user, at=now, why=request.POST.get("why", "").replace("\x00", ""))
            except Refused as refusal:
                messages.error(request, refusal.message)
            else:
                messages.success(request, "已记下，后台分批清理，进度见下。")
                return redirect("press:retention")
    sources = kept_of_sources(now)
    decided = Retention.objects.select_related("source", "by")[:50]
    context = {"form": form, "shown": shown, "sources": sources, "decided": decided, "why": request.POST.get("why", "")}
    return render(request, "press/retention.html", context, status=422 if request.method == "POST" else 200)

"""承诺: what coverage announced, and what became of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from leads import promises
from leads.forms import WhyForm
from leads.models import Promise
from leads.pipeline_forms import PromiseAnswerForm
from leads.pipeline_lists import PromiseFilter, PromiseTable
from leads.views.lead import act_on, person
from lists.page import list_page
from staff.permissions import Can, needs
from staff.refusal import Refused


def _promise(request: HttpRequest, pk: int) -> Promise:
    rows = Promise.objects.visible_to(person(request)).select_related("lead__owner", "lead__stage", "article__source")
    return get_object_or_404(rows.defer("article__raw", "article__text", "article__bigrams"), pk=pk)


@needs(Can.LEAD_READ)
@require_GET
def promise_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        queryset=Promise.objects.visible_to(person(request)).listed(),
        filterset_class=PromiseFilter,
        table_class=PromiseTable,
        template="leads/promise_list.html",
        export_name="承诺",
    )


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def promise_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the promise with its quote and answers; POST: 已兑现, 延期 or 落空."""
    promise = _promise(request, pk)
    form = PromiseAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        due = data["due"] if data["said"] == "delayed" else None
        try:
            given = promises.answer(
                promise, data["said"], by=person(request), at=timezone.now(), due=due, why=data["why"]
            )
            messages.success(request, f"已记下：{given.get_answer_display()}。")
            return redirect("today" if request.POST.get("back") == "today" else promise.lead)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    context = {"promise": promise, "form": form, "answers": promise.answers.select_related("by")}
    return render(request, "leads/promise_answer.html", context, status=422 if form.errors else 200)


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def promise_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    promise = _promise(request, pk)

    def act(data: dict[str, Any]) -> None:
        promises.reopen(promise, by=person(request), at=timezone.now(), why=data["why"])

    form = WhyForm(request.POST or None)
    return act_on(request, promise.lead, form, act, "重新打开承诺", "打开", "承诺已重新打开。")

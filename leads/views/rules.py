"""规则: the office's numbers with their history, and the days on which it works."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leads import rules
from leads.forms import DATE
from leads.models import OfficeRule, SpecialDay
from leads.office_lists import SpecialDayFilter, SpecialDayTable
from leads.views.lead import person
from lists.page import list_page
from staff.journal import record
from staff.permissions import Can, needs
from staff.refusal import Refused

SHOWN = 50


class DayForm(forms.ModelForm):
    class Meta:
        model = SpecialDay
        fields = ("day", "works", "name")
        widgets = {"day": DATE}
        labels = {"works": "这一天上班（调休）"}
        error_messages = {"day": {"unique": "这一天已经在表里了，请改那一行。"}}


@needs(Can.RULE_READ)
@require_GET
def office_rules(request: HttpRequest) -> HttpResponse:
    return render(request, "leads/rules.html", _context())


def _context(typed: dict[str, str] | None = None, wrong: Refused | None = None) -> dict[str, Any]:
    present, typed = rules.rules(), typed or {}
    lines = [
        {"key": key, "label": label, "text": text, "value": typed.get(key, getattr(present, key)),
         "default": getattr(rules.Rules(), key), "error": wrong.message if wrong and wrong.field == key else "",
         "is_switch": key in rules.SWITCHES}
        for key, (label, text) in rules.LABELS.items()
    ]  # fmt: skip
    history = list(OfficeRule.objects.select_related("by")[:SHOWN])
    labels = {key: label for key, (label, _) in rules.LABELS.items()}
    return {
        "lines": lines, "wrong": wrong, "why": typed.get("why", ""),
        "history": [(row, labels.get(row.key, row.key), _in_words(row)) for row in history],
    }  # fmt: skip


def _in_words(row: OfficeRule) -> str:
    return ("是" if row.value else "否") if row.key in rules.SWITCHES else str(row.value)


@needs(Can.RULE_EDIT)
@require_POST
def rules_change(request: HttpRequest) -> HttpResponse:
    """POST /rules/changes/ with any of the numbers: all of them change, or none. A switch comes twice when it is on: the
    hidden 0 that stands for the empty box, then the box."""
    typed = {key: request.POST[key].strip() for key in (*rules.LABELS, "why") if key in request.POST}
    numbers = {key: value for key, value in typed.items() if key != "why"}
    try:
        changed = rules.change_all(numbers, by=person(request), at=timezone.now(), why=typed.get("why", ""))
    except Refused as refusal:
        return render(request, "leads/rules.html", _context(typed, refusal), status=422)
    messages.success(request, f"已改 {changed} 项，从现在起生效。" if changed else "没有改动。")
    return redirect("leads:rules")


@needs(Can.RULE_READ)
@require_GET
def day_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        queryset=SpecialDay.objects.select_related("by"),
        filterset_class=SpecialDayFilter,
        table_class=SpecialDayTable,
        template="leads/day_list.html",
        export_name="节假日",
    )


@needs(Can.RULE_EDIT)
@require_http_methods(["GET", "POST"])
def day_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new special day, or a change to one."""
    day = get_object_or_404(SpecialDay, pk=pk) if pk is not None else None
    form = DayForm(request.POST or None, instance=day)
    if request.method == "POST" and form.is_valid():
        form.instance.by, form.instance.at = person(request), timezone.now()
        form.save()
        works = "上班" if form.instance.works else "休息"
        record(person(request), "改节假日", about=form.instance, note=works)
        messages.success(request, f"{form.instance.day:%Y-%m-%d} {works}。")
        return redirect("leads:day-list")
    return render(request, "leads/day_edit.html", {"form": form, "day": day}, status=422 if form.errors else 200)


@needs(Can.RULE_EDIT)
@require_http_methods(["GET", "POST"])
def day_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then takes the day out: it is worked as its weekday says."""
    day = get_object_or_404(SpecialDay, pk=pk)
    if request.method == "POST":
        record(person(request), "删除节假日", about=day)
        day.delete()
        messages.success(request, f"{day.day:%Y-%m-%d} 改按星期几算。")
        return redirect("leads:day-list")
    return render(request, "leads/day_remove.html", {"day": day})

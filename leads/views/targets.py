"""目标: what the year should bring, and how far it has come."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from leads import targets
from leads.models import Target
from leads.views.lead import person
from staff.journal import record
from staff.models import Department, User
from staff.permissions import Can, needs, user_can


class TargetForm(forms.Form):
    """The figures of one unit and year; an empty field is no target."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for indicator in Target.Indicator:
            is_sum = indicator == Target.Indicator.AMOUNT
            self.fields[indicator] = forms.DecimalField(
                label=f"{indicator.label}（{'亿元' if is_sum else '个'}）", required=False, min_value=0, max_digits=12,
                decimal_places=2 if is_sum else 0,
            )  # fmt: skip


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("year", "")
    return (
        int(asked) if asked.isascii() and asked.isdigit() and 1990 <= int(asked) <= 2100 else timezone.localdate().year
    )


def _units(user: User) -> list[Department]:
    """The units whose targets the person may set: their own and those below; all for an administrator."""
    rows = Department.objects.all()
    if not user_can(user, Can.TARGET_EDIT) or (user.department is None and user.role != "administrator"):
        return []
    if user.role != "administrator" and user.department:
        rows = rows.filter(path__startswith=user.department.path)
    return list(rows)


@needs(Can.LEAD_READ)
@require_GET
def target_list(request: HttpRequest) -> HttpResponse:
    user, year, today = person(request), _year(request), timezone.localdate()
    set_of: dict[int, dict[str, Any]] = {}
    units = _units(user)
    for row in Target.objects.filter(year=year, department__in=units):
        set_of.setdefault(row.department_id, {})[row.indicator] = row.value
    context = {
        "year": year,
        "years": targets.years(today),
        "progress": targets.progress(user, year, today),
        "pace": int(targets.year_gone(today, year) * 100),
        "indicators": Target.Indicator.labels,
        "units": [(unit, [set_of.get(unit.pk, {}).get(key) for key in Target.Indicator.values]) for unit in units],
    }
    return render(request, "leads/target_list.html", context)


def _typed(values: dict[str, Decimal]) -> dict[str, str]:
    """The figures as one types them: a stored 4.00 is 4, which the field of a count takes."""
    return {key: f"{value.normalize():f}" for key, value in values.items()}


@needs(Can.TARGET_EDIT)
@require_http_methods(["GET", "POST"])
def target_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /targets/3/?year=2026: the figures of department 3."""
    user, year = person(request), _year(request)
    unit = next((row for row in _units(user) if row.pk == pk), None)
    if unit is None:
        return render(request, "404.html", status=404)
    form = TargetForm(request.POST or None, initial=_typed(targets.targets_of(unit, year)))
    back = f"{reverse('leads:target-list')}?year={year}"
    if request.method == "POST" and form.is_valid():
        changed = targets.set_targets(unit, year, form.cleaned_data, by=user, at=timezone.now())
        if changed:
            record(user, "改目标", about=unit, note=f"{year} 年：{'、'.join(changed)}")
        messages.success(request, f"已保存 {unit} {year} 年的目标。" if changed else "没有改动。")
        return redirect(back)
    context = {"form": form, "title": f"{unit} · {year} 年目标", "back": back}
    return render(request, "leads/target_edit.html", context, status=422 if form.errors else 200)

"""阶段设置: the stages of the office, in order, with what each asks for; and the reasons for closing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leads import stages
from leads.models import Lead, Milestone, Stage
from leads.pursue import LABELS
from leads.views.lead import person
from press.words import STAGES as PRESS_STAGES
from staff.models import Entry
from staff.permissions import Can, Role, needs
from staff.refusal import Refused

SHOWN = 30


class StageForm(forms.Form):
    name = forms.CharField(label="名称", max_length=20, error_messages={"required": "请填写名称。"})
    echelon = forms.ChoiceField(label="梯队", choices=Stage.Echelon)
    days = forms.IntegerField(
        label="允许停留天数", min_value=1, max_value=3650, required=False, help_text="超过标红；不填不限"
    )
    required = forms.MultipleChoiceField(
        label="进入前必填", choices=list(LABELS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    roles = forms.MultipleChoiceField(
        label="谁能移入", choices=[row for row in Role.choices if row[0] != Role.VIEWER], required=False,
        widget=forms.CheckboxSelectMultiple, help_text="都不选表示能推进线索的人都可以",
    )  # fmt: skip
    milestone = forms.ChoiceField(
        label="对应里程碑", choices=[("", "无"), *Milestone.Kind.choices], required=False, help_text="进入时问实际日期"
    )
    press = forms.MultipleChoiceField(
        label="报道说这些时，建议移到这里", choices=list(PRESS_STAGES.items()), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    asks_winner = forms.BooleanField(label="关闭时问花落谁家", required=False)


class RetireForm(forms.Form):
    to = forms.ModelChoiceField(
        queryset=Stage.objects.none(), label="里面的线索移到", required=False, empty_label="请选择"
    )

    def __init__(self, *args: Any, stage: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Stage.objects.offered().filter(is_closed=stage.is_closed).exclude(pk=stage.pk)


class ReasonsForm(forms.Form):
    names = forms.CharField(
        label="关闭原因", widget=forms.Textarea(attrs={"rows": 8}), required=False,
        help_text="每行一个。删掉的不再出现，已经用它关闭的线索不变。",
    )  # fmt: skip


@needs(Can.STAGE_EDIT)
@require_GET
def stage_list(request: HttpRequest) -> HttpResponse:
    journal = Entry.objects.filter(model="leads.stage").select_related("by").order_by("-at", "-pk")
    context = {
        "stages": stages.staged(), "history": journal[:SHOWN], "labels": LABELS,
        "retired": Stage.objects.filter(retired_at__isnull=False),
    }  # fmt: skip
    return render(request, "leads/stage_list.html", context)


@needs(Can.STAGE_EDIT)
@require_http_methods(["GET", "POST"])
def stage_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new stage, or changes to one."""
    stage = get_object_or_404(Stage, pk=pk) if pk is not None else None
    names = ("name", "echelon", "days", "required", "roles", "milestone", "press", "asks_winner")
    initial = {name: getattr(stage, name) for name in names} if stage else {}
    form = StageForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            stages.save_stage(stage, form.cleaned_data, by=person(request), at=timezone.now())
            messages.success(request, f"已保存“{form.cleaned_data['name']}”。")
            return redirect("leads:stage-list")
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    title = f"修改阶段：{stage}" if stage else "新阶段"
    return _page(request, form, title, "保存")


def _page(request: HttpRequest, form: forms.Form, title: str, submit: str, text: str = "") -> HttpResponse:
    context = {"form": form, "title": title, "submit": submit, "text": text}
    return render(request, "leads/stage_form.html", context, status=422 if form.errors else 200)


@needs(Can.STAGE_EDIT)
@require_POST
def stage_shift(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /stages/7/order/ with way=up or down."""
    steps = {"up": -1, "down": 1}.get(request.POST.get("way", ""), 0)
    stages.shift(get_object_or_404(Stage.objects.offered(), pk=pk), steps, by=person(request), at=timezone.now())
    return redirect("leads:stage-list")


@needs(Can.STAGE_EDIT)
@require_http_methods(["GET", "POST"])
def stage_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks where the leads in it go, then takes the stage out of use."""
    stage = get_object_or_404(Stage, pk=pk)
    form = RetireForm(request.POST if request.method == "POST" else None, stage=stage)
    count = Lead.objects.filter(stage=stage).count()
    if request.method == "POST" and form.is_valid():
        try:
            stages.retire(stage, to=form.cleaned_data["to"], by=person(request), at=timezone.now())
            messages.success(request, f"已停用“{stage}”。")
            return redirect("leads:stage-list")
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    text = (
        f"里面有 {count} 条线索，会移到您选的阶段，各留一条推进记录。"
        if count
        else "里面没有线索。历史记录照样能看，以后可以恢复。"
    )
    return _page(request, form, f"停用阶段：{stage}", "停用", text)


@needs(Can.STAGE_EDIT)
@require_POST
def stage_restore(request: HttpRequest, pk: int) -> HttpResponse:
    stage = get_object_or_404(Stage, pk=pk)
    try:
        stages.restore(stage, by=person(request), at=timezone.now())
        messages.success(request, f"已恢复“{stage}”。")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("leads:stage-list")


@needs(Can.STAGE_EDIT)
@require_http_methods(["GET", "POST"])
def stage_reasons(request: HttpRequest, pk: int) -> HttpResponse:
    """The reasons for closing into the stage, one a line."""
    stage = get_object_or_404(Stage, pk=pk, is_closed=True)
    now = stage.reasons.filter(retired_at=None).values_list("name", flat=True)
    form = ReasonsForm(request.POST if request.method == "POST" else None, initial={"names": "\n".join(now)})
    if request.method == "POST" and form.is_valid():
        stages.set_reasons(stage, form.cleaned_data["names"], by=person(request), at=timezone.now())
        messages.success(request, "关闭原因已保存。")
        return redirect("leads:stage-list")
    return _page(request, form, f"{stage}的关闭原因", "保存")

"""Forms of the leads room. They read what people type; the rules are in pursue and triage."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from identities.inputs import WarnedInput
from leads.carry import Step
from leads.models import Lead, Proposal, Stage, Suggestion
from leads.models.lead import Industry
from leads.pursue import FIRST_STEP, missing
from press.amount_field import AmountField
from staff.models import User
from staff.permissions import Can, user_can

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def next_workday() -> Any:
    """Tomorrow, or Monday when tomorrow is a weekend."""
    day = timezone.localdate() + timedelta(days=1)
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() >= 5 else 0)


# A day farther off is a slip of the hand at the year.
FARTHEST = timedelta(days=5 * 366)
LONG_PAST = timedelta(days=366)


def near_day(day: date) -> None:
    """Refuses a day that is years away; for what is to be done, not for what was."""
    today = timezone.localdate()
    if day - today > FARTHEST:
        raise forms.ValidationError("这个日期在五年以后，请检查年份。", code="far")
    if today - day > LONG_PAST:
        raise forms.ValidationError("这个日期早已过去，请检查年份。", code="past")


class NextStepForm(forms.Form):
    """The next step and its day: what every owned open lead has."""

    next_step = forms.CharField(label="下一步", max_length=200, error_messages={"required": "请填写下一步。"})
    next_on = forms.DateField(
        label="日期",
        widget=DATE,
        validators=[near_day],
        error_messages={"required": "请选择下一步日期。", "invalid": "请选择一个日期。"},
    )


class LeadForm(forms.Form):
    """A lead typed by hand, or its values corrected."""

    name = forms.CharField(label="线索名称", max_length=400, error_messages={"required": "请填写线索名称。"})
    company = forms.CharField(
        label="企业",
        max_length=200,
        required=False,
        help_text="库里没有会新建",
        widget=WarnedInput("identities:company-alike"),
    )
    amount = AmountField(label="总投资", required=False, help_text="如 51亿元、6000万元、15亿美元")
    industry = forms.ChoiceField(label="产业", choices=[("", "未定"), *Industry.choices], required=False)
    place = forms.CharField(label="地点", max_length=200, required=False)
    land = forms.DecimalField(label="用地（亩）", max_digits=12, decimal_places=3, min_value=0, required=False)


class NewLeadForm(LeadForm, NextStepForm):
    where = forms.ChoiceField(
        label="归属", choices=[("mine", "由我负责"), ("pool", "放进线索池")], initial="mine", widget=forms.RadioSelect
    )

    field_order = ("name", "company", "amount", "industry", "place", "land", "where", "next_step", "next_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next_step"].initial = FIRST_STEP
        self.fields["next_on"].initial = next_workday
        if self.data.get("where") == "pool":
            self.fields["next_step"].required = self.fields["next_on"].required = False


class MoveForm(forms.Form):
    """The stage to go to, and exactly what it asks for and the lead has not: values, a reason, who won it."""

    stage = forms.ModelChoiceField(queryset=Stage.objects.offered(), label="移到", empty_label=None)
    seen = forms.ModelChoiceField(queryset=Stage.objects.all(), required=False, widget=forms.HiddenInput)
    suggestion = forms.ModelChoiceField(
        queryset=Suggestion.objects.none(), required=False, widget=forms.HiddenInput,
        error_messages={"invalid_choice": "这条建议已经处理过了。"},
    )  # fmt: skip
    why = forms.CharField(label="说明", max_length=400, required=False)

    def __init__(self, *args: Any, lead: Lead, **kwargs: Any) -> None:
        # Shown in a dialog over the board, whose filters have ids of the same names.
        super().__init__(*args, **{"auto_id": "move_%s", **kwargs})
        asked = str(self.data.get("stage") or self.initial.get("stage") or "")
        stage = Stage.objects.offered().filter(pk=asked).first() if asked.isdecimal() else None
        suggestion = self.fields["suggestion"]
        assert isinstance(suggestion, forms.ModelChoiceField)
        suggestion.queryset = lead.suggestions.filter(state=Suggestion.State.WAITING).select_related("lead", "article")
        # What the act is called: on its dialog, its button and in what is said afterwards.
        self.word = "关闭" if stage and stage.is_closed else "重新打开" if lead.closed_at else "推进"
        self.gaps = [name for name in missing(lead, stage) if name in LeadForm.base_fields] if stage else []
        for name in self.gaps:
            field = self.fields[name] = deepcopy(LeadForm.base_fields[name])
            field.required = True
            field.error_messages["required"] = f"进入“{stage}”前请先填写{field.label}。"
        if stage and stage.is_closed:
            self._ask_why_closed(stage)
        elif stage and stage.milestone and not lead.milestones.filter(kind=stage.milestone, what="actual", stands=True):
            self.fields["reached_on"] = forms.DateField(
                label=f"{stage}日期", widget=DATE, required=False, help_text="实际哪一天；不知道可不填"
            )
        if lead.closed_at and stage and not stage.is_closed:
            self.fields["why"].label = "为什么重新打开"
        self.order_fields(
            ["stage", *self.gaps, "reached_on", "reason", "winner_place", "winner_park", "winner_on", "why"]
        )

    def _ask_why_closed(self, stage: Stage) -> None:
        reasons = stage.reasons.filter(retired_at=None)
        if reasons.exists():
            self.fields["reason"] = forms.ModelChoiceField(
                queryset=reasons, label=f"{stage}原因", empty_label="请选择", required=False
            )
        else:
            self.fields["why"].label = "原因"
        if stage.asks_winner:
            self.fields["winner_place"] = forms.CharField(
                label="花落谁家", max_length=200, required=False, help_text="去了哪个城市；没去别处可不填"
            )
            self.fields["winner_park"] = forms.CharField(label="园区", max_length=200, required=False)
            self.fields["winner_on"] = forms.DateField(label="何时落地", widget=DATE, required=False)

    def step(self) -> Step:
        """What was filled in beside the stage."""
        data = self.cleaned_data
        return Step(
            why=data["why"], reason=data.get("reason"), gaps={name: data[name] for name in self.gaps},
            reached_on=data.get("reached_on"), suggestion=data["suggestion"],
            winner={name: data[f"winner_{name}"] for name in ("place", "park", "on") if f"winner_{name}" in data},
        )  # fmt: skip


def offer_workers(field: forms.Field) -> None:
    """Lets a field choose among those who may work on leads."""
    assert isinstance(field, forms.ModelChoiceField)
    able = [user.pk for user in User.objects.filter(is_active=True) if user_can(user, Can.LEAD_EDIT)]
    field.queryset = User.objects.filter(pk__in=able).select_related("department")
    field.label_from_instance = lambda user: f"{user.name}（{user.department or '未分部门'}）"  # type: ignore[method-assign,assignment]


class OwnerForm(forms.Form):
    owner = forms.ModelChoiceField(queryset=User.objects.none(), label="转交给", empty_label="请选择")
    next_step = forms.CharField(label="下一步", max_length=200, required=False, help_text="不填则保留原来的")
    next_on = forms.DateField(label="日期", widget=DATE, required=False, validators=[near_day])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_workers(self.fields["owner"])


class CollaboratorForm(forms.Form):
    person = forms.ModelChoiceField(
        queryset=User.objects.none(), label="协同人", empty_label="请选择", error_messages={"required": "请选择同事。"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_workers(self.fields["person"])


class WhyForm(forms.Form):
    why = forms.CharField(label="原因", max_length=400, error_messages={"required": "请写明原因。"})


class IgnoreForm(forms.Form):
    reason = forms.ChoiceField(
        label="为什么忽略",
        choices=Proposal.Reason,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择原因。"},
    )
    why = forms.CharField(label="补充", max_length=400, required=False)

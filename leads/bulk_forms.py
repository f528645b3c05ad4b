"""Forms of acts on many rows: bulk changes, handover, saved views."""

from __future__ import annotations

from typing import Any

from django import forms

from leads.bulk import Act, Wish
from leads.forms import DATE, near_day, offer_workers
from leads.models import ClosingReason, SavedView, Stage
from leads.models.lead import Industry
from staff.models import Department, User

# What each act asks for.
FIELDS: dict[Act, tuple[str, ...]] = {
    Act.ASSIGN: ("owner",),
    Act.TAG: ("tag",),
    Act.UNTAG: ("tag",),
    Act.NEXT: ("next_step", "next_on"),
    Act.INDUSTRY: ("industry",),
    Act.CLOSE: ("stage", "reason", "why"),
}


class ReasonField(forms.ModelChoiceField):
    """The closing reasons of every stage, each with its stage: leads that are closed together may choose any."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.stage}：{obj.name}"


class BulkForm(forms.Form):
    """What the act asks for, and nothing else."""

    owner = forms.ModelChoiceField(
        queryset=User.objects.none(), label="转交给", empty_label="请选择", error_messages={"required": "请选择同事。"}
    )
    tag = forms.CharField(label="标签", max_length=20, error_messages={"required": "请填写标签。"})
    next_step = forms.CharField(label="下一步", max_length=200, error_messages={"required": "请填写下一步。"})
    next_on = forms.DateField(
        label="日期", widget=DATE, validators=[near_day], error_messages={"required": "请选择日期。"}
    )
    industry = forms.ChoiceField(label="产业", choices=[("", "请选择"), *Industry.choices])
    stage = forms.ModelChoiceField(queryset=Stage.objects.none(), label="关闭为", empty_label=None)
    reason = ReasonField(
        queryset=ClosingReason.objects.none(), label="关闭原因", required=False, empty_label="没有合适的，写在说明里"
    )
    why = forms.CharField(label="说明", max_length=400, required=False, help_text="选了关闭原因可以不写")

    def __init__(self, *args: Any, act: Act, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.act = act
        for name in set(self.fields) - set(FIELDS[act]):
            del self.fields[name]
        if "owner" in self.fields:
            offer_workers(self.fields["owner"])
        stage = self.fields.get("stage")
        if isinstance(stage, forms.ModelChoiceField):
            stage.queryset = Stage.objects.offered().filter(is_closed=True)
        reason = self.fields.get("reason")
        if isinstance(reason, ReasonField):
            offered = ClosingReason.objects.filter(retired_at=None, stage__retired_at=None).select_related("stage")
            reason.queryset = offered

    def clean(self) -> dict[str, Any]:
        """A closing says why: one of the stage's own reasons, or words."""
        data = super().clean() or {}
        stage, reason = data.get("stage"), data.get("reason")
        if reason and stage and reason.stage_id != stage.pk:
            self.add_error("reason", f"“{reason.name}”是{reason.stage}的原因，请选{stage}的原因。")
        elif self.act == Act.CLOSE and not reason and not data.get("why"):
            self.add_error("why", "请选一个关闭原因，或写明原因。")
        return data

    def wish(self) -> Wish:
        return Wish(self.act, **self.cleaned_data)


class HandoverForm(forms.Form):
    giver = forms.ModelChoiceField(
        queryset=User.objects.none(), label="移交人", empty_label="请选择", help_text="休假、调岗或离职的同事，停用的账号也可以",
        error_messages={"required": "请选择移交人。"},
    )  # fmt: skip
    taker = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label="接手人",
        empty_label="请选择",
        error_messages={"required": "请选择接手人。"},
    )
    why = forms.CharField(label="原因", max_length=400, error_messages={"required": "请写明移交的原因。"})

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_workers(self.fields["taker"])
        offer_workers(self.fields["giver"])
        giver = self.fields["giver"]
        assert isinstance(giver, forms.ModelChoiceField)
        people = User.objects.select_related("department")
        if user.role != "administrator":
            path = user.department.path if user.department else "none"
            people = people.filter(department__path__startswith=path)
        giver.queryset = people


class SavedViewForm(forms.Form):
    name = forms.CharField(label="名称", max_length=40, error_messages={"required": "请给视图起个名称。"})
    shared = forms.BooleanField(label="共享给本部门", required=False)
    query = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, unit: Department | None, view: SavedView | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view = view
        if unit is None:
            del self.fields["shared"]
        else:
            self.fields["shared"].label = f"共享给{unit}"

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        view = self.view
        if view and SavedView.objects.filter(owner=view.owner_id, name=name).exclude(pk=view.pk).exists():
            raise forms.ValidationError("您已有一个叫这个名称的视图，请换一个。")
        return name

"""Forms of follow-ups and problems. 速记 is the follow-up form: one tap on an outcome, one on a day, and it is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.files.base import File
from django.utils import timezone

from leads.followups import Told
from leads.forms import DATE, NextStepForm, near_day, next_workday
from leads.models import Contact, FollowUp, Lead
from leads.problems import Hands
from staff.models import Department, User

# What is done next when the writer says nothing else.
AGAIN = "再联系一次"
PHOTOS = ".pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.txt,.zip"


@dataclass(frozen=True, slots=True)
class DayChip:
    """A day that one tap chooses."""

    label: str
    day: date


def day_chips(today: date) -> list[DayChip]:
    """明天, 三天后, 下周一 …; each day once, none on a weekend but tomorrow's."""
    monday = today + timedelta(days=7 - today.weekday())
    wished = [("明天", today + timedelta(days=1)), ("三天后", _weekday(today + timedelta(days=3))), ("下周一", monday),
              ("一周后", today + timedelta(days=7)), ("半月后", _weekday(today + timedelta(days=15))),
              ("一个月后", _weekday(today + timedelta(days=30)))]  # fmt: skip
    chips: dict[date, DayChip] = {}
    for label, day in wished:
        chips.setdefault(day, DayChip(label, day))
    return list(chips.values())


def _weekday(day: date) -> date:
    """The day, or the Monday after it."""
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() >= 5 else 0)


class Photos(forms.ClearableFileInput):
    """Several files; a phone offers its camera."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, or none: a list."""

    def __init__(self, **kwargs: Any) -> None:
        widget = Photos(attrs={"multiple": True, "accept": f"image/*,{PHOTOS}"})
        super().__init__(**{"required": False, "widget": widget, **kwargs})

    def clean(self, data: Any, initial: Any = None) -> list[File[bytes]]:
        one = super().clean
        return [one(file, initial) for file in data] if isinstance(data, (list, tuple)) else []


class HandsField(forms.ChoiceField):
    """A unit or a colleague (`u3`, `p7`), as the row; None for nobody."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "label": "交给", "choices": self._offered, **kwargs})

    @staticmethod
    def _offered() -> list[Any]:
        units = [(f"u{unit.pk}", unit.name) for unit in Department.objects.all()]
        people = [
            (f"p{user.pk}", f"{user}（{user.department or '未分部门'}）")
            for user in User.objects.filter(is_active=True).select_related("department")
        ]
        return [("", "暂不交办"), ("部门", units), ("同事", people)]

    def clean(self, value: Any) -> Hands:
        key = super().clean(value)
        if not key:
            return None
        return Department.objects.get(pk=key[1:]) if key[0] == "u" else User.objects.get(pk=key[1:])


class FollowUpForm(NextStepForm):
    """One contact with the other side, and what comes next. `pick`, a day that was tapped, goes before the typed one."""

    kind = forms.ChoiceField(label="方式", choices=FollowUp.Kind, initial=FollowUp.Kind.CALL, widget=forms.RadioSelect)
    outcome = forms.ChoiceField(label="结果", choices=FollowUp.Outcome, required=False, widget=forms.RadioSelect)
    at = forms.DateTimeField(
        label="时间", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    place = forms.CharField(label="地点", max_length=200, required=False)
    people = forms.ModelMultipleChoiceField(
        label="联系人", queryset=Contact.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    progress = forms.CharField(
        label="进展", required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="可以不写；@姓名 会通知同事"
    )
    minutes = forms.CharField(label="纪要", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    files = FilesField(label="照片和文件", help_text="可以一次选几个；手机上可以直接拍")  # type: ignore[assignment]
    problem = forms.CharField(label="问题", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    problem_to = HandsField(label="问题交给")
    problem_due = forms.DateField(label="问题期限", required=False, widget=DATE, validators=[near_day])
    pick = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None, *, lead: Lead, **kwargs: Any) -> None:
        if data is not None:
            data = data.copy()
            if data.get("pick"):
                data["next_on"] = data["pick"]
            if not data.get("next_step", "").strip() and data.get("outcome"):
                data["next_step"] = AGAIN
        initial = {"at": timezone.localtime(), "next_step": lead.next_step, "next_on": next_workday()}
        super().__init__(data, files, initial=initial | (kwargs.pop("initial", None) or {}), **kwargs)
        self.chips = day_chips(timezone.localdate())
        field = self.fields["people"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Contact.objects.filter(roles__lead=lead).defer("bigrams")
        known = list(field.queryset[:2])
        if not known:
            del self.fields["people"]
        elif len(known) == 1:
            field.initial = known
        if lead.closed_at or lead.in_pool:
            self.fields["next_step"].required = self.fields["next_on"].required = False

    def act(self) -> dict[str, Any]:
        """What `followups.follow_up` is given."""
        data = self.cleaned_data
        told = Told(
            outcome=data["outcome"], place=data["place"], minutes=data["minutes"], people=data.get("people") or (),
            files=data["files"],
        )  # fmt: skip
        names = ("kind", "at", "progress", "next_step", "next_on", "problem", "problem_to", "problem_due")
        return {"told": told, **{name: data[name] for name in names}}


class NoteForm(forms.Form):
    text = forms.CharField(
        label="补充或更正", widget=forms.Textarea(attrs={"rows": 3}), help_text="原来写的不会改，这一条附在后面",
        error_messages={"required": "请写明要补充或更正什么。"},
    )  # fmt: skip


class ProblemForm(forms.Form):
    """A problem raised on its own."""

    problem = forms.CharField(
        label="问题", widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": "请写明是什么问题。"}
    )
    to = HandsField()
    due_on = forms.DateField(label="期限", required=False, widget=DATE, validators=[near_day])


class HandForm(forms.Form):
    to = HandsField()
    due_on = forms.DateField(label="期限", required=False, widget=DATE, validators=[near_day])
    why = forms.CharField(label="说明", max_length=400, required=False)


class SolveForm(forms.Form):
    how = forms.CharField(
        label="怎样解决的", widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": "请写明怎样解决的。"}
    )
    files = FilesField(label="佐证", help_text="照片、文件，可以一次选几个")  # type: ignore[assignment]

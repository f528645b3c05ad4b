"""Forms of the way of a lead: answers to promises, milestones, funds, who won it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from leads.forms import DATE, AmountField
from leads.models import Milestone, PromiseAnswer

SAID = [
    (PromiseAnswer.Answer.KEPT, "已兑现"), (PromiseAnswer.Answer.DELAYED, "延期"), (PromiseAnswer.Answer.BROKEN, "落空"),
]  # fmt: skip


class PromiseAnswerForm(forms.Form):
    said = forms.ChoiceField(
        label="兑现了吗", choices=SAID, widget=forms.RadioSelect,
        error_messages={"required": "请选择已兑现、延期或落空。"},
    )  # fmt: skip
    due = forms.DateField(label="延期到", widget=DATE, required=False, help_text="选“延期”时填")
    why = forms.CharField(label="情况", max_length=400, required=False, help_text="落空必填；其他可不填")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due"].initial = timezone.localdate() + timedelta(days=90)


class MilestoneForm(forms.Form):
    kind = forms.ChoiceField(label="里程碑", choices=Milestone.Kind)
    what = forms.ChoiceField(
        label="计划还是实际", choices=Milestone.What, widget=forms.RadioSelect, initial=Milestone.What.PLANNED
    )
    on = forms.DateField(label="日期", widget=DATE, error_messages={"required": "请选择日期。"})
    why = forms.CharField(label="依据", max_length=400, required=False, help_text="谁说的、哪份文件；改计划时写原因")


class FundsForm(forms.Form):
    amount = AmountField(label="金额", help_text="如 3000万元、1.5亿元、500万美元")
    on = forms.DateField(label="到位日期", widget=DATE, error_messages={"required": "请选择到位日期。"})
    note = forms.CharField(label="说明", max_length=200, required=False, help_text="如 注册资本、设备款")
    voucher = forms.FileField(label="凭证", required=False, help_text="图片、PDF 或 Office 文件")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].error_messages["required"] = "请填写金额。"
        self.fields["on"].initial = timezone.localdate()


class WinnerForm(forms.Form):
    """What a person says of where a firm went."""

    place = forms.CharField(label="去了哪里", max_length=200, required=False)
    park = forms.CharField(label="园区", max_length=200, required=False)
    why = forms.CharField(label="说明", max_length=400, required=False)

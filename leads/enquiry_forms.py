"""The public form: six fields, nothing else asked."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from leads.enquiry import Answers
from leads.models import Enquiry
from leads.models.contact import MOBILE

_LINK = re.compile(r"https?://|www\.|\[url|<a\s|href=", re.IGNORECASE)


class EnquiryForm(forms.ModelForm):
    """`website` is seen by no person and filled in by robots; `consent` is the line under which the number may be used."""

    consent = forms.BooleanField(
        label="同意将以上信息用于本次项目对接，由招商部门保存，不作他用",
        error_messages={"required": "请勾选同意，我们才能与您联系。"},
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))

    class Meta:
        model = Enquiry
        fields = ("demand", "purpose", "tax", "company", "person", "phone")
        labels = {"person": "联系人"}
        help_texts = {"person": ""}
        widgets = {
            "demand": forms.Textarea(
                attrs={"rows": 4, "placeholder": "例如：厂房 5000 平方米，层高 8 米以上，2000 千伏安用电"}
            ),
            "purpose": forms.TextInput(attrs={"placeholder": "例如：生产车载显示模组"}),
            "tax": forms.TextInput(attrs={"placeholder": "例如：达产后年纳税约 800 万元"}),
            "company": forms.TextInput(attrs={"autocomplete": "organization", "placeholder": "营业执照上的全称"}),
            "person": forms.TextInput(attrs={"autocomplete": "name"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.Meta.fields:
            self.fields[name].error_messages["required"] = f"请填写{self.fields[name].label}。"

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError("没有通过检查，请清空页面重新填写。", code="robot")
        return ""

    def clean_phone(self) -> str:
        digits = re.sub(r"[\s-]", "", self.cleaned_data["phone"])
        if not MOBILE.fullmatch(digits):
            raise forms.ValidationError("请填写 11 位手机号。", code="phone")
        return digits[-11:]

    def clean(self) -> dict[str, object]:
        values = super().clean() or {}
        for name in ("demand", "purpose", "tax", "company", "person"):
            if _LINK.search(str(values.get(name, ""))):
                self.add_error(name, forms.ValidationError("请不要填写网址。", code="robot"))
        return values

    @property
    def answers(self) -> Answers:
        """The checked answers, one line each but the demand."""
        values = {name: str(self.cleaned_data[name]).strip() for name in Answers.__slots__}
        return Answers(
            **{name: value if name == "demand" else " ".join(value.split()) for name, value in values.items()}
        )

"""Forms by which coverage comes in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from press.models import Source
from press.retain import YEARS


class PasteForm(forms.Form):
    text = forms.CharField(
        label="报道全文", strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "placeholder": "把整篇报道粘贴到这里，标题、来源、日期一起，导航和广告不用删。"}),
        error_messages={"required": "内容是空的。请粘贴报道全文。"},
    )  # fmt: skip


class AddressForm(forms.Form):
    url = forms.CharField(
        label="网址", max_length=2000,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        error_messages={"required": "请填写报道的网址。"},
    )  # fmt: skip


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files from one input; cleaned to a list of UploadedFile."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data]
        # An empty file is refused with its name by press.intake, not by the form as a whole.
        return [file for file in files if file] or [super().clean(None, initial)]


class UploadForm(forms.Form):
    files = ManyFilesField(  # type: ignore[assignment]  # a field, taken off the class by the form's metaclass
        label="文件", help_text="txt、html、docx、有文字的 pdf、网页存档（mhtml）、邮件（eml，附件一起收），或它们的 zip；可以一次选几百个，每个不超过 20 MB（zip 60 MB）。",
        error_messages={"required": "请选择文件。"},
        widget=ManyFiles(attrs={"accept": ".txt,.html,.htm,.docx,.pdf,.mhtml,.mht,.eml,.zip"}),
    )  # fmt: skip


class RetentionForm(forms.Form):
    """Which originals: of a source, older than so many years."""

    source = forms.ModelChoiceField(label="来源", queryset=Source.objects.all(), empty_label="请选择")
    years = forms.TypedChoiceField(label="收到已满", coerce=int, choices=[(n, f"{n} 年") for n in YEARS], initial=3)

"""Forms of contacts: one person, their places and introductions, a pasted card, a vCard file."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from identities.inputs import Warned, WarnedInput, WarnedTextarea
from identities.naming import company_named
from leads import positions
from leads.forms import DATE
from leads.models import Contact, LeadContact
from leads.models.contact import PhoneKind
from leads.press_people import taken_from
from press.models import Mention
from staff.models import User
from staff.refusal import Refused

KINDS = {kind.label: kind.value for kind in PhoneKind}
KIND = re.compile(rf"\s*[（(:：]?({'|'.join(KINDS)})[)）:：]?\s*")
PHONE = re.compile(r"\+?\d{5,20}")


def phones_of(text: str) -> dict[str, str]:
    """The numbers of a field, one a line, each with the kind that stands beside it or "": {"13800002201": "mobile"}."""
    found: dict[str, str] = {}
    for line in re.split(r"[\n,，、;；]", text):
        kind = KIND.search(line)
        number = re.sub(r"[\s\-()（）]", "", KIND.sub("", line))
        if number:
            found.setdefault(number, KINDS[kind[1]] if kind else "")
    return found


class ContactForm(forms.ModelForm):
    """One person; phones one a line, the company by name. `mention` is where coverage names the person."""

    company_name = forms.CharField(
        label="企业", max_length=200, required=False, widget=WarnedInput("identities:company-alike")
    )
    phones_text = forms.CharField(
        label="电话",
        required=False,
        widget=WarnedTextarea("leads:contact-alike", sends_form=True, attrs={"rows": 2, "inputmode": "tel"}),
        help_text="多个号码每行一个，后面可写手机、座机、家里、传真",
    )
    mention = forms.ModelChoiceField(
        queryset=Mention.objects.filter(kind=Mention.Kind.PERSON), required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Contact
        fields = ("name", "title", "wechat", "email", "note")
        widgets = {
            "note": forms.Textarea(attrs={"rows": 2}),
            "name": WarnedInput("leads:contact-alike", sends_form=True),
        }
        error_messages = {"name": {"required": "请填写姓名。"}}

    field_order: tuple[str, ...] = ("name", "company_name", "title", "phones_text", "wechat", "email", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for widget in (self.fields["name"].widget, self.fields["phones_text"].widget):
            if isinstance(widget, Warned):
                widget.but = self.instance.pk
        if self.instance.pk:
            lines = [
                f"{phone} {PhoneKind(self.instance.phone_kinds[phone]).label}"
                if phone in self.instance.phone_kinds
                else phone
                for phone in self.instance.phones
            ]
            self.fields["phones_text"].initial = "\n".join(lines)
            self.fields["company_name"].initial = str(self.instance.company or "")

    def clean_phones_text(self) -> dict[str, str]:
        phones = phones_of(self.cleaned_data["phones_text"])
        for phone in phones:
            if not PHONE.fullmatch(phone):
                raise forms.ValidationError(f"“{phone}”不像电话号码，请只写数字，多个号码每行一个。")
        return phones

    def clean_mention(self) -> Mention | None:
        mention: Mention | None = self.cleaned_data["mention"]
        if mention is not None:
            try:
                taken_from(mention)
            except Refused as refusal:
                raise forms.ValidationError(refusal.message) from refusal
        return mention

    def store(self, by: User, at: datetime) -> Contact:
        """Saves the contact with its phones; a new company or title becomes the present position, the old one stays."""
        with transaction.atomic():
            contact = self.save(commit=False)
            is_new = contact.pk is None
            if is_new:
                contact.created_by = by
            phones: dict[str, str] = self.cleaned_data["phones_text"]
            contact.phones = list(phones)
            contact.phone_kinds = {phone: kind for phone, kind in phones.items() if kind}
            company = company_named(self.cleaned_data["company_name"], by)
            contact.company = company
            contact.save()
            mention = self.cleaned_data.get("mention")
            sentence = positions.sentence_of(mention) if mention else None
            positions.take(contact, company, contact.title, by=by, at=at, sentence=sentence)
        return contact


class LeadContactForm(ContactForm):
    role = forms.ChoiceField(label="角色", choices=LeadContact.Role, initial=LeadContact.Role.LIAISON)

    field_order = ("name", "role", *ContactForm.field_order[1:])


class PasteForm(forms.Form):
    text = forms.CharField(
        label="名片或签名", max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="把名片文字、邮件签名或聊天里的一段粘贴进来，姓名、企业、职务、电话会自动分开",
        error_messages={"required": "请粘贴名片或签名的文字。"},
    )  # fmt: skip


class VcardForm(forms.Form):
    file = forms.FileField(
        label="名片文件（.vcf）", help_text="通讯录导出的文件，可含多人",
        widget=forms.ClearableFileInput(attrs={"accept": ".vcf,text/vcard,text/x-vcard"}),
        error_messages={"required": "请选择 .vcf 文件。"},
    )  # fmt: skip

    def clean_file(self) -> File[bytes]:
        file: File[bytes] = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            most = settings.UPLOAD_MAX_BYTES // 1024 // 1024
            raise forms.ValidationError(f"文件超过 {most} MB，多半是带了照片。导出时不要带照片，或分几次导出。")
        return file


class FormerForm(forms.Form):
    """A place that the contact had before."""

    company_name = forms.CharField(
        label="企业", max_length=200, widget=WarnedInput("identities:company-alike"),
        error_messages={"required": "请填写企业。"},
    )  # fmt: skip
    title = forms.CharField(label="职务", max_length=100, required=False)
    since = forms.DateField(label="从", required=False, widget=DATE)
    until = forms.DateField(label="到", required=False, widget=DATE)


# So many contacts are offered at once; a search finds the others.
MOST_OFFERED = 30


class IntroducerForm(forms.Form):
    """Who can introduce this contact: one of those that the person sees. Offered are those that `query` finds, without one
    the colleagues; of 50,000 contacts in one list a page took half a minute."""

    introducer = forms.ModelChoiceField(
        label="引荐人", queryset=Contact.objects.none(), empty_label="请选择",
        error_messages={"required": "请选择引荐人。"},
    )  # fmt: skip
    why = forms.CharField(label="关系", max_length=200, required=False, help_text="如同学、老同事、亲戚")

    def __init__(self, *args: Any, contact: Contact, user: User, query: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["introducer"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = Contact.objects.visible_to(user).exclude(pk=contact.pk).select_related("company").defer("bigrams")
        field.queryset = rows
        field.label_from_instance = lambda row: f"{row.name}（{row.company or '未填企业'}）"  # type: ignore[method-assign,assignment]
        found = rows.saying(query) if query else rows.filter(company=contact.company_id or 0)
        chosen = rows.filter(pk=self.data["introducer"]) if self.data.get("introducer", "").isdecimal() else rows.none()
        offered = {row.pk: field.label_from_instance(row) for row in (*found[:MOST_OFFERED], *chosen)}
        field.widget.choices = [("", "请选择"), *offered.items()]
        self.offered = len(offered)

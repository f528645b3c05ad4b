"""企业: the list, one company, its own values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_http_methods

from identities.alike import alike
from identities.coverage import coverage, people_of
from identities.credit_code import is_credit_code
from identities.filters import COVERED_COMPANY, PROJECTS, CompanyFilter
from identities.inputs import WarnedInput
from identities.known import decided_about, names_of, told_of
from identities.models import Company, CompanyName
from identities.naming import rename
from identities.roles import projects_of
from identities.tables import CompanyTable
from identities.ties import ties_of
from lists.page import list_page
from reading.values import INDUSTRIES
from staff.models import User
from staff.permissions import Can, needs
from staff.refusal import Refused

# What the fields are called in which a company is typed.
TYPED = ("name", "company", "company_name")


class CompanyForm(forms.ModelForm):
    """What a person may set of a company. The code's checksum is checked."""

    industry = forms.ChoiceField(
        label="产业", required=False, choices=[("", "未定"), *((label, label) for label in INDUSTRIES)]
    )

    class Meta:
        model = Company
        fields = ("name", "code", "industry", "place", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 3}), "name": WarnedInput("identities:company-alike")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = self.fields["name"].widget
        assert isinstance(widget, WarnedInput)
        widget.but = self.instance.pk

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip().upper()
        if code and not is_credit_code(code):
            raise forms.ValidationError("统一社会信用代码不对：应为 18 位，最后一位校验码不符。请对照营业执照检查。")
        holder = Company.objects.current().filter(code=code).exclude(pk=self.instance.pk).first() if code else None
        if holder is not None:
            url = f"{reverse('identities:company-merge', args=[self.instance.pk])}?other={holder.pk}"
            raise forms.ValidationError(
                format_html("“{}”已登记这个代码，是同一家企业。<a href='{}'>并排比较，合并为一条</a>", holder, url)
            )
        return code


@needs(Can.COMPANY_READ)
@require_GET
def company_list(request: HttpRequest) -> HttpResponseBase:
    assert isinstance(request.user, User)
    rows = Company.objects.visible_to(request.user).current()
    return list_page(
        request,
        queryset=rows.annotate(articles=COVERED_COMPANY, project_count=PROJECTS),
        filterset_class=CompanyFilter,
        table_class=CompanyTable,
        template="identities/company_list.html",
        export_name="企业",
    )


@needs(Can.COMPANY_READ)
@require_GET
def company_detail(request: HttpRequest, pk: int) -> HttpResponse:
    assert isinstance(request.user, User)
    company = get_object_or_404(Company.objects.visible_to(request.user).select_related("merged_into"), pk=pk)
    if company.merged_into:
        return redirect(company.merged_into)
    names, told = names_of(company), told_of(company)
    projects, project_count = projects_of(company)
    context = {
        "company": company,
        "names": names,
        "coverage": coverage(company, request.GET.get("page")),
        "name_kinds": CompanyName.Kind.choices,
        "ties": ties_of(company, told),
        "projects": projects,
        "project_count": project_count,
        "people": people_of(company, [named.name.text for named in names]),
        **decided_about(company, told),
    }
    return render(request, "identities/company_detail.html", context)


@needs(Can.COMPANY_EDIT)
@require_http_methods(["GET", "POST"])
def company_edit(request: HttpRequest, pk: int) -> HttpResponse:
    assert isinstance(request.user, User)
    company = get_object_or_404(Company.objects.visible_to(request.user).current(), pk=pk)
    form = CompanyForm(request.POST or None, instance=company)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                if "name" in form.changed_data:
                    rename(company, form.cleaned_data["name"], request.user)
                form.save()
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        except IntegrityError:
            form.add_error("code", "刚才有人给另一家企业登记了这个代码，请刷新再看。")
        else:
            messages.success(request, "已保存。")
            return redirect(company)
    context = {"form": form, "company": company}
    return render(request, "identities/company_form.html", context, status=422 if form.errors else 200)


@needs(Can.COMPANY_READ)
@require_GET
def company_alike(request: HttpRequest) -> HttpResponse:
    """What is known already of the company that is being typed, for below its field."""
    typed = next((request.GET[key] for key in TYPED if request.GET.get(key)), "").replace("\x00", "")[:200]
    but = request.GET.get("but", "")
    rows = alike(typed, int(but) if but.isascii() and but.isdecimal() and len(but) < 19 else None)
    return render(request, "identities/alike.html", {"rows": rows})

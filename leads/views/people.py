"""What hangs on contacts: places, introductions, the chain to somebody to call, cards in and out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from identities.models import Company
from identities.naming import company_named
from leads import import_contacts, positions, vcards
from leads.cards import card_of
from leads.contact_forms import ContactForm, FormerForm, IntroducerForm, PasteForm, VcardForm
from leads.models import Contact, Introduction
from leads.paths import path_from
from leads.views.lead import person
from staff.journal import record
from staff.permissions import Can, needs
from staff.refusal import Refused


def _contact(request: HttpRequest, pk: int) -> Contact:
    rows = Contact.objects.visible_to(person(request)).select_related("company", "created_by")
    return get_object_or_404(rows, pk=pk)


def _own(request: HttpRequest, pk: int) -> Contact:
    """The contact, where the person may change it."""
    contact = _contact(request, pk)
    if not contact.phones_open_to(person(request)):
        raise Refused("这位联系人由别人维护，请联系添加人或科长修改。")
    return contact


def _act(
    request: HttpRequest,
    contact: Contact,
    form: Any,
    act: Callable[[dict[str, Any]], object],
    title: str,
    query: str | None = None,
) -> HttpResponse:
    """One form and one act on a contact; back to it when done. With a `query`, one searches for what the form offers."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, "已记下。")
            return redirect(contact)
    context = {"contact": contact, "form": form, "title": title, "query": query}
    return render(request, "leads/contact_act.html", context, status=422 if form.errors else 200)


@needs(Can.CONTACT_EDIT)
@require_http_methods(["GET", "POST"])
def contact_position(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /contacts/7/positions/: where they were before."""
    contact, user, at = _contact(request, pk), person(request), timezone.now()

    def act(data: dict[str, Any]) -> None:
        _own(request, pk)
        company = company_named(data["company_name"], user)
        assert company is not None
        positions.add_former(contact, company, data["title"], since=data["since"], until=data["until"], by=user, at=at)

    return _act(request, contact, FormerForm(request.POST or None), act, "添加以前的任职")


@needs(Can.CONTACT_EDIT)
@require_http_methods(["GET", "POST"])
def contact_introducer(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /contacts/7/introducers/: who can introduce them."""
    contact, user = _contact(request, pk), person(request)

    def act(data: dict[str, Any]) -> None:
        positions.introduce(data["introducer"], contact, by=user, at=timezone.now(), why=data["why"])

    query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    form = IntroducerForm(request.POST or None, contact=contact, user=user, query=query)
    return _act(request, contact, form, act, f"谁能引荐{contact}", query=query)


@needs(Can.CONTACT_EDIT)
@require_POST
def introduction_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /introductions/7/withdrawal/."""
    seen = Contact.objects.visible_to(person(request)).values("pk")
    row = get_object_or_404(Introduction.objects.filter(introducer__in=seen, person__in=seen), pk=pk)
    try:
        positions.withdraw(row, by=person(request), at=timezone.now())
        messages.success(request, "已收回。")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect(row.person)


@needs(Can.CONTACT_READ)
@require_GET
def company_path(request: HttpRequest, pk: int) -> HttpResponse:
    """/companies/7/path/: the chain from the firm to somebody to call."""
    company = get_object_or_404(Company.objects.visible_to(person(request)).current(), pk=pk)
    return _path(request, company)


@needs(Can.CONTACT_READ)
@require_GET
def contact_path(request: HttpRequest, pk: int) -> HttpResponse:
    """/contacts/7/path/: the chain from the person to somebody to call."""
    return _path(request, _contact(request, pk))


def _path(request: HttpRequest, target: Company | Contact) -> HttpResponse:
    hops = path_from(target, person(request))
    return render(request, "leads/path.html", {"target": target, "hops": hops, "links": max(0, len(hops) - 1)})


@needs(Can.CONTACT_READ)
@require_GET
def contact_vcard(request: HttpRequest, pk: int) -> HttpResponse:
    """The contact as a vCard, for who may see the numbers."""
    contact = _contact(request, pk)
    if not contact.phones_open_to(person(request)):
        messages.error(request, "号码由别人维护，不能导出名片。请联系添加人或科长。")
        return redirect(contact)
    record(person(request), "导出名片", about=contact)
    response = HttpResponse(vcards.write([contact]), content_type="text/vcard; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="contact-{contact.pk}.vcf"'
    return response


@needs(Can.CONTACT_EDIT)
@require_http_methods(["GET", "POST"])
def contact_paste(request: HttpRequest) -> HttpResponse:
    """A pasted card comes back as the filled form to add a contact; nothing is stored yet."""
    form = PasteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        card = card_of(form.cleaned_data["text"])
        initial = {
            "name": card.name, "company_name": card.company, "title": card.title, "phones_text": card.phones_text,
            "wechat": card.wechat, "email": card.email, "note": card.note,
        }  # fmt: skip
        context = {"form": ContactForm(initial=initial), "title": "添加联系人", "pasted": form.cleaned_data["text"]}
        return render(request, "leads/contact_form.html", context)
    return render(request, "leads/contact_paste.html", {"form": form}, status=422 if form.errors else 200)


@needs(Can.CONTACT_EDIT)
@require_http_methods(["GET", "POST"])
def contact_import(request: HttpRequest) -> HttpResponse:
    """POST with a file: what is in it, to choose from. POST with `cards` and `take`: those chosen are added."""
    if request.method == "POST" and "cards" in request.POST:
        return _take(request)
    form = VcardForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            cards, bad = vcards.read(form.cleaned_data["file"].read())
            lines = import_contacts.preview(cards, person(request))
            context |= {"lines": lines, "bad": bad, "sealed": import_contacts.sealed(cards)}
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
    return render(request, "leads/contact_import.html", context, status=422 if form.errors else 200)


def _take(request: HttpRequest) -> HttpResponse:
    try:
        cards = import_contacts.unsealed(request.POST["cards"])
    except signing.BadSignature:
        messages.error(request, "预览已过期，请重新选择文件。")
        return redirect("leads:contact-import")
    chosen = set(request.POST.getlist("take"))
    if not chosen:
        messages.error(request, "没有勾选任何人，没有添加。请重新选择文件，勾选要添加的人。")
        return redirect("leads:contact-import")
    picked = [card for number, card in enumerate(cards) if str(number) in chosen]
    made, left = import_contacts.take(picked, by=person(request), at=timezone.now())
    record(person(request), "导入名片", about="联系人", note=f"新增 {len(made)}，已有 {left}")
    messages.success(
        request, f"已添加 {len(made)} 位联系人。" + (f"{left} 位您已经有了，没有重复添加。" if left else "")
    )
    return redirect("leads:contact-list")

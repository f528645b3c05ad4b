"""联系人: the list, one person, adding and changing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from leads.contact_forms import ContactForm
from leads.filters import ContactFilter
from leads.models import Contact, Introduction, Lead, LeadContact
from leads.press_people import taken_from
from leads.tables import ContactTable
from leads.views.lead import person
from lists.count import NumberOf
from lists.page import list_page
from press.models import Mention
from staff.models import User
from staff.permissions import Can, needs, user_can
from staff.refusal import Refused


@needs(Can.CONTACT_READ)
@require_GET
def contact_list(request: HttpRequest) -> HttpResponseBase:
    rows = Contact.objects.visible_to(person(request)).with_phones_for(person(request))
    roles = LeadContact.objects.filter(contact=OuterRef("pk"))
    return list_page(
        request,
        queryset=rows.select_related("company", "created_by").defer("bigrams").annotate(leads=NumberOf(roles)),
        filterset_class=ContactFilter,
        table_class=ContactTable,
        template="leads/contact_list.html",
        export_name="联系人",
    )


def offered(request: HttpRequest) -> dict[str, Any]:
    """`?mention=7`: what coverage says of a person, for the form to begin with; nothing for officials and the media."""
    asked = request.GET.get("mention", "")
    row = (
        Mention.objects.filter(pk=asked).first() if asked.isascii() and asked.isdecimal() and len(asked) < 19 else None
    )
    try:
        return {**taken_from(row), "mention": row.pk} if row else {}
    except Refused as refusal:
        messages.error(request, refusal.message)
        return {}


def introductions(contact: Contact, user: User) -> list[Introduction]:
    """Those that stand, either way, with people whom the reader may see."""
    seen = Contact.objects.visible_to(user).values("pk")
    rows = Introduction.objects.filter(withdrawn_at=None, introducer__in=seen, person__in=seen)
    return list(rows.filter(Q(introducer=contact) | Q(person=contact)).select_related("introducer", "person", "by"))


@needs(Can.CONTACT_READ)
@require_GET
def contact_detail(request: HttpRequest, pk: int) -> HttpResponse:
    contact = get_object_or_404(
        Contact.objects.visible_to(person(request)).select_related("company", "created_by"), pk=pk
    )
    leads = Lead.objects.visible_to(person(request)).listed().filter(contacts__contact=contact)
    followups = contact.followups.filter(lead__in=leads).select_related("lead", "by")[:50]
    context = {
        "contact": contact,
        "leads": leads,
        "followups": followups,
        "positions": contact.positions.select_related("company", "by", "article__source").defer("article__raw"),
        "introductions": introductions(contact, person(request)),
        "may_edit": user_can(person(request), Can.CONTACT_EDIT) and contact.phones_open_to(person(request)),
    }
    return render(request, "leads/contact_detail.html", context)


@needs(Can.CONTACT_EDIT)
@require_http_methods(["GET", "POST"])
def contact_add(request: HttpRequest) -> HttpResponse:
    form = ContactForm(request.POST or None, initial=offered(request))
    if request.method == "POST" and form.is_valid():
        contact = form.store(person(request), timezone.now())
        messages.success(request, f"已添加联系人{contact.name}。")
        return redirect(contact)
    context = {"form": form, "title": "添加联系人"}
    return render(request, "leads/contact_form.html", context, status=422 if form.errors else 200)


@needs(Can.CONTACT_EDIT)
@require_http_methods(["GET", "POST"])
def contact_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Only who may see the full numbers may change the contact: nobody saves masked ones over them."""
    contact = get_object_or_404(Contact.objects.visible_to(person(request)), pk=pk)
    if not contact.phones_open_to(person(request)):
        messages.error(request, "这位联系人由别人维护，请联系添加人或科长修改。")
        return redirect(contact)
    form = ContactForm(request.POST or None, instance=contact)
    if request.method == "POST" and form.is_valid():
        form.store(person(request), timezone.now())
        messages.success(request, "已保存。")
        return redirect(contact)
    context = {"form": form, "contact": contact, "title": "修改联系人"}
    return render(request, "leads/contact_form.html", context, status=422 if form.errors else 200)

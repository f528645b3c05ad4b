"""联系人: the list, one person, adding and changing."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from leads.filters import ContactFilter
from leads.forms import ContactForm
from leads.models import Contact, Lead
from leads.tables import ContactTable
from leads.views.lead import person
from lists.page import list_page
from staff.permissions import Can, needs


@needs(Can.CONTACT_READ)
@require_GET
def contact_list(request: HttpRequest) -> HttpResponseBase:
    rows = Contact.objects.visible_to(person(request)).with_phones_for(person(request))
    return list_page(
        request,
        queryset=rows.select_related("company", "created_by").defer("bigrams").annotate(leads=Count("roles")),
        filterset_class=ContactFilter,
        table_class=ContactTable,
        template="leads/contact_list.html",
        export_name="联系人",
    )


@needs(Can.CONTACT_READ)
@require_GET
def contact_detail(request: HttpRequest, pk: int) -> HttpResponse:
    contact = get_object_or_404(
        Contact.objects.visible_to(person(request)).select_related("company", "created_by"), pk=pk
    )
    leads = Lead.objects.visible_to(person(request)).listed().filter(contacts__contact=contact)
    followups = contact.followups.filter(lead__in=leads).select_related("lead", "by")[:50]
    context = {"contact": contact, "leads": leads, "followups": followups}
    return render(request, "leads/contact_detail.html", context)


@needs(Can.CONTACT_EDIT)
@require_http_methods(["GET", "POST"])
def contact_add(request: HttpRequest) -> HttpResponse:
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        contact = form.store(person(request))
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
        form.store(person(request))
        messages.success(request, "已保存。")
        return redirect(contact)
    context = {"form": form, "contact": contact, "title": "修改联系人"}
    return render(request, "leads/contact_form.html", context, status=422 if form.errors else 200)

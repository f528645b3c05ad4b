"""项目需求登记: the public form and its receipt; for the office the enquiries as a list and one by one."""

from __future__ import annotations

from axes.helpers import get_client_ip_address
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from leads import effort, enquiry
from leads.enquiry_forms import EnquiryForm
from leads.filters import EnquiryFilter
from leads.holding import holders, masked_phone
from leads.models import Enquiry, Proposal
from leads.models.enquiry import EnquiryQuerySet
from leads.tables import EnquiryTable
from lists.page import list_page
from staff.models import User
from staff.permissions import Can, needs, public
from staff.refusal import Refused


@public
@never_cache
@require_http_methods(["GET", "POST"])
def enquire(request: HttpRequest) -> HttpResponse:
    """The form. Refusals keep what was typed and come with a new ticket."""
    now = timezone.now()
    form = EnquiryForm(request.POST or None)
    ticket, status, refused = effort.give(now), 200, ""
    if request.method == "POST":
        status = 422
        try:
            sender = effort.sender_of(get_client_ip_address(request))
            effort.check_limits(sender, now)
            words, number, confirmed = effort.posted(request.POST)
            if form.is_valid():
                given = effort.opened(words, now)
                if effort.check_ticket(given, number, confirmed, now):
                    row = enquiry.receive(form.answers, sender=sender, token=given.nonce, at=now)
                    return redirect("leads:enquiry-receipt", row.receipt)
                ticket = effort.give(now, is_confirmation=True)
        except Refused as refusal:
            refused, status = refusal.message, 429 if refusal.code == "limit" else 422
    context = {"form": form, "ticket": ticket, "bits": effort.BITS, "refused": refused, "pause": effort.PAUSE_SECONDS}
    return render(request, "leads/enquiry_form.html", context, status=status)


@public
@never_cache
@require_GET
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt number and when it came; nothing of what was typed, for addresses are passed on."""
    row = get_object_or_404(Enquiry.objects.only("receipt", "at"), receipt=token)
    return render(request, "leads/enquiry_receipt.html", {"enquiry": row})


def _listed(user: User) -> EnquiryQuerySet:
    cards = Proposal.objects.select_related("lead", "company", "decided_by").order_by("pk")
    rows = Enquiry.objects.visible_to(user).select_related("article__source")
    rows = rows.defer("article__raw", "article__original", "article__text", "article__bigrams")
    return rows.prefetch_related(Prefetch("article__proposals", queryset=cards))


@needs(Can.ENQUIRY_READ)
@require_GET
def enquiry_list(request: HttpRequest) -> HttpResponseBase:
    assert isinstance(request.user, User)
    return list_page(
        request, queryset=_listed(request.user), filterset_class=EnquiryFilter, table_class=EnquiryTable,
        template="leads/enquiry_list.html", export_name="网站来函",
    )  # fmt: skip


@needs(Can.ENQUIRY_READ)
@require_GET
def enquiry_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One enquiry with its card, and a warning where the firm is known or held."""
    assert isinstance(request.user, User)
    row = get_object_or_404(_listed(request.user), pk=pk)
    card = row.proposal
    company = card.company if card and card.company else enquiry.known_company(row.company)
    held = holders([company.pk], request.user).get(company.pk, []) if company else []
    phone = row.phone if row.phone_open_to(request.user) else masked_phone(row.phone)
    context = {"enquiry": row, "card": card, "company": company, "holders": held, "phone": phone}
    return render(request, "leads/enquiry_detail.html", context)

"""查重 while a contact is typed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from leads.contact_forms import PHONE, phones_of
from leads.duplicates import doubles
from staff.models import User
from staff.permissions import Can, needs


@needs(Can.CONTACT_EDIT)
@require_POST
def contact_alike(request: HttpRequest) -> HttpResponse:
    """What is known already of the person being typed; posted, so that no number stands in an address."""
    assert isinstance(request.user, User)
    typed = {
        key: request.POST.get(key, "").replace("\x00", "")[:400] for key in ("name", "company_name", "phones_text")
    }
    but = request.GET.get("but", "")
    rows = doubles(
        name=typed["name"], company=typed["company_name"], phones=filter(PHONE.fullmatch, phones_of(typed["phones_text"])), user=request.user,
        but=int(but) if but.isascii() and but.isdecimal() and len(but) < 19 else None,
    )  # fmt: skip
    return render(request, "leads/contact_alike.html", {"rows": rows})

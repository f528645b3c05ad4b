"""The values of a lead that people type, compared with what stands, so that only real changes leave a row."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from identities.naming import company_named
from leads.models import Lead, LeadValue
from leads.pursue import choose
from press.words import money
from staff.models import User


def initial_values(lead: Lead) -> dict[str, Any]:
    """What the form shows of a lead."""
    return {
        "name": lead.name,
        "company": str(lead.company or ""),
        "amount": money(lead.amount, lead.currency),
        "industry": lead.industry,
        "place": lead.place,
        # 180, not 180.000 as the column keeps it
        "land": None if lead.land is None else f"{lead.land.normalize():f}",
    }


def change_values(lead: Lead, data: dict[str, Any], *, by: User, at: datetime) -> list[str]:
    """Sets what differs, each as the person's own value beside what coverage said; names the fields that changed.

    data: name, company (text), amount (Decimal, currency) or None, industry, place, land Decimal or None. An emptied
    field is cleared without a value row.
    """
    changed: list[str] = []
    with transaction.atomic():
        for field, value in (
            (LeadValue.Field.AMOUNT, _amount(data["amount"], lead)),
            (LeadValue.Field.INDUSTRY, _text(data["industry"], lead.industry)),
            (LeadValue.Field.PLACE, _text(data["place"], lead.place)),
            (LeadValue.Field.LAND, _land(data["land"], lead)),
        ):
            if value is not None:
                choose(lead, field, value, by=by, at=at, why="手工填写")
                changed.append(field)
        company = company_named(data["company"], by)
        if data["name"] != lead.name or company != lead.company:
            Lead.objects.filter(pk=lead.pk).update(name=data["name"], company=company)
            changed.append("name")
        changed += _clear(lead, data)
    lead.refresh_from_db()
    return changed


def fill(lead: Lead, data: dict[str, Any], *, by: User, at: datetime) -> None:
    """Sets only these fields, as `change_values` does; the others stay as they are."""
    if not data:
        return
    standing = {
        "name": lead.name, "company": str(lead.company or ""), "industry": lead.industry, "place": lead.place,
        "amount": (lead.amount, lead.currency) if lead.amount is not None else None, "land": lead.land,
    }  # fmt: skip
    change_values(lead, {**standing, **data}, by=by, at=at)


def _amount(value: tuple[Decimal, str] | None, lead: Lead) -> dict[str, str] | None:
    # The form rounds to two places of its unit: what it shows of the present amount is no change.
    if value is None or money(*value) == money(lead.amount, lead.currency):
        return None
    return {"value": str(value[0]), "currency": value[1]}


def _text(value: str, present: str) -> str | None:
    return value if value and value != present else None


def _land(value: Decimal | None, lead: Lead) -> float | None:
    return float(value) if value is not None and value != lead.land else None


def _clear(lead: Lead, data: dict[str, Any]) -> list[str]:
    """Empties what the person emptied; the values stay in the history, none of them chosen."""
    blanks: dict[str, Any] = {"amount": None, "industry": "", "place": "", "land": None}
    gone = [name for name, blank in blanks.items() if data[name] in (None, "") and getattr(lead, name) != blank]
    lead.values.filter(field__in=gone, chosen=True).update(chosen=False)
    Lead.objects.filter(pk=lead.pk).update(**{name: blanks[name] for name in gone})
    return gone

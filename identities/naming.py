"""Names that people type."""

from __future__ import annotations

from identities.models import Company, CompanyName
from reading.names import normal
from staff.models import User


def company_named(name: str, by: User) -> Company | None:
    """The company that bears the name, or a new one made by the person; None for an empty name."""
    name = name.strip()
    if not name:
        return None
    key = normal(name)
    known = (
        CompanyName.objects.filter(key=key, company__merged_into=None).select_related("company").order_by("pk").first()
    )
    if known:
        return known.company
    company = Company.objects.create(name=name, created_by=by, named_by=by)
    CompanyName.objects.create(company=company, text=name, key=key, by=by)
    return company

"""What companies and projects are called: by people, else by coverage."""

from __future__ import annotations

from identities.models import Company, CompanyName, Project
from reading.names import normal
from staff.models import User
from staff.refusal import Refused


def company_named(name: str, by: User) -> Company | None:
    """The company that bears the name, or a new one made by the person; None for an empty name."""
    name = name.strip()
    if not name:
        return None
    known = CompanyName.objects.filter(key=normal(name), company__merged_into=None).select_related("company")
    if found := known.order_by("pk").first():
        return found.company
    company = Company.objects.create(name=name, created_by=by, named_by=by)
    CompanyName.objects.create(company=company, text=name, by=by)
    return company


def rename(company: Company, name: str, by: User) -> None:
    """The person's name for the company, which no coverage changes; Refused where another company is called so."""
    others = CompanyName.objects.filter(key=normal(name), company__merged_into=None).exclude(company=company)
    if other := others.select_related("company").first():
        raise Refused(f"库里已有企业叫这个名称：{other.company}。", field="name", code="name_taken")
    company.name = name
    company.named_by = by
    company.save(update_fields=["name", "named_by"])
    if not company.names.filter(text=name).exists():
        CompanyName.objects.create(company=company, text=name, by=by)


def name_by_coverage(row: Company | Project) -> None:
    """A company that no person named bears its fullest printed name; a project keeps its own while it bears it."""
    if row.named_by_id is not None:
        return
    texts = set(row.names.values_list("text", flat=True))
    if not texts or (isinstance(row, Project) and row.name in texts):
        return
    name = max(texts, key=lambda text: (len(text), text))
    if name != row.name:
        row.name = name
        row.save(update_fields=["name"])

"""What companies and projects are called: by people, else by coverage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from identities.doubts import doubt_companies
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
    doubt_companies({company.pk})
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
    doubt_companies({company.pk})


def add_name(company: Company, text: str, kind: str, by: User) -> CompanyName:
    """One more name that the person knows the company by; Refused where another company is called so, or it is there.

    Coverage that uses the name is of this company from now on, whatever else it resembles.
    """
    text = text.strip()
    if not normal(text) or kind not in CompanyName.Kind.values:
        raise Refused("请填写名称并选择类别。", field="text", code="empty")
    others = CompanyName.objects.filter(key=normal(text), company__merged_into=None).exclude(company=company)
    if other := others.select_related("company").first():
        raise Refused(f"“{other.company}”已用这个名称。如果是同一家，请用“合并”。", field="text", code="name_taken")
    if company.names.filter(text=text, by__isnull=False).exists():
        raise Refused("这个名称已经有了。", field="text", code="there")
    name = company.names.filter(text=text).first() or CompanyName(company=company, text=text)
    name.kind, name.by = kind, by
    name.save()
    doubt_companies({company.pk})
    return name


def remove_name(name: CompanyName) -> None:
    """Takes back a name that a person gave; where coverage printed it too it stays as coverage's. Refused for its own."""
    if name.by_id is None or name.text == name.company.name:
        raise Refused("报道里印出的名称和现用名称不能删。", code="not_typed")
    if name.first_seen_id is not None or name.company.appearances.filter(keys__contains=[name.key]).exists():
        CompanyName.objects.filter(pk=name.pk).update(by=None, kind="")
    else:
        CompanyName.objects.filter(pk=name.pk).delete()
    doubt_companies({name.company_id})


def name_by_coverage(rows: Iterable[Company] | Iterable[Project]) -> None:
    """Companies that no person named bear their fullest printed name; projects keep their own while they bear it. One
    query for rows of one kind, one more for each new name."""
    unnamed = {row.pk: row for row in rows if row.named_by_id is None}
    if not unnamed:
        return
    first = next(iter(unnamed.values()))
    kind = "company" if isinstance(first, Company) else "project"
    texts: dict[int, set[str]] = defaultdict(set)
    for pk, text in first.names.model._default_manager.filter(**{f"{kind}__in": unnamed}).values_list(kind, "text"):
        texts[pk].add(text)
    for pk, names in texts.items():
        row = unnamed[pk]
        name = max(names, key=lambda text: (len(text), text))
        if name != row.name and not (kind == "project" and row.name in names):
            row.name = name
            row.save(update_fields=["name"])

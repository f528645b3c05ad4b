"""People in the coverage, offered as contacts. Officials and journalists are news, not contacts: never offered, never taken."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform

from identities.models import Appearance, Company, CompanyName
from leads.models import Contact
from press.models import Mention
from staff.models import User
from staff.refusal import Refused

OFFERED = ("business", "academic")
MOST = 20


@dataclass(frozen=True, slots=True)
class Offer:
    """A person whom coverage names with the company, and the contact of that name at it where there is one."""

    mention: Mention
    known: Contact | None


def offers(company: Company, user: User) -> list[Offer]:
    """Business people and researchers of the company by the newest coverage, each name once. Two queries."""
    articles = Appearance.objects.filter(company=company).values("article")
    rows = Mention.objects.filter(
        article__in=articles,
        kind=Mention.Kind.PERSON,
        gone=False,
        data__category__in=OFFERED,
    )
    # As text: the names are not known before the query.
    rows = rows.alias(org=KeyTextTransform("org", "data")).filter(
        Q(org=company.name) | Q(org__in=CompanyName.objects.filter(company=company).values("text"))
    )
    found: dict[str, Mention] = {}
    for row in (
        rows.select_related("article__source").defer("article__raw", "article__text").order_by("-article", "start")
    ):
        found.setdefault(row.name, row)
    if not found:
        return []
    same = (
        Contact.objects.visible_to(user)
        .filter(name__in=found)
        .filter(Q(company=company) | Q(positions__company=company))
        .defer("bigrams")
    )
    known = {row.name: row for row in same}
    return [Offer(row, known.get(name)) for name, row in list(found.items())[:MOST]]


def taken_from(mention: Mention) -> dict[str, str]:
    """What the contact form begins with; Refused for officials and the media."""
    if mention.kind != Mention.Kind.PERSON or mention.data.get("category") not in OFFERED:
        raise Refused("报道里的官员和记者不作为联系人。", code="official")
    return {
        "name": mention.name,
        "company_name": mention.data.get("org") or "",
        "title": mention.data.get("title") or "",
    }

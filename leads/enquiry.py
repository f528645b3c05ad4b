"""Enquiries from the public form: kept, put into the pipeline as coverage of a kind of its own, followed when accepted."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from identities.models import Company, CompanyName, Project
from identities.naming import company_named
from leads import positions
from leads.models import Contact, Enquiry, Lead, LeadContact, Proposal
from press import intake
from press.models import Article, Source
from reading.names import normal
from staff.models import Notice, User
from staff.notify import tell
from staff.permissions import Role
from staff.refusal import Refused

SCORE = 75
"""Out of 100: a firm that asks is worth a call before most that a paper writes of."""
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that look alike on paper or on the phone


@dataclass(frozen=True, slots=True)
class Answers:
    """What the firm typed, checked by the form."""

    demand: str
    purpose: str
    tax: str
    company: str
    person: str
    phone: str


def receive(answers: Answers, *, sender: str, token: str, at: datetime) -> Enquiry:
    """Keeps the enquiry and lets the pipeline make its card. Refused where this very form was sent before."""
    try:
        with transaction.atomic():
            article = _article(answers, token, at)
            enquiry = Enquiry.objects.create(
                receipt=_receipt(at), at=at, sender=sender, token=token, article=article,
                **{name: getattr(answers, name) for name in Answers.__slots__},
            )  # fmt: skip
            leaders = User.objects.filter(is_active=True, role__in=(Role.LEADER, Role.CLERK))
            text = f"网站来函：{answers.company}，{' '.join(answers.demand.split())[:60]}"
            tell(leaders, text, kind=Notice.Kind.INTAKE, about=enquiry, at=at, once=f"enquiry-{enquiry.receipt}")
    except IntegrityError as error:
        raise Refused("这份登记已经收到，不用重复提交。", code="sent") from error
    return enquiry


def _receipt(at: datetime) -> str:
    return f"{timezone.localdate(at):%Y%m%d}-" + "".join(secrets.choice(_ALPHABET) for _ in range(6))


def _article(answers: Answers, token: str, at: datetime) -> Article:
    """What the office reads in common. The reference keeps two firms with the same words apart."""
    lines = [
        f"{answers.company}登记的项目需求", f"来源：网站来函　{timezone.localdate(at):%Y-%m-%d}",
        f"需求：{answers.demand}", f"用途：{answers.purpose}", f"税收：{answers.tax}", f"公司：{answers.company}", f"编号：{token[:12]}",
    ]  # fmt: skip
    article, _ = intake.add(
        "\n".join(lines).encode(), source=Source.built_in(Source.Kind.ENQUIRY), at=at, name=f"来函 {answers.company}"
    )
    return article


def known_company(name: str) -> Company | None:
    """The company that bears the name already; nobody is made a company by a public form."""
    named = CompanyName.objects.filter(key=normal(name), company__merged_into=None).select_related("company")
    found = named.order_by("pk").first()
    return found.company if found else None


def propose_enquiry(article: Article, at: datetime) -> None:
    """The one card of an enquiry: made once, filled again while it waits."""
    enquiry = Enquiry.objects.filter(article=article).first()
    if enquiry is None:
        return
    start = article.original.find("需求：")
    end = article.original.find("\n用途：", start)
    company = known_company(enquiry.company)
    values: dict[str, Any] = {
        "company": company,
        "name": f"{enquiry.company}的需求",
        "sentence_start": max(0, start),
        "sentence_end": end if end > start else len(article.original),
        "score": SCORE,
        "reasons": ["网站来函", f"税收：{enquiry.tax}"[:120], f"用途：{enquiry.purpose}"[:120]],
        "engine": article.engine,
    }
    proposal = Proposal.objects.filter(article=article).first()
    if proposal is None:
        project = Project.objects.create(name=values["name"])
        if company:
            project.companies.add(company)
        Proposal.objects.create(article=article, project=project, created_at=at, **values)
    elif proposal.state == Proposal.State.WAITING:
        Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.WAITING).update(**values)


def follow_enquiry(lead: Lead, proposal: Proposal, *, by: User, at: datetime) -> None:
    """With the accepted card of an enquiry come its company and the person to call."""
    enquiry = Enquiry.objects.filter(article=proposal.article_id).first()
    if enquiry is None:
        return
    company = lead.company or company_named(enquiry.company, by)
    if lead.company_id is None:
        lead.company = company
        lead.save(update_fields=["company"])
    contact = _contact(enquiry, by)
    if contact.company != company:
        positions.take(contact, company, "", by=by, at=at)
    LeadContact.objects.create(lead=lead, contact=contact, role=LeadContact.Role.LIAISON)


def _contact(enquiry: Enquiry, by: User) -> Contact:
    """The person of that name and number whom the officer may see already, else a new one."""
    known = Contact.objects.visible_to(by).filter(name=enquiry.person, phones__contains=[enquiry.phone])
    return known.order_by("pk").first() or Contact.objects.create(
        name=enquiry.person, phones=[enquiry.phone], created_by=by, note=f"网站来函 {enquiry.receipt}"
    )

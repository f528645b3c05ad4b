"""What the leads room knows of a company or project, for pages of rooms above it in the flow (templates may look down)."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Count, F, Window

from identities.models import Company, Project
from leads import holding
from leads.models import Contact, Lead, Proposal
from leads.press_people import OFFERED, Offer, offers
from press.models import Article, Mention, Source
from staff.permissions import Can, user_can

register = template.Library()


@register.simple_tag(takes_context=True)
def holders_of(context: dict[str, Any], company: Company) -> list[holding.Holder]:
    """`{% holders_of company as held %}`: the first of the open leads on it, masked where the reader may not see them."""
    return holding.holders([company.pk], context["request"].user).get(company.pk, [])


@register.simple_tag(takes_context=True)
def rest_of(context: dict[str, Any], company: Company, held: list[holding.Holder]) -> dict[str, int]:
    """`{% rest_of company held as rest %}`: `seen` open leads on it that the reader may open, and `hidden` others that are
    not among those `held`; nothing where all are told.
    """
    there, seen = holding.count_held(company, context["request"].user)
    masked = sum(holder.lead is None for holder in held)
    return {"seen": seen, "hidden": there - seen - masked} if there > len(held) else {}


@register.simple_tag(takes_context=True)
def contacts_of(context: dict[str, Any], company: Company) -> dict[str, Any]:
    """`{% contacts_of company as contacts %}`: the first `rows` of those that the reader may see, none without the right, and
    `count`, how many there are."""
    user = context["request"].user
    if not user_can(user, Can.CONTACT_READ):
        return {"rows": [], "count": 0}
    seen = Contact.objects.visible_to(user).with_phones_for(user).filter(company=company).defer("bigrams")
    counted = seen.annotate(of_all=Window(Count("*"))).select_related("created_by")
    rows: list[Any] = list(counted[: holding.MOST_HELD])
    return {"rows": rows, "count": rows[0].of_all if rows else 0}


@register.simple_tag(takes_context=True)
def leads_on(context: dict[str, Any], project: Project) -> dict[str, Any]:
    """`{% leads_on project as leads %}`: the first `rows` of the leads on it that the reader may see, the open ones before
    the others, and `count`, how many there are where that is more than the rows."""
    leads = Lead.objects.visible_to(context["request"].user).listed().filter(project=project)
    rows = list(leads.order_by(F("closed_at").desc(nulls_first=True), "-pk")[: holding.MOST_HELD + 1])
    more = len(rows) > holding.MOST_HELD
    return {"rows": rows[: holding.MOST_HELD], "count": leads.count() if more else 0}


@register.filter
def is_offered(person: Mention) -> bool:
    """Whether coverage names the person as somebody to talk to: not an official, not a journalist."""
    return person.data.get("category") in OFFERED


@register.simple_tag(takes_context=True)
def offers_of(context: dict[str, Any], company: Company | None) -> list[Offer]:
    """`{% offers_of company as offers %}`: people of the company in coverage who are no contact of ours yet."""
    user = context["request"].user
    if company is None or not user_can(user, Can.CONTACT_EDIT):
        return []
    return [offer for offer in offers(company, user) if offer.known is None]


@register.simple_tag
def proposed_in(article: Article) -> dict[str, Proposal]:
    """`{% proposed_in article as proposed %}`: the proposals of its projects, by the name that the article gives them."""
    cards = {card.project_id: card for card in article.proposals.all()}
    named = article.appearances.filter(kind="project").values_list("of", "project")
    return {of: cards[project] for of, project in named if project in cards}


@register.filter
def of(proposed: dict[str, Proposal], name: str) -> Proposal | None:
    """The one of that name."""
    return proposed.get(name)


@register.simple_tag(takes_context=True)
def leads_from(context: dict[str, Any], source: Source) -> dict[str, Any]:
    """`{% leads_from source as yield %}`: `count` of leads that articles of the source became or were added to, the
    newest `leads` that the reader may see, and how many leads a hundred articles gave.
    """
    proposals = Proposal.objects.filter(article__source=source, lead__isnull=False)
    count = proposals.values("lead").distinct().count()
    mine = Lead.objects.visible_to(context["request"].user).filter(pk__in=proposals.values("lead"))
    articles = source.articles.count()
    per_hundred = 100 * count / articles if articles else 0.0
    return {"count": count, "leads": list(mine.order_by("-created_at", "-pk")[:5]), "per_hundred": per_hundred}

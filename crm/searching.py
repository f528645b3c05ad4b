"""搜索: one question to every room, each hit with the words that were found."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from identities.models import Company, Project
from leads.filters import leads_with
from leads.models import Contact, Lead
from press.models import Article
from search.bigrams import fold
from search.fields import contains
from staff.models import User
from staff.permissions import Can, user_can

FIRST = 8
AROUND = 40


@dataclass(frozen=True, slots=True)
class Hit:
    """One row: its name, its address, and the text around what was found (before, hit, after), or a word on it."""

    title: str
    url: str
    before: str = ""
    found: str = ""
    after: str = ""
    under: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one room: how many there are in all and where all of them are."""

    label: str
    count: int
    hits: list[Hit]
    all_url: str


def search_all(query: str, user: User) -> list[Group]:
    """Companies, projects, leads, contacts and articles that hold the query, as far as the person may see them."""
    groups = []
    if user_can(user, Can.COMPANY_READ):
        groups.append(_named("企业", Company.objects.visible_to(user).current().named(query), query, "company-list"))
        groups.append(_named("项目", Project.objects.visible_to(user).current().named(query), query, "project-list"))
    if user_can(user, Can.LEAD_READ):
        groups.append(_leads(query, user))
    if user_can(user, Can.CONTACT_READ):
        groups.append(_contacts(query, user))
    if user_can(user, Can.ARTICLE_READ):
        groups.append(_articles(query, user))
    return [group for group in groups if group.count]


def _all(name: str, query: str) -> str:
    return f"{reverse(name)}?{urlencode({'q': query})}"


def _named(label: str, rows: QuerySet[Any], query: str, url_name: str) -> Group:
    hits = []
    for row in rows.prefetch_related("names")[:FIRST]:
        wanted = fold(query)
        other = next((name.text for name in row.names.all() if wanted in fold(name.text)), "")
        hits.append(Hit(row.name, row.get_absolute_url(), under=f"也作 {other}" if other and other != row.name else ""))
    return Group(label, rows.count(), hits, _all(f"identities:{url_name}", query))


def _leads(query: str, user: User) -> Group:
    rows = Lead.objects.visible_to(user).filter(leads_with(query))
    hits = [
        Hit(row.name, row.get_absolute_url(), under=f"{row.stage} · {'线索池' if row.in_pool else row.owner}")
        for row in rows.listed()[:FIRST]
    ]
    return Group("线索", rows.count(), hits, _all("leads:lead-list", query))


def _contacts(query: str, user: User) -> Group:
    condition = contains("bigrams", query) or Q(pk__in=[])
    rows = Contact.objects.visible_to(user).filter(condition | Q(company__in=Company.objects.named(query)))
    hits = [
        Hit(row.name, row.get_absolute_url(), under=" · ".join(filter(None, [row.title, str(row.company or "")])))
        for row in rows.select_related("company").defer("bigrams")[:FIRST]
    ]
    return Group("联系人", rows.count(), hits, _all("leads:contact-list", query))


def _articles(query: str, user: User) -> Group:
    """The newest first. The matching keys are found before any row is sorted, or the planner walks all rows by date."""
    condition = contains("bigrams", query)
    rows = Article.objects.visible_to(user)
    keys = list(rows.filter(condition).order_by().values_list("pk", flat=True)) if condition is not None else []
    first = rows.filter(pk__in=keys).only("title", "name", "url", "text", "arrived_at").order_by("-arrived_at", "-pk")
    return Group("报道", len(keys), [_in_text(row, query) for row in first[:FIRST]], _all("press:article-list", query))


def _in_text(article: Article, query: str) -> Hit:
    """The first place of the query in the repaired text, whichever script it was asked in."""
    text, wanted = article.text, fold(query)
    at = fold(text).find(wanted)
    if at < 0:
        return Hit(str(article), article.get_absolute_url())
    # Folding lengthens some characters (㎡ is m2, … is ...): counted back into the text itself.
    start, end = _unfolded(text, at), _unfolded(text, at + len(wanted))
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return Hit(str(article), article.get_absolute_url(), before, text[start:end], after)


def _unfolded(text: str, place: int) -> int:
    """The place in the text of a place in the folded text; simplifying keeps the number of characters."""
    if len(fold(text)) == len(text):
        return place
    folded = accumulate(len(unicodedata.normalize("NFKC", char).lower()) for char in text)
    return next((at for at, length in enumerate(folded, start=1) if length >= place), len(text)) if place else 0

"""搜索: one question to every room, each hit with the words that were found."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.lookups import GreaterThan
from django.urls import reverse
from django.utils.http import urlencode

from identities.models import Company, CompanyName, Project, ProjectName
from leads.models import Contact, Lead
from press.models import Article
from search.bigrams import fold
from search.fields import contains, says
from staff.models import User
from staff.permissions import Can, user_can

FIRST = 8
# More names or articles than these are not counted: somebody who asks for 公司 wants none of them in particular.
MOST = 2_000
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
    has_more: bool = False
    """Whether there are, or may be, more than are counted."""


def search_all(query: str, user: User) -> list[Group]:
    """Companies, projects, leads, contacts and articles that hold the query, as far as the person may see them."""
    groups = []
    companies, projects = _bearers(CompanyName, "company", query), _bearers(ProjectName, "project", query)
    if user_can(user, Can.COMPANY_READ):
        groups.append(_named("企业", Company.objects.visible_to(user).current(), companies, query, "company-list"))
        groups.append(_named("项目", Project.objects.visible_to(user).current(), projects, query, "project-list"))
    if user_can(user, Can.LEAD_READ):
        groups.append(_leads(query, user, companies, projects))
    if user_can(user, Can.CONTACT_READ):
        groups.append(_contacts(query, user, companies))
    if user_can(user, Can.ARTICLE_READ):
        groups.append(_articles(query, user))
    return [group for group in groups if group.count]


@dataclass(frozen=True, slots=True)
class _Bearers:
    """The companies or projects that bear a name with the query: their keys, or of more than MOST a part."""

    keys: list[int]
    has_more: bool
    names: QuerySet[Any]
    owner: str

    def of(self, column: str) -> Q:
        """The condition that the row's company or project is one of them, whichever it is: looked up row by row where
        they are too many to list, so only for rows that are few."""
        if not self.has_more:
            return Q(**{f"{column}__in": self.keys})
        named = self.names.filter(**{self.owner: OuterRef(column)}).values("pk")[:1]
        return Q(GreaterThan(Subquery(named), 0))


def _bearers(model: type[CompanyName] | type[ProjectName], owner: str, query: str) -> _Bearers:
    condition = contains("bigrams", query)
    names = model._default_manager.filter(condition) if condition is not None else model._default_manager.none()
    keys = list(names.order_by().values_list(owner, flat=True)[: MOST + 1])
    return _Bearers(list(dict.fromkeys(keys[:MOST])), len(keys) > MOST, names, owner)


def _all(name: str, query: str) -> str:
    return f"{reverse(name)}?{urlencode({'q': query})}"


def _named(label: str, rows: QuerySet[Any], bearers: _Bearers, query: str, url_name: str) -> Group:
    hits, count = [], 0
    # Counted beside the first rows: as a question of its own, the keys were written and looked up twice.
    found = rows.filter(pk__in=bearers.keys).annotate(of_all=Window(Count("*")))
    for row in found.prefetch_related("names")[:FIRST]:
        count = row.of_all
        wanted = fold(query)
        other = next((name.text for name in row.names.all() if wanted in fold(name.text)), "")
        hits.append(Hit(row.name, row.get_absolute_url(), under=f"也作 {other}" if other and other != row.name else ""))
    return Group(label, count, hits, _all(f"identities:{url_name}", query), bearers.has_more)


def _leads(query: str, user: User, companies: _Bearers, projects: _Bearers) -> Group:
    named = says("name", query)
    seen = Lead.objects.visible_to(user)
    keys, has_more = _newest(seen, named | companies.of("company") | projects.of("project"), companies, projects)
    hits = [
        Hit(row.name, row.get_absolute_url(), under=f"{row.stage} · {'线索池' if row.in_pool else row.owner}")
        for row in Lead.objects.filter(pk__in=keys[:FIRST]).listed()
    ]
    return Group("线索", len(keys), hits, _all("leads:lead-list", query), has_more)


def _contacts(query: str, user: User, companies: _Bearers) -> Group:
    condition = contains("bigrams", query) or Q(pk__in=[])
    seen = Contact.objects.visible_to(user)
    keys, has_more = _newest(seen, condition | companies.of("company"), companies)
    hits = [
        Hit(row.name, row.get_absolute_url(), under=" · ".join(filter(None, [row.title, str(row.company or "")])))
        for row in Contact.objects.filter(pk__in=keys[:FIRST]).select_related("company").defer("bigrams")
    ]
    return Group("联系人", len(keys), hits, _all("leads:contact-list", query), has_more)


def _newest(seen: QuerySet[Any], condition: Q, *bearers: _Bearers) -> tuple[list[int], bool]:
    """The keys of the rows that hold it, in the list's order, and whether there may be more: where names that so many
    bear are asked for, only the last MOST rows are looked at."""
    if not any(one.has_more for one in bearers):
        keys = list(seen.filter(condition).values_list("pk", flat=True)[: MOST + 1])
        return keys[:MOST], len(keys) > MOST
    latest = list(seen.order_by("-pk").values_list("pk", flat=True)[: MOST + 1])
    rows = seen.model._default_manager.filter(condition, pk__in=latest[:MOST])
    return list(rows.values_list("pk", flat=True)), len(latest) > MOST


def _articles(query: str, user: User) -> Group:
    """The newest first. The matching keys are found before any row is sorted, or the planner walks all rows by date;
    words that stand in every other article are found by that walk."""
    condition = contains("bigrams", query)
    rows = Article.objects.visible_to(user)
    held = rows.filter(condition) if condition is not None else rows.none()
    keys = list(held.order_by().values_list("pk", flat=True)[: MOST + 1])
    has_more = len(keys) > MOST
    light = (held if has_more else rows.filter(pk__in=keys)).only("title", "name", "url", "text", "arrived_at")
    hits = [_in_text(row, query) for row in light.order_by("-arrived_at", "-pk")[:FIRST]]
    return Group("报道", min(len(keys), MOST), hits, _all("press:article-list", query), has_more)


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

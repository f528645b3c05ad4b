"""What is known of a company or a project: where it was printed, what the press said, each value with its sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from identities.models import Appearance, Company, CompanyName, Project
from press.models import Article, Fact, Mention
from reading.compare import compare

# Names that begin alike are compared; so many at most.
MOST_ALIKE = 200


@dataclass(frozen=True, slots=True)
class Coverage:
    """One article that names it, with a sentence that does."""

    article: Article
    sentence: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Said:
    """One value of one kind and every fact that says it, newest coverage first."""

    kind: str
    label: str
    shown: str
    facts: list[Fact]


def coverage(appearances: QuerySet[Appearance]) -> list[Coverage]:
    """The articles of these appearances, newest first, each with the first sentence that names it. Three queries."""
    rows = list(
        appearances.select_related("article__source").defer("article__raw", "article__text", "article__bigrams")
    )
    wanted = {(row.article_id, row.kind, row.of): row for row in rows}
    mentions: dict[tuple[int, str, str], Mention] = {}
    for mention in Mention.objects.filter(article__in=[row.article_id for row in rows], gone=False).order_by("start"):
        key = (mention.article_id, mention.kind, mention.of)
        if key in wanted:
            mentions.setdefault(key, mention)
    found = []
    for key, row in wanted.items():
        first = mentions.get(key)
        start, end = (first.sentence_start, first.sentence_end) if first else (0, 0)
        found.append(Coverage(row.article, row.article.original[start:end], start, end))
    return sorted(found, key=lambda item: (str(item.article.told_on), item.article.pk), reverse=True)


def said_of(project: Project) -> list[Said]:
    """What coverage says of the project, by kind; where articles disagree each value stands by itself."""
    appearances = list(project.appearances.select_related("article__source").defer("article__raw", "article__text"))
    articles = {(row.article_id, row.of): row.article for row in appearances}
    groups: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    facts = Fact.objects.filter(article__in=[row.article_id for row in appearances], gone=False)
    for fact in facts.exclude(kind=Fact.Kind.COMPANY):
        article = articles.get((fact.article_id, fact.subject))
        if article is not None:
            fact.article = article
            groups[fact.kind, fact.shown].append(fact)
    order = list(Fact.Kind)
    said = [
        Said(
            kind,
            str(Fact.Kind(kind).label),
            shown,
            _once(sorted(rows, key=lambda fact: str(fact.article.told_on), reverse=True)),
        )
        for (kind, shown), rows in groups.items()
    ]
    said.sort(key=lambda item: str(item.facts[0].article.told_on), reverse=True)
    return sorted(said, key=lambda item: order.index(Fact.Kind(item.kind)))


def _once(facts: Iterable[Fact]) -> list[Fact]:
    """The first fact of each sentence."""
    return list({(fact.article_id, fact.sentence_start): fact for fact in reversed(list(facts))}.values())[::-1]


def people_of(coverages: Iterable[Coverage], names: Iterable[str]) -> list[Mention]:
    """People whose organisation, as the articles print it, is one of these names; once each."""
    wanted = set(names)
    articles = {row.article.pk: row.article for row in coverages}
    found: dict[str, Mention] = {}
    for mention in Mention.objects.filter(article__in=articles, kind=Mention.Kind.PERSON, gone=False):
        if mention.data.get("org") in wanted:
            mention.article = articles[mention.article_id]
            found.setdefault(mention.name, mention)
    return list(found.values())


def near(company: Company) -> list[Company]:
    """Companies that a person may want to tell apart from this one, the likeliest first: a name in common, or names
    that `reading.compare` finds likely the same."""
    names = list(company.names.all())
    alike = Q(key__in=[name.key for name in names]) | Q(block__in={name.block for name in names} - {""})
    found: dict[Company, float] = {}
    rows = CompanyName.objects.filter(alike, company__merged_into=None).exclude(company=company)
    for other in rows.select_related("company").order_by("pk")[:MOST_ALIKE]:
        for name in names:
            likeness = compare(name.text, other.text)
            if likeness.verdict != "different":
                found[other.company] = max(found.get(other.company, 0), likeness.score)
    return sorted(found, key=lambda row: (-found[row], row.pk))

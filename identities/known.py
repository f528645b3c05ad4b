"""What is known of a company or a project: where it was printed, what the press said, each value with its sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from identities.models import Appearance, Company, CompanyName, Doubt, Judgement, Merge, Project, ProjectName
from press.models import Article, Fact, Mention


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
    found = {(row.article.pk, row.start): row for _, row in _sentences(appearances)}
    return sorted(found.values(), key=lambda item: (str(item.article.told_on), item.article.pk), reverse=True)


def _sentences(appearances: QuerySet[Appearance]) -> list[tuple[int, Coverage]]:
    """Each appearance's key with the first sentence that names it."""
    rows = list(
        appearances.select_related("article__source").defer("article__raw", "article__text", "article__bigrams")
    )
    wanted = {(row.article_id, row.kind, row.of) for row in rows}
    mentions: dict[tuple[int, str, str], Mention] = {}
    for mention in Mention.objects.filter(article__in=[row.article_id for row in rows], gone=False).order_by("start"):
        key = (mention.article_id, mention.kind, mention.of)
        if key in wanted:
            mentions.setdefault(key, mention)
    found = []
    for row in rows:
        first = mentions.get((row.article_id, row.kind, row.of))
        start, end = (first.sentence_start, first.sentence_end) if first else (0, 0)
        found.append((row.pk, Coverage(row.article, row.article.original[start:end], start, end)))
    return found


@dataclass(frozen=True, slots=True)
class Side:
    """One of two rows side by side: its other names, what hangs on it, and the newest sentences that name it."""

    row: Company | Project
    names: list[str]
    kin: list[str]
    """A company's projects, a project's companies."""
    articles: int
    sentences: list[Coverage]


# As many sentences stand under each of two rows side by side.
MOST_SENTENCES = 2


def sides(rows: Sequence[Company | Project]) -> dict[Company | Project, Side]:
    """What tells rows of one kind apart. A handful of queries, however many rows."""
    if not rows:
        return {}
    is_company = isinstance(rows[0], Company)
    kind = "company" if is_company else "project"
    names: dict[int, dict[str, None]] = defaultdict(dict)
    kin: dict[int, list[str]] = defaultdict(list)
    name_rows = (CompanyName if is_company else ProjectName)._default_manager.filter(**{f"{kind}__in": rows})
    for pk, text in name_rows.order_by("pk").values_list(kind, "text"):
        names[pk][text] = None
    links = Project.companies.through._default_manager.filter(**{f"{kind}__in": rows})
    far = "project__name" if is_company else "company__name"
    for pk, text in links.order_by("pk").values_list(kind, far):
        kin[pk].append(text)
    told = Appearance.objects.filter(**{f"{kind}__in": rows})
    counts = dict(told.order_by().values_list(kind).annotate(Count("article", distinct=True)))
    newest = _newest(told, kind)
    return {
        row: Side(
            row,
            [text for text in names[row.pk] if text != row.name],
            kin[row.pk],
            counts.get(row.pk, 0),
            newest[row.pk],
        )
        for row in rows
    }


def _newest(told: QuerySet[Appearance], kind: str) -> dict[int, list[Coverage]]:
    """The newest sentences of each row, by its key."""
    ranked = told.annotate(rank=Window(RowNumber(), partition_by=F(kind), order_by=F("article").desc())).filter(
        rank__lte=MOST_SENTENCES
    )
    owners = dict(ranked.values_list("pk", kind))
    newest: dict[int, list[Coverage]] = defaultdict(list)
    for pk, found in _sentences(told.filter(pk__in=owners)):
        newest[owners[pk]].append(found)
    return newest


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


def decided_about(row: Company | Project, most: int = 10) -> dict[str, Any]:
    """`near`: pairs with the row that may be one and nobody has judged; `judgements` and `merges` of it, undone ones
    included. A merge is its own judgement, so that 相同 is told once."""
    kind = "company" if isinstance(row, Company) else "project"
    mine = Q(**{f"left_{kind}": row}) | Q(**{f"right_{kind}": row})
    return {
        "near": list(Doubt.objects.waiting().filter(mine).listed()[:most]),
        "judgements": list(Judgement.objects.about(row).exclude(verdict=Judgement.Verdict.SAME)[:most]),
        "merges": list(Merge.objects.into(row)[:most]),
    }

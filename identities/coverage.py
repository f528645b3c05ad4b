"""The coverage of a company or a project, newest first: a page of stories, each with a sentence that names it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from identities.models import Appearance, Company, Project
from press.models import Article, Correction, Mention
from press.models.article import TOLD_ON, ArticleQuerySet

PAGE = 10
# As many sentences stand under each of two rows side by side.
MOST_SENTENCES = 2
# People named beside a company, the newest.
MOST_PEOPLE = 30


@dataclass(slots=True)
class Coverage:
    """One article that names it, with the first sentence that does; folded below it its reposts and others on its event."""

    article: Article
    sentence: str
    start: int
    end: int
    again: list[Article] = field(default_factory=list)
    correction: Correction | None = None
    """What a person said of its name there."""


def kind_of(row: Company | Project) -> str:
    return "company" if isinstance(row, Company) else "project"


def articles_of(row: Company | Project) -> ArticleQuerySet:
    """Every article that names it."""
    tells = Appearance.objects.filter(**{kind_of(row): row})
    return Article.objects.filter(pk__in=tells.values("article"))


def coverage(row: Company | Project, number: str | None = None) -> Page[Any]:
    """One page of its coverage, each row a Coverage. Five queries, however much there is."""
    named = articles_of(row)
    page: Page[Any] = Paginator(_firsts(row), PAGE).get_page(number)
    found = Article.objects.light().select_related("source").in_bulk(list(page.object_list))
    articles = [found[key] for key in page.object_list]
    again = _folded(named, articles)
    sentences = first_sentences(Appearance.objects.filter(article__in=articles, **{kind_of(row): row}))
    said = _corrections(row, articles)
    page.object_list = [
        Coverage(article, *sentences.get(article.pk, ("", 0, 0)), again[article.pk], said.get(article.pk))
        for article in articles
    ]
    return page


def _firsts(row: Company | Project) -> list[int]:
    """The keys of its stories, the last told first: an article that repeats none of its others. Put apart here: asked for
    one company among all articles, the database would read every article."""
    told = Article.objects.filter(**{f"appearances__{kind_of(row)}": row}).annotate(told=TOLD_ON).order_by()
    rows = {key: rest for key, *rest in told.values_list("pk", "told", "repost_of", "event_member__first")}
    firsts = [(day, key) for key, (day, *others) in rows.items() if not any(other in rows for other in others)]
    return [key for _, key in sorted(firsts, reverse=True)]


def _corrections(row: Company | Project, articles: list[Article]) -> dict[int, Correction | None]:
    """What people said of its name in these articles."""
    kind = kind_of(row)
    tells = Appearance.objects.filter(article=OuterRef("article"), kind=kind, of=OuterRef("of"), **{kind: row})
    mentions = Mention.objects.filter(article__in=articles, kind=kind, gone=False, correction__isnull=False)
    return {
        mention.article_id: mention.correction
        for mention in mentions.filter(Exists(tells)).select_related("correction__by")
    }


def _folded(named: ArticleQuerySet, firsts: list[Article]) -> dict[int, list[Article]]:
    """What is folded below these articles: others on the same event, and reposts of any of them."""
    below = Q(repost_of__in=firsts) | Q(event_member__first__in=firsts) | Q(repost_of__event_member__first__in=firsts)
    rows = named.filter(below).light().select_related("source", "event_member", "repost_of__event_member")
    heavy = ("raw", "original", "text", "bigrams")
    own = {article.pk for article in firsts}
    again: dict[int, list[Article]] = defaultdict(list)
    for row in rows.defer(*heavy, *(f"repost_of__{name}" for name in heavy)).order_by("arrived_at", "pk"):
        said = row.repost_of or row
        member = getattr(said, "event_member", None)
        first = said.pk if said.pk in own else member.first_id if member else 0
        if row.pk not in own:
            again[first].append(row)
    return again


def first_sentences(appearances: QuerySet[Appearance]) -> dict[int, tuple[str, int, int]]:
    """Of each article the first sentence that names what appears in it, with its place. One query."""
    here = appearances.order_by().filter(article=OuterRef("article"), kind=OuterRef("kind"), of=OuterRef("of"))
    mentions = Mention.objects.filter(Exists(here), article__in=appearances.order_by().values("article"), gone=False)
    firsts = mentions.order_by("article_id", "start", "pk").distinct("article_id").with_sentences()
    return {row.article_id: (row.sentence, row.sentence_start, row.sentence_end) for row in firsts}


def newest_of(rows: Iterable[Company | Project], kind: str) -> dict[int, list[Coverage]]:
    """The newest sentences of each row, by its key."""
    told = Appearance.objects.filter(**{f"{kind}__in": rows})
    ranked = told.annotate(rank=Window(RowNumber(), partition_by=F(kind), order_by=F("article").desc()))
    kept = list(ranked.filter(rank__lte=MOST_SENTENCES).values_list("pk", kind))
    shown = told.filter(pk__in=[pk for pk, _ in kept])
    owners = dict(kept)
    articles = Article.objects.light().select_related("source").in_bulk({row.article_id for row in shown})
    newest: dict[int, list[Coverage]] = defaultdict(list)
    sentences = first_sentences(shown)
    for row in shown.order_by("-article_id"):
        place = sentences.get(row.article_id, ("", 0, 0))
        newest[owners[row.pk]].append(Coverage(articles[row.article_id], *place))
    return newest


def count_articles(rows: Iterable[Company | Project], kind: str) -> dict[int, int]:
    """How many articles name each row."""
    told = Appearance.objects.filter(**{f"{kind}__in": rows}).order_by()
    return dict(told.values_list(kind).annotate(Count("article", distinct=True)))


def people_of(company: Company, names: Iterable[str]) -> list[Mention]:
    """People whose organisation, as the articles print it, is one of these names; once each, the newest first."""
    people = Mention.objects.filter(
        article__in=articles_of(company).values("pk"), kind=Mention.Kind.PERSON, gone=False, data__org__in=list(names)
    )
    found: dict[str, Mention] = {}
    for person in people.order_by("-article_id", "start")[: 10 * MOST_PEOPLE]:
        found.setdefault(person.name, person)
    return list(found.values())[:MOST_PEOPLE]

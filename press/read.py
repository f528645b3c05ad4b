"""Step read: text becomes mentions and facts, rebuilt in place by their natural keys."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Model

import reading
from press.clean import text_of
from press.models import Article, Fact, Mention, Statement
from press.models.mention import QUOTE
from press.periods import days_of
from reading.values import Fact as FactValue
from reading.values import Form, Money, Promise, Reading, Span

SENTENCE_END = re.compile(r"[。！？!?\n\r]|；|<[^>]{0,2000}>")
# A sentence of a page without stops is cut at this many characters either side.
REACH = 300
# Sums from here on are none that a column holds: a slip of the press or of the reading.
MOST = Decimal(10) ** 18


def read(article: Article, at: datetime) -> None:
    """Reads the article with the present engine. What an earlier reading found and this one does not is marked gone."""
    found = reading.read(text_of(article))
    original = article.original
    _replace(Mention, article, _mentions(article, found, original), ("kind", "of", "quote", "occurrence"))
    _replace(Fact, article, _facts(article, found, original), ("subject", "kind", "start", "end"))
    _replace(Statement, article, _statements(article, found, original), ("start", "end"))
    article.place = (found.place or "")[:200]
    article.engine = found.engine
    article.save(update_fields=["place", "engine"])
    Article.objects.filter(pk=article.pk).update(readings=F("readings") + 1)


def sentence_around(original: str, span: Span) -> Span:
    """The sentence of the original that holds the span: up to a stop, a line end or a tag, at most REACH away."""
    start, end = span
    low = max(0, start - REACH)
    before = [match.end() for match in SENTENCE_END.finditer(original, low, start)]
    after = SENTENCE_END.search(original, max(end, start), min(len(original), end + REACH))
    first = before[-1] if before else low
    while first < start and original[first].isspace():
        first += 1
    if after is None:
        return first, min(len(original), end + REACH)
    return first, after.end() if after.group() in "。！？!?；" else after.start()


def _replace(
    model: type[Mention] | type[Fact] | type[Statement], article: Article, rows: list[Any], key: tuple[str, ...]
) -> None:
    fields = [f.name for f in model._meta.concrete_fields if f.name not in {"id", "article", *key}]
    kept = model.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["article", *key], update_fields=fields, batch_size=1000
    )
    stale = model.objects.filter(article=article, gone=False)
    stale.exclude(pk__in=[row.pk for row in kept if isinstance(row, Model)]).update(gone=True)


def _place(original: str, span: Span, sentence: Span | None = None) -> dict[str, Any]:
    around = sentence or sentence_around(original, span)
    return {
        "start": span[0],
        "end": span[1],
        "quote": original[span[0] : span[1]][:QUOTE],
        "sentence_start": around[0],
        "sentence_end": around[1],
    }


def _mentions(article: Article, found: Reading, original: str) -> list[Mention]:
    seen: Counter[tuple[str, str, str]] = Counter()
    rows: list[Mention] = []

    def add(kind: Mention.Kind, of: str, name: str, place: dict[str, Any], **rest: Any) -> None:
        of = of[:QUOTE]
        occurrence = seen[kind, of, place["quote"]]
        seen[kind, of, place["quote"]] += 1
        rows.append(
            Mention(
                article=article,
                kind=kind,
                of=of,
                name=name[:QUOTE],
                occurrence=occurrence,
                engine=found.engine,
                **place,
                **rest,
            )
        )

    def add_forms(kind: Mention.Kind, forms: tuple[Form, ...], **rest: Any) -> None:
        for form in forms:
            for span in form.spans:
                add(kind, forms[0].name, form.name, _place(original, span), **rest)

    for company in found.companies:
        rest = {"confidence": company.confidence, "by": company.by, "data": {"maybe": company.maybe}}
        add_forms(Mention.Kind.COMPANY, company.forms, **rest)
    for project in found.projects:
        data: dict[str, Any] = {"kind": project.kind, "maybe": project.maybe, "aliases": list(project.aliases)}
        rest = {"confidence": project.confidence, "by": project.by, "data": data}
        if any(form.spans for form in project.forms):
            add_forms(Mention.Kind.PROJECT, project.forms, **rest)
        else:  # a composed name is nowhere printed: the sentence that tells of it stands for it
            place = _place(original, project.evidence, project.evidence)
            add(Mention.Kind.PROJECT, project.name, project.name, place, **rest)
    for person in found.people:
        data = {"org": person.org, "title": person.title, "category": person.category}
        for span in person.spans:
            place = _place(original, span)
            add(
                Mention.Kind.PERSON,
                person.name,
                person.name,
                place,
                confidence=person.confidence,
                by=person.by,
                data=data,
            )
    for statement in found.statements:
        data = {"count": statement.count, "area": statement.area, "period": statement.period}
        add(Mention.Kind.STATEMENT, statement.text, statement.text, _place(original, statement.span), data=data)
    return rows


def _facts(article: Article, found: Reading, original: str) -> list[Fact]:
    rows: dict[tuple[str, str, int, int], Fact] = {}
    for project in found.projects:
        subject = project.name[:QUOTE]
        ranks: Counter[str] = Counter()
        for fact in project.facts:
            key = (subject, fact.kind, fact.span[0], fact.span[1])
            if key in rows:
                continue
            rows[key] = Fact(
                article=article,
                subject=subject,
                kind=fact.kind,
                rank=ranks[fact.kind],
                value=as_json(fact),
                text=fact.text[:QUOTE],
                plan=fact.plan,
                confidence=fact.confidence,
                by=fact.by,
                engine=found.engine,
                **_place(original, fact.span, fact.sentence),
            )
            ranks[fact.kind] += 1
        for name in project.companies:
            span = _nearest(found, name, project.evidence)
            place = _place(original, span, project.evidence if _is_inside(span, project.evidence) else None)
            rows[subject, "company", place["start"], place["end"]] = Fact(
                article=article,
                subject=subject,
                kind=Fact.Kind.COMPANY,
                rank=ranks["company"],
                value=name[:QUOTE],
                text=name[:QUOTE],
                confidence=project.confidence,
                by=project.by,
                engine=found.engine,
                **place,
            )
            ranks["company"] += 1
    return list(rows.values())


def _statements(article: Article, found: Reading, original: str) -> list[Statement]:
    rows: dict[Span, Statement] = {}
    for statement in found.statements:
        days = days_of(statement.period, article.told_on) if statement.period else None
        rows[statement.span] = Statement(
            article=article,
            text=statement.text[:QUOTE],
            area=(statement.area or "")[:200],
            period=(statement.period or "")[:60],
            since=days[0] if days else None,
            until=days[1] if days else None,
            count=statement.count,
            amount=statement.money.value if statement.money and statement.money.value < MOST else None,
            currency=statement.money.currency if statement.money else "",
            engine=found.engine,
            **_place(original, statement.span),
        )
    return list(rows.values())


def _nearest(found: Reading, name: str, evidence: Span) -> Span:
    """The occurrence of the company that is nearest to the sentence; the sentence itself where it has none."""
    spans = [
        span for company in found.companies if company.name == name for form in company.forms for span in form.spans
    ]
    return min(spans, key=lambda span: (not _is_inside(span, evidence), abs(span[0] - evidence[0])), default=evidence)


def _is_inside(span: Span, around: Span) -> bool:
    return around[0] <= span[0] and span[1] <= around[1]


def as_json(fact: FactValue) -> Any:
    """The fact's value as JSON: see press.models.Fact.value."""
    match fact.value:
        case Money(value, currency):
            return {"value": str(value), "currency": currency}
        case Promise():
            promise = asdict(fact.value)
            return {**promise, "due": promise["due"].isoformat() if promise["due"] else None}
        case Decimal():
            return float(fact.value)
        case date():
            return fact.value.isoformat()
        case _:
            return fact.value

"""What one reading found in one article, as plain values: what is stored, corrected, compared and written as rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from press.models import Article, Fact, Mention, Statement, Tally
from press.models.mention import QUOTE
from press.periods import days_of
from reading.values import Fact as FactValue
from reading.values import Form, Money, Promise, Span
from reading.values import Reading as ReadingValue
from reading.values import Statement as StatementValue

SENTENCE_END = re.compile(r"[。！？!?\n\r]|；|<[^>]{0,2000}>")
# A sentence of a page without stops is cut at this many characters either side.
REACH = 300
# Sums from here on are none that a column holds: a slip of the press or of the reading.
MOST = Decimal(10) ** 18
# A sum that says how large each project is (总投资超10亿元项目2个) is no total.
_SUM = re.compile(r"[元圆](?!(?:及)?以上|的?(?:重大|重点|产业)?(?:项目|工程)|级)")


@dataclass(slots=True)
class Spot:
    """Words of the original, the sentence they stand in, who found them and how surely."""

    start: int
    end: int
    sentence_start: int
    sentence_end: int
    confidence: float = 1.0
    by: str = ""
    correction: int | None = field(default=None, kw_only=True)

    def overlaps(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end

    @property
    def span(self) -> Span:
        return self.start, self.end


@dataclass(slots=True)
class Named(Spot):
    """One occurrence of a name: see press.Mention."""

    kind: str = ""
    of: str = ""
    name: str = ""
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Valued(Spot):
    """One value of a project; of those of one kind the first is the reading's: see press.Fact."""

    subject: str = ""
    kind: str = ""
    value: Any = None
    text: str = ""
    plan: bool = False


@dataclass(slots=True)
class Total(Spot):
    """One total of an area and a period: see press.Statement. `amount` as text, in base units."""

    text: str = ""
    area: str = ""
    period: str = ""
    count: int | None = None
    amount: str | None = None
    currency: str = ""


@dataclass(slots=True)
class Findings:
    """A whole reading."""

    place: str = ""
    named: list[Named] = field(default_factory=list)
    valued: list[Valued] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Findings:
        return cls(
            stored.get("place", ""),
            [Named(**row) for row in stored.get("named", ())],
            [Valued(**row) for row in stored.get("valued", ())],
            [Total(**row) for row in stored.get("totals", ())],
        )


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


def place(original: str, span: Span, sentence: Span | None = None) -> dict[str, Any]:
    """The four offsets of a spot."""
    around = sentence or sentence_around(original, span)
    return {"start": span[0], "end": span[1], "sentence_start": around[0], "sentence_end": around[1]}


def is_composed(start: int, end: int, sentence_start: int, sentence_end: int) -> bool:
    """A composed project name stands nowhere in print: a whole sentence stands for it."""
    return start == sentence_start and end == sentence_end


# --- from the engine --------------------------------------------------------------------------------------------------


def findings_of(found: ReadingValue, original: str) -> Findings:
    """The engine's reading as findings."""
    totals = {statement.span: _total(statement, original) for statement in found.statements}
    named = list(_named(found, original))
    return Findings((found.place or "")[:200], named, _valued(found, original), list(totals.values()))


def _named(found: ReadingValue, original: str) -> Iterator[Named]:
    for company in found.companies:
        data: dict[str, Any] = {"maybe": company.maybe}
        yield from _forms("company", company.forms, original, company.confidence, company.by, data)
    for project in found.projects:
        data = {"kind": project.kind, "maybe": project.maybe, "aliases": list(project.aliases)}
        if any(form.spans for form in project.forms):
            yield from _forms("project", project.forms, original, project.confidence, project.by, data)
        else:  # a composed name is nowhere printed: the sentence that tells of it stands for it
            composed = (Form(project.name, (project.evidence,)),)
            yield from _forms("project", composed, original, project.confidence, project.by, data, project.evidence)
    for person in found.people:
        data = {"org": person.org, "title": person.title, "category": person.category}
        forms = (Form(person.name, person.spans),)
        yield from _forms("person", forms, original, person.confidence, person.by, data)
    for statement in found.statements:
        data = {"count": statement.count, "area": statement.area, "period": statement.period}
        yield from _forms("statement", (Form(statement.text, (statement.span,)),), original, 1.0, "", data)


def _forms(
    kind: str, forms: tuple[Form, ...], original: str, confidence: float, by: str, data: dict[str, Any],
    sentence: Span | None = None,
) -> Iterator[Named]:  # fmt: skip
    for form in forms:
        for span in form.spans:
            yield Named(
                **place(original, span, sentence), confidence=confidence, by=by, kind=kind, of=forms[0].name[:QUOTE],
                name=form.name[:QUOTE], data=dict(data),
            )  # fmt: skip


def _valued(found: ReadingValue, original: str) -> list[Valued]:
    rows: dict[tuple[str, str, int, int], Valued] = {}
    for project in found.projects:
        subject = project.name[:QUOTE]
        for fact in project.facts:
            spot = place(original, fact.span, fact.sentence)
            row = Valued(
                **spot, confidence=fact.confidence, by=fact.by, subject=subject, kind=fact.kind,
                value=value_as_json(fact), text=fact.text[:QUOTE], plan=fact.plan,
            )  # fmt: skip
            rows.setdefault((subject, fact.kind, *fact.span), row)
        for name in project.companies:
            span = _nearest(found, name, project.evidence)
            spot = place(original, span, project.evidence if _is_inside(span, project.evidence) else None)
            rows[subject, "company", *span] = Valued(
                **spot, confidence=project.confidence, by=project.by, subject=subject, kind="company",
                value=name[:QUOTE], text=name[:QUOTE],
            )  # fmt: skip
    return list(rows.values())


def _total(statement: StatementValue, original: str) -> Total:
    is_sum = _SUM.search(statement.text + original[statement.span[1] :][:4])
    money = statement.money if statement.money and is_sum and statement.money.value < MOST else None
    return Total(
        **place(original, statement.span), text=statement.text[:QUOTE], area=(statement.area or "")[:200],
        period=(statement.period or "")[:60], count=statement.count, amount=str(money.value) if money else None,
        currency=money.currency if money else "",
    )  # fmt: skip


def _nearest(found: ReadingValue, name: str, evidence: Span) -> Span:
    """The occurrence of the company that is nearest to the sentence; the sentence itself where it has none."""
    spans = [
        span for company in found.companies if company.name == name for form in company.forms for span in form.spans
    ]
    return min(spans, key=lambda span: (not _is_inside(span, evidence), abs(span[0] - evidence[0])), default=evidence)


def _is_inside(span: Span, around: Span) -> bool:
    return around[0] <= span[0] and span[1] <= around[1]


def value_as_json(fact: FactValue) -> Any:
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


# --- from and to the rows ---------------------------------------------------------------------------------------------

SPOT = ("start", "end", "sentence_start", "sentence_end", "confidence", "by")


def findings_in(article: Article) -> Findings:
    """What the article's rows say now."""
    named = [
        Named(
            **_spot(row), kind=row.kind, of=row.of, name=row.name, data=row.data,
        )
        for row in article.mentions.filter(gone=False).order_by("occurrence", "pk")
    ]  # fmt: skip
    valued = [
        Valued(
            **_spot(row), subject=row.subject, kind=row.kind, value=row.value, text=row.text, plan=row.plan,
        )
        for row in article.facts.filter(gone=False).order_by("rank", "pk")
    ]  # fmt: skip
    totals = [
        Total(
            **_spot(row), text=row.text, area=row.area, period=row.period, count=row.count, currency=row.currency,
            amount=None if row.amount is None else str(row.amount),
        )
        for row in article.statements.filter(gone=False).order_by("pk")
    ]  # fmt: skip
    return Findings(article.place, named, valued, totals)


def _spot(row: Mention | Fact | Statement) -> dict[str, Any]:
    return {**{name: getattr(row, name) for name in SPOT}, "correction": row.correction_id}


def write(article: Article, findings: Findings, engine: str) -> None:
    """Makes these the article's mentions, facts and statements, and counts them. Rows change in place by their natural key; what is
    no longer found is marked gone, not deleted."""
    mentions, facts = _mentions(article, findings, engine), _facts(article, findings, engine)
    with transaction.atomic():
        _replace(Mention, article, mentions, ("kind", "of", "quote", "occurrence"))
        _replace(Fact, article, facts, ("subject", "kind", "start", "end"))
        totals = [_statement(article, total, engine) for total in findings.totals]
        _replace(Statement, article, totals, ("start", "end"))
        Tally.write(article, mentions, facts, engine)


def _replace(
    model: type[Mention] | type[Fact] | type[Statement], article: Article, rows: list[Any], key: tuple[str, ...]
) -> None:
    fields = [f.name for f in model._meta.concrete_fields if f.name not in {"id", "article", "bigrams", *key}]
    kept = model.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["article", *key], update_fields=fields, batch_size=1000
    )
    stale = model.objects.filter(article=article, gone=False)
    stale.exclude(pk__in=[row.pk for row in kept]).update(gone=True)


def _row(article: Article, spot: Spot, engine: str) -> dict[str, Any]:
    quote = article.original[spot.start : spot.end][:QUOTE]
    return {
        "article": article, "engine": engine, "quote": quote, "correction_id": spot.correction,
        **{name: getattr(spot, name) for name in SPOT},
    }  # fmt: skip


def _mentions(article: Article, findings: Findings, engine: str) -> list[Mention]:
    seen: Counter[tuple[str, str, str]] = Counter()
    told = {(str(Mention.Kind.STATEMENT), spot.of) for spot in findings.named}
    rows = []
    for spot in findings.named:
        row = Mention(**_row(article, spot, engine), kind=spot.kind, of=spot.of, name=spot.name, data=spot.data)
        row.occurrence = seen[row.kind, row.of, row.quote]
        seen[row.kind, row.of, row.quote] += 1
        row.is_first = (row.kind, row.of) not in told
        told.add((row.kind, row.of))
        rows.append(row)
    return rows


def _facts(article: Article, findings: Findings, engine: str) -> list[Fact]:
    ranks: Counter[tuple[str, str]] = Counter()
    rows = []
    for spot in findings.valued:
        rank = ranks[spot.subject, spot.kind]
        ranks[spot.subject, spot.kind] += 1
        row = Fact(**_row(article, spot, engine), subject=spot.subject, kind=spot.kind, value=spot.value, rank=rank)
        row.text, row.plan = spot.text, spot.plan
        rows.append(row)
    return rows


def _statement(article: Article, total: Total, engine: str) -> Statement:
    days = days_of(total.period, article.told_on) if total.period else None
    row = Statement(**_row(article, total, engine), text=total.text, area=total.area, period=total.period)
    row.since, row.until = days or (None, None)
    row.count, row.currency = total.count, total.currency
    row.amount = Decimal(total.amount) if total.amount else None
    return row

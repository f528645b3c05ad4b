"""阅读质量: how much of what was read people corrected, by field, source and engine. Every figure is a list's count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.urls import reverse

from press.models import Correction, Fact, Mention
from press.models.correction import CorrectionQuerySet

NAMES = [str(name) for name in Correction.NAMES]
# Fields whose values are rows that can be counted; the rest are columns of a name.
VALUES = [str(kind) for kind in Fact.Kind if kind != Fact.Kind.COMPANY] + ["owner"]


@dataclass(frozen=True, slots=True)
class Number:
    """A count with the address of the rows that it counts."""

    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Share:
    """One line: how many were corrected, of how many names and values read; None where there is nothing to count."""

    label: str
    corrected: Number
    names: Number | None
    values: Number | None

    @property
    def share(self) -> float | None:
        read = sum(number.count for number in (self.names, self.values) if number)
        return self.corrected.count / read if read else None

    @property
    def percent(self) -> str:
        """0.4%; — where nothing was read."""
        return "—" if self.share is None else f"{self.share:.1%}"


def counted() -> CorrectionQuerySet:
    """What the figures count: corrections that hold; one thing corrected twice counts once."""
    return Correction.objects.effective()


def entities() -> QuerySet[Mention]:
    """Each name of each article once, by its first occurrence: companies, projects, people."""
    earlier = Mention.objects.filter(
        article=OuterRef("article"), kind=OuterRef("kind"), of=OuterRef("of"), gone=False, pk__lt=OuterRef("pk")
    )
    return Mention.objects.filter(gone=False, kind__in=NAMES).exclude(Exists(earlier))


def present_facts() -> QuerySet[Fact]:
    return Fact.objects.filter(gone=False)


# (kind or field, source's key and name, engine) → how many.
Counts = Counter[tuple[str, int, str, str]]


def shares() -> dict[str, list[Share]]:
    """The lines by field, source and engine; three counts, whatever the size."""
    held, names, facts = _counts(counted(), "field"), _counts(entities(), "kind"), _counts(present_facts(), "kind")
    lines = {name: list(_by(name, held, names, facts)) for name in ("source", "engine")}
    return {"field": list(_by_field(held, names, facts)), **lines}


def _by_field(held: Counts, names: Counts, facts: Counts) -> Iterator[Share]:
    corrected, named, told = (_summed(counts, lambda key: key[0]) for counts in (held, names, facts))
    for field in Correction.Field:
        kind = "company" if field == Correction.Field.OWNER else str(field)
        name = Number(named[field], _url("mention-list", kind=kind)) if field in NAMES else None
        value = Number(told[kind], _url("fact-list", kind=kind)) if field in VALUES else None
        number = Number(corrected[field], _url("quality", field=str(field)))
        if number.count or (name and name.count) or (value and value.count):
            yield Share(str(field.label), number, name, value)


def _by(name: str, held: Counts, names: Counts, facts: Counts) -> Iterator[Share]:
    """By source or engine, of the fields that can be counted."""
    countable = Counter({key: number for key, number in held.items() if key[0] in {*NAMES, *VALUES}})
    pair: Callable[[tuple[str, int, str, str]], Any]
    pair = (lambda key: key[1:3]) if name == "source" else (lambda key: (key[3], key[3]))
    corrected, named, told = (_summed(counts, pair) for counts in (countable, names, facts))
    for key, label in sorted(corrected.keys() | named.keys() | told.keys(), key=lambda pair: pair[1]):
        query = {name: str(key)}
        yield Share(
            label,
            Number(corrected[key, label], _url("quality", counted="true", **query)),
            Number(named[key, label], _url("mention-list", **query)),
            Number(told[key, label], _url("fact-list", **query)),
        )


def _counts(rows: QuerySet[Any], kind: str) -> Counts:
    found = rows.order_by().values_list(kind, "article__source", "article__source__name", "engine")
    return Counter({row[:4]: row[4] for row in found.annotate(number=Count("pk"))})


def _summed(counts: Counts, by: Callable[[tuple[str, int, str, str]], Any]) -> Counter[Any]:
    summed: Counter[Any] = Counter()
    for key, number in counts.items():
        summed[by(key)] += number
    return summed


def _url(name: str, **query: str) -> str:
    asked = QueryDict(mutable=True)
    asked.update({"state": "effective", **query} if name == "quality" else query)
    return f"{reverse(f'press:{name}')}?{asked.urlencode()}"

"""阅读质量: how much of what was read people corrected, by field, source and engine. Every figure is a list's count."""

from __future__ import annotations

from collections.abc import Iterator
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


def shares() -> dict[str, list[Share]]:
    """The lines by field, source and engine; nine counts, whatever the size."""
    return {"field": list(_by_field()), "source": list(_by("source")), "engine": list(_by("engine"))}


def _by_field() -> Iterator[Share]:
    corrected = dict(counted().order_by().values_list("field").annotate(Count("pk")))
    names = dict(entities().order_by().values_list("kind").annotate(Count("pk")))
    facts = dict(present_facts().order_by().values_list("kind").annotate(Count("pk")))
    for field in Correction.Field:
        kind = "company" if field == Correction.Field.OWNER else str(field)
        name = Number(names.get(field, 0), _url("mention-list", kind=kind)) if field in NAMES else None
        value = Number(facts.get(kind, 0), _url("fact-list", kind=kind)) if field in VALUES else None
        number = Number(corrected.get(field, 0), _url("quality", field=str(field)))
        if number.count or (name and name.count) or (value and value.count):
            yield Share(str(field.label), number, name, value)


def _by(name: str) -> Iterator[Share]:
    """By source or engine, of the fields that can be counted."""
    corrected = _counts(counted().filter(field__in=[*NAMES, *VALUES]), name)
    names, facts = _counts(entities(), name), _counts(present_facts(), name)
    for key, label in sorted(corrected.keys() | names.keys() | facts.keys(), key=lambda pair: pair[1]):
        query, pair = {name: str(key)}, (key, label)
        yield Share(
            label,
            Number(corrected.get(pair, 0), _url("quality", counted="true", **query)),
            Number(names.get(pair, 0), _url("mention-list", **query)),
            Number(facts.get(pair, 0), _url("fact-list", **query)),
        )


def _counts(rows: QuerySet[Any], name: str) -> dict[tuple[Any, str], int]:
    columns = ("article__source", "article__source__name") if name == "source" else ("engine",)
    found = rows.order_by().values_list(*columns).annotate(number=Count("pk"))
    return {(row[0], str(row[-2])): row[-1] for row in found}


def _url(name: str, **query: str) -> str:
    asked = QueryDict(mutable=True)
    asked.update({"state": "effective", **query} if name == "quality" else query)
    return f"{reverse(f'press:{name}')}?{asked.urlencode()}"

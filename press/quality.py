"""阅读质量: how much of what was read people corrected, by field, source and engine. Every figure is a list's count."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.http import QueryDict
from django.urls import reverse

from press.models import Correction, Fact, Mention, Source, Tally
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
    return Mention.objects.filter(gone=False, is_first=True)


def present_facts() -> QuerySet[Fact]:
    return Fact.objects.filter(gone=False)


def count_found(model: type[Mention] | type[Fact], *, kind: str = "", **where: Any) -> int:
    """How many of `entities()` or `present_facts()` there are, of one kind, source or engine where told: a sum of tallies."""
    columns = Tally.NAMES if model is Mention else Tally.VALUES
    wanted = [name for name in columns if not kind or name.endswith(f"_{kind}")]
    sums = Tally.objects.filter(**where).aggregate(**{name: Sum(name) for name in wanted})
    return sum(number or 0 for number in sums.values())


@dataclass(frozen=True, slots=True)
class _Group:
    """The sums of one source and engine: names and values read, by the tally's columns, and corrections by field."""

    source: int
    engine: str
    read: dict[str, int]
    corrected: dict[str, int]


def shares() -> dict[str, list[Share]]:
    """The lines by field, source and engine; three queries, whatever the size."""
    groups = [*_read(), *_corrected()]
    return {
        "field": list(_by_field(groups)),
        "source": list(_by("source", groups, dict(Source.objects.values_list("pk", "name")))),
        "engine": list(_by("engine", groups, {})),
    }


def _read() -> Iterator[_Group]:
    """By source alone: with the sources' names beside it, the sums took twice as long."""
    columns = [*Tally.NAMES, *Tally.VALUES]
    rows = Tally.objects.order_by().values_list("source", "engine")
    for source, engine, *sums in rows.annotate(**{f"sum_{column}": Sum(column) for column in columns}):
        yield _Group(source, engine, dict(zip(columns, sums, strict=True)), {})


def _corrected() -> Iterator[_Group]:
    rows = counted().order_by().values_list("article__source", "engine", "field")
    for source, engine, field, number in rows.annotate(number=Count("pk")):
        yield _Group(source, engine, {}, {field: number})


def _summed(counts: Iterable[dict[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return total


def _by_field(groups: Sequence[_Group]) -> Iterator[Share]:
    read, corrected = _summed(group.read for group in groups), _summed(group.corrected for group in groups)
    for field in Correction.Field:
        kind = "company" if field == Correction.Field.OWNER else str(field)
        name = Number(read[f"name_{kind}"], _url("mention-list", kind=kind)) if field in NAMES else None
        value = Number(read[f"value_{kind}"], _url("fact-list", kind=kind)) if field in VALUES else None
        number = Number(corrected[field], _url("quality", field=str(field)))
        if number.count or (name and name.count) or (value and value.count):
            yield Share(str(field.label), number, name, value)


def _by(key: str, groups: Sequence[_Group], names: Mapping[Any, str]) -> Iterator[Share]:
    """By source or engine, each called by its name where it has one, of the fields that can be counted."""
    lines: dict[tuple[str, Any], list[_Group]] = defaultdict(list)
    for group in groups:
        value = group.source if key == "source" else group.engine
        lines[names.get(value, str(value)), value].append(group)
    for (label, value), own in sorted(lines.items()):
        read, corrected = _summed(group.read for group in own), _summed(group.corrected for group in own)
        query = {key: str(value)}
        share = Share(
            label,
            Number(sum(corrected[field] for field in (*NAMES, *VALUES)), _url("quality", counted="true", **query)),
            Number(sum(read[name] for name in Tally.NAMES), _url("mention-list", **query)),
            Number(sum(read[name] for name in Tally.VALUES), _url("fact-list", **query)),
        )
        if any(number and number.count for number in (share.corrected, share.names, share.values)):
            yield share


def _url(name: str, **query: str) -> str:
    asked = QueryDict(mutable=True)
    asked.update({"state": "effective", **query} if name == "quality" else query)
    return f"{reverse(f'press:{name}')}?{asked.urlencode()}"

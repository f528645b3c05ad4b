"""The stored column of bigrams and the query on it."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models
from django.db.models import Func, Q, Value

from search.bigrams import bigrams, fold

FEW = 2_000


class BigramField(SearchVectorField):
    """A tsvector kept in step with the attribute `source` on save and bulk_create (not on queryset.update)."""

    def __init__(self, *args: Any, source: str, **kwargs: Any) -> None:
        self.source = source
        kwargs.setdefault("null", True)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, list(args), {**kwargs, "source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> Func:
        return Func(
            Value(bigrams(getattr(model_instance, self.source) or "")),
            function="array_to_tsvector",
            template="%(function)s(%(expressions)s::text[])",
            output_field=SearchVectorField(),
        )


def says(column: str, words: str) -> Q:
    """The condition that the text of `column` has the words somewhere, in whichever case, as they are or folded.

    Words without letters, as Chinese ones are, need no text put into capitals: of all rows that is most of the time.
    """
    found = Q()
    for form in dict.fromkeys((words, fold(words))):
        lookup = "contains" if form.upper() == form.lower() else "icontains"
        found |= Q(**{f"{column}__{lookup}": form})
    return found


def contains(column: str, query: str) -> Q | None:
    """The condition that `column` holds every pair of the query; None where the query holds nothing searchable."""
    pairs = bigrams(query)
    if not pairs:
        return None
    quoted = " & ".join("'{}'".format(pair.replace("'", "''")) for pair in pairs)
    return Q(**{column: SearchQuery(quoted, search_type="raw", config="simple")})


def holding(rows: models.QuerySet[Any], column: str, query: str) -> models.QuerySet[Any]:
    """Those of the rows whose `column` holds every pair of the query; none for an empty query.

    Where they are few their keys are found first: in an order the planner would else walk all rows, opening each.
    """
    condition = contains(column, query)
    if condition is None:
        return rows.none()
    # Of these rows, not of all of their table: its index may hold no others.
    keys = list(rows.filter(condition).order_by().values_list("pk", flat=True)[: FEW + 1])
    return rows.filter(condition if len(keys) > FEW else Q(pk__in=keys))

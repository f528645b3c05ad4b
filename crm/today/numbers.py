"""A figure and where its rows are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Number:
    """One figure; `late` where it should be none."""

    label: str
    value: int
    url: str
    late: bool = False


def rows_at(name: str, **query: str | int) -> str:
    """The address of a list with these filters."""
    return f"{_list(name)}?{urlencode(query)}"


@cache
def _list(name: str) -> str:
    """The address alone: a day has hundreds of figures and a handful of lists."""
    return reverse(name)


def leads_at(**query: str | int) -> str:
    """The lead list with these filters."""
    return rows_at("leads:lead-list", **query)

"""A figure and where its rows are."""

from __future__ import annotations

from dataclasses import dataclass
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
    return f"{reverse(name)}?{urlencode(query)}"


def leads_at(**query: str | int) -> str:
    """The lead list with these filters."""
    return rows_at("leads:lead-list", **query)

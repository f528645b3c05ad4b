"""The site map as a list: every address with the names of its arguments and what its view asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True, slots=True)
class Address:
    """One pattern of the site map: its full name, the names of its arguments and its view."""

    name: str
    arguments: tuple[str, ...]
    view: Any

    @property
    def needs(self) -> Any:
        """The permission that the view asks for, "public", or None where it says nothing."""
        return "public" if getattr(self.view, "is_public", False) else getattr(self.view, "needs", None)

    def url(self, **values: Any) -> str:
        return reverse(self.name, kwargs={key: values[key] for key in self.arguments})


def addresses() -> list[Address]:
    """The whole site map, in its order; one name may stand for several patterns."""
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner)
        else:
            yield Address(f"{namespace}{pattern.name}", tuple(pattern.pattern.converters), pattern.callback)

"""The reading engine: news coverage in, companies, projects, people and sums out. No network, no clock, no writes."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from reading.clean import clean
from reading.compare import compare
from reading.values import Likeness, Reading, Text

ENGINE = "2026.11.1"
"""Version of rules and models together; part of every reading."""

__all__ = ["ENGINE", "Likeness", "Reading", "Text", "clean", "compare", "read"]


def _part(module: str, name: str, *arguments: Any) -> Any:
    """Result of one reader, or nothing while its module is not there."""
    try:
        found = import_module(f"reading.{module}")
    except ModuleNotFoundError as error:
        if error.name != f"reading.{module}":
            raise
        return ()
    function = getattr(found, name, None)
    return function(*arguments) if function else ()


def read(text: Text, known: Iterable[str] = (), blocked: Iterable[str] = ()) -> Reading:
    """What a careful human would record. `known`: company names the office already has; `blocked`: never companies."""
    companies = _part("find", "find_companies", text, tuple(known), tuple(blocked))
    return Reading(
        engine=ENGINE,
        header=text.header,
        place=_part("relate", "find_place", text) or None,
        companies=companies,
        projects=_part("relate", "find_projects", text, companies),
        people=_part("people", "find_people", text, companies),
        amounts=_part("relate", "find_amounts", text),
        statements=_part("relate", "find_statements", text),
        phones=_part("people", "find_phones", text),
    )

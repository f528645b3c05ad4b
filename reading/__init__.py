"""The reading engine: news coverage in, companies, projects, people and sums out. No network, no clock, no writes."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from reading.clean import clean
from reading.compare import compare
from reading.find import find_with_doubts
from reading.namesakes import with_namesakes
from reading.people import find_people, find_phones, without_people
from reading.relate import find_amounts, find_place, find_projects, find_statements
from reading.shown import Shown
from reading.values import Likeness, Reading, Text

ENGINE = "2026.11.6"
"""Version of rules and models together; part of every reading."""

__all__ = ["ENGINE", "Likeness", "Reading", "Text", "clean", "compare", "read"]


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for rings of garbage meanwhile: a reading makes none, and the search looks at all that it keeps."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_uncollected()
def read(text: Text, known: Iterable[str] = (), blocked: Iterable[str] = ()) -> Reading:
    """What a careful human would record. `known`: company names the office already has; `blocked`: never companies."""
    shown, known = Shown(text), frozenset(known)
    companies, doubts = find_with_doubts(text, known, blocked, shown)
    companies = without_people(companies, shown.crowd, known)
    companies, projects = with_namesakes(companies, doubts, find_projects(text, companies, shown))
    del doubts  # a long page has many, and people take room too
    return Reading(
        engine=ENGINE,
        header=text.header,
        place=find_place(text),
        companies=companies,
        projects=projects,
        people=find_people(text, companies, shown),
        amounts=find_amounts(text, shown),
        statements=find_statements(text, shown),
        phones=find_phones(text),
    )

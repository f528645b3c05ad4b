"""The companies of a text: candidates proposed generously, decided by the re-ranker, forms of one enterprise put together."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

from reading.aliases import grouped
from reading.candidates import Candidate, scene
from reading.rank import ranker
from reading.shown import Shown
from reading.tagger import tagger
from reading.traits import describe
from reading.values import Company, Form, Text

_DOUBT = 0.15
"""From this confidence on a name is a company where a project that nobody undertakes is called by it."""
MAYBE = 0.6
"""Below this confidence a company is marked as one that a careful reader could leave out."""
_KNOWN = 0.75
"""A name that the office knows is at least so sure where it is long enough to mean nothing else."""
_DISTINCT = 4
"""Characters from which on a known name is taken wherever it stands; a shorter one must be likely there."""


def find_companies(text: Text, known: Iterable[str] = (), blocked: Iterable[str] = ()) -> tuple[Company, ...]:
    """Every enterprise of the body, in order of first appearance.

    known: names that are looked for everywhere and need less evidence; blocked: names that never come out.
    """
    return find_with_doubts(text, known, blocked)[0]


def find_with_doubts(
    text: Text, known: Iterable[str] = (), blocked: Iterable[str] = (), shown: Shown | None = None
) -> tuple[tuple[Company, ...], tuple[Company, ...]]:
    """The companies, and the names that are less likely companies than not but may yet be: each alone, surest first."""
    shown = shown or Shown(text)
    names = frozenset(known)
    never = frozenset(blocked)
    candidates, traits = describe(scene(shown.legible, shown.title, names, tagger(), shown.legible_words))
    if not candidates:
        return (), ()
    model = ranker()
    doubts: list[tuple[Candidate, float]] = []
    sure: dict[str, tuple[Candidate, float]] = {}
    for candidate, confidence in zip(candidates, model.confidence(traits), strict=True):
        if candidate.name in names:
            confidence = max(confidence**0.5, _KNOWN if len(candidate.name) >= _DISTINCT else 0.0)
        if confidence >= model.threshold and candidate.name not in never:
            sure[candidate.name] = candidate, float(confidence)
        elif confidence >= _DOUBT and candidate.name not in never:
            doubts.append((candidate, float(confidence)))
    companies = list(_companies(text, standing(sure)))
    companies.sort(key=lambda company: min(form.spans[0] for form in company.forms))
    doubts.sort(key=lambda doubt: -doubt[1])
    return tuple(companies), tuple(_alone(text, candidate, confidence) for candidate, confidence in doubts)


def standing(sure: dict[str, tuple[Candidate, float]]) -> dict[str, tuple[Candidate, float]]:
    """The names with the spots that are theirs: none inside the spot of a longer name, of two that cross the surer one.

    Names that then stand nowhere are gone.
    """
    spots = sorted(
        ((*spot, confidence, name) for name, (candidate, confidence) in sure.items() for spot in candidate.spots),
        key=lambda spot: (spot[0], -spot[1]),
    )
    kept: list[tuple[int, int, float, str]] = []
    for spot in spots:
        if kept and spot[1] <= kept[-1][1]:
            continue
        if kept and spot[0] < kept[-1][1]:
            if spot[2] <= kept[-1][2]:
                continue
            kept.pop()
        kept.append(spot)
    own: dict[str, list[int]] = {}
    for start, _, _, name in kept:
        own.setdefault(name, []).append(start)
    return {
        name: (Candidate(name, candidate.sources, array("i", own[name])), confidence)
        for name, (candidate, confidence) in sure.items()
        if name in own
    }


def _companies(text: Text, sure: dict[str, tuple[Candidate, float]]) -> Iterator[Company]:
    """One company for each group of forms; its confidence is that of its surest form."""
    for forms in grouped(sure):
        printed = tuple(_form(text, sure[form][0]) for form in forms)
        best = max(forms, key=lambda form: sure[form][1])
        confidence = sure[best][1]
        yield Company(printed, round(confidence, 3), _source(sure[best][0]), maybe=confidence < MAYBE)


def _alone(text: Text, candidate: Candidate, confidence: float) -> Company:
    return Company((_form(text, candidate),), round(confidence, 3), _source(candidate), maybe=True)


def _form(text: Text, candidate: Candidate) -> Form:
    return Form(candidate.name, tuple(text.span(*spot) for spot in candidate.spots))


def _source(candidate: Candidate) -> str:
    return next(iter(sorted(candidate.sources - {"tagger"})), "tagger")

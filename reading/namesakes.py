"""Companies that a project is called by: a name too doubtful by itself is one where a project without owner begins with it,
stands right behind it (针脚科技的伺服电控车间), or is told of in its sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

import rjieba

from reading.values import Company, Project

_SURE = 0.5
"""A project less sure than this tells nothing of a company."""
_RATHER = 0.4
"""A name at least this likely that begins a project's name owns it rather than a company that the name does not hold."""
_NEAR = 0.2
"""A name at least this likely owns a project without owner in whose sentence it stands."""


def with_namesakes(
    companies: tuple[Company, ...], doubts: tuple[Company, ...], projects: tuple[Project, ...]
) -> tuple[tuple[Company, ...], tuple[Project, ...]]:
    """The companies with those that own a project by its name, in order of appearance; the projects with their owners.

    doubts: names that were not taken for companies, surest first.
    """
    named = {form.name for company in companies for form in company.forms}
    added: dict[str, Company] = {}
    owned: list[Project] = []
    doubtful = _Doubts(doubts)
    for project in projects:
        owner = doubtful.namesake(project) or _rather(project, doubtful, companies)
        if owner is not None and owner.name not in named:
            added[owner.name] = owner
            project = replace(project, companies=(owner.name,))
        owned.append(project)
    every = sorted((*companies, *added.values()), key=lambda company: min(form.spans[0] for form in company.forms))
    return tuple(every), tuple(owned)


class _Doubts:
    """The doubtful names by where they stand, so that a long page's projects do not each go through all of them."""

    def __init__(self, doubts: tuple[Company, ...]) -> None:
        self.companies = doubts
        self.names: dict[str, int] = {}
        self.starts: dict[int, int] = {}
        self.ends: dict[int, int] = {}
        self.likely: list[tuple[int, int, int]] = []
        """Start, end and rank of those that are likely enough to own a project by standing in its sentence."""
        for rank, company in enumerate(doubts):
            self.names.setdefault(company.name, rank)
            for start, end in (span for form in company.forms for span in form.spans):
                self.starts.setdefault(start, rank)
                self.ends.setdefault(end, rank)
                if company.confidence >= _NEAR:
                    self.likely.append((start, end, rank))
        self.likely.sort()

    def namesake(self, project: Project) -> Company | None:
        """The surest that begins the project's name, else one right before it, else one in its sentence."""
        if project.companies or project.kind == "public" or project.confidence < _SURE:
            return None
        starts = {span[0] for form in project.forms for span in form.spans}
        before = (self.ends.get(end) for start in starts for end in (start, start - 1))
        opening = (self.starts.get(project.evidence[0]),)
        return self.starting(project) or self._surest(before) or self._surest(opening) or self._beside(project)

    def starting(self, project: Project) -> Company | None:
        """The surest that the project's name begins with and goes on behind."""
        names = [form.name for form in project.forms]
        return self._surest(self.names.get(name[:size]) for name in names for size in range(1, len(name)))

    def _surest(self, ranks: Iterable[int | None]) -> Company | None:
        found = [rank for rank in ranks if rank is not None]
        return self.companies[min(found)] if found else None

    def _beside(self, project: Project) -> Company | None:
        """Of the likelier names in the project's sentence the last before its name, else the first behind it."""
        low, high = project.evidence
        own = [span for form in project.forms for span in form.spans if low <= span[0] < high]
        first = min((span[0] for span in own), default=low)
        spots: list[tuple[int, int, int]] = []
        for at in range(bisect_left(self.likely, (low, 0, 0)), len(self.likely)):
            start, end, rank = self.likely[at]
            if start >= high:
                break
            if end <= high and not any(span[0] <= start < span[1] for span in own):
                spots.append((start, end, rank))
        ahead = [(end, end - start, -rank) for start, end, rank in spots if end <= first]
        if ahead:
            return self.companies[-max(ahead)[2]]
        behind = [(start, start - end, rank) for start, end, rank in spots]
        return self.companies[min(behind)[2]] if behind else None


def _rather(project: Project, doubts: _Doubts, companies: tuple[Company, ...]) -> Company | None:
    """The likely name that begins the project's name, where its owners have nothing of either: they are neighbours of a list."""
    if not project.companies or project.kind == "public" or project.confidence < _SURE:
        return None
    likely = doubts.starting(project)
    if likely is None or likely.confidence < _RATHER or rjieba.tag(likely.name) == [(likely.name, "ns")]:
        return None
    forms = [form.name for company in companies if company.name in project.companies for form in company.forms]
    held = any(form.name.find(name) >= 0 for form in project.forms for name in forms)
    akin = any(name[at : at + 2] in likely.name for name in forms for at in range(len(name) - 1))
    return None if held or akin else likely

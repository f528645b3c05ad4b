"""Companies that a project is called by: a name too doubtful by itself is one where a project without owner begins with it,
stands right behind it (针脚科技的伺服电控车间), or is told of in its sentence."""

from __future__ import annotations

from collections.abc import Iterator
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
    for project in projects:
        owner = _namesake(project, doubts) or _rather(project, doubts, companies)
        if owner is not None and owner.name not in named:
            added[owner.name] = owner
            project = replace(project, companies=(owner.name,))
        owned.append(project)
    every = sorted((*companies, *added.values()), key=lambda company: min(form.spans[0] for form in company.forms))
    return tuple(every), tuple(owned)


def _namesake(project: Project, doubts: tuple[Company, ...]) -> Company | None:
    """The surest doubtful name that begins the project's name, else one right before it, else one in its sentence."""
    if project.companies or project.kind == "public" or project.confidence < _SURE:
        return None
    starting = _starting(project, doubts)
    starts = {span[0] for form in project.forms for span in form.spans}
    before = (
        company
        for company in doubts
        if any(span[1] in starts or span[1] + 1 in starts for form in company.forms for span in form.spans)
    )
    opening = (
        company
        for company in doubts
        if any(span[0] == project.evidence[0] for form in company.forms for span in form.spans)
    )
    return next(starting, None) or next(before, None) or next(opening, None) or _beside(project, doubts)


def _starting(project: Project, doubts: tuple[Company, ...]) -> Iterator[Company]:
    """The doubtful names that the project's name begins with, surest first."""
    return (
        company
        for company in doubts
        if any(form.name.startswith(company.name) and form.name != company.name for form in project.forms)
    )


def _rather(project: Project, doubts: tuple[Company, ...], companies: tuple[Company, ...]) -> Company | None:
    """The likely name that begins the project's name, where its owners have nothing of either: they are neighbours of a list."""
    if not project.companies or project.kind == "public" or project.confidence < _SURE:
        return None
    likely = next(_starting(project, doubts), None)
    if likely is None or likely.confidence < _RATHER or rjieba.tag(likely.name) == [(likely.name, "ns")]:
        return None
    forms = [form.name for company in companies if company.name in project.companies for form in company.forms]
    held = any(form.name.find(name) >= 0 for form in project.forms for name in forms)
    akin = any(name[at : at + 2] in likely.name for name in forms for at in range(len(name) - 1))
    return None if held or akin else likely


def _beside(project: Project, doubts: tuple[Company, ...]) -> Company | None:
    """Of the likelier doubtful names in the project's sentence the last before its name, else the first behind it."""
    low, high = project.evidence
    names = [span for form in project.forms for span in form.spans if low <= span[0] < high]
    start = min((span[0] for span in names), default=low)
    spots = [
        (span, company)
        for company in doubts
        if company.confidence >= _NEAR
        for form in company.forms
        for span in form.spans
        if low <= span[0] and span[1] <= high and not any(own[0] <= span[0] < own[1] for own in names)
    ]
    ahead = [(span[1], span[1] - span[0], company) for span, company in spots if span[1] <= start]
    if ahead:
        return max(ahead, key=lambda spot: spot[:2])[2]
    return min(
        ((span[0], span[0] - span[1], company) for span, company in spots),
        key=lambda spot: spot[:2],
        default=(0, 0, None),
    )[2]

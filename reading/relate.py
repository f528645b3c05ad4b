"""Projects with their facts: what the body tells of each, and how sure the reading is of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reading.facts import industry_words, project_facts
from reading.kinds.amount import sums_in
from reading.kinds.industry import industries_of
from reading.kinds.place import find_place
from reading.merging import merged, recalled
from reading.owners import owners_of
from reading.project_amounts import claims, own_sums
from reading.project_rank import probabilities
from reading.projects import Entity, entities, name_of, names, sentence_places
from reading.scopes import scopes
from reading.sentences import View, views
from reading.shown import Shown
from reading.stages import stages_of
from reading.statements import find_statements
from reading.values import Amount, Company, Fact, Form, Project, ProjectKind, Text

__all__ = ["find_amounts", "find_place", "find_projects", "find_statements"]

KEEP = 0.4
"""Entities at least this likely are projects."""
_ZONE = re.compile(
    r"(?:科技城|科学城|产业园区?|工业园区?|园区|开发区|高新区|经开区|新区|产业城|新城|示范区|合作区|保税区|基地|创新港)$"
)
_MOVED_TO = re.compile(r"(?:落户|落地|落子|落在|入驻|进驻|迁入|位于|坐落|地处|设在|选址)[于在到]?$")
"""A zone's last word, and what stands before one that is only a place."""
_FULL = 3
"""Characters from which on a person's name is none of the words that projects are called by."""
SURE = 0.6
"""Below this a project is marked as one a careful reader could leave out."""


def find_amounts(text: Text, shown: Shown | None = None) -> tuple[Amount, ...]:
    """All sums of money of headline and body, in order, with what they stand for."""
    found = []
    for sentence in (shown or Shown(text)).sentences:
        words = text.text[sentence.start : sentence.end]
        for money in sums_in(words):
            start, end = sentence.start + money.start, sentence.start + money.end
            found.append(Amount(money.money, text.text[start:end], text.span(start, end), money.role))
    return tuple(found)


def find_projects(text: Text, companies: tuple[Company, ...], shown: Shown | None = None) -> tuple[Project, ...]:
    """The individual projects of the body with kind, companies and facts, in reading order."""
    shown = shown or Shown(text)
    found = views(shown, companies)
    people = [name for name in shown.crowd.sure() if len(name) >= _FULL]
    grouped = entities(found)
    chances = probabilities(found, grouped, companies)
    kept, dropped = [], []
    for entity, chance in zip(grouped, chances, strict=True):
        entity.probability = chance
        if chance < KEEP:
            dropped.append(entity)
        elif not is_whereabouts(found, entity) and not is_about_people(found, entity, people):
            kept.append(entity)
    del grouped, chances  # most are none, and a long page's facts take their room
    kept = merged(found, kept)
    recalled(found, kept, dropped)
    del dropped
    table = sentence_places(kept)
    told = [scopes(found, entity, table) for entity in kept]
    sums = own_sums(
        [claims(found, entity, table, parts, len(kept) == 1) for entity, parts in zip(kept, told, strict=True)]
    )
    owned = owners_of(found, kept, table, companies)
    reached = stages_of(found, kept, told, table)
    behind = [[companies[index].name for index in firms] for firms in owned]
    industries = industries_of(
        industry_words(text, found, entity, firms, parts)
        for entity, firms, parts in zip(kept, behind, told, strict=True)
    )
    projects = []
    for entity, parts, money, firms, stage, industry in zip(kept, told, sums, behind, reached, industries, strict=True):
        facts = project_facts(text, found, entity, parts, money, stage, industry)
        projects.append(_project(text, found, entity, firms, facts))
    return tuple(projects)


def is_whereabouts(found: Sequence[View], entity: Entity) -> bool:
    """True for a zone that is named only as the place which others move to (落户临江科技城)."""
    return all(
        _ZONE.search(name_of(found[place.view], place.mention))
        and _MOVED_TO.search(found[place.view].words, max(0, place.mention.start - 6), place.mention.start)
        for place in entity.places
    )


def is_about_people(found: Sequence[View], entity: Entity, people: Sequence[str]) -> bool:
    """True where a person is named in every printed form: words about who came, not a project's name."""
    return any(all(name in name_of(found[place.view], place.mention) for place in entity.places) for name in people)


def _project(text: Text, found: list[View], entity: Entity, behind: list[str], facts: tuple[Fact, ...]) -> Project:
    sentence = found[entity.places[0].view].sentence
    return Project(
        _forms(text, found, entity), tuple(behind), kind_of(found, entity), facts,
        text.span(sentence.start, sentence.end), round(entity.probability, 3), "names+rank", entity.probability < SURE,
    )  # fmt: skip


def _forms(text: Text, found: list[View], entity: Entity) -> tuple[Form, ...]:
    """Printed names, the longest first; a composed name leads where nothing printed names the project by itself."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for name, place in names(found, entity):
        if place.mention.source == "company" and entity.source != "company":
            continue
        start = found[place.view].sentence.start + place.mention.start
        spans.setdefault(name, []).append(text.span(start, start + len(name)))
    printed = [Form(name, tuple(where)) for name, where in sorted(spans.items(), key=lambda item: -len(item[0]))]
    if entity.source == "company":
        return (Form(printed[0].name + "项目", ()), *printed)
    longest = printed[0].name
    bare_company = any(
        mark.start <= place.mention.start and mark.end >= place.mention.end
        for name, place in names(found, entity) if name == longest for mark in place.mention.marks
    )  # fmt: skip
    if bare_company:
        return (Form(longest + "项目", ()), *printed)
    return tuple(printed)


def kind_of(found: list[View], entity: Entity) -> ProjectKind:
    """Industry, carrier or public, by the noun that ends the longest name and by whether an enterprise stands in it."""
    place = max(entity.places, key=lambda item: item.mention.end - item.mention.start)
    kind = place.mention.kind
    name = name_of(found[place.view], place.mention)
    if kind == "public":
        return "public"
    if kind == "carrier" or any(word in name for word in ("标准厂房", "孵化", "加速器", "众创")):
        return (
            "industry"
            if place.mention.marks and not any(w in name for w in ("孵化", "标准厂房", "科创"))
            else "carrier"
        )
    return "industry"

"""Which parts of the body tell of one project."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reading.project_candidates import Mention
from reading.projects import Entity
from reading.sentences import View

Table = dict[int, list[tuple[Mention, Entity]]]
_JOINED = re.compile(r"^(?:[、和与及]|以及|[((][^()()]*[))]|“|”|\s|\d+(?:\.\d+)?(?:亿|万)元?|等|还有)*$")
_LISTED = re.compile(r"^[^,,;;。::、]{0,12}、[^,,;;。::]{0,24}$")
_ANAPHOR = re.compile(
    r"^\s*[“\"]?(?:据(?:了解|介绍|悉)[,,::])?(?:该|这个|这一|此|本|整个)?(?:项目|工程|基地|工厂|新工厂|新厂|产业园|园区|总投资|计划总?投资|一期|全部|达产|建成|预计|目前|建设|投产)"
)

MENTIONS = 30
"""Later mentions of one project tell nothing that these did not."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of a view [start, end) that tells of a project; `near` where its name stands in it."""

    view: int
    start: int
    end: int
    near: bool


def scopes(found: list[View], entity: Entity, table: Table) -> list[Scope]:
    """Where the body tells of the entity: from the clause of its name (or of the list it is in) to the next project's."""
    result = []
    named = ([place for place in entity.places if place.mention.source != "company"] or entity.places)[:MENTIONS]
    for place in named:
        view = found[place.view]
        row = table.get(place.view, [])
        at = next((i for i, (mention, _) in enumerate(row) if mention is place.mention), None)
        if at is None:
            continue
        first = last = at
        while first > 0 and (
            row[first - 1][1] is entity or _joined(view.words[row[first - 1][0].end : row[first][0].start])
        ):
            first -= 1
        while last + 1 < len(row) and (
            row[last + 1][1] is entity or _joined(view.words[row[last][0].end : row[last + 1][0].start])
        ):
            last += 1
        start = 0
        if first > 0:
            start = _boundary(view.words, row[first - 1][0].end, row[first][0].start)
        end = len(view.words)
        if last + 1 < len(row):
            end = _boundary(view.words, row[last][0].end, row[last + 1][0].start)
        result.append(Scope(place.view, start, end, True))
        colon = max(view.words.rfind(":", 0, start), view.words.rfind(":", 0, start))
        if 0 < colon <= row[0][0].start:
            result.append(Scope(place.view, 0, colon, True))
    result += _following(found, entity, table)
    return result


def _joined(between: str) -> bool:
    """True where two names with these words between them are members of one list."""
    return bool(_JOINED.match(between) or _LISTED.match(between))


def _boundary(words: str, left: int, right: int) -> int:
    """Where the telling of one project ends and the next one's begins: the strongest stop between the two names."""
    for stops in (";;", ",,", "、"):
        cut = max(words.rfind(stop, left, right) for stop in stops)
        if cut >= 0:
            return cut + 1
    return left


def _following(found: list[View], entity: Entity, table: Table) -> list[Scope]:
    """Later sentences that go on about the entity without naming it."""
    result = []
    named = ([place for place in entity.places if place.mention.source != "company"] or entity.places)[:MENTIONS]
    for place in named:
        row = table.get(place.view, [])
        if not row or row[-1][1] is not entity:
            continue
        for number in range(place.view + 1, min(place.view + 4, len(found))):
            view = found[number]
            if (
                number in table
                or view.sentence.paragraph > found[place.view].sentence.paragraph + 1
                or view.sentence.title
            ):
                break
            if _ANAPHOR.match(view.words):
                result.append(Scope(number, 0, len(view.words), False))
    return result

"""Whose a project is: the companies that its name, its clause and its sentence give."""

from __future__ import annotations

import re

from reading.projects import Entity, View
from reading.values import Company

_BY = re.compile(r"(?:投资方|投资主体|建设单位|业主)?(?:由|为|是|系)?$")


def owners(found: list[View], entity: Entity, table: dict, companies: tuple[Company, ...]) -> list[int]:  # type: ignore[type-arg]
    """Indices of the companies behind a project, the nearest first."""
    if entity.companies:
        return entity.companies
    for place in entity.places:
        view, mention = found[place.view], place.mention
        others = table.get(place.view, [])
        edges = [
            other.end
            for other, owner in others
            if owner is not entity and other.end <= mention.start and other.source != "company"
        ]
        left = max(edges, default=0)
        stop = max((match.end() for match in re.finditer(r"[;;]", view.words[: mention.start])), default=0)
        before = [
            mark
            for mark in view.marks
            if max(left if mention.list_size < 2 else 0, stop) <= mark.start and mark.end <= mention.start
        ]
        if before:
            return [before[-1].company]
        right = min(
            (other.start for other, owner in others if owner is not entity and other.start >= mention.end),
            default=len(view.words),
        )
        after = [mark for mark in view.marks if mention.end <= mark.start and mark.end <= right]
        if after and after[0].start - mention.end < 30:
            return [after[0].company]
    first = entity.places[0]
    for number in range(first.view - 1, max(-1, first.view - 4), -1):
        view = found[number]
        if view.sentence.paragraph < found[first.view].sentence.paragraph - 1:
            break
        if view.marks and first.mention.list_size < 2:
            return [view.marks[0].company]
    if len(companies) == 1:
        return [0]
    return []

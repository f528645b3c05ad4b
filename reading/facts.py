"""What the body says of one project: amount, stage, industry, land, capacity, dates, promises."""

from __future__ import annotations

import re
from datetime import date

from reading.kinds.capacity import capacities_in
from reading.kinds.date import moments_in
from reading.kinds.industry import Spoken
from reading.kinds.land import areas_in
from reading.kinds.promise import promises_in
from reading.project_amounts import Claim
from reading.projects import Entity, name_of
from reading.scopes import Scope
from reading.sentences import View, Views
from reading.values import STAGES, Fact, FactKind, Text

AROUND = 80
"""How far around a name words speak for its industry."""
_STOPS = re.compile(r"[,,;;。!?!?\n]")
NEAR = 40
"""How many sentences off a word may speak for a state."""
WEAK = {"building": re.compile(r"重点(?:抓好|推进|实施|建设)|(?:推进|实施)(?!会|方案|办)")}
"""Words that speak for a state where nothing in the entity's own sentence says it more strongly."""
OWN, OWN_SIZE = 3, 240
"""So many clauses that tell of a project, and characters of them, speak for its industry."""
NEIGHBOURS, PARAGRAPH, TITLE = 8, 600, 80
"""Sentences of the same paragraph on each side, and characters of them and of the headline, that speak for an industry."""


def _fact(
    text: Text, view: View, kind: FactKind, value: object, start: int, end: int, plan: bool, confidence: float, by: str
) -> Fact:
    base = view.sentence.start
    return Fact(
        kind, value, view.words[start:end], text.span(base + start, base + end),  # type: ignore[arg-type]
        text.span(view.sentence.start, view.sentence.end), plan, round(confidence, 3), by,
    )  # fmt: skip


def project_facts(
    text: Text, found: Views, entity: Entity, told: list[Scope], sums: list[tuple[float, Claim]],
    reached: tuple[str | None, float], industry: tuple[str | None, float],
) -> tuple[Fact, ...]:  # fmt: skip
    """The facts of one project, the preferred one of each kind first, one for each kind and place."""
    facts = (
        *_amounts(text, found, sums),
        *_stages(text, found, entity, told, reached),
        *_industry(text, found, entity, industry),
        *_others(text, found, told),
    )
    return tuple({(fact.kind, fact.span): fact for fact in reversed(facts)}.values())[::-1]


def industry_words(text: Text, found: Views, entity: Entity, owners: list[str], told: list[Scope]) -> Spoken:
    """What speaks for a project's industry."""
    first = entity.places[0]
    view = found[first.view]
    middle = view.sentence.start + first.mention.start
    beside = found[max(0, first.view - NEIGHBOURS) : first.view + NEIGHBOURS]
    return Spoken(
        name=" ".join(dict.fromkeys(name_of(found[place.view], place.mention) for place in entity.places)),
        companies=" ".join(owners),
        own=" ".join(found[scope.view].words[scope.start : scope.end] for scope in told[:OWN])[:OWN_SIZE],
        around=text.text[max(0, middle - AROUND) : middle + AROUND + first.mention.end - first.mention.start],
        title=" ".join(other.words for other in found.titled)[:TITLE],
        paragraph=" ".join(other.words for other in beside if other.sentence.paragraph == view.sentence.paragraph)[
            :PARAGRAPH
        ],
    )


def _industry(text: Text, found: Views, entity: Entity, industry: tuple[str | None, float]) -> list[Fact]:
    label, confidence = industry
    if label is None:
        return []
    place = entity.places[0]
    return [
        _fact(
            text,
            found[place.view],
            "industry",
            label,
            place.mention.start,
            place.mention.end,
            False,
            confidence,
            "trades",
        )
    ]


def _amounts(text: Text, found: list[View], sums: list[tuple[float, Claim]]) -> list[Fact]:
    return [
        _fact(
            text, found[claim.view], "amount", claim.money.money, claim.money.start, claim.money.end, False,
            min(0.99, chance), "sums",
        )
        for chance, claim in sums
    ]  # fmt: skip


def _stages(
    text: Text, found: list[View], entity: Entity, told: list[Scope], reached: tuple[str | None, float]
) -> list[Fact]:
    """The furthest state reached, where the model sees one; behind it the other states told, furthest first."""
    label, confidence = reached
    facts = [
        _fact(text, found[scope.view], "stage", state.stage, state.start, state.end, state.plan, confidence, "states")
        for scope in told
        for state in found[scope.view].states
        if scope.start <= state.start < scope.end and not state.negated
    ]
    facts.sort(key=lambda fact: (fact.value != label, fact.plan, -STAGES.index(fact.value)))
    if label is None:
        return []
    if not facts or facts[0].value != label:
        number, start, end = _stage_words(found, entity, label)
        facts.insert(0, _fact(text, found[number], "stage", label, start, end, False, confidence, "states"))
    return facts


def _stage_words(found: list[View], entity: Entity, label: str) -> tuple[int, int, int]:
    """View, start and end of the words that speak for a state outside the entity's own part: the nearest that tell it.

    Where no word of the piece does, the state shows from the whole clause around the entity's first name.
    """
    place = entity.places[0]
    near = [
        (abs(number - place.view), state.plan or state.negated, abs(state.start - place.mention.start), number, state)
        for number in range(max(0, place.view - NEAR), min(len(found), place.view + NEAR))
        for state in found[number].states if state.stage == label
    ]  # fmt: skip
    words = found[place.view].words
    own = WEAK[label].search(words) if label in WEAK and not any(item[0] == 0 for item in near) else None
    if own:
        return place.view, own.start(), own.end()
    if near:
        _, _, _, number, state = min(near, key=lambda item: item[:4])
        return number, state.start, state.end
    stops = [-1, *(match.start() for match in _STOPS.finditer(words)), len(words)]
    start = max(stop for stop in stops if stop < place.mention.start) + 1
    end = min(stop for stop in stops if stop >= place.mention.end)
    return place.view, start, max(start + 1, end)


def _others(text: Text, found: list[View], told: list[Scope]) -> list[Fact]:
    """Land, capacity, days and promises told of the project."""
    today: date | None = text.header.content_on or text.header.published_on
    facts = []
    for scope in told:
        view = found[scope.view]
        for area in areas_in(view.words):
            if scope.start <= area.start < scope.end:
                facts.append(
                    _fact(text, view, "land", area.mu, area.start, area.end, False, 0.8 if scope.near else 0.6, "words")
                )
        for output in capacities_in(view.words):
            if scope.start <= output.start < scope.end:
                facts.append(_fact(text, view, "capacity", output.words, output.start, output.end, False, 0.7, "words"))
        for item in promises_in(view.words, view.states, today, scope.start, scope.end):
            facts.append(_fact(text, view, "promise", item.promise, item.start, item.end, True, 0.7, "words"))
        for moment in moments_in(view.words, today):
            if scope.near and scope.start <= moment.start < scope.end:
                plan = today is not None and moment.last > today
                facts.append(_fact(text, view, "date", moment.last, moment.start, moment.end, plan, 0.6, "words"))
    return facts

"""What the body says of one project: amount, stage, industry, land, capacity, dates, promises."""

from __future__ import annotations

import re
from datetime import date

from reading.kinds.amount import SumOfMoney
from reading.kinds.capacity import capacities_in
from reading.kinds.date import moments_in
from reading.kinds.industry import industry_of
from reading.kinds.land import areas_in
from reading.kinds.promise import promises_in
from reading.progress import piece_features, stage_features, stage_of
from reading.project_candidates import Mention
from reading.projects import Entity, View, name_of
from reading.scopes import Scope, Table, scopes
from reading.values import STAGES, Fact, FactKind, Text

AROUND = 80
"""How far around a name words speak for its industry."""
BODY = 1500
"""How much of the body speaks for the industries of all its projects."""


def _fact(
    text: Text, view: View, kind: FactKind, value: object, start: int, end: int, plan: bool, confidence: float, by: str
) -> Fact:
    base = view.sentence.start
    return Fact(
        kind, value, view.words[start:end], text.span(base + start, base + end),  # type: ignore[arg-type]
        text.span(view.sentence.start, view.sentence.end), plan, round(confidence, 3), by,
    )  # fmt: skip


def project_facts(text: Text, found: list[View], entity: Entity, table: Table, owners: list[str]) -> tuple[Fact, ...]:
    """The facts of one project, the preferred one of each kind first."""
    told = scopes(found, entity, table)
    return (
        *_amounts(text, found, entity, table, told),
        *_stages(text, found, entity, table, told),
        *_industry(text, found, entity, owners),
        *_others(text, found, told),
    )


def industry_words(text: Text, found: list[View], entity: Entity, owners: list[str]) -> tuple[str, str, str, str]:
    """What speaks for a project's industry: its names, its companies, the words around its first name, the body's start."""
    spoken = dict.fromkeys(name_of(found[place.view], place.mention) for place in entity.places)
    first = entity.places[0]
    view = found[first.view]
    middle = view.sentence.start + first.mention.start
    return (
        " ".join(spoken), " ".join(owners),
        text.text[max(0, middle - AROUND) : middle + AROUND + first.mention.end - first.mention.start],
        text.text[found[0].sentence.start : found[0].sentence.start + BODY],
    )  # fmt: skip


def _industry(text: Text, found: list[View], entity: Entity, owners: list[str]) -> list[Fact]:
    label, confidence = industry_of(*industry_words(text, found, entity, owners))
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


def link(view: View, mention: Mention, money: SumOfMoney, row: list[tuple[Mention, Entity]], entity: Entity) -> float:
    """How strongly a sum belongs to a name of the same sentence; 0.0 where it does not."""
    if money.bound or any(item.start <= money.start < item.end and item.money is money for item in view.aggregates):
        return 0.0
    if money.role not in ("investment", "other") or (
        money.role == "other" and money.left.strip(" ,,") and not money.end <= mention.start
    ):
        return 0.0
    before = money.end <= mention.start
    low, high = (money.end, mention.start) if before else (mention.end, money.start)
    between = view.words[low:high]
    crossing = [
        other
        for other, owner in row
        if owner is not entity and low <= other.start and other.end <= high and other.source != "company"
    ]
    if crossing or re.search(r"[;;]", between):
        return 0.0
    if before:
        if re.fullmatch(r"(?:人民币)?的?[“\"]?", between):
            return 6.0
        if money.role == "other":
            return 0.0
        return 4.5 - len(between) / 20 if not re.search(r"[,,。]", between) else 2.0 - len(between) / 40
    if re.fullmatch(r"[”\"]?[((,,]?(?:项目)?(?:计划|预计|拟|总)*(?:投资|总投资)?(?:约|超过?|达|为|额)*", between):
        return 6.0
    if money.role == "other":
        return 0.0
    return 4.0 - len(between) / 30


def _amounts(text: Text, found: list[View], entity: Entity, table: Table, told: list[Scope]) -> list[Fact]:
    scored: list[tuple[float, int, View, SumOfMoney]] = []
    for place in entity.places:
        view = found[place.view]
        row = table.get(place.view, [])
        for money in view.sums:
            mine = link(view, place.mention, money, row, entity)
            best = max(
                (link(view, mention, money, row, owner) for mention, owner in row if owner is not entity), default=0.0
            )
            if mine > 0 and mine >= best:
                scored.append((mine + money.stated_total * 0.5, place.view, view, money))
    for scope in told:
        view = found[scope.view]
        if not scope.near:
            for money in view.sums:
                if money.role == "investment" and not money.bound:
                    scored.append((1.5 + money.stated_total, scope.view, view, money))
    scored.sort(key=lambda item: (-item[0], item[1]))
    return [
        _fact(text, view, "amount", money.money, money.start, money.end, False, min(0.99, 0.6 + score / 20), "link")
        for score, _, view, money in scored
    ]  # fmt: skip


def _stages(text: Text, found: list[View], entity: Entity, table: Table, told: list[Scope]) -> list[Fact]:
    """The furthest state reached, where the model sees one; behind it the other states told, furthest first."""
    label, confidence = stage_of(stage_features(found, entity, told, table, piece_features(found)))
    facts = [
        _fact(text, found[scope.view], "stage", state.stage, state.start, state.end, state.plan, confidence, "states")
        for scope in told
        for state in found[scope.view].states
        if scope.start <= state.start < scope.end and not state.negated
    ]
    facts.sort(key=lambda fact: (fact.value != label, fact.plan, -STAGES.index(fact.value)))  # type: ignore[arg-type]
    if label is None:
        return []
    if not facts or facts[0].value != label:
        place = entity.places[0]
        facts.insert(
            0,
            _fact(
                text,
                found[place.view],
                "stage",
                label,
                place.mention.start,
                place.mention.end,
                False,
                confidence,
                "states",
            ),
        )
    return facts


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

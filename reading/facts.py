"""What the body says of one project: amount, stage, industry, land, promises, dates."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reading.candidates import Mention
from reading.kinds.amount import SumOfMoney
from reading.kinds.industry import industry_of
from reading.kinds.land import areas_in
from reading.projects import Entity, View, is_bare, name_of
from reading.values import STAGES, Fact, FactKind, Text

Table = dict[int, list[tuple[Mention, Entity]]]
_JOINED = re.compile(r"^(?:[、和与及]|以及|[((][^()()]*[))]|“|”|\s|\d+(?:\.\d+)?(?:亿|万)元?|等|还有)*$")
_ANAPHOR = re.compile(r"^\s*[“\"]?(?:据(?:了解|介绍|悉)[,,::])?(?:该|这个|这一|此|本|整个)?(?:项目|工程|基地|工厂|新工厂|新厂|产业园|园区|总投资|计划总?投资|一期|全部|达产|建成|预计|目前|建设|投产)")


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
    for place in entity.places:
        view = found[place.view]
        row = table.get(place.view, [])
        at = next((i for i, (mention, _) in enumerate(row) if mention is place.mention), None)
        if at is None:
            continue
        first = last = at
        while first > 0 and _JOINED.match(view.words[row[first - 1][0].end : row[first][0].start]):
            first -= 1
        while last + 1 < len(row) and _JOINED.match(view.words[row[last][0].end : row[last + 1][0].start]):
            last += 1
        start = 0
        if first > 0:
            start = _boundary(view.words, row[first - 1][0].end, row[first][0].start)
        end = len(view.words)
        if last + 1 < len(row):
            end = _boundary(view.words, row[last][0].end, row[last + 1][0].start)
        result.append(Scope(place.view, start, end, True))
    result += _following(found, entity, table)
    return result


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
    for place in entity.places:
        row = table.get(place.view, [])
        if not row or row[-1][1] is not entity:
            continue
        for number in range(place.view + 1, min(place.view + 4, len(found))):
            view = found[number]
            if number in table or view.sentence.paragraph > found[place.view].sentence.paragraph + 1 or view.sentence.title:
                break
            if _ANAPHOR.match(view.words):
                result.append(Scope(number, 0, len(view.words), False))
    return result


def _fact(text: Text, view: View, kind: FactKind, value: object, start: int, end: int, plan: bool, confidence: float, by: str) -> Fact:
    base = view.sentence.start
    return Fact(
        kind, value, view.words[start:end], text.span(base + start, base + end),  # type: ignore[arg-type]
        text.span(view.sentence.start, view.sentence.end), plan, confidence, by,
    )  # fmt: skip


def project_facts(text: Text, found: list[View], entity: Entity, table: Table, owners: list[str]) -> tuple[Fact, ...]:
    """The facts of one project, the preferred one of each kind first."""
    told = scopes(found, entity, table)
    facts: list[Fact] = []
    facts += _amounts(text, found, entity, table, told)
    facts += _stages(text, found, told)
    label, confidence = industry_of(_industry_words(found, entity, owners))
    if label:
        place = entity.places[0]
        facts.append(
            _fact(text, found[place.view], "industry", label, place.mention.start, place.mention.end, False, confidence, "industry")
        )
    facts += _land(text, found, told)
    return tuple(facts)


def _industry_words(found: list[View], entity: Entity, owners: list[str]) -> tuple[str, str, str]:
    longest = max((name_of(found[place.view], place.mention) for place in entity.places), key=len)
    return longest, " ".join(owners), found[entity.places[0].view].words


def _score(view: View, mention: Mention, money: SumOfMoney, row: list[tuple[Mention, Entity]], entity: Entity) -> float:
    """How strongly a sum belongs to a name of the same sentence; 0.0 where it does not."""
    if money.bound or any(item.start <= money.start < item.end and item.money is money for item in view.aggregates):
        return 0.0
    if money.role not in ("investment", "other") or (money.role == "other" and money.left.strip(" ,,") and not money.end <= mention.start):
        return 0.0
    before = money.end <= mention.start
    between = view.words[money.end : mention.start] if before else view.words[mention.end : money.start]
    low, high = (money.end, mention.start) if before else (mention.end, money.start)
    crossing = [other for other, owner in row if owner is not entity and low <= other.start and other.end <= high and other.source != "company"]
    if crossing or re.search(r"[;;]", between):
        return 0.0
    if before:
        if re.fullmatch(r"(?:人民币)?的?[“\"]?", between):
            return 6.0
        if money.role == "other":
            return 0.0
        return 4.5 - len(between) / 20 if not re.search(r"[,,。]", between) else 2.0 - len(between) / 40
    if re.fullmatch(r"[((,,]?(?:项目)?(?:计划|预计|拟|总)*(?:投资|总投资)?(?:约|超过?|达|为|额)*", between):
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
            mine = _score(view, place.mention, money, row, entity)
            best = max((_score(view, mention, money, row, owner) for mention, owner in row if owner is not entity), default=0.0)
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


def _stages(text: Text, found: list[View], told: list[Scope]) -> list[Fact]:
    reached, planned = [], []
    for scope in told:
        view = found[scope.view]
        for state in view.states:
            if not scope.start <= state.start < scope.end or state.negated:
                continue
            fact = _fact(text, view, "stage", state.stage, state.start, state.end, state.plan, 0.7, "words")
            (planned if state.plan and state.stage not in ("planned", "negotiating") else reached).append(fact)
    reached.sort(key=lambda fact: -STAGES.index(fact.value))  # type: ignore[arg-type]
    return reached


def _land(text: Text, found: list[View], told: list[Scope]) -> list[Fact]:
    facts = []
    for scope in told:
        view = found[scope.view]
        for area in areas_in(view.words):
            if scope.start <= area.start < scope.end:
                facts.append(_fact(text, view, "land", area.mu, area.start, area.end, False, 0.7, "words"))
    return facts

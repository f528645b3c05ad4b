"""The furthest state that a project has reached: what its clauses and the piece around them tell, weighed by a learned model."""

from __future__ import annotations

import re
from collections import Counter

from reading.kinds.stage import State
from reading.project_candidates import Mention
from reading.projects import Entity
from reading.scopes import Scope, Table
from reading.sentences import View
from reading.spelt import Kind, Parts, spelled
from reading.values import STAGES

_TOPIC = re.compile(
    r"招商|招引|签约|开工|开竣工|竣工|投产|建设|在建|推进|攻坚|储备|谋划|续建|落地|洽谈|考察|调研|产业链|集群"
)
"""What a paragraph's first sentence says that it is about."""

_OPENED = 12
"""How many sentences back a paragraph's first is looked for."""
NOTHING = "none"
"""The model's label where the coverage does not say a state."""
_BESIDE = re.compile(r"[^一-鿿]")
_CLAUSE = re.compile(r"[,,;;。:\n]")
_STOPS = ",;。"
_MARKS = re.compile(r"[^一-鿿A-Za-z,。;、]")
_SIDE, _CLAUSE_SIDE = 16, 100
"""Characters beside a name, and of its clause on either side of it, whose pairs tell."""
_WEIGHT = 0.4
"""What a pair of characters counts beside what is understood."""
SPELT = (Kind("spell", _WEIGHT), Kind("clause", _WEIGHT), Kind("behind", _WEIGHT, 3), Kind("ahead", _WEIGHT, 3))
"""Of what is spelled out the pairs of characters tell, right beside a name the triples too."""


def _tone(state: State) -> str:
    return "not" if state.negated else "plan" if state.plan else "done" if state.done else "told"


def _where(view: View, entity: Entity, state: State, row: Table, number: int) -> str:
    """How a state stands to the entity's nearest name in its view: in its clause before or behind it, or farther off."""
    places = [place.mention for place in entity.places if place.view == number]
    if not places:
        return "far"
    best = "sentence"
    for mention in places:
        if mention.start <= state.start and state.end <= mention.end:
            return "inside"
        if state.end <= mention.start:
            between = view.words[state.end : mention.start]
            if len(between) <= 3:
                return "touching before"
            if not _CLAUSE.search(between):
                best = "before"
        elif state.start >= mention.end:
            between = view.words[mention.end : state.start]
            if len(between) <= 5 and not _CLAUSE.search(between):
                return "touching after"
            if not _CLAUSE.search(between):
                best = "after"
            elif best == "sentence" and len(_CLAUSE.findall(between)) == 1:
                best = "next clause"
    return best


def piece_features(found: list[View]) -> dict[str, float]:
    """What the whole piece tells: its headline's states, the share of each state among those reported."""
    row: dict[str, float] = {}
    counts: Counter[str] = Counter()
    for view in found[:60]:
        for state in view.states:
            if view.sentence.title:
                row[f"title {state.stage} {_tone(state)}"] = 1.0
            elif not state.plan:
                counts[state.stage] += 1
    total = sum(counts.values())
    for stage, count in counts.items():
        row[f"piece {stage}"] = count / total
    return row


def stage_features(
    found: list[View], entity: Entity, told: list[Scope], table: Table, piece: dict[str, float]
) -> dict[str, float]:
    """Named numbers for one project, what is spelled out among them."""
    row, parts = spoken_of(found, entity, told, table, piece)
    return {**row, **spelled(parts, SPELT)}


def spoken_of(
    found: list[View], entity: Entity, told: list[Scope], table: Table, piece: dict[str, float]
) -> tuple[dict[str, float], Parts]:
    """Named numbers for one project, and the stretches of text whose characters tell."""
    row = dict(piece)
    reached: set[str] = set()
    planned: set[str] = set()
    for scope in told:
        view = found[scope.view]
        for state in view.states:
            if not scope.start <= state.start < scope.end:
                continue
            tone = _tone(state)
            where = _where(view, entity, state, table, scope.view)
            word = view.words[state.start : state.end]
            row[f"{state.stage} {tone}"] = 1.0
            row[f"{state.stage} {tone} {where}"] = 1.0
            row[f"word {word} {tone}"] = 1.0
            row[f"word {word} {where}"] = 1.0
            if where != "inside" and not state.negated:
                (planned if state.plan else reached).add(state.stage)
    for name, group in (("reached", reached), ("planned", planned)):
        order = [stage for stage in STAGES if stage in group]
        row[f"{name} {order[-1] if order else NOTHING}"] = 1.0
        row[f"{name} least {order[0] if order else NOTHING}"] = 1.0
    for name, stage in judged(found, entity, told, piece).items():
        row[f"judged {name} {stage}"] = 2.0
    parts = [
        ("spell", _BESIDE.sub("", found[scope.view].words[scope.start : scope.end])[:160])
        for scope in told[:4] if scope.near
    ]  # fmt: skip
    row |= _nearest(found, entity, told)
    row |= _around(found, entity, told, table)
    for topic in topics(found, entity):
        row[f"topic {topic}"] = 1.0
    for place in entity.places[:3]:
        mention = place.mention
        parts += _right_beside(found[place.view], mention)
        row[f"before {mention.before}"] = 1.0
        row[f"after {mention.after}"] = 1.0
        row[f"list lead {mention.lead}"] = 1.0
        row["list"] = float(mention.list_size > 1)
        for word in (
            "签约",
            "开工",
            "在建",
            "投产",
            "落户",
            "引进",
            "储备",
            "谋划",
            "竣工",
            "续建",
            "新开工",
            "在谈",
            "洽谈",
            "重点",
        ):
            if word in mention.tail_words:
                row[f"tail {word}"] = 1.0
    row[f"source {entity.source}"] = 1.0
    return row, parts


def _right_beside(view: View, mention: Mention) -> Parts:
    """What stands on either side of a name, and its clause."""
    words = view.words
    start = max((words.rfind(stop, 0, mention.start) for stop in _STOPS), default=-1) + 1
    end = min((at for stop in _STOPS if (at := words.find(stop, mention.end)) >= 0), default=len(words))
    before = _MARKS.sub("", words[start : mention.start])[-_CLAUSE_SIDE:]
    behind = _MARKS.sub("", words[mention.end : end])[:_CLAUSE_SIDE]
    return [
        ("behind", _MARKS.sub("", words[mention.end : mention.end + _SIDE])),
        ("ahead", _MARKS.sub("", words[max(0, mention.start - _SIDE) : mention.start])),
        ("clause", f"{before}#{behind}"),
    ]


def topics(found: list[View], entity: Entity) -> set[str]:
    """The topic words of the sentence that opens the paragraph of the entity's first name, and of the one just before it."""
    at = entity.places[0].view
    paragraph = found[at].sentence.paragraph
    first = at
    while first > max(0, at - _OPENED) and found[first - 1].sentence.paragraph == paragraph:
        first -= 1
    return {word for number in {first, max(first, at - 1)} - {at} for word in _TOPIC.findall(found[number].words)}


def judged(found: list[View], entity: Entity, told: list[Scope], piece: dict[str, float]) -> dict[str, str]:
    """Simple verdicts: the furthest state reported in the project's own clauses, in all that tells of it, or around it."""
    own: set[str] = set()
    far: set[str] = set()
    plans: set[str] = set()
    for scope in told:
        for state in found[scope.view].states:
            if (
                scope.start <= state.start < scope.end
                and not state.negated
                and not _within(found, entity, scope.view, state)
            ):
                (plans if state.plan else own if scope.near else far).add(state.stage)
    verdict = {
        "own": _furthest(own), "all": _furthest(own | far), "plan": _furthest(plans),
        "title": next((key.split()[1] for key in piece if key.startswith("title") and not key.endswith("plan")), NOTHING),
        "piece": max((key for key in piece if key.startswith("piece")), key=lambda key: piece[key], default="piece none").split()[1],
    }  # fmt: skip
    verdict["final"] = next((verdict[name] for name in ("own", "all") if verdict[name] != NOTHING), "")
    if not verdict["final"]:
        around = [verdict[name] for name in ("title", "piece") if verdict[name] not in (NOTHING, "planned")]
        verdict["final"] = (
            around[0]
            if around and "planned" not in own | far and not plans
            else "planned"
            if plans
            else verdict["piece"]
        )
    return verdict


def _within(found: list[View], entity: Entity, number: int, state: State) -> bool:
    """True where a state's word is a part of the entity's own name."""
    return any(
        place.view == number and place.mention.start <= state.start and state.end <= place.mention.end
        for place in entity.places
    )


def _furthest(group: set[str]) -> str:
    return next((stage for stage in reversed(STAGES) if stage in group), NOTHING)


def _nearest(found: list[View], entity: Entity, told: list[Scope]) -> dict[str, float]:
    """The reported state that stands nearest before and behind a name of the entity, within its part of the sentence."""
    row: dict[str, float] = {}
    for place in entity.places[:4]:
        view, mention = found[place.view], place.mention
        part = next(
            (
                scope
                for scope in told
                if scope.view == place.view and scope.near and scope.start <= mention.start < scope.end
            ),
            None,
        )
        if part is None:
            continue
        before = [
            state
            for state in view.states
            if part.start <= state.start and state.end <= mention.start and not state.negated
        ]
        behind = [state for state in view.states if mention.end <= state.start < part.end and not state.negated]
        for name, group in (
            ("nearest before", before[-1:]),
            ("nearest behind", behind[:1]),
            ("last behind", behind[-1:]),
        ):
            for state in group:
                row[f"{name} {state.stage} {_tone(state)}"] = 1.0
    return row


def _around(found: list[View], entity: Entity, told: list[Scope], table: Table) -> dict[str, float]:
    """States of the same sentence outside the entity's part, before all names or behind them, and of the sentence before."""
    row: dict[str, float] = {}
    for place in entity.places[:2]:
        view = found[place.view]
        names = table.get(place.view, [])
        if names:
            first, last = names[0][0].start, max(mention.end for mention, _ in names)
            for state in view.states:
                if state.end <= first:
                    row[f"lead {state.stage} {_tone(state)}"] = 1.0
                elif state.start >= last:
                    row[f"close {state.stage} {_tone(state)}"] = 1.0
        if place.view and found[place.view - 1].sentence.paragraph == view.sentence.paragraph:
            for state in found[place.view - 1].states:
                row[f"previous {state.stage} {_tone(state)}"] = 1.0
    return row

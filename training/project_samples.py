"""What the project models learn from: pages and corpus pieces with their gold readings, made into rows of named numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from reading.facts import industry_words
from reading.kinds.industry import industry_features
from reading.merging import pair_row, pairs_of
from reading.owners import owner_rows, survey
from reading.progress import NOTHING, piece_features, stage_features
from reading.project_amounts import Claim, claims
from reading.project_context import word_features
from reading.project_rank import features
from reading.projects import Entity, entities, names, sentence_places
from reading.scopes import scopes
from reading.sentences import View, views
from reading.shown import Shown
from reading.stages import LABELS, stage_rows
from reading.values import Company, Text
from reading.verdicts import verdict

ALIKE = 0.85
"""A name so like a gold project's is a name of it."""
_PUNCTUATION = re.compile(r"[\s“”\"'‘’《》()()·•・,,。、\-—]+")

Row = dict[str, float]
Gold = dict[str, Any]


@dataclass(slots=True)
class Sample:
    """One piece as the models see it. `labels`: 1 a project, 0 none, -1 neither to learn nor to count; `answers` its gold."""

    name: str
    rows: list[Row]
    words: list[Row]
    labels: list[int]
    stages: list[tuple[Row, str]]
    stage_rows: list[list[Row]]
    """Of each stage row the rows of all labels, still without what the linear model says."""
    industries: list[tuple[Row, str]]
    owners: list[tuple[Row, int]]
    sums: list[tuple[Row, int]]
    same: list[tuple[Row, int]]
    wanted: int
    weight: float = 1.0


def _fold(name: str) -> str:
    return _PUNCTUATION.sub("", name).lower()


def _likeness(one: str, other: str) -> float:
    one, other = _fold(one), _fold(other)
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    return 0.9 if len(short) >= 4 and short in long else SequenceMatcher(None, one, other, autojunk=False).ratio()


def _names(found: list[View], entity: Entity) -> list[str]:
    return sorted({name + "项目" * (place.mention.source == "company") for name, place in names(found, entity)})


def _pairs(
    found: list[View], grouped: list[Entity], companies: tuple[Company, ...], golds: list[Gold]
) -> list[tuple[float, int, int]]:
    """Likeness of every gold project (first index) to every entity (second), best first."""
    scored = []
    for at, entity in enumerate(grouped):
        mine = _names(found, entity)
        owned = {companies[index].name for index in entity.companies}
        for which, gold in enumerate(golds):
            theirs = [gold["name"], *(gold.get("aliases") or [])]
            likeness = max(_likeness(one, other) for one in mine for other in theirs)
            shared = any(name in owned for name in gold.get("companies") or [])
            if likeness >= 0.7 or (likeness >= 0.45 and shared):
                scored.append((likeness + 0.3 * shared, which, at))
    return sorted(scored, key=lambda item: (-item[0], item[1], item[2]))


def sample(name: str, text: Text, gold: Gold, companies: tuple[Company, ...]) -> Sample:
    """One piece with its gold reading, made into rows to learn from. `companies`: as the reader would find them."""
    found = views(Shown(text), companies)
    grouped = entities(found)
    golds = gold["projects"]
    labels = [0] * len(grouped)
    answers: dict[int, Gold] = {}
    used: set[int] = set()
    pairs = _pairs(found, grouped, companies, golds)
    for _, which, at in pairs:
        if which not in used and at not in answers:
            used.add(which)
            answers[at] = golds[which]
    optional = [bool(item.get("maybe")) or item["kind"] == "public" for item in golds]
    for _, which, at in pairs:
        labels[at] = -1 if optional[which] and at not in answers else labels[at]
    for score, _, at in pairs:
        # another name of a project that is answered: the reader makes them one
        labels[at] = -1 if score >= ALIKE and at not in answers else labels[at]
    for at, answer in answers.items():
        labels[at] = -1 if answer.get("maybe") or answer["kind"] == "public" else 1
    kept = [entity for at, entity in enumerate(grouped) if labels[at]]
    table = sentence_places(kept)
    piece = piece_features(found)
    spoken = [word_features(found, entity) for entity in grouped]
    done = Sample(
        name,
        list(features(found, grouped, companies)),
        spoken,
        labels,
        [],
        [],
        [],
        [],
        [],
        _same_project(found, grouped, pairs),
        optional.count(False),
    )
    seen = survey(found, table)
    for at, answer in sorted(answers.items()):
        if labels[at] != 1:
            continue
        entity = grouped[at]
        told = scopes(found, entity, table)
        done.stages.append((stage_features(found, entity, told, table, piece), answer.get("stage") or NOTHING))
        done.stage_rows.append(
            stage_rows(
                found, entity, told, table, piece, dict.fromkeys(LABELS, 0.0), verdict(found, entity, told, table)
            )
        )
        done.sums.extend(
            (claim.row, _is_sum(claim, answer)) for claim in claims(found, entity, table, told, len(kept) == 1)
        )
        owned = []
        for index, row in owner_rows(found, entity, table, companies, seen).items():
            owned += [companies[index].name] * (right := _is_owner(companies[index], answer))
            done.owners.append((row, right))
        if answer.get("industry"):
            words = industry_words(text, found, entity, owned, told)
            done.industries.append((industry_features(words), answer["industry"]))
    return done


def _same_project(
    found: list[View], grouped: list[Entity], pairs: list[tuple[float, int, int]]
) -> list[tuple[Row, int]]:
    """Pairs of entities that name projects, with 1 where it is one project."""
    answer: dict[int, int] = {}
    for _, which, at in pairs:
        answer.setdefault(at, which)
    named = sorted(answer)
    return [
        (
            pair_row(found, grouped[named[one]], grouped[named[other]], other - one - 1, len(named)),
            int(answer[named[one]] == answer[named[other]]),
        )
        for one, other in pairs_of([grouped[at] for at in named])
    ]


def _is_sum(claim: Claim, answer: Gold) -> int:
    """1 where a sum is the gold project's amount."""
    amount = answer.get("amount")
    if not amount or amount["currency"] != claim.money.money.currency:
        return 0
    return int(abs(float(claim.money.money.value) - amount["value"]) <= 0.005 * amount["value"])


def _is_owner(company: Company, answer: Gold) -> int:
    """1 where a form of the company is, or holds, or is held by the name of one of the gold project's companies."""
    mine = [form.name for form in company.forms]
    return int(any(one in other or other in one for one in mine for other in answer.get("companies") or []))

"""What the project models learn from: pages and corpus pieces with their gold readings, made into rows of named numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any
from zlib import crc32

from reading.facts import industry_words
from reading.heard import LABELS, Place, clauses_of, places_of, spoken, states_of
from reading.kinds.industry import industry_features
from reading.merging import join, pair_row, pairs_of
from reading.owners import owner_rows, survey
from reading.progress import NOTHING, piece_features, stage_features
from reading.project_amounts import Claim, claims
from reading.project_context import word_features
from reading.project_rank import features
from reading.projects import Entity, entities, names, sentence_places
from reading.scopes import Table, scopes
from reading.sentences import View, Views, views
from reading.shown import Shown
from reading.stages import stage_rows
from reading.values import Company, Text
from reading.verdicts import verdict
from training.corpus import Piece, placed

ALIKE = 0.85
"""A name so like a gold project's is a name of it."""
_PUNCTUATION = re.compile(r"[\s“”\"'‘’《》()()·•・,,。、\-—]+")

Row = dict[str, float]
Gold = dict[str, Any]
Clause = tuple[str, frozenset[str]]
"""A clause and its states as the model of clauses takes them."""
Told = tuple[int, int, str]
"""Where words stand that give a project's state, and the state."""
_KEPT = 3
"""One in so many of the clauses that tell no state is learned from."""


@dataclass(slots=True)
class Sample:
    """One piece as the models see it. `labels`: 1 a project, 0 none, -1 neither to learn nor to count; `answers` its gold."""

    name: str
    rows: list[Row]
    words: list[Row]
    labels: list[int]
    stages: list[tuple[Row, str]] = field(default_factory=list)
    stage_rows: list[list[Row]] = field(default_factory=list)
    """Of each stage row the rows of all labels, still without what the linear models say."""
    heard: list[list[tuple[Place, Clause]]] = field(default_factory=list)
    """Of each stage row the clauses that may tell of it."""
    clauses: list[tuple[Clause, str]] = field(default_factory=list)
    """Clauses with the state that the piece's marks give them, or none."""
    industries: list[tuple[Row, str]] = field(default_factory=list)
    owners: list[tuple[Row, int]] = field(default_factory=list)
    sums: list[tuple[Row, int]] = field(default_factory=list)
    same: list[tuple[Row, int]] = field(default_factory=list)
    wanted: int = 0
    weight: float = 1.0
    hard: bool = False
    """Whether its sums are harder, by design, than coverage has them."""


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


def told_in(piece: Piece, text: Text) -> list[Told]:
    """The words of a corpus piece that give its projects' states, by their places in the repaired text."""
    found = []
    for mark in piece.of("s"):
        if (spot := placed(text, mark)) and (stage := piece.stage(mark.number)):
            found.append((*spot, stage))
    return found


def mark_hard(samples: Mapping[str, Sample], pieces: Iterable[Piece]) -> None:
    """Marks the samples of pieces whose header says `sums: hard`."""
    for piece in pieces:
        if piece.name in samples:
            samples[piece.name].hard = piece.header.get("sums") == "hard"


def sample(
    name: str, text: Text, gold: Gold, companies: tuple[Company, ...], stated: Sequence[Told] | None = None
) -> Sample:
    """One piece with its gold reading, made into rows to learn from. `companies`: as the reader would find them; `stated`:
    the words that give the states, where the piece has marks."""
    found = views(Shown(text), companies)
    grouped = entities(found)
    golds = gold["projects"]
    labels = [0] * len(grouped)
    answered: dict[int, int] = {}
    used: set[int] = set()
    pairs = _pairs(found, grouped, companies, golds)
    for _, which, at in pairs:
        if which not in used and at not in answered:
            used.add(which)
            answered[at] = which
    answers = {at: golds[which] for at, which in answered.items()}
    optional = [bool(item.get("maybe")) or item["kind"] == "public" for item in golds]
    for _, which, at in pairs:
        labels[at] = -1 if optional[which] and at not in answers else labels[at]
    for score, _, at in pairs:
        # another name of a project that is answered: the reader makes them one
        labels[at] = -1 if score >= ALIKE and at not in answers else labels[at]
    for at, answer in answers.items():
        labels[at] = -1 if answer.get("maybe") or answer["kind"] == "public" else 1
    piece = piece_features(found)
    spoken = [word_features(found, entity) for entity in grouped]
    done = Sample(name, list(features(found, grouped, companies)), spoken, labels)
    done.same = _same_project(found, grouped, pairs)
    done.wanted = optional.count(False)
    joined = _join_names(found, grouped, answered, golds)
    kept = [entity for at, entity in enumerate(grouped) if labels[at] and at not in joined]
    table = sentence_places(kept)
    if stated is not None:
        done.clauses = list(_clauses(found, table, stated))
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
        done.heard.append(
            [(place, _clause(found[place.view], table, place)) for place in places_of(found, entity, told, table)]
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


def _join_names(
    found: list[View], grouped: list[Entity], answered: dict[int, int], golds: list[Gold]
) -> frozenset[int]:
    """The other printed names of a gold project joined to the entity that answers it, as the reader does; their numbers."""
    home = {
        _fold(name): at
        for at, which in answered.items() for name in [golds[which]["name"], *(golds[which].get("aliases") or [])]
    }  # fmt: skip
    joined = {}
    for at, entity in enumerate(grouped):
        owners = {home.get(_fold(name)) for name in _names(found, entity)} - {None}
        if at not in answered and len(owners) == 1:
            joined[at] = owners.pop()
    for at, owner in joined.items():
        if owner is not None:
            join(grouped[owner], grouped[at])
    return frozenset(joined)


def _clause(view: View, table: Table, place: Place) -> Clause:
    return spoken(view, _spans(table, place.view))[place.clause], states_of(view)[place.clause]


def _spans(table: Table, number: int) -> list[tuple[int, int]]:
    return [(mention.start, mention.end) for mention, _ in table.get(number, ())]


def _clauses(found: Views, table: Table, stated: Sequence[Told]) -> Iterator[tuple[Clause, str]]:
    """The clauses of a piece that tell one state, and some of those that tell none."""
    for number, view in enumerate(found):
        said = zip(spoken(view, _spans(table, number)), states_of(view), strict=True)
        for clause, (words, told) in zip(clauses_of(view.words), said, strict=True):
            first, last = view.sentence.start + clause.start, view.sentence.start + clause.end
            states = {state for start, end, state in stated if start < last and end > first}
            if len(states) == 1:
                yield (words, told), states.pop()
            elif not states and not told and crc32(words.encode()) % _KEPT == 0:
                yield (words, told), NOTHING


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

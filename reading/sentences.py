"""The sentences of one piece with what is found in each: companies, sums, counts, states; the words and candidates when asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from reading.clauses import Mark, Sentence, marks
from reading.kinds.amount import SumOfMoney, sums_in
from reading.kinds.date import moments_in
from reading.kinds.stage import State, state_words, states_of
from reading.project_candidates import Atom, Mention, atoms_of, candidates
from reading.shown import Shown
from reading.statements import Aggregate, aggregates_in
from reading.values import Company

_ANCHOR = re.compile(
    r"项目|工程|基地|园|厂|线|中心|总部|院|签|落户|落地|投产|开工|投资|建|城|区|站|港|谷|镇|大厦|广场|酒店|室|场|平台|期|引进|考察|洽谈|公司|合作|竣工|开业|产|有"
)
_CLOSING = re.compile(
    r"(?:上述|以上|这些|这批|所有|全部|[两三四五六七八九十\d]个)[^,。;、]{0,8}(?:项目|协议|地块)[^,。;、]{0,8}(?:均|都|全部|当[天日]|现场|已|同时|一并|一起)"
    r"|(?:上述|(?<![元亿万人个%\d])以上)[^,。;]{0,10}项目"
)
KEPT = 256
"""Sentences whose words are kept: projects of one sentence follow each other."""
OPENING = 3
"""Sentences of the body that say what the piece is about."""


class Spelled(NamedTuple):
    """The words, companies and sums of a sentence as the model knows them, with where each begins and ends."""

    starts: list[int]
    ends: list[int]
    words: list[str]


@dataclass(frozen=True, slots=True)
class View:
    """One sentence with what was found in it; offsets in `words`. A long page has many, so that none holds what is sooner found again."""

    sentence: Sentence
    words: str
    marks: tuple[Mark, ...]
    sums: tuple[SumOfMoney, ...]
    aggregates: tuple[Aggregate, ...]
    states: tuple[State, ...]


class Views(list[View]):
    """The sentences of one piece in order, with those that every project of a long piece asks for again."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self._shown = shown
        self._atoms: dict[int, list[Atom]] = {}
        self.spelled: dict[int, Spelled] = {}
        """The words of sentences as a model knows them, where they were asked for of late."""

    def atoms(self, number: int) -> list[Atom]:
        """The words, companies and sums of a sentence in one piece each; those of a short text are kept."""
        if (kept := self._atoms.get(number)) is not None:
            return kept
        if len(self._atoms) >= KEPT:
            self._atoms.clear()
        view = self[number]
        ends = self._shown.ends_in(view.sentence.start, view.sentence.end)
        self._atoms[number] = made = atoms_of(view.words, view.marks, view.sums, ends)
        return made

    def mentions(self, number: int) -> list[Mention]:
        """Every place of a sentence that may name a project."""
        view = self[number]
        # a copy of the words: the search for nouns leaves its own beside those that it is given, as long as these are kept
        words = self._shown.text.text[view.sentence.start : view.sentence.end]
        return candidates(words, view.marks, self.atoms(number))

    @cached_property
    def titled(self) -> list[View]:
        """The sentences of the headline."""
        return [view for view in self if view.sentence.title]

    @cached_property
    def closing(self) -> frozenset[int]:
        """Where a sentence says something of all projects named before (上述项目均已签约)."""
        return frozenset(number for number, view in enumerate(self) if _CLOSING.search(view.words))

    @cached_property
    def body(self) -> list[int]:
        """Where the body's first sentences are."""
        return list(islice((number for number, view in enumerate(self) if not view.sentence.title), OPENING))


def views(shown: Shown, companies: tuple[Company, ...]) -> Views:
    """Every sentence of headline and body with its companies, sums, aggregates, states and candidate names."""
    text = shown.text
    every = marks(text, companies)
    today = text.header.content_on or text.header.published_on
    position = 0
    found = Views(shown)
    for sentence in shown.sentences:
        words = text.text[sentence.start : sentence.end]
        while position < len(every) and every[position].end <= sentence.start:
            position += 1
        last = position
        while last < len(every) and every[last].start < sentence.end:
            last += 1
        inside = _own_marks(sentence, every[position:last])
        if not inside and not _ANCHOR.search(words):
            continue
        sums = sums_in(words)
        aggregates = tuple(aggregates_in(words, sums)) if "个" in words or "项" in words else ()
        found.append(View(sentence, words, inside, sums, aggregates, _states(words, inside, today)))
    return found


def _states(words: str, inside: Sequence[Mark], today: date | None) -> tuple[State, ...]:
    """The states of a sentence outside its companies' names; a time later than the coverage makes a plan of its clause."""
    if not (found := list(state_words(words))):
        return ()
    future = [(moment.start, moment.end) for moment in moments_in(words, today) if today and moment.first > today]
    return tuple(
        [
            state
            for state in states_of(words, found, future)
            if not any(mark.start <= state.start < mark.end for mark in inside)
        ]
    )


def _own_marks(sentence: Sentence, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """The companies of one sentence, in its own offsets."""
    return tuple(
        [
            Mark(mark.start - sentence.start, mark.end - sentence.start, mark.company)
            for mark in marks
            if sentence.start <= mark.start and mark.end <= sentence.end
        ]
    )

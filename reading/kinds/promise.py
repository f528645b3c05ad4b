"""Forward statements: what coverage says will be reached, and by when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from reading.kinds.date import moments_in
from reading.kinds.stage import State
from reading.values import Promise

_CLAUSES = re.compile(r"[,,;;。!?!?\n]")
_FORWARD = re.compile(
    r"将|拟|计划|预计|预期|力争|争取|有望|即将|确保|目标|到时候|届时|明年|后年|可望|建成后|投产后|达产后|要在|就能|底前|年底"
)


@dataclass(frozen=True, slots=True)
class Announced:
    """A promise and the words that make it: offsets in the string searched."""

    start: int
    end: int
    promise: Promise


def promises_in(
    text: str, states: list[State], today: date | None, start: int = 0, end: int | None = None
) -> list[Announced]:
    """The forward statements of text[start:end]: clauses that announce a state. `due` is the last day of the time named."""
    found = []
    edges = [start, *(match.end() for match in _CLAUSES.finditer(text, start, len(text) if end is None else end))]
    edges.append(len(text) if end is None else end)
    moments = moments_in(text, today)
    for left, right in pairwise(edges):
        told = [state for state in states if left <= state.start < right and state.plan and not state.negated]
        told = [state for state in told if state.stage not in ("planned", "negotiating", "signed")]
        words = text[left:right].strip(" ,;。")
        if not told or not _FORWARD.search(words):
            continue
        due = [
            moment.last
            for moment in moments
            if left <= moment.start < right and (today is None or moment.last >= today)
        ]
        begin = text.index(words, left)
        found.append(Announced(begin, begin + len(words), Promise(words, told[-1].stage, due[-1] if due else None)))
    return found

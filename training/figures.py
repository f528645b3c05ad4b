"""`python -m training figures [FOLDER …]`: what the whole engine reads in texts that none of its models has seen.

The pages of the folders and the pieces of the corpus are divided into parts; the models of companies, people, employers and
projects all learn from the other parts alone before they read one. Deterministic: the same input prints the same figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.reading import figures
from benchmarks.scoring import Score
from reading import crowd, employers, read
from reading.__main__ import as_json
from reading.find import find_companies
from training import employers as employer_training
from training import people as people_training
from training import projects as project_training
from training.corpus import load
from training.folds import companies_with, unseen_parts
from training.project_samples import Sample, mark_hard, sample, told_in
from training.unseen import texts

FOLDS = 5
Weights = dict[str, float]


@contextmanager
def people_with(names: Weights, choice: Weights) -> Iterator[None]:
    """Within it people are found by these weights instead of those that ship."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(crowd, "_weights", lambda: crowd.with_fixed(names)))
        stack.enter_context(patch.object(employers, "_weights", lambda: choice))
        yield


def cross_validate(folders: Sequence[Path], say: Callable[[str], None] = print) -> tuple[Score, Score]:
    """The scores of the folders' pages and of the corpus, each piece read by models of the other parts."""
    pages = texts(folders)
    pieces = load()
    marked = {piece.name: piece.gold() for piece in pieces}
    stated = {piece.name: told_in(piece, pages[piece.name]) for piece in pieces}
    real = project_training.golds_of(folders)
    golds: dict[str, Any] = real | marked
    parts = unseen_parts(folders, FOLDS)
    say(f"{len(real)} pages, {len(marked)} pieces of the corpus: company models of {FOLDS} parts")
    rows: dict[str, Sample] = {}
    for part in parts:
        with companies_with(part):
            rows |= {
                name: sample(name, pages[name], golds[name], find_companies(pages[name]), stated.get(name))
                for name in part.names
            }
    mark_hard(rows, pieces)
    names = people_training.examples_by_piece(folders)
    choices = employer_training.examples(folders)
    scores = Score(), Score()
    for number, part in enumerate(parts, 1):
        inside = [name for name in sorted(rows) if name not in part.names]
        spoken = people_training.fit([example for name in inside for example in names[name]])
        choice = employer_training.fit([row for row in choices if row.piece not in part.names])
        models = project_training.fit([rows[name] for name in inside])
        with companies_with(part), people_with(spoken, choice), project_training.reading_with(models):
            for name in part.names:
                reading = read(pages[name])
                scores[name in marked].add(golds[name], as_json(name, reading, pages[name]))
        say(f"part {number} of {FOLDS} read")
    return scores


def main(folders: Sequence[Path]) -> None:
    """Print the figures of the pages and of the corpus side by side."""
    pages, corpus = (figures(score) for score in cross_validate(folders))
    print(f"{'':18} {'pages':>7} {'corpus':>7}")
    for name in sorted(pages.keys() | corpus.keys()):
        print(f"{name:18} {pages.get(name, float('nan')):7.4f} {corpus.get(name, float('nan')):7.4f}")

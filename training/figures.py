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
from reading import ENGINE, employers, fullnames
from reading.__main__ import as_json
from reading.people import find_people
from reading.relate import find_amounts, find_place, find_projects, find_statements
from reading.values import Company, Reading, Text
from training import employers as employer_training
from training import people as people_training
from training import projects as project_training
from training.corpus import load
from training.folds import unseen_companies
from training.project_samples import sample
from training.unseen import texts

FOLDS = 5
Weights = dict[str, float]


@contextmanager
def people_with(names: Weights, choice: Weights) -> Iterator[None]:
    """Within it people are found by these weights instead of those that ship."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(fullnames, "_weights", lambda: fullnames.with_fixed(names)))
        stack.enter_context(patch.object(employers, "_weights", lambda: choice))
        yield


def read_with(text: Text, companies: tuple[Company, ...]) -> Reading:
    """A reading with companies that were found before."""
    return Reading(
        ENGINE, text.header, find_place(text), companies, find_projects(text, companies), find_people(text, companies),
        find_amounts(text), find_statements(text),
    )  # fmt: skip


def cross_validate(folders: Sequence[Path], say: Callable[[str], None] = print) -> tuple[Score, Score]:
    """The scores of the folders' pages and of the corpus, each piece read by models of the other parts."""
    pages = texts(folders)
    marked = {piece.name: piece.gold() for piece in load()}
    real = project_training.golds_of(folders)
    golds: dict[str, Any] = real | marked
    groups = unseen_companies(folders, pages, FOLDS)
    say(f"{len(real)} pages, {len(marked)} pieces of the corpus: companies found in {FOLDS} parts")
    found = {name: companies for group in groups for name, companies in group.items()}
    rows = {name: sample(name, pages[name], golds[name], found[name]) for name in sorted(found)}
    names = people_training.examples_by_piece(folders)
    choices = employer_training.examples(folders)
    scores = Score(), Score()
    for number, group in enumerate(groups, 1):
        inside = [name for name in sorted(found) if name not in group]
        spoken = people_training.fit([example for name in inside for example in names[name]])
        choice = employer_training.fit([row for row in choices if row.piece not in group])
        models = project_training.fit([rows[name] for name in inside])
        with people_with(spoken, choice), project_training.reading_with(models):
            for name, companies in group.items():
                reading = read_with(pages[name], companies)
                scores[name in marked].add(golds[name], as_json(name, reading, pages[name]))
        say(f"part {number} of {FOLDS} read")
    return scores


def main(folders: Sequence[Path]) -> None:
    """Print the figures of the pages and of the corpus side by side."""
    pages, corpus = (figures(score) for score in cross_validate(folders))
    print(f"{'':18} {'pages':>7} {'corpus':>7}")
    for name in sorted(pages.keys() | corpus.keys()):
        print(f"{name:18} {pages.get(name, float('nan')):7.4f} {corpus.get(name, float('nan')):7.4f}")

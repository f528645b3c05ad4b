"""Companies as the reader finds them in texts it was not trained on: what the project models have to live with.

The company models have seen the texts that the project models learn from, and find too much of them. Companies are
therefore left out and taken in by chance, about as often as the company models err on texts they did not see. Training
them anew for every part of the texts says the same and takes an hour.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from pathlib import Path

import rjieba

from reading.clean import clean
from reading.find import find_companies
from reading.shown import Shown
from reading.values import Company, Form, Text
from training.corpus import load

MISSED = 0.15
"""Share of the companies that the reader misses in an unseen text."""
WRONG = 0.1
"""Wrong companies for each right one in an unseen text."""
_NAMELIKE = frozenset(["n", "nr", "nz", "nt", "ns"])


def texts(folders: Sequence[Path]) -> dict[str, Text]:
    """Every page of the folders and every piece of the corpus, cleaned, by its name."""
    pages = {
        path.stem: clean(path.with_suffix(".txt").read_bytes())
        for folder in folders
        for path in sorted(folder.glob("*.json"))
    }
    return pages | {piece.name: clean(piece.text.encode()) for piece in load()}


def companies_of(name: str, text: Text) -> tuple[Company, ...]:
    """The companies of one text with errors by chance, the same at every call. `name`: the text's own."""
    chance = random.Random(f"companies of {name}")  # noqa: S311 - repeatable errors, no secret
    found = find_companies(text)
    kept = [company for company in found if chance.random() >= MISSED]
    string = Shown(text).legible
    right = {form.name for company in found for form in company.forms}
    words = sorted({
        word for word, kind in rjieba.tag(string) if kind in _NAMELIKE and 2 <= len(word) <= 4 and word not in right
    })  # fmt: skip
    for _ in found:
        if words and chance.random() < WRONG:
            wrong = chance.choice(words)
            spans = tuple(text.span(*match.span()) for match in re.finditer(re.escape(wrong), string))
            kept.append(Company((Form(wrong, spans),), 0.6, "chance"))
    kept.sort(key=lambda company: min(form.spans[0] for form in company.forms))
    return tuple(kept)

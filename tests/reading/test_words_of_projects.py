"""What the words of a project are worth is the same whether they are named for training or asked for while reading."""

from __future__ import annotations

import pytest

from reading import clean
from reading.find import find_companies
from reading.model import load_linear
from reading.project_context import word_features, word_odds
from reading.projects import entities
from reading.sentences import views
from reading.shown import Shown
from training.corpus import Piece, load

PIECES = load()[:6]


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.name)
def test_words_are_worth_what_training_found(piece: Piece) -> None:
    shown = Shown(clean(piece.text, "text"))
    found = views(shown, find_companies(shown.text))
    model = load_linear("project_words")
    grouped = entities(found)
    assert grouped
    for entity in grouped:
        assert word_odds(found, entity) == pytest.approx(float(model.odds(word_features(found, entity))[0]))

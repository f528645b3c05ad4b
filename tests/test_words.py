"""docs/words.md: one Chinese term, one English word, as the models say them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps

from tests.test_rooms import TABLES

PAGE = (Path(__file__).parent.parent / "docs" / "words.md").read_text("utf-8")
ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \|(?: `([\w.]+)` \|)?$", re.M)
ALL = [(term, word, place) for term, word, place in ROW.findall(PAGE) if term not in ("中文", "---")]
MODELS = [row for row in ALL if row[2].count(".") == 1]
FIELDS = [row for row in ALL if row[2].count(".") == 2]


@pytest.mark.parametrize(("term", "word", "place"), MODELS, ids=[row[1] for row in MODELS])
def test_a_row_is_called_on_the_page_as_in_the_models(term: str, word: str, place: str) -> None:
    model = apps.get_model(place)
    assert model._meta.verbose_name == term


@pytest.mark.parametrize(("term", "word", "place"), FIELDS, ids=[row[1] for row in FIELDS])
def test_a_column_is_called_on_the_page_as_in_its_model(term: str, word: str, place: str) -> None:
    label, model, field = place.split(".")
    assert apps.get_model(label, model)._meta.get_field(field).verbose_name == term


def test_every_table_of_ours_has_its_word() -> None:
    ours = {
        f"{label}.{model.__name__}"
        for label in TABLES
        for model in apps.get_app_config(label).get_models()
        if not hasattr(model, "pgh_tracked_model")
    }
    assert ours == {place for _, _, place in MODELS}


def test_no_term_and_no_word_is_used_twice() -> None:
    terms = [term for term, _, _ in ALL]
    words = [word for _, word, _ in ALL]
    assert sorted(set(terms)) == sorted(terms)
    assert sorted(set(words)) == sorted(words)

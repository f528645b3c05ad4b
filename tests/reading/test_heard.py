"""What a clause tells of a state, whatever its words: judged by its characters, alone or with many."""

from __future__ import annotations

import numpy as np
import pytest

from reading import clean
from reading.heard import LABELS, STATE_WORTH, Place, heard_rows, hearing, parts, spoken
from reading.model import load_linear
from reading.sentences import views
from reading.shown import Shown

CLAUSES = ["首批货上周已经装船发走", "屋面板铺了一半", "图纸还在审", "租下了园区两层楼", "天气晴好"]


def likeliest(clause: str) -> str:
    (chances,) = hearing().chances([clause], [frozenset()])
    return LABELS[int(chances.argmax())]


@pytest.mark.parametrize(
    ("clause", "stage"),
    [
        ("首批货上周已经装船发走", "operating"),
        ("屋面板铺了一半", "building"),
        ("设计图纸还在审", "planned"),
        ("与会人员合影留念", "none"),
    ],
)
def test_a_clause_tells_a_state_in_words_that_no_list_knows(clause: str, stage: str) -> None:
    assert likeliest(clause) == stage


def test_a_clause_is_judged_alike_alone_and_among_others() -> None:
    together = hearing().chances(CLAUSES, [frozenset()] * len(CLAUSES))
    alone = [hearing().chances([clause], [frozenset()])[0] for clause in CLAUSES]

    assert np.allclose(together, alone)
    assert np.allclose(together.sum(axis=1), 1)


def test_many_at_once_are_judged_as_the_model_of_named_weights_has_it() -> None:
    model, told = load_linear("heard"), frozenset(["state operating done"])
    for clause in CLAUSES:
        row: dict[str, float] = dict.fromkeys(told, STATE_WORTH)
        for part in parts(clause):
            row[part] = row.get(part, 0.0) + 1.0
        odds = np.exp(model.odds(row))
        expected = [odds[model.labels.index(label)] / odds.sum() for label in LABELS]
        assert np.allclose(hearing().chances([clause], [told])[0], expected, atol=1e-5)


def test_which_firm_or_project_it_is_says_nothing() -> None:
    text = clean("4月8日,云湖光电公司的显示模组项目开工,总投资3亿元。".encode())
    (view,) = views(Shown(text), ())
    start = view.words.index("显示")

    assert spoken(view, [(start, start + len("显示模组项目"))])[1] == "云湖光电公司的P开工"


def test_the_furthest_state_of_its_own_clauses_stands_out() -> None:
    said = np.full((2, len(LABELS)), 0.01)
    said[0, LABELS.index("started")] = said[1, LABELS.index("operating")] = 0.9
    shared, rows = heard_rows([Place("name", 0, 0, 0), Place("after", 0, 1, 1)], said)
    by_label = dict(zip(LABELS, rows, strict=True))

    assert by_label["operating"]["heard furthest"] == 1.0
    assert by_label["started"]["heard furthest"] == 0.0
    assert by_label["started"]["heard beyond"] == pytest.approx(0.9)
    assert shared["top heard name"] == pytest.approx(0.9)


def test_no_clauses_tell_nothing() -> None:
    shared, rows = heard_rows([], hearing().chances([], []))
    assert shared == {}
    assert all(not any(row.values()) for row in rows)

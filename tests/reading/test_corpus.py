"""The marked corpus: parsing, gold, checks, and noise that keeps marks exact."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.floors import below, raised
from benchmarks.reading import figures
from benchmarks.scoring import Score
from reading import clean
from training.corpus import Piece, parse, placed
from training.noise import noisy
from training.project_samples import Sample, mark_hard

PIECE = """=== demo-001
title: 云湖项目落户临江
published_on: 2026-01-07
outlet: 临江日报
place: 浙江省嘉兴市
---
[t:云湖项目落户临江]
[e:来源:临江日报 记者 [h9:沈知禾]]
[c1:云湖光电有限公司]投资[a1:51亿元]的[p1:[c1:云湖]显示项目][s1:签约],用地[m1:180亩],[c1:云湖]董事长[h1:陈启明]说最好。
去年[g:引进项目28个]。
---
c1
p1 industry | c1 | 5100000000 CNY | signed | 电子信息 | 180
h1 business | 云湖光电有限公司 | 董事长
h9 media | 临江日报 | 记者
"""


def pieces(tmp_path: Path, words: str) -> list[Piece]:
    path = tmp_path / "demo.txt"
    path.write_text(words, encoding="utf-8")
    return parse(path)


def test_gold(tmp_path: Path) -> None:
    (piece,) = pieces(tmp_path, PIECE)
    assert piece.faults == []
    gold = piece.gold()
    assert gold["companies"] == [{"name": "云湖光电有限公司", "aliases": ["云湖"], "maybe": False}]
    project = gold["projects"][0]
    assert project["name"] == "云湖显示项目"
    assert project["companies"] == ["云湖光电有限公司"]
    assert project["amount"] == {"value": 5100000000.0, "currency": "CNY"}
    assert (project["stage"], project["land_mu"], project["kind"]) == ("signed", 180.0, "industry")
    assert project["evidence"].startswith("云湖光电有限公司投资51亿元")
    assert gold["aggregates"] == ["引进项目28个"]
    assert [person["name"] for person in gold["people"]] == ["陈启明", "沈知禾"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[a1:51亿元]", "[a1:51亿元", "never closed"),
        ("[a1:51亿元]", "[z1:51亿元]", "not a mark"),
        ("[a1:51亿元]", "[a:51亿元]", "a number is missing"),
        ("[a1:51亿元]", "[a1:15亿元]", "is not 5100000000"),
        ("| signed |", "| signing |", "not a stage"),
        ("| 电子信息 |", "| 电子 |", "not an industry"),
        ("p1 industry", "p1 factory", "not a kind of project"),
        ("\nc1\n", "\nc1\nc2\n", "no mark"),
        ("h1 business", "h3 business", "no line below"),
        ("记者 [h9:沈知禾]", "记者 [c1:云湖]", "zone of kind editor"),
        ("2026-01-07", "2026-13-07", "not a date"),
        ("p1 industry | c1", "p1 industry | c4", "no company told above"),
        ("| 180", "| viele", "not a number of mu"),
    ],
)
def test_faults_are_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in PIECE
    (piece,) = pieces(tmp_path, PIECE.replace(old, new, 1))
    assert any(told in fault.what for fault in piece.faults), piece.faults


def test_noise_moves_marks_along(tmp_path: Path) -> None:
    (piece,) = pieces(tmp_path, PIECE)
    plain = clean(piece.text, "text")
    for seed in range(24):
        loud = noisy(piece, seed)
        text = clean(loud.text, "text")
        for mark, before in zip(loud.marks, piece.marks, strict=True):
            here, there = placed(text, mark), placed(plain, before)
            assert here
            assert there
            assert text.text[slice(*here)] == plain.text[slice(*there)]


def test_noise_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    (piece,) = pieces(tmp_path, PIECE)
    assert noisy(piece, 3).text == noisy(piece, 3).text


def test_a_perfect_reading_scores_full_and_an_empty_one_nothing(tmp_path: Path) -> None:
    (piece,) = pieces(tmp_path, PIECE)
    full, nothing = Score(), Score()
    full.add(piece.gold(), piece.gold())
    nothing.add(piece.gold(), {**piece.gold(), "companies": [], "projects": [], "people": [], "title": None})
    assert set(figures(full).values()) == {1.0}
    assert figures(nothing)["companies_f1"] == 0.0
    assert figures(nothing)["title"] == 0.0


def test_a_split_company_is_one_right_and_one_wrong(tmp_path: Path) -> None:
    (piece,) = pieces(tmp_path, PIECE)
    gold = piece.gold()
    score = Score()
    score.add(gold, {**gold, "companies": [{"name": "云湖光电有限公司"}, {"name": "云湖"}]})
    tally = score.entities["companies"]
    assert (tally.right, tally.wrong, tally.missed) == (1, 1, 0)


def test_stray_companies_are_those_of_pieces_that_hold_none(tmp_path: Path) -> None:
    (piece,) = pieces(tmp_path, PIECE)
    score = Score()
    score.add({**piece.gold(), "companies": []}, piece.gold())
    assert score.stray == 1


def test_calibration_is_zero_where_confidence_is_share() -> None:
    score = Score(sure=[(0.75, True)] * 3 + [(0.75, False)])
    assert score.calibration()[0] == 0.0
    assert Score(sure=[(0.9, False)]).calibration()[0] == pytest.approx(0.9)


def test_floors_only_rise() -> None:
    assert below({"a": 0.5}, {"a": 0.6, "b": 0.1}) == ["a: 0.5000 < 0.6000", "b: 0.0000 < 0.1000"]
    assert raised({"a": 0.5, "b": 0.9}, {"a": 0.6}) == {"a": 0.6, "b": 0.89}


def test_a_piece_says_that_its_sums_are_harder_than_coverage_has_them() -> None:
    samples = {name: Sample(name, [], [], []) for name in ("plain-1", "hard-1", "page")}
    mark_hard(samples, [Piece("plain-1", 1), Piece("hard-1", 1, {"sums": "hard"})])

    assert [name for name, sample in samples.items() if sample.hard] == ["hard-1"]

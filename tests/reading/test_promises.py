"""What coverage promises, and by when: times count from the day of the coverage."""

from __future__ import annotations

from datetime import date

import pytest

from reading.kinds.promise import promises_in
from reading.kinds.stage import states_in

TOLD = date(2020, 12, 14)


def promised(text: str, today: date | None = TOLD) -> list[tuple[str, str | None, date | None]]:
    return [(row.promise.what, row.promise.stage, row.promise.due) for row in promises_in(text, states_in(text), today)]


@pytest.mark.parametrize(("words", "due"), [
    ("明年年初将试生产", date(2021, 3, 31)),
    ("预计明年上半年竣工", date(2021, 6, 30)),
    ("力争三季度投产", date(2021, 9, 30)),
    ("计划年底投产", date(2020, 12, 31)),
    ("预计2022年6月建成投产", date(2022, 6, 30)),
    ("力争明年8月中旬投产", date(2021, 8, 20)),
    ("项目将于3月开工", date(2021, 3, 31)),
    ("预计两年内建成投产", date(2022, 12, 14)),
    ("计划18个月后投产", date(2022, 6, 14)),
    ("预计下月底竣工", date(2021, 1, 31)),
    ("力争国庆前竣工", date(2021, 9, 30)),
    ("力争“十四五”末达产", date(2025, 12, 31)),
    ("项目建成后将投产", None),
])  # fmt: skip
def test_when_a_promise_falls_due(words: str, due: date | None) -> None:
    assert [row[2] for row in promised(words)] == [due]


def test_a_plan_of_outputs_holds_on_through_its_sentence() -> None:
    text = "目前已具备年产3亿只的能力,计划明年达到年产6亿只,2022年达到年产10亿只。"
    assert promised(text) == [
        ("计划明年达到年产6亿只", None, date(2021, 12, 31)),
        ("2022年达到年产10亿只", None, date(2022, 12, 31)),
    ]


@pytest.mark.parametrize("text", ["已于去年年底投产", "2019年达到年产3亿只", "计划总投资10亿元。2022年达到年产10亿只"])
def test_what_is_reported_or_stands_alone_is_no_promise(text: str) -> None:
    assert promised(text) == []


def test_without_a_day_of_the_coverage_only_full_years_count() -> None:
    assert [row[2] for row in promised("预计2022年投产", None)] == [date(2022, 12, 31)]
    assert [row[2] for row in promised("预计明年投产", None)] == [None]

"""The benchmark of intake, small: two workers, a few sources; and its judge sees what is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from benchmarks.intake import breaches, problems

GOOD = {
    "lost": 0,
    "doubled": 0,
    "asked_twice": 0,
    "failed": 0,
    "at_once": 0,
    "too_soon": 0,
    "articles_per_second": 100.0,
}


def test_two_workers_take_in_sixty_articles_without_loss_double_or_haste() -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    command = [
        sys.executable,
        "-m",
        "benchmarks.intake",
        "--json",
        "--articles",
        "60",
        "--sources",
        "6",
        "--floor",
        "0",
    ]
    ran = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=280)
    assert ran.returncode == 0, ran.stderr
    figures = json.loads(ran.stdout.splitlines()[-1])
    assert figures["articles"] == 60
    assert figures["requests"] == 60 + 6 + 6


def test_the_judge_sees_two_requests_at_once_and_one_too_soon() -> None:
    log = [
        ("a", "/1", 0.0, 1.0),
        ("a", "/2", 0.5, 1.5),
        ("a", "/3", 1.505, 1.6),
        ("a", "/4", 1.7, 1.8),
        ("b", "/1", 0.2, 0.9),
    ]
    assert breaches(log, pause=0.01) == (1, 1)


@pytest.mark.parametrize("name", [name for name in GOOD if name != "articles_per_second"])
def test_the_judge_refuses_anything_that_must_not_be(name: str) -> None:
    assert problems(GOOD) == []
    assert problems(GOOD | {name: 1}) == [f"{name}: 1"]
    assert problems(GOOD | {"articles_per_second": 0.1}) != []

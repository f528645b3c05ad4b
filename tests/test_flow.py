"""docs/flow.md says what the code does: the steps in their order, the rooms in theirs."""

from __future__ import annotations

import re
from pathlib import Path

from crm.pipeline import STEPS
from press.models import Step
from tests.test_rooms import ORDER

PAGE = (Path(__file__).parent.parent / "docs" / "flow.md").read_text("utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under the heading, without its two head lines."""
    part = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_page_lists_the_steps_in_the_order_in_which_they_run() -> None:
    told = [(row[0], row[1], row[2].strip("`")) for row in rows("Steps")]
    assert told == [(step.value, step.label, f"{work.__module__}.{work.__name__}") for step, work in STEPS.items()]


def test_the_steps_run_in_the_order_of_the_queue() -> None:
    assert list(STEPS) == list(Step)


def test_the_page_lists_the_rooms_from_the_shell_down() -> None:
    assert [re.sub(r"[`/]", "", row[0]) for row in rows("Rooms")] == list(ORDER)

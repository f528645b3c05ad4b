"""The flow, whole: each step takes what the step before has finished and it has not yet seen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from identities.resolve import resolve
from leads.propose import propose
from press.clean import clean
from press.group import group
from press.models import Step
from press.queue import Count, Work, run
from press.read import read

STEPS: dict[Step, Work] = {
    Step.CLEAN: clean,  # articles → text
    Step.GROUP: group,  # text → the story it repeats
    Step.READ: read,  # text → mentions, facts
    Step.RESOLVE: resolve,  # mentions → companies, projects
    Step.PROPOSE: propose,  # these → proposals, and suggestions on leads
}


def advance(
    steps: Iterable[Step] | None = None, *, at: datetime | None = None, only: list[int] | None = None
) -> dict[Step, Count]:
    """Takes the steps in order for everything that waits (or only for these articles); what each did."""
    return {step: run(step, STEPS[step], at=at, only=only) for step in steps or STEPS}

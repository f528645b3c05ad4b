"""The flow, whole: each step takes what the step before has finished and it has not yet seen."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from identities.resolve import resolve
from leads.propose import propose
from press.clean import clean
from press.models import Step
from press.queue import Count, Work, run
from press.read import read

log = logging.getLogger(__name__)

STEPS: dict[Step, Work] = {
    Step.CLEAN: clean,  # articles → text
    Step.READ: read,  # text → mentions, facts
    Step.RESOLVE: resolve,  # mentions → companies, projects
    Step.PROPOSE: propose,  # these → proposals, and suggestions on leads
}


def advance(
    steps: Iterable[Step] | None = None, *, at: datetime | None = None, only: list[int] | None = None
) -> dict[Step, Count]:
    """Takes the steps in order for everything that waits (or only for these articles); what each did."""
    return {step: run(step, STEPS[step], at=at, only=only) for step in steps or STEPS}


def ring() -> None:
    """Asks a worker to look at the queue once this transaction is in. A dead broker fails nobody: the clock sweeps."""
    transaction.on_commit(_ring, robust=True)


def _ring() -> None:
    from crm.tasks import sweep

    try:
        sweep.apply_async(retry=False, expires=600)
    except Exception as error:  # any transport error: the clock will find the rows
        log.warning("broker not reached, the clock will sweep: %s", error)

"""The tests' database, as an early pytest plugin (`-p crm.testpg`): it must be up before Django's settings are read.

One careless cluster in var/test serves any number of test runs side by side; each run takes a slot, which names its
database and its data folder. TEST_DATABASE_URL names another server instead.
"""

import os
from contextlib import ExitStack
from itertools import count

import pytest

from .embedded import Lock, Postgres
from .embedded.session import ROOT, shared_postgres

HOME = ROOT / "var" / "test"
_held = ExitStack()


def _slot() -> tuple[int, Lock]:
    """The lowest number no other run has; the kernel frees it when we die."""
    for number in count():
        lock = Lock(HOME / f"{number}.lock")
        if lock.take(wait=False):
            return number, lock
        lock.release()
    raise AssertionError("count() ended")


def _set_up() -> None:
    """Point the settings at the tests' own database, folder and broker, before anything reads them."""
    os.environ["CRM_TESTING"] = "1"
    os.environ["CELERY_BROKER_URL"] = "memory://"
    for name in ("CRM_PRODUCTION", "CRM_DEBUG", "CRM_HOSTS", "CRM_BEHIND_PROXY"):
        os.environ.pop(name, None)
    number, lock = _slot()
    _held.callback(lock.release)
    os.environ["CRM_VAR"] = str(HOME / str(number))
    if external := os.environ.get("TEST_DATABASE_URL"):
        os.environ["DATABASE_URL"] = external
        return
    postgres = _held.enter_context(shared_postgres(Postgres(HOME / "postgres", durable=False)))
    # Django puts test_ before the name and makes the database itself.
    os.environ["DATABASE_URL"] = postgres.url(f"crm_{number}")


# The workers of a parallel run inherit all of it from their controller.
if "PYTEST_XDIST_WORKER" not in os.environ:
    _set_up()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave the cluster; the last run to leave stops it."""
    _held.close()

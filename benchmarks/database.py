"""A database of its own for a benchmark: made in the tests' careless cluster, gone at the end.

Each process has its own, so that two benchmarks may run at once.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory


@contextmanager
def scratch_database() -> Iterator[None]:
    """Django set up on a fresh, migrated database. Call before anything imports a model; TEST_DATABASE_URL names another server."""
    from crm.embedded import Postgres
    from crm.embedded.session import ROOT, shared_postgres

    os.environ |= {"CRM_TESTING": "1", "CELERY_BROKER_URL": "memory://", "DJANGO_SETTINGS_MODULE": "crm.settings"}
    with (
        TemporaryDirectory() as folder,
        shared_postgres(Postgres(ROOT / "var" / "test" / "postgres", durable=False)) as server,
    ):
        os.environ["CRM_VAR"] = folder
        os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or server.url(f"benchmark_{os.getpid()}")
        import django
        from django.db import connection

        django.setup()
        name = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)

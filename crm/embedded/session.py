"""The embedded services as one management command needs them: the running ones, or a database of its own."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .postgres import Postgres
from .process import Lock
from .valkey import Valkey

ROOT = Path(__file__).resolve().parent.parent.parent
WITHOUT_DATABASE = frozenset({"help", "version", "--help", "--version", "-h", "collectstatic"})

WITHOUT_TABLES = frozenset(
    {"migrate", "makemigrations", "showmigrations", "sqlmigrate", "check", "dbshell", "diffsettings"}
)


def var_folder() -> Path:
    """The folder for everything this installation keeps: CRM_VAR, else `var` beside the code."""
    return Path(os.environ.get("CRM_VAR") or ROOT / "var").resolve()


@contextmanager
def services_for_command(arguments: Sequence[str]) -> Iterator[None]:
    """Have a database up while a management command runs, and name the broker if one runs.

    A database of ours that is still empty gets its tables first: the command may come before the first start of the site.
    """
    name = arguments[1] if len(arguments) > 1 else "help"
    if not os.environ.get("CELERY_BROKER_URL"):
        _use_running_broker()
    if os.environ.get("DATABASE_URL") or name in WITHOUT_DATABASE:
        yield
        return
    with shared_postgres(Postgres(var_folder() / "postgres")) as postgres:
        os.environ["DATABASE_URL"] = postgres.url()
        if name not in WITHOUT_TABLES and _is_free(var_folder() / "up.lock") and _is_empty(postgres):
            _make_tables()
        yield


@contextmanager
def shared_postgres(postgres: Postgres) -> Iterator[Postgres]:
    """A server for as long as anyone uses it: the first to come starts it, the last to leave stops it."""
    users = join(postgres, dies_with_us=False)
    try:
        yield postgres
    finally:
        leave(postgres, users)


def join(postgres: Postgres, *, dies_with_us: bool) -> Lock:
    """Become a user of the server, which then runs.

    The kernel counts the users (each holds a shared lock), so a killed one is not counted for ever.
    """
    postgres.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    users = Lock(postgres.home / "users.lock")
    with Lock(postgres.home / "change.lock"):
        users.take(shared=True)
        postgres.start(dies_with_us=dies_with_us)
    return users


def leave(postgres: Postgres, users: Lock, *, stop: bool = False) -> None:
    """Be a user no longer; the server stops with the last one, or now when `stop` says so."""
    with Lock(postgres.home / "change.lock"):
        if users.take(wait=False) or stop:
            postgres.stop()
        users.release()


def _use_running_broker() -> None:
    """Ring the running site's workers, if the site runs; otherwise their sweep will find what we leave."""
    broker = Valkey(var_folder() / "valkey")
    if broker.url_file.exists() and not _is_free(var_folder() / "up.lock"):
        os.environ["CELERY_BROKER_URL"] = broker.url_file.read_text(encoding="utf-8")


def _is_empty(postgres: Postgres) -> bool:
    import psycopg

    with psycopg.connect(postgres.url()) as connection:
        row = connection.execute("select to_regclass('django_migrations')").fetchone()
    return row is None or row[0] is None


def _make_tables() -> None:
    import django
    from django.core.management import call_command

    print("数据库还是空的，先建表……", file=sys.stderr, flush=True)
    django.setup()
    call_command("migrate", verbosity=0, skip_checks=True)


def _is_free(path: Path) -> bool:
    lock = Lock(path)
    try:
        return lock.take(wait=False)
    finally:
        lock.release()

"""The embedded servers, each alone: what they promise, and what they survive."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from crm.embedded import Lock, Postgres, Valkey
from crm.embedded.postgres import LEAST_BUFFERS, MOST_BUFFERS, buffers, memory
from crm.embedded.session import ROOT, shared_postgres
from tests.setup.conftest import alive, clean_environment, until

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")


def ask(postgres: Postgres, question: str) -> object:
    with psycopg.connect(postgres.url()) as connection:
        row = connection.execute(question).fetchone()  # type: ignore[arg-type]
        assert row is not None
        return row[0]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "数据 目录" / "postgres"


@pytest.fixture
def postgres(home: Path) -> Iterator[Postgres]:
    server = Postgres(home, durable=False)
    with shared_postgres(server):
        yield server


def test_database_knows_chinese_letters(postgres: Postgres) -> None:
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
    assert ask(postgres, "SELECT cardinality(show_trgm('嘉兴')) > 0") is True
    assert ask(postgres, "SHOW server_encoding") == "UTF8"


def test_database_takes_its_part_of_the_memory(postgres: Postgres) -> None:
    gigabyte = 2**30
    assert [buffers(size * gigabyte) for size in (1, 8, 64)] == [LEAST_BUFFERS, 1024, MOST_BUFFERS]
    assert ask(postgres, "select setting::bigint * 8 / 1024 from pg_settings where name = 'shared_buffers'") == buffers(
        memory()
    )


def test_password_and_address_are_for_our_eyes_only(postgres: Postgres) -> None:
    for file in (postgres.home / "password", postgres.url_file):
        assert file.stat().st_mode & 0o777 == 0o600
    wrong = postgres.url().replace((postgres.home / "password").read_text(), "wrong")
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(wrong)


def test_second_user_shares_the_server_and_the_last_one_stops_it(home: Path) -> None:
    with shared_postgres(Postgres(home, durable=False)) as first:
        with shared_postgres(Postgres(home, durable=False)) as second:
            assert second.pid() == first.pid()
        assert ask(first, "SELECT 1") == 1
        pid = first.pid()
    assert pid is not None
    assert not alive(pid)


def test_killed_user_does_not_count_for_ever(home: Path) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path; from crm.embedded import Postgres\n"
        "from crm.embedded.session import join\n"
        "join(Postgres(Path(sys.argv[1]), durable=False), dies_with_us=False)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", script, str(home)], cwd=ROOT, env=clean_environment(), check=False)
    left = Postgres(home, durable=False)
    pid = left.pid()
    assert pid is not None, "the killed user's server runs on"
    with shared_postgres(left) as adopted:
        assert adopted.pid() == pid
        assert ask(adopted, "SELECT 1") == 1
    assert not alive(pid)


def test_killed_server_starts_again_with_its_data(home: Path) -> None:
    server = Postgres(home)
    with shared_postgres(server):
        with psycopg.connect(server.url()) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        pid = server.pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        until(lambda: server.pid() is None)
        server.start(dies_with_us=False)
        assert ask(server, "SELECT number FROM kept") == 7


@pytest.mark.parametrize("text", ["", "4194304\n", "1\n/somewhere\n", "x"])
def test_nonsense_in_the_pid_file_is_not_a_server(postgres: Postgres, text: str) -> None:
    other = Postgres(postgres.home.with_name("other"), durable=False)
    other.home.mkdir(mode=0o700)
    (other.home / "data").mkdir()
    (other.home / "data" / "postmaster.pid").write_text(text)
    assert other.pid() is None


def test_interrupted_first_start_is_begun_anew(home: Path) -> None:
    (home / "data.new" / "base").mkdir(parents=True)
    (home / "data.new" / "PG_VERSION").write_text("18")
    with shared_postgres(Postgres(home, durable=False)) as server:
        assert ask(server, "SELECT 1") == 1


def test_long_path_still_has_a_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("很深的目录" * 8) / ("deeper " * 10)
    with shared_postgres(Postgres(deep / "postgres", durable=False)) as server:
        assert ask(server, "SELECT 1") == 1
    broker = Valkey(deep / "valkey")
    broker.start()
    broker.stop()


@as_root
@pytest.mark.parametrize("open_to_all", [True, False])
def test_root_without_user_namespaces_runs_it_as_nobody(monkeypatch: pytest.MonkeyPatch, open_to_all: bool) -> None:
    monkeypatch.setenv("CRM_NO_USER_NAMESPACE", "1")
    var = Path(tempfile.mkdtemp(prefix="招商 "))
    var.chmod(0o711 if open_to_all else 0o700)
    elsewhere = var
    try:
        with shared_postgres(Postgres(var / "postgres", durable=False)) as server:
            elsewhere = Path((server.home / "elsewhere").read_text())
            assert ask(server, "SELECT 1") == 1
            assert (elsewhere / "data").owner() == "nobody"
            assert elsewhere.is_relative_to(var) is open_to_all
        # What was begun as nobody goes on as nobody, even where namespaces are allowed again.
        monkeypatch.delenv("CRM_NO_USER_NAMESPACE")
        with shared_postgres(Postgres(var / "postgres", durable=False)) as server:
            assert ask(server, "SELECT 1") == 1
    finally:
        shutil.rmtree(var)
        if elsewhere.exists():
            shutil.rmtree(elsewhere)


@as_root
def test_ordinary_user_runs_it_as_himself() -> None:
    var = Path(tempfile.mkdtemp())
    shutil.chown(var, "nobody", "nogroup")
    script = (
        "import sys; from pathlib import Path; from crm.embedded import Postgres, Valkey\n"
        "from crm.embedded.session import shared_postgres\n"
        "with shared_postgres(Postgres(Path(sys.argv[1]) / 'postgres', durable=False)) as server: print(server.pid())\n"
        "broker = Valkey(Path(sys.argv[1]) / 'valkey'); broker.start(); print(broker.pid()); broker.stop()"
    )
    command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", sys.executable, "-c"]
    try:
        if subprocess.run([*command, "import psycopg, crm"], cwd=ROOT, capture_output=True, check=False).returncode:
            pytest.skip("this Python cannot be reached by other users")
        done = subprocess.run(
            [*command, script, str(var)], cwd=ROOT, env=clean_environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert len(done.stdout.split()) == 2
        assert (var / "postgres" / "data").owner() == "nobody"
    finally:
        shutil.rmtree(var)


def test_queue_survives_the_broker_being_killed(tmp_path: Path) -> None:
    redis = pytest.importorskip("redis")
    broker = Valkey(tmp_path / "消息 队列")
    broker.start()
    try:
        client = redis.Redis(unix_socket_path=broker.url.partition("://")[2])
        client.rpush("queue", *range(100))
        # Written at once, flushed each second: a killed process loses nothing, a lost machine one second.
        pid = broker.pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        until(lambda: broker.pid() is None)
        broker.start()
        assert client.llen("queue") == 100
    finally:
        broker.stop()


def test_lock_of_a_killed_holder_is_free(tmp_path: Path) -> None:
    script = "import sys, time; from pathlib import Path; from crm.embedded import Lock\n"
    script += "lock = Lock(Path(sys.argv[1])); lock.take(); print('taken', flush=True); time.sleep(60)"
    path = tmp_path / "lock"
    holder = subprocess.Popen([sys.executable, "-c", script, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "taken\n"
    lock = Lock(path)
    assert not lock.take(wait=False)
    holder.kill()
    holder.wait()
    assert lock.take(wait=False)
    lock.release()

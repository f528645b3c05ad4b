"""`./run` from outside: it starts, says where it is, mends what is killed, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from crm.embedded import Postgres
from tests.setup.conftest import Installation, alive, family, until

pytestmark = pytest.mark.slow

# A word of each part's command line, and what to call it.
PARTS = {
    "crm.wsgi": "网站进程",
    " worker ": "后台进程",
    " beat ": "定时器",
    "/postgres": "数据库",
    "valkey-server": "消息队列",
}


@pytest.fixture(autouse=True)
def after_all_is_whole(installation: Installation) -> None:
    """Each test finds the site whole, whatever the one before did to it."""
    if installation.pid_gone():
        installation.start()
    until(installation.whole)


def test_first_start_prints_a_link_that_only_this_machine_knows(installation: Installation) -> None:
    token = (installation.var / "setup-token").read_text()
    assert f"http://127.0.0.1:{installation.port}/setup/{token}/" in installation.said()


def test_secrets_are_for_the_owner_alone(installation: Installation) -> None:
    secrets = ["setup-token", "secret-key", "postgres/password", "postgres/url"]
    assert {name: oct((installation.var / name).stat().st_mode & 0o777) for name in secrets} == dict.fromkeys(
        secrets, "0o600"
    )


def test_health_page_answers_at_once_with_every_part(installation: Installation) -> None:
    status, said = installation.health()
    assert status == 200
    assert {said[part] for part in ("status", "database", "broker", "worker", "clock")} == {"ok"}


def test_second_run_says_that_one_runs_and_leaves_it_alone(installation: Installation) -> None:
    second = installation.run()
    assert second.returncode == 1
    assert "已经在运行" in second.stderr
    assert str(installation.pid) in second.stderr
    assert installation.whole()


def test_command_beside_the_site_uses_its_database(installation: Installation) -> None:
    pid = Postgres(installation.var / "postgres").pid()
    asked = installation.run(
        "manage", "shell", "-v0", "-c", "from crm.models import Heartbeat as H; print(H.objects.count())"
    )
    assert asked.stdout.strip() == "3", asked.stderr
    assert Postgres(installation.var / "postgres").pid() == pid


@pytest.mark.parametrize("word", PARTS, ids=lambda word: word.strip(" /"))
def test_killed_part_comes_back(installation: Installation, word: str) -> None:
    pid = installation.kill(word)
    killed_at = time.monotonic()
    until(lambda: f"{PARTS[word]}意外退出" in installation.said())
    until(lambda: installation.child(word) not in (None, pid))
    until(lambda: installation.whole(since=killed_at))


@pytest.mark.parametrize(("word", "part"), [("/postgres", "database"), ("valkey-server", "broker")])
def test_health_page_says_what_is_down(installation: Installation, word: str, part: str) -> None:
    os.kill(installation.pid, signal.SIGSTOP)
    try:
        installation.kill(word)
        until(lambda: installation.health()[1].get(part) == "down")
        assert installation.health()[0] == 503
    finally:
        os.kill(installation.pid, signal.SIGCONT)
    until(installation.whole)


def test_killed_supervisor_takes_all_with_it_and_the_next_run_goes_on(installation: Installation) -> None:
    everyone = family(installation.pid)
    killed_at = time.monotonic()
    os.kill(installation.pid, signal.SIGKILL)
    assert installation.process is not None
    installation.process.wait()
    until(lambda: not any(alive(pid) for pid in everyone))
    installation.start()
    until(lambda: installation.whole(since=killed_at))


def test_two_installations_run_side_by_side(installation: Installation, tmp_path: Path) -> None:
    other = Installation(tmp_path / "另一套")
    other.start()
    try:
        assert installation.health()[0] == 200
        assert other.health()[1]["database"] == "ok"
    finally:
        assert other.stop(signal.SIGINT) == 0
    assert installation.health()[0] == 200


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_stops_everything(installation: Installation, number: int) -> None:
    everyone = family(installation.pid)
    assert len(everyone) >= 9
    assert installation.stop(number) == 0
    assert [command for pid, command in everyone.items() if alive(pid)] == []
    assert "已停止" in installation.said()

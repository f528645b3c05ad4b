"""A whole installation to start, hurt and stop: its own data folder, its own port, the real `./run`."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crm.embedded.session import ROOT

PATIENCE = 120
# PYTHON…: an installation keeps its compiled modules, whatever the machine that tests it does.
OF_THE_TESTS = ("CRM_", "DATABASE_URL", "CELERY_", "DJANGO_", "PYTEST_", "PYTHONDONTWRITEBYTECODE")


def clean_environment(**more: str) -> dict[str, str]:
    """The environment without what the tests themselves put there."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OF_THE_TESTS)}
    return kept | more


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(true: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """What `true` returned once it was true; fails the test when that takes too long."""
    end = time.monotonic() + seconds
    while not (got := true()):
        assert time.monotonic() < end, f"waited {seconds} s in vain"
        time.sleep(0.1)
    return got


def alive(pid: int) -> bool:
    """Whether a process runs; a zombie does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def family(pid: int) -> dict[int, str]:
    """The process and all it started: pid to command line."""
    listed = subprocess.run(["ps", "-wweo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    found: dict[int, str] = {}
    grown = {pid}
    while grown:
        found |= {int(row[0]): row[2] for row in rows if int(row[0]) in grown}
        grown = {int(row[0]) for row in rows if int(row[1]) in found} - set(found)
    return found


class Installation:
    """One `./run` with a data folder and a port of its own."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.port = free_port()
        self.environment = clean_environment(CRM_VAR=str(var), CRM_PORT=str(self.port))
        self.process: subprocess.Popen[str] | None = None
        self.log = var.with_name(f"{var.name}.log")

    def start(self) -> None:
        """Start and wait until the site says where it is."""
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [ROOT / "run"], env=self.environment, stdout=log, stderr=subprocess.STDOUT, text=True
            )
        until(lambda: "已启动" in self.said() or self.pid_gone())
        assert "已启动" in self.said(), self.said()

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """`./run ARGUMENTS` to its end."""
        return subprocess.run(
            [ROOT / "run", *arguments],
            env=self.environment | more,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def said(self) -> str:
        return self.log.read_text()

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def pid_gone(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def child(self, word: str) -> int | None:
        """The supervisor's own child whose command line has the word."""
        listed = subprocess.run(["ps", "-wwo", "pid=,args=", "--ppid", str(self.pid)], capture_output=True, text=True)
        found = [line.split(None, 1) for line in listed.stdout.splitlines() if word in line and "<defunct>" not in line]
        return int(found[0][0]) if found else None

    def kill(self, word: str) -> int:
        """kill -9 that child; its process id."""
        pid = self.child(word)
        assert pid is not None, f"no {word} to kill"
        os.kill(pid, signal.SIGKILL)
        return pid

    def health(self) -> tuple[int, dict[str, Any]]:
        """What /healthz says; status 0 when nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)
        except OSError:
            return 0, {}

    def whole(self, since: float | None = None) -> bool:
        """Whether all is well, and if asked, every part was heard since a moment of the monotonic clock."""
        status, said = self.health()
        if status != 200 or since is None:
            return status == 200
        return max(said["heard_seconds_ago"].values()) < time.monotonic() - since

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to stop; its exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A running site in a folder with a space and Chinese in its name."""
    site = Installation(tmp_path_factory.mktemp("招商 线索") / "数据 目录")
    try:
        site.start()
        yield site
    finally:
        if not site.pid_gone():
            site.stop()

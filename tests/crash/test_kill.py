"""Anything may be killed at any moment of a load: every article is read once, and nothing is lost or doubled."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = 200
PATIENCE = 300.0

# Ordinary coverage, so that a reading writes rows; every piece is another one.
STORY = """临江高新区签约第{n}号项目

2026-09-{day:02d} 来源:临江日报
9月{day}日,临江高新区与浙江恒拓{n}号光电有限公司签下投资协议,总投资{amount}亿元的恒拓{n}号光电模组项目落户高新区,用地{land}亩。
公司董事长陈启明表示,项目计划2027年6月投产。
"""


def write_stories(folder: Path) -> None:
    folder.mkdir()
    for n in range(ARTICLES):
        text = STORY.format(n=n, day=n % 28 + 1, amount=n % 50 + 1, land=n % 90 + 10)
        (folder / f"{n:03d}.txt").write_text(text, encoding="utf-8")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(condition: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited {PATIENCE} s in vain: {what}"
        time.sleep(0.2)


class Site:
    """A whole site of its own, as ./run starts it."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "CELERY_BROKER_URL"}},
            "CRM_VAR": str(var),
            "CRM_PORT": str(free_port()),
            "CRM_LEASE_SECONDS": "5",
            "CRM_TESTING": "",
            "PYTHONPATH": str(ROOT),
        }
        self.process: subprocess.Popen[bytes] | None = None

    def manage(self, *arguments: str) -> subprocess.Popen[bytes]:
        return self.spawn("manage.py", *arguments)

    def spawn(self, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.var / "output.log").open("ab") as log:
            command = [sys.executable, *arguments]
            return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    def start(self) -> None:
        self.process = self.spawn("-m", "crm.supervisor")
        wait_for(self.is_well, "the site answers that it is well")

    def is_well(self) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.environment['CRM_PORT']}/healthz", timeout=10) as answer:
                told = json.loads(answer.read())
        except (OSError, ValueError):
            return False
        return bool(told["status"] == "ok")

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)

    def query(self, sql: str) -> list[tuple[int, ...]]:
        url = (self.var / "postgres" / "url").read_text()
        with psycopg.connect(url, connect_timeout=5) as connection:
            return connection.execute(sql).fetchall()

    def count_read(self) -> int:
        try:
            return self.query("select count(*) from press_article where read_at is not null")[0][0]
        except psycopg.Error:
            return -1

    def kill(self, what: str) -> None:
        """Kills with -9 every process of ours whose command holds the words."""
        victims = [pid for pid, command in self.processes() if what in command]
        assert victims, f"no process to kill: {what}"
        for pid in victims:
            os.kill(pid, signal.SIGKILL)

    def processes(self) -> Iterator[tuple[int, str]]:
        """The descendants of the supervisor, with their command lines."""
        assert self.process is not None
        parents, commands = {}, {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdecimal():
                try:
                    stat = (folder / "stat").read_text().rpartition(")")[2].split()
                    commands[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                except OSError:
                    continue
                parents[int(folder.name)] = int(stat[1])
        for pid in parents:
            above = pid
            while above in parents and above != self.process.pid:
                above = parents[above]
            if above == self.process.pid and pid != above:
                yield pid, commands[pid]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    site.start()
    yield site
    site.stop()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_every_article_is_read_exactly_once_whatever_is_killed(site: Site, tmp_path: Path) -> None:
    write_stories(tmp_path / "stories")
    loads = [site.manage("load", str(tmp_path / "stories"))]
    victims = ("celery -A crm -q worker", "gunicorn", "valkey-server", "celery -A crm -q beat", "bin/postgres")
    for number, victim in enumerate(victims):
        wait_for(lambda seen=number * 25: site.count_read() > seen, f"{number * 25} articles read before {victim} dies")
        site.kill(victim)
    wait_for(lambda: site.count_read() >= 0, "the database comes back")
    if loads[0].poll() is None:
        loads[0].kill()
    wait_for(site.is_well, "everything is up again")

    again = site.manage("load", str(tmp_path / "stories"))
    assert again.wait(PATIENCE) == 0, [
        line for line in (tmp_path / "output.log").read_text().splitlines() if "✓" not in line
    ][-30:]

    assert site.query("select count(*), min(readings), max(readings) from press_article") == [(ARTICLES, 1, 1)]
    assert site.query("select count(*) from press_article where propose_at is null or failed_at is not null") == [(0,)]
    twice = "select article_id, kind, of, start from press_mention group by 1, 2, 3, 4 having count(*) > 1"
    assert site.query(twice) == []
    assert site.query("select count(*) from press_mention where kind = 'company'")[0][0] >= ARTICLES

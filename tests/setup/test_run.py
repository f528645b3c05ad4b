"""`./run` where nothing runs yet: what it refuses, and what a single command brings with it."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import RequestFactory, override_settings

from crm.embedded import Postgres
from crm.embedded.session import ROOT
from crm.proxy import client_address
from crm.settings import cache_beside
from staff.tries import tries_within
from tests.setup.conftest import Installation, clean_environment

PRODUCTION = {"CRM_PRODUCTION": "1", "CRM_HOSTS": "crm.example.cn", "DATABASE_URL": "postgresql:///crm"}


def test_busy_port_is_named_before_anything_starts(tmp_path: Path) -> None:
    other = Installation(tmp_path / "数据")
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", other.port))
        busy.listen()
        refused = other.run()
    assert refused.returncode == 1
    assert f"端口 {other.port}" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (other.var / "postgres").exists()


def test_command_without_a_running_site_brings_its_own_database(tmp_path: Path) -> None:
    other = Installation(tmp_path / "数据")
    done = other.run("manage", "migrate", "staff", "-v0")
    assert done.returncode == 0, done.stderr
    assert (other.var / "postgres" / "data" / "PG_VERSION").exists()
    assert Postgres(other.var / "postgres").pid() is None


def test_coverage_is_loaded_before_the_site_was_ever_started(tmp_path: Path) -> None:
    other = Installation(tmp_path / "数据")
    (tmp_path / "story.txt").write_text("临江高新区三季度项目建设提速\n恒澜光电项目主体封顶。\n", encoding="utf-8")
    done = other.run("manage", "load", str(tmp_path / "story.txt"))
    assert done.returncode == 0, done.stderr
    assert "新报道 1" in done.stdout
    assert "先建表" in done.stderr
    again = other.run("manage", "load", str(tmp_path / "story.txt"))
    assert "新报道 0" in again.stdout
    assert "先建表" not in again.stderr


def test_unknown_word_is_answered_with_the_usage(tmp_path: Path) -> None:
    refused = Installation(tmp_path / "数据").run("strat")
    assert refused.returncode == 1
    assert "./run manage" in refused.stderr


def manage(var: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=clean_environment(CRM_VAR=str(var), **environment),
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_settings_pass_the_deployment_check(tmp_path: Path) -> None:
    checked = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


def test_production_without_host_names_says_what_is_missing(tmp_path: Path) -> None:
    refused = manage(tmp_path, "check", **(PRODUCTION | {"CRM_HOSTS": ""}))
    assert refused.returncode != 0
    assert "CRM_HOSTS" in refused.stderr


@pytest.mark.parametrize(
    ("broker", "location"),
    [
        ("redis://queue.example:6379/0", "redis://queue.example:6379/0"),
        ("redis+socket:///data/a b/valkey.sock", "unix:///data/a b/valkey.sock?db=1"),
        ("amqp://queue.example", None),
    ],
)
def test_cache_lives_where_the_broker_is_when_that_can_cache(broker: str, location: str | None) -> None:
    assert cache_beside(broker).get("LOCATION") == location


def test_a_cache_that_is_away_fails_nothing(tmp_path: Path) -> None:
    with override_settings(CACHES={"default": cache_beside(f"redis+socket://{tmp_path}/nobody.sock")}):
        assert cache.get_or_set("waiting", lambda: 7, 60) == 7
        assert [tries_within("enquiry", 60) for _ in range(2)] == [1, 1]
        cache.delete("waiting")


def test_nothing_embedded_starts_where_services_are_named(tmp_path: Path) -> None:
    refused = Installation(tmp_path / "数据").run(
        DATABASE_URL="postgresql://crm@127.0.0.1:9/crm", CELERY_BROKER_URL="redis://127.0.0.1:9/0"
    )
    assert refused.returncode == 1
    assert "DATABASE_URL" in refused.stderr
    assert not (tmp_path / "数据" / "postgres").exists()
    assert not (tmp_path / "数据" / "valkey").exists()


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [("", "10.0.0.1"), ("203.0.113.9", "203.0.113.9"), ("1.2.3.4, 203.0.113.9", "203.0.113.9")],
)
def test_client_behind_a_proxy_cannot_choose_its_own_address(rf: RequestFactory, forwarded: str, address: str) -> None:
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert client_address(rf.get("/", REMOTE_ADDR="10.0.0.1", **headers)) == address

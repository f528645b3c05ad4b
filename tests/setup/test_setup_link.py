"""The one-time link: only the token opens it, and only once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crm import setup_link


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


def test_token_stays_the_same_until_it_is_spent(settings: Any) -> None:
    token = setup_link.token()
    assert setup_link.token() == token
    assert len(token) >= 32
    assert (settings.VAR / "setup-token").stat().st_mode & 0o777 == 0o600


def test_only_the_token_itself_matches() -> None:
    token = setup_link.token()
    assert setup_link.matches(token)
    assert not setup_link.matches(token[:-1])
    assert not setup_link.matches("")
    assert not setup_link.matches("招商")


def test_spent_token_opens_nothing() -> None:
    token = setup_link.token()
    assert setup_link.spend()
    assert not setup_link.matches(token)
    assert not setup_link.matches("")


def test_of_two_who_spend_it_one_is_told_no() -> None:
    setup_link.token()
    assert [setup_link.spend(), setup_link.spend()] == [True, False]

"""The people of a small office, one of each role, and the way in for each of them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from leads.models import Stage
from staff.models import Department, User
from staff.permissions import Role
from tests import make
from tests.browser.chromium import browser  # noqa: F401 (a fixture for every folder)
from tests.rows import rows  # noqa: F401 (a fixture for every folder)

BACKEND = "staff.backends.PeopleBackend"


def put_stages_back() -> None:
    """The stages came with the migrations; a test whose acts are committed ends with every table emptied."""
    if not Stage.objects.exists():
        import_module("leads.migrations.0003_beginnings").stages(apps)


@pytest.fixture
def office(db: Any) -> Department:
    """The root of the tree; 一科 and 二科 are below it."""
    put_stages_back()
    return make.department("临江招商局")


@pytest.fixture
def first(office: Department) -> Department:
    return make.department("招商一科", parent=office)


@pytest.fixture
def second(office: Department) -> Department:
    return make.department("招商二科", parent=office)


@pytest.fixture
def officer(first: Department) -> User:
    """王晓 of 一科."""
    return make.user("王晓", Role.OFFICER, first)


@pytest.fixture
def colleague(first: Department) -> User:
    """李敏 of the same unit: an officer sees none of hers."""
    return make.user("李敏", Role.OFFICER, first)


@pytest.fixture
def stranger(second: Department) -> User:
    """赵青 of 二科."""
    return make.user("赵青", Role.OFFICER, second)


@pytest.fixture
def leader(first: Department) -> User:
    return make.user("周砚", Role.LEADER, first)


@pytest.fixture
def clerk(first: Department) -> User:
    return make.user("何清", Role.CLERK, first)


@pytest.fixture
def head(office: Department) -> User:
    return make.user("林洲", Role.HEAD, office)


@pytest.fixture
def viewer(first: Department) -> User:
    return make.user("方客", Role.VIEWER, first)


@pytest.fixture
def administrator(office: Department) -> User:
    return make.user("管理", Role.ADMINISTRATOR, office)


@pytest.fixture
def everyone(
    officer: User, leader: User, clerk: User, head: User, viewer: User, administrator: User
) -> dict[str, User]:
    """One person of each role, by role; all but the head and the administrator in 一科."""
    return {user.role: user for user in (viewer, officer, clerk, leader, head, administrator)}


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    """A browser in which that person is signed in; an error in a page is a 500, as for people."""

    def enter(user: User | None = None) -> Client:
        client = Client(raise_request_exception=False)
        if user is not None:
            client.force_login(user, backend=BACKEND)
        return client

    return enter


@pytest.fixture
def committed(transactional_db: Any) -> None:
    """A database in which every act is committed, for tests with several hands."""
    put_stages_back()

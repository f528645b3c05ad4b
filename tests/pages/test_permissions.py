"""Who may open what: every address of the site, asked as every role and as nobody."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from staff.models import User
from staff.permissions import GRANTS, Can, Role
from tests.pages.site import addresses, page
from tests.rows import Rows

SITE = addresses()
GUARDED = [address for address in SITE if address.needs != "public"]
KEYS = (
    "q", "page", "sort", "per_page", "at", "view", "show", "way", "stage", "owner", "amount_min", "amount_max",
    "created_after", "next", "state", "where", "source", "kind", "place", "industry", "by", "act", "role",
)  # fmt: skip
FINE = {200, 204, 302, 404, 405, 422}


def test_every_view_says_who_may_open_it() -> None:
    assert [address.name for address in SITE if address.needs is None] == []


def test_only_signing_in_setting_up_and_the_monitor_are_open_to_everyone() -> None:
    assert {address.name for address in SITE if address.needs == "public"} == {
        "login",
        "logout",
        "setup",
        "healthz",
        "leads:calendar-feed",
        "press:api-articles",
        "press:api-browser",
        "leads:enquire",
        "leads:enquiry-receipt",
    }


def test_every_permission_is_asked_by_some_view_or_page() -> None:
    asked = {address.needs for address in SITE}
    assert set(Can) - asked == set()


def test_nobody_is_sent_to_the_login_from_every_page(rows: Rows, sign_in: Callable[..., Client]) -> None:
    client = sign_in()
    for address in GUARDED:
        url = address.url(**rows.values(address.name))
        for response in (client.get(url), client.post(url)):
            assert (response.status_code, response["Location"][:13]) == (302, "/login/?next="), url


@pytest.mark.parametrize("role", Role.values)
def test_a_role_opens_what_it_is_granted_and_nothing_else(
    role: str, rows: Rows, everyone: dict[str, User], sign_in: Callable[..., Client]
) -> None:
    client = sign_in(everyone[role])
    wrong = []
    for address in GUARDED:
        url = address.url(**rows.values(address.name))
        for ask in (client.get, client.post):
            status = ask(url).status_code
            fits = status in FINE if address.needs in GRANTS[role] else status == 403
            wrong += [] if fits else [(ask.__name__, url, status)]
    assert wrong == []


def test_a_number_that_no_row_can_have_is_not_found(
    administrator: User, rows: Rows, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(administrator)
    for address in GUARDED:
        if "pk" in address.arguments:
            for number in (0, 10**30):
                url = address.url(pk=number)
                assert {client.get(url).status_code, client.post(url).status_code} <= {404, 405}, url


@pytest.mark.parametrize("word", ["%00", "%ff%fe'\"\\" + "a" * 3000, "9" * 40, "1e999999"])
def test_odd_words_in_the_address_break_no_page(
    word: str, administrator: User, rows: Rows, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(administrator)
    query = "&".join(f"{key}={word}" for key in KEYS)
    wrong = []
    for address in GUARDED:
        url = address.url(**rows.values(address.name))
        status = client.get(f"{url}?{query}").status_code
        wrong += [] if status in FINE | {400} else [(url, status)]
    assert wrong == []


def test_somebody_whose_account_is_stopped_is_out_at_once(officer: User, sign_in: Callable[..., Client]) -> None:
    client = sign_in(officer)
    assert client.get("/").status_code == 200
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert client.get("/")["Location"].startswith("/login/")


def test_a_post_without_its_token_is_refused(officer: User, rows: Rows) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer, backend="staff.backends.PeopleBackend")
    assert client.post(f"/leads/{rows.lead.pk}/next/").status_code == 403


@pytest.mark.parametrize("role", [Role.VIEWER, Role.OFFICER, Role.ADMINISTRATOR])
def test_links_on_the_pages_of_a_role_lead_where_it_may_go(
    role: str, rows: Rows, everyone: dict[str, User], sign_in: Callable[..., Client]
) -> None:
    """Nobody is shown a link that answers 403."""
    client = sign_in(everyone[role])
    starts = [
        "/",
        "/inbox/",
        "/leads/",
        "/board/",
        "/companies/",
        "/projects/",
        "/articles/",
        rows.lead.get_absolute_url(),
    ]
    seen: set[str] = set()
    for start in starts:
        found = re.findall(r'href="(/[^"#]*)', page(client.get(start)))
        seen |= {url.replace("&amp;", "&") for url in found if not url.startswith("/static/")}
    wrong: dict[str, Any] = {}
    for url in sorted(seen):
        status = client.get(url).status_code
        if status not in FINE - {404}:
            wrong[url] = status
    assert wrong == {}

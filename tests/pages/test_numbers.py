"""Every number that one can tap opens exactly the rows that it counts, on every page, for every role.

A link with a number of rows says the number in `data-count`; tiles (`.stats`) always do, but for sums and shares.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urljoin

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from leads.milestones import write
from leads.models import Clock, FollowUp
from staff.models import Notice, User
from staff.notify import tell
from staff.permissions import GRANTS, Role
from tests import make
from tests.pages.site import addresses, page
from tests.rows import Rows

LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
TILES = re.compile(r'<ul class="stats"[^>]*>(.*?)</ul>', re.DOTALL)
# Tiles whose figure is a sum or a share of what they open, not its number of rows.
NO_COUNT = ("每周篇数",)


@pytest.fixture
def at_work(rows: Rows, officer: User, leader: User) -> Rows:
    """The rows of the walk, and on the lead one of everything that somebody counts."""
    today = timezone.localdate()
    lead = rows.lead
    for kind in ("judge", "report"):
        Clock.objects.get_or_create(
            lead=lead, kind=kind, round=9, starts_at=timezone.now() - timedelta(days=30), due_on=today - timedelta(days=2)
        )  # fmt: skip
    write(lead, "signed", "actual", today, by=officer, at=timezone.now())
    make.follow_up(lead, by=officer, kind=FollowUp.Kind.VISIT)
    make.problem(lead, by=officer, to=officer, due_in=-5)
    late = make.lead("迟了的", owner=officer, next_on=today - timedelta(days=3), amount=3 * 10**8)
    late.collaborators.add(leader)
    make.lead("池里的", by=officer)
    for number in range(3):
        make.story(name=f"采薇{number}")
    tell([officer, leader], "有人提到你", kind=Notice.Kind.MENTION)
    return rows


def told(html: str, base: str) -> dict[str, int]:
    """The counted links of a page: address → number."""
    found = {}
    for attributes, _ in LINK.findall(html):
        number, href = re.search(r'data-count="([^"]*)"', attributes), re.search(r'href="([^"]*)"', attributes)
        if number and href:
            assert number[1].isdigit(), (base, attributes)
            found[urljoin(base, unescape(href[1]))] = int(number[1])
    return found


def untold(html: str) -> list[str]:
    """Tiles with a figure that do not say what number of rows they open."""
    tiles = [link for tile in TILES.findall(html) for link in LINK.findall(tile)]
    return [
        inside for attributes, inside in tiles
        if "data-count" not in attributes and 'href="#' not in attributes and not any(word in inside for word in NO_COUNT)
    ]  # fmt: skip


def count_of(answer: HttpResponseBase) -> int:
    context: Any = answer.context  # type: ignore[attr-defined]
    return context["list"].count if "list" in context else context["page"].paginator.count


@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER, Role.CLERK, Role.HEAD, Role.ADMINISTRATOR])
def test_every_number_opens_its_rows(
    role: str, at_work: Rows, everyone: dict[str, User], sign_in: Callable[..., Client]
) -> None:
    client, seen, wrong = sign_in(everyone[role]), 0, []
    for address in addresses():
        if address.needs == "public" or address.needs not in GRANTS[role] or address.name == "logout":
            continue
        url = address.url(**at_work.values(address.name))
        answer = client.get(url)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        html = page(answer)
        wrong += [(url, tile) for tile in untold(html)]
        for link, number in told(html, url).items():
            rows = count_of(client.get(link))
            seen += 1
            if rows != number:
                wrong.append((url, f"{link}: says {number}, opens {rows}"))
    assert not wrong
    assert seen > 100

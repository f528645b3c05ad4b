"""`python -m benchmarks.pages [--json] [--own] [--here] [--leads N --companies N --articles N --users N]`: how long a page
waits for a large office.

A made-up office of that size in a database of its own, and a small one (1,000 leads). Every address of the site map that
answers with a page is asked by an officer, a leader, a head and an administrator: lists by an officer and a head also in
each of their orders, by the first choices of their filters, by text and at their last page; pages of rows by the rows with
the most on them. Exit 1 where a page's p95 is over LIMIT_MS, it asks more than MOST_QUERIES, or it asks more of the large
office than of the small. What is measured is the wait: on a machine that does other work as well, the others' work counts
too, so the load is told beside the figures, and with --own it is the work itself: the processor's time of this process and of
its database's, which has to be on the same machine. --here asks the office that is in DATABASE_URL already, and no small
one. How far it is goes to stderr.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks.database import scratch_database

if TYPE_CHECKING:
    from django.test import Client

    from crm.addresses import Address

LIMIT_MS = 200.0
MOST_QUERIES = 25
SMALL = {"leads": 1_000, "companies": 3_000, "articles": 500, "users": 100}
LARGE = {"leads": 100_000, "companies": 300_000, "articles": 50_000, "users": 100}
ROLES = ("officer", "leader", "head", "administrator")
# Who asks lists in every way that they offer: who sees least and who sees most, by their unit.
VARYING = ("officer", "head")
# Rows of each kind to open, heaviest first; choices of one filter to try; requests to each plain address per person.
ROWS, CHOICES, REPEATS = 2, 2, 5
WORDS = ("嘉禾", "显示模组", "瑞恒智能")
# They write nothing, but end a session, start a download of everything, or are asked by machines.
LEFT_OUT = {"logout", "login", "setup", "healthz", "password_change_done"}
MODELS = {"inbox": "proposal", "board": "lead", "doubt": "doubt"}


@dataclass(slots=True)
class Spent:
    """What one page took, over all its variants and askers."""

    ms: list[float] = field(default_factory=list)
    queries: int = 0
    slowest: tuple[float, str] = (0.0, "")

    def add(self, ms: float, queries: int, url: str) -> None:
        self.ms.append(ms)
        self.queries = max(self.queries, queries)
        self.slowest = max(self.slowest, (ms, url))

    def figures(self) -> dict[str, Any]:
        ordered = sorted(self.ms)
        return {
            "requests": len(ordered),
            "median_ms": round(statistics.median(ordered), 1),
            "p95_ms": round(ordered[math.ceil(len(ordered) * 0.95) - 1], 1),
            "queries": self.queries,
            "slowest_ms": round(self.slowest[0], 1),
            "slowest": self.slowest[1],
        }


def fill(size: dict[str, int]) -> None:
    """Fills the (fresh) database with an office of that size."""
    from crm.seeding.office import Size, seed

    seed(Size(**size), at=_now(), told=_tell)


def measure(repeats: int = REPEATS, *, own: bool = False) -> dict[str, Spent]:
    """Asks every page of the office in the database; by the name of its address. own: the work, not the wait."""
    from django.test import Client

    from staff.models import User

    clock = _clock(own)
    spent: dict[str, Spent] = defaultdict(Spent)
    for role in ROLES:
        user = User.objects.filter(role=role, is_active=True).order_by("pk").last()
        if user is None:
            continue
        client = Client()
        client.force_login(user, backend="staff.backends.PeopleBackend")
        pages = list(_pages(client, user))
        # As the site does once it is loaded.
        gc.freeze()
        _tell(f"{role}: {len(pages)} addresses")
        for name, url in pages:
            for _ in range(1 if "?" in url else repeats):
                ms, queries, is_page = _ask(client, url, clock)
                if is_page:
                    spent[name].add(ms, queries, url)
                if ms > LIMIT_MS:
                    _tell(f"{role}: {ms:.0f} ms {url}")
    return spent


def _tell(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {line}", file=sys.stderr, flush=True)


def _now() -> Any:
    from django.utils import timezone

    return timezone.now().replace(microsecond=0)


def _clock(own: bool) -> Callable[[], float]:
    """Tells milliseconds: by the wall, or (own) of the processor, for this process and for the one that answers it."""
    from django.db import connection

    if not own:
        return lambda: time.perf_counter() * 1000
    with connection.cursor() as cursor:
        # The helpers of a query have clocks of their own.
        cursor.execute("set max_parallel_workers_per_gather = 0")
        cursor.execute("select pg_backend_pid()")
        answering = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return lambda: time.process_time() * 1000 + int(answering.read_text().split()[0]) / 1e6


def _ask(client: Client, url: str, clock: Callable[[], float]) -> tuple[float, int, bool]:
    """(milliseconds, queries, whether it is a page) of one request."""
    from django.db import connection, reset_queries

    connection.force_debug_cursor = True
    reset_queries()
    began = clock()
    response = client.get(url)
    ms = clock() - began
    queries = len(connection.queries_log)
    connection.force_debug_cursor = False
    if response.status_code >= 500:
        raise RuntimeError(f"{url}: {response.status_code}")
    return ms, queries, response.status_code == 200 and response["Content-Type"].startswith("text/html")


def _pages(client: Client, user: Any) -> Iterator[tuple[str, str]]:
    """(address name, URL) of everything that this person may open."""
    from django.test.utils import setup_test_environment, teardown_test_environment

    from crm.addresses import addresses
    from staff.permissions import user_can

    setup_test_environment(debug=False)
    try:
        for address in addresses():
            if address.name in LEFT_OUT or address.needs == "public" or not user_can(user, address.needs):
                continue
            for url in _urls(address, user):
                response = client.get(url)
                if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
                    continue
                yield address.name, url
                if user.role in VARYING:
                    yield from ((address.name, f"{url}?{query}") for query in _variants(response))
    finally:
        teardown_test_environment()


def _urls(address: Address, user: Any) -> list[str]:
    """The address itself, or with the rows that its name speaks of: those with the most on them that the person sees."""
    if not address.arguments:
        return [address.url()]
    if address.arguments != ("pk",):
        return []
    return [address.url(pk=pk) for pk in _rows(address.name, user)]


def _rows(name: str, user: Any) -> list[int]:
    from django.apps import apps

    room, _, thing = name.partition(":")
    word = thing.split("-")[0]
    try:
        model = apps.get_model(room, MODELS.get(word, word))
    except LookupError:
        return []
    rows = model._default_manager.all()
    return _fullest(rows.visible_to(user) if hasattr(rows, "visible_to") else rows)


def _fullest(rows: Any) -> list[int]:
    """The first of the rows, those with the most on them before others."""
    from django.db.models import Count

    model = rows.model
    most = {"Lead": "followups", "Company": "appearances", "Project": "appearances", "Article": "mentions"}
    if model.__name__ in most:
        related = model._meta.get_field(most[model.__name__]).remote_field.name
        child = model._meta.get_field(most[model.__name__]).related_model
        counted = child.objects.order_by().values(related).annotate(n=Count("pk")).order_by("-n", related)
        found = [row[related] for row in counted.filter(**{f"{related}__in": rows.order_by().values("pk")})[:ROWS]]
        if found:
            return found
    return list(rows.values_list("pk", flat=True)[:ROWS])


def _variants(response: Any) -> Iterator[str]:
    """The queries that a list page offers: each order both ways, its filters' choices, text, the last page."""
    from django.utils.http import urlencode

    context = response.context or {}
    table, filterset = context.get("table"), context.get("filter")
    if table is not None:
        for column in table.columns:
            if column.orderable:
                yield from (urlencode({"sort": f"{sign}{column.name}"}) for sign in ("", "-"))
        yield urlencode({"page": table.paginator.num_pages})
    if filterset is not None:
        for key, part in filterset.form.fields.items():
            choices = getattr(part, "choices", None)
            if choices is not None:
                # what links alone ask for (a firm's projects) is asked of the rows that links lead from
                hidden = part.widget.is_hidden and getattr(part, "queryset", None) is not None
                known = _fullest(part.queryset) if hidden else [value for value, _ in _first(choices)]
                values = [str(getattr(value, "value", value)) for value in known]
                yield from (urlencode({key: value}) for value in values if value)
            elif key == "q" or type(part).__name__ == "CharField":
                yield from (urlencode({key: word}) for word in WORDS)
    if response.request["PATH_INFO"].startswith("/search"):
        yield from (urlencode({"q": word}) for word in WORDS)


def _first(choices: Any) -> list[tuple[Any, Any]]:
    found = []
    for value, label in choices:
        if value not in ("", None):
            found.append((value, label))
        if len(found) == CHOICES:
            break
    return found


@contextmanager
def _office_here() -> Iterator[None]:
    """Django set up on the database that DATABASE_URL names; KeyError where it names none."""
    os.environ |= {"CRM_TESTING": "1", "CELERY_BROKER_URL": "memory://", "DJANGO_SETTINGS_MODULE": "crm.settings"}
    with TemporaryDirectory() as folder:
        os.environ |= {"CRM_VAR": folder, "DATABASE_URL": os.environ["DATABASE_URL"]}
        import django

        django.setup()
        yield


def compare(small: dict[str, Spent], large: dict[str, Spent]) -> tuple[dict[str, Any], list[str]]:
    """The figures per page, and in words what is over a limit."""
    pages, faults = {}, []
    for name, spent in sorted(large.items()):
        pages[name] = figures = spent.figures()
        figures["queries_small"] = small[name].queries if name in small else None
        if figures["p95_ms"] > LIMIT_MS:
            faults.append(f"{name}: p95 {figures['p95_ms']} ms > {LIMIT_MS} ({figures['slowest']})")
        if figures["queries"] > MOST_QUERIES:
            faults.append(f"{name}: {figures['queries']} queries > {MOST_QUERIES}")
        if figures["queries_small"] is not None and figures["queries"] > figures["queries_small"]:
            faults.append(f"{name}: {figures['queries']} queries, {figures['queries_small']} in a small office")
    return pages, faults


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; 1 where a page is over a limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.add_argument("--own", action="store_true", help="the work of a page instead of the wait for it")
    parser.add_argument("--here", action="store_true", help="the office in DATABASE_URL instead of a made-up one")
    for name, count in LARGE.items():
        parser.add_argument(f"--{name}", type=int, default=count, metavar="N")
    options = parser.parse_args(arguments)
    small: dict[str, Spent] = {}
    if options.here:
        with _office_here():
            large = measure(own=options.own)
    else:
        with scratch_database():
            fill(SMALL)
            small = measure(repeats=1)
        with scratch_database():
            fill({name: getattr(options, name) for name in LARGE})
            large = measure(own=options.own)
    pages, faults = compare(small, large)
    if options.json:
        print(json.dumps({"pages": pages, "faults": faults, "load": os.getloadavg()}, ensure_ascii=False))
    else:
        for name, figures in pages.items():
            print(f"{name:40} {figures['median_ms']:7} {figures['p95_ms']:7} ms {figures['queries']:3} queries")
    for fault in faults:
        print(fault, file=sys.stderr)
    return int(bool(faults))


if __name__ == "__main__":
    raise SystemExit(main())

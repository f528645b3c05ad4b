"""`python -m benchmarks.intake [--json] [--articles N] [--sources N] [--workers N]`: coverage that arrives by itself.

Takes in N articles of so many sources, half of them feeds and half list pages, from a server on this machine, with
several workers at once, in a database of its own. The server's own log tells whether a host was asked twice at once or
too soon after the last request; the database whether an article is missing or there twice. Exit 1 where any of that
happened, or where it took longer than the floor allows.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from threading import Lock, Thread
from typing import Any

from benchmarks.database import scratch_database

ARTICLES, SOURCES, WORKERS = 10_000, 50, 2
# Two seconds between two requests to a host, two hundred times faster.
PAUSE = 0.01
# Articles a second that two workers must take in on two cores, the server on the same ones.
FLOOR = 20.0
PATIENCE = 1800.0
PAGE = 100


class Handler(BaseHTTPRequestHandler):
    """paper<n>.example: a feed or a list page, and its articles."""

    server: Press

    def do_GET(self) -> None:
        start = time.monotonic()
        host = self.headers.get("Host", "").partition(":")[0]
        body, kind, status = self.server.answer(host, self.path)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        # Before the last byte: whoever asks again after it has come must be later than this, however busy the machine.
        with self.server.lock:
            self.server.log.append((host, self.path, start, time.monotonic()))
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Says nothing."""


class Press(ThreadingHTTPServer):
    """All the newspapers on one port, told apart by name."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, articles: int, sources: int) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.each = articles // sources
        self.lock = Lock()
        self.log: list[tuple[str, str, float, float]] = []

    def answer(self, host: str, path: str) -> tuple[bytes, str, int]:
        """The page, its media type and status."""
        name = host.partition(".")[0]
        if path.startswith("/art/"):
            return story(name, path).encode(), "text/html; charset=utf-8", 200
        if path.startswith(("/list/", "/feed/")):
            return self.listing(name, host, path).encode(), "text/html" if path[1] == "l" else "text/xml", 200
        return b"", "text/plain", 404

    def listing(self, name: str, host: str, path: str) -> str:
        """One page of the list, with a link to the next; or one of the feed."""
        start = int(path.strip("/").partition("/")[2] or 0)
        numbers = range(start, min(start + PAGE, self.each))
        more = start + PAGE if start + PAGE < self.each else 0
        if path.startswith("/list/"):
            rows = "".join(f'<li><a href="/art/{n}.html">{name}第{n}号项目签约落户临江</a></li>' for n in numbers)
            after = f'<a href="/list/{more}">下一页</a>' if more else ""
            return f"<!doctype html><html><meta charset=utf-8><title>{name}</title><body><ul>{rows}</ul>{after}</body></html>"
        rows = "".join(
            f"<entry><title>{name}第{n}号项目签约</title><link href='http://{host}/art/{n}.html'/></entry>"
            for n in numbers
        )
        after = f"<link rel='next' href='http://{host}/feed/{more}'/>" if more else ""
        return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>{name}</title>{after}{rows}</feed>"


def story(name: str, path: str) -> str:
    """A page of ordinary length, every one another."""
    words = f"{name}{path}号项目与临江高新区签约，总投资{len(path)}亿元，计划明年开工。"
    return f"<!doctype html><html><meta charset=utf-8><title>{name}{path}</title><body><h1>{name}{path}签约</h1>{f'<p>{words * 3}</p>' * 10}</body></html>"


@contextmanager
def serving(articles: int, sources: int) -> Iterator[Press]:
    server = Press(articles, sources)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()


def network_to(port: int) -> Any:
    """The way out that leads to the server, and nowhere else."""
    from press.fetch import Network

    return Network(
        resolve=lambda host, _: [("127.0.0.1", port)], allowed=lambda number: str(number) == "127.0.0.1", pause=PAUSE
    )


def work(port: int, url: str, var: str, until: float) -> None:
    """One worker: takes what waits, as the clock would let it, until nothing is left."""
    os.environ |= {"DATABASE_URL": url, "CRM_VAR": var, "CRM_TESTING": "1", "CELERY_BROKER_URL": "memory://"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "crm.settings"
    import django

    django.setup()
    from press.models import Link, Visit
    from press.taking import gather

    network = network_to(port)
    while time.monotonic() < until:
        gather(network=network, seconds=8)
        if (
            not Link.objects.filter(state="waiting").exists()
            and not Visit.objects.filter(state__in=Visit.OPEN).exists()
        ):
            return


def add_sources(count: int, port: int) -> None:
    """So many sources, each asked for all that it has."""
    from django.utils import timezone

    from press import sources
    from press.fetchers import Guess
    from press.models import Visit
    from staff.models import User

    by, at = User.objects.create(username="bench", name="bench"), timezone.now()
    for number in range(count):
        kind = "list" if number % 2 else "feed"
        url = f"http://paper{number}.example/{kind}/"
        guess = Guess(kind, url, f"paper{number}", "/art/*.html" if number % 2 else "")
        source = sources.add(guess, sources.Settings(guess.name), by=by, at=at)
        Visit.objects.filter(source=source).update(kind=Visit.Kind.BACK)


def breaches(log: list[tuple[str, str, float, float]], pause: float = PAUSE) -> tuple[int, int]:
    """From the server's log: requests while another to the host ran, requests too soon after the last one's end."""
    hosts: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for host, _, start, end in log:
        hosts[host].append((start, end))
    at_once = soon = 0
    for rows in hosts.values():
        for (_, end), (start, _) in pairwise(sorted(rows)):
            at_once += start < end
            soon += end <= start < end + pause
    return at_once, soon


def measure(articles: int, count: int, workers: int) -> dict[str, Any]:
    """Takes it all in and counts."""
    from django.db import connection, connections

    from press.models import Article, Link

    with serving(articles, count) as server:
        add_sources(count, server.server_port)
        connections.close_all()
        settings = connection.settings_dict
        url = os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + settings["NAME"]
        query = os.environ["DATABASE_URL"].partition("?")[2]
        until = time.monotonic() + PATIENCE
        spawn = multiprocessing.get_context("spawn")
        arguments = (server.server_port, f"{url}?{query}" if query else url, os.environ["CRM_VAR"], until)
        hands = [spawn.Process(target=work, args=arguments) for _ in range(workers)]
        start = time.perf_counter()
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
        spent = time.perf_counter() - start
        log = list(server.log)
    at_once, soon = breaches(log)
    asked = [(host, path) for host, path, *_ in log if path.startswith("/art/")]
    wanted = server.each * count
    urls = list(Article.objects.values_list("url", flat=True))
    return {
        "articles": len(urls), "lost": wanted - len(set(urls)), "doubled": len(urls) - len(set(urls)),
        "asked_twice": len(asked) - len(set(asked)), "failed": Link.objects.filter(state="failed").count(),
        "at_once": at_once, "too_soon": soon, "requests": len(log), "sources": count, "workers": workers,
        "seconds": round(spent, 1), "articles_per_second": round(len(urls) / spent, 1),
    }  # fmt: skip


def problems(figures: dict[str, Any], floor: float = FLOOR) -> list[str]:
    """What must not be, in words; empty when all is well."""
    wrong = [
        f"{name}: {figures[name]}"
        for name in ("lost", "doubled", "asked_twice", "failed", "at_once", "too_soon")
        if figures[name]
    ]
    slow = figures["articles_per_second"] < floor
    return wrong + ([f"articles_per_second: {figures['articles_per_second']} < {floor}"] if slow else [])


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; 1 where something was lost, doubled or impolite, or it was too slow."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intake", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.add_argument("--articles", type=int, default=ARTICLES, metavar="N")
    parser.add_argument("--sources", type=int, default=SOURCES, metavar="N")
    parser.add_argument("--workers", type=int, default=WORKERS, metavar="N")
    parser.add_argument("--floor", type=float, default=FLOOR, metavar="N", help="articles a second")
    options = parser.parse_args(arguments)
    with scratch_database():
        figures = measure(options.articles, options.sources, options.workers)
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:20} {value}")
    wrong = problems(figures, options.floor)
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())

"""`python -m benchmarks.resolve [--json] [--names N]`: how long a new article waits for its companies among N known names.

Made-up names of made-up firms, as many to a brand as real registers have, in a database of its own (var/bench). Exit 1
where the median is over the limit.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from crm.embedded import Postgres
from crm.embedded.session import ROOT, shared_postgres
from crm.seeding.names import firms
from reading.names import normal
from search.bigrams import bigrams

if TYPE_CHECKING:
    from press.models import Article

LIMIT_MS = 50.0
NAMES, ARTICLES = 100_000, 60
# Four names that are known already, two that are new, and one project: an ordinary piece of coverage.
KNOWN, NEW = 4, 2
BATCH = 20_000


def fill(count: int) -> None:
    """Puts so many companies with one name each into the empty tables, past triggers: nothing of it is a person's act."""
    from django.db import connection
    from django.utils import timezone

    from identities.models.company import block_of

    at = timezone.now()
    seen: set[str] = set()
    with connection.cursor() as cursor:
        cursor.execute("alter table identities_company disable trigger user")
        company = 0
        for start in range(0, count, BATCH):
            rows = [
                name for name in dict.fromkeys(firms(min(BATCH, count - start), seed=start + 7)) if name not in seen
            ]
            seen.update(rows)
            numbered = list(enumerate(rows, start=company + 1))
            company += len(rows)
            with cursor.copy(
                "copy identities_company (id, name, code, industry, place, note, created_at) from stdin"
            ) as copy:
                for pk, name in numbered:
                    copy.write_row((pk, name, "", "", "", "", at))
            with cursor.copy(
                "copy identities_companyname (company_id, text, key, node, block, kind, at, bigrams) from stdin"
            ) as copy:
                for pk, name in numbered:
                    key, pairs = normal(name), " ".join(f"'{pair}'" for pair in bigrams(name))
                    copy.write_row((pk, name, key, key, block_of(name), "", at, pairs))
        cursor.execute("select setval(pg_get_serial_sequence('identities_company', 'id'), %s)", [company])
        cursor.execute("alter table identities_company enable trigger user")
        cursor.execute("analyze")


def article(number: int, known: Sequence[str], new: Sequence[str]) -> Article:
    """One piece of coverage that names these firms and a project of the first."""
    from django.utils import timezone

    from press.models import Article, Fact, Mention, Source

    project = f"{known[0][:6]}{number}号项目"
    every = [*known, *new, project]
    text = "，".join(every)
    row = Article.objects.create(
        source=Source.built_in(Source.Kind.PASTE), raw=text.encode(), digest=f"{number:064d}", arrived_at=timezone.now(),
        original=text, text=text, title=str(number), engine="benchmark",
    )  # fmt: skip
    place = {"engine": "benchmark", "sentence_start": 0, "sentence_end": len(text)}
    for name in every:
        start = text.index(name)
        Mention.objects.create(
            article=row, kind="project" if name == project else "company", of=name, name=name, quote=name, start=start,
            end=start + len(name), **place,
        )  # fmt: skip
    Fact.objects.create(
        article=row, subject=project, kind="company", value=known[0], text=known[0], quote=known[0], start=0,
        end=len(known[0]), **place,
    )  # fmt: skip
    return row


def measure(count: int) -> dict[str, Any]:
    """Milliseconds per article, after a few that only warm the caches."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from identities.models import CompanyName
    from identities.resolve import resolve

    began = time.perf_counter()
    fill(count)
    filled = time.perf_counter() - began
    chance = random.Random(3)  # noqa: S311
    most = CompanyName.objects.count()
    spent: list[float] = []
    worked: list[float] = []
    for number in range(ARTICLES + 5):
        keys = [chance.randrange(1, most) for _ in range(KNOWN)]
        known = [name.text for name in CompanyName.objects.filter(pk__in=keys)]
        row = article(number, known, list(firms(NEW, seed=-number - 1)))
        with transaction.atomic():
            start, processor = time.perf_counter(), time.process_time()
            resolve(row, timezone.now())
            spent.append((time.perf_counter() - start) * 1000)
            worked.append((time.process_time() - processor) * 1000)
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        resolve(article(ARTICLES + 5, known, list(firms(NEW, seed=0))), timezone.now())
    spent = sorted(spent[5:])
    return {
        "names": most,
        "articles": len(spent),
        "median_ms": round(statistics.median(spent), 1),
        "p90_ms": round(spent[int(len(spent) * 0.9)], 1),
        "cpu_ms": round(statistics.median(worked[5:]), 1),
        "queries": len(queries),
        "fill_seconds": round(filled, 1),
    }


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; 1 where the median is over the limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.resolve", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.add_argument("--names", type=int, default=NAMES, metavar="N", help=f"known names, {NAMES} unless told")
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
    os.environ["CRM_TESTING"] = "1"
    with ExitStack() as held:
        postgres = held.enter_context(shared_postgres(Postgres(ROOT / "var" / "bench" / "postgres", durable=False)))
        os.environ["DATABASE_URL"] = postgres.url("crm_bench")
        import django
        from django.test.utils import setup_databases, teardown_databases

        django.setup()
        databases = setup_databases(verbosity=0, interactive=False)
        try:
            figures = measure(options.names)
        finally:
            teardown_databases(databases, verbosity=0)
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:14} {value}")
    if figures["median_ms"] > LIMIT_MS:
        print(f"median_ms: {figures['median_ms']} > {LIMIT_MS}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

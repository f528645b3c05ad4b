"""`python -m benchmarks.clean [--json] [--only PREFIX]`: how well pages are cleaned; exit 1 below a floor.

Body F1 is over characters in runs of three (white space and punctuation aside, script and width made equal for every tool),
mean of all pages; headline, date and outlet are exact. trafilatura is measured on the same HTML pages where it is installed.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from opencc_pyo3 import OpenCC

from benchmarks.floors import below
from benchmarks.page_fixtures import PageFixture, load_pages
from reading import clean

FLOORS = {"body_f1": 0.97, "title": 0.95, "published_on": 0.95, "outlet": 0.95}
_SIMPLE = OpenCC("t2s")
_PINYIN = re.compile(r"[(（][a-züāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ]{1,6}[)）]")
_OTHER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What a tool takes from one page."""

    body: str
    title: str
    published_on: str
    outlet: str


Tool = Callable[[PageFixture], Cleaned]


def ours(page: PageFixture) -> Cleaned:
    """The engine's own cleaning."""
    text = clean(page.raw)
    body = "\n".join(text.text[zone.start : zone.end] for zone in text.zones if zone.kind == "body")
    header = text.header
    day = header.published_on.isoformat() if header.published_on else ""
    return Cleaned(body, header.title or "", day, header.outlet or "")


def trafilatura() -> Tool | None:
    """The public tool with its own defaults, tables kept and comments left out; None where it is not installed."""
    if find_spec("trafilatura") is None:
        return None
    extract = import_module("trafilatura").bare_extraction

    def tool(page: PageFixture) -> Cleaned:
        found = extract(page.raw, with_metadata=True, include_comments=False, include_tables=True)
        if found is None:
            return Cleaned("", "", "", "")
        return Cleaned(found.text or "", found.title or "", found.date or "", found.sitename or "")

    return tool


def plain(words: str) -> str:
    """Words without what tools lay out differently (width, script, punctuation, white space) and what scrapers put in."""
    words = _PINYIN.sub("", unicodedata.normalize("NFKC", words)).replace("蕞", "最")
    return _OTHER.sub("", _SIMPLE.convert(words)).lower()


def body_f1(found: str, gold: str) -> float:
    """F1 over runs of three characters, each as often as it stands."""
    a, b = (Counter(words[at : at + 3] for at in range(len(words) - 2)) for words in (plain(found), plain(gold)))
    both = (a & b).total()
    return 2 * both / max(1, a.total() + b.total())


def score(tool: Tool, pages: Iterable[PageFixture]) -> dict[str, Any]:
    """The mean figures, and by page what went wrong."""
    sums: Counter[str] = Counter()
    rows: dict[str, dict[str, Any]] = {}
    asked: Counter[str] = Counter()
    started = time.process_time()
    for page in pages:
        found = tool(page)
        f1 = body_f1(found.body, page.body)
        sums["body_f1"] += f1  # type: ignore[assignment]  # a sum of shares
        asked["body_f1"] += 1
        row: dict[str, Any] = {"body_f1": round(f1, 4)}
        for field in ("title", "published_on", "outlet"):
            gold, got = getattr(page, field), getattr(found, field)
            right = plain(gold) == plain(got)
            asked[field] += 1
            sums[field] += right
            if not right:
                row[field] = {"gold": gold, "found": got}
        rows[page.name] = row
    figures = {name: round(sums[name] / max(1, asked[name]), 4) for name in FLOORS}
    return {"figures": figures, "pages": rows, "seconds": round(time.process_time() - started, 2)}


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; 1 where one is below its floor or the public tool is ahead in the body."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clean", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.add_argument("--only", default="", metavar="PREFIX", help="only pages whose name begins so")
    parser.add_argument("--show", action="store_true", help="also print what went wrong, page by page")
    options = parser.parse_args(arguments)
    pages = load_pages(begins=options.only)
    clean("热身。")
    result = score(ours, pages)
    failures = below(result["figures"], FLOORS)
    html = [page for page in pages if page.media == "html"]
    tool = trafilatura()
    compared: dict[str, Any] = {}
    if tool is None:
        print("trafilatura is not installed (uv sync --group compare): NOT COMPARED", file=sys.stderr)
    else:
        compared = {
            "trafilatura": score(tool, html)["figures"],
            "ours": score(ours, html)["figures"],
            "pages": len(html),
        }
        ahead = compared["ours"]["body_f1"] - compared["trafilatura"]["body_f1"]
        if ahead <= 0:
            failures.append(f"body_f1 is {-ahead:.4f} behind trafilatura")
    if options.json:
        report = {"pages": len(pages), **result, "compared": compared, "below_floor": failures}
        print(json.dumps(report, ensure_ascii=False))
    else:
        print(len(pages), "pages", *(f"{name} {value:.4f}" for name, value in result["figures"].items()))
        for name, figures in compared.items():
            print(f"{name:12}", figures)
    if options.show:
        for name, row in result["pages"].items():
            if len(row) > 1 or row["body_f1"] < 0.98:
                print(name, json.dumps(row, ensure_ascii=False))
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())

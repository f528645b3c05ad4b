"""`python -m benchmarks.reading [--json]`: accuracy on the gold, calibration, speed and memory; exit 1 below a floor.

Public tools that are installed are measured on the same text; those that are not are named on standard error.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.floors import below, floors
from benchmarks.scoring import Score
from benchmarks.speed import by_size
from benchmarks.tools import compare_tools
from reading import clean, read
from reading.__main__ import as_json
from training.corpus import Piece, load

GOLD = Path(__file__).with_name("gold")


@dataclass(frozen=True, slots=True)
class Measure:
    """What came out over the pieces: the score, UTF-8 bytes read and the seconds of one core that took."""

    score: Score
    pieces: int
    read_bytes: int
    seconds: float

    @property
    def megabytes_per_second(self) -> float:
        return self.read_bytes / 1e6 / max(self.seconds, 1e-9)


def gold() -> list[Piece]:
    """The pieces that only measure."""
    return load(sorted(GOLD.glob("*.txt")))


def measure(pieces: Iterable[Piece] | None = None) -> Measure:
    """Read every piece and score it; the first reading, which loads the models, is not timed."""
    score = Score()
    count = read_bytes = 0
    seconds = 0.0
    read(clean("热身。", "text"))
    for piece in gold() if pieces is None else pieces:
        page = piece.text.encode()
        start = time.process_time()
        text = clean(page, "text")
        reading = read(text)
        seconds += time.process_time() - start
        score.add(piece.gold(), as_json(piece.name, reading, text))
        count += 1
        read_bytes += len(page)
    return Measure(score, count, read_bytes, seconds)


def figures(score: Score) -> dict[str, float]:
    """The figures that have floors, each better the higher."""
    found = {f"{kind}_f1": round(tally.f1, 4) for kind, tally in score.entities.items()}
    found |= {name: round(share, 4) for name in sorted(score.of) if (share := score.share(name)) is not None}
    return found


def report(result: Measure) -> dict[str, Any]:
    """Everything measured, ready for JSON."""
    error, bins = result.score.calibration()
    return {
        "pieces": result.pieces,
        "figures": figures(result.score),
        "counts": {
            kind: {"right": tally.right, "wrong": tally.wrong, "missed": tally.missed}
            for kind, tally in result.score.entities.items()
        },
        "stray_companies": result.score.stray,
        "calibration": {"error": error, "bins": bins},
        "megabytes_per_second": round(result.megabytes_per_second, 3),
    }


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; 1 where one is below its floor."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="also print the first N errors")
    options = parser.parse_args(arguments)
    result = measure()
    table = report(result)
    table["sizes"] = by_size()
    table["tools"] = compare_tools(gold(), lambda words: print(words, file=sys.stderr))
    failures = below(table["figures"], floors())
    if options.json:
        print(json.dumps({**table, "below_floor": failures}, ensure_ascii=False))
    else:
        for name, value in table["figures"].items():
            print(f"{name:18} {value:.4f}")
        print(f"{'pieces':18} {table['pieces']}\n{'stray companies':18} {table['stray_companies']}")
        print(f"{'calibration error':18} {table['calibration']['error']:.4f}")
        print(f"{'MB/s':18} {table['megabytes_per_second']}")
        for name, row in table["sizes"].items():
            print(
                f"{name:18} {row['megabytes_per_second']} MB/s  {row['peak_megabytes']} MB  import {row['import_seconds']} s"
            )
        for name, row in table["tools"].items():
            print(f"{name:18} companies_f1 {row['companies_f1']:.4f}  people_f1 {row['people_f1']:.4f}")
    for note in result.score.notes[: options.show]:
        print(*note, sep="\t")
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())

"""`python -m benchmarks.names [--json]`: how far two names are told one or two; exit 1 below a floor.

The pairs of name_pairs.tsv are split by hash: `tune` is for finding rules, `hold` only says whether they are general.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.floors import below
from reading import compare
from reading.values import Likeness

PAIRS = Path(__file__).with_name("name_pairs.tsv")
FLOORS = Path(__file__).with_name("name_floors.json")
LABELS = ("same", "different", "unsure")
VERDICTS = ("same", "likely", "different")
HALVES = ("tune", "hold")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names and what a person says of them; `kind` and `reason` tell why."""

    a: str
    b: str
    label: str
    kind: str
    reason: str

    @property
    def half(self) -> str:
        """`tune` or `hold`, whichever way round the names stand."""
        return HALVES[sha256("\t".join(sorted((self.a, self.b))).encode()).digest()[0] % 2]


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair and what compare() made of it."""

    pair: Pair
    likeness: Likeness

    @property
    def is_wrong(self) -> bool:
        """A merge that no person would sign, or one firm that nobody is asked about."""
        if self.likeness.verdict == "same":
            return self.pair.label != "same"
        return self.likeness.verdict == "different" and self.pair.label == "same"

    @property
    def weight(self) -> float:
        """How far off it is: the score over, or short of, what the label asks for. A wrong merge weighs more."""
        return self.likeness.score if self.pair.label != "same" else 0.5 - self.likeness.score


def pairs(path: Path = PAIRS) -> list[Pair]:
    """All pairs; ValueError where a label is unknown or a pair stands twice."""
    with path.open(encoding="utf-8", newline="") as file:
        found = [Pair(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    if unknown := {pair.label for pair in found} - set(LABELS):
        raise ValueError(f"{path.name}: no such label: {', '.join(sorted(unknown))}")
    twice = [pair for pair, times in Counter(frozenset((pair.a, pair.b)) for pair in found).items() if times > 1]
    if twice:
        raise ValueError(f"{path.name}: more than once: {[sorted(pair) for pair in twice]}")
    return found


def judged(found: Iterable[Pair]) -> list[Judged]:
    """Every pair compared."""
    return [Judged(pair, compare(pair.a, pair.b)) for pair in found]


def figures(found: Sequence[Judged]) -> dict[str, float]:
    """Precision of merging what is `same`; recall of same pairs that are merged or shown to a person (`likely`)."""
    merged = [item for item in found if item.likeness.verdict == "same"]
    same = [item for item in found if item.pair.label == "same"]
    return {
        "precision": round(sum(item.pair.label == "same" for item in merged) / max(len(merged), 1), 4),
        "recall": round(sum(item.likeness.verdict != "different" for item in same) / max(len(same), 1), 4),
        "merged": round(sum(item.likeness.verdict == "same" for item in same) / max(len(same), 1), 4),
    }


def confusion(found: Sequence[Judged]) -> dict[str, dict[str, int]]:
    """How many pairs of each label got each verdict."""
    count = Counter((item.pair.label, item.likeness.verdict) for item in found)
    return {label: {verdict: count[label, verdict] for verdict in VERDICTS} for label in LABELS}


def speed(found: Sequence[Pair], rounds: int = 20) -> float:
    """Comparisons a second, every name having been seen before."""
    start = time.perf_counter()
    for _ in range(rounds):
        for pair in found:
            compare(pair.a, pair.b)
    return rounds * len(found) / (time.perf_counter() - start)


def report(show: int) -> dict[str, Any]:
    """Everything measured, ready for JSON; `show` of the worst errors of the tune half."""
    found = judged(pairs())
    halves = {half: [item for item in found if item.pair.half == half] for half in HALVES}
    worst = sorted((item for item in halves["tune"] if item.is_wrong), key=lambda item: -item.weight)
    return {
        "pairs": len(found),
        "figures": {f"{half}_{name}": value for half in HALVES for name, value in figures(halves[half]).items()},
        "confusion": {half: confusion(halves[half]) for half in HALVES},
        "errors": {half: sum(item.is_wrong for item in halves[half]) for half in HALVES},
        "worst": [
            {
                "a": item.pair.a,
                "b": item.pair.b,
                "label": item.pair.label,
                "kind": item.pair.kind,
                "verdict": item.likeness.verdict,
                "score": item.likeness.score,
                "reasons": list(item.likeness.reasons),
            }
            for item in worst[:show]
        ],
        "comparisons_per_second": round(speed([item.pair for item in found])),
    }


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; 1 where one is below its floor."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.names", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.add_argument("--show", type=int, default=10, metavar="N", help="the N worst errors of the tune half")
    options = parser.parse_args(arguments)
    table = report(options.show)
    failures = below(table["figures"], json.loads(FLOORS.read_text(encoding="utf-8")))
    if options.json:
        print(json.dumps({**table, "below_floor": failures}, ensure_ascii=False))
    else:
        for name, value in table["figures"].items():
            print(f"{name:18} {value:.4f}")
        for half, counts in table["confusion"].items():
            print(half, counts)
        for error in table["worst"]:
            print(*error.values(), sep="\t")
        print(f"{table['comparisons_per_second']} comparisons/s")
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())

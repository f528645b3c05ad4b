"""Floors under the figures of the gold: a change that falls below one does not pass, and floors only rise.

`python -m benchmarks.gate` measures and compares; `--raise` first lifts the floors to a little under what was measured.
"""

from __future__ import annotations

import argparse
import json
import sys

from benchmarks.floors import FLOORS, below, floors, raised
from benchmarks.reading import figures, measure


def main(arguments: list[str] | None = None) -> int:
    """Exit 1 below a floor."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gate", description=__doc__)
    parser.add_argument("--raise", action="store_true", dest="lift", help="lift the floors to what was measured")
    options = parser.parse_args(arguments)
    measured = figures(measure().score)
    if options.lift:
        FLOORS.write_text(json.dumps(raised(measured, floors()), indent=2) + "\n", encoding="utf-8")
    failures = below(measured, floors())
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())

"""`python -m training check [FILE …]`: what is wrong in the corpus, with line numbers."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from training.corpus import CORPUS, check

GOLD = Path(__file__).parent.parent / "benchmarks" / "gold"


def main(arguments: list[str] | None = None) -> int:
    """Exit 1 where any piece has a fault."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("command", choices=["check"])
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    pieces = faulty = 0
    for path, piece in check(options.files or [*sorted(CORPUS.glob("*.txt")), *sorted(GOLD.glob("*.txt"))]):
        pieces += 1
        faulty += bool(piece.faults)
        for fault in piece.faults:
            print(f"{path}:{fault.line}: {piece.name}: {fault.what}")
    print(f"{pieces} pieces, {faulty} with faults", file=sys.stderr)
    return 1 if faulty else 0


if __name__ == "__main__":
    raise SystemExit(main())

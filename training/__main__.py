"""`python -m training check [FILE …]`: what is wrong in the corpus, with line numbers.

`python -m training people [FOLDER …]` (companies, employers, projects likewise): fit a model on the corpus and, where
given, on folders of pages with their readings beside them. `all` fits every model, each after those that it builds on;
`unpack FILE FOLDER` writes the pieces of a file (an office's corrections) as such a folder. `figures` fits nothing that
stays: it prints what the whole engine reads in texts that its models have not seen.
"""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module
from pathlib import Path

from training.corpus import CORPUS, check, load

MODELS = ("people", "companies", "employers", "projects")
"""In the order in which they build on each other."""

GOLD = Path(__file__).parent.parent / "benchmarks" / "gold"


def main(arguments: list[str] | None = None) -> int:
    """Exit 1 where any piece has a fault."""
    parser = argparse.ArgumentParser(
        prog="python -m training", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["check", "unpack", "all", "figures", *MODELS])
    parser.add_argument("files", nargs="*", type=Path, metavar="PATH")
    options = parser.parse_args(arguments)
    if options.command == "figures":
        import_module("training.figures").main(options.files)
        return 0
    if options.command == "unpack":
        print(f"{unpack(*options.files)} pieces", file=sys.stderr)
        return 0
    for model in MODELS if options.command == "all" else [options.command]:
        if model in MODELS:
            import_module(f"training.{model}").train(options.files)
    if options.command != "check":
        return 0
    pieces = faulty = 0
    for path, piece in check(options.files or [*sorted(CORPUS.glob("*.txt")), *sorted(GOLD.glob("*.txt"))]):
        pieces += 1
        faulty += bool(piece.faults)
        for fault in piece.faults:
            print(f"{path}:{fault.line}: {piece.name}: {fault.what}")
    print(f"{pieces} pieces, {faulty} with faults", file=sys.stderr)
    return 1 if faulty else 0


def unpack(file: Path, folder: Path) -> int:
    """Writes the faultless pieces of the file as pages (NAME.txt) with their readings (NAME.json); how many."""
    folder.mkdir(parents=True, exist_ok=True)
    pieces = load([file])
    for piece in pieces:
        (folder / f"{piece.name}.txt").write_text(piece.text, encoding="utf-8")
        (folder / f"{piece.name}.json").write_text(json.dumps(piece.gold(), ensure_ascii=False), encoding="utf-8")
    return len(pieces)


if __name__ == "__main__":
    raise SystemExit(main())

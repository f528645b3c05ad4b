"""`python -m benchmarks.speed`: seconds to import, megabytes a second by size of page, and the most memory a page takes.

Every size is read by a process of its own, so that each tells of what one page takes. Pages are made of the gold's texts.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

_GOLD = Path(__file__).with_name("gold")
SIZES = {"1 kB": 1_000, "5 kB": 5_000, "20 kB": 20_000, "1 MB": 1_000_000, "5 MB": 5_000_000}
"""Bytes of a page; from `_ONE_LINE` on it is a single line."""
_ONE_LINE = 1_000_000
_ROUNDS = 3
"""Small pages are read so many times, and the best time counts."""


def pages(texts: Iterable[str], size: int) -> Iterator[bytes]:
    """Pages of at least that many bytes: whole texts one below the other; a large one is one line, and only one."""
    given = list(texts)
    if size >= _ONE_LINE:
        line = "".join(given).replace("\n", "").encode()
        yield (line * (size // len(line) + 1))[:size]
        return
    page = b""
    for text in given:
        page += text.encode() + b"\n"
        if len(page) >= size:
            yield page
            page = b""


def measure(size: int) -> dict[str, float]:
    """What one process measures: import, speed at that size, and its own peak."""
    start = time.process_time()
    import reading

    imported = time.process_time() - start
    from training.corpus import load

    made = list(pages((piece.text for piece in load(sorted(_GOLD.glob("*.txt")))), size))
    reading.read(reading.clean("热身。", "text"))
    seconds = []
    for _ in range(1 if size >= _ONE_LINE else _ROUNDS):
        start = time.process_time()
        for page in made:
            reading.read(reading.clean(page, "text"))
        seconds.append(time.process_time() - start)
    return {
        "megabytes_per_second": round(sum(map(len, made)) / 1e6 / min(seconds), 3),
        "peak_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "import_seconds": round(imported, 2),
    }


def by_size(names: Iterable[str] = SIZES) -> dict[str, dict[str, Any]]:
    """The figures of each size, every one from a fresh process."""
    return {
        name: json.loads(
            subprocess.run(
                [sys.executable, "-m", "benchmarks.speed", "--size", str(SIZES[name])],
                check=True,
                capture_output=True,
                text=True,
            ).stdout
        )
        for name in names
    }


def main(arguments: list[str] | None = None) -> int:
    """Print the figures of all sizes, or of one as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--size", type=int, metavar="BYTES", help="measure this size alone, in this process")
    options = parser.parse_args(arguments)
    if options.size:
        print(json.dumps(measure(options.size)))
        return 0
    for name, row in by_size().items():
        print(
            f"{name:8} {row['megabytes_per_second']:.3f} MB/s  {row['peak_megabytes']:4} MB  import {row['import_seconds']} s"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

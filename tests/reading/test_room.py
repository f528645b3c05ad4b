"""A page of any length takes bounded room, and work in proportion to its length."""

from __future__ import annotations

import subprocess
import sys
from types import FrameType

from benchmarks.speed import pages
from reading import clean, read
from training.corpus import load

LONG = 5_000_000
MOST = 300
"""Megabytes that the process may take."""

READS_A_LONG_LINE = f"""
import re, sys
from pathlib import Path
from reading import clean, read
page = sys.stdin.buffer.read()
assert len(page) == {LONG} and b"\\n" not in page
reading = read(clean(page, "text"))
most = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(len(reading.companies), int(most[1]) // 1024)
"""
# the peak of the process alone: what getrusage tells is inherited from the one that runs the tests


def test_five_megabytes_in_one_line_take_less_than_300_megabytes() -> None:
    (page,) = pages((piece.text for piece in load()[:12]), LONG)
    ran = subprocess.run([sys.executable, "-c", READS_A_LONG_LINE], input=page, capture_output=True, check=True)
    companies, most = map(int, ran.stdout.split())
    assert companies > 20
    assert most < MOST


def calls(page: bytes) -> int:
    """How many functions are called to read a page: the work it makes, the same on every machine."""
    count = 0

    def profiled(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profiled)
    try:
        read(clean(page, "text"))
    finally:
        sys.setprofile(None)
    return count


def test_a_line_twice_as_long_is_twice_the_work() -> None:
    (page,) = pages((piece.text for piece in load()[:8]), 1_000_000)
    read(clean(page[:60_000], "text"))
    once, twice = calls(page[:30_000]), calls(page[:60_000])
    assert once > 10_000
    assert twice < 2.3 * once

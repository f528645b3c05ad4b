"""Word lists of the reading engine, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@cache
def words(name: str) -> frozenset[str]:
    """The words of `name`.txt, whatever line they stand on; comment lines begin with #."""
    return frozenset(word for group in groups(name).values() for word in group)


@cache
def groups(name: str) -> dict[str, tuple[str, ...]]:
    """The words of `name`.txt by the label before the colon of their line; lines without a label share the empty one."""
    found: dict[str, tuple[str, ...]] = {}
    for line in (_HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        label, colon, rest = line.partition(": ")
        key, body = (label, rest) if colon else ("", line)
        found[key] = found.get(key, ()) + tuple(body.split())
    return found

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


@cache
def _sized(name: str, side: int) -> tuple[frozenset[str], dict[str, list[int]]]:
    """The words of a lexicon of two characters and more; by their first (`side` 0) or last (-1) characters their sizes."""
    chosen = frozenset(word for word in words(name) if len(word) > 1)
    sizes: dict[str, list[int]] = {}
    for size, char in sorted({(len(word), word[side]) for word in chosen}, reverse=True):
        sizes.setdefault(char, []).append(size)
    return chosen, sizes


def word_before(name: str, string: str, end: int) -> int:
    """The size of the longest word of a lexicon that ends there, 0 where none does."""
    chosen, sizes = _sized(name, -1)
    for size in sizes.get(string[max(0, end - 1) : end], ()):
        if size <= end and string[end - size : end] in chosen:
            return size
    return 0


def word_behind(name: str, string: str, start: int) -> int:
    """The size of the longest word of a lexicon that begins there, 0 where none does."""
    chosen, sizes = _sized(name, 0)
    for size in sizes.get(string[start : start + 1], ()):
        if string[start : start + size] in chosen:
            return size
    return 0

"""Patterns of addresses: made from examples, shown to people, matched in linear time.

`*` stands for anything within one part between slashes, a part `**` for any number of parts. A pattern that begins with
a slash means the host of the list page; one with a host means that host.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

_ENDING = re.compile(r"\.[a-z]{2,5}$", re.IGNORECASE)
_NUMBERED = re.compile(r"\d+")
_CODED = re.compile(r"(?=[a-z]*\d)[0-9a-z]{8,}", re.IGNORECASE)


def parts_of(url: str) -> list[str]:
    """The parts of the path, the query as the last."""
    parts = urlsplit(url)
    rows = parts.path.lstrip("/").split("/")
    return [*rows, f"?{parts.query}"] if parts.query else rows


def shape_of(url: str, base: str = "") -> str:
    """The pattern that the address is an example of: its numbers and codes become stars."""
    shape = "/".join(_star(part) for part in parts_of(url)).replace("/?", "?")
    host = urlsplit(url).netloc.lower()
    return f"/{shape}" if host == urlsplit(base).netloc.lower() else f"{host}/{shape}"


def wider(url: str, base: str = "") -> str:
    """The pattern of everything beside the address in its folder, for sites whose addresses are words."""
    shape = shape_of(url.partition("?")[0], base)
    folder, _, last = shape.rpartition("/")
    ending = _ENDING.search(last)
    return f"{folder}/*{ending[0] if ending else ''}"


def _star(part: str) -> str:
    ending = _ENDING.search(part)
    stem = part[: ending.start()] if ending else part
    pieces = re.split(r"([-_.?&=])", stem)
    starred = ["*" if _is_code(piece) else _NUMBERED.sub("*", piece) for piece in pieces]
    return re.sub(r"\*+", "*", "".join(starred)) + (ending[0] if ending else "")


def _is_code(piece: str) -> bool:
    """A mixture of letters and digits that no one thought up: c1a9f03b77."""
    return bool(_CODED.fullmatch(piece)) and len(re.findall(r"\d+", piece)) > 1


def matches(pattern: str, url: str, base: str) -> bool:
    """Whether the address fits; the scheme does not count."""
    pattern = re.sub(r"^https?://", "", pattern.strip())
    host, _, path = pattern.partition("/")
    if urlsplit(url).netloc.lower() != (host.lower() or urlsplit(base).netloc.lower()):
        return False
    path, _, query = path.partition("?")
    wanted = path.split("/") + ([f"?{query}"] if query else [])
    found = parts_of(url)
    if not query and found and found[-1].startswith("?") and wanted[-1] != "**":
        return False
    return _parts_match(wanted, found)


def _parts_match(wanted: Sequence[str], found: Sequence[str]) -> bool:
    """Classic wildcard matching over parts: at most one step back, to the last `**`."""
    row = column = 0
    star, mark = -1, 0
    while column < len(found):
        if row < len(wanted) and wanted[row] == "**":
            star, mark, row = row, column, row + 1
        elif row < len(wanted) and _matches(wanted[row], found[column]):
            row, column = row + 1, column + 1
        elif star >= 0:
            mark += 1
            row, column = star + 1, mark
        else:
            return False
    return all(part == "**" for part in wanted[row:])


def _matches(pattern: str, text: str) -> bool:
    row = column = mark = 0
    star = -1
    while column < len(text):
        if row < len(pattern) and pattern[row] == "*":
            star, mark, row = row, column, row + 1
        elif row < len(pattern) and pattern[row] == text[column]:
            row, column = row + 1, column + 1
        elif star >= 0:
            mark += 1
            row, column = star + 1, mark
        else:
            return False
    return not pattern[row:].strip("*")

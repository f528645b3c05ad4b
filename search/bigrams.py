"""Text as a set of character pairs, the same for what is stored and for what is asked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from opencc_pyo3 import OpenCC

# A run of Han characters, or of letters and digits. Everything else separates.
RUN = re.compile(r"[㐀-鿿\U00020000-\U0003ffff]+|[a-z0-9]+")
# PostgreSQL refuses a tsvector with more than 1,048,575 bytes of lexemes; 40,000 pairs are 240,000, as many long words more.
MOST = 40_000
MOST_BYTES = 1_000_000


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def fold(text: str) -> str:
    """One form for search: full width, case and traditional script undone, on both sides of the comparison."""
    return _simplifier().convert(unicodedata.normalize("NFKC", text).lower())


def bigrams(text: str) -> list[str]:
    """The sorted pairs of every Han run (a lone character is itself) and every whole Latin or digit word, at most MOST
    and MOST_BYTES, the text's beginning first."""
    found: set[str] = set()
    size = 0
    for key in _keys(fold(text)):
        if key not in found:
            size += len(key.encode())
            if len(found) == MOST or size > MOST_BYTES:
                break
            found.add(key)
    return sorted(found)


def _keys(folded: str) -> Iterator[str]:
    for run in RUN.findall(folded):
        if len(run) == 1 or run[0] < "㐀":
            yield run[:40]
        else:
            yield from (run[i : i + 2] for i in range(len(run) - 1))

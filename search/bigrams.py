"""Text as a set of character pairs, the same for what is stored and for what is asked."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from opencc_pyo3 import OpenCC

# A run of Han characters, or of letters and digits. Everything else separates.
RUN = re.compile(r"[㐀-鿿\U00020000-\U0003ffff]+|[a-z0-9]+")
# tsvector holds at most 1 MB of lexemes; a pair takes about 10 bytes with its entry.
MOST = 40_000


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def fold(text: str) -> str:
    """One form for search: full width, case and traditional script undone, on both sides of the comparison."""
    return _simplifier().convert(unicodedata.normalize("NFKC", text).lower())


def bigrams(text: str) -> list[str]:
    """The sorted pairs of every Han run (a lone character is itself) and every whole Latin or digit word, at most MOST."""
    found: set[str] = set()
    for run in RUN.findall(fold(text)):
        if len(run) == 1 or run[0] < "㐀":
            found.add(run[:40])
        else:
            found.update(run[i : i + 2] for i in range(len(run) - 1))
        if len(found) > MOST:
            break
    return sorted(found)[:MOST]

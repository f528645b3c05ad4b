"""What is known of single characters before any coverage is read: groups of like use, and how fit they are for short names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FIRST, LAST = 0x4E00, 0x9FA5
"""The first and last character of the table."""
GROUPS = 150
MODEL = Path(__file__).parent / "models" / "characters.npz"

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Characters:
    """By code point less `FIRST`, with one more row for every other character: the group (0 unknown), and how much likelier
    the character is at the first place, a later place and the last place of a short name than elsewhere, in eighths of a nat.
    """

    group: Ints
    first: Ints
    inside: Ints
    last: Ints

    def rows(self, points: NDArray[np.uint32]) -> Ints:
        """The rows of code points."""
        rows = points.astype(np.int64) - FIRST
        return np.where((rows >= 0) & (rows <= LAST - FIRST), rows, LAST - FIRST + 1)


@cache
def characters() -> Characters:
    """The table that ships with the engine; raises OSError where it is missing."""
    with np.load(MODEL) as stored:
        return Characters(
            *(np.append(stored[name].astype(np.int64), 0) for name in ("group", "first", "inside", "last"))
        )

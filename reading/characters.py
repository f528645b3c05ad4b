"""What is known of single characters before any coverage is read: groups of like use, and how fit they are for short names."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FIRST, LAST = 0x4E00, 0x9FA5
"""The first and last character of the table."""
GROUPS = 150
MODEL = Path(__file__).parent / "models" / "characters.npz"

Ints = NDArray[np.signedinteger]


@dataclass(frozen=True, slots=True)
class Characters:
    """By code point less `FIRST`, with one more row for every other character: the group (0 unknown), and how much likelier
    the character is at the first place, a later place and the last place of a short name than elsewhere, in eighths of a nat.
    """

    group: Ints
    first: Ints
    inside: Ints
    last: Ints
    _table: Ints = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_table", np.stack([self.group, self.first, self.inside, self.last]).astype(np.int32))

    def of(self, points: NDArray[np.uint32]) -> Ints:
        """Group, first, inside and last of code points, in rows."""
        rows = np.minimum(
            points - np.uint32(FIRST), np.uint32(LAST - FIRST + 1)
        )  # what is less than `FIRST` wraps around
        values: Ints = self._table.take(rows, axis=1)
        return values


@cache
def characters() -> Characters:
    """The table that ships with the engine; raises OSError where it is missing."""
    with np.load(MODEL) as stored:
        return Characters(
            *(np.append(stored[name].astype(np.int64), 0) for name in ("group", "first", "inside", "last"))
        )

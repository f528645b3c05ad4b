"""Traditional script: the one converter, and a cheap way to see that a page needs none."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from opencc_pyo3 import OpenCC

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))
# The Han characters that the converter knows: the basic block with its first extension and compatibility forms, then the rare ones.
_PLANES = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
_SHARED = "乾吒夥後徵拚捱摺於榘菸著薰薹袷醣麴麽"
"""What the converter may change of the characters that GB 2312, the set of simplified script, holds too."""

_AT_ONCE = 1 << 14
"""Characters that are looked at in one go."""


@cache
def simplifier() -> OpenCC:
    """The converter to simplified script; its tables take 27 MB, so that there is one, and only where a page asks for it."""
    return OpenCC("t2s")


@cache
def changing() -> frozenset[str]:
    """The characters that the converter writes differently, alone or in some phrase."""
    every = [chr(point) for first, last in _PLANES for point in range(first, last + 1)]
    return frozenset(
        a for a, b in zip(every, simplifier().convert("\n".join(every)).split("\n"), strict=True) if a != b
    )


@cache
def _kinds() -> NDArray[np.uint8]:
    """What each character is: 1 Han, 2 known to the converter but in no simplified page, 3 both."""
    table = np.zeros(0x110000, np.uint8)
    for first, last in _PLANES:
        table[first : last + 1] = 2
    rows = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    for char in {char for pair in rows if (char := pair.decode("gb2312", "ignore"))}.difference(_SHARED):
        table[ord(char)] = 0
    for first, last in _HAN:
        table[first : last + 1] += 1
    return table


def _counts(text: str) -> tuple[int, int]:
    """How many Han characters a text holds, and how many that no simplified page uses."""
    total = np.zeros(4, np.int64)
    for at in range(0, len(text), _AT_ONCE):
        points = np.frombuffer(text[at : at + _AT_ONCE].encode("utf-32-le", "surrogatepass"), np.uint32)
        total += np.bincount(_kinds().take(points), minlength=4)
    _, han, foreign, both = total.tolist()
    return han + both, foreign + both


def han_count(text: str) -> int:
    """How many Han characters a text holds."""
    return _counts(text)[0]


def may_change(text: str, share: float) -> bool:
    """Whether simplification could change more than that share of a text's Han characters.

    Characters that no simplified page uses are counted first: next to none there, and the converter is not even loaded.
    """
    han, foreign = _counts(text)
    if not foreign or foreign < share * han:
        return False
    return sum(map(changing().__contains__, text)) >= share * han

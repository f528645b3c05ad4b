"""Hashes of any stretch of a text, and the table of registered short names, which is asked by them."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]

_LONGEST_TEXT = 40_064
"""Characters that features can be told of in one go, in training."""
BRANDS = Path(__file__).parent / "models" / "brands.npz"
BRAND_BITS = 22
_BRAND_SHIFTS = (0, 21, 42)
BRAND_SIZES = (2, 6)
"""The shortest and the longest names that the table holds."""
_PRIME_NUMBER, _FULL = 0x9E3779B97F4A7C15, (1 << 64) - 1
_PRIME = np.uint64(_PRIME_NUMBER)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)


@cache
def _powers() -> tuple[Hashes, Hashes]:
    """Powers of the prime and of its inverse modulo 2**64, as far as a block goes."""
    inverse = np.uint64(pow(int(_PRIME), -1, 1 << 64))
    size = _LONGEST_TEXT
    with np.errstate(over="ignore"):
        return (
            np.cumprod(np.full(size, _PRIME, np.uint64), dtype=np.uint64),
            np.cumprod(np.full(size, inverse, np.uint64), dtype=np.uint64),
        )


def mixed(values: Hashes) -> Hashes:
    """Well-spread 64-bit hashes of 64-bit numbers."""
    values = values ^ (values >> np.uint64(30))
    values *= _MIX
    values ^= values >> np.uint64(27)
    values *= _MIX_2
    values ^= values >> np.uint64(31)
    return values


def codes(string: str) -> NDArray[np.uint32]:
    """The code points of a string."""
    return np.frombuffer(string.encode("utf-32-le", "replace"), np.uint32)


class Stretches:
    """Hashes of any stretch of a block by its characters."""

    def __init__(self, points: NDArray[np.uint32]) -> None:
        power, self._inverse = _powers()
        self._sums = np.zeros(len(points) + 1, np.uint64)
        np.cumsum(points * power[: len(points)], dtype=np.uint64, out=self._sums[1:])

    def hashes(self, starts: Ints, ends: Ints) -> Hashes:
        """One hash for each [start, end)."""
        starts, ends = np.asarray(starts, np.int64), np.asarray(ends, np.int64)  # an empty list has no kind of its own
        sums = self._sums
        return mixed(
            (sums.take(ends) - sums.take(starts)) * self._inverse.take(starts) + (ends - starts).astype(np.uint64)
        )

    def sized(self, least: int, most: int) -> Hashes:
        """One hash for each stretch of those lengths, as lengths x starts; what runs over the end of the block means nothing."""
        size = len(self._sums) - 1
        padded = np.zeros(size + most + 1, np.uint64)
        padded[: size + 1] = self._sums
        ends = np.ndarray((most - least + 1, size), np.uint64, padded, 8 * least, (8, 8))
        return mixed(
            (ends - self._sums[:-1]) * self._inverse[:size] + np.arange(least, most + 1, dtype=np.uint64)[:, None]
        )


def brand_bits(hashes: Hashes, shifts: tuple[int, ...] = _BRAND_SHIFTS) -> list[Ints]:
    """The places in the brand table that a name sets."""
    return [((hashes >> np.uint64(shift)) & np.uint64((1 << BRAND_BITS) - 1)).astype(np.int64) for shift in shifts]


@cache
def _brand_table() -> NDArray[np.uint8]:
    """Eight places a byte: so few that the processor keeps them near."""
    with np.load(BRANDS) as stored:
        table: NDArray[np.uint8] = np.packbits(np.unpackbits(stored["bits"]), bitorder="little")
        return table


def _is_set(places: Ints) -> NDArray[np.bool_]:
    """Whether each place of the brand table is set."""
    return (_brand_table().take(places >> 3) >> (places & 7).astype(np.uint8) & 1).view(np.bool_)


def is_brand(hashes: Hashes) -> NDArray[np.bool_]:
    """Whether each hash is of a registered short name; wrong for about one in a hundred that are not."""
    found = _is_set(brand_bits(hashes, _BRAND_SHIFTS[:1])[0])
    left = np.flatnonzero(found)  # most are ruled out by the first place
    if len(left):
        second, third = brand_bits(hashes[left], _BRAND_SHIFTS[1:])
        found[left] = _is_set(second) & _is_set(third)
    return found


@lru_cache(1 << 14)
def is_brand_name(name: str) -> bool:
    """`is_brand` of one name by itself: a few names are sooner told one by one."""
    if not 0 < len(name) <= BRAND_SIZES[1]:
        return False
    value = 0
    for char in reversed(name):
        value = value * _PRIME_NUMBER + ord(char)
    value = value + len(name) & _FULL
    value = (value ^ value >> 30) * int(_MIX) & _FULL
    value = (value ^ value >> 27) * int(_MIX_2) & _FULL
    value ^= value >> 31
    table = _brand_table().data
    places = [value >> shift & (1 << BRAND_BITS) - 1 for shift in _BRAND_SHIFTS]
    return all(table[place >> 3] >> (place & 7) & 1 for place in places)

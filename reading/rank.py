"""How sure it is that a candidate names a company: boosted trees over `reading.traits`, calibrated.

Trained by `python -m training companies`; evaluated here by NumPy for all candidates and trees at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reading.forest import Forest

_MODEL = Path(__file__).parent / "models" / "ranker.npz"


@dataclass(frozen=True, slots=True)
class Ranker:
    """The nodes of all trees in one row; a leaf is its own child. `slope` and `offset` calibrate the summed log-odds."""

    roots: NDArray[np.int64]
    trait: NDArray[np.int64]
    limit: NDArray[np.float32]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    value: NDArray[np.float32]
    depth: int
    base: float
    slope: float
    offset: float
    threshold: float
    """Candidates of at least this confidence are companies."""
    _forest: Forest = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        forest = Forest.of(self.roots, self.trait, self.limit, self.low, self.high, self.value)
        object.__setattr__(self, "_forest", forest)

    @classmethod
    def load(cls, path: Path = _MODEL) -> Ranker:
        """The trained trees; raises OSError where they are missing."""
        with np.load(path) as stored:
            roots, trait, low, high = (stored[name].astype(np.int64) for name in ("roots", "trait", "low", "high"))
            base, slope, offset, threshold = (float(stored[name]) for name in ("base", "slope", "offset", "threshold"))
            return cls(
                roots,
                trait,
                stored["limit"],
                low,
                high,
                stored["value"],
                int(stored["depth"]),
                base,
                slope,
                offset,
                threshold,
            )

    def save(self, path: Path = _MODEL) -> None:
        """Write the trees, compressed."""
        np.savez_compressed(
            path,
            **{name: getattr(self, name).astype(np.uint16) for name in ("roots", "trait", "low", "high")},
            **{
                name: getattr(self, name)
                for name in ("limit", "value", "depth", "base", "slope", "offset", "threshold")
            },
        )

    def confidence(self, traits: NDArray[np.float32]) -> NDArray[np.float64]:
        """The calibrated probability of each row of traits."""
        scores = self._forest.scores(traits) + self.base
        return 1 / (1 + np.exp(-(self.slope * scores + self.offset)))


@cache
def ranker() -> Ranker:
    """The re-ranker that ships with the engine."""
    return Ranker.load()

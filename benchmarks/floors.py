"""The least that each figure on the gold may be; floors only rise."""

from __future__ import annotations

import json
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.json")
MARGIN = 0.01
"""How far under a measured figure its floor is put, so that one piece more or less does not fail."""


def floors() -> dict[str, float]:
    """The least that each figure may be."""
    loaded: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return loaded


def below(measured: dict[str, float], floor: dict[str, float]) -> list[str]:
    """A line for every figure that is missing or under its floor."""
    return [
        f"{name}: {measured.get(name, 0.0):.4f} < {least:.4f}"
        for name, least in sorted(floor.items())
        if measured.get(name, 0.0) < least
    ]


def raised(measured: dict[str, float], floor: dict[str, float]) -> dict[str, float]:
    """The floors lifted to what was measured, less the margin; none falls."""
    names = sorted({*measured, *floor})
    return {name: round(max(floor.get(name, 0.0), measured.get(name, 0.0) - MARGIN), 4) for name in names}

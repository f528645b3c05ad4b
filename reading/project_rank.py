"""How likely an entity is a project of its own."""

from __future__ import annotations

from reading.projects import Entity, View
from reading.values import Company


def probabilities(found: list[View], grouped: list[Entity], companies: tuple[Company, ...]) -> list[float]:
    """One probability in [0, 1] for each entity."""
    return [{"head": 0.7, "item": 0.6, "company": 0.2}[entity.source] for entity in grouped]

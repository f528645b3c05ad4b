"""The area that coverage is about."""

from __future__ import annotations

from reading.values import Text


def find_place(text: Text) -> str | None:
    """The area the coverage tells of, from province to zone as far as it is printed."""
    return None

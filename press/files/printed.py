"""What can be read in a file."""

from __future__ import annotations

from dataclasses import dataclass

from reading.values import Media

MOST_CHARACTERS = 4_000_000
"""Characters after which a document is no coverage any more; the reader takes some seconds for as many."""


@dataclass(frozen=True, slots=True)
class Printed:
    """Words of a document: bytes where the reader shall find out their encoding, and whether they are markup (None: it decides)."""

    content: bytes | str
    media: Media | None

"""What goes into a fetcher and what comes out: frozen values."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol

from press.fetch import PUBLIC, Fetched, Network
from press.models.source import Source


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of coverage that a source names. `raw` is the piece itself where the source sends it along."""

    url: str
    title: str = ""
    at: datetime | None = None
    raw: bytes = b""
    # What makes it the same piece again, where the address does not.
    key: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What one page of a source says: items, newest first as far as it tells; pages that belong to it; the page after."""

    items: tuple[Item, ...] = ()
    parts: tuple[str, ...] = ()
    next: str = ""
    name: str = ""
    unchanged: bool = False
    etag: str = ""
    modified: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a source is asked: its address and settings, and what was remembered of the last visit."""

    url: str
    pattern: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    password: str = ""
    etag: str = ""
    modified: str = ""
    seen: str = ""
    network: Network = PUBLIC


class Get(Protocol):
    """Fetches a page politely; raises Refused."""

    def __call__(
        self, url: str, *, kinds: tuple[str, ...] = ..., etag: str = ..., modified: str = ..., most: int = ...
    ) -> Fetched: ...


@dataclass(frozen=True, slots=True)
class Guess:
    """What an address was taken for, and what it would bring."""

    kind: str
    url: str
    name: str
    pattern: str = ""
    items: tuple[Item, ...] = ()


class Fetcher(ABC):
    """One kind of source."""

    kind: ClassVar[Source.Kind]
    has_pattern: ClassVar[bool] = False

    @abstractmethod
    def visit(self, ask: Ask, get: Get) -> Listing:
        """Asks for one page of the source. Raises Refused with the reason in Chinese."""

    def guess(self, page: Fetched, get: Get, pattern: str = "") -> Guess | None:
        """What this page is as a source of this kind; None where it is none."""
        return None

"""An article for reading: its text in paragraphs of plain and marked pieces, over the untouched original or the repaired text."""

from __future__ import annotations

import itertools
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from press.clean import text_of
from press.models import Article
from reading.html import print_html
from reading.values import Span, Text

# A page longer than this is cut for display, and the page says so.
MOST_SHOWN = 150_000
# Where marks overlap, the shorter stands; of equal ones the first of these.
CLASSES = {
    "company": "c", "project": "p", "person": "h", "statement": "g", "amount": "a", "stage": "s", "land": "m",
    "place": "l", "capacity": "a", "date": "d", "promise": "d", "industry": "s", "sentence": "e",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """One span of the original to mark: `key` names it in the page (m12 a mention, f7 a fact)."""

    key: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same marks; `css` is "" and keys empty where it is plain."""

    text: str
    css: str = ""
    keys: tuple[str, ...] = ()
    first: bool = False
    """Whether the first key's mark begins here: it carries the id."""

    @property
    def key(self) -> str:
        return self.keys[0] if self.keys else ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    pieces: tuple[Piece, ...]
    zone: str
    """body, title, navigation, related, advert …; all but body and title are shown paler."""


@dataclass(frozen=True, slots=True)
class Shown:
    paragraphs: tuple[Paragraph, ...]
    is_cut: bool

    @property
    def title(self) -> Paragraph | None:
        """The paragraph that is the title, where the page prints one."""
        return next((row for row in self.paragraphs if row.zone == "title"), None)


def original(article: Article, marks: Iterable[Mark]) -> Shown:
    """The stored original with marks; of HTML what it prints, without the markup."""
    text = text_of(article)
    if article.media == "html":
        draft, _ = print_html(article.original)
        return _show(draft.text, draft.starts, _zones(text), marks)
    return _show(article.original, None, _zones(text), marks)


def repaired(article: Article, marks: Iterable[Mark]) -> Shown:
    """The repaired text with the same marks."""
    text = text_of(article)
    return _show(text.text, text.starts, _zones(text), marks)


def _zones(text: Text) -> list[tuple[Span, str]]:
    """The page's zones by their span in the original."""
    return [(text.span(zone.start, zone.end), zone.kind) for zone in text.zones if zone.end > zone.start]


def _show(chars: str, starts: array[int] | None, zones: Sequence[tuple[Span, str]], marks: Iterable[Mark]) -> Shown:
    is_cut = len(chars) > MOST_SHOWN
    chars = chars[:MOST_SHOWN]

    def here(offset: int) -> int:
        return min(len(chars), offset if starts is None else bisect_left(starts, offset))

    placed = [(here(mark.start), here(mark.end), mark) for mark in marks]
    placed = [(start, end, mark) for start, end, mark in placed if end > start]
    ends_of_zones = [(here(span[1]), kind) for span, kind in zones]
    paragraphs = []
    for start, end in _lines(chars):
        inside = [row for row in placed if row[0] < end and row[1] > start]
        zone = next((kind for until, kind in ends_of_zones if start < until), "body")
        paragraphs.append(Paragraph(tuple(_pieces(chars, start, end, inside)), zone))
    return Shown(tuple(paragraphs), is_cut)


def _lines(chars: str) -> list[Span]:
    """The lines that hold anything."""
    lines, start = [], 0
    for line in chars.split("\n"):
        if line.strip():
            lines.append((start, start + len(line)))
        start += len(line) + 1
    return lines


def _pieces(chars: str, start: int, end: int, inside: list[tuple[int, int, Mark]]) -> list[Piece]:
    bounds = sorted({start, end, *(min(max(at, start), end) for row in inside for at in row[:2])})
    order = list(CLASSES)
    pieces = []
    for low, high in itertools.pairwise(bounds):
        over = [row for row in inside if row[0] <= low and row[1] >= high]
        over.sort(key=lambda row: (row[1] - row[0], order.index(row[2].kind) if row[2].kind in order else 99))
        if not over:
            pieces.append(Piece(chars[low:high]))
            continue
        top = over[0]
        keys = tuple(dict.fromkeys(row[2].key for row in over))
        pieces.append(Piece(chars[low:high], CLASSES.get(top[2].kind, "e"), keys, first=top[0] == low))
    return pieces

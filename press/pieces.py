"""Corrected articles as pieces of the marked corpus (training/README.md): what people put right, to learn from.

The text is the repaired one, the marks are the article's mentions and facts with the corrections in them. What the format
cannot hold (marks that cross, a name in a zone outside headline and body) is left out, so that the check finds no fault.
"""

from __future__ import annotations

import io
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from press.clean import text_of
from press.findings import Findings, Named, Valued, findings_in, is_composed
from press.models import Article, Correction
from reading.values import Text

ZONES = {"title": "t", "navigation": "n", "header": "e", "editor": "e", "related": "r", "advert": "x", "keywords": "k"}
LETTERS = {"company": "c", "project": "p", "person": "h"}
OF_FACTS = {"amount": "a", "stage": "s", "land": "m"}
CATEGORIES = ("official", "business", "academic", "media")


@dataclass(slots=True)
class _Mark:
    start: int
    end: int
    opening: str
    is_zone: bool = False


_AT_ONCE = 50
"""Articles whose texts are in memory together."""


@dataclass(slots=True)
class _Piece:
    article: Article
    text: Text
    found: Findings
    marks: list[_Mark] = field(default_factory=list)
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)


def pieces(articles: Iterable[int] | None = None) -> Iterator[str]:
    """One piece for each article with a correction that holds (or only of these), the oldest first."""
    rows = Article.objects.filter(pk__in=Correction.objects.effective().values("article")).defer("raw", "bigrams")
    if articles is not None:
        rows = rows.filter(pk__in=list(articles))
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(keys), _AT_ONCE):
        for article in rows.filter(pk__in=keys[at : at + _AT_ONCE]).order_by("pk"):
            yield piece_of(article)


def as_file(found: Iterable[str]) -> io.BytesIO:
    return io.BytesIO("\n".join(found).encode())


def piece_of(article: Article) -> str:
    """The article as it is read now, corrections in, as one piece."""
    piece = _Piece(article, text_of(article), findings_in(article))
    _zones(piece)
    _names(piece)
    _values(piece)
    lines = [f"=== office-{article.pk:06d}", *_header(piece), "---", _marked(piece), "---", *_entities(piece)]
    return "\n".join(lines) + "\n"


def _header(piece: _Piece) -> Iterator[str]:
    article = piece.article
    titles = [piece.text.text[mark.start : mark.end] for mark in piece.marks if mark.opening == "t"]
    if titles and article.title == titles[0] and "\n" not in article.title:
        yield f"title: {article.title}"
    if article.published_on:
        yield f"published_on: {article.published_on.isoformat()}"
    for name in ("outlet", "place"):
        if value := getattr(article, name).strip():
            yield f"{name}: {value}"


def _zones(piece: _Piece) -> None:
    for zone in piece.text.zones:
        start, end = _tight(piece.text.text, zone.start, zone.end)
        if zone.kind in ZONES and start < end and not (zone.kind == "title" and _has(piece, "t")):
            piece.marks.append(_Mark(start, end, ZONES[zone.kind], is_zone=True))


def _has(piece: _Piece, opening: str) -> bool:
    return any(mark.opening == opening for mark in piece.marks)


def _tight(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the blanks at both ends."""
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))


def _names(piece: _Piece) -> None:
    for spot in piece.found.named:
        letter = LETTERS.get(spot.kind)
        if letter is None or (letter == "h" and spot.name != spot.of):
            continue
        if spot.kind == "project":
            _number(piece, spot.kind, spot.of)  # a composed name has no mark but a line
        if letter == "p" and is_composed(spot.start, spot.end, spot.sentence_start, spot.sentence_end):
            continue
        _mark(piece, spot, letter, spot.kind, spot.of)
    for total in piece.found.totals:
        if (place := _placed(piece.text, total.start, total.end)) and _fits(piece, *place):
            piece.marks.append(_Mark(*place, "g"))


def _values(piece: _Piece) -> None:
    seen: set[tuple[str, str]] = set()
    for spot in piece.found.valued:
        letter = OF_FACTS.get(spot.kind)
        if letter and (spot.subject, spot.kind) not in seen and ("project", spot.subject) in piece.numbers:
            seen.add((spot.subject, spot.kind))
            if spot.kind != "amount" or _tells(piece, spot):
                _mark(piece, spot, letter, "project", spot.subject)


def _tells(piece: _Piece, spot: Valued) -> bool:
    """Whether the words give the sum; a corrected sum may stand on the words that were read wrongly."""
    return spot.correction is None or spot.text in (piece.article.original[spot.start : spot.end], "")


def _number(piece: _Piece, kind: str, of: str) -> int:
    same = [key for key in piece.numbers if key[0] == kind]
    return piece.numbers.setdefault((kind, of), len(same) + 1)


def _mark(piece: _Piece, spot: Named | Valued, letter: str, kind: str, of: str) -> None:
    place = _placed(piece.text, spot.start, spot.end)
    if place is None or not piece.text.text[place[0] : place[1]].strip() or not _fits(piece, *place):
        return
    outside = any(
        zone.is_zone and zone.opening != "t" and zone.start < place[1] and place[0] < zone.end for zone in piece.marks
    )
    if not (outside and letter != "h"):
        piece.marks.append(_Mark(*place, f"{letter}{_number(piece, kind, of)}"))


def _placed(text: Text, start: int, end: int) -> tuple[int, int] | None:
    """Where a span of the original stands in the repaired text; None where repair left nothing of it."""
    first, last = bisect_left(text.ends, start + 1), bisect_left(text.starts, end)
    return (first, last) if first < last else None


def _fits(piece: _Piece, start: int, end: int) -> bool:
    """Whether a mark nests with those there, and is none of them."""
    for mark in piece.marks:
        if (mark.start, mark.end) == (start, end) and not mark.is_zone:
            return False
        if mark.start < start < mark.end < end or start < mark.start < end < mark.end:
            return False
    return True


def _marked(piece: _Piece) -> str:
    """The text with the marks in it; its own square brackets are written ［ ］."""
    signs: list[tuple[int, int, int, str]] = []
    for mark in piece.marks:
        signs.append((mark.start, 1, -mark.end, f"[{mark.opening}:"))
        signs.append((mark.end, 0, -mark.start, "]"))
    chars = piece.text.text.replace("[", "［").replace("]", "］")
    parts, last = [], 0
    for at, _, _, sign in sorted(signs):
        parts += [chars[last:at], sign]
        last = at
    lines = "".join([*parts, chars[last:]]).split("\n")
    # A line of the text that looks like one of the format's own would end the piece.
    return "\n".join(
        f" {line}" if line.strip() == "---" or line.startswith("=== ") else line for line in lines if line.strip()
    )


def _entities(piece: _Piece) -> Iterator[str]:
    marked = {mark.opening for mark in piece.marks}
    data = {(spot.kind, spot.of): spot.data for spot in piece.found.named}
    for (kind, of), number in piece.numbers.items():
        key, told = f"{LETTERS[kind]}{number}", data[kind, of]
        if kind == "company" and key in marked:
            yield f"{key} maybe" if told.get("maybe") else key
        elif kind == "person" and key in marked:
            category = told.get("category") if told.get("category") in CATEGORIES else "business"
            yield f"{key} {category} | {_cell(told.get('org'))} | {_cell(told.get('title'))}"
    for (kind, of), number in piece.numbers.items():
        if kind == "project":
            yield _project(piece, of, f"p{number}", data[kind, of], marked)


def _project(piece: _Piece, of: str, key: str, told: dict[str, Any], marked: set[str]) -> str:
    values: dict[str, Any] = {}
    owners = []
    for spot in piece.found.valued:
        if spot.subject == of and spot.kind == "company":
            number = piece.numbers.get(("company", spot.value))
            owners += [f"c{number}"] if f"c{number}" in marked else []
        elif spot.subject == of:
            values.setdefault(spot.kind, spot.value)
    amount, land = values.get("amount"), values.get("land")
    cells = [
        told.get("kind") or "industry",
        " ".join(dict.fromkeys(owners)) or "-",
        f"{Decimal(amount['value']).normalize():f} {amount['currency']}" if amount else "-",
        values.get("stage") or "-",
        values.get("industry") or "-",
        f"{Decimal(str(land)).normalize():f}" if land else "-",
    ]
    if key not in marked:
        cells.append(f"= {_cell(of)}")
    if told.get("maybe"):
        cells.append("maybe")
    return f"{key} {' | '.join(cells)}"


def _cell(value: Any) -> str:
    """One cell of a line: no bar, no line end."""
    return " ".join(str(value or "-").replace("|", "｜").split()) or "-"

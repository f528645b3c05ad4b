"""The marked corpus: pieces of coverage with exact marks, their gold reading, and a check that says what is wrong.

The format stands in README.md. A piece's text is what stands between the marks, so a mark's offsets point into it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from reading.values import INDUSTRIES, STAGES, Text

CORPUS = Path(__file__).parent / "corpus"
NUMBERED = frozenset("cpasmh")
ZONES = {"t": "title", "n": "navigation", "e": "editor", "r": "related", "x": "advert", "k": "keywords"}
PROJECT_KINDS = ("industry", "carrier", "public")
CATEGORIES = ("official", "business", "academic", "media")
HEADER = ("title", "published_on", "outlet", "place", "style", "sums")

_OPENING = re.compile(r"\[([a-z])(\d*):")
_BRACKET = re.compile(r"[\[\]]")
_AMOUNT = re.compile(r"(-?[\d.]+) ([A-Z]{3})")
_SENTENCE_END = re.compile(r"[。!?!?;;\n]")
_PRINTED = re.compile(r"(\d[\d,，]*(?:\.\d+)?)\s*(千|百|十)?(万|亿)?")
_SCALE = {"千": 1000, "百": 100, "十": 10, "万": 10_000, "亿": 100_000_000, None: 1}


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a piece, [start, end) in its text: `kind` is the letter, `number` the entity, 0 where there is none."""

    kind: str
    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """One fault of a piece: the file's line, 1-based, and what is wrong there."""

    line: int
    what: str


@dataclass(slots=True)
class Piece:
    """One piece. `entities` maps c1, p2 … to its fields as typed; `faults` is empty for a piece fit to learn from."""

    name: str
    line: int
    header: dict[str, str] = field(default_factory=dict)
    text: str = ""
    marks: tuple[Mark, ...] = ()
    entities: dict[str, list[str]] = field(default_factory=dict)
    faults: list[Wrong] = field(default_factory=list)

    def words(self, mark: Mark) -> str:
        return self.text[mark.start : mark.end]

    def of(self, kind: str, number: int | None = None) -> list[Mark]:
        """The marks of a kind, of one entity where a number is given."""
        return [mark for mark in self.marks if mark.kind == kind and number in (None, mark.number)]

    def forms(self, kind: str, number: int) -> list[str]:
        """Every printed form of an entity once, the longest first."""
        return sorted(dict.fromkeys(self.words(mark) for mark in self.of(kind, number)), key=len, reverse=True)

    def sentence(self, start: int) -> str:
        """The sentence of the text around an offset."""
        ends = [match.end() for match in _SENTENCE_END.finditer(self.text)]
        at = bisect_left(ends, start + 1)
        first = ends[at - 1] if at else 0
        return self.text[first : ends[at] if at < len(ends) else len(self.text)].strip()

    def gold(self) -> dict[str, Any]:
        """The reading in the form that the scoring takes."""
        names = {key: self._company(key)["name"] for key in self.entities if key[0] == "c"}
        return {
            "id": self.name,
            "title": self._printed("title"),
            "published_on": self.header.get("published_on") if self._prints_year() else None,
            "outlet": self._printed("outlet"),
            "place": self.header.get("place"),
            "companies": [self._company(key) for key in names],
            "projects": [self._project(key, names) for key in self.entities if key[0] == "p"],
            "people": [self._person(key) for key in self.entities if key[0] == "h"],
            "aggregates": [self.words(mark) for mark in self.of("g")],
        }

    def stage(self, number: int) -> str | None:
        """The stage that a project has reached."""
        row = self.entities.get(f"p{number}", [])
        return _given(row[3]) if len(row) > 3 else None

    def _printed(self, key: str) -> str | None:
        """A header value where the text prints it; a reader cannot know the others."""
        value = self.header.get(key)
        return value if value and value in self.text else None

    def _prints_year(self) -> bool:
        return self.header.get("published_on", "none")[:4] in self.text

    def _company(self, key: str) -> dict[str, Any]:
        forms = self.forms("c", int(key[1:])) or [key]
        return {"name": forms[0], "aliases": forms[1:], "maybe": "maybe" in self.entities[key]}

    def _person(self, key: str) -> dict[str, Any]:
        category, org, title = [*self.entities[key], "-", "-", "-"][:3]
        forms = self.forms("h", int(key[1:])) or [key]
        return {"name": forms[0], "org": _given(org), "title": _given(title), "category": category}

    def _project(self, key: str, names: dict[str, str]) -> dict[str, Any]:
        row = self.entities[key]
        number = int(key[1:])
        forms = self.forms("p", number)
        composed = next((cell[1:].strip() for cell in row[6:] if cell.startswith("=")), None)
        forms = [composed, *forms] if composed else forms or [key]
        kind, companies, amount, stage, industry, land = row[:6]
        shown = [mark for letter in "pasm" for mark in self.of(letter, number)]
        amounts = _AMOUNT.fullmatch(amount)
        return {
            "name": forms[0],
            "aliases": forms[1:],
            "companies": [names[name] for name in re.split(r"[ ,、]+", companies) if name in names],
            "kind": kind,
            "amount": {"value": float(amounts[1]), "currency": amounts[2]} if amounts else None,
            "stage": _given(stage),
            "industry": _given(industry),
            "land_mu": float(land) if _given(land) else None,
            "evidence": self.sentence(shown[0].start) if shown else "",
            "maybe": "maybe" in row[6:],
        }


def _given(cell: str) -> str | None:
    return None if cell in ("", "-") else cell


def placed(text: Text, mark: Mark) -> tuple[int, int] | None:
    """Where a mark of the original stands in the repaired text; None where repair left nothing of it."""
    start, end = bisect_left(text.ends, mark.start + 1), bisect_left(text.starts, mark.end)
    return (start, end) if start < end else None


def load(paths: Iterable[Path] | None = None) -> list[Piece]:
    """The faultless pieces of the files, all of the corpus where none are named."""
    return [piece for path in paths or sorted(CORPUS.glob("*.txt")) for piece in parse(path) if not piece.faults]


def parse(path: Path) -> list[Piece]:
    """Every piece of a file with its faults."""
    pieces: list[Piece] = []
    lines = path.read_text(encoding="utf-8").replace("\r\n", "\n").split("\n")
    starts = [at for at, line in enumerate(lines) if line.startswith("=== ")]
    for at, start in enumerate(starts):
        end = starts[at + 1] if at + 1 < len(starts) else len(lines)
        pieces.append(_piece(lines[start:end], start + 1))
    return pieces


def check(paths: Iterable[Path]) -> Iterator[tuple[Path, Piece]]:
    """All pieces of the files; a name that comes twice is a fault of the second."""
    seen: dict[str, Path] = {}
    for path in paths:
        for piece in parse(path):
            if piece.name in seen:
                piece.faults.append(Wrong(piece.line, f"{piece.name} is also in {seen[piece.name].name}"))
            seen[piece.name] = path
            yield path, piece


def _piece(lines: list[str], first: int) -> Piece:
    piece = Piece(lines[0][4:].strip(), first)
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)+", piece.name):
        piece.faults.append(Wrong(first, f"not a piece's name: {piece.name!r}"))
    rules = [at for at, line in enumerate(lines) if line.strip() == "---"]
    if len(rules) != 2:
        piece.faults.append(Wrong(first, f"{len(rules)} lines of --- where there should be 2"))
        return piece
    _read_header(piece, lines[1 : rules[0]], first + 1)
    _read_text(piece, "\n".join(lines[rules[0] + 1 : rules[1]]), first + rules[0] + 1)
    _read_entities(piece, lines[rules[1] + 1 :], first + rules[1] + 1)
    _check_marks(piece, first + rules[1])
    return piece


def _read_header(piece: Piece, lines: list[str], first: int) -> None:
    for at, line in enumerate(lines, first):
        key, colon, value = line.partition(":")
        if not line.strip():
            continue
        if not colon or key not in HEADER:
            piece.faults.append(Wrong(at, f"not a header line: {line!r}"))
        elif value.strip() not in ("", "-"):
            piece.header[key] = value.strip()
    if "published_on" in piece.header:
        try:
            date.fromisoformat(piece.header["published_on"])
        except ValueError:
            piece.faults.append(Wrong(first, f"not a date: {piece.header['published_on']}"))


def _read_text(piece: Piece, marked: str, first: int) -> None:
    parts: list[str] = []
    marks: list[Mark] = []
    opened: list[tuple[str, int, int]] = []
    last = size = 0
    for match in _BRACKET.finditer(marked):
        if match.start() < last:
            continue
        parts.append(marked[last : match.start()])
        size += match.start() - last
        line = first + marked.count("\n", 0, match.start())
        if match[0] == "]":
            last = match.end()
            if not opened:
                piece.faults.append(Wrong(line, "] closes nothing"))
                continue
            kind, number, start = opened.pop()
            marks.append(Mark(kind, number, start, size))
            continue
        opening = _OPENING.match(marked, match.start())
        last = opening.end() if opening else match.end()
        if opening is None or (opening[1] not in NUMBERED and opening[1] != "g" and opening[1] not in ZONES):
            piece.faults.append(Wrong(line, f"not a mark: {marked[match.start() : match.start() + 8]!r}"))
            opened.append(("?", 0, size))
            continue
        if (opening[1] in NUMBERED) != bool(opening[2]):
            piece.faults.append(
                Wrong(line, f"a number is {'missing' if opening[1] in NUMBERED else 'too much'}: {opening[0]}")
            )
        opened.append((opening[1], int(opening[2] or 0), size))
    piece.faults += [Wrong(first, f"[{kind}{number or ''}: is never closed") for kind, number, _ in opened]
    piece.text = "".join([*parts, marked[last:]])
    piece.marks = tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end)))


def _read_entities(piece: Piece, lines: list[str], first: int) -> None:
    for at, line in enumerate(lines, first):
        if not line.strip():
            continue
        key, _, rest = line.strip().partition(" ")
        if not re.fullmatch(r"[cph]\d+", key) or key in piece.entities:
            piece.faults.append(Wrong(at, f"not an entity, or one told twice: {line!r}"))
            continue
        row = [cell.strip() for cell in rest.split("|")] if rest.strip() else []
        piece.entities[key] = row
        piece.faults += [Wrong(at, f"{key}: {what}") for what in _faults_of(key, row, piece)]


def _faults_of(key: str, row: list[str], piece: Piece) -> Iterator[str]:
    """What is wrong in one entity's line."""
    if key[0] == "c":
        if row not in ([], ["maybe"]):
            yield "a company's line holds nothing but maybe"
    elif key[0] == "h":
        if len(row) != 3 or row[0] not in CATEGORIES:
            yield "a person's line is category | org | title"
    elif len(row) < 6:
        yield "a project's line is kind | companies | amount | stage | industry | land"
    else:
        yield from _project_faults(key, row, piece)


def _project_faults(key: str, row: list[str], piece: Piece) -> Iterator[str]:
    kind, companies, amount, stage, industry, land = row[:6]
    number = int(key[1:])
    if kind not in PROJECT_KINDS:
        yield f"not a kind of project: {kind}"
    for company in re.split(r"[ ,、]+", companies) if _given(companies) else ():
        if company not in piece.entities:
            yield f"{company} is no company told above"
    if _given(stage) and stage not in STAGES:
        yield f"not a stage: {stage}"
    if _given(industry) and industry not in INDUSTRIES:
        yield f"not an industry: {industry}"
    if _given(land) and not _is_number(land):
        yield f"not a number of mu: {land}"
    for cell in row[6:]:
        if cell != "maybe" and not (cell.startswith("=") and cell[1:].strip()):
            yield f"neither maybe nor = name: {cell!r}"
    if _given(amount):
        match = _AMOUNT.fullmatch(amount)
        if not match or not _is_number(match[1]):
            yield f"not an amount: {amount}"
        elif piece.of("a", number):
            words = piece.words(piece.of("a", number)[0])
            if not _tells(words, Decimal(match[1])):
                yield f"{words} is not {match[1]}"
    for letter, cell, what in (("a", amount, "amount"), ("s", stage, "stage"), ("m", land, "land")):
        if piece.of(letter, number) and not _given(cell):
            yield f"{what} is marked in the text but - here"
    if not piece.of("p", number) and not any(cell.startswith("=") for cell in row[6:]):
        yield "no printed form, so it needs = a composed name"


def _is_number(words: str) -> bool:
    try:
        return Decimal(words) >= 0
    except InvalidOperation:
        return False


def _tells(words: str, value: Decimal) -> bool:
    """Whether printed words with one plain figure agree with a value; others are not judged."""
    figures = list(_PRINTED.finditer(words))
    if len(figures) != 1:
        return True
    figure = figures[0]
    return Decimal(re.sub("[,，]", "", figure[1])) * _SCALE[figure[2]] * _SCALE[figure[3]] == value


def _check_marks(piece: Piece, line: int) -> None:
    """Marks against entities: each has the other, and none stands where the guide does not look."""
    marked = {f"{mark.kind}{mark.number}" for mark in piece.marks if mark.kind in "cph"}
    piece.faults += [
        Wrong(line, f"{key} is marked but has no line below") for key in sorted(marked - set(piece.entities))
    ]
    for key in piece.entities:
        if key[0] in "ch" and key not in marked:
            piece.faults.append(Wrong(line, f"{key} has a line but no mark"))
    for mark in piece.marks:
        if mark.kind in "asm" and f"p{mark.number}" not in piece.entities:
            piece.faults.append(Wrong(line, f"{mark.kind}{mark.number} belongs to no project"))
        if not piece.words(mark).strip():
            piece.faults.append(Wrong(line, f"an empty mark {mark.kind}{mark.number or ''}"))
        zone = next(
            (zone for zone in piece.marks if zone.kind in ZONES and zone.start <= mark.start and mark.end <= zone.end),
            None,
        )
        if zone and zone.kind != "t" and mark.kind in "cp":
            piece.faults.append(Wrong(line, f"{mark.kind}{mark.number} stands in a zone of kind {ZONES[zone.kind]}"))
    for key in piece.entities:
        if key[0] == "h" and len(set(piece.forms("h", int(key[1:])))) > 1:
            piece.faults.append(Wrong(line, f"{key} has two names: {'、'.join(piece.forms('h', int(key[1:])))}"))
    if "title" in piece.header and piece.of("t") and piece.words(piece.of("t")[0]) != piece.header["title"]:
        piece.faults.append(Wrong(line, "the headline marked t is not the title above"))

"""HTML to the text a visitor sees, with the way back to the markup."""

from __future__ import annotations

import html
import re
from array import array
from dataclasses import dataclass, field, replace

from reading.draft import Draft, places_between
from reading.markup import Markup, Traits, traits_of
from reading.values import Span, ZoneKind

_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_WHITE = re.compile(r"[ \t\r\n\f]+")
_SILENT = frozenset(
    ("script", "style", "noscript", "template", "svg", "textarea", "select", "iframe", "object", "canvas")
)
_BLOCK = frozenset(
    (
        "p", "div", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "tr", "table", "tbody",
        "thead", "section", "article", "header", "footer", "nav", "aside", "main", "form", "blockquote", "pre", "figure",
        "figcaption", "title", "body", "center", "address", "caption",
    )
)  # fmt: skip
_CELL = frozenset(("td", "th"))
_VOID = frozenset(
    ("br", "hr", "img", "input", "meta", "link", "wbr", "source", "area", "base", "col", "embed", "param")
)
_ELEMENT: dict[str, ZoneKind] = {"nav": "navigation", "footer": "navigation", "aside": "related", "h1": "title"}
_HOLDS = frozenset(
    ("div", "td", "section", "article", "main", "body", "founder", "center", "form", "span", "blockquote")
)
"""Elements that may hold an article; `founder-content` is what newspapers' digital editions call it."""
_PLAIN, _ARTICLE = Traits(), Traits(is_main=True)
_WRAPPERS = frozenset(("html", "body"))
_LONGEST_TAG = 8192
_LONGEST_CELL = 400
_MEAN_CELL = 60
"""Characters of a cell, at most and on average, up to which a table holds data and not the layout of the page."""


@dataclass(slots=True)
class _Open:
    """An element that stands open: where its content begins, and what it is called."""

    name: str
    start: int
    kind: ZoneKind | None
    traits: Traits


@dataclass(slots=True)
class _Table:
    """A table that stands open: printed places at which its rows begin, the cells of each, and whether another is in it."""

    rows: list[int] = field(default_factory=list)
    cells: list[int] = field(default_factory=list)
    is_nested: bool = False


@dataclass(slots=True)
class _Printer:
    """What has been printed so far and which elements stand open."""

    source: str
    parts: list[str] = field(default_factory=list)
    starts: array[int] = field(default_factory=lambda: array("i"))
    ends: array[int] = field(default_factory=lambda: array("i"))
    markup: Markup = field(default_factory=Markup)
    open: list[_Open] = field(default_factory=list)
    depth: dict[str, int] = field(default_factory=dict)
    tables: list[_Table] = field(default_factory=list)
    rows: list[Span] = field(default_factory=list)
    """Printed [start, end) of the rows of data tables: each is one line."""
    last: str = "\n"
    places: array[int] = field(init=False)
    """0, 1, 2 … up to the end of the source: what stands as it is takes its places from here."""

    def __post_init__(self) -> None:
        self.places = places_between(0, len(self.source) + 1)

    def put(self, words: str, start: int, end: int) -> None:
        """Print words that all stand for original [start, end)."""
        self.parts.append(words)
        self.starts += array("i", [start]) * len(words)
        self.ends += array("i", [end]) * len(words)
        self.last = words[-1]

    def run(self, start: int, end: int) -> None:
        """Print the original [start, end) as it stands."""
        if start < end:
            self.parts.append(self.source[start:end])
            self.starts += self.places[start:end]
            self.ends += self.places[start + 1 : end + 1]
            self.last = self.source[end - 1]

    def words(self, start: int, end: int) -> None:
        """Print a stretch between tags: white space folded, entities undone."""
        at = start
        for match in _PIECE.finditer(self.source, start, end):
            self.run(at, match.start())
            at = match.end()
            if match[0][0] == "&":
                self.put(html.unescape(match[0]), match.start(), match.end())
            elif self.last not in " \n":
                self.put(" ", match.start(), match.end())
        self.run(at, end)

    def tag(self, start: int, end: int) -> None:
        """Let a tag break the line and open or close its element."""
        match = _NAME.match(self.source, start)
        if not match:
            return
        name = match[1].lower()
        if name in _BLOCK and self.last != "\n":
            self.put("\n", start, end)
        elif name in _CELL and self.last not in " \n":
            self.put(" ", start, end)
        self.lay_table(name, closes=self.source[start + 1] == "/")
        if self.source[start + 1] == "/":
            self.close(name, start)
        elif name not in _VOID and self.source[end - 2] != "/":
            self.open.append(_opened(name, end, self.source[match.end() : end - 1]))
            self.depth[name] = self.depth.get(name, 0) + 1

    def close(self, name: str, at: int) -> None:
        """Close the innermost element of that name and all that were left open in it."""
        if not self.depth.get(name):
            return
        while self.open:
            element = self.open.pop()
            self.depth[element.name] -= 1
            self.leave(element, at)
            if element.name == name:
                break

    def leave(self, element: _Open, at: int) -> None:
        """Keep what the element says of the words between its tags."""
        markup, start, traits = self.markup, element.start, element.traits
        if element.kind:
            markup.hints.append((start, at, element.kind))
        if traits.is_hidden:
            markup.hidden.append((start, at))
        if element.name in _HOLDS and (traits.is_main or element.name != "span"):
            markup.blocks.append((start, at, traits.is_main))
        if traits.is_account and markup.account is None:
            markup.account = (start, at)
        if element.name == "title" and markup.heading is None:
            markup.heading = (start, at)

    def lay_table(self, name: str, *, closes: bool) -> None:
        """Follow the rows and cells of the innermost table."""
        if name == "table" and not closes:
            for outer in self.tables[-1:]:
                outer.is_nested = True
            self.tables.append(_Table())
        elif self.tables and not closes and name == "tr":
            self.tables[-1].rows.append(len(self.starts))
            self.tables[-1].cells.append(0)
        elif self.tables and not closes and name in _CELL and self.tables[-1].cells:
            self.tables[-1].cells[-1] += 1
        elif self.tables and closes and name == "table":
            table = self.tables.pop()
            ends = [*table.rows[1:], len(self.starts)]
            sizes = [end - start for start, end in zip(table.rows, ends, strict=False)]
            cells = sum(table.cells)
            is_data = sum(count > 1 for count in table.cells) > 1 and not table.is_nested
            if is_data and max(sizes) <= _LONGEST_CELL * max(table.cells) and sum(sizes) <= _MEAN_CELL * cells:
                self.rows += zip(table.rows, ends, strict=False)

    def text(self) -> str:
        """All that was printed; the cells of a data row stand on one line."""
        printed = "".join(self.parts)
        pieces: list[str] = []
        at = 0
        for start, end in sorted(self.rows):
            row = printed[start:end]
            body = row.strip("\n")
            lead = len(row) - len(row.lstrip("\n"))
            pieces += (printed[at : start + lead], body.replace("\n", " "))
            at = start + lead + len(body)
        return "".join((*pieces, printed[at:]))


_PIECE = re.compile(f"{_ENTITY.pattern}|{_WHITE.pattern}")


def _opened(name: str, start: int, attributes: str) -> _Open:
    if name == "founder" and attributes.startswith("-content"):
        return _Open(name, start, None, _ARTICLE)
    if "=" not in attributes and "hidden" not in attributes:
        return _Open(name, start, _ELEMENT.get(name), _ARTICLE if name == "article" else _PLAIN)
    traits = traits_of(attributes)
    if name in _WRAPPERS:
        return _Open(name, start, None, Traits(is_main=traits.is_main))
    if name == "article":
        traits = replace(traits, is_main=True)
    return _Open(name, start, _ELEMENT.get(name) or traits.kind, traits)


def _tag_end(source: str, start: int) -> int:
    """End of the tag that opens at start, past any `>` in quotes; -1 where none closes it within reason."""
    limit = start + _LONGEST_TAG
    first = end = source.find(">", start, limit)
    while end >= 0:
        inside = source[start:end]
        if inside.count('"') % 2 == 0 and inside.count("'") % 2 == 0:
            return end + 1
        if inside.count(">") > 4:
            break
        end = source.find(">", end + 1, limit)
    return first + 1 if first >= 0 else -1


def print_html(source: str) -> tuple[Draft, Markup]:
    """The printed text as a draft over the markup, and what the markup says about its parts."""
    printer = _Printer(source)
    missing: set[str] = set()  # closings that do not come any more: looked for once, so that the whole stays linear
    lower = source.lower() if len(source.lower()) == len(source) else source
    at = 0
    while (start := source.find("<", at)) >= 0:
        printer.words(at, start)
        at, end = _after(source, lower, start, missing)
        if at == start + 1:
            printer.run(start, at)
        elif end:
            printer.tag(start, end)
    printer.words(at, len(source))
    for element in reversed(printer.open):
        # Left open to the end: a name may have been closed by nothing, a body is closed by the end of the page.
        if element.kind == "title":
            printer.markup.hints.append((element.start, element.start, "title"))
        elif element.name in _HOLDS:
            printer.markup.blocks.append((element.start, len(source), element.traits.is_main))
    markup = printer.markup
    markup.hints.sort()
    markup.hidden.sort()
    markup.rows = sorted((printer.starts[start], printer.ends[end - 1]) for start, end in printer.rows if end > start)
    return Draft(printer.text(), printer.starts, printer.ends), markup


def _after(source: str, lower: str, start: int, missing: set[str]) -> tuple[int, int]:
    """Where the text goes on after the `<` at start, and where its tag ends: start + 1 and 0 when it is no tag at all."""
    if source.startswith("<!--", start):
        return _past(lower, "-->", start + 4, missing) or start + 4, 0
    if start + 1 < len(source) and source[start + 1] in "!?":
        end = source.find(">", start, start + _LONGEST_TAG)
        return (end + 1 if end >= 0 else start + 1), 0
    match = _NAME.match(source, start)
    end = _tag_end(source, start) if match else -1
    if match is None or end < 0:
        return start + 1, 0
    name = match[1].lower()
    if name in _SILENT and source[start + 1] != "/" and source[end - 2] != "/":
        close = _past(lower, f"</{name}", end, missing)
        if close:
            shut = source.find(">", close, close + _LONGEST_TAG)
            return (shut + 1 if shut >= 0 else close), end
    return end, end


def _past(lower: str, closing: str, start: int, missing: set[str]) -> int:
    """Just past the next closing, or 0 when none follows."""
    if closing in missing:
        return 0
    end = lower.find(closing, start)
    if end < 0:
        missing.add(closing)
        return 0
    return end + len(closing)

"""HTML to the text a visitor sees, with the way back to the markup."""

from __future__ import annotations

import html
import re
from array import array
from dataclasses import dataclass, field

from reading.draft import Draft
from reading.values import ZoneKind

Hint = tuple[int, int, ZoneKind]
"""Original [start, end) that the markup itself calls navigation, title …"""

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
_ATTRIBUTE = re.compile(r"""\b(?:class|id|role)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_CALLED: tuple[tuple[ZoneKind, re.Pattern[str]], ...] = (
    ("related", re.compile(r"relat|recommend|hot[-_]?(?:news|list)|xiangguan|tuijian|guess|also[-_]?like", re.IGNORECASE)),
    ("keywords", re.compile(r"(?:^|[\s_-])(?:tags?|keywords?)(?:$|[\s_-])", re.IGNORECASE)),
    ("advert", re.compile(r"(?:^|[\s_-])(?:ads?|advert\w*|guanggao|banner|qrcode)(?:$|[\s_-]|\d)", re.IGNORECASE)),
    (
        "navigation",
        re.compile(r"(?:^|[\s_-])(?:nav\w*|menu\w*|breadcrumbs?|crumbs?|foot(?:er)?|sidebar|pager|pagination|share|toolbar|links?)(?:$|[\s_-])", re.IGNORECASE),
    ),
    ("editor", re.compile(r"copyright|disclaimer", re.IGNORECASE)),
)  # fmt: skip
_ELEMENT: dict[str, ZoneKind] = {"nav": "navigation", "footer": "navigation", "aside": "related", "h1": "title"}
_LONGEST_TAG = 8192


@dataclass(slots=True)
class _Printer:
    """What has been printed so far and which elements with a kind of their own stand open."""

    source: str
    parts: list[str] = field(default_factory=list)
    starts: array[int] = field(default_factory=lambda: array("i"))
    ends: array[int] = field(default_factory=lambda: array("i"))
    hints: list[Hint] = field(default_factory=list)
    open: list[tuple[str, int, ZoneKind | None]] = field(default_factory=list)
    depth: dict[str, int] = field(default_factory=dict)
    last: str = "\n"

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
            self.starts += array("i", range(start, end))
            self.ends += array("i", range(start + 1, end + 1))
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
        if self.source[start + 1] == "/":
            self.close(name, start)
        elif name not in _VOID and self.source[end - 2] != "/":
            kind = _ELEMENT.get(name) or _called(self.source[match.end() : end])
            self.open.append((name, end, kind))
            self.depth[name] = self.depth.get(name, 0) + 1

    def close(self, name: str, at: int) -> None:
        """Close the innermost element of that name and all that were left open in it."""
        if not self.depth.get(name):
            return
        while self.open:
            opened, start, kind = self.open.pop()
            self.depth[opened] -= 1
            if kind:
                self.hints.append((start, at, kind))
            if opened == name:
                break


_PIECE = re.compile(f"{_ENTITY.pattern}|{_WHITE.pattern}")


def _called(attributes: str) -> ZoneKind | None:
    if "=" not in attributes:
        return None
    for match in _ATTRIBUTE.finditer(attributes):
        value = match[1] or match[2] or match[3] or ""
        for kind, pattern in _CALLED:
            if pattern.search(value):
                return kind
    return None


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


def print_html(source: str) -> tuple[Draft, list[Hint]]:
    """The printed text as a draft over the markup, and what the markup says about its parts, by start."""
    printer = _Printer(source)
    missing: set[str] = set()  # closings that do not come any more: looked for once, so that the whole stays linear
    lower = source.lower() if len(source.lower()) == len(source) else source
    at = 0
    while (start := source.find("<", at)) >= 0:
        printer.words(at, start)
        at = _after(source, lower, start, missing)
        if at == start + 1:
            printer.run(start, at)
        elif source[start + 1] not in "!?":
            printer.tag(start, _tag_end(source, start))
    printer.words(at, len(source))
    for _, start, kind in printer.open:
        if kind == "title":
            printer.hints.append((start, start, kind))
    return Draft("".join(printer.parts), printer.starts, printer.ends), sorted(printer.hints)


def _after(source: str, lower: str, start: int, missing: set[str]) -> int:
    """Where the text goes on after the `<` at start: start + 1 when it is no tag at all."""
    if source.startswith("<!--", start):
        return _past(lower, "-->", start + 4, missing) or start + 4
    if start + 1 < len(source) and source[start + 1] in "!?":
        end = source.find(">", start, start + _LONGEST_TAG)
        return end + 1 if end >= 0 else start + 1
    match = _NAME.match(source, start)
    end = _tag_end(source, start) if match else -1
    if match is None or end < 0:
        return start + 1
    name = match[1].lower()
    if name in _SILENT and source[start + 1] != "/" and source[end - 2] != "/":
        close = _past(lower, f"</{name}", end, missing)
        if close:
            shut = source.find(">", close, close + _LONGEST_TAG)
            return shut + 1 if shut >= 0 else close
    return end


def _past(lower: str, closing: str, start: int, missing: set[str]) -> int:
    """Just past the next closing, or 0 when none follows."""
    if closing in missing:
        return 0
    end = lower.find(closing, start)
    if end < 0:
        missing.add(closing)
        return 0
    return end + len(closing)

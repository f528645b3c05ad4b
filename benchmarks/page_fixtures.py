"""Whole pages as they come from the web, with their headline, date, outlet and body marked; written for this project.

A file of `benchmarks/pages/` is a head (`title:`, `date:`, `outlet:`, `encoding:`, `media:`), a line `---`, and the page.
`⟦ … ⟧` marks the body and is taken out before anything reads the page; an empty value says that the page prints none.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

PAGES = Path(__file__).with_name("pages")
_MARKED = re.compile(r"⟦(.*?)⟧", re.DOTALL)
_DAMAGE = {"utf-8-as-latin-1": "latin-1", "utf-8-as-gbk": "gb18030"}
"""Encodings that stand for a page that somebody read in the wrong one and saved again as UTF-8."""


@dataclass(frozen=True, slots=True)
class PageFixture:
    """One page: the bytes as they came and what a careful reader takes from them. `body` is plain text, a line a block."""

    name: str
    raw: bytes
    media: str
    title: str
    published_on: str
    outlet: str
    body: str


def load_pages(folder: Path = PAGES, begins: str = "") -> list[PageFixture]:
    """The pages whose name begins so, by name; ValueError names a file that is not of the form."""
    return [_parse(path) for path in sorted(folder.glob(f"{begins}*.page"))]


def _parse(path: Path) -> PageFixture:
    head, _, page = path.read_text(encoding="utf-8").partition("\n---\n")
    values = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in head.split("\n"))}
    marked = [match[1] for match in _MARKED.finditer(page)]
    missing = {"title", "date", "outlet", "encoding"} - values.keys()
    if missing or not marked:
        raise ValueError(f"{path.name}: {', '.join(sorted(missing)) or 'no body'}")
    media = values.get("media", "html")
    body = "\n".join(printed(part) if media == "html" else part for part in marked)
    raw = encode(page.replace("⟦", "").replace("⟧", ""), values["encoding"])
    return PageFixture(path.stem, raw, media, values["title"], values["date"], values["outlet"], body)


def encode(page: str, encoding: str) -> bytes:
    """The bytes of a page in an encoding that Python knows, one of the two damages, or `utf-16-le-bom`."""
    if encoding in _DAMAGE:
        wrong = page.encode("utf-8").decode(_DAMAGE[encoding], "replace")
        return wrong.encode("utf-8")
    if encoding == "utf-16-le-bom":
        return codecs.BOM_UTF16_LE + page.encode("utf-16-le")
    return page.encode(encoding)


def printed(markup: str) -> str:
    """The words of a stretch of markup by a parser that is none of ours: one line a block or table row."""
    tree = LexborHTMLParser(f"<div>{markup}</div>")
    for tag in ("script", "style", "noscript"):
        for node in tree.css(tag):
            node.decompose()
    text = tree.body.text(separator="\n") if tree.body else ""
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())

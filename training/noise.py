"""Character noise by machine: what scrapers do to pages, with every mark moved along exactly."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from opencc_pyo3 import OpenCC
from pypinyin import Style, pinyin

from training.corpus import Mark, Piece

Cells = list[str]
"""One string per character of the piece's text: what is printed in its place."""

_MIDDLE = "，、；。,;"


@cache
def _to_traditional() -> OpenCC:
    return OpenCC("s2t")


def noisy(piece: Piece, seed: int) -> Piece:
    """The piece under one or two kinds of noise, the same for the same seed."""
    chance = random.Random(f"{seed}:{piece.name}")  # noqa: S311 - repeatable noise, no secret
    cells = list(piece.text)
    for noise in chance.choice(MIXES):
        noise(cells, chance)
    return _printed(piece, cells)


def traditional(cells: Cells, chance: random.Random) -> None:
    """The whole document in traditional script."""
    text = _to_traditional().convert("".join(cells))
    if len(text) == len(cells):
        cells[:] = text


def with_pinyin(cells: Cells, chance: random.Random) -> None:
    """Traditional script with the reading in brackets after a share of the characters that changed."""
    plain = list(cells)
    traditional(cells, chance)
    share = chance.uniform(0.2, 1.0)
    for at, (before, after) in enumerate(zip(plain, cells, strict=True)):
        if before != after and chance.random() < share:
            cells[at] = f"{after}({pinyin(before, style=Style.TONE)[0][0]})"


def advert_law(cells: Cells, chance: random.Random) -> None:
    """The word filter of advertising law: 最 becomes 蕞."""
    for at, char in enumerate(cells):
        if char == "最":
            cells[at] = "蕞"


def wide_marks(cells: Cells, chance: random.Random) -> None:
    """Half-width marks and figures in full width."""
    for at, char in enumerate(cells):
        if char in ",:;!?()" or (char.isascii() and char.isdigit()):
            cells[at] = chr(ord(char) + 0xFEE0)


def doubled(cells: Cells, chance: random.Random) -> None:
    """Some commas and stops twice."""
    for at, char in enumerate(cells):
        if char in _MIDDLE and chance.random() < 0.15:
            cells[at] = char * 2


def torn(cells: Cells, chance: random.Random) -> None:
    """Some lines torn after a comma."""
    for at, char in enumerate(cells):
        if char in "，,、" and chance.random() < 0.05:
            cells[at] = f"{char}\n"


def indented(cells: Cells, chance: random.Random) -> None:
    """Paragraphs set off by blank lines and ideographic spaces."""
    for at, char in enumerate(cells):
        if char == "\n":
            cells[at] = "\n\n\u3000\u3000"


MIXES: tuple[tuple[Callable[[Cells, random.Random], None], ...], ...] = (
    (traditional,),
    (with_pinyin,),
    (with_pinyin, indented),
    (advert_law, indented),
    (wide_marks,),
    (doubled, torn),
    (traditional, torn),
    (wide_marks, indented),
)


def _printed(piece: Piece, cells: Cells) -> Piece:
    """The piece with the cells as its text and the marks around the cells that they were around."""
    at = [0]
    for cell in cells:
        at.append(at[-1] + len(cell))
    marks = tuple(Mark(mark.kind, mark.number, at[mark.start], at[mark.end]) for mark in piece.marks)
    return replace(piece, text="".join(cells), marks=marks)

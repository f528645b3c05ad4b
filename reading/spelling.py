"""How characters are spelt in pinyin. The table loads on first use: only damaged pages need it."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0304\u030c"))
_UMLAUT = "u\u0308"


@cache
def _table() -> dict[int, str]:
    """pypinyin's syllables of each single character, without its table of phrases: that takes 50 MB and says nothing here."""
    package = find_spec("pypinyin")
    if package is None or package.origin is None:
        raise ImportError("pypinyin is not installed")
    spec = spec_from_file_location("pinyin_dict", Path(package.origin).with_name("pinyin_dict.py"))
    if spec is None or spec.loader is None:
        raise ImportError("pypinyin has no table of characters")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    table: dict[int, str] = module.pinyin_dict
    return table


@lru_cache(maxsize=8192)
def spellings(char: str, toned: bool) -> frozenset[str]:
    """Every pinyin syllable of one character, with tone marks or without; a character that has none spells itself."""
    found = _table().get(ord(char))
    if found is None:
        return frozenset((char,))
    syllables = found.split(",")
    return frozenset(syllables if toned else map(_toneless, syllables))


def _toneless(syllable: str) -> str:
    """The syllable with v for ü and without its tone mark."""
    parts = unicodedata.normalize("NFD", syllable).translate(_TONES).replace(_UMLAUT, "v")
    return unicodedata.normalize("NFC", parts)

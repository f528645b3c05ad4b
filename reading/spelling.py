"""How characters are spelt in pinyin. The tables load on first use: only damaged pages need them."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=8192)
def spellings(char: str, toned: bool) -> frozenset[str]:
    """Every pinyin syllable of one character, with tone marks or without."""
    from pypinyin import Style, pinyin

    return frozenset(pinyin(char, style=Style.TONE if toned else Style.NORMAL, heteronym=True)[0])

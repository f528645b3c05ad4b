"""Regular expressions of many words, made quick: they are tried only where one of the words can begin."""

from __future__ import annotations

import re
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

_LOOKS = (_constants.ASSERT, _constants.ASSERT_NOT, _constants.AT)
_KINDS = {_constants.CATEGORY_DIGIT: r"\d", _constants.CATEGORY_SPACE: r"\s"}
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
"""An escaped character, a class, or any other character of a pattern."""
_TOGETHER = 10
"""So many alternatives are tried one after the other."""
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)


def scanner(pattern: str) -> re.Pattern[str]:
    """The pattern, which first looks whether the next character can begin a match; what it finds is the same.

    `re` knows that by itself only of the simplest alternatives, and else tries hundreds of words at every character.
    """
    return re.compile(guarded(pattern))


def guarded(pattern: str) -> str:
    """The pattern, which first looks whether the next character can begin a match; so does each group of many alternatives."""
    every = _alternatives(pattern)
    if len(every) <= _TOGETHER:
        return _looking(pattern, pattern)
    groups = ["|".join(every[at : at + _TOGETHER]) for at in range(0, len(every), _TOGETHER)]
    return _looking(pattern, "|".join([_looking(group, group) for group in groups]))


def _looking(pattern: str, same: str) -> str:
    """Another form of a pattern behind a look at what it can begin with."""
    first = _first(_parser.parse(pattern))
    return same if first is None else f"(?=[{''.join(sorted(first))}])(?:{same})"


def _alternatives(pattern: str) -> list[str]:
    """What stands between the bars of a pattern that are in no brackets."""
    found = [""]
    depth = 0
    for piece in _PIECE.findall(pattern):
        depth += (piece == "(") - (piece == ")")
        if piece == "|" and not depth:
            found.append("")
        else:
            found[-1] += piece
    return found


def _first(items: Any) -> set[str] | None:
    """What a sequence can begin with, as parts of a class; None where that is too much or where it may be empty."""
    found: set[str] = set()
    for what, value in items:
        if what in _LOOKS:
            continue
        if what in _REPEATS:
            least, _, repeated = value
            begins = _first(repeated)
        else:
            least, begins = 1, _begins(what, value)
        if begins is None:
            return None
        found |= begins
        if least:
            return found
    return None


def _begins(what: Any, value: Any) -> set[str] | None:
    """What one item can begin with."""
    if what is _constants.LITERAL:
        return {re.escape(chr(value))}
    if what is _constants.SUBPATTERN:
        return _first(value[-1])
    if what is _constants.BRANCH:
        every = [_first(branch) for branch in value[1]]
        known = [each for each in every if each is not None]
        return set().union(*known) if len(known) == len(every) else None
    if what is _constants.IN:
        return _members(value)
    return None


def _members(items: Any) -> set[str] | None:
    """The members of a class; None where it is one of all other characters."""
    found: set[str] = set()
    for what, value in items:
        if what is _constants.LITERAL:
            found.add(re.escape(chr(value)))
        elif what is _constants.RANGE:
            found.add(f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}")
        elif what is _constants.CATEGORY and value in _KINDS:
            found.add(_KINDS[value])
        else:
            return None
    return found

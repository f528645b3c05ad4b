"""The forms under which a printed organisation may be known: the firm in it, the full name that it shortens, the whole of a part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reading.organisations import Named
from reading.posts import is_part, trimmed
from reading.spots import Finder

TELLING = 4
"""Characters from which on a firm printed with an office stands as printed; a shorter brand is given its full name."""
PARTY_END = re.compile(r"(?:党组|党委|党工委|工委)$")
_SOCIETY = re.compile(r"(?:商会|协会|联合会|促进会|学会|联盟|校友会)$")
"""Ends of organisations that a firm's or a place's brand stands in and that are none of its own."""
_PARTS = re.compile(
    r"^(?P<whole>.{2,}?(?:[省市县区镇乡州旗]|开发区|高新区|经开区|新区|园区|合作区|示范区))(?P<part>.+)$"
)
_SHORT_FIRM = re.compile(r"(?:公司|集团(?:公司)?)$")
_BRAND = 2
"""Characters with which a firm's short form begins and that stand together in its full name."""
_LONGEST = 8
"""Characters of a brand that is looked for in full names."""


class FirmForms:
    """The found companies of one text by every name of theirs; `whole` gives the full name of each."""

    def __init__(self, named: Iterable[Named]) -> None:
        self.whole = {each.name: each.whole for each in named if each.kind == "company"}
        self.full = frozenset(self.whole.values())
        self._holding = _holding(self.full)
        for name in [name for name, whole in self.whole.items() if name == whole]:
            self.whole[name] = self._only_full(name) or name
        self._finder = Finder(self.whole)

    def __contains__(self, org: str) -> bool:
        return org in self.whole or org in self.full

    def inside(self, org: str) -> list[str]:
        """The found companies whose names stand in the words."""
        return [org[start:end] for _, start, end in self._finder.longest(org)]

    def of(self, org: str) -> Iterator[tuple[str, str]]:
        """A printed organisation and what is left without the part that the office belongs to, with companies in full."""
        yield "as is", org
        short = PARTY_END.sub("", org)
        if short != org and len(short) > 1:
            yield "less party", short
        cut = trimmed(org)
        if cut not in (org, short):
            yield f"less part {min(len(cut), 3)}", cut
        if longer := self._shortened(org):
            yield f"shortened {org in self.whole}", longer
        if full := self.whole.get(org) or self._only_full(org):
            yield "whole", full
            return
        inside = self.inside(org)
        if inside and not _SOCIETY.search(org):
            best = max(inside, key=len)
            where = "start" if org.startswith(best) else "end" if org.endswith(best) else "mid"
            yield f"company {where}", best
            if where != "start":
                yield f"whole {where}", self.whole[best]
            return
        if begun := self._begun(org):
            size, full = begun
            yield f"begins {min(size, 4)}", full
            yield f"begins|{is_part(org[size:])}", full
        if match := _PARTS.match(org):
            yield "authority", match["whole"]

    def _begun(self, org: str) -> tuple[int, str] | None:
        """The one company in whose full name the beginning of the words stands (一张纸工程部), and how much of them does."""
        if _SHORT_FIRM.search(org):
            return None
        for size in range(min(len(org), _LONGEST), _BRAND - 1, -1):
            names = [name for name in self.full if org[:size] in name]
            if names:
                return (size, names[0]) if len(names) == 1 and names[0] != org else None
        return None

    def _only_full(self, brand: str) -> str | None:
        """The one company in whose full name a short brand stands; None where there is none, or more."""
        return self._holding.get(brand) if len(brand) < TELLING else None

    def _shortened(self, org: str) -> str | None:
        """The one company whose full name a printed firm shortens (合嵘公司, 楚旅集团); None where there is none, or more."""
        kind = _SHORT_FIRM.search(org)
        core = org[: kind.start()] if kind else ""
        if kind is None or len(core) < _BRAND:
            return None
        longer = [
            name
            for name in self.full
            if len(name) > len(org) + 1
            and core[:_BRAND] in name
            and (kind[0] == "公司" or "集团" in name)
            and _shortens(core, name)
        ]
        return longer[0] if len(longer) == 1 else None


def _shortens(short: str, name: str) -> bool:
    """Whether the characters of a short form stand in a name in the same order."""
    left = iter(name)
    return all(character in left for character in short)


def _holding(names: Iterable[str]) -> dict[str, str | None]:
    """For every short part of the names the one name that holds it, None where several do."""
    found: dict[str, str | None] = {}
    for name in names:
        for size in range(2, min(TELLING, len(name))):
            for part in {name[at : at + size] for at in range(len(name) - size + 1)}:
                found[part] = None if part in found else name
    return found

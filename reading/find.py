"""The companies of a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from reading.grammar import Words, defined_short_names, propose
from reading.values import Company, Form, Text

_LEGAL = re.compile(r"(?:集团|控股)?(?:股份)?(?:有限责任公司|有限公司|总公司|公司)$|(?:控股)?集团$|股份$")
_NOT = re.compile(r"(?:大学|学院|研究院|研究所|医院|学校|园区|开发区|新区|管委会|政府|委员会|协会|商会|联盟|基金|银监局|局|厅|办|镇|乡|街道|村)$")
_GENERIC = re.compile(r"^(?:本|该|总|分|子|母|各|某|全资|控股|上市|股份|有限|国有|民营|外资|合资|项目|平台|投资|家|集团|旗下|关联|龙头|物业|保险|证券|电力)*(?:有限)?(?:公司|集团|股份)$")


def find_companies(text: Text, known: Iterable[str] = (), blocked: Iterable[str] = ()) -> tuple[Company, ...]:
    """Every enterprise of the body, in order of first appearance.

    known: names that are matched wherever they are printed; blocked: names that never come out.
    """
    string, _ = legible(text)
    words = Words.of(string)
    never = frozenset(blocked)
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for proposal in propose(string, words):
        name = string[proposal.start : proposal.end]
        if not proposal.by.endswith("-inner") and not _GENERIC.match(name) and not _NOT.search(name) and name not in never:
            found[name].append((proposal.start, proposal.end))
            short = defined_short_names(string, proposal.end)
            if short:
                found[string[short[0] : short[1]]].append(short)
    for name in known:
        if len(name) > 1 and name not in never:
            found[name] += [match.span() for match in re.finditer(re.escape(name), string)]
    return tuple(_grouped(text, string, {name: spans for name, spans in found.items() if spans}))


def legible(text: Text) -> tuple[str, tuple[int, int]]:
    """The text with everything outside headline and body blanked, so that offsets stay; and where the headline stands."""
    parts = []
    title = (0, 0)
    for zone in text.zones:
        shown = zone.kind in ("body", "title")
        parts.append(text.text[zone.start : zone.end] if shown else "\n" * (zone.end - zone.start))
        if zone.kind == "title":
            title = (zone.start, zone.end)
    return "".join(parts), title


def _grouped(text: Text, string: str, found: dict[str, list[tuple[int, int]]]) -> Iterator[Company]:
    """One company for each name; a name that is the core of a longer one is its alias."""
    cores: dict[str, str] = {}
    groups: dict[str, list[str]] = {}
    for name in sorted(found, key=lambda name: (-len(name), name)):
        core = _LEGAL.sub("", name) or name
        owner = cores.setdefault(core, name)
        groups.setdefault(owner, []).append(name)
    for name, forms in sorted(groups.items(), key=lambda row: min(found[form][0] for form in row[1])):
        printed = tuple(Form(form, tuple(sorted({text.span(*span) for span in found[form]}))) for form in forms)
        yield Company(printed, 0.8, "grammar")

"""What may be a company in one text: every proposal of the grammar, the tagger and the lists of names, with its places."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from reading.grammar import Words, blocks, core_names, defined_short_names, propose
from reading.signals import automaton_hits
from reading.spots import Finder
from reading.tagger import Tagger

FLOOR = 0.04
"""A stretch that the tagger finds less likely is not proposed."""
SOURCES = (
    "full",
    "full-inner",
    "group",
    "group-inner",
    "branch",
    "listed",
    "defined",
    "core",
    "brand",
    "wellknown",
    "known",
    "tagger",
)
_WINDOW = 50_000
"""Characters in which names are looked for in one go."""


@dataclass(slots=True)
class Candidate:
    """One string that may name a company. `starts` are all places where it is printed, `likely` the tagger's word on them."""

    name: str
    sources: frozenset[str] = frozenset()
    starts: array[int] = field(default_factory=lambda: array("i"))
    likely: dict[int, float] = field(default_factory=dict)
    around: float = 0.0
    """The tagger's best word on a longer stretch that holds this one in some place."""
    within: float = 0.0
    """… on a shorter stretch within this one."""
    across: float = 0.0
    """… on a stretch that overlaps this one crosswise."""
    free: int = 0
    """Places that lie in no longer candidate that the tagger thinks likelier than not."""

    def came_from(self, source: str) -> None:
        """Note one more source of the proposal."""
        self.sources = _with(self.sources, source)

    @property
    def spots(self) -> list[tuple[int, int]]:
        """Start and end of each place."""
        size = len(self.name)
        return [(start, start + size) for start in self.starts]

    @property
    def best(self) -> float:
        return max(self.likely.values(), default=0.0)


@cache
def _with(sources: frozenset[str], source: str) -> frozenset[str]:
    """The sources with one more; candidates share what few combinations there are."""
    return sources | {source}


@dataclass(slots=True)
class Scene:
    """A text with its words and candidates."""

    string: str
    words: Words
    candidates: dict[str, Candidate]
    title: tuple[int, int] = (0, 0)


def scene(
    string: str, title: tuple[int, int], known: Iterable[str], tagger: Tagger, words: Words | None = None
) -> Scene:
    """All candidates of a text in which everything but headline and body is blanked; `words` where it is cut already."""
    words = words or Words.of(string)
    table: dict[str, Candidate] = {}
    for start, end in blocks(string):
        block = string[start:end]
        if block.strip():
            _propose(table, block, start, words.part(start, end) or Words.of(block), tagger)
    made = Scene(string, words, table, title)
    _add_short_names(made)
    for name in known:
        if len(name) > 1:
            _entry(table, name).came_from("known")
    _place(made)
    return made


def _entry(table: dict[str, Candidate], name: str) -> Candidate:
    entry = table.get(name)
    if entry is None:
        entry = table[name] = Candidate(name)
    return entry


def _propose(table: dict[str, Candidate], block: str, offset: int, words: Words, tagger: Tagger) -> None:
    for proposal in propose(block, words):
        entry = _entry(table, block[proposal.start : proposal.end])
        entry.came_from(proposal.by)
        short = defined_short_names(block, proposal.end) if proposal.by in ("full", "group", "listed") else None
        if short:
            _entry(table, block[short[0] : short[1]]).came_from("defined")
    for stretch in tagger.stretches(block, words, FLOOR):
        entry = _entry(table, block[stretch.start : stretch.end])
        entry.came_from("tagger")
        entry.likely[stretch.start + offset] = stretch.probability
    for name, start in automaton_hits(block, "enterprises"):
        if words.within(start, start + len(name)):
            _entry(table, name).came_from("wellknown")


def _add_short_names(made: Scene) -> None:
    """Short names that follow from the full names proposed: without place and legal form, and the brand alone."""
    shorts: dict[str, str] = {}
    for name, entry in made.candidates.items():
        if "full" in entry.sources or "group" in entry.sources or (entry.best >= 0.3 and len(name) >= 4):
            for number, short in enumerate(core_names(name)):
                if len(short) >= 2 and short != name:
                    shorts.setdefault(short, "core" if number == 0 else "brand")
    for short, by in shorts.items():
        _entry(made.candidates, short).came_from(by)


def _place(made: Scene) -> None:
    """Find every place of every candidate, and what stands around it; forget candidates that are printed nowhere."""
    names = list(made.candidates)
    entries = list(made.candidates.values())
    if not names:
        return
    active: list[tuple[int, int, float]] = []
    for index, start, end in _printed(names, made.string):
        entry = entries[index]
        own = entry.likely.get(start, 0.0)
        entry.starts.append(start)
        active = [other for other in active if other[1] > start]
        holder = 0.0
        for number, other_end, likely in active:
            other = entries[number]
            if other_end >= end:
                if likely > holder:
                    holder = likely
                if own > other.within:
                    other.within = own
            else:
                if likely > entry.across:
                    entry.across = likely
                if own > other.across:
                    other.across = own
        if holder > entry.around:
            entry.around = holder
        entry.free += holder < 0.5
        active.append((index, end, own))
    made.candidates = {name: entry for name, entry in made.candidates.items() if entry.starts}


def _printed(names: list[str], string: str) -> Iterator[tuple[int, int, int]]:
    """Every place of every name as (which, start, end), in order of start, longest first; in windows that overlap by a name."""
    finder = Finder(names)
    longest = max(map(len, names))
    for at in range(0, len(string), _WINDOW):
        for index, start, end in finder.every(string[at : at + _WINDOW + longest]):
            if start >= _WINDOW:
                break
            yield index, at + start, at + end

"""Mentions of projects brought together: one `Entity` for each project the body may tell of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import rjieba

from reading import lexicon
from reading.project_candidates import Mention
from reading.sentences import View, Views

_FOLD = re.compile(r"[\s“”\"'‘’《》「」『』()()·•・,,。、\-—]+")
_SUFFIX = re.compile(r"(?:建设)?(?:项目|工程)$")
_PHASE = re.compile(r"([一二三四五六七八九十两]|\d{1,2})期|第([一二三四五六七八九])(?:工厂|期)|([A-Z])区")
_DEFINITE = re.compile(
    r"工厂|厂房|新厂|生产线|产线|总部|中心|基地|产业园|园区|[一二三四五六七八]期|研究院|车间|实验室|大厦|厂"
)
_WORD, _SEMICOLON = re.compile(r"\w"), re.compile("[;;]")
_BARE = ("项目", "工程", "平台", "空间")


@dataclass(frozen=True, slots=True)
class Place:
    """A mention and the view (by index) it stands in."""

    view: int
    mention: Mention


@dataclass(slots=True)
class Entity:
    """A project in the making: its places in reading order, and the folded cores of its names."""

    places: list[Place]
    cores: set[str]
    companies: list[int] = field(default_factory=list)
    probability: float = 1.0
    titled: bool = False

    @property
    def source(self) -> str:
        """The best kind of its mentions: head over item over company."""
        sources = {place.mention.source for place in self.places}
        return "head" if "head" in sources else "item" if "item" in sources else "company"


@lru_cache(maxsize=8192)
def fold(name: str) -> str:
    """A name without spaces, quotes and points."""
    return _FOLD.sub("", name).lower()


@lru_cache(maxsize=8192)
def core(name: str) -> str:
    """The folded name without 项目 or 工程 at its end, where two characters are left."""
    folded = fold(name)
    bare = _SUFFIX.sub("", folded)
    return bare if len(bare) >= 2 else folded


@lru_cache(maxsize=8192)
def phases(name: str) -> frozenset[str]:
    """The phases and numbered parts that a name tells."""
    return frozenset(next(group for group in match.groups() if group) for match in _PHASE.finditer(name))


@lru_cache(maxsize=512)
def tokens_of(name: str) -> tuple[str, ...]:
    """A name's words: the steps that ask for them follow each other."""
    return tuple(rjieba.cut(name))


@lru_cache(maxsize=4096)
def specific(name: str) -> float:
    """The share of a name's characters that say what the project is; 0.0 where it is made of general words."""
    generic = lexicon.words("generic_words")
    nouns = lexicon.words("project_heads")
    left = [token for token in tokens_of(name) if token not in generic and token not in nouns and not token.isdigit()]
    return sum(len(token) for token in left if _WORD.search(token)) / max(1, len(name))


def name_of(view: View, mention: Mention) -> str:
    """The printed words of a mention."""
    return view.words[mention.start : mention.end]


def is_bare(view: View, mention: Mention) -> bool:
    """True for 项目, 该项目, 重点项目 and the like: a word for any project, not a name."""
    if mention.source != "head" or mention.marks:
        return False
    name = name_of(view, mention)
    telling = specific(name)
    if telling > 0 and any(
        money.end <= mention.start and view.words[money.end : mention.start] in ("的", "") for money in view.sums
    ):
        return False
    return telling < 0.12 and not _DEFINITE.search(name)


def is_definite(view: View, mention: Mention) -> bool:
    """True for 新工厂, 生产基地, 二期项目: a noun that names a project only beside its owner."""
    return mention.source == "head" and not mention.marks and specific(name_of(view, mention)) < 0.12


def entities(found: Views) -> list[Entity]:
    """The mentions of body sentences grouped into projects; headline mentions only join what the body names."""
    grouped: list[Entity] = []
    index = _Index()
    for number, view in enumerate(found):
        if view.sentence.title:
            continue
        for mention in found.mentions(number):
            if is_bare(view, mention):
                continue
            place = Place(number, mention)
            entity = index.match(view, place, grouped)
            if entity is None:
                entity = Entity([], set())
                grouped.append(entity)
            index.add(entity, view, place)
    for number, view in enumerate(found):
        for mention in found.mentions(number) if view.sentence.title else ():
            same = index.cores.get(core(name_of(view, mention)))
            if same and mention.source != "company":
                same.titled = True
    return join_owned(found, grouped)


def _thinned(one: str, other: str) -> bool:
    """True where the shorter name is the longer with words left out."""
    short, long = sorted((one, other), key=len)
    position = 0
    for char in short:
        position = long.find(char, position) + 1
        if not position:
            return False
    return len(short) >= 4


def _own_key(view: View, mention: Mention) -> str:
    """The key of a company's one unnamed project, where a mention is the company alone or with 项目; else empty."""
    if mention.source == "company":
        return f"company {mention.marks[0].company}"
    if len(mention.marks) == 1:
        name, mark = name_of(view, mention), mention.marks[0]
        rest = name[: mark.start - mention.start] + name[mark.end - mention.start :]
        if rest in ("", "项目", "工程"):
            return f"company {mark.company}"
    return ""


class _Index:
    """What is known of the projects so far, for finding the one that a new mention means."""

    def __init__(self) -> None:
        self.cores: dict[str, Entity] = {}
        self.by_company: dict[int, list[Entity]] = {}
        self.recent: list[tuple[int, str, Entity]] = []

    def add(self, entity: Entity, view: View, place: Place) -> None:
        mention = place.mention
        key = _own_key(view, mention) or core(name_of(view, mention))
        entity.places.append(place)
        if not (is_definite(view, mention) and entity.cores):
            entity.cores.add(key)
            self.cores.setdefault(key, entity)
        for mark in mention.marks:
            if mark.company not in entity.companies:
                entity.companies.append(mark.company)
            owned = self.by_company.setdefault(mark.company, [])
            if entity not in owned and mention.source != "company":
                owned.append(entity)
        if mention.source != "company":
            self.recent.append((place.view, name_of(view, mention), entity))
            del self.recent[:-12]

    def match(self, view: View, place: Place, grouped: list[Entity]) -> Entity | None:
        mention = place.mention
        own = _own_key(view, mention)
        if mention.source == "company":
            return self.cores.get(own)
        name = name_of(view, mention)
        key = core(name)
        if is_definite(view, mention):
            return self._definite(name, place)
        if key in self.cores:
            return self.cores[key]
        found = self._short(view, mention, key, place) or (self.cores.get(own) if own else None)
        return found or self._contained(key, name, place)

    def _definite(self, name: str, place: Place) -> Entity | None:
        """新工厂 means the last named factory, where its phase does not speak against it."""
        noun = _DEFINITE.findall(name)
        mine = phases(name)
        for number, other, entity in reversed(self.recent):
            if place.view - number > 4 or entity.places[-1].mention.list_size > 2:
                continue
            if noun and noun[-1] in other and (mine == phases(other) or not mine):
                return entity
        return None

    def _short(self, view: View, mention: Mention, key: str, place: Place) -> Entity | None:
        """晶台项目 means the one project with 晶台 in its name."""
        if len(mention.marks) != 1:
            return None
        mark = mention.marks[0]
        rest = core(
            fold(
                name_of(view, mention)[: mark.start - mention.start]
                + name_of(view, mention)[mark.end - mention.start :]
            )
        )
        if rest not in ("", "项目", "工程", "的项目", "产业园", "基地", "工厂", "生产基地", "产业园项目", "园区"):
            return None
        owned = [
            entity for entity in self.by_company.get(mark.company, [])[-8:]
            if entity.places[-1].view != place.view and not any(phases(item) - {"一", "1"} for item in entity.cores)
        ]  # fmt: skip
        return owned[0] if len(owned) == 1 else None

    def _contained(self, key: str, name: str, place: Place) -> Entity | None:
        if len(key) < 4:
            return None
        mine = phases(name) - {"一", "1"}
        owners = {mark.company for mark in place.mention.marks}
        for number, _, entity in reversed(self.recent):
            if number == place.view and entity.places[-1].mention.list_size > 1 and place.mention.list_size > 1:
                continue
            for other in entity.cores:
                if len(other) < 4 or mine != phases(other) - {"一", "1"}:
                    continue
                if key in other or other in key:
                    return entity
                if (owners.intersection(entity.companies) or key[:2] == other[:2]) and _thinned(key, other):
                    return entity
        return None


def owner_in_sentence(view: View, mention: Mention, row: list[tuple[Mention, Entity]]) -> int | None:
    """The company whose a name without a company is, by its own sentence: the last before it in its clause, else by 由."""
    left = max(
        (other.end for other, _ in row if other.end <= mention.start and other.source != "company" and not other.marks),
        default=0,
    )
    stop = max((match.end() for match in _SEMICOLON.finditer(view.words, 0, mention.start)), default=0)
    before = [
        mark
        for mark in view.marks
        if max(left if mention.list_size < 2 else 0, stop) <= mark.start and mark.end <= mention.start
    ]
    if before:
        return before[-1].company
    return None


def join_owned(found: list[View], grouped: list[Entity]) -> list[Entity]:
    """A company's unnamed project joins the only named one that the same company owns."""
    table = sentence_places(grouped)
    owned: dict[int, list[Entity]] = {}
    unnamed: dict[int, Entity] = {}
    for entity in grouped:
        if all(_own_key(found[place.view], place.mention) for place in entity.places):
            unnamed[entity.companies[0]] = entity
            continue
        holders = list(entity.companies)
        if not holders:
            for place in entity.places:
                holder = owner_in_sentence(found[place.view], place.mention, table.get(place.view, []))
                if holder is not None:
                    holders.append(holder)
                    break
        for holder in holders[:2]:
            owned.setdefault(holder, []).append(entity)
    gone = set()
    for company, entity in unnamed.items():
        rivals = owned.get(company, [])
        if len(rivals) == 1 and len(rivals[0].companies) <= 1:
            rivals[0].places += entity.places
            rivals[0].places.sort(key=lambda place: (place.view, place.mention.start))
            if company not in rivals[0].companies:
                rivals[0].companies.append(company)
            gone.add(id(entity))
    return [entity for entity in grouped if id(entity) not in gone]


def sentence_places(grouped: list[Entity]) -> dict[int, list[tuple[Mention, Entity]]]:
    """By view: its mentions with the entities they belong to, in order."""
    table: dict[int, list[tuple[Mention, Entity]]] = {}
    for entity in grouped:
        for place in entity.places:
            table.setdefault(place.view, []).append((place.mention, entity))
    for row in table.values():
        row.sort(key=lambda pair: (pair[0].start, -pair[0].end))
    return table


def names(found: list[View], entity: Entity) -> Iterator[tuple[str, Place]]:
    """The printed names of an entity with their places."""
    for place in entity.places:
        yield name_of(found[place.view], place.mention), place

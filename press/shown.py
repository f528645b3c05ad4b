"""What the page of an article shows: its text with marks, and beside it what was read, each with its key."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from press import marks
from press.correction_forms import OF_PROJECT
from press.models import Article, Correction, Fact, Mention, Reading

# Companies have marks of their own; a promise is a whole sentence.
UNMARKED = (Fact.Kind.COMPANY, Fact.Kind.PROMISE)


@dataclass(slots=True)
class Entity:
    """One company, person or statement of the article with the keys of its marks."""

    name: str
    data: dict[str, Any]
    confidence: float
    forms: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    correction: Correction | None = None

    @property
    def key(self) -> str:
        return self.keys[0]

    @property
    def also(self) -> list[str]:
        """The other names that the article prints."""
        return [form for form in self.forms if form != self.name]


@dataclass(slots=True)
class ProjectRead(Entity):
    """One project with the facts about it and its companies."""

    facts: list[Fact] = field(default_factory=list)
    companies: list[Entity] = field(default_factory=list)
    owned: Fact | None = None
    """A fact that says whose it is."""

    @property
    def missing(self) -> list[Correction.Field]:
        """What a person may add because nothing was read."""
        told = {fact.kind for fact in self.facts}
        return [name for name in OF_PROJECT if name not in told and name != "category"]


def shown_article(article: Article, view: str, at: str = "") -> dict[str, Any]:
    """The context of the article page. `view` is original, repaired or both (side by side, the marks on the original);
    `at` "start-end" lights that span (a sentence).
    """
    mentions = list(article.mentions.filter(gone=False).select_related("correction__by"))
    facts = list(article.facts.filter(gone=False).select_related("correction__by"))
    for fact in facts:
        fact.article = article
    spans = [marks.Mark(f"m{row.pk}", row.kind, row.start, row.end) for row in mentions if not _is_composed(row)]
    spans += [marks.Mark(f"f{row.pk}", row.kind, row.start, row.end) for row in facts if row.kind not in UNMARKED]
    lit = _lit(at, len(article.original))
    if lit:
        spans.append(marks.Mark("at", "sentence", *lit))
    show = marks.repaired if view == "repaired" else marks.original
    return {
        "article": article,
        "view": view,
        "shown": show(article, spans) if article.original else None,
        "beside": marks.repaired(article, []) if view == "both" and article.original else None,
        "at": at if lit else "",
        **_read(mentions, facts),
    }


@dataclass(frozen=True, slots=True)
class Record:
    """One correction of the article's record; `over` where a later word on the same thing stands."""

    row: Correction
    over: bool


def corrections_of(article: Article) -> dict[str, Any]:
    """What people corrected in the article, the newest first, and the newer reading that waits. Two queries."""
    rows = list(article.corrections.select_related("by", "withdrawn_by"))
    record, held = [], set()
    for row in rows:
        thing = (row.target, row.subject)
        record.append(Record(row, over=row.withdrawn_at is None and thing in held))
        if row.withdrawn_at is None:
            held.add(thing)
    waiting = Reading.objects.filter(article=article, state=Reading.State.WAITING).defer("found").first()
    return {"corrections": record, "newer": waiting}


def _is_composed(mention: Mention) -> bool:
    """A composed project name stands nowhere in print: its place is a whole sentence, which is not marked."""
    return (
        mention.kind == Mention.Kind.PROJECT
        and mention.start == mention.sentence_start
        and mention.end == mention.sentence_end
    )


def _lit(at: str, length: int) -> tuple[int, int] | None:
    start, _, end = at.partition("-")
    if start.isdecimal() and end.isdecimal() and len(at) < 30 and 0 <= int(start) < int(end) <= length:
        return int(start), int(end)
    return None


def _read(mentions: list[Mention], facts: list[Fact]) -> dict[str, Any]:
    """What was read, grouped: companies, projects with their facts, people, statements."""
    groups: dict[str, dict[str, ProjectRead]] = defaultdict(dict)
    for row in mentions:
        entity = groups[row.kind].setdefault(row.of, ProjectRead(row.of, row.data, row.confidence))
        entity.keys.append(f"m{row.pk}")
        entity.correction = entity.correction or row.correction
        if row.name not in entity.forms:
            entity.forms.append(row.name)
    for fact in facts:
        project = groups["project"].get(fact.subject)
        if project is None:
            continue
        if fact.kind != Fact.Kind.COMPANY:
            # A value that several sentences say is one line, with the best of them.
            if not any(known.kind == fact.kind and known.shown == fact.shown for known in project.facts):
                project.facts.append(fact)
        elif fact.value in groups["company"]:
            project.companies.append(groups["company"][fact.value])
            project.owned = project.owned or fact
    return {
        "companies": list(groups["company"].values()),
        "projects": list(groups["project"].values()),
        "people": list(groups["person"].values()),
        "statements": list(groups["statement"].values()),
    }

"""What the page of an article shows: its text with marks, and beside it what was read, each with its key."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from press import marks
from press.models import Article, Fact, Mention

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


def shown_article(article: Article, view: str, at: str = "") -> dict[str, Any]:
    """The context of the article page. `view` is original, repaired or both (side by side, the marks on the original);
    `at` "start-end" lights that span (a sentence).
    """
    mentions = list(article.mentions.filter(gone=False))
    facts = list(article.facts.filter(gone=False))
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
    return {
        "companies": list(groups["company"].values()),
        "projects": list(groups["project"].values()),
        "people": list(groups["person"].values()),
        "statements": list(groups["statement"].values()),
    }

"""What coverage says of a project, value by value: what stands, what disagrees with it, each with its sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from django.db.models import Exists, OuterRef, QuerySet

from identities.models import Appearance, ChosenValue, Project
from press.models import Article, Fact
from reading.values import STAGES

# Kinds of which one value is right, in the order of the page.
ONE = (Fact.Kind.AMOUNT, Fact.Kind.INDUSTRY, Fact.Kind.PLACE, Fact.Kind.LAND)
# So many sentences stand under one value, and so many values of one kind.
MOST_SENTENCES = 3
MOST_VALUES = 12


@dataclass(slots=True)
class Said:
    """One value of one kind, how many stories say it, and the newest sentences that do."""

    kind: str
    shown: str
    stories: int
    facts: list[Fact]
    told_on: date

    @property
    def is_plan(self) -> bool:
        return all(fact.plan for fact in self.facts)


@dataclass(slots=True)
class Line:
    """One kind: the value that stands, by a person's choice or else as the newest coverage has it, and the others."""

    kind: str
    label: str
    chosen: ChosenValue | None
    standing: Said | None
    others: list[Said] = field(default_factory=list)
    is_clash: bool = False
    """Whether stories disagree, so that somebody should say which is right."""

    @property
    def value(self) -> str:
        return self.chosen.text if self.chosen else self.standing.shown if self.standing else ""


@dataclass(slots=True)
class Picture:
    """All that coverage says of one project."""

    lines: list[Line]
    stages: list[Said]
    """Every state that was reported, the newest first."""
    back: tuple[Said, Said] | None
    """An earlier state told of after a later one: the later telling and the earlier."""
    more: list[Said]
    """Capacities and promises."""


def picture_of(project: Project) -> Picture:
    """Four queries, however many articles tell of it."""
    facts = list(_facts(project))
    articles = Article.objects.light().select_related("source").in_bulk({fact.article_id for fact in facts})
    for fact in facts:
        fact.article = articles[fact.article_id]
    said = _by_value(facts)
    chosen = {row.kind: row for row in project.chosen.standing().select_related("by", "article__source")}
    stages = sorted(said[Fact.Kind.STAGE], key=lambda item: item.told_on, reverse=True)
    lines = [_line(kind, said[kind], chosen.get(kind)) for kind in ONE if said[kind] or kind in chosen]
    picture = Picture(
        lines,
        stages[:MOST_VALUES],
        _backward(stages),
        [row for kind in (Fact.Kind.CAPACITY, Fact.Kind.PROMISE) for row in said[kind][:MOST_VALUES]],
    )
    _give_sentences(picture)
    return picture


def _facts(project: Project) -> QuerySet[Fact]:
    tells = Appearance.objects.filter(project=project, article=OuterRef("article"), of=OuterRef("subject"))
    rows = Fact.objects.filter(Exists(tells), gone=False).exclude(kind=Fact.Kind.COMPANY)
    return rows.select_related("correction__by").order_by("rank", "start")


def _by_value(facts: Sequence[Fact]) -> dict[str, list[Said]]:
    """The values of each kind, the most recently told first; a story says a value once."""
    groups: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[fact.kind, fact.shown].append(fact)
    said: dict[str, list[Said]] = defaultdict(list)
    for (kind, shown), rows in groups.items():
        rows.sort(key=lambda fact: (fact.article.told_on, fact.article_id, -fact.rank), reverse=True)
        stories: dict[int, Fact] = {}
        for fact in rows:
            stories.setdefault(fact.article.repost_of_id or fact.article_id, fact)
        kept = list(stories.values())[:MOST_SENTENCES]
        said[kind].append(Said(kind, shown, len(stories), kept, rows[0].article.told_on))
    for rows_of_kind in said.values():
        rows_of_kind.sort(key=lambda item: (min(fact.rank for fact in item.facts) == 0, item.told_on), reverse=True)
    return said


def _line(kind: str, said: list[Said], chosen: ChosenValue | None) -> Line:
    line = Line(kind, str(Fact.Kind(kind).label), chosen, None)
    line.standing = next((row for row in said if chosen is None or row.shown == chosen.text), None)
    line.others = [row for row in said if row is not line.standing][:MOST_VALUES]
    firm = [row for row in said if any(fact.rank == 0 and not fact.plan for fact in row.facts)]
    line.is_clash = chosen is None and any(_disagree(kind, a, b) for a, b in combinations(firm[:MOST_VALUES], 2))
    return line


def _disagree(kind: str, a: Said, b: Said) -> bool:
    """Whether two stories cannot both be right: a place within another is no disagreement, and industries are inferred."""
    both = {fact.article_id for fact in a.facts} & {fact.article_id for fact in b.facts}
    if kind == Fact.Kind.INDUSTRY:
        return False
    return not both and not (kind == Fact.Kind.PLACE and (a.shown in b.shown or b.shown in a.shown))


def _backward(stages: Sequence[Said]) -> tuple[Said, Said] | None:
    """The newest reported state and one that was further on before it, where there is such; plans do not count."""
    told = [row for row in stages if not row.is_plan and row.facts[0].value in STAGES]
    for index, row in enumerate(told):
        before = next(
            (old for old in told[index + 1 :] if _order(old) > _order(row) and old.told_on < row.told_on), None
        )
        if before:
            return row, before
    return None


def _order(said: Said) -> int:
    """How far along the state is; the press says 签约 and 落户 of one event."""
    stage = said.facts[0].value
    return STAGES.index("signed" if stage == "landed" else stage)


def _give_sentences(picture: Picture) -> None:
    """The sentences of what is shown, and of nothing else."""
    shown = [*picture.stages, *picture.more]
    for line in picture.lines:
        shown += [row for row in (line.standing, *line.others) if row]
    facts = [fact for row in shown for fact in row.facts]
    rows = Fact.objects.filter(pk__in=[fact.pk for fact in facts]).with_sentences()
    sentences = dict(rows.order_by().values_list("pk", "printed"))
    for fact in facts:
        fact.__dict__["printed"] = sentences.get(fact.pk, "")

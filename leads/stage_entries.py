"""新闻推阶段: every stage that coverage claims of a lead, dated, with its sentence; what disagrees is noted."""

from __future__ import annotations

from dataclasses import dataclass, replace

from identities.models import Appearance
from leads.models import Lead
from leads.models.milestone import day_words
from leads.told import Telling, When, facts_told, tellings, when_told
from press.models import Fact
from reading.values import STAGES

# How much of the coverage of a company's other projects is looked at, and how many entries are shown.
BESIDE, MOST = 20, 60


@dataclass(frozen=True, slots=True)
class StageEntry:
    """One press claim of a stage: when it came about, the fact with its sentence, and why to look twice."""

    fact: Fact
    when: When
    other: str
    """The project it is about where that is another one of the lead's company; "" for the lead's own."""
    note: str = ""

    @property
    def day(self) -> str:
        return day_words(self.when.on, self.when.precise)

    @property
    def order(self) -> int:
        return STAGES.index(str(self.fact.value))


def stage_entries(lead: Lead) -> list[StageEntry]:
    """Every stage that coverage reports of the lead's project and of its company's others, newest first, clashes noted.

    Three to six queries, however much coverage there is.
    """
    own = tellings(lead)
    beside = _beside(lead, {(row.article.pk, row.subject) for row in own})
    others = {(row.article.pk, row.subject): name for row, name in beside}
    found: list[StageEntry] = []
    for telling, facts in facts_told([*own, *(row for row, _ in beside)]):
        told: set[tuple[str, int]] = set()
        for fact in facts:
            key = (str(fact.value), fact.sentence_start)
            # A plan is a promise, not a stage; that something was planned once is told by every later stage.
            if fact.kind != Fact.Kind.STAGE or fact.plan or key in told or (fact.rank and fact.value == "planned"):
                continue
            told.add(key)
            name = others.get((telling.article.pk, telling.subject), "")
            found.append(StageEntry(fact, when_told(fact, facts), name))
    found.sort(key=lambda entry: (entry.when.on, entry.order, entry.fact.pk), reverse=True)
    return [_noted(entry, found) for entry in found[:MOST]]


def _beside(lead: Lead, own: set[tuple[int, str]]) -> list[tuple[Telling, str]]:
    """What the latest coverage tells of the other projects of the lead's company."""
    if not lead.company_id:
        return []
    rows = Appearance.objects.filter(project__companies=lead.company_id, article__repost_of=None)
    if lead.project_id:
        rows = rows.exclude(project=lead.project_id)
    rows = rows.select_related("article__source", "project").defer("article__raw", "article__text", "article__bigrams")
    return [
        (Telling(row.article, row.of), row.project.name)
        for row in rows.order_by("-pk")[:BESIDE]
        if row.project and (row.article_id, row.of) not in own
    ]


def _noted(entry: StageEntry, entries: list[StageEntry]) -> StageEntry:
    """The entry with its clash: by that day the same project was already said to be further on."""
    further = [
        row
        for row in entries
        if row.other == entry.other
        and row.when.on <= entry.when.on
        and row.order > entry.order
        # Within one article an earlier event is how the project came there; only a state that lasts contradicts.
        and (row.fact.article_id != entry.fact.article_id or entry.fact.value == "building")
    ]
    if not further:
        return entry
    first = min(further, key=lambda row: row.when.on)
    words = f"{first.day} 已说“{first.fact.shown}”，这里说“{entry.fact.quote[:20]}”（{entry.fact.shown}）"
    return replace(entry, note=words)

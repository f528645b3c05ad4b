"""A reading with people's corrections in it. Pure: findings and corrections in, findings out.

Names come first, in the order in which people spoke, then values. A correction speaks of words, not of rows: so it finds its
thing in the reading of any engine, and where an engine no longer sees a thing that a person spoke of, the thing is put back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

from press.findings import Findings, Named, Valued, place
from press.models.correction import Correction
from press.models.mention import QUOTE
from press.said import said
from reading.values import Span, Text

PERSON = "person"
"""What `by` says of a row that a person's word made."""
DATA: dict[str, dict[str, Any]] = {
    "company": {"maybe": False},
    "project": {"kind": "industry", "maybe": False, "aliases": []},
    "person": {"org": None, "title": None, "category": "business"},
}
# Fields of a project or person that are no facts: correction field → key of Mention.data.
OF_DATA = {"category": "kind", "org": "org", "title": "title"}


def occurrences(text: Text, words: str) -> list[Span]:
    """Where the repaired words stand in headline and body, as spans of the original; of all zones where they are in neither."""
    spots: list[tuple[Span, bool]] = []
    start = text.text.find(words) if words else -1
    while start >= 0:
        end = start + len(words)
        read = any(zone.kind in ("body", "title") and zone.start <= start < zone.end for zone in text.zones)
        spots.append((text.span(start, end), read))
        start = text.text.find(words, end)
    body = [span for span, read in spots if read]
    return body or [span for span, _ in spots]


def with_corrections(found: Findings, corrections: Sequence[Correction], text: Text) -> Findings:
    """The findings as people's standing words make them; `corrections` in the order in which they were made."""
    if not corrections:
        return found
    work = _Work(deepcopy(found), text)
    for row in corrections:
        if row.is_of_name:
            work.name(row)
    for row in corrections:
        if not row.is_of_name:
            work.value(row)
    work.tidy()
    return work.found


class _Work:
    def __init__(self, found: Findings, text: Text) -> None:
        self.found, self.text = found, text
        self.renamed: dict[str, str] = {}
        self.denied: set[str] = set()
        self.no_companies: set[str] = set()

    # --- names --------------------------------------------------------------------------------------------------------

    def name(self, row: Correction) -> None:
        if row.kind == Correction.Kind.NAME:
            self._rename(row)
        else:
            self._retype(row, str(row.after or ""))

    def _rename(self, row: Correction) -> None:
        """The entity that was called so has the right name: its own words go where the right ones stand, else stay beside it."""
        old, new, kind = row.subject, str(row.after), row.field
        self.renamed[old] = new
        spans = self._spans(row, new)
        rest = []
        for spot in self.found.named:
            if spot.kind == kind and spot.of == old:
                if spot.name == old and any(spot.overlaps(*span) for span in spans):
                    continue
                spot.of, spot.correction = new, row.pk
            rest.append(spot)
        self.found.named = rest
        self._refer(old, new)
        self._add(row, new, kind, spans)

    def _retype(self, row: Correction, kind: str) -> None:
        """These words are a name of this kind, or none."""
        words = row.subject
        mine = [spot for spot in self.found.named if words in (spot.of, spot.name) and spot.kind in DATA]
        right = [spot for spot in mine if spot.kind == kind]
        for spot in right:
            spot.correction = row.pk
        wrong = {id(spot) for spot in mine if spot.kind != kind}
        self.found.named = [spot for spot in self.found.named if id(spot) not in wrong]
        if kind != "company":
            self._forget("company", words)
            self.no_companies.add(words)
        if kind != "project":
            self._forget("project", words)
            self.denied.add(words)
        if kind and not right:
            self._add(row, words, kind, self._spans(row, words))

    def _spans(self, row: Correction, words: str) -> list[Span]:
        """Where the words stand; the place that the person showed is among them."""
        spans = occurrences(self.text, words)
        return spans or [(row.start, row.end)]

    def _add(self, row: Correction, words: str, kind: str, spans: Iterable[Span]) -> None:
        """Occurrences of a name. A shorter name of the kind inside one was a part of it; inside a longer one it is a part."""
        words = words[:QUOTE]
        data = next((spot.data for spot in self.found.named if (spot.kind, spot.of) == (kind, words)), DATA[kind])
        for start, end in spans:
            over = [spot for spot in self.found.named if spot.kind == kind and spot.overlaps(start, end)]
            is_part = any(spot.start <= start and end <= spot.end and spot.of != words for spot in over)
            if is_part and (start, end) != (row.start, row.end):
                continue
            parts = [spot for spot in over if start <= spot.start and spot.end <= end]
            whole = {spot.of for spot in parts} - {words}
            lost = {id(spot) for spot in parts}
            self.found.named = [spot for spot in self.found.named if id(spot) not in lost]
            for of in whole - {spot.of for spot in self.found.named if spot.kind == kind}:
                self._refer(of, words)
            spot = self._place((start, end))
            named = Named(**spot, by=PERSON, kind=kind, of=words, name=words, data=dict(data), correction=row.pk)
            self.found.named.append(named)

    def _place(self, span: Span) -> dict[str, Any]:
        return place(self.text.page.source, span)

    def _refer(self, old: str, new: str) -> None:
        """What spoke of the old name speaks of the new one."""
        for spot in self.found.valued:
            if spot.subject == old:
                spot.subject = new
            if spot.kind == "company" and spot.value == old:
                spot.value = spot.text = new

    def _forget(self, kind: str, words: str) -> None:
        self.found.valued = [
            spot
            for spot in self.found.valued
            if not (spot.subject == words if kind == "project" else spot.kind == "company" and spot.value == words)
        ]

    # --- values -------------------------------------------------------------------------------------------------------

    def value(self, row: Correction) -> None:
        kind = "person" if row.field in (Correction.Field.ORG, Correction.Field.TITLE) else "project"
        subject = self._entity(row, kind)
        if subject is None:
            return
        if row.field in OF_DATA:
            for spot in self.found.named:
                if (spot.kind, spot.of) == (kind, subject):
                    spot.data = {**spot.data, OF_DATA[row.field]: row.after}
                    spot.correction = row.pk
        elif row.field == Correction.Field.OWNER:
            self._own(row, subject)
        else:
            self._set(row, subject)

    def _entity(self, row: Correction, kind: str) -> str | None:
        """What the subject is called in this reading; put back where the reading no longer has it; None where a person said
        that it is none."""
        words = row.subject
        seen = {words}
        while words in self.renamed and self.renamed[words] not in seen:
            words = self.renamed[words]
            seen.add(words)
        mine = [spot for spot in self.found.named if spot.kind == kind and words in (spot.of, spot.name)]
        if mine:
            return next((spot.of for spot in mine if spot.of == words), mine[0].of)
        if words in self.denied:
            return None
        near = {spot.subject for spot in self.found.valued if kind == "project" and spot.span == (row.start, row.end)}
        if len(near) == 1:  # the same words tell the same field of a project that this engine calls otherwise
            return near.pop()
        spans = occurrences(self.text, words)
        if spans:
            self._add(row, words, kind, spans)
            return words if any(spot.of == words for spot in self.found.named) else None
        sentence = (row.sentence_start, row.sentence_end)
        spot = place(self.text.page.source, sentence, sentence)
        self.found.named.append(
            Named(**spot, by=PERSON, kind=kind, of=words, name=words, data=dict(DATA[kind]), correction=row.pk)
        )
        return words

    def _set(self, row: Correction, subject: str) -> None:
        """The person's value stands first; what was read wrongly goes, what else the article says stands beside it."""
        span = (row.start, row.end)
        self.found.valued = [
            spot
            for spot in self.found.valued
            if not (
                spot.subject == subject
                and spot.kind == row.field
                and (spot.value in (row.before, row.after) or (spot.span == span and row.after is not None))
            )
        ]
        if row.after is not None:
            text = self.text.page.source[row.start : row.end] if row.field == "promise" else said(row.field, row.after)
            value = Valued(**self._place(span), by=PERSON, subject=subject, kind=row.field, correction=row.pk)
            value.value, value.text = row.after, text[:QUOTE]
            self.found.valued.insert(0, value)

    def _own(self, row: Correction, subject: str) -> None:
        """The project's companies are these."""
        self.found.valued = [
            spot for spot in self.found.valued if not (spot.subject == subject and spot.kind == "company")
        ]
        for words in row.after or []:
            if words in self.no_companies:  # a word on the name itself goes before one that takes it for granted
                continue
            name = self._company(row, words)
            spots = [spot for spot in self.found.named if (spot.kind, spot.of) == ("company", name)]
            if not spots:
                continue
            nearest = min(spots, key=lambda spot: abs(spot.start - row.start))
            where: dict[str, Any] = {
                key: getattr(nearest, key) for key in ("start", "end", "sentence_start", "sentence_end")
            }
            self.found.valued.append(
                Valued(**where, by=PERSON, subject=subject, kind="company", value=name, text=name, correction=row.pk)
            )

    def _company(self, row: Correction, words: str) -> str:
        """What the company is called here; its words become a company where they are none yet."""
        words = self.renamed.get(words, words)
        mine = [spot for spot in self.found.named if spot.kind == "company" and words in (spot.of, spot.name)]
        if mine:
            return mine[0].of
        self._add(row, words, "company", occurrences(self.text, words))
        return words

    def tidy(self) -> None:
        """No row twice, in the order of the page."""
        named = {(spot.kind, spot.of, *spot.span): spot for spot in reversed(self.found.named)}
        self.found.named = sorted(named.values(), key=lambda spot: (spot.start, -spot.end))
        valued = {(spot.subject, spot.kind, *spot.span): spot for spot in reversed(self.found.valued)}
        self.found.valued = list(reversed(valued.values()))

"""The body cut into sentences, and the entities that stand in each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from reading.values import Company, Span, Text

_SENTENCE_END = re.compile(r"[。!?!?…\n]+[”」』\"’))】]*")
LONGEST = 1200
"""A longer run without a full stop is cut at the next comma, so that work stays linear in length."""
_BREAK = re.compile(r"[,,;;、\s]")
_INVESTORS = re.compile(
    r"(?:投资主体|建设主体|实施主体|项目主体|建设单位|业主单位|项目单位|项目业主|项目公司|项目法人|投资单位|投资企业|投资方|投资商|投资人|签约企业|落户企业|业主)"
    r"\s*[::]\s*(?P<names>[^,,。;;\n]*)"
)
"""What a list of projects prints before the companies behind one, and those."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """[start, end) of `Text.text`; `paragraph` counts lines; `title` where the headline says it."""

    start: int
    end: int
    paragraph: int
    title: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """One printed form of a company: [start, end) of `Text.text`, and which company."""

    start: int
    end: int
    company: int


def _pieces(string: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Sentences of string[start:end] as (start, end, ends its paragraph)."""
    position = start
    while position < end:
        limit = min(end, position + LONGEST)
        match = _SENTENCE_END.search(string, position, limit)
        if match:
            yield position, match.end(), "\n" in match.group()
            position = match.end()
            continue
        if limit < end:
            comma = _BREAK.search(string, limit - 200, limit)
            limit = comma.end() if comma else limit
        yield position, limit, limit == end
        position = limit


def sentences(text: Text) -> list[Sentence]:
    """The sentences of headline and body in order; other zones hold none."""
    found = []
    paragraph = 0
    for zone in text.zones:
        paragraph += 1
        if zone.kind not in ("body", "title"):
            continue
        for start, end, last in _pieces(text.text, zone.start, zone.end):
            if text.text[start:end].strip():
                found.append(Sentence(start, end, paragraph, zone.kind == "title"))
            paragraph += last
    return found


def offsets(text: Text, span: Span) -> tuple[int, int]:
    """Where a span of the original stands in `Text.text`."""
    start = bisect_left(text.starts, span[0])
    return start, max(start + 1, bisect_right(text.ends, span[1]))


def marks(text: Text, companies: tuple[Company, ...]) -> list[Mark]:
    """Every printed form of every company, in order; where two overlap the longer stays."""
    every = [
        Mark(*offsets(text, span), index)
        for index, company in enumerate(companies)
        for form in company.forms
        for span in form.spans
    ]
    every.sort(key=lambda mark: (mark.start, -mark.end))
    kept: list[Mark] = []
    for mark in every:
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def investors(words: str) -> list[tuple[int, int]]:
    """Where a list prints who invests in the project that it has named (投资主体:云湖光电、临江城投;)."""
    if ":" not in words:
        return []
    return [match.span("names") for match in _INVESTORS.finditer(words)]

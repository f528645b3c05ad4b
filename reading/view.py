"""A reading for the eye: the repaired text with its marks in colour, then the facts."""

from __future__ import annotations

from bisect import bisect_left

from reading.values import Form, Reading, Span, Text

_COLOUR = {"company": 34, "project": 32, "person": 35, "amount": 33}
_DIM = 90


def human_view(text: Text, reading: Reading) -> str:
    """Terminal text with ANSI colours: companies blue, projects green, people magenta, sums yellow, what is no body grey."""
    colours = [0] * len(text.text)
    for zone in text.zones:
        if zone.kind not in ("body", "title"):
            colours[zone.start : zone.end] = [_DIM] * (zone.end - zone.start)
    for kind, spans in _marks(reading):
        for start, end in spans:
            first, last = bisect_left(text.starts, start), bisect_left(text.starts, end)
            colours[first:last] = [_COLOUR[kind]] * (last - first)
    return f"{_painted(text.text, colours)}\n\n{_facts(reading)}\n"


def _marks(reading: Reading) -> list[tuple[str, list[Span]]]:
    return [
        ("project", [span for project in reading.projects for span in _spans(project.forms)]),
        ("company", [span for company in reading.companies for span in _spans(company.forms)]),
        ("person", [span for person in reading.people for span in person.spans]),
        ("amount", [amount.span for amount in reading.amounts]),
    ]


def _spans(forms: tuple[Form, ...]) -> list[Span]:
    return [span for form in forms for span in form.spans]


def _painted(text: str, colours: list[int]) -> str:
    parts: list[str] = []
    last = 0
    for char, colour in zip(text, colours, strict=True):
        if colour != last:
            parts.append(f"\x1b[{colour}m")
            last = colour
        parts.append(char)
    return "".join([*parts, "\x1b[0m"])


def _facts(reading: Reading) -> str:
    header = reading.header
    rows = [
        f"标题 {header.title or '-'}",
        f"来源 {header.outlet or '-'} · 刊发 {header.published_on or '-'} · 地区 {reading.place or '-'}",
    ]
    rows += [
        f"企业 {company.name} {' '.join(company.aliases)} ({company.confidence:.2f})" for company in reading.companies
    ]
    for project in reading.projects:
        facts = " · ".join(f"{fact.kind} {fact.text}" for fact in project.facts)
        rows.append(f"项目 {project.name} [{'、'.join(project.companies)}] {facts} ({project.confidence:.2f})")
    rows += [
        f"人物 {person.name} {person.org or ''}{person.title or ''} {person.category}" for person in reading.people
    ]
    rows += [f"汇总 {statement.text}" for statement in reading.statements]
    return "\n".join(rows)

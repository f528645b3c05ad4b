"""`python -m reading [--jsonl] FILE…`: read pages and print what is in them."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from reading import clean, read
from reading.values import Form, Project, Reading, Text
from reading.view import human_view


def main(arguments: list[str] | None = None) -> int:
    """Read the files in the order given; 2 where one cannot be opened."""
    parser = argparse.ArgumentParser(prog="python -m reading", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--jsonl", action="store_true", help="one JSON object a line instead of the view for people")
    options = parser.parse_args(arguments)
    for count, path in enumerate(options.files, 1):
        try:
            page = path.read_bytes()
        except OSError as error:
            print(f"cannot open {path}: {error.strerror}", file=sys.stderr)
            return 2
        text = clean(page)
        reading = read(text)
        if options.jsonl:
            print(json.dumps(as_json(path.stem, reading, text), ensure_ascii=False))
        else:
            print(human_view(text, reading))
        print(f"{count}/{len(options.files)} {path.name}", file=sys.stderr)
    return 0


def as_json(stem: str, reading: Reading, text: Text) -> dict[str, Any]:
    """A reading with the keys of the guide; companies, projects, people and amounts carry their spans."""
    header = reading.header
    return {
        "id": stem,
        "engine": reading.engine,
        "title": header.title,
        "published_on": header.published_on and header.published_on.isoformat(),
        "content_on": header.content_on and header.content_on.isoformat(),
        "outlet": header.outlet,
        "place": reading.place,
        "companies": [
            {
                "name": company.name,
                "aliases": list(company.aliases),
                "maybe": company.maybe,
                "confidence": company.confidence,
                "spans": _spans(company.forms),
            }
            for company in reading.companies
        ],
        "projects": [_project(project, text) for project in reading.projects],
        "people": [
            {
                "name": person.name,
                "org": person.org,
                "title": person.title,
                "category": person.category,
                "confidence": person.confidence,
                "spans": [list(span) for span in person.spans],
            }
            for person in reading.people
        ],
        "amounts": [
            {
                "value": _number(amount.money.value),
                "currency": amount.money.currency,
                "role": amount.role,
                "text": amount.text,
                "spans": [list(amount.span)],
            }
            for amount in reading.amounts
        ],
        "aggregates": [statement.text for statement in reading.statements],
    }


def _spans(forms: tuple[Form, ...]) -> list[list[int]]:
    return sorted(list(span) for form in forms for span in form.spans)


def _number(value: Any) -> int | float:
    return int(value) if value == int(value) else float(value)


def _project(project: Project, text: Text) -> dict[str, Any]:
    amount, stage, industry, land = (project.fact(kind) for kind in ("amount", "stage", "industry", "land"))
    start, end = project.evidence
    money = amount.value if amount else None
    return {
        "name": project.name,
        "aliases": list(project.aliases),
        "companies": list(project.companies),
        "kind": project.kind,
        "amount": {"value": _number(money.value), "currency": money.currency} if money else None,  # type: ignore[union-attr]
        "stage": stage and stage.value,
        "industry": industry and industry.value,
        "land_mu": _number(land.value) if land else None,
        "evidence": text.page.source[start:end],
        "maybe": project.maybe,
        "confidence": project.confidence,
        "spans": _spans(project.forms) or [[start, end]],
    }


if __name__ == "__main__":
    raise SystemExit(main())

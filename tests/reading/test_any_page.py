"""Any page at all is read: nothing raises, nothing hangs, every span lies in the original."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reading import clean, read
from reading.values import Reading, Span, Text
from training.corpus import load

SENTENCE = (
    "1月6日,深圳云湖光电股份有限公司与临江高新区签约,总投资51亿元的半导体显示项目落户,用地180亩,"
    "区委书记周启明、董事长陈立群等出席,苏禾新材料、澜芯微电子等8家企业参加。"
)
LIMIT = 20.0
"""Seconds within which a page of some thousand characters is read on the slowest machine that runs the tests."""


def spans_of(reading: Reading) -> list[Span]:
    header = reading.header
    spans = [header.title_span, header.outlet_span, header.author_span, header.published_span, header.content_span]
    spans += [span for company in reading.companies for form in company.forms for span in form.spans]
    spans += [span for project in reading.projects for form in project.forms for span in form.spans]
    spans += [project.evidence for project in reading.projects]
    spans += [fact.span for project in reading.projects for fact in project.facts]
    spans += [span for person in reading.people for span in person.spans]
    spans += [amount.span for amount in reading.amounts]
    spans += [statement.span for statement in reading.statements]
    return [span for span in spans if span is not None]


def read_whole(page: bytes | str, media: str | None = None) -> tuple[Text, Reading]:
    """The reading of a page, held to what every reading must hold to."""
    begun = time.process_time()
    text = clean(page, media)  # type: ignore[arg-type]
    reading = read(text)
    assert time.process_time() - begun < LIMIT
    size = len(text.page.source)
    assert all(0 <= start < end <= size for start, end in spans_of(reading))
    sure = [*reading.companies, *reading.projects, *reading.people]
    assert all(0 <= each.confidence <= 1 for each in sure)
    return text, reading


@given(st.binary(max_size=300))
@settings(deadline=None, max_examples=60)
def test_any_bytes_are_read(page: bytes) -> None:
    read_whole(page)


@given(
    st.text(
        alphabet="云湖光电有限公司集团投资亿元项目签约区委书记周启明、,。;()“”\n 0123456789年月日<p>总经理等",
        max_size=120,
    )
)
@settings(deadline=None, max_examples=120)
def test_any_words_of_the_field_are_read(page: str) -> None:
    read_whole(page, "text")


@given(st.text(max_size=120))
@settings(deadline=None, max_examples=60)
def test_any_characters_are_read(page: str) -> None:
    read_whole(page)


def cut(page: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(page))
    return page[start : start + chance.randrange(1, len(page))]


def flipped(page: bytes, chance: random.Random) -> bytes:
    data = bytearray(page)
    for _ in range(chance.randrange(1, 30)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def repeated(page: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(page))
    piece = page[start : start + chance.randrange(1, 60)]
    return page[:start] + piece * chance.randrange(2, 40) + page[start:]


def nested(page: bytes, chance: random.Random) -> bytes:
    depth = chance.randrange(10, 400)
    tag = chance.choice([b"div", b"table", b"span", b"ul", b"section class='related'"])
    return b"<html><body>" + (b"<" + tag + b">") * depth + page + b"</div>" * chance.randrange(depth)


def recoded(page: bytes, chance: random.Random) -> bytes:
    return page.decode("utf-8", "replace").encode(chance.choice(["gb18030", "big5", "utf-16", "latin-1"]), "replace")


def shuffled(page: bytes, chance: random.Random) -> bytes:
    lines = page.split(b"\n")
    chance.shuffle(lines)
    return chance.choice([b"\n", b"", b"<br>", b"\r"]).join(lines)


HARMS: tuple[Callable[[bytes, random.Random], bytes], ...] = (cut, flipped, repeated, nested, recoded, shuffled)


@pytest.mark.parametrize("seed", range(60))
def test_harmed_coverage_is_read(seed: int) -> None:
    chance = random.Random(seed)
    page = chance.choice(PIECES)
    for harm in chance.choices(HARMS, k=chance.randrange(1, 4)):
        page = harm(page, chance) or b" "
    read_whole(page[:20_000])


PIECES = [piece.text.encode() for piece in load() if len(piece.text) < 1500]


@pytest.mark.parametrize(
    "page",
    [
        "公司" * 3000,
        "、苏禾" * 2000,
        "(" * 5000,
        "“云湖”" * 2000,
        "1亿元" * 2000,
        "A" * 20_000,
        "市委书记" * 1500,
        "周启明、" * 1500,
        "投资项目" * 2000,
        "2026年1月6日" * 1000,
        "<div>" * 3000 + SENTENCE,
        "<a href='" * 2000,
        "。\n" * 5000,
        "来源:" * 3000,
    ],
)
def test_monotonous_pages_are_read(page: str) -> None:
    read_whole(page)


def test_one_long_line_takes_time_in_proportion() -> None:
    def seconds(times: int) -> float:
        page = SENTENCE * times
        begun = time.process_time()
        read(clean(page, "text"))
        return time.process_time() - begun

    seconds(10)
    assert seconds(480) < 16 * seconds(60) + 2


@pytest.mark.parametrize("seed", range(6))
def test_a_page_is_read_the_same_twice(seed: int) -> None:
    page = random.Random(seed).choice(PIECES)
    assert read(clean(page)) == read(clean(page))

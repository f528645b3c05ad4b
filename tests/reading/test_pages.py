"""Whole pages of the web are cleaned: the article and what is printed about it stay, everything around it goes."""

from __future__ import annotations

import pytest

from benchmarks.clean import FLOORS, ours, score
from benchmarks.floors import below
from benchmarks.page_fixtures import PageFixture, load_pages
from reading import clean, read

PAGES = load_pages()
IDS = [page.name for page in PAGES]


def by_name(name: str) -> PageFixture:
    return next(page for page in PAGES if page.name.startswith(name))


def body_of(raw: bytes | str) -> str:
    text = clean(raw)
    return "\n".join(text.text[zone.start : zone.end] for zone in text.zones if zone.kind == "body")


def test_the_figures_over_all_pages_keep_their_floors() -> None:
    assert len(PAGES) >= 30
    assert below(score(ours, PAGES)["figures"], FLOORS) == []


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_repaired_character_maps_to_the_original(page: PageFixture) -> None:
    text = clean(page.raw)
    size = len(text.page.source)
    assert len(text.starts) == len(text.ends) == len(text.text)
    assert all(0 <= start < end <= size for start, end in zip(text.starts, text.ends, strict=True))
    assert [zone.start for zone in text.zones] == [0, *(zone.end for zone in text.zones[:-1])]


@pytest.mark.parametrize(
    ("name", "stray"),
    [
        ("a07", "炼化"), ("a07", "120亿"), ("a15", "机床厂家"), ("a15", "彩票"), ("a06", "铂瑞光电"), ("a09", "霞浦"),
        ("a05", "泓锐"), ("a11", "锦屏数据中心"), ("b02", "丙烷"), ("b08", "锂电隔膜"), ("b09", "光伏厂"), ("b16", "100亿"),
    ],
)  # fmt: skip
def test_nothing_from_spam_related_lines_or_comments_becomes_a_fact(name: str, stray: str) -> None:
    page = by_name(name)
    text = clean(page.raw)
    assert stray in text.text
    reading = read(text)
    spans = [span for company in reading.companies for form in company.forms for span in form.spans]
    spans += [project.evidence for project in reading.projects]
    spans += [amount.span for amount in reading.amounts if amount.role == "investment"]
    assert all(stray not in text.page.source[start:end] for start, end in spans)
    assert stray not in body_of(page.raw)


def test_a_table_of_data_keeps_its_rows() -> None:
    lines = body_of(by_name("a10").raw).split("\n")
    assert "1 碳纤维复合材料项目 隽川新材料股份有限公司 12.6 望川经开区 已签约" in lines
    assert "3 预制菜加工基地 稻香渡食品集团 3.5 望川农高区 洽谈中" in lines


def test_a_table_that_lays_out_the_page_keeps_its_paragraphs() -> None:
    assert len(body_of(by_name("a03").raw).strip().split("\n")) == 3


def test_words_that_nobody_sees_are_not_body_unless_they_are_all_there_is() -> None:
    shown = "<p>7月1日,云湖光电与临江高新区签约,总投资51亿元的显示项目落户,计划年内开工。</p>"
    secret = "<div style='display:none'>云湖光电厂家价格从优,欢迎来电咨询,量大从优,全国发货。</div>"
    assert "价格" not in body_of(f"<html><body>{secret}<div>{shown}{shown}</div></body></html>")
    assert "云湖光电" in body_of(f"<html><body><div style='display: none'>{shown}{shown}</div></body></html>")


@pytest.mark.parametrize("wrong", ["latin-1", "cp1252"])
def test_utf8_that_was_read_as_western_is_undone_character_by_character(wrong: str) -> None:
    line = "云湖光电在临江高新区投资51亿元建设显示项目"
    data = line.encode()
    saved = "".join(bytes((byte,)).decode(wrong, "ignore") or chr(byte) for byte in data)
    text = clean(saved.encode())
    assert line in text.text
    at = text.text.index("临江")
    assert text.page.source[slice(*text.span(at, at + 1))] == "".join(
        bytes((byte,)).decode(wrong, "ignore") or chr(byte) for byte in "临".encode()
    )
    assert text.repairs["mojibake"] > 0


def test_utf8_that_was_read_as_gbk_is_undone_where_no_byte_was_lost() -> None:
    line = "云湖光电在临江高新区建厂"
    text = clean(line.encode().decode("gbk").encode())
    assert text.text == line
    assert text.repairs["mojibake"] > 0


@pytest.mark.parametrize(
    "line", ["浙江嘉兴科技城管委会", "锟斤拷烫烫烫屯屯屯", "Café Zürich déjà vu, São Paulo", "ä", "《》“”"]
)
def test_what_only_looks_odd_stays_as_it_is(line: str) -> None:
    assert "mojibake" not in clean(line.encode()).repairs


def test_a_date_that_only_a_script_prints_is_found_where_it_stands() -> None:
    text = clean(by_name("a04").raw)
    header = text.header
    assert header.published_on is not None
    assert header.published_span is not None
    assert header.published_on.isoformat() == "2024-09-12"
    assert text.page.source[slice(*header.published_span)] in ("2024-09-12", "1726131900")


def test_the_day_on_which_a_page_is_looked_at_is_not_its_date() -> None:
    page = (
        "<html><body><div>2026年11月21日 星期六</div><h1>云湖光电显示项目签约</h1><p>发布时间:2024-03-28 来源:临江日报</p>"
        "<p>3月27日,云湖光电与临江高新区签约,总投资51亿元的显示项目落户。</p></body></html>"
    )
    assert str(clean(page).header.published_on) == "2024-03-28"

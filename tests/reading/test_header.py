"""Header: headline, outlet, author and dates as pages print them."""

from __future__ import annotations

from datetime import date

import pytest

from reading import clean

BODY = "1月6日,云湖半导体与临江区签约,总投资51亿元的半导体显示项目落户临江高新区,项目用地180亩,预计2027年10月1日投产。"


@pytest.mark.parametrize(
    ("line", "outlet", "day"),
    [
        ("2026-01-07 08:30 来源:临江日报 作者:沈知禾", "临江日报", date(2026, 1, 7)),
        ("发布时间:2026年1月7日 信息来源:临江市人民政府网", "临江市人民政府网", date(2026, 1, 7)),
        ("2026/1/7 08:30 临江新闻网", "临江新闻网", date(2026, 1, 7)),
        ("临江新闻网 2026-01-07 13:21", "临江新闻网", date(2026, 1, 7)),
        ("07.01.2026 10:36", None, date(2026, 1, 7)),
        ("来源: 作者: 时间:2026-01-07 点击:12", None, date(2026, 1, 7)),
        ("今天是:2026年02月17日 星期三\n时间:2026-01-07", None, date(2026, 1, 7)),
    ],
)
def test_source_lines(line: str, outlet: str | None, day: date) -> None:
    header = clean(f"云湖半导体显示项目落户临江\n{line}\n{BODY}").header
    assert header.title == "云湖半导体显示项目落户临江"
    assert header.outlet == outlet
    assert header.published_on == day


def test_spans_point_at_what_is_printed() -> None:
    page = f"雲湖半導體顯示項目落戶臨江\n2026-01-07 來源:臨江日報\n{BODY}"
    header = clean(page).header
    assert header.title_span
    assert page[slice(*header.title_span)] == "雲湖半導體顯示項目落戶臨江"
    assert header.outlet_span
    assert page[slice(*header.outlet_span)] == "臨江日報"
    assert header.published_span
    assert page[slice(*header.published_span)].startswith("2026-01-07")


def test_a_url_is_no_date() -> None:
    header = clean(f"云湖项目落户临江高新区\n{BODY}\n本文链接:http://example.com/2026-01-07/1.html").header
    assert header.published_on is None


def test_outlet_of_the_wire_line() -> None:
    assert clean(f"云湖项目落户临江高新区\n临江晚报讯 {BODY}").header.outlet == "临江晚报"


@pytest.mark.parametrize(
    "opening",
    [
        "临江晚报客户端3月6日15时讯(记者 沈知禾)",
        "临江晚报全媒体记者沈知禾报道:",
        "临江晚报(记者 沈知禾)7月21日报道",
        "临江晚报临江区十二月二十八日电(沈知禾)",
    ],
)
def test_outlet_at_the_head_of_the_first_sentence(opening: str) -> None:
    outlet = clean(f"云湖项目落户临江高新区\n图为签约现场。\n{opening}{BODY}").header.outlet
    assert outlet is not None
    assert outlet.startswith("临江晚报")


def test_source_as_the_last_words_of_the_text() -> None:
    assert clean(f"云湖项目落户临江高新区\n{BODY}来源: 临江晚报").header.outlet == "临江晚报"


def test_a_source_told_of_within_a_sentence_is_no_outlet() -> None:
    assert clean(f"云湖项目落户临江高新区\n{BODY}订单来源:东南亚市场占六成。").header.outlet is None


def test_original_title_where_the_page_has_none() -> None:
    assert (
        clean(f"2026-01-07 来源:临江日报\n原标题:云湖项目落户临江高新区\n{BODY}").header.title
        == "云湖项目落户临江高新区"
    )


def test_no_headline_is_none() -> None:
    assert clean(BODY).header.title is None


def test_content_day_is_told_by_the_text_and_not_by_forecasts() -> None:
    header = clean(f"云湖项目落户临江高新区\n2026-03-07 来源:临江日报\n2026年1月6日,双方签约。{BODY}").header
    assert header.content_on == date(2026, 1, 6)
    assert header.content_reason


def test_an_old_piece_under_a_new_stamp() -> None:
    text = f"云湖项目落户临江高新区\n2023-06-02 来源:临江日报\n2021年是关键之年。{BODY.replace('预计2027年10月1日', '明年')}2020年,全区引进项目28个。"
    header = clean(text).header
    assert header.published_on == date(2023, 6, 2)
    assert header.content_on == date(2021, 1, 6)

"""Clean: any bytes, every repair, and the way back to the untouched original."""

from __future__ import annotations

import sys
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reading import clean
from reading.values import Text

SIGNING = "1月6日,云湖半导体与临江区签约,投资51亿元建设半导体显示项目。公司将在当地招聘员工,项目明年投产。"


def spans_hold(text: Text) -> None:
    """Every character has a stretch of the original, in order and inside of it; zones cover the text."""
    assert len(text.text) == len(text.starts) == len(text.ends)
    size = len(text.page.source)
    assert all(0 <= start < end <= size for start, end in zip(text.starts, text.ends, strict=True))
    assert all(a <= b for a, b in zip(text.starts, text.starts[1:], strict=False))
    assert text.zones[0].start == 0
    assert text.zones[-1].end == len(text.text)
    assert all(a.end == b.start for a, b in zip(text.zones, text.zones[1:], strict=False))


@given(st.binary(max_size=400))
@settings(deadline=None, max_examples=200)
def test_any_bytes_come_through(page: bytes) -> None:
    for media in (None, "text", "html"):
        spans_hold(clean(page, media))  # type: ignore[arg-type]


@given(st.text(alphabet="<>/!-'\"=&;# apdivscrt\n\r\t(ǐì)鏈?创創蕞,。、0123456789年", max_size=300))
@settings(deadline=None, max_examples=300)
def test_any_characters_come_through(page: str) -> None:
    for media in (None, "text", "html"):
        spans_hold(clean(page, media))  # type: ignore[arg-type]


@given(st.text(max_size=200))
@settings(deadline=None)
def test_cleaning_what_is_clean_changes_nothing(page: str) -> None:
    once = clean(clean(page, "text").text, "text").text
    assert clean(once, "text").text == once


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_of_simplified_pages(encoding: str) -> None:
    assert clean(SIGNING.encode(encoding)).text == SIGNING


def test_big5() -> None:
    page = "雲湖半導體與臨江區簽約,投資51億元建設半導體顯示項目,公司明年投產。"
    assert clean(page.encode("big5")).text == "云湖半导体与临江区签约,投资51亿元建设半导体显示项目,公司明年投产。"


def test_a_torn_last_character_does_not_change_the_encoding() -> None:
    text = clean(SIGNING.encode()[:-1])
    assert text.page.encoding == "utf-8"
    assert text.text.startswith(SIGNING[:-1])


def test_declared_encoding_of_markup() -> None:
    page = f'<html><head><meta charset="gb2312"></head><body><p>{SIGNING}</p></body></html>'
    assert SIGNING in clean(page.encode("gbk")).text


@pytest.mark.parametrize(
    ("printed", "repaired"),
    [
        ("科創(chuàng)產(chǎn)業(yè)新城", "科创产业新城"),
        ("中晶半導(dǎo)體落戶", "中晶半导体落户"),
        ("!都闻d科技城的產(chǎn)業(yè)與創(chuàng)新", "。《嘉兴科技城的产业与创新"),
        ("產(chǎn)業(yè)鏈?zhǔn)桨l(fā)展與創(chuàng)新", "产业链式发展与创新"),
        ("区域内蕞亮眼的标记", "区域内最亮眼的标记"),
        ("成为新年头部签", "成为新年第一签"),
        ("增速排名全市头部;", "增速排名全市第一;"),
        ("头部企业与行业头部公司", "头部企业与行业头部公司"),
        ("大会在广场举行,,各方到场。。", "大会在广场举行,各方到场。"),
        ("投资10亿元(ABC)", "投资10亿元(ABC)"),
        ("甲公司&nbsp;&amp;乙公司", "甲公司 &乙公司"),
        ("几家都已签约\n。其中一家", "几家都已签约。其中一家"),
        ("? ? ? 凝聚职工", "凝聚职工"),
        ("他的(de)家", "他的(de)家"),
    ],
)
def test_repairs(printed: str, repaired: str) -> None:
    assert clean(printed, "text").text == repaired


@pytest.mark.parametrize("name", ["乾照光电", "昇腾", "甯安", "鉅泉光电"])
def test_simplified_text_is_never_simplified_again(name: str) -> None:
    page = f"{name}在高新区投资建设芯片项目,项目总投资十亿元。" * 2
    assert clean(page, "text").text == page


def test_names_kept_in_traditional_text_while_words_are_simplified() -> None:
    text = clean("乾照光電與昇騰項目簽約,廠房保持乾燥,產業園區發展。", "text").text
    assert text == "乾照光电与昇腾项目签约,厂房保持干燥,产业园区发展。"


def test_terms_stay_as_printed() -> None:
    assert clean("聞泰通訊與正泰智慧產業園簽約", "text").text == "闻泰通讯与正泰智慧产业园签约"


@pytest.mark.parametrize(
    "page",
    [
        "近日,中晶半導(dǎo)體、亞瑟醫(yī)藥落戶嘉興科技城,產(chǎn)業(yè)鏈不斷匯聚。",
        "云湖半导体签约。",
        "<html><body><p>云湖&#21322;导体<b>显示</b>项目</p><p>签约落户临江。</p></body></html>",
        "雲湖半導體\r\n\r\n  落戶臨江區,,開工建設。",
    ],
)
def test_every_cut_of_the_original_repairs_to_what_the_text_says(page: str) -> None:
    text = clean(page)
    for start in range(len(text.text)):
        for end in range(start + 1, min(len(text.text), start + 8) + 1):
            words = text.text[start:end]
            if words.strip() == words and "\n" not in words:
                cut = text.original(start, end)
                assert (
                    clean(f"{'產業發展與創新項目' * 2}:{cut}", text.page.media).text.endswith(words)
                    or clean(cut, text.page.media).text == words
                )


def test_the_span_takes_in_the_syllables_of_its_last_character() -> None:
    text = clean("中晶半導(dǎo)體(tǐ)落戶(hù)嘉興(xīng)", "text")
    at = text.text.index("中晶半导体")
    assert text.original(at, at + 5) == "中晶半導(dǎo)體(tǐ)"


def test_html_prints_what_a_visitor_sees() -> None:
    page = (
        "<!DOCTYPE html><html><head><title>网页</title><style>p{color:red}</style><script>var a='<p>不可见</p>'</script></head>"
        "<body><!-- 注释 --><h1>云湖项目落户临江</h1><p>第一段<br>换行&amp;符号</p>"
        '<table><tr><td>企业</td><td>投资额</td></tr><tr><td a="x>y">云湖</td><td>5亿元</td></tr></table></body></html>'
    )
    text = clean(page)
    assert text.text.splitlines()[-4:] == ["第一段", "换行&符号", "企业 投资额", "云湖 5亿元"]
    assert "不可见" not in text.text
    assert "注释" not in text.text
    assert text.header.title == "云湖项目落户临江"
    assert text.original(text.text.index("云湖 5亿元"), text.text.index("云湖 5亿元") + 2) == "云湖"


def kinds(page: str) -> dict[str, str]:
    text = clean(page)
    return {text.text[zone.start : zone.end].strip(): zone.kind for zone in text.zones}


def test_zones_of_a_scraped_page() -> None:
    body = "1月6日,云湖半导体与临江区签约,总投资51亿元的半导体显示项目落户临江高新区,项目用地180亩,计划明年投产。" * 3
    found = kinds(
        "首页 > 新闻 > 要闻\n云湖半导体显示项目落户临江\n2026-01-07 08:30 来源:临江日报 作者:沈知禾\n"
        f"{body}\n责任编辑:沈知禾\n标签: 半导体 临江\n长按二维码关注公众号\n相关文章\n另一家公司签约\n又一家公司开工\n"
    )
    assert found["首页 > 新闻 > 要闻"] == "navigation"
    assert found["云湖半导体显示项目落户临江"] == "title"
    assert found["2026-01-07 08:30 来源:临江日报 作者:沈知禾"] == "header"
    assert found[body] == "body"
    assert found["责任编辑:沈知禾"] == "editor"
    assert found["标签: 半导体 临江"] == "keywords"
    assert found["长按二维码关注公众号"] == "advert"
    assert found["相关文章\n另一家公司签约\n又一家公司开工"] == "related"


def test_zones_that_markup_names() -> None:
    prose = "云湖半导体与临江区签约,总投资51亿元的半导体显示项目落户临江高新区,项目用地180亩,计划明年投产。"
    found = kinds(
        f'<html><body><nav>新闻中心</nav><h1>云湖项目落户</h1><div><p>{prose}</p></div><div class="related"><a>甲公司开工</a></div></body></html>'
    )
    assert found["新闻中心"] == "navigation"
    assert found[prose] == "body"
    assert found["甲公司开工"] == "related"


PATTERNS = [
    SIGNING.replace("\n", ""),
    "<",
    "<!--",
    "<a '\"",
    "<script>",
    "(",
    "创(chuàng)",
    "。",
    "|",
    "<div class='nav'>",
    "1",
]


def steps(page: str) -> int:
    """Lines of Python run: unlike seconds the same on every machine and under any load."""
    count = 0

    def trace(frame: object, event: str, argument: object) -> object:
        nonlocal count
        count += 1
        return trace

    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        clean(page)
    finally:
        sys.settrace(None)
    return count


@pytest.mark.parametrize("pattern", PATTERNS)
def test_work_grows_with_length_and_no_faster(pattern: str) -> None:
    size = 2000
    clean(pattern * size)
    once, four_times = steps(pattern * size), steps(pattern * size * 4)
    assert four_times <= 4.4 * once + 2000


@pytest.mark.parametrize("pattern", PATTERNS[:3])
def test_memory_grows_with_length_and_no_faster(pattern: str) -> None:
    peaks = []
    for size in (4000, 16000):
        page = pattern * size
        tracemalloc.start()
        clean(page)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] <= 5 * peaks[0]

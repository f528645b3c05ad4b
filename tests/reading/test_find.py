"""Companies: which strings are found, which are not, and which forms are one enterprise. All names are invented."""

from __future__ import annotations

import time
from array import array

import pytest

from reading.aliases import grouped
from reading.candidates import Candidate
from reading.clean import clean
from reading.find import find_companies, standing
from reading.values import Company

SIGNING = (
    "临江区举行项目集中签约仪式\n"
    "1月6日,临江区举行项目集中签约仪式。深圳云湖光电股份有限公司投资51亿元建设半导体显示项目,用地180亩。"
    "云湖光电董事长陈启明说,项目一期预计明年投产。\n"
    "当天签约的还有苏禾新材料、澜芯微电子、恒帆重工等8家企业。区委书记周明远出席并讲话。\n"
)


def names(page: str, known: tuple[str, ...] = (), blocked: tuple[str, ...] = ()) -> set[str]:
    return {company.name for company in find_companies(clean(page, "text"), known, blocked)}


def company(page: str, name: str) -> Company:
    return next(company for company in find_companies(clean(page, "text")) if name in (company.name, *company.aliases))


def test_full_names_and_listed_short_names_are_found() -> None:
    found = names(SIGNING)
    assert {"深圳云湖光电股份有限公司", "苏禾新材料", "澜芯微电子", "恒帆重工"} <= found


def test_the_short_name_is_a_form_of_the_full_one() -> None:
    assert company(SIGNING, "云湖光电").name == "深圳云湖光电股份有限公司"


def test_governments_zones_and_schools_are_no_companies() -> None:
    page = "临江区人民政府与临江大学签约\n3月2日,临江区人民政府、临江高新区管委会与临江大学在临江宾馆签署协议,共建研究院。区发改局、区商务局参加。\n"
    assert names(page) == set()


def test_no_name_is_cut_out_of_a_zone_a_school_or_a_slogan() -> None:
    page = (
        "临江科技城冲刺全年目标\n临江科技城提能级、强创新、惠民生,房前屋后的小果园、小菜园收拾得井井有条。"
        "临江职业技术学院新校区、镜川医院计划开工。\n"
    )
    assert names(page) == set()


def test_persons_are_no_companies() -> None:
    page = "临江区召开座谈会\n区委书记周明远、区长陈启明、副区长林知禾等区领导出席会议。周明远强调,要抓好项目推进。\n"
    assert names(page) == set()


def test_of_names_that_cross_the_surer_one_stands() -> None:
    first, second = Candidate("园区和云湖", starts=array("i", [0])), Candidate("云湖集团", starts=array("i", [3]))
    kept = standing({"园区和云湖": (first, 0.6), "云湖集团": (second, 0.9)})
    assert list(kept) == ["云湖集团"]


def test_a_name_within_a_longer_one_stands_only_where_it_is_alone() -> None:
    longer, shorter = Candidate("云湖集团", starts=array("i", [3])), Candidate("云湖", starts=array("i", [3, 9]))
    kept = standing({"云湖": (shorter, 0.9), "云湖集团": (longer, 0.7)})
    assert kept["云湖"][0].spots == [(9, 11)]


def test_navigation_and_related_articles_hold_no_companies() -> None:
    page = SIGNING + "相关文章\n浩岚集团牵手云图\n北麓科技有限公司完成融资\n"
    assert not {"浩岚集团", "北麓科技有限公司"} & names(page)


def test_spans_point_into_the_untouched_original() -> None:
    page = "臨江區舉行簽約儀式\n1月6日,臨江區舉行簽約儀式。中嵐半導(dǎo)體有限公司投資10億元建設(shè)項(xiàng)目,廠區佔地180畝。區領導(dǎo)和企業代表參加儀式並講話。\n"
    found = company(page, "中岚半导体有限公司")
    start, end = found.forms[0].spans[0]
    assert page[start:end] == "中嵐半導(dǎo)體有限公司"


def test_blocked_names_never_come_out() -> None:
    assert "苏禾新材料" not in names(SIGNING, blocked=("苏禾新材料",))


def test_a_known_name_is_found_where_nothing_else_tells() -> None:
    page = "园区晨报\n昨天上午的例会上,大家又谈起了四季青禾的事,谈了很久,没有结论,散会时已经过了十二点。\n"
    assert "四季青禾" in names(page, known=("四季青禾",))


def test_every_form_is_printed_where_its_span_says() -> None:
    text = clean(SIGNING, "text")
    for found in find_companies(text):
        for form in found.forms:
            assert form.spans
            assert all(text.page.source[start:end] == form.name for start, end in form.spans)
        assert 0 <= found.confidence <= 1


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["苏禾集团", "苏禾新材料有限公司", "苏禾"], [["苏禾新材料有限公司"], ["苏禾集团", "苏禾"]]),
        (["云湖", "深圳云湖光电股份有限公司", "云湖光电"], [["深圳云湖光电股份有限公司", "云湖光电", "云湖"]]),
        (["德国哈特", "哈特"], [["德国哈特", "哈特"]]),
        (["澜芯微电子", "恒帆重工"], [["澜芯微电子"], ["恒帆重工"]]),
    ],
)
def test_forms_of_one_enterprise_are_put_together(given: list[str], expected: list[list[str]]) -> None:
    assert sorted(grouped(given)) == sorted(expected)


@pytest.mark.parametrize("page", ["", "\n\n", "。" * 50, "公司", "等企业", "、、、等企业", "(公司)(集团)", "A" * 5000])
def test_any_page_is_read(page: str) -> None:
    assert isinstance(find_companies(clean(page, "text")), tuple)


def test_reading_a_long_line_stays_linear() -> None:
    sentence = "当天签约的还有苏禾新材料、澜芯微电子、恒帆重工等8家企业,深圳云湖光电股份有限公司投资51亿元,"

    def seconds(times: int) -> float:
        text = clean(sentence * times, "text")
        begun = time.perf_counter()
        find_companies(text)
        return time.perf_counter() - begun

    seconds(10)
    short, long = seconds(200), seconds(1600)
    assert long < 24 * short + 1

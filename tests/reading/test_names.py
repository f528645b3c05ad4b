"""Names: one normal form, and likeness with its hard cases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading import compare
from reading.names import normal, parts


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("云湖光电股份有限公司", "云湖光电"),
        ("泰湖电子(苏州)有限公司", "泰湖电子(苏州)"),
        ("閏泰科技", "闰泰科技"),
        ("ABC有限公司", "abc"),
        ("龙湖·天街", "龙湖天街"),
        ("云湖集团有限公司", "云湖集团"),
    ],
)
def test_one_normal_form(a: str, b: str) -> None:
    assert normal(a) == normal(b)


def test_the_region_is_part_of_the_name() -> None:
    assert normal("上海致远医疗有限公司") != normal("武汉致远医疗有限公司")


@given(st.text(max_size=40))
def test_the_normal_form_is_its_own_normal_form_in_width_and_case(name: str) -> None:
    assert normal(name) == normal(name.upper().lower()) or not name.isascii()


def test_parts() -> None:
    found = parts("浙江正泰电气科技有限公司")
    assert (found.place, found.brand, found.trades, found.group) == ("浙江", "正泰", ("电气", "科技"), False)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("嘉兴科技", "嘉兴科技城"),
        ("中国银行", "中国建设银行"),
        ("一期", "二期"),
        ("长电绍兴项目一期", "长电绍兴项目二期"),
        ("正泰集团", "浙江正泰电气科技有限公司"),
        ("泰科电子(苏州)有限公司", "泰科电子(昆山)有限公司"),
        ("上海电气", "上海电气环保集团"),
        ("中建八局", "中建三局"),
        ("年产1万吨电池项目", "年产2万吨电池项目"),
        ("润泽科技", ""),
        ("正泰电气", "正泰新能源"),
    ],
)
def test_different(a: str, b: str) -> None:
    assert compare(a, b).verdict == "different"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("斯达半导", "斯达半导体"),
        ("中晶(嘉兴)半导体有限公司", "中晶半导体"),
        ("浙江亚瑟医药有限公司", "亞瑟醫藥"),
        ("晶台半导体显示项目", "晶台半导体显示产业化项目"),
        ("云湖光电股份有限公司", "云湖光电有限公司"),
    ],
)
def test_same(a: str, b: str) -> None:
    assert compare(a, b).verdict == "same"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("闻泰通讯", "闻泰科技"),
        ("润泽", "润泽科技"),
        ("华为", "华为技术有限公司"),
        ("正泰智慧产业园", "正泰智慧能源产业园"),
    ],
)
def test_likely(a: str, b: str) -> None:
    assert compare(a, b).verdict == "likely"


@given(
    st.text(alphabet="上海浙江正泰电气科技集团有限公司一二期项目(苏州)产业园", max_size=12),
    st.text(alphabet="上海浙江正泰电气科技集团有限公司一二期项目(苏州)产业园", max_size=12),
)
def test_likeness_is_symmetric_bounded_and_gives_reasons(a: str, b: str) -> None:
    found = compare(a, b)
    assert found == compare(b, a)
    assert 0.0 <= found.score <= 1.0
    assert found.reasons

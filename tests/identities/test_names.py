"""Names told one or two: the labelled pairs hold their floors, and the hard cases of the field go where they belong."""

from __future__ import annotations

import pytest

from benchmarks import names
from reading.compare import compare, compare_projects


def test_the_labelled_pairs_hold_their_floors(capsys: pytest.CaptureFixture[str]) -> None:
    assert names.main([]) == 0, capsys.readouterr().err


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        ("斯达半导", "斯达半导体", "same"),
        ("允英医疗", "允英医学", "likely"),
        ("闻泰通讯", "闻泰科技", "likely"),
        ("正泰电气", "浙江正泰电气科技有限公司", "likely"),
        ("正泰", "正泰集团", "likely"),
        ("正泰集团", "浙江正泰电气科技有限公司", "different"),
        ("嘉兴科技", "嘉兴科技城", "different"),
        ("中国银行", "中国建设银行", "different"),
        ("海昇船舶", "海升船舶", "different"),
    ],
)
def test_a_hard_case(a: str, b: str, verdict: str) -> None:
    found = compare(a, b)
    assert (found.verdict, bool(found.reasons)) == (verdict, True)


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        ("中晶大硅片", "年产1200万片300毫米中晶大硅片项目", "likely"),
        ("长电绍兴项目一期", "长电绍兴项目二期", "different"),
        ("长电绍兴项目Ⅱ期", "长电绍兴项目二期", "same"),
        ("年产1万吨电池项目", "年产2万吨电池项目", "different"),
    ],
)
def test_a_hard_case_of_projects(a: str, b: str, verdict: str) -> None:
    assert compare_projects(a, b).verdict == verdict

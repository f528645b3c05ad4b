"""Under which names a firm printed with an office may be known, on invented ones."""

from __future__ import annotations

import pytest

from reading.firm_forms import FirmForms
from reading.organisations import Named
from reading.posts import is_part


def forms(org: str, *firms: str) -> dict[str, str]:
    """What the words could stand for, by how they stand for it; the firms by their full names."""
    named = [Named(0, len(firm), firm, firm, "company") for firm in firms]
    return dict(FirmForms(named).of(org))


@pytest.mark.parametrize(
    ("org", "firm"),
    [
        ("禾屿公司", "临江市禾屿能源设备有限公司"),
        ("云旅集团", "云旅文化旅游集团有限公司"),
        ("苏禾晶曜公司", "合联苏禾晶曜能源科技股份有限公司"),
    ],
)
def test_a_short_form_stands_for_the_one_firm_that_it_shortens(org: str, firm: str) -> None:
    assert firm in forms(org, firm, "恒帆重工股份有限公司").values()


def test_a_short_form_of_two_firms_stands_for_neither() -> None:
    firms = ("临江禾屿能源有限公司", "云湖禾屿物流有限公司")
    assert not set(firms) & set(forms("禾屿公司", *firms).values())


def test_a_group_is_not_its_subsidiary() -> None:
    assert "临江禾屿能源有限公司" not in forms("禾屿集团", "临江禾屿能源有限公司").values()


def test_a_department_behind_a_brand_leads_to_the_firm() -> None:
    found = forms("一片叶工程部", "一片叶锂电隔膜科技股份有限公司")
    assert found["begins 3"] == "一片叶锂电隔膜科技股份有限公司"


@pytest.mark.parametrize("org", ["公司后勤部", "集团总裁办", "项目施工", "工程部", "投资者关系"])
def test_parts_of_a_firm_name_none(org: str) -> None:
    assert is_part(org)


@pytest.mark.parametrize("org", ["项立公司", "公牛集团", "恒帆重工"])
def test_firms_are_no_parts(org: str) -> None:
    assert not is_part(org)

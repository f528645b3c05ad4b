"""The area that coverage is about, on invented coverage of real divisions."""

from __future__ import annotations

import pytest

from reading import clean
from reading.kinds.place import find_place


@pytest.mark.parametrize(
    ("page", "place"),
    [
        ("嘉兴市南湖区举行项目签约仪式\n1月6日,南湖区举行签约仪式,嘉兴市有关部门参加。", "浙江省嘉兴市南湖区"),
        ("义乌迎来新项目\n义乌市与客商签约,项目落户义乌。", "浙江省金华市义乌市"),
        ("渝北区签约\n1月6日,重庆市渝北区举行签约仪式,渝北区领导出席。", "重庆市渝北区"),
        ("朝阳区举行签约仪式\n沈阳市朝阳区无关,北京市朝阳区举行仪式,北京市领导出席,朝阳区参加。", "北京市朝阳区"),
        (
            "芜湖市招商小分队赴上海\n芜湖市招商小分队赴上海市拜访深圳云湖光电股份有限公司,芜湖市领导带队。",
            "安徽省芜湖市",
        ),
        ("没有地方的一句话,项目投产。", None),
    ],
)
def test_places(page: str, place: str | None) -> None:
    assert find_place(clean(page, "text")) == place


def test_a_zone_spoken_of_again_and_again_closes_the_place() -> None:
    page = "临港开发区又开工\n宜宾市临港开发区举行开工仪式。临港开发区负责人说,宜宾市支持临港开发区。"
    assert find_place(clean(page, "text")) == "四川省宜宾市临港开发区"

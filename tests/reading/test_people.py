"""People: names, offices and organisations, on invented coverage."""

from __future__ import annotations

import pytest

from reading import clean
from reading.people import find_people, find_phones
from reading.posts import posts_of
from reading.values import Company, Form, Person


def people_of(page: str, *companies: str) -> dict[str, Person]:
    text = clean(page, "text")
    found = []
    for name in companies:
        at = text.text.find(name)
        found.append(Company((Form(name, (text.span(at, at + len(name)),)),), 0.9, "test"))
    people = find_people(text, tuple(found))
    for person in people:
        for start, end in person.spans:
            assert clean(text.page.source[start:end], "text").text.endswith(person.name)
        assert 0.0 <= person.confidence <= 1.0
    return {person.name: person for person in people}


def test_offices_before_names() -> None:
    found = people_of(
        "1月6日,临江市委书记周启明会见了云湖光电股份有限公司董事长陈立群一行。市委常委、秘书长吴晓峰,副市长郑丽华参加会见。",
        "云湖光电股份有限公司",
    )
    assert set(found) == {"周启明", "陈立群", "吴晓峰", "郑丽华"}
    assert found["陈立群"].org == "云湖光电股份有限公司"
    assert found["陈立群"].title == "董事长"
    assert found["陈立群"].category == "business"
    assert found["周启明"].category == "official"
    assert found["周启明"].org
    assert "临江市" in found["周启明"].org


def test_lists_share_the_office_of_their_head() -> None:
    found = people_of("签约仪式在临江举行。市领导张伟国、李建平、王海燕出席仪式,市发改委主任刘志强主持。")
    assert {"张伟国", "李建平", "王海燕", "刘志强"} <= set(found)
    assert {found[name].title for name in ("张伟国", "李建平", "王海燕")} == {"市领导"}
    assert found["刘志强"].org == "市发改委"


def test_bare_offices_take_the_company_told_before() -> None:
    found = people_of("走进云湖半导体有限公司,机器轰鸣。总经理孙志远说,订单排到了年底。", "云湖半导体有限公司")
    assert found["孙志远"].org == "云湖半导体有限公司"


def test_degrees_behind_names() -> None:
    found = people_of("项目由王建华院士领衔,团队二十余人。")
    assert found["王建华"].category == "academic"


def test_foreign_names() -> None:
    found = people_of("公司全球总裁弗兰克·穆勒说,中国是最重要的市场。")
    assert "弗兰克·穆勒" in found


@pytest.mark.parametrize(
    "page",
    [
        "市民王女士说,广场很热闹。",
        "记者来到张家港,连云港的客商也到了。",
        "高端装备、新能源、方面的项目都在推进。",
        "来电请找吕先生。",
    ],
)
def test_no_full_name_no_person(page: str) -> None:
    assert people_of(page) == {}


def test_a_company_is_no_person() -> None:
    assert "康佳" not in people_of("屏幕供给康佳等整机厂。", "康佳")


def test_the_press_is_told_apart() -> None:
    page = (
        "云湖项目落户临江高新区\n2026-01-07 来源:临江日报 记者 沈知禾\n"
        + "云湖半导体与临江区签约,总投资51亿元的项目落户高新区。" * 3
    )
    found = people_of(page)
    assert found["沈知禾"].category == "media"


def test_repeated_names_carry_every_place() -> None:
    found = people_of("临江区区长周启明到企业调研。周启明说,要靠前服务。周启明要求,项目早日投产。")
    assert len(found["周启明"].spans) == 3


def test_traditional_names_point_into_the_original() -> None:
    text = clean("臨江市副市長鄭麗華與雲湖半導體董事長陳啟明簽約。", "text")
    people = {person.name: person for person in find_people(text)}
    start, end = people["郑丽华"].spans[0]
    assert text.page.source[start:end] == "鄭麗華"


def test_posts_are_split_into_organisation_and_office() -> None:
    posts = posts_of("南江县委书记、小蓝经开区党工委书记")
    assert [(post.org, post.title) for post in posts] == [("南江县委", "书记"), ("小蓝经开区党工委", "书记")]
    assert posts_of("云湖集团董事局副主席")[0].printed == "云湖集团董事局副主席"
    assert posts_of("没有职务") == []


def test_joined_phone_numbers_come_apart() -> None:
    phones = find_phones(clean("电话:135123456781391234567813712345678 或 0573-12345678,订单20261234567890个", "text"))
    assert [phone.name for phone in phones] == ["13512345678", "13912345678", "13712345678", "057312345678"]


def test_a_surname_with_an_office_and_a_word_after_one_are_no_full_names() -> None:
    found = people_of("该项目由何部长、王市长牵头洽谈,各企业负责人详细介绍了进展。")
    assert set(found) == set()

"""Whom people work for, on invented coverage."""

from __future__ import annotations

import pytest

from reading import clean
from reading.fullnames import Scene
from reading.organisations import organisations
from reading.people import find_people
from reading.posts import is_bare, is_phrase, post_of
from reading.values import Company, Form


def orgs(page: str, *companies: tuple[str, ...]) -> dict[str, str | None]:
    """Everybody's organisation; a company is given by its printed forms, the full name first."""
    text = clean(page, "text")
    found = []
    for forms in companies:
        places = [(form, text.text.find(form)) for form in forms]
        found.append(Company(tuple(Form(form, (text.span(at, at + len(form)),)) for form, at in places), 0.9, "test"))
    return {person.name: person.org for person in find_people(text, tuple(found))}


def test_the_firm_printed_with_an_office_stands_as_printed() -> None:
    page = "深圳云湖光电股份有限公司与临江区签约。云湖光电董事长陈立群出席。"
    found = orgs(page, ("深圳云湖光电股份有限公司", "云湖光电"))
    assert found["陈立群"] == "云湖光电"


@pytest.mark.parametrize(
    "page",
    [
        "与会嘉宾:\n周启明 云湖光电董事长 陈立群 苏禾新材料总经理 吴晓峰 恒帆重工副总裁\n",
        "与会嘉宾:\n周启明 云湖光电董事长\n陈立群 苏禾新材料总经理\n吴晓峰 恒帆重工副总裁\n",
        "云湖光电董事长周启明、苏禾新材料总经理陈立群、恒帆重工副总裁吴晓峰出席签约仪式。",
    ],
)
def test_offices_before_and_behind_the_names(page: str) -> None:
    found = orgs(page, ("云湖光电",), ("苏禾新材料",), ("恒帆重工",))
    assert (found["周启明"], found["陈立群"], found["吴晓峰"]) == ("云湖光电", "苏禾新材料", "恒帆重工")


def test_an_office_of_a_place_is_never_a_firm_s() -> None:
    found = orgs("苏禾新材料落户南江县。县长周启明说,欢迎苏禾新材料。", ("苏禾新材料",))
    assert found["周启明"] == "南江县"


def test_a_short_authority_is_completed() -> None:
    found = orgs("宜宾临港经济技术开发区举行仪式。开发区管委会主任周启明主持,副主任陈立群参加。")
    assert found["周启明"]
    assert found["周启明"].endswith(("开发区", "开发区管委会"))


def test_organisations_do_not_run_over_people_or_verbs() -> None:
    text = "周启明与市工商联座谈,考察苏禾新材料有限公司。"
    scene = Scene(text)
    names = {each.name for each in organisations(text, scene.words, (), b"\1\1\1")}
    assert "市工商联" in names
    assert not any("周启明" in name or "考察" in name for name in names)


@pytest.mark.parametrize(
    ("org", "bare"), [("区管委会", True), ("集团", True), ("市商务局", False), ("云湖集团", False)]
)
def test_bare_organisations(org: str, bare: bool) -> None:
    assert is_bare(org) is bare


def test_two_authorities_in_one_name_stay_one() -> None:
    post = post_of("市自然资源和规划局局长")
    assert post
    assert post.org == "市自然资源和规划局"


def test_an_office_behind_the_name_is_of_the_firm_before_it() -> None:
    found = orgs("代表团来到苏禾新材料,苏禾新材料陈立群总经理陪同参观。", ("苏禾新材料",))
    assert found["陈立群"] == "苏禾新材料"


def test_the_last_of_a_list_of_names_first_has_its_office_too() -> None:
    found = orgs("嘉宾名单\n周启明 云湖光电 董事长\n陈立群 晶台光电 副总裁\n吴晓峰 海润食品 总经理")
    assert found["吴晓峰"] == "海润食品"


def test_a_short_brand_printed_with_an_office_is_the_one_firm_that_holds_it() -> None:
    page = "产业园由云湖电通讯技术有限公司建设。云湖电董事长周启明说,产品供给手机厂。"
    found = orgs(page, ("云湖电通讯技术有限公司",), ("云湖电",))
    assert found["周启明"] == "云湖电通讯技术有限公司"


def test_an_office_of_a_level_belongs_to_the_place_that_the_coverage_is_about() -> None:
    found = orgs("浙江省嘉善县三个外资项目签约,嘉善再添新产能。\n县长周启明出席仪式。")
    assert found["周启明"] == "嘉善县"


def test_the_office_of_a_political_conference_names_its_level() -> None:
    found = orgs("项目集中开工。市委书记周启明宣布开工,市政协主席陈立群出席。")
    assert found["陈立群"] == "市政协"


@pytest.mark.parametrize("words", ["驻场", "新任", "运维"])
def test_words_that_say_which_office_are_no_employer(words: str) -> None:
    found = orgs(f"苏禾新材料在建二期。{words}经理周启明说,厂房月底封顶。", ("苏禾新材料",))
    assert found["周启明"] == "苏禾新材料"


def test_whoever_the_paragraph_is_about_employs_and_not_its_customer() -> None:
    page = "苏禾新材料做隔膜,产品卖给云湖光电。\n恒帆重工也在建二期。董事长周启明说,设备月底进场。"
    found = orgs(page, ("苏禾新材料",), ("云湖光电",), ("恒帆重工",))
    assert found["周启明"] == "恒帆重工"


def test_towns_are_places_whatever_the_segmenter_makes_of_the_next_word() -> None:
    text = "浮桥镇离上海二十四公里。容县分会场设在开发区。和平镇召开推进会。"
    names = {each.name for each in organisations(text, Scene(text).words, ())}
    assert {"浮桥镇", "容县", "和平镇"} <= names


def test_a_county_s_head_in_its_own_paper_belongs_to_that_county() -> None:
    page = "三个项目在上海签约\n\n发布日期:2024-05-06 来源:福清发布\n\n5月5日,市长周启明率队赴上海青浦招商,三个项目签约。\n"
    assert orgs(page)["周启明"] == "福清市"


def test_a_seat_in_an_assembly_is_no_office_beside_one() -> None:
    found = orgs("代表们来到苏禾新材料。临江市政协委员、集团副董事长周启明陪同。", ("苏禾新材料",))
    assert found["周启明"] == "苏禾新材料"


def test_a_grade_is_part_of_the_office_and_no_organisation() -> None:
    post = post_of("省商务厅二级巡视员")
    assert post
    assert (post.org, post.title) == ("省商务厅", "二级巡视员")


def test_what_part_a_firm_has_in_a_project_is_no_part_of_its_name() -> None:
    found = orgs("云湖光电基地开工。施工方恒帆建工项目经理周启明表态。", ("恒帆建工",))
    assert found["周启明"] == "恒帆建工"


def test_the_city_in_a_company_s_name_is_no_mayor_s() -> None:
    page = "临湖举行项目签约会\n\n市长季远舟作投资环境推介。项目投资方为上海苍隐微电子有限公司，总投资16亿元。"
    assert orgs(page, ("上海苍隐微电子有限公司",)) == {"季远舟": None}


@pytest.mark.parametrize(
    "words", ["并授权公司", "这是我镇", "尚需提交股东大会审议", "大型芯片公司", "业主", "全资子公司"]
)
def test_pieces_of_a_sentence_are_no_employer(words: str) -> None:
    assert is_phrase(words)


@pytest.mark.parametrize("name", ["同济医药", "和平区政府", "经开区管委会", "云湖光电", "每日经济新闻", "本钢集团"])
def test_names_that_begin_like_a_clause_stay_names(name: str) -> None:
    assert not is_phrase(name)

"""Whatever the order in which coverage comes in, the same names are one company and the same tellings one project."""

from __future__ import annotations

import random
from collections import defaultdict

from django.db import transaction
from django.utils import timezone

from identities.models import Appearance
from identities.resolve import resolve
from press.models import Article, Step
from tests import make

# title, text, each company by the names that the piece gives it, each project with its company and its sum in 亿元
Piece = tuple[str, str, list[list[str]], list[tuple[str, str, int]]]
# kind → the names (article, name) that are one, and what that one is called
Groups = dict[str, dict[frozenset[tuple[str, str]], str]]
PIECES: list[Piece] = [
    ("签约", "深圳青曜光电股份有限公司（简称青曜光电）签约落户临江，青曜光电车载显示模组项目总投资51亿元。",
     [["深圳青曜光电股份有限公司", "青曜光电"]], [("青曜光电车载显示模组项目", "深圳青曜光电股份有限公司", 51)]),
    ("开工", "青曜光电车载显示模组项目今天开工，青曜光电董事长到场。",
     [["青曜光电"]], [("青曜光电车载显示模组项目", "青曜光电", 0)]),
    ("转载", "深圳青曜光电股份有限公司的车载显示模组项目总投资51亿元，已经签约。",
     [["深圳青曜光电股份有限公司"]], [("车载显示模组项目", "深圳青曜光电股份有限公司", 51)]),
    ("二期", "青曜光电车载显示模组项目二期总投资20亿元，深圳青曜光电股份有限公司追加投资。",
     [["深圳青曜光电股份有限公司", "青曜光电"]], [("青曜光电车载显示模组项目二期", "青曜光电", 20)]),
    ("两家", "浙江允衡电气有限公司与允衡医疗科技有限公司都叫允衡，允衡高压开关项目由前者投资8亿元。",
     [["浙江允衡电气有限公司", "允衡"], ["允衡医疗科技有限公司"]], [("允衡高压开关项目", "浙江允衡电气有限公司", 8)]),
    ("医疗", "允衡医疗科技有限公司（允衡）建设允衡影像设备项目，投资6亿元。",
     [["允衡医疗科技有限公司", "允衡"]], [("允衡影像设备项目", "允衡医疗科技有限公司", 6)]),
    ("简称", "允衡要扩产。",
     [["允衡"]], []),
    ("集团", "博渡集团与博渡精密机械（临江）有限公司同日到访，博渡精密减速器项目投资4.6亿元。",
     [["博渡集团"], ["博渡精密机械（临江）有限公司", "博渡精密"]], [("博渡精密减速器项目", "博渡精密机械（临江）有限公司", 5)]),
    ("分行", "中国博渡银行临江分行为博渡精密减速器二期授信。",
     [["中国博渡银行临江分行"], ["博渡精密"]], [("博渡精密减速器二期", "博渡精密", 0)]),
    ("园区", "临江智能制造产业园今天动工，总投资12亿元。", [], [("临江智能制造产业园", "", 12)]),
    ("园区又报", "临江智能制造产业园封顶。", [], [("临江智能制造产业园", "", 0)]),
]  # fmt: skip
ORDERS = 20


def read(piece: Piece) -> Article:
    """The article as the reader would leave it."""
    title, text, companies, projects = piece
    row = make.article(text, title=title, done=Step.READ)
    of = {}
    for names in companies:
        for name in names:
            of[name] = names[0]
            make.mention(row, name, of=names[0])
    for name, company, amount in projects:
        make.mention(row, name, kind="project", data={"kind": "industry"})
        if company:
            make.fact(row, name, "company", of[company], company)
        if amount:
            make.fact(row, name, "amount", make.yuan(amount * 10**8), "亿元")
    return row


def groups() -> Groups:
    """Of every company and project: the names that it bears in the articles, and its own."""
    found: dict[tuple[str, int | None], set[tuple[str, str]]] = defaultdict(set)
    names: dict[tuple[str, int | None], str] = {}
    for row in Appearance.objects.select_related("article", "company", "project"):
        key = (row.kind, row.company_id if row.kind == "company" else row.project_id)
        found[key].add((row.article.title, row.of))
        names[key] = str(row.company or row.project)
    return {
        kind: {frozenset(members): names[kind, pk] for (of, pk), members in found.items() if of == kind}
        for kind in ("company", "project")
    }


def outcome(articles: list[Article]) -> Groups:
    """What comes out when they are taken in this order; the database is as before afterwards."""
    with transaction.atomic():
        for article in articles:
            resolve(article, timezone.now())
        found = groups()
        transaction.set_rollback(True)
    return found


def assert_any_order(articles: list[Article], orders: int = ORDERS) -> None:
    first = outcome(articles)
    for seed in range(1, orders):
        assert outcome(random.Random(seed).sample(articles, len(articles))) == first, seed


def test_the_order_of_coverage_changes_neither_companies_nor_projects(db: None) -> None:
    assert_any_order([read(piece) for piece in PIECES])


def test_nor_does_it_where_a_later_article_gives_the_short_name_to_a_second_firm(db: None) -> None:
    short = ("简称开工", "允衡要扩产，允衡高压开关项目还在谈。", [["允衡"]], [("允衡高压开关项目", "允衡", 0)])
    assert_any_order([read(piece) for piece in [*PIECES[4:6], short]], orders=6)


def test_what_is_one_is_one_and_what_is_two_is_two(db: None) -> None:
    found = outcome([read(piece) for piece in PIECES])
    companies = {frozenset(title for title, _ in members): name for members, name in found["company"].items()}
    assert companies[frozenset({"签约", "开工", "转载", "二期"})] == "深圳青曜光电股份有限公司"
    # Both claim the short name: it stays by itself, and the two firms stay two.
    assert companies[frozenset({"简称"})] == "允衡"
    assert {"浙江允衡电气有限公司", "允衡医疗科技有限公司", "博渡集团", "中国博渡银行临江分行"} <= set(
        companies.values()
    )
    projects = {frozenset(title for title, _ in members) for members in found["project"]}
    assert frozenset({"园区", "园区又报"}) in projects
    assert frozenset({"二期"}) in projects
    assert any({"签约", "开工"} <= titles for titles in projects)


def test_taking_the_same_articles_again_changes_nothing(db: None) -> None:
    articles = [read(piece) for piece in PIECES]
    for article in articles:
        resolve(article, timezone.now())
    before = groups(), sorted(Appearance.objects.values_list("pk", "company", "project"))
    for article in reversed(articles):
        resolve(article, timezone.now())
    assert (groups(), sorted(Appearance.objects.values_list("pk", "company", "project"))) == before

"""阅读质量: each figure opens the very rows it counts; what was corrected goes out as pieces to learn from."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from crm.pipeline import advance
from press.correct import name_is, set_value, withdraw
from press.models import Article, Correction, Fact, Lesson, Mention
from press.quality import count_found, entities, present_facts
from staff.models import Entry, User
from tests import make
from tests.pages.site import page
from tests.press.test_corrections import FIRM, PROJECT, TEXT
from training.__main__ import main as training
from training.corpus import parse

PAGE = (
    "<html><body><nav>首页 &gt; 新闻</nav><h1>苍梧半导体项目签约落户临江</h1><p>临江日报 2026-11-02 记者 陈禾</p>"
    f"<p>11月2日，{FIRM}与临江高新区签约，{PROJECT}总投资51亿元，用地180亩［一期］[二期]。</p>"
    "<p>采薇新材料也派人到场，董事长陈启明介绍了云湖计划的进展。</p><p>---</p></body></html>"
)


@pytest.fixture
def article(db: Any) -> Article:
    row = make.article(TEXT, done=None)
    advance(only=[row.pk])
    row.refresh_from_db()
    return row


def counts_and_rows(client: Client) -> list[tuple[int, int]]:
    """Every figure of the tables with the count of the list that it opens."""
    shown = page(client.get("/quality/")).split('class="list share"', 1)[1]
    found = []
    for url, number in re.findall(r'href="(/(?:quality|facts|mentions)/\?[^"]+)"[^>]*>(\d+)</a>', shown):
        listed = re.search(r'共 <strong class="num">(\d+)</strong>', page(client.get(url.replace("&amp;", "&"))))
        found.append((int(number), int(listed[1]) if listed else 0))
    return found


def test_every_figure_opens_exactly_the_rows_it_counts(
    article: Article, officer: User, colleague: User, sign_in: Callable[..., Client]
) -> None:
    now = timezone.now()
    set_value(article, "amount", PROJECT, make.yuan(7), before=make.yuan(5_100_000_000), by=officer, at=now)
    set_value(article, "category", PROJECT, "public", by=officer, at=now)
    first = name_is(article, FIRM, "", by=officer, at=now)
    name_is(article, FIRM, "person", by=colleague, at=now, over=first.pk)
    gone = name_is(article, "云湖计划", "project", by=officer, at=now)
    withdraw(gone, by=officer, at=now)
    found = counts_and_rows(sign_in(officer))
    assert len(found) > 20
    assert [pair for pair in found if pair[0] != pair[1]] == []
    assert len({number for number, _ in found if number}) > 2


def test_what_is_tallied_is_what_there_is(article: Article, officer: User, sign_in: Callable[..., Client]) -> None:
    def differ() -> list[tuple[str, int, int]]:
        tallied = {(model, kind): count_found(model, kind=kind) for model in (Mention, Fact) for kind in model.Kind}
        rows = {Mention: entities(), Fact: present_facts()}
        counted = {(model, kind): rows[model].filter(kind=kind).count() for model, kind in tallied}
        assert sum(counted.values()) > 3
        return [
            (str(kind), tallied[model, kind], n) for (model, kind), n in counted.items() if tallied[model, kind] != n
        ]

    assert differ() == []
    name_is(article, FIRM, "", by=officer, at=timezone.now())
    assert differ() == []
    gone = name_is(article, "云湖计划", "project", by=officer, at=timezone.now())
    assert differ() == []
    withdraw(gone, by=officer, at=timezone.now())
    assert differ() == []
    other = make.article(TEXT.replace("苍梧", "采薇"), done=None)
    advance(only=[other.pk])
    assert differ() == []
    other.delete()
    assert differ() == []


def test_what_was_read_is_found_by_two_characters_of_its_name(
    article: Article, officer: User, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(officer)
    for url in ("/facts/", "/mentions/"):
        everything = client.get(url).context["list"].count
        some = client.get(f"{url}?q={PROJECT[:2]}").context["list"].count
        assert 0 < some <= everything
        assert client.get(f"{url}?q=没有").context["list"].count == 0


def test_what_was_said_later_of_a_thing_counts_once_as_what_the_engine_read(
    article: Article, officer: User, colleague: User
) -> None:
    first = name_is(article, FIRM, "", by=officer, at=timezone.now())
    second = name_is(article, FIRM, "person", by=colleague, at=timezone.now(), over=first.pk)
    assert (second.field, second.before, second.kind) == ("company", "company", "type")


def test_the_list_of_corrections_is_filtered_and_empty_says_what_to_do(
    article: Article, officer: User, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(officer)
    assert "没有更正" in page(client.get("/quality/"))
    row = name_is(article, FIRM, "", by=officer, at=timezone.now(), why="是园区")
    shown = page(client.get("/quality/?field=company&state=effective"))
    assert FIRM in shown
    assert "与临江高新区签约" in shown
    withdraw(row, by=officer, at=timezone.now())
    assert "没有符合条件的记录" in page(client.get("/quality/?state=effective"))
    assert FIRM in page(client.get("/quality/?state=withdrawn"))


def test_a_lesson_says_where_it_applied_and_is_withdrawn_on_its_page(
    article: Article, officer: User, sign_in: Callable[..., Client]
) -> None:
    name_is(article, FIRM, "", by=officer, at=timezone.now(), teaches=True)
    later = make.article(f"11月9日，{FIRM}再次到访。\n", done=None)
    advance(only=[later.pk])
    lesson = Lesson.objects.get()
    client = sign_in(officer)
    assert f'href="/articles/?lesson={lesson.pk}">1</a>' in page(client.get("/lexicon/"))
    assert '共 <strong class="num">1</strong>' in page(client.get(f"/articles/?lesson={lesson.pk}"))
    client.post(f"/lexicon/{lesson.pk}/withdrawals/")
    assert "撤回</span>" in page(client.get("/lexicon/"))
    assert "已被撤回" in page(client.post(f"/lexicon/{lesson.pk}/withdrawals/", follow=True))
    assert Correction.objects.standing().count() == 1


def test_of_two_lessons_on_one_name_the_later_holds(
    article: Article, officer: User, colleague: User, sign_in: Callable[..., Client]
) -> None:
    now = timezone.now()
    first = name_is(article, FIRM, "", by=officer, at=now, teaches=True)
    second = name_is(article, FIRM, "company", by=colleague, at=now, over=first.pk, teaches=True)
    assert [row.verdict for row in Lesson.objects.effective()] == ["company"]
    assert "被后来的取代" in page(sign_in(officer).get("/lexicon/"))
    withdraw(second, by=officer, at=now)
    assert [row.verdict for row in Lesson.objects.effective()] == ["not"]


@pytest.mark.parametrize("text", [TEXT, PAGE], ids=["text", "html"])
def test_the_corrected_articles_are_faultless_pieces_of_the_corpus(
    db: Any, officer: User, text: str, tmp_path: Path
) -> None:
    article = make.article(text, done=None)
    make.article(f"另一篇。{TEXT}", done=None)
    advance()
    now = timezone.now()
    article.refresh_from_db()
    set_value(article, "amount", PROJECT, make.yuan(5_300_000_000), before=make.yuan(5_100_000_000), by=officer, at=now)
    name_is(article, "云湖计划", "project", by=officer, at=now)
    set_value(article, "owner", PROJECT, ["采薇新材料"], by=officer, at=now)
    file = tmp_path / "office.txt"
    call_command("export_corrections", str(file), verbosity=0)
    assert training(["check", str(file)]) == 0
    (piece,) = parse(file)
    gold = piece.gold()
    projects = {row["name"]: row for row in gold["projects"]}
    assert set(projects) == {PROJECT, "云湖计划"}
    assert projects[PROJECT]["amount"] == {"value": 5_300_000_000, "currency": "CNY"}
    assert projects[PROJECT]["companies"] == ["采薇新材料"]
    assert FIRM in [row["name"] for row in gold["companies"]]
    assert "[" not in piece.text
    assert training(["unpack", str(file), str(tmp_path / "pages")]) == 0
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == [f"{piece.name}.json", f"{piece.name}.txt"]


def test_the_pieces_are_a_file_for_who_may_export_and_the_journal_says_so(
    article: Article, officer: User, clerk: User, sign_in: Callable[..., Client]
) -> None:
    name_is(article, FIRM, "", by=officer, at=timezone.now())
    assert sign_in(officer).get("/quality/pieces/").status_code == 403
    assert "导出为训练语料" not in page(sign_in(officer).get("/quality/"))
    client = sign_in(clerk)
    assert "导出为训练语料" in page(client.get("/quality/"))
    sent = b"".join(client.get("/quality/pieces/").streaming_content)  # type: ignore[attr-defined]
    assert sent.decode().startswith(f"=== office-{article.pk:06d}\n")
    assert (Entry.objects.latest("pk").act, Entry.objects.latest("pk").about) == ("导出", "训练语料")

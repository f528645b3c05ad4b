"""Correcting what was read: the person's word holds, through every reading, and can be taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

import reading
from crm.pipeline import advance
from identities.judge import judge
from identities.models import Appearance, Company, Judgement, Project
from leads import triage
from leads.models import LeadValue, Proposal, Suggestion
from press.correct import name_is, rename, set_value, withdraw
from press.models import Article, Correction, Fact, Lesson, Mention
from press.read import read
from staff.models import User
from staff.refusal import Refused
from tests import make
from tests.hands import together

FIRM = "苍梧半导体股份有限公司"
PROJECT = "苍梧显示模组项目"
TEXT = (
    "苍梧半导体项目签约落户临江\n临江日报 2026-11-02\n"
    f"11月2日，{FIRM}与临江高新区签约，{PROJECT}总投资51亿元，首期投资15亿元，用地180亩。\n"
    "采薇新材料也派人到场，陈启明介绍了云湖计划的进展。苍梧半导体说，要抓紧开工。\n"
)


@pytest.fixture
def article(db: Any) -> Article:
    """The story, read by the engine and put through every step."""
    row = make.article(TEXT, done=None)
    advance(only=[row.pk])
    row.refresh_from_db()
    assert row.propose_at, row.error
    return row


def entities(article: Article, kind: str = "company") -> set[str]:
    return set(Mention.objects.filter(article=article, kind=kind, gone=False).values_list("of", flat=True))


def facts(article: Article, kind: str) -> list[Any]:
    rows = Fact.objects.filter(article=article, kind=kind, gone=False).order_by("rank")
    return list(rows.values_list("subject", "value"))


def read_again(article: Article) -> None:
    """As a new engine, or a retry, would: from the stored original."""
    article.refresh_from_db()
    read(article, timezone.now())


def test_the_story_is_read_as_these_tests_take_it(article: Article) -> None:
    assert FIRM in entities(article)
    assert entities(article, "project") == {PROJECT}
    assert (PROJECT, make.yuan(5_100_000_000)) in facts(article, "amount")


def test_what_is_not_a_company_is_none_after_every_reading_until_the_word_is_taken_back(
    article: Article, officer: User, leader: User
) -> None:
    assert Company.objects.filter(names__text=FIRM).exists()
    row = name_is(article, FIRM, "", by=officer, at=timezone.now(), why="是园区")
    assert FIRM not in entities(article)
    assert not [name for _, name in facts(article, "company") if name == FIRM]
    for _ in range(2):
        read_again(article)
        assert FIRM not in entities(article)
    advance(only=[article.pk])
    assert not Appearance.objects.filter(article=article, of=FIRM).exists()
    withdraw(row, by=leader, at=timezone.now())
    assert FIRM in entities(article)
    row.refresh_from_db()
    assert (row.by, row.withdrawn_by, row.why) == (officer, leader, "是园区")
    with pytest.raises(Refused, match="已被撤回"):
        withdraw(row, by=officer, at=timezone.now())


@pytest.mark.parametrize("kind", ["company", "project", "person"])
def test_what_the_reader_missed_is_what_the_person_says(article: Article, officer: User, kind: str) -> None:
    row = name_is(article, " 云湖计划 ", kind, by=officer, at=timezone.now())
    assert (row.kind, row.before, row.after) == ("missing", "", kind)
    mention = Mention.objects.get(article=article, kind=kind, of="云湖计划", gone=False)
    assert (mention.quote, mention.by, mention.correction) == ("云湖计划", "person", row)
    assert "陈启明介绍了" in article.original[mention.sentence_start : mention.sentence_end]
    read_again(article)
    assert "云湖计划" in entities(article, kind)
    advance(only=[article.pk])
    found = Appearance.objects.filter(article=article, of="云湖计划").count()
    assert found == (0 if kind == "person" else 1)


def test_a_project_that_is_a_company_changes_rooms_and_its_card_goes(article: Article, officer: User) -> None:
    assert Proposal.objects.get(article=article).name == PROJECT
    name_is(article, PROJECT, "company", by=officer, at=timezone.now())
    assert entities(article, "project") == set()
    assert PROJECT in entities(article)
    assert not Fact.objects.filter(article=article, subject=PROJECT, gone=False).exists()
    advance(only=[article.pk])
    assert not Proposal.objects.filter(article=article, state="waiting").exists()
    assert not Project.objects.filter(name=PROJECT).exists()
    assert Company.objects.filter(name=PROJECT).exists()


def test_a_name_cut_short_gets_its_right_bounds_and_keeps_its_facts(article: Article, officer: User) -> None:
    lead = triage.accept(Proposal.objects.get(article=article), by=officer, at=timezone.now())
    row = rename(article, "project", PROJECT, "显示模组项目", by=officer, at=timezone.now())
    assert entities(article, "project") == {"显示模组项目"}
    assert facts(article, "amount")[0] == ("显示模组项目", make.yuan(5_100_000_000))
    advance(only=[article.pk])
    lead.refresh_from_db()
    assert list(Appearance.objects.filter(project=lead.project).values_list("of", flat=True)) == ["显示模组项目"]
    assert not Proposal.objects.filter(article=article, state="waiting").exists()
    read_again(article)
    assert entities(article, "project") == {"显示模组项目"}
    withdraw(row, by=officer, at=timezone.now())
    assert entities(article, "project") == {PROJECT}


@pytest.mark.parametrize(("field", "value", "shown"), [
    ("amount", make.yuan(1_500_000_000), "15亿元"), ("stage", "negotiating", "在谈"), ("industry", "新材料", "新材料"),
    ("land", 200.0, "200 亩"), ("place", "临江", "临江"), ("capacity", "年产100万片", "年产100万片"),
])  # fmt: skip
def test_a_value_that_is_wrong_is_the_persons_after_every_reading(
    article: Article, officer: User, field: str, value: Any, shown: str
) -> None:
    before = next((told for subject, told in facts(article, field) if subject == PROJECT), None)
    row = set_value(article, field, PROJECT, value, before=before, by=officer, at=timezone.now())
    for _ in range(2):
        assert facts(article, field)[0] == (PROJECT, value)
        assert before is None or before not in [told for _, told in facts(article, field)]
        fact = Fact.objects.get(article=article, kind=field, rank=0, gone=False)
        assert (fact.shown, fact.correction, fact.by) == (shown, row, "person")
        read_again(article)
    withdraw(row, by=officer, at=timezone.now())
    assert [told for _, told in facts(article, field)][:1] == ([] if before is None else [before])


def test_a_value_that_the_article_does_not_tell_is_gone(article: Article, officer: User) -> None:
    set_value(article, "land", PROJECT, None, before=180.0, by=officer, at=timezone.now())
    read_again(article)
    assert facts(article, "land") == []


def test_the_evidence_of_a_corrected_value_is_what_the_person_shows(article: Article, officer: User) -> None:
    value = make.yuan(1_500_000_000)
    before = make.yuan(5_100_000_000)
    set_value(article, "amount", PROJECT, value, before=before, evidence="15亿元", by=officer, at=timezone.now())
    fact = Fact.objects.get(article=article, kind="amount", rank=0, gone=False)
    assert fact.quote == "15亿元"
    with pytest.raises(Refused, match="没有“七十亿元”这几个字"):
        set_value(article, "amount", PROJECT, make.yuan(7), evidence="七十亿元", by=officer, at=timezone.now())


def test_the_owner_of_a_project_is_whom_the_person_names(article: Article, officer: User) -> None:
    row = set_value(article, "owner", PROJECT, ["采薇新材料"], by=officer, at=timezone.now())
    read_again(article)
    assert facts(article, "company") == [(PROJECT, "采薇新材料")]
    assert "采薇新材料" in entities(article)
    assert row.shown_after == "采薇新材料"
    advance(only=[article.pk])
    project = Project.objects.get(name=PROJECT)
    assert [company.name for company in project.companies.all()] == ["采薇新材料"]


def test_a_value_survives_an_engine_that_no_longer_sees_the_project(
    article: Article, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_value(article, "amount", PROJECT, make.yuan(7), before=make.yuan(5_100_000_000), by=officer, at=timezone.now())
    real = reading.read
    monkeypatch.setattr(reading, "read", lambda *given, **more: replace(real(*given, **more), projects=()))
    read_again(article)
    assert facts(article, "amount") == [(PROJECT, make.yuan(7))]
    assert entities(article, "project") == {PROJECT}


def test_the_later_word_holds_and_the_earlier_is_kept(article: Article, officer: User, colleague: User) -> None:
    now = timezone.now()
    first = name_is(article, FIRM, "", by=officer, at=now)
    with pytest.raises(Refused, match=f"王晓 .* 已把“{FIRM}”的企业更正为“都不是”") as told:
        name_is(article, FIRM, "project", by=colleague, at=now)
    assert told.value.code == "corrected"
    second = name_is(article, FIRM, "project", by=colleague, at=now, over=first.pk)
    assert FIRM in entities(article, "project")
    assert list(Correction.objects.effective()) == [second]
    assert Correction.objects.standing().count() == 2
    withdraw(second, by=officer, at=now)
    assert FIRM not in entities(article, "project") | entities(article)
    withdraw(first, by=officer, at=now)
    assert FIRM in entities(article)


def test_the_wrong_value_of_the_engine_does_not_come_back_with_a_second_correction(
    article: Article, officer: User, colleague: User
) -> None:
    now, wrong = timezone.now(), make.yuan(5_100_000_000)
    first = set_value(article, "amount", PROJECT, make.yuan(6), before=wrong, by=officer, at=now)
    set_value(article, "amount", PROJECT, make.yuan(7), before=make.yuan(6), by=colleague, at=now, over=first.pk)
    assert facts(article, "amount")[0] == (PROJECT, make.yuan(7))
    assert not {"6", "5100000000"} & {value["value"] for _, value in facts(article, "amount")}


def test_of_two_who_correct_one_thing_at_once_one_wins_and_one_is_told(
    committed: None, officer: User, colleague: User
) -> None:
    article = make.article(TEXT)
    make.mention(article, FIRM)
    acts = [
        lambda by=by, kind=kind: name_is(Article.objects.get(pk=article.pk), FIRM, kind, by=by, at=timezone.now())
        for by, kind in ((officer, ""), (colleague, "person"))
    ]
    results = together(*acts)
    assert sorted(type(result).__name__ for result in results) == ["Correction", "Refused"]
    kept = Correction.objects.get()
    assert Mention.objects.filter(article=article, gone=False).count() == (1 if kept.after == "person" else 0)


def test_not_a_company_is_blocked_and_is_a_company_is_known_in_coverage_to_come(
    article: Article, officer: User
) -> None:
    row = name_is(article, FIRM, "", by=officer, at=timezone.now(), teaches=True)
    name_is(article, "云湖计划", "company", by=officer, at=timezone.now(), teaches=True)
    later = make.article(f"11月9日，{FIRM}再次到访。云湖计划投资3亿元建设云湖新材料项目。\n", done=None)
    advance(only=[later.pk])
    assert FIRM not in entities(later)
    assert "云湖计划" in entities(later)
    assert {lesson.name: lesson.articles.count() for lesson in Lesson.objects.all()} == {FIRM: 1, "云湖计划": 1}
    withdraw(row, by=officer, at=timezone.now())
    last = make.article(f"11月12日，{FIRM}第三次到访临江高新区。\n", done=None)
    advance(only=[last.pk])
    assert FIRM in entities(last)


def test_a_later_word_still_keeps_the_name_out_when_the_one_before_it_is_taken_back(
    article: Article, officer: User, colleague: User
) -> None:
    first = name_is(article, FIRM, "person", by=officer, at=timezone.now(), teaches=True)
    name_is(article, FIRM, "", by=colleague, at=timezone.now(), over=first.pk, teaches=True)
    withdraw(first, by=officer, at=timezone.now())
    later = make.article(f"11月9日，{FIRM}再次到访。\n", done=None)
    advance(only=[later.pk])
    assert FIRM not in entities(later)


def test_a_correction_that_teaches_nothing_leaves_coverage_to_come_alone(article: Article, officer: User) -> None:
    name_is(article, FIRM, "", by=officer, at=timezone.now())
    assert not Lesson.objects.exists()


def test_a_corrected_sum_is_suggested_to_the_lead_and_the_value_that_was_taken_stays(
    article: Article, officer: User
) -> None:
    lead = triage.accept(Proposal.objects.get(article=article), by=officer, at=timezone.now())
    taken = LeadValue.objects.get(lead=lead, field="amount")
    before, right = make.yuan(5_100_000_000), make.yuan(1_500_000_000)
    set_value(article, "amount", PROJECT, right, before=before, by=officer, at=timezone.now())
    advance(only=[article.pk])
    assert LeadValue.objects.get(lead=lead, field="amount") == taken
    assert [(row.field, row.value) for row in Suggestion.objects.filter(lead=lead)] == [("amount", right)]


@pytest.mark.parametrize(("words", "kind", "told"), [
    ("", "company", "请填写"), ("不在文中的词", "company", "没有“不在文中的词”这几个字"),
    (FIRM, "company", "已经读作“企业”"), ("长" * 200, "company", "太长了"), ("云湖计划", "", "已经读作"),
])  # fmt: skip
def test_a_word_that_cannot_be_is_refused_with_what_to_do(
    article: Article, officer: User, words: str, kind: str, told: str
) -> None:
    with pytest.raises(Refused, match=told):
        name_is(article, words, kind, by=officer, at=timezone.now())
    assert not Correction.objects.exists()


def test_an_article_that_is_still_being_read_is_not_corrected(db: Any, officer: User) -> None:
    article = make.article(TEXT, done=None)
    with pytest.raises(Refused, match="还没有读完"):
        name_is(article, FIRM, "", by=officer, at=timezone.now())


def test_words_as_stored_are_found_under_their_repaired_form(db: Any, officer: User) -> None:
    article = make.article("11月2日，中晶半導(dǎo)體在臨江開工，雲湖計劃同日啟動。\n", done=None)
    advance(only=[article.pk])
    row = name_is(article, "雲湖計劃", "project", by=officer, at=timezone.now())
    assert row.subject == "云湖计划"
    assert Mention.objects.get(article=article, of="云湖计划", gone=False).quote == "雲湖計劃"


def test_a_project_that_nobody_tells_of_any_more_goes_unless_somebody_judged_it(
    article: Article, officer: User
) -> None:
    project = Project.objects.get(name=PROJECT)
    judge(project, make.project("另一个项目"), "different", by=officer, at=timezone.now())
    name_is(article, PROJECT, "", by=officer, at=timezone.now())
    advance(only=[article.pk])
    assert Project.objects.filter(pk=project.pk).exists()
    assert Judgement.objects.count() == 1

"""Whatever people and coverage do, in whatever order: no decided row is lost, doubled or put where nobody put it."""

from __future__ import annotations

import random
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from identities.judge import judge, withdraw
from identities.merge import merge, undo
from identities.models import Appearance, Company, CompanyName, Judgement, Merge, Project
from identities.resolve import resolve
from leads.models import Contact, Lead, Proposal
from press.correct import name_is, set_value, standing_on
from press.correct import withdraw as take_back
from press.findings import Findings, findings_in
from press.models import Article, Correction, Fact, Lesson, Mention, Reading
from press.reread import keep, reread, take
from staff.models import User
from staff.refusal import Refused
from tests import make

ACTS = 1000
CHECKED_EVERY = 50
START = datetime(2026, 11, 2, 9, tzinfo=UTC)
FIRMS = ("苍闻通讯", "苍闻科技", "采薇半导体", "采薇医药", "昆梧集团", "昆梧电气", "澄澜光电", "澄澜")


@dataclass
class Office:
    """People at work on the same companies, with all that they decided."""

    users: list[User]
    chance: random.Random
    articles: list[Article] = field(default_factory=list)
    words: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    """Judgement → what was said, as it was said."""
    at: datetime = START
    """The office's clock: a second for every act, so that no machine's speed decides what comes after what."""
    done: Counter[str] = field(default_factory=Counter)
    said: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    """Correction → what was said, as it was said."""
    whole: dict[int, Findings] = field(default_factory=dict)
    """Article → all that an engine can find in it."""
    unresolved: list[Article] = field(default_factory=list)
    """Articles in which something was corrected or read again since: the steps take them later, in any order."""
    engine: int = 0
    is_whole: bool = False

    def reads(self, article: Article) -> tuple[Findings, str]:
        """A newer engine, which finds something less each time, or all there is."""
        self.engine += 1
        found = deepcopy(self.whole[article.pk])
        if not self.is_whole:
            found.named = [row for row in found.named if self.chance.random() < 0.85]
            found.valued = [row for row in found.valued if self.chance.random() < 0.85]
        return found, f"e{self.engine}"

    def set_up(self) -> None:
        by = self.users[0]
        firms = [make.company(name, created_by=by, named_by=by) for name in FIRMS]
        for firm in firms:
            CompanyName.objects.create(company=firm, text=f"{firm}旧名", by=by)
            make.contact(f"{firm}的人", by=by, company=firm)
        for number, firm in enumerate(firms):
            project = make.project(f"{firm}{number}号项目", firm, named_by=by)
            make.lead(f"{firm}线索", owner=by, company=firm, project=project)
            article = self._told(firm.name, FIRMS[number - 1], project.name)
            card = make.proposal(article, project, company=firm)
            Proposal.objects.filter(pk=card.pk).update(
                state="ignored", decided_by=by, decided_at=self.at, reason="small"
            )

    def _told(self, firm: str, other: str, project: str) -> Article:
        """An article of two firms and a project of the first, resolved."""
        article = make.article(f"{firm}与{other}在临江，{project}开工。", title=firm)
        make.mention(article, firm)
        make.mention(article, other, of=other)
        make.mention(article, project, kind="project", data={"kind": "industry"})
        make.fact(article, project, "company", firm, firm)
        make.fact(article, project, "amount", make.yuan(100), "开工")
        make.appears(article, Project.objects.get(name=project))
        resolve(article, self.at)
        self.articles.append(article)
        self.whole[article.pk] = findings_in(article)
        return article

    def act(self) -> None:
        """One act of somebody; what the rules refuse changes nothing."""
        self.at += timedelta(seconds=1)
        by = self.chance.choice(self.users)
        acts = ("merge", "undo", "judge", "withdraw", "resolve", "close", "correct", "unsay", "reread", "decide")
        name = self.chance.choices(acts, (4, 3, 3, 2, 3, 1, 3, 2, 2, 2))[0]
        try:
            getattr(self, f"_{name}")(by)
        except Refused as refusal:
            self.done[f"{name} refused: {refusal.code}"] += 1
        else:
            self.done[name] += 1

    def _two(self) -> Any:
        model = self.chance.choice((Company, Company, Project))
        rows = list(model.objects.current().order_by("pk"))
        if len(rows) < 2:
            raise Refused("", code="one_left")
        return self.chance.sample(rows, 2)

    def _merge(self, by: User) -> None:
        kept, gone = self._two()
        fields = {name for name in ("name", "place", "note") if self.chance.random() < 0.5}
        self._heard(merge(kept, gone, by=by, at=self.at, taken=fields).judgement)

    def _undo(self, by: User) -> None:
        standing = list(Merge.objects.standing().order_by("pk"))
        if not standing:
            raise Refused("", code="none")
        done = undo(self.chance.choice(standing), by=by, at=self.at)
        assert done.left_over == []

    def _judge(self, by: User) -> None:
        a, b = self._two()
        self._heard(judge(a, b, self.chance.choice(("different", "unsure")), by=by, at=self.at, why="看过"))

    def _withdraw(self, by: User) -> None:
        given = Judgement.objects.order_by("pk")[self.chance.randrange(max(1, Judgement.objects.count())) :].first()
        if given is None:
            raise Refused("", code="none")
        withdraw(given, by=by, at=self.at)

    def _resolve(self, by: User) -> None:
        """The worker takes what waits, one or all of it; sometimes what it had taken before."""
        waits = self.unresolved and self.chance.random() < 0.8
        article = self.chance.choice(self.unresolved if waits else self.articles)
        self._catch_up([article] if self.chance.random() < 0.5 else [*self.unresolved, article])

    def _catch_up(self, articles: list[Article]) -> None:
        for article in articles:
            resolve(article, self.at)
        self.unresolved = [row for row in self.unresolved if row not in articles]

    def _waits(self, article: Article) -> None:
        if article not in self.unresolved:
            self.unresolved.append(article)

    def _correct(self, by: User) -> None:
        article = self.chance.choice(self.articles)
        firm, other, project = (row.of for row in self.whole[article.pk].named)
        thing = self.chance.choice(("firm", "other", "project", "amount", "owner"))
        known: dict[str, Any] = {"by": by, "at": self.at}
        if thing == "amount":
            known["over"] = self._stands(article, "amount", project)
            value = make.yuan(self.chance.randrange(9))
            row = set_value(article, "amount", project, value, before=make.yuan(100), **known)
        elif thing == "owner":
            known["over"] = self._stands(article, "owner", project)
            row = set_value(article, "owner", project, [self.chance.choice((firm, other))], **known)
        else:
            words = {"firm": firm, "other": other, "project": project}[thing]
            kind = "project" if thing == "project" else "company"
            known["over"] = self._stands(article, "name", words)
            row = name_is(article, words, self.chance.choice(("", "person", kind)), teaches=True, **known)
        self.said[row.pk] = _said(row)
        self._waits(article)

    def _stands(self, article: Article, target: str, subject: str) -> int | None:
        """What the person has seen standing there, mostly; else they were too late."""
        stands = standing_on(article, target, subject)
        return stands.pk if stands and self.chance.random() < 0.8 else None

    def _unsay(self, by: User) -> None:
        row = Correction.objects.order_by("pk")[self.chance.randrange(max(1, Correction.objects.count())) :].first()
        if row is None:
            raise Refused("", code="none")
        take_back(row, by=by, at=self.at)
        self._waits(row.article)

    def _reread(self, by: User) -> None:
        article = self.chance.choice(self.articles)
        reread(article, self.at, ask=self.chance.random() < 0.5)
        self._waits(article)

    def _decide(self, by: User) -> None:
        row = Reading.objects.waiting().order_by("pk").select_related("article").first()
        if row is None:
            raise Refused("", code="none")
        if self.chance.random() < 0.5:
            take(row, by=by, at=self.at)
        else:
            keep(row, by=by, at=self.at)
        self._waits(row.article)

    def settle(self, by: User) -> None:
        """Every correction is taken back, and an engine that finds everything reads again."""
        for row in Correction.objects.standing():
            take_back(row, by=by, at=self.at)
        self.is_whole = True
        for article in self.articles:
            row = reread(article, self.at, ask=True)
            if row.state == Reading.State.WAITING:
                take(row, by=by, at=self.at)
            resolve(article, self.at)

    def _close(self, by: User) -> None:
        leads = list(Lead.objects.open().order_by("pk"))
        if len(leads) <= len(FIRMS) // 2:
            raise Refused("", code="none")
        make.close(self.chance.choice(leads), by=self.users[0])

    def _heard(self, given: Judgement) -> None:
        self.words[given.pk] = _word(given)

    def check(self) -> None:
        """What holds at any time, once the worker has taken what waits."""
        self._catch_up(list(self.unresolved))
        given = Judgement.objects.select_related("left_company", "right_company", "left_project", "right_project")
        assert {row.pk: _word(row) for row in given} == self.words
        assert Counter(Lead.objects.values_list("name", flat=True)) == Counter(f"{name}线索" for name in FIRMS)
        assert Contact.objects.count() == Proposal.objects.exclude(decided_at=None).count() == len(FIRMS)
        assert CompanyName.objects.exclude(by=None).count() == len(FIRMS)
        assert not Lead.objects.exclude(company__merged_into=None, project__merged_into=None).exists()
        assert not Contact.objects.exclude(company__merged_into=None).exists()
        assert not Company.objects.filter(merged_into__merged_into__isnull=False).exists()
        named = Mention.objects.filter(gone=False, kind__in=["company", "project"])
        told = set(named.values_list("article", "kind", "of"))
        assert Counter(Appearance.objects.values_list("article", "kind", "of")) == Counter(told)
        self._check_apart()
        self._check_corrections()

    def _check_corrections(self) -> None:
        """Every word is kept as it was said; of those on one thing one holds, and the reading says what it says, once."""
        assert {row.pk: _said(row) for row in Correction.objects.all()} == self.said
        holds = list(Correction.objects.effective())
        assert len({(row.article_id, row.target, row.subject) for row in holds}) == len(holds)
        names = [row for row in Correction.objects.select_related("replaces") if row.is_of_name]
        told = [row for row in names if "company" in (row.before, row.after, row.replaces and row.replaces.after)]
        assert set(Lesson.objects.values_list("correction", flat=True)) == {row.pk for row in told}
        assert Lesson.objects.count() == len(told)
        for row in holds:
            if row.is_of_name:
                found = Mention.objects.filter(article=row.article, of=row.subject, gone=False)
                kinds = set(found.values_list("kind", flat=True))
                assert kinds == ({row.after} if row.after else set())
            elif row.target == "amount" and self._is_project(row):
                facts = Fact.objects.filter(article=row.article, kind="amount", gone=False)
                assert [(fact.value, fact.correction_id) for fact in facts] == [(row.after, row.pk)]

    def _is_project(self, row: Correction) -> bool:
        return Mention.objects.filter(article=row.article, kind="project", of=row.subject, gone=False).exists()

    def _check_apart(self) -> None:
        sides = [f"{side}_{kind}__merged_into" for side in ("left", "right") for kind in ("company", "project")]
        stands = Judgement.objects.filter(withdrawn_at=None).select_related(*sides)
        pairs = [(given.verdict, frozenset((_root(given.left), _root(given.right)))) for given in stands]
        assert all(len(roots) == (1 if verdict == "same" else 2) for verdict, roots in pairs)


def _root(row: Company | Project) -> tuple[str, int]:
    return row._meta.label, (row.merged_into or row).pk


def _word(given: Judgement) -> tuple[Any, ...]:
    return given.left, given.right, given.verdict, given.by_id, given.at, given.why


def _said(row: Correction) -> tuple[Any, ...]:
    return row.article_id, row.kind, row.target, row.subject, row.before, row.after, row.replaces_id, row.by_id, row.at


def homes() -> dict[str, Any]:
    """Where every decided row is, and what every row that they are on says of itself."""
    return {
        "companies": sorted(Company.objects.values_list("pk", "name", "place", "note", "named_by", "merged_into")),
        "projects": sorted(
            Project.objects.exclude(named_by=None).values_list("pk", "name", "note", "named_by", "merged_into")
        ),
        "leads": sorted(Lead.objects.values_list("pk", "company", "project")),
        "contacts": sorted(Contact.objects.values_list("pk", "company")),
        "proposals": sorted(Proposal.objects.values_list("pk", "company", "project", "state")),
        "names": sorted(CompanyName.objects.exclude(by=None).values_list("pk", "company")),
    }


@pytest.mark.parametrize("seed", [1])
def test_a_thousand_acts_lose_and_double_nothing(
    seed: int, officer: User, colleague: User, leader: User, db: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office([officer, colleague, leader], random.Random(seed))
    monkeypatch.setattr(timezone, "now", lambda: office.at)
    office.set_up()
    monkeypatch.setattr("press.reread.engine_reads", office.reads)
    before = homes()
    for number in range(ACTS):
        office.act()
        if number % CHECKED_EVERY == 0:
            office.check()
    office.check()
    acts = ("merge", "undo", "judge", "withdraw", "resolve", "correct", "unsay", "reread", "decide")
    assert min(office.done[name] for name in acts) >= 10, office.done
    office.settle(leader)
    while last := Merge.objects.standing().order_by("-at", "-pk").first():
        undo(last, by=leader, at=office.at)
    assert homes() == before

"""Whatever people and coverage do, in whatever order: no decided row is lost, doubled or put where nobody put it."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from identities.judge import judge, withdraw
from identities.merge import merge, undo
from identities.models import Appearance, Company, CompanyName, Judgement, Merge, Project
from identities.resolve import resolve
from leads.models import Contact, Lead, Proposal
from press.models import Article
from staff.models import User
from staff.refusal import Refused
from tests import make

ACTS = 1000
CHECKED_EVERY = 50
FIRMS = ("苍闻通讯", "苍闻科技", "采薇半导体", "采薇医药", "昆梧集团", "昆梧电气", "澄澜光电", "澄澜")


@dataclass
class Office:
    """People at work on the same companies, with all that they decided."""

    users: list[User]
    chance: random.Random
    articles: list[Article] = field(default_factory=list)
    words: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    """Judgement → what was said, as it was said."""
    at: datetime = field(default_factory=timezone.now)
    done: Counter[str] = field(default_factory=Counter)

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
        make.appears(article, Project.objects.get(name=project))
        resolve(article, self.at)
        self.articles.append(article)
        return article

    def act(self) -> None:
        """One act of somebody; what the rules refuse changes nothing."""
        self.at += timedelta(seconds=1)
        by = self.chance.choice(self.users)
        name = self.chance.choices(("merge", "undo", "judge", "withdraw", "resolve", "close"), (4, 3, 3, 2, 2, 1))[0]
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
        resolve(self.chance.choice(self.articles), self.at)

    def _close(self, by: User) -> None:
        leads = list(Lead.objects.open().order_by("pk"))
        if len(leads) <= len(FIRMS) // 2:
            raise Refused("", code="none")
        make.close(self.chance.choice(leads), by=self.users[0])

    def _heard(self, given: Judgement) -> None:
        self.words[given.pk] = _word(given)

    def check(self) -> None:
        """What holds at any time."""
        assert {given.pk: _word(given) for given in Judgement.objects.all()} == self.words
        assert Counter(Lead.objects.values_list("name", flat=True)) == Counter(f"{name}线索" for name in FIRMS)
        assert Contact.objects.count() == Proposal.objects.exclude(decided_at=None).count() == len(FIRMS)
        assert CompanyName.objects.exclude(by=None).count() == len(FIRMS)
        assert not Lead.objects.exclude(company__merged_into=None, project__merged_into=None).exists()
        assert not Contact.objects.exclude(company__merged_into=None).exists()
        assert not Company.objects.filter(merged_into__merged_into__isnull=False).exists()
        assert Appearance.objects.count() == 3 * len(FIRMS)
        self._check_apart()

    def _check_apart(self) -> None:
        stands = Judgement.objects.filter(withdrawn_at=None)
        pairs = [(given.verdict, frozenset((_root(given.left), _root(given.right)))) for given in stands]
        assert all(len(roots) == (1 if verdict == "same" else 2) for verdict, roots in pairs)


def _root(row: Company | Project) -> tuple[str, int]:
    return row._meta.label, (row.merged_into or row).pk


def _word(given: Judgement) -> tuple[Any, ...]:
    return given.left, given.right, given.verdict, given.by_id, given.at, given.why


def homes() -> dict[str, Any]:
    """Where every decided row is, and what every row that they are on says of itself."""
    return {
        "companies": sorted(Company.objects.values_list("pk", "name", "place", "note", "named_by", "merged_into")),
        "projects": sorted(Project.objects.values_list("pk", "name", "note", "named_by", "merged_into")),
        "leads": sorted(Lead.objects.values_list("pk", "company", "project")),
        "contacts": sorted(Contact.objects.values_list("pk", "company")),
        "proposals": sorted(Proposal.objects.values_list("pk", "company", "project", "state")),
        "names": sorted(CompanyName.objects.exclude(by=None).values_list("pk", "company")),
    }


@pytest.mark.parametrize("seed", [1])
def test_a_thousand_acts_lose_and_double_nothing(
    seed: int, officer: User, colleague: User, leader: User, db: Any
) -> None:
    office = Office([officer, colleague, leader], random.Random(seed))
    office.set_up()
    before = homes()
    for number in range(ACTS):
        office.act()
        if number % CHECKED_EVERY == 0:
            office.check()
    office.check()
    assert min(office.done[name] for name in ("merge", "undo", "judge", "withdraw", "resolve")) >= 20, office.done
    while last := Merge.objects.standing().order_by("-at", "-pk").first():
        undo(last, by=leader, at=office.at)
    assert homes() == before

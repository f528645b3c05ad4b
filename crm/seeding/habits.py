"""What an office gathers around its leads: tags, former posts, views, watch rules, handovers, enquiries, winners, doubts."""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from crm.seeding.copying import Tables
from crm.seeding.coverage import Told
from crm.seeding.firms import CURRENT_INDUSTRIES, Firm
from identities.models import Doubt
from leads.models import Enquiry, Handover, HandoverItem, Lead, Position, SavedView, Tag, WatchHit, WatchRule, Winner

TAGS = ("重点", "外资", "专精特新", "需要厂房", "需要用地", "总部经济", "以商招商", "老乡", "上市公司", "链主")
VIEWS = (
    ("逾期的下一步", "where=mine&next=late"),
    ("我的在谈", "where=mine&state=open"),
    ("科里的线索池", "where=pool"),
)
NEEDS = ("需要标准厂房五千平方米", "想找一块五十亩的工业用地", "计划在当地设研发中心", "咨询人才公寓和税收政策")
ELSEWHERE = ("江城经开区", "宁川高新区", "海州新区", "望江县")
# How many have such a thing: leads a tag, contacts a post before, lost leads a place that won them.
TAGGED, MOVED, WON = 0.2, 0.15, 0.1
# Of a hundred leads a handover, an enquiry; of a hundred companies a pair in doubt.
HANDED, ASKED, IN_DOUBT = 0.02, 0.1, 0.2
EACH = 30


@dataclass(frozen=True, slots=True)
class Held:
    """One lead as the rest of the seed needs it."""

    pk: int
    owner: int
    company: int
    what: str
    lost_at: datetime | None


@dataclass(frozen=True, slots=True)
class Known:
    """One contact as the rest of the seed needs it."""

    pk: int
    company: int
    title: str
    by: int
    at: datetime


class Habits:
    """Adds what people do beside the leads themselves."""

    def __init__(self, tables: Tables, owners: Sequence[tuple[int, int]], leader: int, seed: int) -> None:
        self.tables, self.owners, self.leader = tables, owners, leader
        self.at, self.today = tables.at, timezone.localdate(tables.at)
        self.chance = random.Random(seed)  # noqa: S311 (an office, not secrets)

    def tags(self, leads: Sequence[Held]) -> None:
        keys = [Tag.objects.get_or_create(name=name)[0].pk for name in TAGS]
        for lead in leads:
            if self.chance.random() < TAGGED:
                self.tables.add(Lead.tags.through, lead_id=lead.pk, tag_id=self.chance.choice(keys))

    def posts(self, contacts: Sequence[Known], firms: Sequence[Firm]) -> None:
        """The present position of each contact, and for some one at another firm before it."""
        for known in contacts:
            base: dict[str, Any] = {"contact_id": known.pk, "by_id": known.by, "at": known.at}
            since = timezone.localdate(known.at) - timedelta(days=self.chance.randrange(30, 2000))
            self.tables.add(Position, **base, company_id=known.company, title=known.title, since=since)
            before = self.chance.choice(firms).pk
            if self.chance.random() < MOVED and before != known.company:
                self.tables.add(Position, **base, company_id=before, title="项目经理", until=since, is_now=False)

    def views(self) -> None:
        for owner, unit in self.owners:
            for number, (name, query) in enumerate(VIEWS):
                shared = unit if number == len(VIEWS) - 1 else None
                self.tables.add(SavedView, owner_id=owner, name=name, query=query, shared_with_id=shared, at=self.at)

    def rules(self, proposals: Sequence[tuple[int, Told]]) -> None:
        """A rule of each person on an industry, and its hits among the waiting proposals."""
        of: dict[str, list[int]] = defaultdict(list)
        for number, (owner, _) in enumerate(self.owners):
            industry = CURRENT_INDUSTRIES[number % len(CURRENT_INDUSTRIES)]
            values = {"owner_id": owner, "created_by_id": owner, "created_at": self.at - timedelta(days=number)}
            rule = self.tables.add(WatchRule, name=f"{industry}项目", industries=[industry], unknown=True, **values)
            of[industry].append(rule)
        for proposal, told in proposals:
            for rule in of[told.firm.industry]:
                self.tables.add(WatchHit, rule_id=rule, proposal_id=proposal, at=told.at)

    def handovers(self, leads: Sequence[Held]) -> None:
        """Some leads that went from one to another who holds them now, EACH at a time."""
        by_owner: dict[int, list[Held]] = defaultdict(list)
        for lead in leads[: int(len(leads) * HANDED)]:
            by_owner[lead.owner].append(lead)
        for taker, held in sorted(by_owner.items()):
            giver = next((owner for owner, _ in self.owners if owner != taker), None)
            if giver is None:
                continue
            at = self._ago(400)
            handover = self.tables.add(
                Handover, giver_id=giver, taker_id=taker, why="岗位调整", by_id=self.leader, at=at
            )
            for lead in held[:EACH]:
                self.tables.add(
                    HandoverItem, handover_id=handover, kind="lead", object_id=lead.pk, name=lead.what,
                    before={"owner_id": giver}, after={"owner_id": taker},
                )  # fmt: skip

    def enquiries(self, told: Sequence[Told], count: int) -> None:
        """What firms wrote through the public form."""
        articles = {one.article: one for one in told}
        asked = max(EACH, int(count * ASKED) // 100)
        for number, (article, one) in enumerate(list(articles.items())[:asked]):
            token = hashlib.sha256(f"seed {number}".encode()).hexdigest()
            self.tables.add(
                Enquiry, receipt=f"SEED{number:08}", token=token, sender=token, article_id=article, at=one.at,
                demand=self.chance.choice(NEEDS), purpose=one.name, tax="年纳税500万元", company=one.firm.name,
                person="李经理", phone=f"13{self.chance.randrange(10**9):09}",
            )  # fmt: skip

    def winners(self, leads: Sequence[Held]) -> None:
        """Where lost leads went, as people confirmed it or as it waits for their word."""
        for lead in leads:
            if lead.lost_at is None or self.chance.random() >= WON:
                continue
            found = lead.lost_at + (self.at - lead.lost_at) * self.chance.random()
            word = {"state": Winner.State.CONFIRMED, "by_id": lead.owner, "at": found + timedelta(hours=3)}
            place = self.chance.choice(ELSEWHERE)
            self.tables.add(
                Winner, lead_id=lead.pk, record=Winner.Record.LOST, record_on=timezone.localdate(lead.lost_at),
                company_id=lead.company, what=lead.what, stage="signed", place=place, park=place,
                on=timezone.localdate(found), created_at=found, **(word if self.chance.random() < 0.5 else {}),
            )  # fmt: skip

    def doubts(self, firms: Sequence[Firm]) -> None:
        for left in range(0, len(firms) - 1, int(100 / IN_DOUBT)):
            pair = sorted((firms[left].pk, firms[left + 1].pk))
            score = round(self.chance.uniform(0.5, 0.95), 3)
            self.tables.add(Doubt, left_company_id=pair[0], right_company_id=pair[1], score=score)

    def _ago(self, days: int) -> datetime:
        return self.at - timedelta(minutes=self.chance.randrange(60, days * 24 * 60))

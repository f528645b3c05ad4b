"""The work of the made-up office: people, proposals, leads with their moves, contacts and follow-ups."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from crm.seeding.copying import Tables
from crm.seeding.coverage import ENGINE, Told
from crm.seeding.deeds import Deeds
from crm.seeding.firms import Firm
from crm.seeding.habits import Held, Known
from crm.seeding.names import people
from leads.models import Contact, FollowUp, Lead, LeadContact, LeadValue, Milestone, Move, Proposal, Stage, Suggestion
from staff.models import Department, User
from staff.permissions import Role

OFFICE = "临江高新区投资促进局"
UNITS = ("招商一科", "招商二科", "招商三科", "招商四科", "项目服务科", "驻外招商一组", "驻外招商二组", "综合科")
# Of a hundred people.
ROLES = ((Role.HEAD, 2), (Role.LEADER, 10), (Role.CLERK, 6), (Role.VIEWER, 5), (Role.ADMINISTRATOR, 1))
POOL, CLOSED, FOREIGN = 0.12, 0.22, 0.06
# How steep the way is: with 4, of a hundred leads fewer than twenty are ever signed and six produce.
STEEP = 4
STEPS = ("约对方来看地", "发政策清单", "陪同考察", "送协议第二稿", "催供地预审", "回访")
TALKS = (
    "对方关心供地时间和用电容量。",
    "看了产线，扩产需求明确。",
    "协议付款节点谈定，用地指标待批。",
    "总部下周上会。",
)
TITLES = ("董事长", "总经理", "副总裁", "投资总监", "项目经理", "厂长")


@dataclass(frozen=True, slots=True)
class Staff:
    """The people who hold leads, and all of them."""

    owners: list[tuple[int, int]]  # key, department
    leader: int
    names: dict[int, str]


def add_staff(tables: Tables, count: int, password: str | None) -> Staff:
    """That many people in a tree of eight units; seed001 … with the password, or nobody can sign in as one of them."""
    office = Department.objects.get_or_create(name=OFFICE, parent=None)[0]
    units = [Department.objects.get_or_create(name=name, parent=office)[0] for name in UNITS]
    secret = make_password(password)
    roles = [role for role, share in ROLES for _ in range(max(1, share * count // 100))][: max(0, count - 1)]
    roles += [Role.OFFICER] * (count - len(roles))
    names = people(count)
    owners, leader = [], 0
    called = {}
    for number, role in enumerate(roles, start=1):
        above = role in (Role.HEAD, Role.ADMINISTRATOR)
        unit = office if above else units[number % len(units)]
        pk = tables.add(
            User, username=f"seed{number:03}", name=(name := next(names)), role=role, department_id=unit.pk, password=secret,
            date_joined=tables.at, is_active=True,
        )  # fmt: skip
        if role in (Role.OFFICER, Role.LEADER):
            owners.append((pk, unit.pk))
        leader = leader or pk
        called[pk] = name
    return Staff(owners or [(leader, office.pk)], leader, called)


def add_proposals(tables: Tables, told: Sequence[Told]) -> list[tuple[int, Told]]:
    """One waiting proposal for each of these; their keys."""
    return [(_proposal(tables, one, state=Proposal.State.WAITING), one) for one in told]


def _proposal(tables: Tables, told: Told, **decision: Any) -> int:
    return tables.add(
        Proposal, article_id=told.article, project_id=told.project, company_id=told.firm.pk, name=told.name,
        amount=Decimal(told.news.amount), press_stage=told.stage, industry=told.firm.industry, place=told.place,
        sentence_start=told.place_of_sentence[0], sentence_end=told.place_of_sentence[1],
        score=min(100, 20 + len(str(told.news.amount)) * 6), reasons=["总投资够线索标准"], engine=ENGINE,
        created_at=told.at, **decision,
    )  # fmt: skip


def _signed_on(times: Sequence[datetime], course: Sequence[Stage]) -> date | None:
    """The day of the last stage that is a signing, as its milestone says."""
    days = [at for at, stage in zip(times, course, strict=False) if stage.milestone == Milestone.Kind.SIGNED]
    return timezone.localdate(days[-1]) if days else None


class Pursuits:
    """Makes leads, each with what belongs to it."""

    def __init__(self, tables: Tables, staff: Staff, seed: int) -> None:
        self.tables, self.staff, self.at = tables, staff, tables.at
        self.today = timezone.localdate(tables.at)
        self.chance = random.Random(seed)  # noqa: S311 (an office, not secrets)
        stages = list(Stage.objects.order_by("order"))
        self.open = [stage for stage in stages if not stage.is_closed]
        self.closed = [stage for stage in stages if stage.is_closed]
        self.names = people(seed)
        self.deeds = Deeds(tables, seed + 1)
        self.held: list[Held] = []
        self.contacts: list[Known] = []

    def add(self, told: Told | None, firm: Firm) -> int:
        """One lead of a told project, or of a firm that somebody heard of."""
        chance, tables = self.chance, self.tables
        owner, unit = chance.choice(self.staff.owners)
        in_pool, is_closed = chance.random() < POOL, chance.random() < CLOSED
        begun = max(told.at, self.at - timedelta(days=900)) if told else self._ago(900)
        course = self.open[: 1 + int(len(self.open) * chance.random() ** STEEP)]
        if in_pool:
            course, is_closed = course[:2], False
        elif is_closed and self.closed:
            course = [*course, chance.choice(self.closed)]
        times = sorted(begun + (self.at - begun) * chance.random() for _ in course[1:])
        amount = Decimal(told.news.amount) if told else Decimal(chance.randrange(30, 30_000)) * 1_000_000
        lead = tables.add(
            Lead, name=told.name if told else f"{firm.short}扩产", company_id=firm.pk,
            project_id=told.project if told else None, stage_id=course[-1].pk, stage_since=times[-1] if times else begun,
            owner_id=None if in_pool else owner, in_pool=in_pool, department_id=None if in_pool else unit, amount=amount,
            currency="USD" if chance.random() < FOREIGN else "CNY", industry=firm.industry,
            place=told.place if told else "", created_at=begun, created_by_id=owner,
            **({} if in_pool else self._held(begun)),
            signed_on=_signed_on([begun, *times], course),
            **({"closed_at": times[-1], "closed_why": "企业暂缓扩产"} if is_closed and times else {}),
        )  # fmt: skip
        self._moves(lead, owner, [begun, *times], course)
        self.deeds.milestones(lead, owner, [begun, *times], course)
        if told:
            self._values(lead, owner, told)
            self.deeds.promise(lead, told)
        if not in_pool:
            self.deeds.hold(lead, owner, begun, is_open=not (is_closed and times))
            self._talks(lead, owner, firm, begun)
            lost_at = times[-1] if is_closed and times and course[-1].key == "lost" else None
            self.held.append(Held(lead, owner, firm.pk, told.name if told else f"{firm.short}扩产", lost_at))
        return lead

    def _ago(self, days: int) -> datetime:
        return self.at - timedelta(minutes=self.chance.randrange(60, days * 24 * 60))

    def _held(self, begun: datetime) -> dict[str, Any]:
        """What a lead in somebody's hands has: a next step, mostly in the weeks around today, and its first talk."""
        return {
            "next_step": self.chance.choice(STEPS),
            "next_on": self.today + timedelta(days=int(self.chance.gauss(12, 15))),
            "last_contact_at": self._ago(60),
            "claimed_at": begun,
            "protected_until": self.today + timedelta(days=self.chance.randrange(-20, 30)),
        }

    def _moves(self, lead: int, by: int, times: Sequence[datetime], course: Sequence[Stage]) -> None:
        before = None
        for at, stage in zip(times, course, strict=False):
            self.tables.add(
                Move, lead_id=lead, from_stage_id=before.pk if before else None, to_stage_id=stage.pk, by_id=by, at=at
            )
            before = stage

    def _values(self, lead: int, by: int, told: Told) -> None:
        """The proposal it came from and its values with their sentence; for some, news that waits for an answer."""
        tables = self.tables
        _proposal(
            tables, told, state=Proposal.State.ACCEPTED, lead_id=lead, decided_by_id=by, decided_at=told.at,
        )  # fmt: skip
        start, end = told.place_of_sentence
        place = {"article_id": told.article, "sentence_start": start, "sentence_end": end}
        values = told.values()
        for field in ("amount", "industry", "place"):
            first, last = told.spans[field]
            tables.add(
                LeadValue, lead_id=lead, field=field, value=values[field], text=told.sentence[first - start : last - start],
                by_id=by, at=told.at, start=first, end=last, quote=told.sentence, **place,
            )  # fmt: skip
        if self.chance.random() < 0.05:
            first, last = told.spans["amount"]
            tables.add(
                Suggestion, lead_id=lead, field="amount", value=values["amount"],
                text=told.sentence[first - start : last - start], start=first, end=last, created_at=told.at, **place,
            )  # fmt: skip

    def _talks(self, lead: int, by: int, firm: Firm, begun: datetime) -> None:
        """A contact for most leads, and a few follow-ups with them."""
        chance, tables = self.chance, self.tables
        contact = None
        if chance.random() < 0.6:
            name, title = next(self.names), chance.choice(TITLES)
            phone = f"13{chance.randrange(10**9):09}"
            contact = tables.add(
                Contact, name=name, company_id=firm.pk, title=title, created_by_id=by,
                searched=f"{name} {title} {phone}", **self.numbers(phone),
            )  # fmt: skip
            tables.add(LeadContact, lead_id=lead, contact_id=contact)
            self.contacts.append(Known(contact, firm.pk, title, by, begun))
        for _ in range(chance.choice((0, 1, 1, 2, 3, 5))):
            at = begun + (self.at - begun) * chance.random()
            talk = tables.add(
                FollowUp, lead_id=lead, by_id=by, at=at, progress=chance.choice(TALKS), next_step=chance.choice(STEPS),
                next_on=timezone.localdate(at) + timedelta(days=7),
            )  # fmt: skip
            if contact:
                tables.add(FollowUp.people.through, followup_id=talk, contact_id=contact)

    def numbers(self, phone: str) -> dict[str, Any]:
        return {"phones": [phone]}

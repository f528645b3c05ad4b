"""The demo office: fictional firms, their coverage, a few people at work. Comes and goes in one act."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from crm.pipeline import advance
from identities.models import Appearance, Company, Project
from leads import positions, pursue, triage, winning
from leads.followups import Told, follow_up
from leads.models import Contact, FollowUp, HomeArea, Lead, LeadContact, LeadValue, Proposal, Stage
from press import intake
from press.models import Article, Source, Tally
from staff.journal import record
from staff.models import Department, User
from staff.permissions import Role
from staff.refusal import Refused

FOLDER = Path(settings.BASE_DIR) / "demo" / "coverage"
OFFICE = "澜江高新区招商局（演示）"
HOME = "澜江"
PEOPLE = (
    ("wangxiao", "王晓", Role.OFFICER, "招商一科"),
    ("limin", "李敏", Role.OFFICER, "招商二科"),
    ("zhouyan", "周砚", Role.LEADER, "招商一科"),
    ("heqing", "何清", Role.CLERK, ""),
    ("linzhou", "林洲", Role.HEAD, ""),
)
# How far the demo's leads have come: stage keys in order, days since the lead began, days until the next step.
COURSES: tuple[tuple[tuple[str, ...], int, int], ...] = (
    (("judging", "talking", "visiting", "intent", "signed"), 60, 5),
    (("judging", "talking"), 24, 0),
    (("judging", "talking", "visiting"), 40, -1),
    (("judging",), 12, 2),
    ((), 1, 1),
)
NOTES = (
    (FollowUp.Kind.CALL, "对方关心供地时间和110千伏用电，约好发一份政策清单。", "发政策清单，约考察"),
    (FollowUp.Kind.VISIT, "到企业看了产线，设备订单已排到明年二季度，扩产需求明确。", "陪同看地"),
    (FollowUp.Kind.MEETING, "双方碰了投资协议第二稿，付款节点谈定，用地指标待批。", "送用地预审材料"),
)
CONTACTS = (
    ("陈启明", "董事长", "13800002201", LeadContact.Role.DECIDES),
    ("刘樟", "项目部经理", "13800002202", LeadContact.Role.LIAISON),
    ("沈知禾", "行业协会秘书", "13800002203", LeadContact.Role.INTRODUCER),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came in, and the one password of the demo's people (shown once)."""

    articles: int
    leads: int
    password: str


def is_loaded() -> bool:
    """Whether a demo office is there."""
    return (
        Source.objects.filter(kind=Source.Kind.DEMO).exists()
        or User.objects.filter(is_demo=True, is_active=True).exists()
    )


def load(by: User, at: datetime) -> Loaded:
    """Loads the demo; the coverage is read at once. A second call adds nothing that is there."""
    password = secrets.token_urlsafe(6)
    with transaction.atomic():
        people = _people(password)
        source = Source.built_in(Source.Kind.DEMO)
        paths = sorted(path for path in FOLDER.iterdir() if path.suffix in {".txt", ".html"})
        articles = [
            intake.add(path.read_bytes(), source=source, at=at - timedelta(hours=index % 20), name=path.name)[0]
            for index, path in enumerate(paths)
        ]
    advance(only=[article.pk for article in articles])
    with transaction.atomic():
        if not winning.home_names():
            HomeArea.objects.create(name=HOME, by=by, at=at)
        leads = _leads(people, at)
        record(by, "载入演示数据", note=f"报道 {len(articles)} 篇，线索 {leads} 条")
    return Loaded(len(articles), leads, password)


def _people(password: str) -> dict[str, User]:
    office = Department.objects.get_or_create(name=OFFICE, parent=None)[0]
    found = {}
    for username, name, role, unit in PEOPLE:
        department = Department.objects.get_or_create(name=unit, parent=office)[0] if unit else office
        user, _ = User.objects.get_or_create(
            username=f"demo-{username}",
            defaults={"name": name, "role": role, "department": department, "is_demo": True},
        )
        user.is_active = True
        user.set_password(password)
        user.save()
        found[username] = user
    return found


def _leads(people: dict[str, User], at: datetime) -> int:
    """The best proposals become leads at different points of their way; the rest stay in the inbox."""
    if Lead.objects.filter(is_demo=True).exists():
        return 0
    cards = Proposal.objects.cards().filter(article__source__kind=Source.Kind.DEMO, amount__isnull=False, lead=None)
    # Those with all that the later stages ask for.
    cards = cards.exclude(company=None).exclude(industry="").order_by("-score", "pk")
    owners = [people["wangxiao"], people["limin"]]
    made = 0
    for index, (card, (course, age, ahead)) in enumerate(zip(cards[: len(COURSES)], COURSES, strict=False)):
        _one(
            card,
            owners[index % 2],
            course,
            at - timedelta(days=age),
            timezone.localdate(at) + timedelta(days=ahead),
            index,
        )
        made += 1
    spare = cards.first()
    if spare is not None:
        triage.accept(spare, by=people["zhouyan"], at=at, mine=False)
        made += 1
    return made


def _one(card: Proposal, owner: User, course: tuple[str, ...], start: datetime, due: object, index: int) -> None:
    lead = triage.accept(card, by=owner, at=start)
    stages = {stage.key: stage for stage in Stage.objects.all()}
    now = timezone.now()
    step = (now - start) / (len(course) + 1)
    for count, key in enumerate(course, start=1):
        try:
            pursue.move(lead, stages[key], by=owner, at=start + step * count)
        except Refused:  # what a later stage asks for was not in the coverage: the lead stays where it is
            break
    name, title, phone, role = CONTACTS[index % len(CONTACTS)]
    contact = Contact.objects.create(name=name, phones=[phone], created_by=owner, is_demo=True)
    positions.take(contact, lead.company, title, by=owner, at=start)
    pursue.add_contact(lead, contact, by=owner, role=role)
    for count, (kind, progress, following) in enumerate(NOTES[: len(course)]):
        follow_up(
            lead, by=owner, at=start + step * (count + 0.5), kind=kind, progress=progress, next_step=following,
            next_on=due, told=Told(people=[contact]),  # type: ignore[arg-type]
        )  # fmt: skip
    if not course:
        pursue.set_next(lead, by=owner, next_step=pursue.FIRST_STEP, next_on=due)  # type: ignore[arg-type]


def remove(by: User) -> dict[str, int]:
    """Takes the demo away whole; what a real lead quotes stays. Returns what was removed, by Chinese name."""
    with transaction.atomic():
        articles = Article.objects.filter(source__kind=Source.Kind.DEMO)
        told = Appearance.objects.filter(article__in=articles)
        # Only what the demo's coverage told of: an office's own company may have no coverage left and stays.
        companies = list(told.filter(kind="company").values_list("company", flat=True))
        projects = list(told.filter(kind="project").values_list("project", flat=True))
        leads = Lead.objects.filter(is_demo=True)
        quoted = (
            LeadValue.objects.exclude(lead__in=leads).filter(article__in=articles).values_list("article", flat=True)
        )
        removed = {"线索": leads.count(), "联系人": Contact.objects.filter(is_demo=True).count()}
        leads.delete()
        Contact.objects.filter(is_demo=True).delete()
        kept = list(quoted)
        folder = Source.built_in(Source.Kind.FOLDER)
        Article.objects.filter(pk__in=kept).update(source=folder)
        Tally.objects.filter(article__in=kept).update(source=folder)
        removed["报道"] = articles.count()
        articles.delete()
        removed["项目"] = _forget(
            Project.objects.filter(pk__in=projects, appearances=None, leads=None, created_by=None, proposals=None)
        )
        removed["企业"] = _forget(
            Company.objects.filter(
                pk__in=companies, appearances=None, leads=None, contacts=None, projects=None, created_by=None
            )
        )
        if winning.home_names() == [HOME]:
            HomeArea.objects.all().delete()
        removed["用户"] = _dismiss()
        Source.objects.filter(kind=Source.Kind.DEMO).delete()
        record(by, "移除演示数据", note="，".join(f"{name} {count}" for name, count in removed.items()))
    return removed


def _forget(rows: object) -> int:
    pks = list(rows.values_list("pk", flat=True))  # type: ignore[attr-defined]
    rows.model.objects.filter(pk__in=pks).delete()  # type: ignore[attr-defined]
    return len(pks)


def _dismiss() -> int:
    """Deletes the demo's people; one whom a real row still names is only locked out."""
    count = 0
    for user in User.objects.filter(is_demo=True):
        try:
            with transaction.atomic():
                user.delete()
            count += 1
        except ProtectedError:
            User.objects.filter(pk=user.pk).update(is_active=False)
    Department.objects.filter(parent__name=OFFICE, users=None, leads=None).delete()
    Department.objects.filter(name=OFFICE, children=None, users=None, leads=None).delete()
    return count

"""Makers of rows: plain functions with keywords, each giving what a test does not care about a plain value."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from identities.models import Appearance, Company, CompanyName, Project, ProjectName
from leads import followups, funds, positions, problems, pursue
from leads.attach import attach
from leads.enquiry import Answers, receive
from leads.followups import Told
from leads.milestones import set_milestone
from leads.models import (
    Attachment,
    Contact,
    Enquiry,
    FollowUp,
    Lead,
    Problem,
    Promise,
    Proposal,
    Stage,
    Suggestion,
    Winner,
)
from leads.problems import Hands
from press import uploading
from press.findings import findings_in
from press.models import (
    Article,
    Correction,
    Fact,
    Host,
    Lesson,
    Link,
    Mention,
    Reading,
    Schedule,
    Source,
    Step,
    Upload,
    Visit,
    key_of,
)
from press.read import sentence_around
from reading.names import normal
from staff.models import Department, User
from staff.permissions import Role

ENGINE = "test.1"
_numbers = count(1)

STORY = (
    "苍梧半导体项目签约落户临江\n"
    "临江日报 2026-11-02\n"
    "11月2日，苍梧半导体股份有限公司与临江高新区签约，苍梧显示模组项目总投资51亿元，用地180亩。\n"
    "项目计划2027年6月开工。\n"
)


def department(name: str, *, parent: Department | None = None) -> Department:
    return Department.objects.create(name=name, parent=parent)


def user(name: str, role: str = Role.OFFICER, unit: Department | None = None, **more: Any) -> User:
    more.setdefault("username", f"u{next(_numbers)}")
    return User.objects.create(name=name, role=role, department=unit, **more)


def article(
    text: str = STORY,
    *,
    title: str = "苍梧半导体项目签约落户临江",
    done: Step | None = Step.PROPOSE,
    at: datetime | None = None,
    kind: Source.Kind = Source.Kind.PASTE,
    **more: Any,
) -> Article:
    """An article whose steps up to `done` are behind it; its text is its original. The same text may come twice."""
    at = at or timezone.now()
    raw = text.encode()
    steps = list(Step)[: list(Step).index(done) + 1] if done else []
    values: dict[str, Any] = {
        "source": Source.built_in(kind), "raw": raw, "arrived_at": at, "outlet": "临江日报", "engine": ENGINE,
        "digest": hashlib.sha256(raw + str(next(_numbers)).encode()).hexdigest(),
        **{f"{step}_at": at for step in steps},
    }  # fmt: skip
    if steps:
        values |= {"original": text, "text": text, "title": title}
    return Article.objects.create(**{**values, **more})


def source(name: str = "临江日报", *, by: User | None = None, kind: str = Source.Kind.LIST, **more: Any) -> Source:
    """A watched source that is not due."""
    url = more.pop("url", f"http://paper{next(_numbers)}.example/list/")
    row = Source.objects.create(name=name, kind=kind, url=url, created_by=by, **{"pattern": "/art/**", **more})
    Schedule.objects.create(source=row, next_at=timezone.now() + timedelta(hours=1))
    return row


def link(source: Source, *, state: str = Link.State.FAILED, **more: Any) -> Link:
    """One link of a visit of the source, failed unless told otherwise."""
    at, number = timezone.now(), next(_numbers)
    visit = Visit.objects.create(source=source, state=Visit.State.DONE, asked_at=at)
    url, host = f"http://paper.example/art/{number}.html", Host.objects.get_or_create(name="paper.example")[0]
    values = {
        "title": f"苍梧{number}号项目签约",
        "error": "网页打不开。",
        "code": "unreachable",
        "found_at": at,
        "next_at": at,
    }
    return Link.objects.create(
        source=source, visit=visit, host=host, url=url, key=key_of(url), state=state, **{**values, **more}
    )


def enquiry(company: str = "采薇显示有限公司") -> Enquiry:
    """What a firm wrote through the public form, its card not yet made."""
    answers = Answers("需要厂房", "生产显示模组", "年纳税800万元", company, "陈立群", "13800138000")
    return receive(answers, sender="x", token=f"t{next(_numbers)}", at=timezone.now())


def upload(*names: str, by: User) -> Upload:
    """A batch of small texts that wait, each of another day."""
    files = [(name, f"{STORY}{name}".encode()) for name in names or ("一.txt", "二.txt")]
    return uploading.receive(files, by=by, at=timezone.now())


def _place(article: Article, words: str, nth: int = 0) -> dict[str, Any]:
    start = -1
    for _ in range(nth + 1):
        start = article.original.index(words, start + 1)
    around = sentence_around(article.original, (start, start + len(words)))
    return {
        "start": start, "end": start + len(words), "quote": words,
        "sentence_start": around[0], "sentence_end": around[1], "engine": ENGINE,
    }  # fmt: skip


def mention(article: Article, words: str, *, kind: str = "company", of: str = "", nth: int = 0, **more: Any) -> Mention:
    """The words where they stand in the article, as a name of the entity `of`."""
    return Mention.objects.create(
        article=article, kind=kind, of=of or words, name=words, occurrence=nth, **_place(article, words, nth), **more
    )


def fact(article: Article, subject: str, kind: str, value: Any, words: str, **more: Any) -> Fact:
    return Fact.objects.create(
        article=article, subject=subject, kind=kind, value=value, text=words, **_place(article, words), **more
    )


def correction(article: Article, words: str, *, by: User, teaches: bool = True, **more: Any) -> Correction:
    """A word that these words are no company, kept but not put in, and its lesson."""
    place = _place(article, words)
    place.pop("quote")
    values: dict[str, Any] = {
        "kind": "type", "field": "company", "target": "name", "subject": words, "before": "company", "after": "",
        "by": by, "at": timezone.now(),
    }  # fmt: skip
    row = Correction.objects.create(article=article, **{**values, **place, **more})
    if teaches:
        Lesson.objects.create(name=words, verdict="not", correction=row, by=by, at=row.at).articles.add(article)
    return row


def reading(article: Article, **more: Any) -> Reading:
    """A newer reading of the article that waits, and finds nothing."""
    values: dict[str, Any] = {"engine": "test.2", "at": timezone.now(), "state": "waiting", "gone": 1}
    Reading.objects.create(
        article=article, engine=article.engine, at=values["at"], state="present", found=findings_in(article).as_json()
    )
    return Reading.objects.create(article=article, **{**values, **more})


def yuan(value: int | str, currency: str = "CNY") -> dict[str, str]:
    """A sum as facts and values store it."""
    return {"value": str(value), "currency": currency}


def company(name: str = "苍梧半导体股份有限公司", *also: str, **more: Any) -> Company:
    row = Company.objects.create(name=name, **more)
    for text in (name, *also):
        CompanyName.objects.create(company=row, text=text, key=normal(text))
    return row


def project(name: str = "苍梧显示模组项目", *companies: Company, **more: Any) -> Project:
    row = Project.objects.create(name=name, **more)
    ProjectName.objects.create(project=row, text=name, key=normal(name))
    row.companies.add(*companies)
    return row


def appears(article: Article, row: Company | Project, of: str = "") -> Appearance:
    kind = "company" if isinstance(row, Company) else "project"
    return Appearance.objects.create(article=article, kind=kind, of=of or row.name, **{kind: row})


def proposal(article: Article, project: Project, **more: Any) -> Proposal:
    values: dict[str, Any] = {
        "company": project.companies.first(), "name": project.name, "sentence_start": 0, "sentence_end": 5,
        "score": 60, "created_at": timezone.now(),
    }  # fmt: skip
    return Proposal.objects.create(article=article, project=project, **{**values, **more})


def story(
    *, name: str = "苍梧", amount: int = 5_100_000_000, place: str = "", of: Project | None = None, **more: Any
) -> Proposal:
    """One article with its company, project, facts and the proposal that waits: 签约, 51亿元, 180 亩.

    `of` is a project that is known already; else company and project are new, their names begin with `name`.
    """
    firm_name, project_name = f"{name}半导体股份有限公司", of.name if of else f"{name}显示模组项目"
    text = STORY.replace("苍梧半导体股份有限公司", firm_name).replace("苍梧显示模组项目", project_name)
    paper = article(text.replace("苍梧", name), title=f"{name}半导体项目签约落户临江", **more)
    firm = of.companies.get() if of else company(firm_name)
    row = of or project(project_name, firm)
    mention(paper, firm_name)
    mention(paper, project_name, kind="project", data={"kind": "industry"})
    fact(paper, project_name, "company", firm_name, firm_name)
    fact(paper, project_name, "amount", yuan(amount), "51亿元")
    fact(paper, project_name, "stage", "signed", "签约")
    fact(paper, project_name, "industry", "集成电路", "显示模组")
    fact(paper, project_name, "land", 180.0, "180亩")
    appears(paper, firm, firm_name)
    appears(paper, row, project_name)
    return proposal(
        paper, row, amount=amount, press_stage="signed", industry="集成电路", place=place, company=firm
    )  # fmt: skip


def stage(key: str) -> Stage:
    return Stage.objects.get(key=key)


def lead(
    name: str = "苍梧显示模组",
    *,
    owner: User | None = None,
    by: User | None = None,
    at: datetime | None = None,
    stage: str = "clue",
    next_on: date | None = None,
    days: int = 0,
    **more: Any,
) -> Lead:
    """A lead in `owner`'s hands, or in the pool; it entered its stage `days` ago. `more` are columns."""
    at = (at or timezone.now()) - timedelta(days=days)
    maker = by or owner
    assert maker is not None
    links = {key: more.pop(key) for key in ("company", "project", "department", "article") if key in more}
    row = pursue.open_lead(
        name=name, by=maker, at=at, owner=owner, stage=Stage.objects.get(key=stage), **links,
        next_step="约对方来看地" if owner else "", next_on=(next_on or timezone.localdate()) if owner else None,
    )  # fmt: skip
    if more:
        Lead.objects.filter(pk=row.pk).update(**more)
        row.refresh_from_db()
    return row


def close(lead: Lead, *, by: User, to: str = "lost", why: str = "签到别处去了") -> None:
    pursue.move(lead, stage(to), by=by, at=timezone.now(), why=why)


def contact(name: str = "陈启明", *, by: User, phones: Iterable[str] = ("13800002201",), **more: Any) -> Contact:
    company, title = more.pop("company", None), more.pop("title", "")
    row = Contact.objects.create(name=name, created_by=by, phones=list(phones), **more)
    positions.take(row, company, title, by=by, at=timezone.now())
    return row


def follow_up(lead: Lead, *, by: User, at: datetime | None = None, **more: Any) -> FollowUp:
    values: dict[str, Any] = {"kind": "call", "progress": "对方关心供地时间", "next_step": "发政策清单"}
    next_on = timezone.localdate() + timedelta(days=5)
    told = Told(**{key: more.pop(key) for key in ("outcome", "place", "minutes", "people", "files") if key in more})
    values |= {"next_on": next_on, "told": told, **more}
    return followups.follow_up(lead, by=by, at=at or timezone.now(), **values)


def problem(lead: Lead, *, by: User, to: Hands = None, due_in: int | None = None, **more: Any) -> Problem:
    """A problem on the lead; handed to `to` with its day `due_in` days from today."""
    due_on = timezone.localdate() + timedelta(days=due_in) if due_in is not None else None
    return problems.open_problem(lead, "供电容量不够", by=by, at=timezone.now(), to=to, due_on=due_on, **more)


def attachment(lead: Lead, *, by: User, raw: bytes = b"%PDF-1.7 minutes", name: str = "纪要.pdf") -> Attachment:
    return attach(lead, ContentFile(raw, name=name), by=by, at=timezone.now())


def way(lead: Lead, *, by: User) -> dict[str, Any]:
    """A row of each kind that tells of the lead's way, by the first word of the names of their addresses."""
    now, today = timezone.now(), timezone.localdate()
    return {
        "promise": Promise.objects.create(lead=lead, what="年底将投产", due=today, told_due=today, created_at=now),
        "milestone": set_milestone(lead, "started", "planned", today, by=by, at=now),
        "funds": funds.add(lead, Decimal(30_000_000), "CNY", on=today, by=by, at=now),
        "stage": Stage.objects.get(key="lost"),
        "winner": Winner.objects.create(lead=lead, record="stale", record_on=today, place="澜州", created_at=now),
    }


def suggestion(lead: Lead, article: Article, field: str, value: Any, words: str, **more: Any) -> Suggestion:
    place = _place(article, words)
    for key in ("quote", "engine"):
        place.pop(key)
    return Suggestion.objects.create(
        lead=lead, article=article, field=field, value=value, text=words, created_at=timezone.now(), **place, **more
    )

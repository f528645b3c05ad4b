"""How many questions a page asks the database: as many for thirty rows as for three."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from identities.models import Company, Project
from leads.models import Lead, Proposal
from leads.views.inbox import PAGE
from press.models import Article, Source
from staff.journal import record
from staff.models import Department, User
from staff.notify import tell
from tests import make

# Besides, the bar of every page counts the unread notices.
BAR = 1
# The most that a page may ask; a number may fall, and rises only with a reason (a search of companies and of projects asks
# for the keys of few matches before their rows).
MOST = {
    "/": 19, "/inbox/": 15, "/inbox/all/": 5, "/leads/": 12, "/board/": 9, "/contacts/": 5, "/companies/": 5,
    "/projects/": 6, "/articles/": 6, "/staff/users/": 7, "/staff/journal/": 6, "/notes/": 3, "/search/?q=采薇": 14,
    "/quality/": 10, "/facts/": 4, "/mentions/": 4, "/lexicon/": 5, "/readings/": 13, "/problems/": 6,
    "/sources/": 5, "/visits/": 6, "/links/": 6, "source": 11, "/promises/": 5, "/winners/": 6, "lead": 15,
    "/echelons/": 7, "/staff/notices/": 5, "/go/?q=采薇": 15, "company": 24, "project": 21, "article": 13,
    "contact": 7, "card": 15, "/enquiries/": 6, "/uploads/": 6, "/failures/": 6,
}  # fmt: skip


def add(number: int, owner: User, kept: Lead) -> None:
    """One of everything on every list, and one of everything that hangs on the kept lead, its company and project."""
    card = make.story(name=f"采薇{number}")
    lead = make.lead(f"采薇线索{number}", owner=owner, company=card.company, project=card.project, amount=10**9)
    contact = make.contact(f"采薇联系人{number}", by=make.user(f"u{number}"), company=kept.company)
    for row in (lead, kept):
        row.contacts.create(contact=contact)
        written = make.follow_up(row, by=owner, people=[contact], outcome="talked")
        tell([owner], f"动静{number}", kind="lead", about=row)
        written.notes.create(text="补一句", by=contact.created_by, at=timezone.now())
        row.comments.create(text="请看", by=contact.created_by, at=timezone.now())
        make.problem(row, by=owner, to=contact.created_by, due_in=number)
        row.milestones.update(stands=False)
        make.way(row, by=owner)
        make.suggestion(row, card.article, "amount", make.yuan(number + 1), "51亿元")
    make.enquiry(f"采薇{number}有限公司")
    make.upload(by=owner)
    make.article(done=None, failed_at=timezone.now(), failed_step="clean", error="没有文字")
    make.story(name=f"采薇新{number}")
    make.story(of=kept.project, name="采薇主")
    make.lead(f"采薇池{number}", by=owner)
    kept.values.create(
        field="amount", value=make.yuan(number + 1), text=str(number), chosen=False, by=owner, at=timezone.now(),
        article=card.article, start=0, end=3, sentence_start=0, sentence_end=9,
    )  # fmt: skip
    kept.moves.create(from_stage=kept.stage, to_stage=kept.stage, by=owner, at=timezone.now(), article=card.article)
    make.lead(f"采薇旁{number}", owner=owner, company=kept.company)
    make.department(f"部门{number}")
    make.correction(card.article, "临江高新区", by=owner)
    make.reading(card.article)
    record(owner, "导出", about=f"采薇{number}")
    make.link(make.source(f"采薇{number}", by=owner))
    make.link(Source.objects.get(name="采薇主报"))
    make.article(f"采薇{number}的消息", source=Source.objects.get(name="采薇主报"))


@pytest.fixture
def kept(office: Department, administrator: User) -> Lead:
    card = make.story(name="采薇主")
    make.source("采薇主报", by=administrator)
    return make.lead("采薇主线索", owner=administrator, company=card.company, project=card.project)


def test_thirty_rows_ask_as_much_as_three(kept: Lead, administrator: User, sign_in: Callable[..., Client]) -> None:
    client = sign_in(administrator)
    assert isinstance(kept.company, Company)
    assert isinstance(kept.project, Project)

    def counts() -> dict[str, int]:
        article = Article.objects.filter(proposals__project=kept.project).earliest("pk")
        card = article.proposals.get(project=kept.project)
        waiting = list(Proposal.objects.cards().values_list("pk", flat=True))
        named = {
            "lead": kept.get_absolute_url(), "company": kept.company.get_absolute_url(),  # type: ignore[union-attr]
            "project": kept.project.get_absolute_url(), "article": article.get_absolute_url(),  # type: ignore[union-attr]
            "source": Source.objects.get(name="采薇主报").get_absolute_url(),
            "contact": kept.contacts.earliest("pk").contact.get_absolute_url(),
            # On the page of the inbox where it stands, as its link in the list does.
            "card": f"{card.get_absolute_url()}?page={waiting.index(card.pk) // PAGE + 1}",
        }  # fmt: skip
        found = {}
        for name in MOST:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(named.get(name, name)).status_code == 200, name
            found[name] = len(asked)
        return found

    for number in range(3):
        add(number, administrator, kept)
    counts()  # what is opened for the first time is marked as seen
    few = counts()
    for number in range(3, 19):
        add(number, administrator, kept)
    client.get("/inbox/")
    many = counts()
    assert {name: (few[name], many[name]) for name in MOST if few[name] != many[name]} == {}
    assert {name: many[name] for name in MOST if many[name] > MOST[name] + BAR} == {}

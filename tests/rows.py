"""A small office at work: a row of every kind, so that every address of the site has something to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from leads.models import (
    Attachment,
    ClaimAttempt,
    Clash,
    Comment,
    Contact,
    Enquiry,
    FollowUp,
    Handover,
    Introduction,
    Lead,
    Mute,
    Problem,
    Proposal,
    SavedView,
    SpecialDay,
    Suggestion,
    WatchRule,
)
from leads.positions import introduce
from press.models import Correction, Lesson, Link, Reading, Upload
from staff.models import Notice, User
from tests import make


@dataclass(frozen=True, slots=True)
class Rows:
    """王晓's lead with all that hangs on it, a story that waits, and her contact."""

    lead: Lead
    proposal: Proposal
    suggestion: Suggestion
    contact: Contact
    attachment: Attachment
    followup: FollowUp
    comment: Comment
    problem: Problem
    introduction: Introduction
    upload: Upload
    enquiry: Enquiry
    user: User
    more: dict[str, Any]
    """Rows of further kinds, by the first word of the names of their addresses."""

    def _clash(self, *, raised: bool) -> int:
        """The administrator's refused claim on 王晓's lead, or the clash over it."""
        by = User.objects.get(role="administrator")
        attempt = ClaimAttempt.objects.get_or_create(
            lead=self.lead, by=by, holder=self.user, defaults={"at": timezone.now()}
        )[0]
        if not raised:
            return attempt.pk
        said = {"statement": "我先谈的", "raised_at": timezone.now()}
        return Clash.objects.get_or_create(attempt=attempt, defaults=said)[0].pk

    def values(self, name: str) -> dict[str, Any]:
        """The arguments of the address with that name, each naming one of these rows."""
        room, _, thing = name.partition(":")
        key = {
            "press": self.upload.pk if thing.startswith("upload") else self.proposal.article_id,
            "identities": self.proposal.company_id if thing.startswith("company") else self.proposal.project_id,
            "staff": self.user.department_id if thing.startswith("department") else self.user.pk,
        }.get(room)
        of_press: dict[str, Any] = {"correction": Correction, "reading": Reading, "lesson": Lesson}
        if room == "press" and thing.split("-")[0] in of_press:
            key = of_press[thing.split("-")[0]].objects.latest("pk").pk
        if thing.startswith("clash"):
            key = self._clash(raised=thing != "clash-raise")
        elif thing == "company-claim":
            key = self.proposal.company_id
        elif thing.startswith("hand-"):
            key = self.proposal.article_id
        elif thing.startswith("watch-"):
            key = WatchRule.objects.get_or_create(name="关注苍梧", defaults={"created_at": timezone.now()})[0].pk
        elif thing.startswith("mute-"):
            mute = {"kind": "word", "word": "房展", "by": self.user, "at": timezone.now()}
            key = Mute.objects.get_or_create(word="房展", defaults=mute)[0].pk
        elif room == "press" and thing.startswith(("source-", "visit-", "link-")):
            link = Link.objects.get()
            key = {"source": link.source_id, "visit": link.visit_id, "link": link.pk}[thing.partition("-")[0]]
        elif thing.startswith("day-"):
            key = SpecialDay.objects.get_or_create(day=date(2026, 10, 1), defaults={"name": "国庆节"})[0].pk
        elif thing.startswith("notice-"):
            told = {"user": self.user, "kind": Notice.Kind.LEAD, "text": "有动静"}
            key = Notice.objects.get_or_create(**told, defaults={"at": timezone.now()})[0].pk
        elif thing.startswith("view-"):
            kept = {"owner": self.user, "name": "我的"}
            key = SavedView.objects.get_or_create(**kept, defaults={"at": timezone.now()})[0].pk
        elif thing.startswith("handover-"):
            hands: dict[str, Any] = {"giver": self.user, "by": self.user, "why": "调岗"}
            hands["taker"] = User.objects.exclude(pk=self.user.pk).earliest("pk")
            key = (Handover.objects.first() or Handover.objects.create(**hands, at=timezone.now())).pk
        elif room == "leads":
            row: Any = {
                "proposal": self.proposal, "inbox": self.proposal, "contact": self.contact, "suggestion": self.suggestion,
                "attachment": self.attachment, "comment": self.comment, "followup": self.followup, "problem": self.problem,
                "company": self.proposal.company, "introduction": self.introduction, "enquiry": self.enquiry, **self.more,
            }.get(thing.split("-")[0], self.lead)  # fmt: skip
            key = self.user.department_id if thing.startswith("target") else row.pk
        return {"pk": key, "token": "wrong"}


@pytest.fixture
def rows(officer: User, everyone: dict[str, User]) -> Rows:
    """All of it is 王晓's of 一科; whoever else may see it, may by their role."""
    told = make.story()
    held = make.story(name="采薇")
    lead = make.lead("采薇显示模组", owner=officer, company=held.company, project=held.project)
    make.proposal(make.article("采薇显示模组项目又有消息。"), held.project, lead=lead)
    contact = make.contact(by=officer, company=held.company)
    lead.contacts.create(contact=contact)
    followup = make.follow_up(lead, by=officer, people=[contact])
    comment = Comment.objects.create(lead=lead, text="对方很急", by=officer, at=timezone.now())
    problem = make.problem(lead, by=officer, to=officer, due_in=3)
    known = make.contact("丁一", by=officer, phones=[])
    introduction = introduce(known, contact, by=officer, at=timezone.now())
    suggestion = make.suggestion(lead, held.article, "amount", make.yuan(6_000_000_000), "51亿元")
    make.correction(told.article, "临江高新区", by=officer)
    make.reading(told.article)
    make.link(make.source(by=officer))
    return Rows(
        lead,
        told,
        suggestion,
        contact,
        make.attachment(lead, by=officer),
        followup,
        comment,
        problem,
        introduction,
        make.upload(by=officer),
        make.enquiry(),
        officer,
        make.way(lead, by=officer),
    )

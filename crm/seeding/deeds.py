"""What work leaves on a lead of the made-up office: claims, clocks, milestones, promises, problems, remarks, notices."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from crm.seeding.copying import Tables
from crm.seeding.coverage import Told
from leads.models import Claim, Clock, Comment, Milestone, Problem, ProblemStep, Promise, Stage
from staff.models import Notice

PROBLEMS = ("110千伏用电容量不足", "用地指标待批", "环评批复未下", "厂房层高不够", "投资协议条款未谈拢")
REMARKS = ("下周一起去一趟。", "政策口径按去年的办。", "对方总部换了负责人，先别催。", "资料已转项目服务科。")
# How many leads have such a thing.
PROBLEM, REMARK, NOTICE, PROMISE = 0.12, 0.2, 0.3, 0.15


class Deeds:
    """Adds to leads what the days in somebody's hands leave behind."""

    def __init__(self, tables: Tables, seed: int) -> None:
        self.tables, self.at = tables, tables.at
        self.today = timezone.localdate(tables.at)
        self.chance = random.Random(seed)  # noqa: S311 (an office, not secrets)

    def hold(self, lead: int, owner: int, begun: datetime, *, is_open: bool) -> None:
        """The claim that runs, the clocks of an owned lead (a report is due every fortnight), and what happens on some."""
        chance, tables = self.chance, self.tables
        tables.add(Claim, lead_id=lead, owner_id=owner, at=begun, proof="报道")
        self._clock(lead, Clock.Kind.ANSWER, begun, 1, done=begun + timedelta(hours=5), by=owner)
        self._clock(lead, Clock.Kind.JUDGE, begun, 3, done=begun + timedelta(days=2), by=owner)
        if is_open:
            since = self.at - timedelta(days=chance.randrange(0, 18))
            self._clock(lead, Clock.Kind.REPORT, max(begun, since), 14, done=None, by=owner)
        if chance.random() < PROBLEM:
            self._problem(lead, owner, begun)
        if chance.random() < REMARK:
            tables.add(Comment, lead_id=lead, text=chance.choice(REMARKS), by_id=owner, at=begun + timedelta(days=1))
        if chance.random() < NOTICE:
            tables.add(
                Notice, user_id=owner, kind=Notice.Kind.LEAD, text="新闻提到这条线索", url=f"/leads/{lead}/",
                model="leads.lead", object_id=lead, at=self.at - timedelta(hours=chance.randrange(2000)),
                read_at=None if chance.random() < 0.1 else self.at,
            )  # fmt: skip

    def _clock(self, lead: int, kind: str, start: datetime, days: int, *, done: datetime | None, by: int) -> None:
        due = timezone.localdate(start) + timedelta(days=days)
        late = due < (timezone.localdate(done) if done else self.today)
        self.tables.add(
            Clock, lead_id=lead, kind=kind, starts_at=start, due_on=due, done_at=done, done_by_id=by if done else None,
            breached_at=timezone.make_aware(datetime.combine(due, datetime.min.time())) + timedelta(days=1, hours=8)
            if late else None,
        )  # fmt: skip

    def _problem(self, lead: int, owner: int, begun: datetime) -> None:
        opened = begun + (self.at - begun) * self.chance.random()
        due = timezone.localdate(opened) + timedelta(days=self.chance.randrange(3, 40))
        solved = opened + timedelta(days=6) if self.chance.random() < 0.7 else None
        if solved and solved > self.at:
            solved = None
        text = self.chance.choice(PROBLEMS)
        problem = self.tables.add(
            Problem, lead_id=lead, text=text, person_id=owner, due_on=due, opened_at=opened, opened_by_id=owner,
            solved_at=solved,
        )  # fmt: skip
        self.tables.add(ProblemStep, problem_id=problem, act="raise", by_id=owner, at=opened, text=text)

    def milestones(self, lead: int, by: int, times: Sequence[datetime], course: Sequence[Stage]) -> None:
        """The fact that each passed stage fulfils, and a plan for the milestone to come."""
        done = set()
        for at, stage in zip(times, course, strict=False):
            if stage.milestone:
                done.add(stage.milestone)
                self._milestone(lead, by, stage.milestone, Milestone.What.ACTUAL, timezone.localdate(at), at)
        coming = next((kind for kind in Milestone.Kind if kind not in done), None)
        if done and coming:
            planned = self.today + timedelta(days=self.chance.randrange(-60, 400))
            self._milestone(lead, by, coming, Milestone.What.PLANNED, planned, times[-1])

    def _milestone(self, lead: int, by: int, kind: str, what: str, on: date, at: datetime) -> None:
        self.tables.add(Milestone, lead_id=lead, kind=kind, what=what, on=on, by_id=by, at=at)

    def promise(self, lead: int, told: Told) -> None:
        """For some, what the sentence says will be."""
        if self.chance.random() >= PROMISE:
            return
        start, end = told.spans["stage"]
        due = timezone.localdate(told.at) + timedelta(days=self.chance.randrange(60, 900))
        values: dict[str, Any] = {"due": due, "told_due": due, "created_at": told.at, "stage": "operating"}
        self.tables.add(
            Promise, lead_id=lead, article_id=told.article, what="建成投产", start=start, end=end,
            sentence_start=told.place_of_sentence[0], sentence_end=told.place_of_sentence[1], quote=told.sentence, **values,
        )  # fmt: skip

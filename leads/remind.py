"""What a person is reminded of once a day: next steps due and overdue, problems in their hands, leads long without contact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from leads.models import Lead, Problem
from leads.rules import rules
from staff.models import Notice, User
from staff.notify import tell


def silent(rows: QuerySet[Lead], days: int, at: datetime) -> QuerySet[Lead]:
    """Open leads in somebody's hands whose last contact, or else claim, lies at least so many days back."""
    spoken = Coalesce("last_contact_at", "claimed_at", "created_at")
    back = rows.filter(closed_at=None, in_pool=False).alias(spoken=spoken)
    return back.filter(spoken__lte=at - timedelta(days=days))


def remind(*, at: datetime) -> int:
    """One notice to each person who has something to do today; how many people have one.

    The day's own state only: after days without a clock nobody is told what those days would have said. Safe to run
    twice: a person is told once a day.
    """
    today = timezone.localdate(at)
    words: dict[int, list[str]] = defaultdict(list)
    mine = Lead.objects.open().filter(owner__isnull=False).order_by().values("owner")
    for row in mine.annotate(due=Count("pk", filter=Q(next_on=today)), late=Count("pk", filter=Q(next_on__lt=today))):
        words[row["owner"]] += _counted(row["due"], "条今天到期") + _counted(row["late"], "条已逾期")
    for owner, count in _problems(today):
        words[owner] += _counted(count, "个问题到期未销号")
    days = rules().silent_days
    if days:
        quiet = silent(Lead.objects.all(), days, at).order_by().values("owner").annotate(n=Count("pk"))
        for found in quiet:
            words[found["owner"]] += _counted(found["n"], f"条 {days} 天以上没联系")
    people = User.objects.in_bulk([pk for pk, said in words.items() if said])
    for pk, person in people.items():
        text = f"{today:%m-%d} 提醒：{'，'.join(words[pk])}。"
        tell([person], text, kind=Notice.Kind.DUE, url="/", at=at, once=f"day:{today}")
    return len(people)


def _counted(count: int, words: str) -> list[str]:
    return [f"{count} {words}"] if count else []


def _problems(today: date) -> Iterable[tuple[int, int]]:
    rows = Problem.objects.open().filter(person__isnull=False, due_on__lte=today).order_by()
    return rows.values_list("person").annotate(Count("pk"))

"""The iCalendar feed of one person: next steps of their leads, problems in their hands, what coverage
promised of their leads; each on its day."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from icalendar import Calendar, Event

from leads.models import CalendarFeed, Lead, Problem, Promise
from staff.models import User
from staff.permissions import Can, user_can

# Days back that are still shown: what is overdue stays in sight.
BACK = timedelta(days=60)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def new_secret(user: User, *, at: datetime) -> str:
    """A new secret for the person's feed; the address before is worthless from now on. It is told only this once."""
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(user=user, defaults={"digest": digest_of(secret), "at": at})
    return secret


def revoke(user: User) -> None:
    """Ends the person's feed."""
    CalendarFeed.objects.filter(user=user).delete()


def owner_of(secret: str) -> User | None:
    """Whose feed it is; None for a secret that is none, or of somebody who may no longer sign in."""
    feed = CalendarFeed.objects.select_related("user__department").filter(digest=digest_of(secret)).first()
    return feed.user if feed and user_can(feed.user, Can.LEAD_READ) else None


def feed_of(user: User, *, at: datetime, site: str) -> bytes:
    """The calendar; `site` is the address before the paths of links (https://crm.example). Whole days: a next step has a
    day, no hour, so it stands on that day in whatever zone the phone is."""
    calendar = Calendar()
    calendar.add("prodid", "-//zhaoshang-crm//CN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"招商线索 {user}")
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    for event in _events(user, at, site):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(user: User, at: datetime, site: str) -> Iterator[Event]:
    oldest = at.date() - BACK
    leads = Lead.objects.visible_to(user).open().filter(owner=user, next_on__gte=oldest).select_related("company")
    for lead in leads.order_by("next_on", "pk"):
        assert lead.next_on is not None
        title = f"{lead.next_step}｜{lead.name}"
        yield _event(
            f"lead-{lead.pk}", lead.next_on, title, f"{site}{lead.get_absolute_url()}", at, str(lead.company or "")
        )
    problems = Problem.objects.visible_to(user).open().filter(person=user, due_on__gte=oldest).select_related("lead")
    for problem in problems.order_by("due_on", "pk"):
        assert problem.due_on is not None
        title = f"问题到期｜{problem.text[:60]}"
        yield _event(
            f"problem-{problem.pk}", problem.due_on, title, f"{site}{problem.get_absolute_url()}", at, problem.lead.name
        )
    promises = Promise.objects.visible_to(user).filter(
        state=Promise.State.OPEN, lead__owner=user, lead__closed_at=None, due__gte=oldest
    )
    for promise in promises.listed().order_by("due", "pk"):
        title = f"承诺到期｜{promise.what[:60]}"
        yield _event(
            f"promise-{promise.pk}", promise.due, title, f"{site}{promise.get_absolute_url()}", at, promise.lead.name
        )


def _event(key: str, day: date, title: str, url: str, at: datetime, note: str) -> Event:
    event = Event()
    event.add("uid", f"{key}@zhaoshang-crm")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", title)
    event.add("description", f"{note}\n{url}".strip())
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    return event

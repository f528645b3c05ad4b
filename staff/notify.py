"""Telling people: one row per person, inside the transaction of what they are told about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.utils import timezone

from staff.models import Notice, User

LONGEST = 400


def tell(
    users: Iterable[User],
    text: str,
    *,
    kind: Notice.Kind,
    about: models.Model | None = None,
    url: str = "",
    at: datetime | None = None,
    once: str = "",
) -> None:
    """Leaves a notice for each of these people who can still sign in; text beyond 400 characters is cut with an ellipsis.

    `about` is the row it speaks of; `url` a path of this site, by default the row's own page. With a non-empty `once`
    a person is told a single time, however often and from however many workers this is called.
    """
    if not url and about is not None and hasattr(about, "get_absolute_url"):
        url = about.get_absolute_url()
    if len(text) > LONGEST:
        text = text[: LONGEST - 1] + "…"
    told = {user.pk: user for user in users if user.is_active}
    Notice.objects.bulk_create(
        [
            Notice(
                user=user,
                kind=kind,
                text=text,
                url=url,
                model=about._meta.label_lower if about is not None else "",
                object_id=about.pk if about is not None else None,
                at=at or timezone.now(),
                once=once,
            )
            for user in told.values()
        ],
        ignore_conflicts=bool(once),
    )

"""Who is signed in, as each request asks."""

from __future__ import annotations

from functools import cache

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

from staff.models import User


class PeopleBackend(ModelBackend):
    """The library's, by name and password; the person comes with their unit and reach, on which every list hangs."""

    def get_user(self, user_id: int) -> User | None:
        user = _everyone().filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None


@cache
def _everyone() -> QuerySet[User]:
    """The question that each request begins with, put together once; never itself evaluated."""
    return User.objects.with_reach()

"""What waits for a person, as the bar of every page tells it."""

from __future__ import annotations

from functools import lru_cache

from leads.watch import inbox, muted, stories
from lists.count import Question, question_of
from staff.models import User


def waiting_for(user: User) -> tuple[int, int]:
    """How many stories and how many unread notices. One query, and one more where something is muted."""
    counted = _question(user.pk).answer()
    found = _unmuted(user.pk).answer() if counted["muted"] else counted
    return found["stories"], counted["unread"]


@lru_cache(maxsize=1000)
def _question(person: int) -> Question:
    """For one person always the same words, which take longer to write than to answer."""
    user = User(pk=person)
    return question_of(stories=stories(user), muted=muted(user), unread=user.notices.filter(read_at=None))


@lru_cache(maxsize=1000)
def _unmuted(person: int) -> Question:
    return question_of(stories=inbox(User(pk=person)))

"""What waits for a person, as the bar of every page tells it."""

from __future__ import annotations

from functools import lru_cache

from leads.watch import inbox
from lists.count import Question, question_of
from staff.models import User


def waiting_for(user: User) -> tuple[int, int]:
    """How many stories and how many unread notices. One query."""
    counted = _question(user.pk).answer()
    return counted["stories"], counted["unread"]


@lru_cache(maxsize=1000)
def _question(person: int) -> Question:
    """For one person always the same words, which take longer to write than to answer."""
    user = User(pk=person)
    return question_of(stories=inbox(user), unread=user.notices.filter(read_at=None))

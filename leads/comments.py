"""评论: what colleagues say to each other about a lead."""

from __future__ import annotations

from datetime import datetime

from leads.callouts import Called, call
from leads.models import Comment, Lead
from staff.models import User
from staff.refusal import Refused


def comment(lead: Lead, text: str, *, by: User, at: datetime) -> Called:
    """Leaves a remark on a lead that its writer sees; tells whom it calls by @姓名, and says whom it could not reach."""
    if not text.strip():
        raise Refused("请写评论。", field="text", code="text")
    Comment.objects.create(lead=lead, text=text.strip(), by=by, at=at)
    return call(text, lead, by=by, at=at, where="评论")


def withdraw(row: Comment, *, by: User, at: datetime) -> None:
    """Takes one's own remark back; Refused for others' and for one taken back already."""
    if not Comment.objects.filter(pk=row.pk, by=by, withdrawn_at=None).update(withdrawn_at=at):
        raise Refused("只能收回自己的评论。", code="not_yours")

"""A person says which of several values stands for a project; and takes it back."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from identities.judge import hold_identities
from identities.models import Appearance, ChosenValue, Project
from identities.said import ONE
from press.models import Fact
from staff.models import User
from staff.refusal import Refused


def choose_value(project: Project, fact: Fact, *, by: User, at: datetime, why: str = "") -> ChosenValue:
    """The fact's value stands from now on, whatever coverage says later; a choice before it is withdrawn.

    Refused where the fact is not about the project, is of a kind that may have several values, or stands already.
    """
    tells = Appearance.objects.filter(project=project, article=fact.article_id, of=fact.subject)
    if fact.gone or fact.kind not in ONE or not tells.exists():
        raise Refused("这个说法已不在报道里，请刷新再选。", code="gone")
    with transaction.atomic():
        hold_identities()
        before = project.chosen.standing().filter(kind=fact.kind).select_related("by").first()
        if before is not None and before.text == fact.shown:
            raise Refused(f"{before.by}已选定{fact.shown}。", code="chosen")
        if before is not None:
            ChosenValue.objects.filter(pk=before.pk).update(withdrawn_at=at, withdrawn_by=by)
        try:
            with transaction.atomic():
                return ChosenValue.objects.create(
                    project=project, kind=fact.kind, value=fact.value, text=fact.shown, article_id=fact.article_id,
                    start=fact.start, end=fact.end, sentence_start=fact.sentence_start, sentence_end=fact.sentence_end,
                    quote=fact.sentence, by=by, at=at, why=why[:400],
                )  # fmt: skip
        except IntegrityError as error:
            raise Refused("刚才有人选定了另一个值，请刷新再看。", code="chosen") from error


def unchoose(chosen: ChosenValue, *, by: User, at: datetime) -> None:
    """Takes the choice back; Refused where it is already."""
    stands = ChosenValue.objects.standing().filter(pk=chosen.pk)
    if not stands.update(withdrawn_at=at, withdrawn_by=by):
        raise Refused("这个选定已被撤回。", code="withdrawn")
    chosen.refresh_from_db()

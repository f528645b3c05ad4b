"""承诺到期: forward statements of coverage become dated checks; on the day the lead's owner is asked what became of them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from leads.models import Lead, Promise, PromiseAnswer
from leads.pursue import Evidence, check_hands
from press.models import Article, Fact
from staff.models import Notice, User
from staff.notify import tell
from staff.refusal import Refused


def keep_promises(lead: Lead, article: Article, facts: list[Fact], at: datetime) -> None:
    """Makes the lead's promises from the article what its newest reading says. Answered ones stay as they are.

    A promise without a day cannot fall due and is none; one that another article made before is the same promise.
    """
    wanted = {
        (fact.start, fact.end): fact for fact in facts if fact.kind == Fact.Kind.PROMISE and fact.value.get("due")
    }
    here = lead.promises.filter(article=article, state=Promise.State.OPEN, answers=None)
    for row in here:
        if (row.start, row.end) not in wanted:
            row.delete()
    elsewhere = {_sameness(row) for row in lead.promises.exclude(article=article)}
    for fact in wanted.values():
        row = _promise(lead, article, fact, at)
        standing = lead.promises.filter(article=article, start=row.start, end=row.end)
        if standing.exists():
            standing.filter(answers=None).update(what=row.what, stage=row.stage, due=row.due, told_due=row.told_due)
        elif _sameness(row) not in elsewhere:
            Promise.objects.bulk_create([row], ignore_conflicts=True)
            elsewhere.add(_sameness(row))


def _promise(lead: Lead, article: Article, fact: Fact, at: datetime) -> Promise:
    due = date.fromisoformat(fact.value["due"])
    evidence = Evidence(article, fact.start, fact.end, fact.sentence_start, fact.sentence_end)
    return Promise(
        lead=lead, what=str(fact.value["what"])[:400], stage=fact.value.get("stage") or "", due=due, told_due=due,
        created_at=at, **evidence.columns,
    )  # fmt: skip


def _sameness(row: Promise) -> tuple[str, date]:
    """What two articles that repeat one promise share."""
    return row.stage or row.what, row.told_due


def answer(
    promise: Promise, said: str, *, by: User, at: datetime, due: date | None = None, why: str = ""
) -> PromiseAnswer:
    """Records what became of the promise: 已兑现, 延期 to a later day, 落空. Refused where somebody was quicker."""
    if said not in (PromiseAnswer.Answer.KEPT, PromiseAnswer.Answer.DELAYED, PromiseAnswer.Answer.BROKEN):
        raise Refused("请选择已兑现、延期或落空。", field="said", code="said")
    with transaction.atomic():
        check_hands(promise.lead, by)
        row = Promise.objects.select_for_update().get(pk=promise.pk)
        if row.state != Promise.State.OPEN or row.due != promise.due:
            raise Refused("刚才有人已经答复过这条承诺，请看过再决定。", code="answered")
        if said == PromiseAnswer.Answer.DELAYED and (due is None or due <= max(row.due, timezone.localdate(at))):
            raise Refused("延期请填一个今天和原期限之后的日期。", field="due", code="due")
        if said == PromiseAnswer.Answer.BROKEN and not why.strip():
            raise Refused("落空请写明情况，之后好查。", field="why", code="why")
        after = due if said == PromiseAnswer.Answer.DELAYED and due else row.due
        given = PromiseAnswer.objects.create(
            promise=row, answer=said, due_before=row.due, due_after=after, by=by, at=at, why=why.strip()[:400]
        )
        state = Promise.State.OPEN if said == PromiseAnswer.Answer.DELAYED else Promise.State(said)
        Promise.objects.filter(pk=row.pk).update(state=state, due=after)
    promise.refresh_from_db()
    return given


def reopen(promise: Promise, *, by: User, at: datetime, why: str = "") -> PromiseAnswer:
    """Takes the answer back: the promise is open again, by its last day. The answer stays in its history."""
    with transaction.atomic():
        check_hands(promise.lead, by)
        row = Promise.objects.select_for_update().get(pk=promise.pk)
        if row.state == Promise.State.OPEN:
            raise Refused("这条承诺还没有答复。", code="open")
        given = PromiseAnswer.objects.create(
            promise=row, answer=PromiseAnswer.Answer.REOPENED, due_before=row.due, due_after=row.due, by=by, at=at,
            why=why.strip()[:400],
        )  # fmt: skip
        Promise.objects.filter(pk=row.pk).update(state=Promise.State.OPEN)
    promise.refresh_from_db()
    return given


def ask_due(at: datetime) -> int:
    """Asks the owners of all promises that fall due by that day; how many were asked now. Each is asked once per day set.

    A promise on a lead in the pool is asked of nobody until somebody holds the lead. Safe to run twice, and late.
    """
    due = Promise.objects.due(timezone.localdate(at)).filter(lead__owner__isnull=False).listed()
    keys = {f"promise:{row.pk}:{row.due}:{row.lead.owner_id}": row for row in due}
    told = set(Notice.objects.filter(once__in=keys).values_list("once", flat=True))
    fresh = {key: row for key, row in keys.items() if key not in told}
    for key, promise in fresh.items():
        assert promise.lead.owner is not None
        words = f"承诺到期（{promise.due:%Y-%m-%d}）：{promise.lead.name}，报道说“{promise.what}”。兑现了吗？"
        tell([promise.lead.owner], words, kind=Notice.Kind.DUE, about=promise, at=at, once=key)
    return len(fresh)

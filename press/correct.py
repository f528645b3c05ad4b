"""Correcting what was read in an article: one word at a time on one thing, kept for ever, put in at once.

Of two people who correct the same thing one is first; the other is told and may then say otherwise, knowing it: `over` names
the correction that they saw standing there.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from press import lexicon
from press.clean import text_of
from press.corrected import DATA, OF_DATA, occurrences
from press.findings import Findings, Spot, findings_in, sentence_around
from press.models import Article, Correction, Lesson
from press.models.mention import QUOTE
from press.readings import lock, present, resolve_again, rewrite
from press.seen import see
from reading import clean
from reading.values import Span
from staff.models import User
from staff.refusal import Refused

Kind, Field = Correction.Kind, Correction.Field
LONGEST_NAME = 100


def name_is(
    article: Article, words: str, kind: str, *, by: User, at: datetime, why: str = "", over: int | None = None,
    teaches: bool = False,
) -> Correction:  # fmt: skip
    """These words, which the article prints, are a company, a project, a person, or ("") none of them.

    With `teaches` the reader takes them so in coverage to come as well. Refused where they are not in the article, where
    they are read so already, and where somebody said otherwise meanwhile.
    """
    with transaction.atomic():
        article = lock(article)
        words, span = found_words(article, words, longest=LONGEST_NAME)
        before = _kind_of(findings_in(article), words)
        if before == kind:
            is_now = Field(kind).label if kind else "不作企业、项目、人员"
            raise Refused(f"“{words}”已经读作“{is_now}”，不用更正。", field="words", code="same")
        row = _keep(
            article, kind=Kind.TYPE if before else Kind.MISSING, field=before or kind, target="name", subject=words,
            before=before, after=kind, span=span, by=by, at=at, why=why, over=over,
        )  # fmt: skip
        # Also where an earlier word made it none already: that one may be taken back, and this one still says so.
        if teaches and "company" in (before, kind, row.before):
            verdict = Lesson.Verdict.COMPANY if kind == "company" else Lesson.Verdict.NOT
            lexicon.teach(words, verdict, by=by, at=at, correction=row)
        _put_in(article, at)
    return row


def rename(
    article: Article, kind: str, old: str, new: str, *, by: User, at: datetime, why: str = "", over: int | None = None,
    teaches: bool = False,
) -> Correction:  # fmt: skip
    """The name that was read as `old` is `new`, which the article prints (a project's name may be composed)."""
    with transaction.atomic():
        article = lock(article)
        found = findings_in(article)
        spots = _spots(found, kind, old)
        if not spots:
            raise Refused(f"这篇报道里现在没有读到“{old}”，请刷新再看。", field="words", code="gone")
        try:
            new, span = found_words(article, new, longest=LONGEST_NAME)
        except Refused:
            if kind != Field.PROJECT or not new.strip():
                raise
            new, span = new.strip()[:LONGEST_NAME], spots[0].span
        if new == old:
            raise Refused("和读出来的名称一样，不用更正。", field="words", code="same")
        row = _keep(
            article, kind=Kind.NAME, field=kind, target="name", subject=old, before=old, after=new, span=span, by=by,
            at=at, why=why, over=over,
        )  # fmt: skip
        if teaches and kind == Field.COMPANY:
            lexicon.teach(new, Lesson.Verdict.COMPANY, by=by, at=at, correction=row)
        _put_in(article, at)
    return row


def set_value(
    article: Article, field: str, subject: str, after: Any, *, by: User, at: datetime, before: Any = None,
    evidence: str = "", why: str = "", over: int | None = None,
) -> Correction:  # fmt: skip
    """The field of the project (of the person: unit, title) that is called so is `after`, or not told (None).

    `before` is the value that was read wrongly, None where none was read; `evidence` words of the article that tell the
    right one, by default those that told the wrong one, else the sentence of the subject's name.
    """
    with transaction.atomic():
        article = lock(article)
        found = findings_in(article)
        kind = "person" if field in (Field.ORG, Field.TITLE) else "project"
        spots = _spots(found, kind, subject)
        if not spots:
            raise Refused(f"这篇报道里现在没有读到“{subject}”，请刷新再看。", code="gone")
        if field == Field.OWNER:
            before = [row.value for row in found.valued if row.subject == subject and row.kind == "company"]
            after = [_company_words(article, name) for name in after or []]
        elif field in OF_DATA:
            before = spots[0].data.get(OF_DATA[field])
        if after == before:
            raise Refused("和读出来的一样，不用更正。", field="after", code="same")
        span = found_words(article, evidence)[1] if evidence.strip() else _told_at(found, field, subject, before, spots)
        row = _keep(
            article, kind=Kind.VALUE, field=field, target=field, subject=subject, before=before, after=after, span=span,
            by=by, at=at, why=why, over=over,
        )  # fmt: skip
        _put_in(article, at)
    return row


def withdraw(row: Correction, *, by: User, at: datetime) -> None:
    """Takes the word back, and what it taught; the reading, or the word before it, holds again. Refused where it is back already."""
    with transaction.atomic():
        article = lock(row.article)
        if not Correction.objects.filter(pk=row.pk, withdrawn_at=None).update(withdrawn_at=at, withdrawn_by=by):
            raise Refused("这条更正已被撤回。", code="withdrawn")
        row.lessons.filter(withdrawn_at=None).update(withdrawn_at=at, withdrawn_by=by)
        _put_in(article, at)
    row.refresh_from_db()


def standing_on(article: Article, target: str, subject: str) -> Correction | None:
    """The word that holds on one thing of the article."""
    rows = Correction.objects.filter(article=article, target=target, subject=subject).standing()
    return rows.select_related("by").order_by("-pk").first()


def found_words(article: Article, words: str, longest: int = QUOTE) -> tuple[str, Span]:
    """The words as the reader sees them (repaired), with the place in the original where they first stand; Refused where
    the article does not print them."""
    words = words.replace("\x00", "").strip()
    if not words:
        raise Refused("请填写报道里的文字。", field="words", code="empty")
    if len(words) > longest:
        raise Refused(f"太长了（{len(words)} 字），请只选名称本身。", field="words", code="long")
    text = text_of(article)
    for form in dict.fromkeys((words, clean(words, "text").text.strip())):
        if spans := occurrences(text, form):
            return form, spans[0]
    raise Refused(f"报道里没有“{words}”这几个字。请从正文里照原样选取或复制。", field="words", code="not_there")


def _company_words(article: Article, name: str) -> str:
    """The words as the reader sees them; Refused where somebody's word stands that they are no company."""
    words = found_words(article, name, longest=LONGEST_NAME)[0]
    stands = standing_on(article, "name", words)
    if stands is not None and stands.kind != Kind.NAME and stands.after != Field.COMPANY:
        raise Refused(
            f"{stands.by}已把“{words}”更正为“{stands.shown_after}”，不是企业。请先更正这个名称。",
            field="after",
            code="no_company",
        )
    return words


def _kind_of(found: Findings, words: str) -> str:
    """What the words are read as now; "" for none."""
    kinds = {spot.kind for spot in found.named if words in (spot.of, spot.name)}
    return next((kind for kind in DATA if kind in kinds), "")


def _spots(found: Findings, kind: str, name: str) -> list[Any]:
    return [spot for spot in found.named if (spot.kind, spot.of) == (kind, name)]


def _told_at(found: Findings, field: str, subject: str, before: Any, spots: list[Any]) -> Span:
    told: list[Spot] = [row for row in found.valued if (row.subject, row.kind, row.value) == (subject, field, before)]
    return (told or spots)[0].span


def _keep(
    article: Article, *, target: str, subject: str, span: Span, over: int | None, **values: Any
) -> Correction:  # fmt: skip
    """Stores the word after the one that the person saw standing; Refused where another stands there now."""
    stands = standing_on(article, target, subject)
    if stands is not None and stands.pk != over:
        day = f"{timezone.localtime(stands.at):%m-%d %H:%M}"
        raise Refused(
            f"{stands.by} {day} 已把“{subject}”的{stands.get_field_display()}更正为“{stands.shown_after}”。"
            "如果仍要改，请再提交一次，以您的为准；两条都会保留。",
            code="corrected",
        )
    if stands is not None and stands.after == values["after"]:
        raise Refused(f"{stands.by}已经这样更正过。", code="same")
    if stands is not None and values["kind"] == Kind.VALUE:  # what was read wrongly is what the engine read
        values["before"] = stands.before
    elif stands is not None and Kind.NAME not in (stands.kind, values["kind"]):
        values |= {"before": stands.before, "kind": stands.kind, "field": stands.field}
    sentence = sentence_around(article.original, span)
    try:
        with transaction.atomic():
            return Correction.objects.create(
                article=article, target=target, subject=subject, start=span[0], end=span[1],
                sentence_start=sentence[0], sentence_end=sentence[1], replaces=stands, engine=article.engine, **values,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused("刚才有人更正了同一处，请刷新再看。", code="corrected") from error


def _put_in(article: Article, at: datetime) -> None:
    rewrite(article, present(article, at))
    see(article, at)
    resolve_again(article)

"""What people's corrections teach the reader: names that are companies wherever they stand, and names that never are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from press.models import Article, Correction, Lesson
from reading.values import Reading, Text
from staff.models import User
from staff.refusal import Refused

Verdict = Lesson.Verdict


@dataclass(frozen=True, slots=True)
class Taught:
    """The lessons whose name stands in one text."""

    lessons: tuple[Lesson, ...]

    @property
    def known(self) -> list[str]:
        return [lesson.name for lesson in self.lessons if lesson.verdict == Verdict.COMPANY]

    @property
    def blocked(self) -> list[str]:
        return [lesson.name for lesson in self.lessons if lesson.verdict == Verdict.NOT]

    def applied(self, found: Reading) -> list[Lesson]:
        """Those that had a say: a name that was kept out, or one that was found as a company."""
        forms = {form.name for company in found.companies for form in company.forms}
        return [lesson for lesson in self.lessons if lesson.verdict == Verdict.NOT or lesson.name in forms]


def taught_for(text: Text) -> Taught:
    """What was taught about names of this text. One query."""
    return Taught(tuple(lesson for lesson in Lesson.objects.effective() if lesson.name in text.text))


def keep_uses(article: Article, lessons: Iterable[Lesson]) -> None:
    """Remembers in which articles a lesson had a say, so that its count opens them."""
    article.lessons.set(lessons)


def teach(name: str, verdict: str, *, by: User, at: datetime, correction: Correction | None = None) -> Lesson:
    """Keeps the lesson for coverage to come; an earlier one on the name stays, and holds again when this is withdrawn."""
    return Lesson.objects.create(name=name, verdict=verdict, by=by, at=at, correction=correction)


def withdraw_lesson(lesson: Lesson, *, by: User, at: datetime) -> None:
    """The reader forgets it for coverage to come. Refused where somebody was quicker."""
    stands = Lesson.objects.filter(pk=lesson.pk, withdrawn_at=None)
    if not stands.update(withdrawn_at=at, withdrawn_by=by):
        raise Refused("这个词条已被撤回。", code="withdrawn")
    lesson.refresh_from_db()

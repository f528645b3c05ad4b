"""What people said is read wrongly, and what that teaches. Withdrawn, never deleted; no derived row's key in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Substr
from django.urls import reverse

from press.models.article import Article
from press.models.mention import QUOTE
from press.said import said

if TYPE_CHECKING:
    from staff.models import User


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, user: User) -> CorrectionQuerySet:
        """Whoever may read coverage sees what was corrected in it."""
        return self

    def standing(self) -> CorrectionQuerySet:
        return self.filter(withdrawn_at=None)

    def effective(self) -> CorrectionQuerySet:
        """The word that holds on each thing: standing, and nobody said something else later that stands."""
        later = Correction.objects.filter(
            article=OuterRef("article"), target=OuterRef("target"), subject=OuterRef("subject"), withdrawn_at=None,
            pk__gt=OuterRef("pk"),
        )  # fmt: skip
        return self.standing().exclude(Exists(later))

    def listed(self) -> CorrectionQuerySet:
        """With all that a row of a list shows, its sentence included, and without the articles' heavy columns."""
        length = F("sentence_end") - F("sentence_start")
        rows = self.select_related("article__source", "by", "withdrawn_by").defer(
            "article__raw", "article__original", "article__text", "article__bigrams"
        )
        return rows.annotate(told=Substr("article__original", F("sentence_start") + 1, length))


@pghistory.track()
class Correction(models.Model):
    """One person's word on one thing that an article's reading says. The newest one that stands on a thing holds.

    The thing is (article, target, subject): the words `subject` as a name, or one field of the project or person that is
    called so. `before` and `after` are, of a name, "company", "project", "person", "" (none), or the right name; of a
    value what `press.Fact.value` holds, a list of names for the owner, None where the article does not say.
    """

    class Kind(models.TextChoices):
        TYPE = "type", "类型不对"
        MISSING = "missing", "漏读"
        NAME = "name", "名称不对"
        VALUE = "value", "值不对"

    class Field(models.TextChoices):
        COMPANY = "company", "企业"
        PROJECT = "project", "项目"
        PERSON = "person", "人员"
        AMOUNT = "amount", "总投资"
        STAGE = "stage", "阶段"
        INDUSTRY = "industry", "产业"
        LAND = "land", "用地"
        PLACE = "place", "地点"
        CAPACITY = "capacity", "产能"
        DATE = "date", "日期"
        PROMISE = "promise", "承诺"
        OWNER = "owner", "所属企业"
        CATEGORY = "category", "项目类别"
        ORG = "org", "单位"
        TITLE = "title", "职务"

    NAMES = (Field.COMPANY, Field.PROJECT, Field.PERSON)

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="corrections", verbose_name="报道")
    kind = models.CharField("问题", max_length=10, choices=Kind)
    field = models.CharField("项", max_length=10, choices=Field, help_text="of a name: what it was read as, else is")
    target = models.CharField(max_length=10, help_text="name, or the field of the subject")
    subject = models.CharField("对象", max_length=QUOTE, help_text="repaired words: the name, or whose value it is")
    start = models.PositiveIntegerField(help_text="in Article.original, code points: the words that tell it")
    end = models.PositiveIntegerField(help_text="exclusive")
    sentence_start = models.PositiveIntegerField()
    sentence_end = models.PositiveIntegerField()
    before = models.JSONField("读成", null=True)
    after = models.JSONField("应为", null=True)
    replaces = models.ForeignKey("self", on_delete=models.RESTRICT, null=True, related_name="replaced", editable=False)
    engine = models.CharField("引擎", max_length=40, help_text="whose reading was corrected")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="更正人")
    at = models.DateTimeField("时间")
    why = models.CharField("说明", max_length=400, blank=True)
    withdrawn_at = models.DateTimeField("撤回", null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = "更正"
        ordering = ["-at", "-pk"]
        constraints = [
            # Of two hands that correct one thing at once, both after the same word or none, one wins.
            models.UniqueConstraint(
                "article", "target", "subject", Coalesce("replaces", Value(0)),
                condition=Q(withdrawn_at=None), name="correction_follows_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="correction_withdrawn_by_someone",
            ),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="correction_has_words"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["-at", "-id"], name="correction_newest"),
            models.Index(fields=["field", "-at"], name="correction_by_field"),
            models.Index(fields=["engine", "-at"], name="correction_by_engine"),
        ]

    def __str__(self) -> str:
        return f"{self.subject}：{self.get_field_display()}{self.shown_after}"

    def get_absolute_url(self) -> str:
        return f"{reverse('press:article-detail', args=[self.article_id])}#correction-{self.pk}"

    @property
    def is_of_name(self) -> bool:
        return self.target == "name"

    @property
    def shown_before(self) -> str:
        """What was read, as people write it."""
        return self._shown(self.before)

    @property
    def shown_after(self) -> str:
        """What it should be, as people write it."""
        return self._shown(self.after)

    def _shown(self, value: Any) -> str:
        if self.is_of_name and self.kind != self.Kind.NAME:
            return str(self.Field(value).label) if value else "都不是"
        return said(self.field, value)


class LessonQuerySet(models.QuerySet["Lesson"]):
    def visible_to(self, user: User) -> LessonQuerySet:
        return self

    def effective(self) -> LessonQuerySet:
        """The newest that stands on each name."""
        later = Lesson.objects.filter(name=OuterRef("name"), withdrawn_at=None, pk__gt=OuterRef("pk"))
        return self.filter(withdrawn_at=None).exclude(Exists(later))


@pghistory.track()
class Lesson(models.Model):
    """A name that the reader was taught: a company wherever it stands, or never one. The newest that stands holds."""

    class Verdict(models.TextChoices):
        COMPANY = "company", "是企业"
        NOT = "not", "不是企业"

    name = models.CharField("词", max_length=QUOTE, db_index=True, help_text="repaired, as the reader sees it")
    verdict = models.CharField("教的是", max_length=10, choices=Verdict)
    correction = models.ForeignKey(
        Correction, on_delete=models.SET_NULL, null=True, related_name="lessons", verbose_name="出自"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="谁教的")
    at = models.DateTimeField("时间", db_index=True)
    withdrawn_at = models.DateTimeField("撤回", null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    articles = models.ManyToManyField(
        Article, related_name="lessons", editable=False, help_text="derived: those in whose reading it had a say"
    )

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = "词条"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="lesson_withdrawn_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}{self.get_verdict_display()}"

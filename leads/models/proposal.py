"""Proposals: what coverage offers for a decision. Untouched ones are derived; a decision is kept for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from identities.models import Company, Project
from leads.models.lead import Lead
from leads.models.milestone import day_words
from leads.models.stage import Stage
from lists.addresses import row_address
from press.models import Article

if TYPE_CHECKING:
    from staff.models import User


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: User) -> ProposalQuerySet:
        """News is for everyone who triages; the lead it points to shows only what the person may see."""
        return self

    def waiting(self) -> ProposalQuerySet:
        """Undecided ones; those of a project that was merged into another wait with it until the merge is undone."""
        merged = Project.objects.filter(merged_into__isnull=False).order_by().values("pk")
        return self.filter(~Q(project__in=merged), state=Proposal.State.WAITING)

    def cards(self) -> ProposalQuerySet:
        """Waiting ones, one per project (its first article); `others` counts the further articles: those that wait with it, and reposts."""
        same = Proposal.objects.filter(state=Proposal.State.WAITING, project=OuterRef("project")).order_by()
        others = same.exclude(pk=OuterRef("pk")).values("project").annotate(n=Count("pk")).values("n")
        again = Article.objects.filter(repost_of=OuterRef("article")).order_by()
        reposts = again.values("repost_of").annotate(n=Count("pk")).values("n")
        return (
            self.waiting()
            .exclude(Exists(same.filter(pk__lt=OuterRef("pk"))))
            .annotate(others=Coalesce(Subquery(others), 0) + Coalesce(Subquery(reposts), 0))
        )

    def listed(self) -> ProposalQuerySet:
        return self.select_related(
            "article__source", "project", "company", "lead__owner", "lead__stage", "decided_by", "proposed_by"
        ).defer("article__raw", "article__original", "article__text", "article__bigrams")


class Proposal(models.Model):
    """One project as one article tells it. Where `lead` is set before a decision, it offers news to that lead."""

    class State(models.TextChoices):
        WAITING = "waiting", "待处理"
        ACCEPTED = "accepted", "已接收"
        MERGED = "merged", "已并入"
        IGNORED = "ignored", "已忽略"

    class Reason(models.TextChoices):
        ELSEWHERE = "elsewhere", "已在外地落地"
        SMALL = "small", "规模不够"
        INDUSTRY = "industry", "产业不符"
        PUBLIC = "public", "政府或公共项目"
        OLD = "old", "旧闻"
        WRONG = "wrong", "读错了"
        OTHER = "other", "其他"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="proposals", verbose_name="报道")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="proposals", verbose_name="项目")
    company = models.ForeignKey(
        Company, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposals", verbose_name="企业"
    )
    name = models.CharField("项目", max_length=400)
    amount = models.DecimalField("总投资", max_digits=20, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, default="CNY")
    press_stage = models.CharField("报道阶段", max_length=12, blank=True)
    industry = models.CharField("产业", max_length=20, blank=True)
    place = models.CharField("地点", max_length=200, blank=True)
    sentence_start = models.PositiveIntegerField()
    sentence_end = models.PositiveIntegerField()
    is_fixed = models.BooleanField(
        "固定资产投资", default=False, help_text="the amount is of fixed assets, not the total"
    )
    fits = models.BooleanField("进新闻待办", default=True, help_text="by the office's watch rules")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="谁提的",
        help_text="who proposed it by hand, whatever the rules say",
    )
    score = models.PositiveSmallIntegerField("得分", default=0, help_text="0-100")
    reasons = ArrayField(models.CharField(max_length=120), default=list, help_text="Chinese phrases for people")
    engine = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(db_index=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    lead = models.ForeignKey(
        Lead, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposals", verbose_name="线索"
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField("忽略原因", max_length=12, choices=Reason, blank=True)
    why = models.CharField("说明", max_length=400, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "提议"
        ordering = ["-score", "-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "project"], name="proposal_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None, decided_by=None)
                | Q(~Q(state="waiting"), decided_at__isnull=False, decided_by__isnull=False),
                name="proposal_decided_by_someone",
            ),
        ]
        indexes = [
            models.Index(fields=["-score", "-created_at"], name="proposal_waiting", condition=Q(state="waiting")),
            models.Index(fields=["state", "-created_at"], name="proposal_by_state"),
            # With what the badge of every page asks of a card, so that its rows are not opened to count them.
            models.Index(
                fields=["project", "id"],
                name="proposal_by_project",
                condition=Q(state="waiting"),
                include=["fits", "article", "company", "name"],
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return row_address("leads:inbox-card", self.pk)

    @property
    def sentence(self) -> str:
        """The sentence as it stands in the untouched original."""
        return self.article.original[self.sentence_start : self.sentence_end]


class Suggestion(models.Model):
    """What an article says differently from a lead: a value to take or leave, with its sentence."""

    class State(models.TextChoices):
        WAITING = "waiting", "待处理"
        TAKEN = "taken", "已采纳"
        LEFT = "left", "未采纳"

    class Field(models.TextChoices):
        """The values of a lead, and what is no value of its own."""

        AMOUNT = "amount", "总投资"
        INDUSTRY = "industry", "产业"
        PLACE = "place", "地点"
        LAND = "land", "用地"
        PRESS_STAGE = "press_stage", "报道阶段"
        MILESTONE = "milestone", "里程碑"

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="suggestions")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    field = models.CharField(max_length=12, choices=Field)
    value = models.JSONField(help_text="as LeadValue.value; milestone {kind, what, on, precise}")
    on = models.DateField("日期", null=True, help_text="when it came about, as the article says")
    precise = models.CharField(max_length=5, default="day", help_text="how precisely `on` was said: day, month, year")
    text = models.CharField("值", max_length=400)
    note = models.CharField("提示", max_length=200, blank=True, help_text="why to look twice: 报道阶段早于当前阶段 …")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    sentence_start = models.PositiveIntegerField()
    sentence_end = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "建议"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["lead", "article", "field", "start", "end"], name="suggestion_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None)
                | Q(~Q(state="waiting"), decided_at__isnull=False, decided_by__isnull=False),
                name="suggestion_decided_by_someone",
            ),
        ]
        indexes = [
            models.Index(fields=["lead", "-created_at"], name="suggestion_waiting", condition=Q(state="waiting"))
        ]

    def __str__(self) -> str:
        return f"{self.lead}: {self.get_field_display()} {self.text}"

    # Set by leads.suggest.waiting: the stage that taking it moves the lead to.
    moves_to: Stage | None = None

    @property
    def sentence(self) -> str:
        """The sentence as it stands in the untouched original."""
        return self.article.original[self.sentence_start : self.sentence_end]

    @property
    def day(self) -> str:
        """When what it says came about, as precisely as it was said."""
        return day_words(self.on, self.precise) if self.on else ""

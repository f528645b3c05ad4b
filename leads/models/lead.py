"""Leads: what we do about a project. Values with their evidence, and the history of moves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone

from identities.models import Company, Project
from leads.models.stage import ClosingReason, Stage
from leads.models.tag import Tag
from lists.addresses import row_address
from press.models import Article
from staff.models import Department

if TYPE_CHECKING:
    from staff.models import User


# A next step so near excuses a lead that stands too long in its stage.
NEAR = timedelta(days=7)


class Industry(models.TextChoices):
    """The reading engine's labels, as choices."""

    CHIPS = "集成电路"
    ELECTRONICS = "电子信息"
    DIGITAL = "数字经济"
    AI = "人工智能"
    PHARMA = "生物医药"
    DEVICES = "医疗器械"
    EQUIPMENT = "高端装备"
    CARS = "汽车"
    ENERGY = "新能源"
    MATERIALS = "新材料"
    CHEMICALS = "化工"
    AEROSPACE = "航空航天"
    ENVIRONMENT = "节能环保"
    FOOD = "食品"
    TEXTILES = "纺织服装"
    CONSUMER = "家电消费品"
    LOGISTICS = "物流"
    HEADQUARTERS = "商贸总部"
    TOURISM = "文旅"
    FARMING = "农业"
    FINANCE = "金融"
    RESEARCH = "科研平台"
    REALTY = "房地产"
    OTHER = "其他"

    @property
    def label(self) -> str:
        """The stored value is the word for people; a label of its own would be the member's English name."""
        return str(self.value)


class Currency(models.TextChoices):
    CNY = "CNY", "人民币"
    USD = "USD", "美元"
    EUR = "EUR", "欧元"
    JPY = "JPY", "日元"
    HKD = "HKD", "港元"
    GBP = "GBP", "英镑"
    KRW = "KRW", "韩元"


class LeadQuerySet(models.QuerySet["Lead"]):
    def visible_to(self, user: User) -> LeadQuerySet:
        """An administrator sees all; everyone the pool and what they own or work on; others than officers also
        what belongs to their department and below, by the lead's unit or its owner's."""
        return self.filter(visible(user))

    def open(self) -> LeadQuerySet:
        return self.filter(closed_at=None)

    def due(self, on: date) -> LeadQuerySet:
        """Open leads whose next step is due on the day or was before."""
        return self.open().filter(next_on__lte=on)

    def stale(self, at: datetime) -> LeadQuerySet:
        """What `Lead.is_stale` says, as a condition: over the stage's days and no next step within seven days."""
        return self.open().filter(stands_too_long(at))

    def clock_due(self, which: str, on: date) -> LeadQuerySet:
        """Open leads with something due: see the function of that name."""
        return self.open().filter(clock_due(which, on))

    def listed(self) -> LeadQuerySet:
        """With all that a row of a list shows, in one query."""
        return self.select_related("stage", "owner", "company", "project", "department")


def clock_due(which: str, on: date) -> Q:
    """The condition on open leads that something is due: "late" before the day, "soon" by the day after it, "judge" the
    first judgement by the day."""
    clocks = Lead.clocks.rel.related_model.objects.filter(done_at=None).order_by()  # type: ignore[attr-defined]
    due = {
        "late": Q(due_on__lt=on),
        "soon": Q(due_on__lte=on + timedelta(days=1)),
        "judge": Q(kind="judge", due_on__lte=on),
    }[which]
    # By key: where this is counted beside other figures, each lead would else be looked up among the clocks.
    return Q(pk__in=clocks.filter(due).values("lead"))


def stands_too_long(at: datetime, stages: Iterable[Stage] | None = None) -> Q:
    """The condition on open leads that they are `stale`. stages: all of the office, where they are at hand: of a hundred
    thousand leads it is then told in half the time."""
    today = timezone.localdate(at)
    near = Q(next_on__range=(today, today + NEAR))
    if stages is not None:
        return _entered_too_early(at, stages) & ~near
    over = ExpressionWrapper(
        F("stage_since") + F("stage__days") * timedelta(days=1), output_field=models.DateTimeField()
    )
    return Q(stage__days__gt=0) & Q(LessThanOrEqual(over, at)) & ~near


def _entered_too_early(at: datetime, stages: Iterable[Stage]) -> Q:
    """That the stage was entered before the days that it allows, each stage's moment written down."""
    allowed: dict[int, list[int]] = defaultdict(list)
    for stage in stages:
        if stage.days:
            allowed[stage.days].append(stage.pk)
    found = Q(stage__in=[])
    for days, keys in allowed.items():
        found |= Q(stage__in=keys, stage_since__lte=at - timedelta(days=days))
    return found


def visible(user: User, lead: str = "") -> Q:
    """What `visible_to` says, as a condition on leads, or on rows that are joined to one by the path `lead` ("lead__")."""
    if user.sees_all_leads:
        return Q()
    shared: Any = user.known_leads
    if shared is None:
        shared = Lead.collaborators.through.objects.filter(user=user).values("lead")
    mine = Q(**{f"{lead}in_pool": True}) | Q(**{f"{lead}owner": user}) | Q(**{f"{lead}pk__in": shared})
    if user.sees_department and user.department:
        mine |= Q(**{f"{lead}department__in": user.units_below()}) | Q(**{f"{lead}owner__in": user.people_below()})
        # A lead without an owner is in the pool: who leads everybody sees them all.
        mine = user.leads_everybody() | mine
    return mine


def on_visible_lead(user: User, lead: str = "lead") -> Q:
    """The condition on rows whose column `lead` holds a lead: that the person sees it."""
    if user.sees_all_leads:
        return Q(**{f"{lead}__isnull": False})
    seen = Q(Exists(Lead.objects.visible_to(user).filter(pk=OuterRef(lead))))
    if not user.sees_department:
        return seen
    # Who leads everybody sees every lead; so nothing is asked row by row.
    return (user.leads_everybody() & Q(**{f"{lead}__isnull": False})) | seen


@pghistory.track()
class Lead(models.Model):
    """One pursuit. It is in somebody's hands or in the pool; in hands and open it has a next step with its day."""

    name = models.CharField("线索名称", max_length=400)
    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, null=True, blank=True, related_name="leads", verbose_name="企业"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="leads", verbose_name="项目"
    )
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="leads", verbose_name="阶段")
    stage_since = models.DateTimeField("进入阶段", editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name="负责人",
    )
    in_pool = models.BooleanField("在线索池", default=False)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="leads", verbose_name="部门",
        # By the index of units and their owners.
        db_index=False,
    )  # fmt: skip
    collaborators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="shared_leads", verbose_name="协同人"
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="leads", verbose_name="标签")
    followers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="followed_leads", verbose_name="关注人"
    )
    amount = models.DecimalField(
        "总投资", max_digits=20, decimal_places=2, null=True, blank=True, help_text="base units"
    )
    currency = models.CharField("币种", max_length=3, choices=Currency, default=Currency.CNY)
    industry = models.CharField("产业", max_length=20, choices=Industry, blank=True)
    place = models.CharField("地点", max_length=200, blank=True)
    land = models.DecimalField("用地（亩）", max_digits=12, decimal_places=3, null=True, blank=True)
    next_step = models.CharField("下一步", max_length=200, blank=True)
    next_on = models.DateField("下一步日期", null=True, blank=True)
    last_contact_at = models.DateTimeField("最近联系", null=True, blank=True, editable=False)
    claimed_at = models.DateTimeField("首谈登记", null=True, blank=True, editable=False)
    claimed_article = models.ForeignKey(
        Article, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    protected_until = models.DateField("保护期至", null=True, blank=True, editable=False)
    signed_on = models.DateField(
        "签约日期",
        null=True,
        blank=True,
        editable=False,
        help_text="the day of the standing fact; `leads.milestones` keeps it",
    )
    closed_at = models.DateTimeField("关闭", null=True, blank=True, editable=False)
    closed_reason = models.ForeignKey(
        ClosingReason, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="leads"
    )
    closed_why = models.CharField("关闭说明", max_length=400, blank=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField("建立", editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name="建立人"
    )

    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = "线索"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False, in_pool=False) | Q(owner=None, in_pool=True), name="lead_owner_or_pool"
            ),
            models.CheckConstraint(
                condition=Q(in_pool=True) | Q(closed_at__isnull=False) | (~Q(next_step="") & Q(next_on__isnull=False)),
                name="lead_owned_has_next_step",
            ),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gt=0), name="lead_amount_positive"),
            # One open lead per project: two hands that accept the same news at once make one lead.
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(closed_at=None, project__isnull=False),
                name="lead_open_once_per_project",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "next_on"], name="lead_owner_next"),
            models.Index(fields=["stage", "-created_at"], name="lead_stage_created"),
            # Whose leads a unit has, for the choice of owners.
            models.Index(fields=["department", "owner"], name="lead_of_unit"),
            models.Index(fields=["next_on"], name="lead_next", condition=Q(closed_at=None)),
            models.Index(fields=["-created_at", "-id"], name="lead_newest"),
            models.Index(F("amount").desc(nulls_last=True), name="lead_amount"),
            models.Index(fields=["industry"], name="lead_industry"),
            models.Index(fields=["in_pool", "-created_at"], name="lead_pool"),
            # What 看板 puts first of each stage, without the rows: a third of the time over 100,000 leads.
            models.Index(
                fields=["stage", "next_on", "id"],
                name="lead_first",
                condition=Q(closed_at=None),
                include=["owner", "in_pool", "department"],
            ),
            # What 今日, 看板 and 梯队 add up, in the order of its groups: they are neither hashed nor sorted.
            models.Index(
                fields=["stage", "currency", "in_pool", "owner"],
                name="lead_sums",
                condition=Q(closed_at=None),
                include=["id", "amount", "stage_since", "next_on", "department"],
            ),
            # The year's signings and their sum, likewise.
            models.Index(
                fields=["signed_on"],
                name="lead_signed",
                condition=Q(signed_on__isnull=False),
                include=["id", "project", "currency", "amount", "owner", "in_pool", "department"],
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return row_address("leads:lead-detail", self.pk)

    def days_in_stage(self, at: datetime) -> int:
        """Whole days since the lead entered its stage, the first day being 1."""
        return (at - self.stage_since).days + 1

    def is_stale(self, at: datetime) -> bool:
        """Over the stage's days with no near next step (within seven days) to excuse it."""
        if self.closed_at or not self.stage.days or self.days_in_stage(at) <= self.stage.days:
            return False
        return not (self.next_on and timedelta(0) <= self.next_on - timezone.localdate(at) <= NEAR)


class LeadValue(models.Model):
    """One value of one field of a lead, from a sentence or from a person. Decided: followed by another, never changed.

    Exactly one per (lead, field) is `chosen`, and the lead's column of that name repeats it for filters and sums.
    """

    class Field(models.TextChoices):
        AMOUNT = "amount", "总投资"
        INDUSTRY = "industry", "产业"
        PLACE = "place", "地点"
        LAND = "land", "用地"
        PRESS_STAGE = "press_stage", "报道阶段"

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="values")
    field = models.CharField(max_length=12, choices=Field)
    value = models.JSONField(help_text='amount {"value": "5100000000", "currency": "CNY"}, else str or number')
    text = models.CharField("值", max_length=400)
    chosen = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=400, blank=True)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    sentence_start = models.PositiveIntegerField(null=True)
    sentence_end = models.PositiveIntegerField(null=True)
    quote = models.TextField(blank=True, help_text="the sentence as printed, kept even if the original is dropped")

    class Meta:
        verbose_name = "取值"
        ordering = ["field", "-chosen", "-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["lead", "field"], condition=Q(chosen=True), name="lead_value_chosen_once"),
            models.CheckConstraint(
                condition=Q(article=None) | Q(start__isnull=False, end__isnull=False), name="lead_value_has_its_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()} {self.text}"

    @property
    def amount(self) -> Decimal | None:
        return Decimal(self.value["value"]) if self.field == self.Field.AMOUNT else None


class Move(models.Model):
    """One step of a lead from stage to stage: history that reports compute with. Written once."""

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="moves")
    from_stage = models.ForeignKey(Stage, on_delete=models.PROTECT, null=True, related_name="+")
    to_stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.CharField("说明", max_length=400, blank=True)
    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    quote = models.TextField(blank=True)

    class Meta:
        verbose_name = "推进"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["lead", "-at"], name="move_of_lead"),
            models.Index(fields=["-at"], name="move_at"),
        ]

    def __str__(self) -> str:
        return f"{self.from_stage or '新建'} → {self.to_stage}"

"""What the lists of the leads room can be asked for."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from identities.models import Company, CompanyName, Project, ProjectName
from leads.models import Contact, Enquiry, FollowUp, Lead, Milestone, Problem, Proposal, Stage, Tag
from leads.models.lead import Industry
from leads.models.problem import LONG
from leads.remind import silent
from leads.targets import reached
from lists.filters import DayRange, NumberRange, YesNo
from press.words import YI
from search.fields import says
from staff.models import Department, User

# In 亿, above what the column holds.
MOST = Decimal(10) ** 11
NEXT = [("late", "已逾期"), ("today", "今天"), ("week", "七天内"), ("none", "没有下一步")]


def leads_with(query: str) -> Q:
    """Leads whose own name holds the query, or whose company or project bears a name that does."""
    return says("name", query) | Q(company__in=CompanyName.bearers(query)) | Q(project__in=ProjectName.bearers(query))


def _yuan(figure: Decimal) -> Decimal:
    """A figure in 亿 as yuan; one beyond all sums of the world (1e999999 is a number too) as the largest there is."""
    return min(max(figure, -MOST), MOST) * YI


def _owners(request: HttpRequest) -> QuerySet[User]:
    """Who owns a lead that the person sees, stopped accounts too; a list of all would tell who a masked holder is."""
    user = request.user
    assert isinstance(user, User)
    some = Exists(Lead.objects.filter(owner=OuterRef("pk")))
    if user.role == "administrator":
        return User.objects.filter(some)
    # Whose leads are seen, for what reason they are: asked of the leads one by one, it was half the time of the page.
    shared = Lead.collaborators.through.objects.filter(user=user).values("lead__owner")
    owners = Q(pk=user.pk) | Q(pk__in=shared)
    if user.sees_department and user.department:
        of_unit = Lead.objects.filter(department__in=user.units_below(), owner=OuterRef("pk"))
        owners |= Q(department__in=user.units_below()) | Q(Exists(of_unit))
        owners = user.leads_everybody() | owners
    return User.objects.filter(owners, some)


class LeadFilter(filters.FilterSet):
    """Text, stage, owner, industry, place, amount, next step, pool and state."""

    q = filters.CharFilter(
        method="by_text", label="名称", widget=forms.SearchInput({"placeholder": "线索、企业、项目"})
    )
    stage = filters.ModelMultipleChoiceFilter(
        queryset=Stage.objects.all(), label="阶段", widget=forms.CheckboxSelectMultiple, distinct=False
    )
    owner = filters.ModelChoiceFilter(queryset=_owners, label="负责人", empty_label="全部负责人")
    where = filters.ChoiceFilter(
        method="by_where", label="归属", empty_label="全部",
        choices=[("mine", "我负责的"), ("shared", "我协同的"), ("followed", "我关注的"), ("pool", "线索池")],
    )  # fmt: skip
    industry = filters.ChoiceFilter(choices=Industry, label="产业", empty_label="全部产业")
    place = filters.CharFilter(lookup_expr="icontains", label="地点")
    amount = NumberRange(method="by_amount", label="总投资（亿元）")
    next = filters.ChoiceFilter(method="by_next", label="下一步", choices=NEXT, empty_label="全部")
    state = filters.ChoiceFilter(
        method="by_state", label="状态", empty_label="全部",
        choices=[("open", "在办"), ("stale", "停留超期"), ("closed", "已关闭")],
    )  # fmt: skip
    tag = filters.ModelChoiceFilter(field_name="tags", queryset=Tag.objects.all(), label="标签", empty_label="全部标签")
    silent = filters.NumberFilter(method="by_silent", label="几天没联系", min_value=1, max_value=3650)
    clock = filters.ChoiceFilter(
        method="by_clock", label="时限", empty_label="全部",
        choices=[("late", "已超时限"), ("soon", "明天前到期"), ("judge", "该初判")],
    )  # fmt: skip
    visited = filters.NumberFilter(method="by_visited", label="几天内拜访过", min_value=1, max_value=3650)
    created = DayRange(field_name="created_at", label="建立日期")
    reached = filters.ChoiceFilter(
        method="by_reached", label="首次达到", choices=Milestone.Kind, empty_label="不限",
    )  # fmt: skip
    reached_in = filters.NumberFilter(
        method="with_reached", label="达到年度", min_value=1990, max_value=2100, widget=forms.NumberInput({"step": 1})
    )

    # Asked for by links alone: a list of all companies to choose from would be no help.
    company = filters.ModelChoiceFilter(queryset=Company.objects.all(), label="企业", widget=forms.HiddenInput)
    project = filters.ModelChoiceFilter(queryset=Project.objects.all(), label="项目", widget=forms.HiddenInput)

    class Meta:
        model = Lead
        fields: list[str] = []

    def by_text(self, rows: QuerySet[Lead], name: str, value: str) -> QuerySet[Lead]:
        return rows.filter(leads_with(value))

    def by_where(self, rows: QuerySet[Lead], name: str, value: str) -> QuerySet[Lead]:
        user = self.request.user
        match value:
            case "mine":
                return rows.filter(owner=user)
            case "shared":
                return rows.filter(collaborators=user)
            case "followed":
                return rows.filter(followers=user)
            case _:
                return rows.filter(in_pool=True)

    def by_amount(self, rows: QuerySet[Lead], name: str, value: slice) -> QuerySet[Lead]:
        bounds: dict[str, Any] = {"currency": "CNY"}
        if value.start is not None:
            bounds["amount__gte"] = _yuan(value.start)
        if value.stop is not None:
            bounds["amount__lte"] = _yuan(value.stop)
        return rows.filter(**bounds)

    def by_clock(self, rows: QuerySet[Lead], name: str, value: str) -> QuerySet[Lead]:
        return rows.clock_due(value, timezone.localdate())  # type: ignore[attr-defined]

    def by_visited(self, rows: QuerySet[Lead], name: str, value: Decimal) -> QuerySet[Lead]:
        since = timezone.now() - timedelta(days=int(value))
        return rows.filter(Exists(FollowUp.objects.visits(since).filter(lead=OuterRef("pk"))))

    def by_reached(self, rows: QuerySet[Lead], name: str, value: str) -> QuerySet[Lead]:
        year = self.form.cleaned_data.get("reached_in")
        return reached(rows, value, int(year) if year else None)  # type: ignore[arg-type]

    def with_reached(self, rows: QuerySet[Lead], name: str, value: Decimal) -> QuerySet[Lead]:
        """The year of `reached`; alone it says nothing."""
        return rows

    def by_next(self, rows: QuerySet[Lead], name: str, value: str) -> QuerySet[Lead]:
        today = timezone.localdate()
        rows = rows.filter(closed_at=None)
        match value:
            case "late":
                return rows.filter(next_on__lt=today)
            case "today":
                return rows.filter(next_on=today)
            case "week":
                return rows.filter(next_on__range=(today, today + timedelta(days=7)))
            case _:
                return rows.filter(next_on=None)

    def by_silent(self, rows: QuerySet[Lead], name: str, value: Decimal) -> QuerySet[Lead]:
        return silent(rows, int(value), timezone.now())

    def by_state(self, rows: QuerySet[Lead], name: str, value: str) -> QuerySet[Lead]:
        match value:
            case "open":
                return rows.filter(closed_at=None)
            case "closed":
                return rows.filter(closed_at__isnull=False)
            case _:
                return rows.stale(timezone.now())  # type: ignore[attr-defined]


class ProposalFilter(filters.FilterSet):
    q = filters.CharFilter(
        field_name="name", lookup_expr="icontains", label="项目", widget=forms.SearchInput({"placeholder": "项目名称"})
    )
    state = filters.ChoiceFilter(choices=Proposal.State, label="状态", empty_label="全部状态")
    reason = filters.ChoiceFilter(choices=Proposal.Reason, label="忽略原因", empty_label="全部")
    industry = filters.ChoiceFilter(choices=Industry, label="产业", empty_label="全部产业")
    fits = YesNo(label="进新闻待办")
    created = DayRange(field_name="created_at", label="收到日期")

    class Meta:
        model = Proposal
        fields: list[str] = []


class ContactFilter(filters.FilterSet):
    q = filters.CharFilter(
        method="by_text", label="搜索", widget=forms.SearchInput({"placeholder": "姓名、职务、企业"})
    )
    mine = YesNo(method="by_mine", label="我加的")
    # Asked for by links alone.
    company = filters.ModelChoiceFilter(queryset=Company.objects.all(), label="企业", widget=forms.HiddenInput)

    class Meta:
        model = Contact
        fields: list[str] = []

    def by_text(self, rows: QuerySet[Contact], name: str, value: str) -> QuerySet[Contact]:
        return rows.saying(value)  # type: ignore[attr-defined]

    def by_mine(self, rows: QuerySet[Contact], name: str, value: bool) -> QuerySet[Contact]:
        return rows.filter(created_by=self.request.user) if value else rows


class ProblemFilter(filters.FilterSet):
    """Text, state, whose, unit and day."""

    q = filters.CharFilter(method="by_text", label="问题", widget=forms.SearchInput({"placeholder": "问题或线索名称"}))
    state = filters.ChoiceFilter(
        method="by_state", label="状态", empty_label="全部",
        choices=[("open", "未销号"), ("late", "已超期"), ("long", f"超期 {LONG.days} 天以上"), ("loose", "待交办"), ("solved", "已销号")],
    )  # fmt: skip
    whose = filters.ChoiceFilter(
        method="by_whose", label="归属", empty_label="全部",
        choices=[("mine", "交给我的"), ("unit", "交给我部门的"), ("raised", "我提出的")],
    )  # fmt: skip
    unit = filters.ModelChoiceFilter(queryset=Department.objects.all(), label="责任部门", empty_label="全部部门")
    due = DayRange(field_name="due_on", label="期限")

    class Meta:
        model = Problem
        fields: list[str] = []

    def by_text(self, rows: QuerySet[Problem], name: str, value: str) -> QuerySet[Problem]:
        return rows.filter(Q(text__icontains=value) | Q(lead__name__icontains=value))

    def by_state(self, rows: QuerySet[Problem], name: str, value: str) -> QuerySet[Problem]:
        today = timezone.localdate()
        match value:
            case "open":
                return rows.filter(solved_at=None)
            case "late":
                return rows.filter(solved_at=None, due_on__lt=today)
            case "long":
                return rows.filter(solved_at=None, due_on__lt=today - LONG)
            case "loose":
                return rows.filter(solved_at=None, due_on=None)
            case _:
                return rows.filter(solved_at__isnull=False)

    def by_whose(self, rows: QuerySet[Problem], name: str, value: str) -> QuerySet[Problem]:
        user = self.request.user
        match value:
            case "mine":
                return rows.filter(person=user)
            case "unit":
                return rows.filter(unit=user.department_id or 0)
            case _:
                return rows.filter(opened_by=user)


class EnquiryFilter(filters.FilterSet):
    """By words, what became of the card, and the day."""

    q = filters.CharFilter(
        method="by_text", label="搜索", widget=forms.SearchInput({"placeholder": "公司、需求或回执号"})
    )
    state = filters.ChoiceFilter(
        field_name="article__proposals__state", choices=Proposal.State.choices, label="状态", empty_label="全部状态"
    )
    at = DayRange(field_name="at", label="收到日期")

    class Meta:
        model = Enquiry
        fields: list[str] = []

    def by_text(self, rows: QuerySet[Enquiry], name: str, value: str) -> QuerySet[Enquiry]:
        return rows.filter(
            Q(company__icontains=value)
            | Q(demand__icontains=value)
            | Q(purpose__icontains=value)
            | Q(receipt__icontains=value)
        )

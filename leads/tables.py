"""The columns of the lists of the leads room, on the page and in their exports."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.db.models import F, QuerySet
from django.utils import timezone

from leads.holding import masked_phone, shown_phones
from leads.models import Contact, Enquiry, Lead, Problem, Proposal
from lists.table import BLANK, DayColumn, ListTable, MomentColumn, NumberColumn, PartColumn
from press.words import YI, money, stage_word


class AmountColumn(NumberColumn):
    """A sum in words of its own currency (15亿美元); sorted by the figure, nothing known last; exported in 亿."""

    def render(self, value: Decimal, record: Any) -> str:
        return money(value, record.currency)

    def value(self, **kwargs: Any) -> Any:
        amount = kwargs["record"].amount
        return round(amount / YI, 4) if amount is not None else None

    def order(self, queryset: QuerySet[Any], is_descending: bool) -> tuple[QuerySet[Any], bool]:
        column = F("amount")
        by = column.desc(nulls_last=True) if is_descending else column.asc(nulls_last=True)
        return queryset.order_by(by, "-pk"), True


class LeadTable(ListTable):
    name = PartColumn(template_name="leads/lead_name.html", verbose_name="线索", empty_values=())
    company = tables.Column(verbose_name="企业", order_by="company__name")
    stage = PartColumn(template_name="leads/lead_stage.html", verbose_name="阶段", order_by="stage__order")
    amount = AmountColumn(verbose_name="总投资", empty_values=(None,))
    industry = tables.Column(verbose_name="产业")
    place = tables.Column(verbose_name="地点")
    owner = tables.Column(verbose_name="负责人", order_by="owner__name", empty_values=())
    next_on = PartColumn(template_name="leads/lead_next.html", verbose_name="下一步", empty_values=())
    created_at = DayColumn(verbose_name="建立")
    tags = tables.Column(verbose_name="标签", empty_values=(), orderable=False)
    last_contact_at = DayColumn(verbose_name="最近联系")
    department = tables.Column(verbose_name="部门", order_by="department__path")

    class Meta(ListTable.Meta):
        order_by = "-created_at"

    # What the list shows unless somebody chose other columns.
    PLAIN = ("company", "stage", "amount", "industry", "place", "owner", "next_on", "created_at")

    def __init__(self, *args: Any, columns: Sequence[str] = (), **kwargs: Any) -> None:
        known = [name for name in columns if name in self.base_columns] or list(self.PLAIN)
        kwargs["exclude"] = [name for name in self.base_columns if name not in known and name != "name"]
        super().__init__(*args, **kwargs)

    def render_tags(self, record: Lead) -> str:
        return "、".join(str(tag) for tag in record.tags.all()) or BLANK

    def render_owner(self, record: Lead) -> str:
        return "线索池" if record.in_pool else str(record.owner)

    def value_name(self, record: Lead) -> str:
        return record.name

    def value_stage(self, record: Lead) -> str:
        return record.stage.name

    def value_next_on(self, record: Lead) -> str:
        return f"{record.next_on:%Y-%m-%d} {record.next_step}" if record.next_on else ""


class ProposalTable(ListTable):
    name = tables.Column(verbose_name="项目", linkify=True)
    # Not ordered: the names of 70,000 cards among 300,000 companies took a fifth of a second.
    company = tables.Column(verbose_name="企业", orderable=False)
    amount = AmountColumn(verbose_name="总投资", empty_values=(None,))
    press_stage = tables.Column(verbose_name="报道阶段")
    article = tables.Column(verbose_name="报道", linkify=True, order_by="article__title")
    score = NumberColumn(verbose_name="得分")
    state = tables.Column(verbose_name="状态")
    reason = tables.Column(verbose_name="忽略原因")
    decided_by = tables.Column(verbose_name="处理人", order_by="decided_by__name")
    created_at = MomentColumn(verbose_name="收到")

    class Meta(ListTable.Meta):
        order_by = "-created_at"

    def render_press_stage(self, value: str) -> str:
        return stage_word(value)

    def render_state(self, record: Proposal) -> str:
        return record.get_state_display()

    def render_reason(self, record: Proposal) -> str:
        return record.get_reason_display()


class ContactTable(ListTable):
    name = tables.Column(verbose_name="姓名", linkify=True)
    company = tables.Column(verbose_name="企业", linkify=True, order_by="company__name")
    title = tables.Column(verbose_name="职务")
    phones = PartColumn(template_name="leads/contact_phones.html", verbose_name="电话", orderable=False)
    # Counted for the rows of one page: ordering by it would count for the whole table.
    leads = NumberColumn(verbose_name="线索", orderable=False)
    created_by = tables.Column(verbose_name="谁加的", order_by="created_by__name")

    class Meta(ListTable.Meta):
        order_by = "name"

    def value_phones(self, record: Contact) -> str:
        # An export leaves the building: numbers go with it only where the reader may see them.
        return "、".join(shown_phones(record, self.request.user))


class ProblemTable(ListTable):
    text = tables.Column(verbose_name="问题", linkify=True)
    lead = tables.Column(verbose_name="线索", order_by="lead__name")
    handed_to = tables.Column(verbose_name="交给", orderable=False)
    due_on = DayColumn(verbose_name="期限")
    state = PartColumn(
        template_name="leads/problem_state.html", verbose_name="状态", order_by="solved_at", empty_values=()
    )
    opened_at = DayColumn(verbose_name="提出")
    days = NumberColumn(verbose_name="已开（天）", empty_values=(), order_by="-opened_at")
    opened_by = tables.Column(verbose_name="提出人", order_by="opened_by__name")

    class Meta(ListTable.Meta):
        order_by = ("solved_at", "due_on")

    def render_text(self, value: str) -> str:
        return value if len(value) <= 80 else f"{value[:79]}…"

    def value_text(self, value: str) -> str:
        return value

    def render_days(self, record: Problem) -> int:
        return record.days_open(timezone.localdate())

    def value_state(self, record: Problem) -> str:
        late = record.days_late(timezone.localdate())
        return "已销号" if record.solved_at else f"超期 {late} 天" if late else "在办" if record.due_on else "待交办"


class EnquiryTable(ListTable):
    company = tables.Column(verbose_name="公司", linkify=True)
    demand = tables.Column(verbose_name="需求")
    purpose = tables.Column(verbose_name="用途")
    tax = tables.Column(verbose_name="税收")
    person = tables.Column(verbose_name="联系人")
    phone = tables.Column(verbose_name="手机号", orderable=False)
    state = tables.Column(verbose_name="状态", accessor="proposal", orderable=False, empty_values=())
    receipt = tables.Column(verbose_name="回执号")
    at = MomentColumn(verbose_name="收到时间")

    class Meta(ListTable.Meta):
        model = Enquiry
        fields: tuple[str, ...] = ()
        order_by = "-at"

    def render_phone(self, value: str, record: Enquiry) -> str:
        return value if record.phone_open_to(self.request.user) else masked_phone(value)

    def render_state(self, value: Proposal | None) -> str:
        return str(value.get_state_display()) if value else "正在读"

"""The lists of watch rules and of mutes: what they can be asked for, and their columns."""

from __future__ import annotations

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet

from leads.models import Mute, WatchRule
from lists.filters import YesNo
from lists.table import ListTable, MomentColumn, PartColumn
from press.words import money

WHOSE = [("office", "全办公室的"), ("mine", "我的")]


class WatchRuleFilter(filters.FilterSet):
    q = filters.CharFilter(
        method="by_text", label="名称", widget=forms.SearchInput({"placeholder": "名称、关键词、企业"})
    )
    whose = filters.ChoiceFilter(method="by_whose", label="谁的", choices=WHOSE, empty_label="全部")
    effect = filters.ChoiceFilter(choices=WatchRule.Effect, label="结果", empty_label="全部")
    is_active = YesNo(label="启用")

    class Meta:
        model = WatchRule
        fields: list[str] = []

    def by_text(self, rows: QuerySet[WatchRule], name: str, value: str) -> QuerySet[WatchRule]:
        return rows.filter(
            Q(name__icontains=value) | Q(words__icontains=value) | Q(companies__name__icontains=value)
        ).distinct()

    def by_whose(self, rows: QuerySet[WatchRule], name: str, value: str) -> QuerySet[WatchRule]:
        return rows.filter(owner=None) if value == "office" else rows.filter(owner=self.request.user)


class WatchRuleTable(ListTable):
    name = tables.Column(verbose_name="规则", linkify=True)
    owner = tables.Column(verbose_name="谁的", order_by="owner__name", empty_values=())
    effect = tables.Column(verbose_name="结果")
    asks = tables.Column(verbose_name="条件", empty_values=(), orderable=False)
    is_active = tables.Column(verbose_name="启用")
    created_at = MomentColumn(verbose_name="建立")

    class Meta(ListTable.Meta):
        order_by = ("owner", "name")

    def render_owner(self, record: WatchRule) -> str:
        return "我" if record.owner_id else "全办公室"

    def render_effect(self, record: WatchRule) -> str:
        return record.get_effect_display()

    def render_is_active(self, record: WatchRule) -> str:
        return "启用" if record.is_active else "停用"

    def render_asks(self, record: WatchRule) -> str:
        return told(record)


def told(rule: WatchRule) -> str:
    """The rule's conditions in words; prefetch its companies, projects and sources."""
    unknown = "或没说金额" if rule.unknown else ""
    amount = f"{rule.get_basis_display()} ≥ {money(rule.amount, rule.currency)}{unknown}" if rule.amount else ""
    named = [str(row) for row in (*rule.companies.all(), *rule.projects.all())]
    parts = {
        "产业": "、".join(rule.industries), "": amount, "所在地": rule.place, "企业所在地": rule.origin,
        "词": "、".join(rule.words), "关注": "、".join(named), "来源": "、".join(row.name for row in rule.sources.all()),
    }  # fmt: skip
    return "；".join(f"{label} {text}".strip() for label, text in parts.items() if text)


class MuteFilter(filters.FilterSet):
    q = filters.CharFilter(method="by_text", label="名称", widget=forms.SearchInput({"placeholder": "企业、来源、词"}))
    kind = filters.ChoiceFilter(choices=Mute.Kind, label="类别", empty_label="全部")
    whose = filters.ChoiceFilter(method="by_whose", label="谁的", choices=WHOSE, empty_label="全部")
    standing = YesNo(field_name="lifted_at", lookup_expr="isnull", label="还在生效")

    class Meta:
        model = Mute
        fields: list[str] = []

    def by_text(self, rows: QuerySet[Mute], name: str, value: str) -> QuerySet[Mute]:
        return rows.filter(
            Q(word__icontains=value) | Q(company__name__icontains=value) | Q(source__name__icontains=value)
        )

    def by_whose(self, rows: QuerySet[Mute], name: str, value: str) -> QuerySet[Mute]:
        return rows.filter(owner=None) if value == "office" else rows.filter(owner=self.request.user)


class MuteTable(ListTable):
    thing = tables.Column(verbose_name="不看什么", accessor="pk", orderable=False)
    kind = tables.Column(verbose_name="类别")
    owner = tables.Column(verbose_name="谁的", order_by="owner__name", empty_values=())
    why = tables.Column(verbose_name="原因")
    by = tables.Column(verbose_name="谁设的", order_by="by__name")
    at = MomentColumn(verbose_name="时间")
    state = PartColumn(
        template_name="leads/mute_state.html", verbose_name="状态", order_by="lifted_at", empty_values=()
    )

    class Meta(ListTable.Meta):
        order_by = "-at"

    def render_thing(self, record: Mute) -> str:
        return str(record)

    def render_kind(self, record: Mute) -> str:
        return record.get_kind_display()

    def render_owner(self, record: Mute) -> str:
        return "我" if record.owner_id else "全办公室"

    def value_state(self, record: Mute) -> str:
        return "已恢复" if record.lifted_at else "生效"

"""The form of a watch rule: what people type, as criteria."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction

from identities.models import Company, Project
from leads.forms import AmountField
from leads.models import WatchRule
from leads.models.lead import Industry
from leads.watch import Criteria, check_may_change, sort_again
from press.models import Source
from press.words import money
from staff.models import User

PARTS = re.compile(r"[\s,，、;；]+")
MOST_WORDS = 20


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in re.split(r"[\n、,，;；]", text) if line.strip()))


class WatchRuleForm(forms.Form):
    """One rule; `criteria` after a valid check, `store` to keep it."""

    name = forms.CharField(label="名称", max_length=60, error_messages={"required": "请给规则起个名称。"})
    whose = forms.ChoiceField(
        label="给谁", choices=[("mine", "只给我"), ("office", "全办公室")], initial="mine", widget=forms.RadioSelect
    )
    effect = forms.ChoiceField(
        label="符合的新闻", choices=WatchRule.Effect, initial=WatchRule.Effect.TAKE, widget=forms.RadioSelect
    )
    industries = forms.MultipleChoiceField(
        label="产业", choices=Industry.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    amount = AmountField(label="金额不低于", required=False, help_text="如 1亿元、5000万美元；币种不同的不比较")
    basis = forms.ChoiceField(label="哪种金额", choices=WatchRule.Basis, initial=WatchRule.Basis.TOTAL)
    unknown = forms.BooleanField(label="没说金额的也算", required=False)
    place = forms.CharField(label="项目所在地包含", max_length=60, required=False)
    origin = forms.CharField(label="企业所在地包含", max_length=60, required=False, help_text="按企业档案里的所在地")
    words = forms.CharField(label="关键词", max_length=800, required=False, help_text="有一个就算，用空格或顿号隔开")
    named = forms.CharField(
        label="企业或项目", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="库里的名称，每行一个，有一个就算",
    )  # fmt: skip
    sources = forms.ModelMultipleChoiceField(
        label="来源", queryset=Source.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_active = forms.BooleanField(label="启用", required=False, initial=True)

    def __init__(self, data: Any = None, *, rule: WatchRule | None = None, may_office: bool, **kwargs: Any) -> None:
        super().__init__(data, initial=_initial(rule) if rule else {}, **kwargs)
        self.rule = rule
        if not may_office or rule:
            del self.fields["whose"]
        if not (may_office if rule is None else rule.owner_id is None):
            del self.fields["effect"]

    def clean_words(self) -> list[str]:
        words = [word for word in dict.fromkeys(PARTS.split(self.cleaned_data["words"])) if word]
        if len(words) > MOST_WORDS or any(len(word) > 40 for word in words):
            raise forms.ValidationError(f"最多 {MOST_WORDS} 个词，每个不超过 40 字。")
        return words

    def clean_named(self) -> tuple[list[Company], list[Project]]:
        companies: list[Company] = []
        projects: list[Project] = []
        for name in _lines(self.cleaned_data["named"]):
            company = Company.objects.current().filter(names__text=name).first()
            project = Project.objects.current().filter(names__text=name).first() if company is None else None
            if company is None and project is None:
                raise forms.ValidationError(f"库里没有叫“{name}”的企业或项目，请写全称。")
            companies += [company] if company else []
            projects += [project] if project else []
        return companies, projects

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        office = data.get("whose") == "office" or (self.rule is not None and self.rule.owner_id is None)
        if data.get("effect") == WatchRule.Effect.LEAVE and not office:
            self.add_error("effect", "自己不想看的请用“不再提示”；“不收”的规则只能给全办公室。")
        if not self.errors and self.criteria.is_empty:
            raise forms.ValidationError("请至少填一个条件，否则什么新闻都符合。")
        return data

    @property
    def criteria(self) -> Criteria:
        data = self.cleaned_data
        amount, currency = data["amount"] or (None, "CNY")
        companies, projects = data["named"]
        return Criteria(
            data["industries"], amount, currency, data["basis"], data["unknown"], data["place"], data["origin"],
            data["words"], [row.pk for row in companies], [row.pk for row in projects],
            [row.pk for row in data["sources"]],
        )  # fmt: skip

    def store(self, by: User, at: datetime) -> WatchRule:
        """Keeps the rule and sorts anew what waits; Refused where it is not the person's to change."""
        data, asked = self.cleaned_data, self.criteria
        rule = self.rule or WatchRule(
            owner=None if data.get("whose") == "office" else by, created_by=by, created_at=at
        )  # fmt: skip
        check_may_change(rule.owner, by)
        for field in ("industries", "amount", "currency", "basis", "unknown", "place", "origin", "words"):
            setattr(rule, field, getattr(asked, field))
        rule.name, rule.is_active, rule.effect = data["name"], data["is_active"], data.get("effect") or rule.effect
        with transaction.atomic():
            rule.save()
            rule.companies.set(asked.companies)
            rule.projects.set(asked.projects)
            rule.sources.set(data["sources"])
            sort_again(at)
        return rule


def _initial(rule: WatchRule) -> dict[str, Any]:
    names = [str(row) for row in (*rule.companies.all(), *rule.projects.all())]
    return {
        "name": rule.name, "effect": rule.effect, "industries": rule.industries, "basis": rule.basis,
        "amount": money(rule.amount, rule.currency), "unknown": rule.unknown, "place": rule.place, "origin": rule.origin,
        "words": "、".join(rule.words), "named": "\n".join(names), "sources": rule.sources.all(), "is_active": rule.is_active,
    }  # fmt: skip


class MuteForm(forms.Form):
    """What not to see of one card's like: its company, its source, or a word."""

    kind = forms.ChoiceField(label="以后不看", widget=forms.RadioSelect)
    word = forms.CharField(
        label="词", max_length=40, required=False, help_text="标题或项目名称里有这个词的不再进新闻待办"
    )
    whose = forms.ChoiceField(
        label="给谁", choices=[("mine", "只对我"), ("office", "全办公室")], initial="mine", widget=forms.RadioSelect
    )
    why = forms.CharField(label="原因", max_length=400, required=False)

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], may_office: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = kinds
        field.initial = kinds[0][0]
        if not may_office:
            del self.fields["whose"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == "word" and not data.get("word", "").strip():
            self.add_error("word", "请写要屏蔽的词。")
        return data

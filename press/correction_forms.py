"""Forms by which people correct what was read. What they accept, press.correct may still refuse."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from press.amount_field import AmountField
from press.models import Article, Correction
from press.said import CATEGORIES, said
from press.words import STAGES
from reading.values import INDUSTRIES

Field = Correction.Field
KINDS = (("company", "是企业"), ("project", "是项目"), ("person", "是人"), ("none", "都不是"))
TEACHES = "以后的报道也照这样读"
# The values that a person may correct or add, in the order of the page.
OF_PROJECT = (
    Field.AMOUNT, Field.STAGE, Field.INDUSTRY, Field.LAND, Field.PLACE, Field.CAPACITY, Field.DATE, Field.OWNER,
    Field.CATEGORY,
)  # fmt: skip
OF_PERSON = (Field.ORG, Field.TITLE)


class CorrectionForm(forms.Form):
    """What every correction may carry: why, and which other correction the person saw standing."""

    why = forms.CharField(label="说明", max_length=400, required=False)
    over = forms.IntegerField(required=False, widget=forms.HiddenInput)

    field_order: tuple[str, ...] | None = None


class NameForm(CorrectionForm):
    """These words of the article are a company, a project, a person, or none."""

    words = forms.CharField(
        label="报道里的文字", max_length=400, error_messages={"required": "请填写报道里的文字，或在正文里选中。"}
    )
    kind = forms.ChoiceField(
        label="应为",
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择是企业、项目、人，还是都不是。"},
    )
    teaches = forms.BooleanField(
        label=TEACHES,
        required=False,
        help_text="不是企业的，以后不再读作企业；是企业的，以后都认得。可在“词条”里撤回。",
    )
    field_order = ("words", "kind", "teaches", "why", "over")


class RenameForm(CorrectionForm):
    """The name that was read is cut wrongly; the right one stands in the article."""

    name = forms.CharField(
        label="正确的名称",
        max_length=400,
        help_text="照报道里的原样填写。",
        error_messages={"required": "请填写正确的名称。"},
    )
    teaches = forms.BooleanField(label=TEACHES, required=False)
    field_order = ("name", "teaches", "why", "over")


class NamesField(forms.CharField):
    """Several names parted by 、 or a line; cleaned to a list."""

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        return [name for part in re.split(r"[、,，;；\n]", str(value or "")) if (name := part.strip())]


class ValueForm(CorrectionForm):
    """The right value of one field, or that the article tells none, and the words that tell it."""

    untold = forms.BooleanField(label="报道没有说", required=False)
    evidence = forms.CharField(
        label="依据", max_length=400, required=False, help_text="报道里写这一项的原话；不填就用原来的那一句。"
    )

    def __init__(self, *args: Any, field: Field, before: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field = field
        after = _value_field(field)
        after.label, after.required = "应为", False
        if before not in (None, "", []) and field != Field.PROMISE:
            after.initial = before if isinstance(after, forms.ChoiceField) else said(field, before)
            if field == Field.LAND:
                after.initial = Decimal(str(before)).normalize()
        if field != Field.PROMISE:
            self.fields["after"] = after
        self.order_fields(["after", "untold", "evidence", "why", "over"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("untold") or self.field == Field.PROMISE:
            data["after"] = None
        elif "after" not in self.errors and data.get("after") in (None, "", []):
            self.add_error("after", "请填写正确的值；报道没有说的，请勾选“报道没有说”。")
        elif self.field == Field.AMOUNT and data.get("after"):
            value, currency = data["after"]
            data["after"] = {
                "value": str(value.normalize().quantize(Decimal(1)) if value == int(value) else value),
                "currency": currency,
            }
        elif self.field == Field.LAND and data.get("after"):
            data["after"] = float(data["after"])
        elif self.field == Field.DATE and data.get("after"):
            data["after"] = data["after"].isoformat()
        return data


def _value_field(field: Field) -> forms.Field:
    match field:
        case Field.AMOUNT:
            return AmountField(help_text="如 51亿元、6000万元、15亿美元")
        case Field.STAGE:
            return forms.ChoiceField(choices=list(STAGES.items()))
        case Field.INDUSTRY:
            return forms.ChoiceField(choices=[(label, label) for label in INDUSTRIES])
        case Field.CATEGORY:
            return forms.ChoiceField(choices=list(CATEGORIES.items()))
        case Field.LAND:
            return forms.DecimalField(max_digits=12, decimal_places=3, min_value=0, help_text="亩")
        case Field.DATE:
            return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        case Field.OWNER:
            return NamesField(max_length=400, help_text="照报道里的原样填写；几家用顿号隔开。")
        case _:
            return forms.CharField(max_length=200)


def present_value(article: Article, field: Field, subject: str, wrong: str) -> tuple[Any, bool]:
    """The value that is read now, and whether the subject is there at all. `wrong` is the start of the fact that is wrong,
    where a project has several of a kind."""
    kind = "person" if field in OF_PERSON else "project"
    mention = article.mentions.filter(kind=kind, of=subject, gone=False).first()
    if mention is None:
        return None, False
    if field == Field.OWNER:
        owners: QuerySet[Any] = article.facts.filter(subject=subject, kind="company", gone=False)
        return list(owners.values_list("value", flat=True)), True
    if field in (*OF_PERSON, Field.CATEGORY):
        return mention.data.get("kind" if field == Field.CATEGORY else field), True
    facts = article.facts.filter(subject=subject, kind=field, gone=False).order_by("rank")
    if wrong.isdecimal() and len(wrong) < 10:
        facts = facts.filter(start=int(wrong))
    fact = facts.first()
    return (fact.value if fact else None), True

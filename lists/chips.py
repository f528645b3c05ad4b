"""What a list is filtered by at the moment, in words, each with the address without it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.formats import date_format
from django_filters import FilterSet
from django_filters.widgets import SuffixedMultiWidget


@dataclass(frozen=True, slots=True)
class Chip:
    """One active filter: its label, its value in words, and the address of the list without it."""

    label: str
    value: str
    url: str


def address(request: HttpRequest, drop: Iterable[str] = (), **put: str | int) -> str:
    """The page's own address with some query keys dropped and others put; blanks and the export key never stay."""
    query = QueryDict(mutable=True)
    dropped = {*drop, *put, "export"}
    for key, values in request.GET.lists():
        kept = [value for value in values if value != ""]
        if kept and key not in dropped:
            query.setlist(key, kept)
    for key, value in put.items():
        query[key] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def chips_of(request: HttpRequest, filterset: FilterSet) -> list[Chip]:
    """The active filters in the order of the form."""
    form = filterset.form
    if not form.is_bound or not hasattr(form, "cleaned_data"):
        return []
    chips = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if _is_blank(value):
            continue
        words = _in_words(field, value)
        label = str(field.label or form[name].label)
        chips.append(Chip(label, words, address(request, drop=[*keys_of(name, field), "page"])))
    return chips


def keys_of(name: str, field: forms.Field) -> list[str]:
    """The query keys that a form field reads."""
    if isinstance(field.widget, SuffixedMultiWidget):
        return [field.widget.suffixed(name, suffix) for suffix in field.widget.suffixes]
    return [name]


def _is_blank(value: Any) -> bool:
    if isinstance(value, slice):
        return value.start is None and value.stop is None
    if value is None or value == "":
        return True
    return not isinstance(value, (bool, int, float)) and hasattr(value, "__len__") and len(value) == 0


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(value, slice):
        low, high = _plain(value.start), _plain(value.stop)
        return f"{low} 至 {high}" if low and high else f"{low} 起" if low else f"至 {high}"
    if not isinstance(value, str) and isinstance(value, Iterable):
        return "、".join(_one(field, item) for item in value)
    return _one(field, value)


def _one(field: forms.Field, value: Any) -> str:
    choices = dict(getattr(field, "choices", ())) if not isinstance(field, forms.ModelChoiceField) else {}
    for key, text in choices.items():
        if str(key) == str(value):
            return str(text)
    return _plain(value)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (date, datetime)):
        return date_format(value, "Y-m-d")
    return str(value)

"""Filters that a filter bar can show in one line and read aloud."""

from __future__ import annotations

from typing import Any

from django import forms
from django_filters import BooleanFilter, DateFromToRangeFilter, RangeFilter
from django_filters.widgets import BooleanWidget, SuffixedMultiWidget


class _TwoEnds(SuffixedMultiWidget):
    """Two inputs, from and to; the field's label is the legend of both."""

    template_name = "django_filters/widgets/multiwidget.html"

    def __init__(self, low: forms.Widget, high: forms.Widget, attrs: dict[str, Any] | None = None) -> None:
        low.attrs["aria-label"], high.attrs["aria-label"] = "从", "到"
        super().__init__((low, high), attrs)

    def decompress(self, value: slice | None) -> list[Any]:
        return [value.start, value.stop] if value else [None, None]


class DayRangeWidget(_TwoEnds):
    suffixes = ["after", "before"]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        low, high = (forms.DateInput({"type": "date"}, format="%Y-%m-%d") for _ in range(2))
        super().__init__(low, high, attrs)


class NumberRangeWidget(_TwoEnds):
    suffixes = ["min", "max"]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        low, high = (forms.NumberInput({"inputmode": "decimal", "step": "any"}) for _ in range(2))
        super().__init__(low, high, attrs)


class DayRange(DateFromToRangeFilter):
    """From day to day, both included; either end may be open: `?NAME_after=2026-01-01&NAME_before=…`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"widget": DayRangeWidget, **kwargs})


class NumberRange(RangeFilter):
    """From figure to figure, both included; either end may be open: `?NAME_min=1&NAME_max=…`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"widget": NumberRangeWidget, **kwargs})


class YesNoWidget(BooleanWidget):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.choices = [("", "全部"), ("true", "是"), ("false", "否")]


class YesNo(BooleanFilter):
    """Yes, no, or either: `?NAME=true`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"widget": YesNoWidget, **kwargs})

"""Fields written without a template look as Django's own templates write them."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting

from lists.widgets import Renderer

GROUPED = [("", "全部"), ("园区", [(1, "临江 <高新区>"), (2, "云麓&新城")]), ("a\"b'", "东陵镇")]
FIELDS: dict[str, tuple[forms.Widget, object]] = {
    "text": (forms.TextInput({"placeholder": '<"采薇">', "required": True, "disabled": False}), "<b>'采薇'</b>"),
    "nothing said": (forms.TextInput(), None),
    "search": (forms.SearchInput({"data-key": "/"}), ""),
    "number": (forms.NumberInput({"min": 1, "max": 2.5}), 1234567),
    "day": (forms.DateInput({"type": "date"}, format="%Y-%m-%d"), "2026-11-22"),
    "hidden": (forms.HiddenInput(), 0),
    "ticked": (forms.CheckboxInput(), True),
    "not ticked": (forms.CheckboxInput({"id": "x"}), False),
    "choice": (forms.Select({"class": "a b"}, GROUPED), "a\"b'"),
    "choices": (forms.SelectMultiple(choices=GROUPED), [1, 2]),
    "options": (forms.CheckboxSelectMultiple(choices=GROUPED), [2]),
    "two ends": (forms.MultiWidget([forms.NumberInput(), forms.NumberInput()]), [1, None]),
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_is_written_as_by_its_template(name: str) -> None:
    widget, value = FIELDS[name]
    attributes = {"id": "id_field", "aria-label": "名称"}
    ours, own = (
        re.sub(r"\s*(</?(option|optgroup|select)\b)", r"\1", widget.render("field", value, attributes, renderer))  # type: ignore[arg-type]
        for renderer in (Renderer(), TemplatesSetting())
    )
    assert ours == own

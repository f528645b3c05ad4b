"""How the fields of a form are written: a filter bar has thirty, and a template for each was a fifth of a list's page."""

from __future__ import annotations

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

_FOLDER = "django/forms/widgets/"
SELECT = f"{_FOLDER}select.html"
# What Django's own templates of these names write is an <input> alone.
INPUTS = {f"{_FOLDER}{name}.html" for name in ("input", "text", "search", "number", "date", "hidden", "checkbox")}


class Renderer(TemplatesSetting):
    """Writes the plain inputs and selects itself, as their templates do; the others by their templates."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if template_name in INPUTS:
            return _input(context["widget"])
        if template_name == SELECT:
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _input(widget: dict[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else format_html(' value="{}"', str(widget["value"]))
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, _attributes(widget))


def _select(widget: dict[str, Any]) -> SafeString:
    parts: list[str] = [format_html('<select name="{}"{}>', widget["name"], _attributes(widget))]
    for group, options, _ in widget["optgroups"]:
        if group:
            parts.append(format_html('<optgroup label="{}">', group))
        parts += (
            f'<option value="{conditional_escape(str(option["value"]))}"{_attributes(option)}>'
            f"{conditional_escape(option['label'])}</option>"
            for option in options
        )
        if group:
            parts.append("</optgroup>")
    return mark_safe("".join([*parts, "</select>"]))  # noqa: S308 (each part is escaped)


def _attributes(widget: dict[str, Any]) -> SafeString:
    """Those that are said; one that is True by its name alone."""
    return mark_safe(  # noqa: S308 (values are escaped, names are the code's own)
        "".join(
            f" {name}" if value is True else f' {name}="{conditional_escape(str(value))}"'
            for name, value in widget["attrs"].items()
            if value is not False
        )
    )

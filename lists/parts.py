"""Parts that stand on a page twice, for the wide screen and for the phone: a tag of the templates."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def twice(context: Context, name: str) -> SafeString:
    """`{% twice "parts/nav.html" %}`: what an include would write there, written once for the whole page."""
    written: dict[str, SafeString] = context["request"].__dict__.setdefault("written_parts", {})
    if name not in written:
        part = context.template.engine.get_template(name)  # type: ignore[union-attr]
        written[name] = mark_safe(part.render(context))  # noqa: S308 (a template's own, escaped by it)
    return written[name]

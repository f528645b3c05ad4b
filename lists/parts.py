"""Parts that stand on a page twice, for the wide screen and for the phone: a tag of the templates."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
# So many parts are kept written for the pages that follow.
MOST = 500
_kept: dict[tuple[object, ...], SafeString] = {}


@register.simple_tag(takes_context=True)
def twice(context: Context, name: str, *depends: object) -> SafeString:
    """`{% twice "parts/nav.html" user.role here count %}`: what an include would write there, written once for the whole
    page; where it is told everything that the part `depends` on, once for all pages that agree in it."""
    if depends and not settings.DEBUG:
        key = (name, *depends)
        if key not in _kept:
            if len(_kept) >= MOST:
                _kept.clear()
            _kept[key] = _write(context, name)
        return _kept.get(key) or _write(context, name)
    written: dict[str, SafeString] = context["request"].__dict__.setdefault("written_parts", {})
    if name not in written:
        written[name] = _write(context, name)
    return written[name]


def _write(context: Context, name: str) -> SafeString:
    part = context.template.engine.get_template(name)  # type: ignore[union-attr]
    return mark_safe(part.render(context))  # noqa: S308 (a template's own, escaped by it)

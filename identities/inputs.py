"""Fields that say while somebody types what is known already."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

PAUSE = "input changed delay:400ms"


class Warned:
    """Mixed into a widget: what is typed goes to the address, and its answer stands below the field."""

    def __init__(self, address: str, *, but: int | None = None, sends_form: bool = False, attrs: Any = None) -> None:
        """`address` is a URL name. `but` is a row that is no double of itself. With `sends_form` the whole form is
        posted, so that nothing of it stands in an address; else the field alone is asked for."""
        self.address, self.but, self.sends_form = address, but, sends_form
        super().__init__(attrs={"autocomplete": "off", **(attrs or {})})  # type: ignore[call-arg]

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        attrs = attrs or {}
        below = f"{attrs.get('id', f'id_{name}')}_alike"
        url = reverse(self.address) + (f"?but={self.but}" if self.but else "")
        asked = {
            "hx-post" if self.sends_form else "hx-get": url, "hx-trigger": PAUSE, "hx-target": f"#{below}",
            "hx-swap": "innerHTML", "hx-sync": "this:replace",
        }  # fmt: skip
        field = super().render(name, value, {**attrs, **asked}, renderer)  # type: ignore[misc]
        return format_html('{}<div id="{}" aria-live="polite"></div>', field, below)


class WarnedInput(Warned, forms.TextInput):
    """One line."""


class WarnedTextarea(Warned, forms.Textarea):
    """Several lines."""

"""What pages share: addresses of rows, parts that are written once."""

from __future__ import annotations

from types import SimpleNamespace

from django.template import engines
from django.urls import reverse

from lists.addresses import row_address


def test_a_row_s_address_is_the_site_map_s() -> None:
    for key in (1, 9_876_543_210):
        assert row_address("leads:lead-detail", key) == reverse("leads:lead-detail", args=[key])


def test_a_part_is_written_once_for_what_it_depends_on_and_anew_for_anything_else() -> None:
    template = engines["django"].from_string("{% load parts %}{% twice 'parts/nav.html' user.role here inbox_count %}")

    def written(**values: object) -> str:
        user = SimpleNamespace(is_authenticated=True, is_active=True, role="officer")
        match = SimpleNamespace(view_name=values["here"])
        request = SimpleNamespace(resolver_match=match)
        return template.render({"user": user, "request": request, **values})

    first = written(here="today", inbox_count=3)
    assert (first.count('aria-current="page"'), '<span class="count">3</span>' in first) == (1, True)
    assert written(here="today", inbox_count=3) == first
    assert '<span class="count">4</span>' in written(here="today", inbox_count=4)
    assert written(here="leads:board", inbox_count=3) != first

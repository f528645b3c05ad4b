"""Every address of the site with the rows that it names: what the tests of permissions and of pages walk."""

from __future__ import annotations

from django.http import HttpResponseBase

from crm.addresses import Address, addresses

__all__ = ["Address", "addresses", "page"]


def page(response: HttpResponseBase) -> str:
    """The text of a page."""
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]

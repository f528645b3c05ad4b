"""A page as it came to the repaired text that all reading works on."""

from __future__ import annotations

from reading.decode import page_of
from reading.draft import Draft
from reading.header import header_of
from reading.html import print_html
from reading.markup import Markup
from reading.repair import repair
from reading.values import Media, Text
from reading.zones import zones_of


def clean(page: bytes | str, media: Media | None = None) -> Text:
    """Decode, print, repair and divide a page. Takes any input without raising; `media` is told where not given."""
    decoded = page_of(page, media)
    markup: Markup | None = None
    if decoded.media == "html":
        draft, markup = print_html(decoded.source)
    else:
        draft = Draft.of(decoded.source)
    repair(draft)
    zones = zones_of(draft, markup)
    header = header_of(draft, zones, decoded.source, markup.account) if markup else header_of(draft, zones)
    return Text(decoded, draft.text, draft.starts, draft.ends, zones, header, dict(draft.repairs))

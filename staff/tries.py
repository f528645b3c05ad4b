"""How often somebody tried something of late."""

from __future__ import annotations

from django.core.cache import cache


def tries_within(key: str, seconds: int) -> int:
    """Counts this try; how many there were since the first one of the last `seconds`, this one included.

    Kept in the cache alone: while that is away every try counts as the first.
    """
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key) or 1)
    except ValueError:  # it ran out between the two lines
        return 1

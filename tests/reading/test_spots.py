"""Names are found at the same places whether a text is short or looked through window by window."""

from __future__ import annotations

import random

import pytest

from reading import spots
from reading.spots import Finder


@pytest.mark.parametrize("seed", range(20))
def test_windows_hide_no_name(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    names = sorted({"".join(chance.choices("云湖光电", k=chance.randrange(1, 6))) for _ in range(12)})
    text = "".join(chance.choices("云湖光电、", k=300))
    whole = list(Finder(names).longest(text))
    monkeypatch.setattr(spots, "_SMALL", 0)
    monkeypatch.setattr(spots, "_WINDOW", 7)
    assert list(Finder(names).longest(text)) == whole

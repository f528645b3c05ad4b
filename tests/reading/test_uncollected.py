"""While a page is read nobody searches for garbage; afterwards all is as it was."""

from __future__ import annotations

import gc

import pytest

import reading
from reading import clean, read

PIECE = (
    "云湖光电临江项目开工\n11月3日,云湖光电股份有限公司投资3亿元的临江县光学膜生产基地项目开工,"
    "云湖光电董事长陈启明、临江县县长沈立群出席仪式。\n"
)


def test_a_reading_leaves_no_rings() -> None:
    text = clean(PIECE, "text")
    read(text)
    gc.collect()
    result = read(text)
    assert result.people
    assert result.projects
    assert gc.collect() == 0


@pytest.mark.parametrize("was_on", [True, False])
def test_the_search_is_on_afterwards_if_it_was_before(was_on: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def failing(*_: object) -> None:
        seen.append(gc.isenabled())
        raise OSError("no models")

    monkeypatch.setattr(reading, "find_with_doubts", failing)
    try:
        if not was_on:
            gc.disable()
        with pytest.raises(OSError, match="no models"):
            read(clean(PIECE, "text"))
        assert seen == [False]
        assert gc.isenabled() is was_on
    finally:
        gc.enable()

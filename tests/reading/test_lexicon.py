"""The word lists: whose work each is stands in its head, and no line of the head is taken for words."""

from __future__ import annotations

from pathlib import Path

import pytest

from reading import lexicon
from reading.lexicon import groups, words

LISTS = sorted(Path(lexicon.__file__).parent.glob("*.txt"))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_every_list_says_where_it_is_from_and_its_licence(path: Path) -> None:
    head = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert "MIT" in " ".join(head) or "Apache-2.0" in " ".join(head)
    assert not any(word.startswith("#") for word in words(path.stem))


def test_divisions_reach_every_county() -> None:
    found = groups("divisions")
    assert len([label for label in found if "/" not in label]) == 34
    assert {"南湖区", "平湖市"} <= set(found["浙江省/嘉兴市"])
    assert sum(map(len, found.values())) > 2800


def test_zones_belong_to_divisions() -> None:
    places = groups("divisions").keys()
    assert set(groups("zones")) <= places

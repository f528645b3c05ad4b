"""Character pairs: whatever stands in a text is found by any two characters of it, in either script."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leads.models import Contact
from search.bigrams import MOST, MOST_BYTES, bigrams, fold
from search.fields import contains
from staff.models import User
from tests import make

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=40)


@pytest.mark.parametrize(("text", "pairs"), [
    ("润泽科技", ["泽科", "润泽", "科技"]), ("潤澤", ["润泽"]), ("润", ["润"]), ("", []), ("。！ \n", []),
    ("苍梧A股ＡＢＣ 51亿", ["51", "a", "abc", "亿", "股", "苍梧"]), ("Mini LED", ["led", "mini"]), ("13800002201", ["13800002201"]),
    ("㎡", ["m2"]), ("𠮷野家", ["野家", "𠮷野"]), ("x" * 90, ["x" * 40]),
])  # fmt: skip
def test_a_text_is_the_set_of_its_pairs(text: str, pairs: list[str]) -> None:
    assert bigrams(text) == sorted(pairs)


def test_both_scripts_and_both_widths_are_one() -> None:
    assert fold("潤澤科技（ＡＢＣ）") == fold("润泽科技(abc)")


@given(HAN, st.data())
def test_the_pairs_of_any_part_are_among_those_of_the_whole(text: str, data: st.DataObject) -> None:
    # Where a part is folded by itself, a character may fall to another of its simplified forms: that is for the text's
    # own script to say, so parts of what is folded already are asked.
    text = fold(text)
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 2, len(text)))
    if fold(text[start:end]) == text[start:end]:
        assert set(bigrams(text[start:end])) <= set(bigrams(text))


def test_a_text_without_end_is_cut_at_its_beginning_s_most() -> None:
    long = "".join(chr(0x4E00 + i % 20000) + chr(0x4E00 + i * 7 % 20000) for i in range(60_000))
    assert MOST - 100 < len(bigrams(long)) <= MOST
    assert sum(len(key.encode()) for key in bigrams(" ".join(f"word{i:036d}" for i in range(50_000)))) <= MOST_BYTES
    assert "开头" in bigrams("开头" + long)


@pytest.fixture
def person(officer: User) -> Contact:
    return make.contact("陳啟明", by=officer, phones=["13800002201"], title="董事长's | & ! \\")


@pytest.mark.parametrize(("query", "found"), [
    ("陈启", True), ("陳啟明", True), ("启明", True), ("陈明", False), ("董事长", True), ("董事長", True), ("13800002201", True),
    ("1380000", False), ("陈启明 董事长", True), ("长陈", False), ("s", True),
])  # fmt: skip
def test_a_stored_row_is_found_by_its_pairs(query: str, found: bool, person: Contact) -> None:
    condition = contains("bigrams", query)
    assert condition is not None
    assert Contact.objects.filter(condition).exists() is found


@pytest.mark.parametrize("query", ["", " ", "。", "'", "|", "\\", "!"])
def test_a_question_without_words_is_no_condition(query: str) -> None:
    assert contains("bigrams", query) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(query=st.text(max_size=30).filter(lambda text: "\x00" not in text))
def test_no_question_breaks_the_query(query: str, person: Contact) -> None:
    condition = contains("bigrams", query)
    if condition is not None:
        Contact.objects.filter(condition).exists()

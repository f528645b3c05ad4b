"""Edits of a draft keep the way back to the original, however much they take away or put in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reading.draft import Draft, Edit


def made_anew(draft: Draft, edits: list[Edit]) -> tuple[str, list[int], list[int]]:
    """Words and places after the edits, put together piece by piece."""
    text, starts, ends, last = "", list[int](), list[int](), 0
    for start, end, words in [*edits, (len(draft.text), len(draft.text), "")]:
        text += draft.text[last:start] + words
        starts += draft.starts[last:start]
        ends += draft.ends[last:start]
        if len(words) == end - start:
            starts += draft.starts[start:end]
            ends += draft.ends[start:end]
        else:
            first = draft.starts[start] if start < len(draft.starts) else draft.ends[-1] if draft.ends else 0
            starts += [first] * len(words)
            ends += [draft.ends[end - 1] if end > start else first] * len(words)
        last = end
    return text, starts, ends


@given(
    st.text("abc", max_size=20),
    st.lists(st.lists(st.tuples(st.integers(0, 20), st.text("xyz", max_size=9)), max_size=9)),
)
def test_edits_in_place_are_those_made_anew(page: str, rounds: list[list[tuple[int, str]]]) -> None:
    draft = Draft.of(page)
    for drawn in rounds:
        places = sorted(min(at, len(draft.text)) for at, _ in drawn)
        edits = [
            (first, last, words) for first, last, (_, words) in zip(places[::2], places[1::2], drawn, strict=False)
        ]
        wanted = made_anew(draft, edits)
        draft.edit(iter(edits))
        assert (draft.text, list(draft.starts), list(draft.ends)) == wanted

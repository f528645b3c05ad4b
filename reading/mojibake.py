"""Undo a wrong decoding that somebody saved: UTF-8 read as Latin-1 (ä¸\u00ad) or as GBK (涓\ue15f). Only where all of a page says so."""

from __future__ import annotations

import re

from reading.draft import Draft, Edit

_CP1252 = {
    char: byte for byte in range(0x80, 0xA0) if (char := bytes((byte,)).decode("cp1252", "ignore"))
}  # a Windows tool's reading of the bytes that Latin-1 leaves to controls
_TAIL = "[\u0080-\u00bf" + "".join(map(re.escape, _CP1252)) + "]"
_NARROW = re.compile(f"[\u00c2-\u00df]{_TAIL}|[\u00e0-\u00ef]{_TAIL}{{2}}|[\u00f0-\u00f4]{_TAIL}{{3}}")
_WIDE_RUN = re.compile(r"[^\x00-\x7f]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef\u2010-\u2026]")
_SAMPLE = 3_000
_TRIED_BYTES = 60
_SURE = 0.85
"""Share of what does not look like itself that must come out as Chinese before a page is touched."""
_SURE_WIDE = 0.7
"""The same for GBK, whose reading loses the last byte of a run with an odd number of them."""


def repair_mojibake(draft: Draft) -> None:
    """Replace each run by the characters it stood for; the runs keep their places in the original."""
    begins = _NOT_ASCII.search(draft.text)
    if begins is None:
        return
    sample = draft.text[begins.start() : begins.start() + _SAMPLE]
    if _NARROW.search(sample) and _is_narrow(sample):
        draft.sub(_NARROW, lambda match: _narrow(match[0]) or match[0], "mojibake")
    elif _is_wide(sample):
        edits: list[Edit] = []
        for match in _WIDE_RUN.finditer(draft.text):
            edits += _widened(match[0], match.start())
        draft.edit(edits, "mojibake")


def _narrow(run: str) -> str | None:
    data = b"".join(bytes((_CP1252.get(char, ord(char)),)) for char in run)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _is_narrow(sample: str) -> bool:
    """Whether nearly all characters beyond ASCII are such runs and the runs are Chinese."""
    runs = _NARROW.findall(sample)
    if len(runs) < 2 or sum(map(len, runs)) < _SURE * len(_NOT_ASCII.findall(sample)):
        return False
    made = "".join(filter(None, map(_narrow, runs)))
    return len(_CHINESE.findall(made)) >= _SURE * len(runs)


def _is_wide(sample: str) -> bool:
    """Whether the runs beyond ASCII, written as GBK, are UTF-8. One Chinese sentence by chance never is."""
    made = size = 0
    for match in _WIDE_RUN.finditer(sample):
        data = match[0].encode("gb18030", "ignore")
        made += 3 * len(_CHINESE.findall(data.decode("utf-8", "ignore")))
        size += len(data)
        if size > _TRIED_BYTES and made < _SURE_WIDE * size:
            return False
    return made >= 18 and made >= _SURE_WIDE * size


def _widened(run: str, at: int) -> list[Edit]:
    """The run's bytes read as UTF-8: edits that end where an old and a new character end together, offset by `at`."""
    data = bytearray()
    owners: list[int] = []
    for number, char in enumerate(run):
        piece = b"\xff" if char == "\ufffd" else char.encode("gb18030", "replace")
        data += piece
        owners += [number] * len(piece)
    owners.append(len(run))
    edits: list[Edit] = []
    place = first = 0
    words = ""
    while place < len(data):
        size = _length(data, place)
        piece = bytes(data[place : place + size])
        words += piece.decode("utf-8") if _is_whole(piece) else "\ufffd"
        place += size
        # A new character may end in the middle of an old one: then the next one belongs to the same stretch.
        if place == len(data) or owners[place] != owners[place - 1]:
            edits.append((at + first, at + owners[place], words))
            first, words = owners[place], ""
    return edits


def _is_whole(piece: bytes) -> bool:
    try:
        piece.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _length(data: bytearray, place: int) -> int:
    """How many bytes the character at the place takes: its tails as far as they are there; 1 where none begins."""
    lead = data[place]
    wanted = 2 if 0xC2 <= lead < 0xE0 else 3 if 0xE0 <= lead < 0xF0 else 4 if 0xF0 <= lead < 0xF5 else 1
    size = 1
    while size < wanted and place + size < len(data) and 0x80 <= data[place + size] < 0xC0:
        size += 1
    if size < wanted and place + size < len(data) and data[place + size] == 0xFF:
        size += 1  # the byte that the wrong reading could not keep
    return size

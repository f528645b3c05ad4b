"""Where a project may be named: nouns with their modifiers, items of lists, companies that sign or settle."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from operator import itemgetter
from sys import intern
from typing import Literal

import ahocorasick_rs

from reading import lexicon
from reading.clauses import Mark, investors
from reading.kinds.amount import SumOfMoney

Source = Literal["head", "item", "company"]
Atom = tuple[int, int, str]
"""Start, end and what stands there: word, company or sum."""
_end = itemgetter(1)
LONGEST_NAME = 60

_QUOTES = {"“": "”", "「": "」", "『": "』", "《": "》", '"': '"', "‘": "’"}
_HARD = set(",,。;;::!!??、\n\r\t…—|>》()()【】[]<《/~")
_PHASE = re.compile(r"[((](?:[^()()\n]{0,10}(?:期|区|段|片)|[^()()\n,,。0-9]{1,14})[))]")
_ASIDE, _PART = re.compile(r"记者|简称|下称|以下|通讯员|元"), re.compile(r"[期区段片]")
_BEFORE_HEAD = frozenset(
    [
        "建设",
        "生产",
        "投资",
        "开发",
        "扩建",
        "新建",
        "使用",
        "运营",
        "提升",
        "优化",
        "改善",
        "强化",
        "深化",
        "培育",
        "扩大",
        "规划",
        "布局",
        "储备",
        "参股",
        "注册",
        "地",
        "类",
    ]
)
_SHORT_HEADS = {
    char: "carrier" if char == "园" else "plain" for char in "厂线仓库坞窑园站池城港馆场炉谷楼店院室井矿塔棚坊庄"
}
"""Last characters of words that may end a project's name though the word is on no list."""
_SHORT_HEAD = re.compile(f"[{''.join(_SHORT_HEADS)}]")
_NOTHING: Atom = (0, 0, "")
_OPENING = frozenset(["(", "“", "建设"])
_TERMINAL = ("项目", "工程")
_LIST_TAIL = re.compile(
    r"(?:在内)?的?(?:\d+|[一二两三四五六七八九十数多几]+)?(?:余|多)?(?:个|家|大|项|批|户)?(?P<modifier>[^,,。;;、::\n]{0,22}?)"
    r"(?P<noun>项目|工程|基地|企业|公司|集团|厂商|客商|机构|总部|产线|载体|平台|园区|龙头|巨头|品牌)"
)
_CONNECTOR = re.compile(r"(?:以及|[和及与])")


@dataclass(slots=True)
class Mention:
    """One place that may name a project. Offsets in the sentence's own words; `before`/`after` are the words around."""

    start: int
    end: int
    source: Source
    head: str
    kind: str
    before: str
    after: str
    marks: tuple[Mark, ...] = ()
    list_size: int = 1
    list_index: int = 0
    tail: str = ""
    """What a list says its items are: 项目, 企业 …"""
    tail_words: str = ""
    lead: str = ""
    list_at: int = -1
    list_end: int = 0
    """Where the list begins and ends, in the sentence."""


class _Run:
    """Words without punctuation between two others; `head_end` is where its last project noun ends, -1 without one."""

    __slots__ = ("after", "before", "end", "head", "head_end", "start")

    def __init__(self, start: int, before: str) -> None:
        self.start = self.end = start
        self.head_end = -1
        self.head = self.after = ""
        self.before = before


@cache
def _heads() -> tuple[ahocorasick_rs.AhoCorasick, tuple[tuple[str, str], ...]]:
    """The automaton over project nouns, and for each pattern its noun and kind."""
    nouns = tuple((word, kind) for kind, group in lexicon.groups("project_heads").items() for word in group)
    matcher = ahocorasick_rs.AhoCorasick(
        [word for word, _ in nouns], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
    )
    return matcher, nouns


@cache
def head_kind(head: str) -> str:
    """plain, carrier or public, by the noun that ends a name."""
    return next((kind for word, kind in _heads()[1] if word == head), _SHORT_HEADS.get(head, "plain"))


def atoms_of(words: str, marks: Sequence[Mark], sums: Sequence[SumOfMoney], ends: Sequence[int]) -> list[Atom]:
    """The sentence's words, companies and sums in one piece each. `ends`: where each word of the sentence ends."""
    solid = sorted(
        [(mark.start, mark.end, "company") for mark in marks] + [(money.start, money.end, "sum") for money in sums]
    )
    if not solid:
        return [(start, end, "word") for start, end in pairwise([0, *ends])]
    atoms: list[Atom] = []
    position = index = 0
    for end in ends:
        start, position = position, end
        while index < len(solid) and solid[index][1] <= start:
            index += 1
        if index < len(solid) and solid[index][0] < end:
            piece = solid[index]
            if start < piece[0]:
                atoms.append((start, piece[0], "word"))
            if not atoms or atoms[-1] != piece:
                atoms.append(piece)
            if end > piece[1]:
                atoms.append((piece[1], end, "word"))
            continue
        atoms.append((start, end, "word"))
    return atoms


@cache
def _telling() -> frozenset[str]:
    """Words at which a name may end."""
    return lexicon.words("name_stops").union(_QUOTES, _HARD, ("和", "与", "以及"))


def _runs(words: str, atoms: list[Atom]) -> list[_Run]:
    """The sentence cut at punctuation and at words that no name holds; each piece with its last project noun."""
    matcher, nouns = _heads()
    heads = {end: (start, nouns[index][0]) for index, start, end in matcher.find_matches_as_indexes(words)}
    owned = {start for start, _, what in atoms if what == "company"}
    known = {start for start, _ in heads.values()}
    no_heads = lexicon.words("not_heads")
    stops = lexicon.words("name_stops")
    for short in _SHORT_HEAD.finditer(words):
        end = short.end()
        at = bisect_left(atoms, end, key=_end)
        if at == len(atoms) or atoms[at][1] != end:
            continue
        start, _, what = atoms[at]
        if what == "word" and end not in heads and words[start:end] not in no_heads:
            before = atoms[at - 1] if at else _NOTHING
            alone = before[1] != start or before[1] - before[0] < 2 or words[before[0] : before[1]] in stops
            if end - start > 1 or not alone:
                heads[end] = (end - 1 if end - 1 not in known else start), words[end - 1]
    begins = {start for start, _, _ in atoms}
    heads = {end: (start, noun) for end, (start, noun) in heads.items() if start in begins or end - 1 not in begins}
    head_starts = {start for start, _ in heads.values()}
    covered = {at for end, (start, _) in heads.items() for at in range(start, end)}
    runs: list[_Run] = []
    current = _Run(0, "")

    def close(at: int, resume: int, word: str) -> None:
        nonlocal current
        word = intern(word)
        current.end, current.after = at, word
        if at > current.start:
            runs.append(current)
        elif runs and runs[-1].end == current.start and not current.before:
            runs[-1].after = word
        current = _Run(resume, word)

    telling = _telling()
    skip_until = 0
    for start, end, what in atoms:
        if start < skip_until:
            continue
        token = words[start:end]
        if (
            token not in telling
            and what == "word"
            and current.head_end != start
            and end not in heads
            and end - current.start <= LONGEST_NAME
        ):
            continue
        if (
            current.head_end == start
            and current.head in _TERMINAL
            and start not in head_starts
            and token not in _OPENING
        ):
            close(start, start, token)
        if what == "sum":
            close(start, end, "¥")
        elif what == "company":
            pass
        elif end - start == 1 and token in _QUOTES and (closing := words.find(_QUOTES[token], end, end + 40)) > 0:
            if (current.start < start and closing - end > 14) or (
                current.start == start and words[closing - 2 : closing] in ("项目", "工程", "基地")
            ):
                close(start, end, token)
        elif end - start == 1 and token in _HARD:
            match = _PHASE.match(words, start) if token in _OPENING and current.start < start else None
            if match and not _ASIDE.search(match.group()):
                skip_until = match.end()
                if current.head_end == start and _PART.search(match.group()):
                    current.head_end = match.end()
            else:
                close(start, end, token)
        elif (
            token in stops
            and not (start in covered and start > current.start)
            and not (end in head_starts and start > current.start and token in _BEFORE_HEAD)
        ) or (token in ("和", "与", "以及") and (start in (current.head_end, current.start) or end in owned)):
            close(start, end, token)
        if end in heads and current.start <= heads[end][0]:
            current.head_end, current.head = end, heads[end][1]
        if end - current.start > LONGEST_NAME and what == "word":
            close(end, end, "")
    close(len(words), len(words), "")
    return runs


_NUMBER = re.compile(r"[(（]?\d{1,2}(?:[、)）]|[..](?!\d))\s*")


def _trim(words: str, start: int, end: int) -> tuple[int, int]:
    """The span without blanks, quotes and a list's number around the name."""
    number = _NUMBER.match(words, start, end)
    start = number.end() if number else start
    while start < end and words[start] in " \u3000·“”\"'「」『』《》-—":
        if words[start] == "“" and words.find("”", start, end) > 0:
            break
        start += 1
    while end > start and (
        words[end - 1] in " \u3000·“\"'「『《-—" or (words[end - 1] in "”」』》" and "“" not in words[start:end])
    ):
        end -= 1
    return start, end


_LEAD = re.compile(
    r"(?:(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日)?|20\d\d年|(?:规划|拟|要|将|再|主要|专门|一期)?(?:建设|新建|扩建|生产|开发|建)(?!集团|银行)|"
    r"(?:本报|本网|本刊|晚报|日报)讯\s?|面积\d[\d.]*万?平方米的?|项目全称|全称|投资|引进|规划|配套|本次|此次|国内|国内首[条个]|要建?|拟建?|以?及|继|主会场|促成|办理)(?=.{5})"
)


def _lead_off(words: str, start: int, end: int, marks: Sequence[Mark]) -> int:
    """Where a name begins once a verb or a day before it is left off."""
    for _ in range(2):
        lead = _LEAD.match(words, start, end)
        if lead is None or any(mark.start < lead.end() and start < mark.end for mark in marks):
            break
        start = lead.end()
    return start


def _inside(marks: Sequence[Mark], start: int, end: int) -> tuple[Mark, ...]:
    return tuple([mark for mark in marks if start <= mark.start and mark.end <= end]) if marks else ()


def _items(words: str, run: _Run) -> list[tuple[int, int]]:
    """A list's member cut again at 和, 及, 与."""
    pieces, position = [], run.start
    for match in _CONNECTOR.finditer(words, run.start, run.end):
        if match.start() > position:
            pieces.append((position, match.start()))
        position = match.end()
    if position < run.end:
        pieces.append((position, run.end))
    return pieces or [(run.start, run.end)]


def _spans(runs: list[_Run]) -> list[tuple[int, int]]:
    """First and last run of each list: runs with only 、 between them."""
    spans = []
    first = 0
    while first < len(runs):
        last = first
        while last + 1 < len(runs) and runs[last].after == "、" and runs[last + 1].before == "、":
            last += 1
        spans.append((first, last))
        first = last + 1
    return spans


def _joined(words: str, runs: list[_Run], first: int, last: int, marks: Sequence[Mark]) -> bool:
    """True where 、 stands inside one name: modifiers before a noun, not members of a list."""
    end = runs[last]
    if last == first or end.head_end != end.end or end.head not in _TERMINAL or end.end - runs[first].start > 50:
        return False
    if any(run.head_end > 0 for run in runs[first:last]) or all(run.end - run.start <= 3 for run in runs[first:last]):
        return False
    return not _inside(marks, runs[first].start + 1, end.end)


def _lists(words: str, runs: list[_Run], spans: list[tuple[int, int]], marks: Sequence[Mark]) -> list[Mention]:
    """Members of lists that have no project noun of their own but stand where projects or signing firms are listed."""
    found: list[Mention] = []
    for first, last in spans:
        if _joined(words, runs, first, last, marks):
            continue
        tail = _LIST_TAIL.match(words, runs[last].end + 1) if runs[last].after == "等" else None
        size = last - first + 1
        if (size > 1 or tail) and size < 60:
            headed = sum(run.head_end > 0 for run in runs[first : last + 1])
            noun = tail["noun"] if tail else (runs[last].head if runs[last].head_end == runs[last].end else "")
            if (
                noun
                or headed
                or runs[first].before == ":"
                or (size > 1 and _inside(marks, runs[first].start, runs[last].end))
            ):
                members = [
                    piece for run in runs[first : last + 1] if run.head_end < 0
                    for piece in (_items(words, run) if run is runs[last] or tail is None else [(run.start, run.end)])
                ]  # fmt: skip
                words_after = tail.group() if tail else ""
                begin, finish = runs[first].start, tail.end() if tail else runs[last].end
                for index, (start, end) in enumerate(members):
                    start, end = _trim(words, start, end)
                    if 2 <= end - start <= 40:
                        found.append(
                            Mention(start, end, "item", "", "plain", runs[first].before, runs[last].after,
                                    _inside(marks, start, end), size, index, noun or "项目",
                                    words_after, runs[first].before, begin, finish)
                        )  # fmt: skip
    return found


_CLAUSE = re.compile(
    r"积极|不断|持续|努力|主动|大力|全力|坚持|继续|正在|已|将|也|还|均|都|就|曾|仍|率先|成功|顺利|逐步|进一步|全面|深入|充分|始终|一直"
)
"""Words with which a firm's doings begin, no project's name."""


def _phrase(words: str, run: _Run, marks: Sequence[Mark]) -> tuple[int, int] | None:
    """A company with what it makes or builds behind it (甲公司高端膜材扩产), where no noun of a project ends the words."""
    if run.head_end >= 0 or not 5 <= run.end - run.start <= 34:
        return None
    start, end = _trim(words, run.start, run.end)
    inside = _inside(marks, start, end)
    if not inside or end - inside[-1].end < 3 or inside[0].start - start > 6:
        return None
    if _CLAUSE.match(words, inside[-1].end, end):
        return None
    return start, end


def candidates(words: str, marks: Sequence[Mark], atoms: list[Atom]) -> list[Mention]:
    """Every place of a sentence that may name a project, in order. `marks` are the companies, in the sentence's offsets."""
    runs = _runs(words, atoms)
    spans = _spans(runs)
    found = _lists(words, runs, spans, marks)
    for first, last in spans:
        match = _LIST_TAIL.match(words, runs[last].end + 1) if runs[last].after == "等" else None
        tail = (match["noun"], match.group()) if match else ("", "")
        if _joined(words, runs, first, last, marks):
            runs[last].start, runs[last].before = runs[first].start, runs[first].before
        for run in runs[first : last + 1]:
            if run.head_end < 0:
                continue
            start, end = _trim(words, run.start, run.head_end)
            start = _lead_off(words, start, end, marks)
            if end - start >= 2:
                found.append(
                    Mention(start, end, "head", run.head, head_kind(run.head), run.before, run.after, _inside(marks, start, end),
                            last - first + 1, 0, *tail, runs[first].before, runs[first].start, match.end() if match else runs[last].end)
                )  # fmt: skip
    for run in runs:
        phrase = _phrase(words, run, marks)
        if phrase and not any(phrase == (mention.start, mention.end) for mention in found):
            found.append(
                Mention(*phrase, "item", "", "plain", run.before, run.after, _inside(marks, *phrase))
            )  # fmt: skip
    taken = [(mention.start, mention.end) for mention in found if mention.source == "head" or mention.list_at >= 0]
    for mark in marks:
        if not any(start < mark.end and mark.start < end for start, end in taken):
            before, after = intern(words[max(0, mark.start - 1) : mark.start]), intern(words[mark.end : mark.end + 1])
            found.append(Mention(mark.start, mark.end, "company", "", "plain", before, after, (mark,)))
    behind = investors(words)
    kept = [
        mention
        for mention in found
        if mention.source == "head" or not any(start <= mention.start < end for start, end in behind)
    ]
    return sorted(kept, key=lambda mention: (mention.start, -mention.end))

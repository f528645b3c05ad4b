"""Where full names can stand, and what speaks for one there."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from operator import add
from pathlib import Path
from typing import NamedTuple

from reading.grammar import Words
from reading.lexicon import words
from reading.posts import OFFICE_BEHIND, titles
from reading.scan import scanner
from reading.spots import Finder

_HERE = Path(__file__).parent
_HAN = "\u4e00-\u9fff"
_COMMON = frozenset(
    "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭"
    "廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文"
)
_VERB = scanner(
    r"说|表示|介绍|指出|强调|认为|告诉|坦言|透露|称|谈到|提到|补充|致辞|致词|主持|出席|参加|会见|率|带队|带领|带着|到访|赴|调研|走访|考察|一行"
    r"|宣布|要求|希望|代表|在|从|向|对|与|同|和|也|就|还|将|为|给|先后|分别|陪同|接待|共同|先生|女士|教授|院士|博士|老师|同志|书记|市长|县长"
    r"|区长|主任|局长|董事长|总经理|总裁|等|作|做|则|是|有|到|来|看|签|讲|摄|报道|文|介|回|感|见|听|问|最|不|担任|任|深入|前往|一|领衔|代理"
    r"|聊起|聊到|聊了|聊|牵头|坐镇|接着|不讳|坦承|笑着|笑称|直言|掰着|算了|指着|拿出|拍板|坐在|站在|站起|走进|谈起|谈及|还没|就把|改用|打开|翻开|举例|回忆|解释|反问|追问|打趣|感慨|感叹|作答|应邀|抵达|亲自"
    r"|指|边|又|再|已|曾|正|于|随|当|把|用|今|昨|上|下|两|参|前"
)
_PLACE = re.compile(r"[市县区镇省]$")
_HONOUR = re.compile(r"院士|教授|博士|研究员|先生|女士")
_NO_NAME = re.compile(
    r"某|先生|女士|小姐|部长|[市县区镇局]长|书记|主任|嘉宾|详细|经理|师傅|公司|集团|政府|[市县]委|管委|记者|报讯|报道|[上下]午|项目|企业|产业|等|[^\u4e00-\u9fff]"
)
_ITEM_END = re.compile(rf"[^{_HAN}]|等|\Z")
_DOTTED = re.compile(rf"(?<![{_HAN}])[{_HAN}]{{1,20}}(?:[·•‧・-][{_HAN}A-Z][{_HAN}]{{0,7}}){{1,3}}")
_DOT = re.compile("[·•‧・-]")
_LIST_TAIL = re.compile(r"领导|代表|同志|一行|参加|出席|陪同|到场|主持|致辞")
_TAIL_REACH = 60
_PRESS = scanner(
    rf"(?P<lead>(?:电|讯|报道|消息)\s*\()[^()\n]{{0,40}}"
    rf"|(?P<by>(?:记者|通讯员|编辑|责编|摄影|作者|文/图|供稿|见习|实习生|撰稿人?|审核|校对|图/文|文字)[:\s、]*)(?:[{_HAN}]{{2,4}}[\s、/]+){{0,6}}"
)
_CHIEF = re.compile(rf"首席[{_HAN}]{{2,4}}官")
_BEFORE = "与和由同对向随请陪率跟让是的司局厅委办处所科股道镇会院村社部工员匠家师手民商徒人长裁理任记板总位叫了名着方"
"""Characters of words behind which a name can begin: links, offices, trades, authorities."""
_FOREIGN = frozenset(
    "阿烈得卫埃艾爱安昂奥澳巴白班邦宝保鲍贝本比彼毕宾波博伯勃布查茨达大戴丹道德登邓迪蒂丁东杜顿多恩尔法范菲费芬丰佛夫弗福盖冈高戈格哥古瓜圭"
    "哈海汉豪赫亨洪侯胡华怀霍基吉季加嘉贾简杰金卡凯坎康考柯科克肯孔库拉莱兰朗劳勒雷蕾黎李里利丽莉林龙卢鲁路露伦罗洛吕马玛麦迈曼毛梅门"
    "蒙米密明摩莫默姆穆娜纳奈南内尼妮宁努诺欧帕潘庞佩彭皮普奇齐恰乔切琴琼热日荣茹瑞萨塞森沙莎山尚绍舍申圣施史斯司丝苏索塔泰坦汤唐特腾"
    "提田廷图托瓦万旺威韦维魏温文沃乌伍武西希锡席夏香肖谢欣辛休许雪雅亚扬杨耶叶伊易因英尤于约泽詹珍朱卓兹佐弥让狄桑贡钦颂猜翁乍蓬差"
    "娃婭娅琳劭赛买提江别合热巴图别克孜古丽曲买合提艾力吐尔逊努尔兰木买依"
)
"""Characters with which foreign names are written in Chinese."""
_CAPITALIZED = re.compile("[A-Z][a-z]{2}")
_LATIN = re.compile(r"[A-Z][a-z]{2,}(?: [A-Z][a-z]{1,}){1,3}(?![A-Za-z])")
_MIXED = re.compile(r"[\u4e00-\u9fff][A-Z][a-z]{2,}(?![A-Za-z])")
_PERSON_WORD = frozenset("位人的")


class Mention(NamedTuple):
    """A stretch of text that may be a full name, the office right before it, and what speaks for it."""

    start: int
    end: int
    anchor: str
    features: tuple[str, ...]


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    """Single and compound surnames."""
    rows = (_HERE / "lexicon" / "surnames.txt").read_text(encoding="utf-8").splitlines()
    single, compound = (row for row in rows if row and not row.startswith("#"))
    return frozenset(single), frozenset(compound.split())


@cache
def _not_names() -> frozenset[str]:
    """Places and words that begin with a surname and would pass for a full name."""
    return words("not_people")


@cache
def _given() -> frozenset[str]:
    """Characters common in given names."""
    rows = (_HERE / "lexicon" / "given.txt").read_text(encoding="utf-8").splitlines()
    return frozenset("".join(row for row in rows if not row.startswith("#")))


@cache
def _offices() -> Finder:
    return Finder(titles())


@cache
def _at_edge() -> re.Pattern[str]:
    single = "".join(sorted(_surnames()[0]))
    # what stands before is looked at last, so that the search runs from surname to surname
    return re.compile(rf"[{single}](?=[{_HAN}])(?:(?<![{_HAN}][{single}])|(?<=[{_BEFORE}][{single}]))")


def is_name_like(words: str) -> bool:
    """Whether the words have the form of a full name: a common surname and one or two characters."""
    return (2 <= len(words) <= 3 and words[0] in _COMMON) or (3 <= len(words) <= 4 and words[:2] in _surnames()[1])


def is_surnamed(words: str) -> bool:
    """Whether the words are as long as a full name and begin with any surname, a rare one too."""
    return 2 <= len(words) <= 4 and (words[0] in _surnames()[0] or words[:2] in _surnames()[1])


class Spots:
    """Start, end and office before of stretches, in little room: a long page has many times more than names."""

    def __init__(self) -> None:
        self.starts = array("i")
        self.sizes = array("b")
        self.posts: list[str] = []

    @classmethod
    def of(cls, found: Iterable[tuple[int, int, str]]) -> Spots:
        """The same stretches."""
        spots = cls()
        for start, end, post in found:
            spots.starts.append(start)
            spots.sizes.append(end - start)
            spots.posts.append(post)
        return spots

    def __iter__(self) -> Iterator[tuple[int, int, str]]:
        return zip(self.starts, map(add, self.starts, self.sizes), self.posts, strict=True)


_OFFICE_FIRST = frozenset("常执高副董总首会秘理书市县区镇乡局处主部行院校所C")
"""Characters with which an office behind a name begins."""
_FIRM_WORDS = frozenset(("公司", "集团"))


class Scene:
    """One text with all that is looked up again and again."""

    def __init__(self, text: str, words: Words | None = None) -> None:
        self.text = text
        self.words = words or Words.of(text)
        self.tails = [match.start() for match in _LIST_TAIL.finditer(text)]
        self.press = bytearray(len(text) + 1)
        for match in _PRESS.finditer(text):
            start = match.end("lead" if match["lead"] else "by")
            self.press[start : match.end() + 1] = b"\1" * (match.end() + 1 - start)
        self.posts: dict[int, str] = {}
        self.spots = Spots.of(self._spots())
        self.times = Counter(text[start:end] for start, end, _ in self.spots)
        self.longer = Counter(text[start : end + 1] for start, end, _ in self.spots)

    def _word(self, start: int) -> tuple[int, str] | None:
        """The end and the part of speech of the word that begins there, if one does."""
        index = self.words.starting(start)
        return None if index is None else (self.words.ends[index], self.words.tags[index])

    def _starts(self) -> dict[int, str]:
        """Where names can begin, with the office that stands right before."""
        text, starts = self.text, dict[int, str]()
        names = _offices().names
        offices = ((end, names[index]) for index, _, end in _offices().longest(text))
        chiefs = ((match.end(), match[0]) for match in _CHIEF.finditer(text))
        for end, office in chain(offices, chiefs):
            while end < len(text) and text[end] in " :":
                end += 1
            starts[end] = office
        for match in _at_edge().finditer(text):
            starts.setdefault(match.start(), "")
        return starts

    def _spots(self) -> Iterator[tuple[int, int, str]]:
        """Start, end and office before of every stretch that the grammar lets be a name."""
        single, compound = _surnames()
        text = self.text
        self.posts = self._starts()
        for start in sorted(self.posts):
            post = self.posts[start]
            head, double = text[start : start + 1], text[start : start + 2] in compound
            known = head in single
            lengths = ([3, 4] if double else []) + ([2, 3] if known else [])
            if post:
                lengths = sorted({*lengths, 2, 3, 4, 5})
            for length in lengths:
                if start + length <= len(text) and self._can_be(start, start + length, post, known):
                    yield start, start + length, post

        yield from self._called(text)

    def _called(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Names that run on from other words and into an office: 云湖光电沈启明董事长."""
        for match in OFFICE_BEHIND.finditer(text):
            for length in (3, 2):
                start = match.start() - length
                name = text[max(0, start) : match.start()]
                if start < 0 or start in self.posts or not is_name_like(name) or _NO_NAME.search(name):
                    continue
                if not _given().isdisjoint(name[1:]) and name not in _not_names():
                    yield start, match.start(), ""

    def _can_be(self, start: int, end: int, post: str, known: bool) -> bool:
        text = self.text
        name = text[start:end]
        if not post:
            word_end, tag = self._word(start) or (0, "")
            if not (word_end < end or tag.startswith("nr") or _HONOUR.match(text, end)):
                return False
            if name in _not_names() or _PLACE.search(name):
                return False
        if name in titles() or _NO_NAME.search(name):
            return False
        if post and known:
            return True
        return bool(
            (end - start < 4 and self.words.starting(end) is not None)
            or _ITEM_END.match(text, end)
            or _VERB.match(text, end)
        )

    def mentions(self) -> Iterator[Mention]:
        """One after the other: the features of all together would take many times the room of the text."""
        for start, end, post in self.spots:
            yield Mention(start, end, post, self._features(start, end, post))
        yield from self._dotted()
        yield from self._latin()

    def _dotted(self) -> Iterator[Mention]:
        """Foreign names: two parts with a dot between, each as long as its characters are those of foreign names."""
        text = self.text
        for match in _DOTTED.finditer(text) if _DOT.search(text) else ():
            dots = [at for at in range(match.start(), match.end()) if text[at] in "·•‧・"]
            if not dots:
                continue
            offices = _offices().longest(text[match.start() : dots[0]])
            least = match.start() + max((stop for _, _, stop in offices), default=0)
            start = dots[0]
            while start > least and (text[start - 1] in _FOREIGN or text[start - 1] == "-"):
                start -= 1
            end = self._foreign_end(dots[-1] + 1)
            if start < dots[0] and end > dots[-1] + 1:
                post = "office" if start == least > match.start() else ""
                before = text[start - 1 : start] if start > match.start() else ""
                opens = not before or bool(post) or before in _BEFORE
                features = (
                    "dotted",
                    f"dotted:{bool(post)}",
                    f"dotted n1:{text[end : end + 1]}",
                    f"dotted opens:{opens}",
                )
                yield Mention(start, end, post, features)

    def _foreign_end(self, start: int) -> int:
        """Where the last part of a foreign name ends: with its characters, or up to two later where a clause goes on there."""
        text, end = self.text, start
        while end < len(text) and text[end] in _FOREIGN:
            end += 1
        if end == start and text[start : start + 1] in _surnames()[0]:
            return start + 1
        for later in (end, end + 1, end + 2):
            ended = _ITEM_END.match(text, later) or (later == end and _VERB.match(text, later))
            if start < later <= len(text) and ended:
                return later
        return end

    def _latin(self) -> Iterator[Mention]:
        """Names in Latin letters right behind an office or a Chinese word for a person."""
        if not _CAPITALIZED.search(self.text):
            return
        for match in _LATIN.finditer(self.text):
            start = match.start()
            post = self.posts.get(start, "")
            if post or self.text[start - 1 : start] in _PERSON_WORD:
                yield Mention(start, match.end(), post, ("latin", f"latin:{bool(post)}"))
        for match in _MIXED.finditer(self.text):
            post = self.posts.get(match.start(), "")
            if post and match[0][0] in _surnames()[0]:
                yield Mention(match.start(), match.end(), post, ("latin", "latin:True"))

    def _features(self, start: int, end: int, post: str) -> tuple[str, ...]:
        text = self.text
        name, size = text[start:end], end - start
        if size > 2 and text[start : start + 2] in _surnames()[1]:
            surname = "compound"
        else:
            surname = "common" if name[0] in _COMMON else "rare" if name[0] in _surnames()[0] else "none"
        before, after = text[max(0, start - 2) : start], text[end : end + 2]
        next_char = after[:1]
        verb = _VERB.match(text, end)
        has_post, has_verb = bool(post), bool(verb)
        if size > 2:
            runs_on = _VERB.match(text, end - 1)
            joined = f"runs on:{bool(runs_on)}:{len(runs_on[0]) if runs_on else 0}:{has_verb}"
        else:
            joined = f"runs off:{has_verb}:{len(verb[0]) if verb else 0}:{next_char in _given()}"
        found = [
            "bias",
            f"size:{size}:{surname}",
            f"post:{titles().get(post, '')}:{surname}:{size}",
            f"surname:{name[0]}",
            *((f"word:{post}",) if post else (f"p1:{before[-1:]}", f"p2:{before}")),
            f"n1:{next_char}",
            f"n2:{after}",
            f"n1:{next_char}:{has_post}:{size}",
            f"v:{has_verb}:{has_post}:{size}",
            f"verb:{verb[0] if verb else ''}:{has_post}",
            f"honour:{bool(_HONOUR.match(text, end))}:{size}",
            f"edge:{bool(_ITEM_END.match(text, end))}:{has_post}:{size}",
            joined,
            *self._inner(start, end, surname, has_post),
        ]
        if before[-1:] in ("、", ",") or next_char in ("、", ","):
            at = bisect_left(self.tails, end)
            found.append(f"list:{at < len(self.tails) and self.tails[at] - end < _TAIL_REACH}:{has_post}")
        if self.press[start]:
            found.append(f"media:{size}")
        if not has_post and next_char in _OFFICE_FIRST and OFFICE_BEHIND.match(text, end):
            word = self._word(start)
            is_person = word is not None and word[0] == end and word[1] == "nr"
            found += [
                f"called:{is_person}:{size}",
                f"called:{surname}:{size}",
                f"called:{before in _FIRM_WORDS}:{size}",
            ]
        return tuple(found)

    def _inner(self, start: int, end: int, surname: str, has_post: bool) -> list[str]:
        """What the characters of the name and the dictionary's view of them say."""
        name, size = self.text[start:end], end - start
        given = _given()
        found = [f"g:{char}" for char in name[1:]]
        found.append(f"given:{''.join(['01'[char in given] for char in name[1:]])}:{has_post}")
        found.append(f"last:{name[-1]}:{size}")
        whole = self._word(start)
        if whole:
            found.append(f"head:{whole[1]}:{whole[0] - end}")
            if whole[0] == end:
                found.append(f"tag:{whole[1]}:{surname}")
        found.append(f"cut:{whole is not None}:{self.words.starting(end) is not None}:{size}")
        rest = self._word(start + 1)
        if rest and rest[0] == end:
            found.append(f"rest:{rest[1]}")
        found.append(f"times:{min(3, self.times[name])}:{size}")
        longer = self.text[start : end + 1]
        if size < 4 and not has_post and self.longer[longer] > 1 and not _NO_NAME.search(longer):
            found.append(f"longer:{size}")
        return found


def candidates(text: str) -> list[Mention]:
    """Every stretch that could be a name: after an office, at the edge of a clause, or with a dot in it."""
    return list(Scene(text).mentions())

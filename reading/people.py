"""People: full names with the office and the organisation that the text gives them."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import rjieba

from reading.employers import Employers
from reading.posts import Post, category_of, post_of, posts_of, title_pattern, titles
from reading.values import Category, Company, Form, Person, Span, Text

_HERE = Path(__file__).parent
_HAN = "\u4e00-\u9fff"
_COMMON = frozenset(
    "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文"
)
_VERB = re.compile(
    r"说|表示|介绍|指出|强调|认为|告诉|坦言|透露|称|谈到|提到|补充|致辞|致词|主持|出席|参加|会见|率|带队|带领|带着|到访|赴|调研|走访|考察|一行|宣布|要求|希望|代表"
    r"|在|从|向|对|与|同|和|也|就|还|将|为|给|先后|分别|陪同|接待|共同|先生|女士|教授|院士|博士|老师|同志|书记|市长|县长|区长|主任|局长|董事长|总经理|总裁|等|作|做|则|是|有|到|来|看|签|讲|摄|报道|文|介|回|感|见|听|问|最|不|担任|任|深入|前往|一|领衔|代理|指|边|又|再|已|曾|正|于|随|当|把|用|今|昨|上|下|两|参|前"
)
_PLACE = re.compile(r"[市县区镇省]$")
_HONOUR = re.compile(r"院士|教授|博士|研究员|先生|女士")
_NO_NAME = re.compile(
    r"某|先生|女士|小姐|经理|师傅|公司|集团|政府|[市县]委|管委|记者|报讯|报道|[上下]午|项目|企业|产业|等"
)
_ITEM_END = re.compile(rf"[^{_HAN}]|等")
_DOTTED = re.compile(rf"(?<![{_HAN}])[{_HAN}]{{1,20}}(?:[·•‧・][{_HAN}A-Z][{_HAN}]{{0,7}}){{1,3}}")
_LIST_TAIL = re.compile(r"等?[^,。;\n]{0,10}(?:领导|代表|同志|一行|参加|出席|陪同|到场|主持|致辞)")
_MEDIA_LEAD = re.compile(
    r"(?:电|讯|报道|消息)\s*[((][^()()]{0,40}$|(?:记者|通讯员|编辑|责编|摄影|作者|文/图|供稿|见习|实习生|撰稿人?|审核|校对|图/文|文字)[:\s、]*(?:[\u4e00-\u9fff]{2,4}[\s、/]+){0,6}$"
)
_PHONE = re.compile(r"(?<![\d.])(?:(?:1[3-9]\d{9}){1,6}|0\d{2,3}[- ]?\d{7,8}|400[- ]?\d{3,4}[- ]?\d{3,4})(?!\d)")
_HONOURED = {"honour:True:2": 3.0, "honour:True:3": 3.0, "honour:True:4": 3.0}
"""What a degree behind the name adds (钟南山院士): sure by the grammar, too rare in the corpus to be learned."""
THRESHOLD = 0.5


@cache
def surnames() -> tuple[frozenset[str], frozenset[str]]:
    """Single and compound surnames."""
    rows = (_HERE / "lexicon" / "surnames.txt").read_text(encoding="utf-8").splitlines()
    single, compound = (row for row in rows if row and not row.startswith("#"))
    return frozenset(single), frozenset(compound.split())


@cache
def _not_names() -> frozenset[str]:
    """Places and words that begin with a surname and would pass for a full name."""
    return frozenset((_HERE / "lexicon" / "not_people.txt").read_text(encoding="utf-8").split())


@cache
def _given() -> frozenset[str]:
    """Characters common in given names."""
    rows = (_HERE / "lexicon" / "given.txt").read_text(encoding="utf-8").splitlines()
    return frozenset("".join(row for row in rows if not row.startswith("#")))


@cache
def _weights() -> dict[str, float]:
    loaded: dict[str, float] = json.loads((_HERE / "models" / "people.json").read_text(encoding="utf-8"))
    return loaded


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of `Text.text` that may be a full name, and what speaks for it."""

    start: int
    end: int
    anchor: str
    features: tuple[str, ...]


@cache
def _after_post() -> re.Pattern[str]:
    return re.compile(rf"(?:{title_pattern()}|首席[{_HAN}]{{2,4}}官)[ :]{{0,2}}(?=[{_HAN}])")


@cache
def _at_edge() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?<![{_HAN}])|(?<=[与和由同对向随请陪率跟让、是的司]))[{''.join(surnames()[0])}](?=[{_HAN}])"
    )


def candidates(text: str) -> list[Mention]:
    """Every stretch that could be a name: after an office, at the edge of a clause, or with a dot in it."""
    words = _words(text)
    starts: dict[int, str] = {}
    for match in _after_post().finditer(text):
        starts[match.end()] = match[0].rstrip(" :")
    for match in _at_edge().finditer(text):
        starts.setdefault(match.start(), "")
    found: list[Mention] = []
    for start in sorted(starts):
        found += _at(text, start, starts[start], words)
    for match in _DOTTED.finditer(text):
        inside = [start for start, post in starts.items() if post and match.start() < start < match.end()]
        start = max(inside, default=match.start())
        post = starts.get(start, "")
        found.append(
            Mention(
                start,
                match.end(),
                post,
                ("dotted", f"dotted:{bool(post)}", f"n1:{text[match.end() : match.end() + 1]}"),
            )
        )
    return found


def _words(text: str) -> dict[int, tuple[int, str]]:
    """Start of each dictionary word to its end and part of speech."""
    found: dict[int, tuple[int, str]] = {}
    at = 0
    for word, tag in rjieba.tag(text):
        found[at] = at + len(word), tag
        at += len(word)
    return found


def _at(text: str, start: int, post: str, words: dict[int, tuple[int, str]]) -> Iterator[Mention]:
    """The candidates that begin at a place, one for each length that its surroundings allow."""
    single, compound = surnames()
    head = text[start]
    double = text[start : start + 2] in compound
    lengths = ([3, 4] if double else []) + ([2, 3] if head in single else [2, 3, 4] if post and not double else [])
    for length in lengths:
        end = start + length
        name = text[start:end]
        if len(name) < length or not all("\u4e00" <= char <= "\u9fff" for char in name) or _NO_NAME.search(name):
            continue
        if not post and (_PLACE.search(name) or name in _not_names()):
            continue
        word = words.get(start)
        if name in titles() or (word and word[0] == end and word[1] in ("v", "vn", "d")):
            continue
        if not post and word and word[0] >= end and not word[1].startswith("nr") and not _HONOUR.match(text, end):
            continue
        follows = _VERB.match(text, end) or _ITEM_END.match(text, end) or end == len(text)
        if not follows and not (post and head in single):
            continue
        yield Mention(start, end, post, tuple(_features(text, start, end, post, double, head in single, words)))


def _features(
    text: str, start: int, end: int, post: str, double: bool, known: bool, words: dict[int, tuple[int, str]]
) -> Iterator[str]:
    name = text[start:end]
    kind = titles().get(post, "") if post else ""
    surname = "compound" if double else "common" if name[0] in _COMMON else "rare" if known else "none"
    size = len(name)
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    yield "bias"
    yield f"size:{size}:{surname}"
    yield f"post:{kind}:{surname}:{size}"
    yield f"surname:{name[0]}"
    if post:
        yield f"word:{post}"
    else:
        yield f"p1:{before[-1:]}"
        yield f"p2:{before}"
    yield f"n1:{after[:1]}"
    yield f"n2:{after}"
    yield f"n1:{after[:1]}:{bool(post)}:{size}"
    verb = _VERB.match(text, end)
    yield f"v:{bool(verb)}:{bool(post)}:{size}"
    yield f"honour:{bool(_HONOUR.match(text, end))}:{size}"
    yield f"verb:{verb[0] if verb else ''}:{bool(post)}"
    yield f"edge:{bool(_ITEM_END.match(text, end))}:{bool(post)}:{size}"
    for char in name[1:]:
        yield f"g:{char}"
    given = "".join("01"[char in _given()] for char in name[1:])
    yield f"given:{given}:{bool(post)}"
    if size > 2:
        runs_on = _VERB.match(text, end - 1)
        yield f"runs on:{bool(runs_on)}:{len(runs_on[0]) if runs_on else 0}:{bool(verb)}"
    else:
        yield f"runs off:{bool(verb)}:{len(verb[0]) if verb else 0}:{after[:1] in _given()}"
    yield f"last:{name[-1]}:{size}"
    whole = words.get(start)
    if whole and whole[0] == end:
        yield f"tag:{whole[1]}:{surname}"
    yield f"cut:{start in words}:{end in words}:{size}"
    if whole:
        yield f"head:{whole[1]}:{whole[0] - start - size}"
    rest = words.get(start + 1)
    if rest and rest[0] == end:
        yield f"rest:{rest[1]}"
    times = min(3, text.count(name)) if size > 2 or post else 0
    yield f"times:{times}:{size}"
    longer = text[start : end + 1]
    if size < 4 and len(longer) > size and "\u4e00" <= longer[-1] <= "\u9fff" and not post and text.count(longer) > 1:
        yield f"longer:{size}"
    if before[-1:] in "、," or after[:1] in "、,":
        yield f"list:{bool(_LIST_TAIL.search(text, end, end + 60))}:{bool(post)}"
    if _MEDIA_LEAD.search(text, max(0, start - 40), start):
        yield f"media:{size}"


def chained(text: str, mention: Mention, names: Iterable[str]) -> tuple[str, ...]:
    """Features of a mention that stands in a list beside known names."""
    before = (
        mention.start > 2
        and text[mention.start - 1] in "、和与及 "
        and text.endswith(tuple(names), 0, mention.start - 1)
    )
    after = text[mention.end : mention.end + 1] in ("、", "和", "与", " ") and text.startswith(
        tuple(names), mention.end + 1
    )
    size = mention.end - mention.start
    if not before and not after:
        return ()
    return (f"chain:{before}:{after}", f"chain:{size}:{bool(mention.anchor)}")


def probability(features: Iterable[str]) -> float:
    """How likely a mention with these features is a full name."""
    weights = _weights()
    total = sum(weights.get(feature, 0.0) + _HONOURED.get(feature, 0.0) for feature in features)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def names_in(text: str) -> dict[str, tuple[float, list[Mention]]]:
    """Each accepted name to its likelihood and the mentions that carry it, none overlapping a likelier one.

    Three rounds: the names of one round speak for those listed beside them in the next.
    """
    mentions = candidates(text)
    found: dict[str, tuple[float, list[Mention]]] = {}
    for _ in range(3):
        known = tuple(found)
        scored = [(probability(mention.features + chained(text, mention, known)), mention) for mention in mentions]
        found = _disjoint(text, scored)
        if set(known) == set(found):
            break
    return found


def _disjoint(text: str, scored: list[tuple[float, Mention]]) -> dict[str, tuple[float, list[Mention]]]:
    taken: set[int] = set()
    found: dict[str, tuple[float, list[Mention]]] = {}
    for score, mention in sorted(scored, key=lambda row: -row[0]):
        span = range(mention.start, mention.end)
        if score < THRESHOLD:
            break
        if taken.isdisjoint(span):
            taken.update(span)
            name = text[mention.start : mention.end]
            best, mentions = found.get(name, (0.0, []))
            found[name] = max(best, score), [*mentions, mention]
    return found


def find_people(text: Text, companies: tuple[Company, ...] = ()) -> tuple[Person, ...]:
    """The people of body, headline and source lines; media people too, in the order in which they come."""
    visible = _visible(text)
    around = _around(text)
    found = names_in(visible)
    firm_names = {form.name for company in companies for form in company.forms}
    employers = Employers(visible, companies)
    people: list[tuple[int, Person]] = []
    for name, (score, mentions) in sorted(found.items(), key=lambda row: min(mention.start for mention in row[1][1])):
        if name in firm_names:
            continue
        mentions.sort(key=lambda mention: mention.start)
        lead, posts, category = _told(visible, mentions, found)
        if not posts and all(around[mention.start] for mention in mentions):
            category = "media"
        spans = tuple(text.span(start, start + len(name)) for start in _places(visible, name, found))
        if not spans:
            continue
        org = employers.of(posts, lead, category) if category != "media" else None
        people.append((spans[0][0], Person(name, org, _title(posts), category, spans, round(score, 4), "name model")))
    return tuple(person for _, person in sorted(people, key=lambda row: row[0]))


def _visible(text: Text) -> str:
    """The text with the zones in which nobody counts blanked out, offsets kept."""
    parts = [
        text.text[zone.start : zone.end]
        if zone.kind in ("body", "title", "header", "editor")
        else "\n" * (zone.end - zone.start)
        for zone in text.zones
    ]
    return "".join(parts)


def _around(text: Text) -> bytearray:
    """1 for every character of source and editor lines, where names are those of the press."""
    marks = bytearray(len(text.text))
    for zone in text.zones:
        if zone.kind in ("header", "editor"):
            marks[zone.start : zone.end] = b"\1" * (zone.end - zone.start)
    return marks


def _places(text: str, name: str, found: Iterable[str]) -> Iterator[int]:
    """Where the name stands and is no part of a longer one."""
    longer = [other for other in found if name in other and other != name]
    at = text.find(name)
    while at >= 0:
        if not any(text.startswith(other, at - other.find(name)) for other in longer):
            yield at
        at = text.find(name, at + len(name))


def _title(posts: list[Post]) -> str | None:
    """The offices as printed; one alone without its organisation where that is more than a level."""
    if len(posts) == 1 and not posts[0].is_bare:
        return posts[0].title
    return "、".join(post.printed for post in posts) or None


def _told(text: str, mentions: list[Mention], found: Iterable[str]) -> tuple[int, list[Post], Category]:
    """Where the name stands with offices, which these are, and the kind of person that follows from all of this."""
    for mention in mentions:
        posts = posts_before(text, mention.start, found)
        if posts:
            return mention.start, posts, category_of(posts)
    for mention in mentions:
        after = _AFTER.match(text, mention.end)
        if after:
            posts = [Post("", after["honour"] or after["office"])]
            return mention.start, posts, "academic" if after["honour"] else "official"
    first = mentions[0].start
    if _MEDIA_LEAD.search(text, max(0, first - 40), first):
        return first, [], "media"
    firm = _FIRM_END.search(text, max(0, first - 8), first)
    return first, [], "business" if firm else "official"


_AFTER = re.compile(r"(?P<honour>院士|教授|博士|研究员)|(?:、[\u4e00-\u9fff]{2,4}){0,8}等?(?P<office>[省市县区镇]领导)")
_FIRM_END = re.compile(r"(?:公司|集团|科技|股份)$")


def posts_before(text: str, start: int, found: Iterable[str]) -> list[Post]:
    """The offices printed before a name; one in a list of names has those of the list's first."""
    at = start
    for _ in range(12):
        clause = _clause(text, at, found)
        if post_of(clause):
            return posts_of(clause)
        prior = (
            next((name for name in found if text.endswith(name, 0, at - 1)), None)
            if at > 1 and text[at - 1] in "、 和与及"
            else None
        )
        if prior is None:
            return []
        at -= len(prior) + 1
    return []


_CLAUSE = re.compile(r"[。;!?\n“”\"()【】…]")


def _clause(text: str, end: int, found: Iterable[str]) -> str:
    """The words from the start of the clause, or from the name before, up to an offset."""
    window = text[max(0, end - 70) : end]
    cut = [match.end() for match in _CLAUSE.finditer(window)]
    window = window[cut[-1] :] if cut else window
    window = window.rsplit(",", 1)[-1].rstrip(" :")
    last = max((window.rfind(name) + len(name) for name in found if name in window), default=0)
    return window[last:].lstrip("、和与及 ")


def find_phones(text: Text) -> tuple[Form, ...]:
    """Every phone number once with all its places; numbers that were printed without a gap come apart."""
    places: dict[str, list[Span]] = {}
    for match in _PHONE.finditer(text.text):
        run = match[0]
        step = 11 if run[0] == "1" else len(run)
        for at in range(0, len(run), step):
            start = match.start() + at
            places.setdefault(re.sub(r"[ -]", "", run[at : at + step]), []).append(text.span(start, start + step))
    return tuple(Form(number, tuple(spans)) for number, spans in places.items())

"""People: full names with the office and the organisation that the text gives them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cached_property

from reading.crowd import Crowd, name_before
from reading.employers import Asked, Employers
from reading.fullnames import Mention
from reading.homes import homes
from reading.organisations import organisations
from reading.posts import Post, category_of, office_behind, post_of, posts_of
from reading.scan import scanner
from reading.shown import Shown
from reading.spots import Finder
from reading.values import Category, Company, Form, Person, Span, Text

_PRESS = scanner(
    r"(?:电|讯|报道|消息)\s*\([^()]{0,40}$|(?:记者|通讯员|编辑|责编|摄影|作者|文/图|供稿|见习|实习生|撰稿人?|审核|校对|图/文|文字)[:\s、]*"
    r"(?:[\u4e00-\u9fff]{2,4}[\s、/]+){0,6}$"
)
_PHONE = scanner(r"(?<![\d.])(?:(?:1[3-9]\d{9}){1,6}|0\d{2,3}[- ]?\d{7,8}|400[- ]?\d{3,4}[- ]?\d{3,4})(?!\d)")
_AFTER = scanner(r"(?P<honour>院士|教授|博士|研究员)|(?:、[\u4e00-\u9fff]{2,4}){0,8}等?(?P<office>[省市县区镇]领导)")
_BEHIND = re.compile(r"\((?P<posts>[^()\n]{2,40})\)|,(?P<comma>[^()\n,。]{2,30})\)")
_CLAUSE = re.compile(r"[。;!?\n“”\"()【】…]")
_BRACKETED = re.compile(r"\([\u4e00-\u9fff]{1,8}\)(?=[\u4e00-\u9fff]|$)")
"""Brackets within a name (云湖(中国)投资公司) or an office, which cut nothing off."""
_GAP = re.compile(r" ?[ ,:—·|-]{1,2} ?(?=[\u4e00-\u9fffA-Z])")
_AFTERWARDS = re.compile(r"[^,。;:!?\n“”…]{2,40}")
_NICKNAME = re.compile(r"\([\u4e00-\u9fff]{1,6}\)$")
_FORMER = re.compile(r"^时任|的$")
"""What is set around an office held once: 时任云湖光电总经理的."""
_REACH = 70
"""Characters before a name in which its offices stand."""


def find_people(text: Text, companies: tuple[Company, ...] = (), shown: Shown | None = None) -> tuple[Person, ...]:
    """The people of body, headline and source lines; media people too, in the order in which they come."""
    return tuple(Cast(shown or Shown(text), companies).people())


def without_people(companies: tuple[Company, ...], crowd: Crowd, known: Collection[str] = ()) -> tuple[Company, ...]:
    """The companies without those that are people by name. `known`: names that the office has for companies."""
    people = crowd.sure() - set(known)
    kept = (
        replace(company, forms=forms) if len(forms) < len(company.forms) else company
        for company in companies
        if (forms := tuple(form for form in company.forms if form.name not in people))
    )
    return tuple(kept)


class Cast:
    """The people of one text, told one after the other so that bare offices can look back."""

    def __init__(self, shown: Shown, companies: tuple[Company, ...]) -> None:
        crowd = shown.crowd
        self.text = text = shown.text
        self.visible = shown.visible
        self.companies = companies
        self.words = shown.visible_words
        self.names = frozenset(form.name for company in companies for form in company.forms)
        self.firms = _marked(self.visible, sorted(self.names))
        found = crowd.names.items()
        self.found = {name: (score, own) for name, (score, mentions) in found if (own := self._outside(mentions))}
        self.around = _around(text)
        self.places = {
            name: [at for at in starts if name in self.names or not self.firms[at]]
            for name, starts in _places(self.visible, list(self.found)).items()
        }
        self.starts = sorted(start for starts in self.places.values() for start in starts)
        self.starts_set = frozenset(self.starts)
        self.ends = sorted((start + len(name)) for name, starts in self.places.items() for start in starts)

    def _outside(self, mentions: list[Mention]) -> list[Mention]:
        """The mentions that are no part of a company's name, nor one unless an office stands before it."""
        return [
            mention
            for mention in mentions
            if not (self.firms[mention.start] and self.firms[mention.end - 1])
            or (mention.anchor and self.visible[mention.start : mention.end] in self.names)
        ]

    @cached_property
    def employers(self) -> Employers:
        """The organisations of the text, looked for once somebody's is asked for."""
        title = next(((zone.start, zone.end) for zone in self.text.zones if zone.kind == "title"), (0, 0))
        people = bytearray(len(self.visible))
        for name, starts in self.places.items():
            for start in starts:
                people[start : start + len(name)] = b"\1" * len(name)
        text, firms = self.text, self.firms  # not self, which holds what is made here
        return Employers(
            self.visible,
            organisations(self.visible, self.words, self.companies, people),
            title,
            lambda: homes(text, firms),
        )

    def people(self) -> list[Person]:
        """Everyone with offices and organisation."""
        return [self.person(name, asked) for name, asked in self.asked()]

    def asked(self) -> list[tuple[str, Asked]]:
        """Every name in order with what is asked for: whom the person works for."""
        names = sorted((min(self.places[name]), name) for name in self.found if self.places[name])
        return [(name, self._asked(name)) for _, name in names]

    def _asked(self, name: str) -> Asked:
        mentions = sorted(self.found[name][1], key=lambda mention: mention.start)
        told = self.told(mentions)
        if not told.posts and all(self.around[mention.start] for mention in mentions):
            return replace(told, category="media")
        return told

    def person(self, name: str, asked: Asked) -> Person:
        """One person with the organisation that is likeliest."""
        category, org = asked.category, None
        if category != "media":
            org = self.employers.of(asked)
            if not asked.posts and org:
                category = "business" if self.employers.kind_of(org) in ("company", "firm") else "official"
        spans = tuple(self.text.span(start, start + len(name)) for start in self.places[name])
        return Person(name, org, _title(asked.posts), category, spans, round(self.found[name][0], 4), "name model")

    def told(self, mentions: list[Mention]) -> Asked:
        """The person with the offices printed at one of the names, and the kind of person that follows from them."""
        behind = next((asked for mention in mentions if (asked := self.posts_behind(mention))), None)
        before = [(mention, posts) for mention in mentions if (posts := self.posts_before(mention.start))]
        if behind and (not before or self.is_name_first(behind.end)):
            return behind
        if before:
            named = (row for row in before if not all(post.is_bare for post in row[1]))
            mention, posts = next(named, before[0])
            return self._before(mention, posts, category_of(posts))
        for mention in mentions:
            if posts := self.posts_joined(mention):
                return self._before(mention, posts, category_of(posts))
            after = _AFTER.match(self.visible, mention.end)
            if after:
                posts = [Post("", after["honour"] or after["office"])]
                return self._before(mention, posts, "academic" if after["honour"] else "official")
        first = mentions[0]
        is_press = _PRESS.search(self.visible[max(0, first.start - 40) : first.start])
        return self._before(first, [], "media" if is_press else "official")

    def _before(self, mention: Mention, posts: list[Post], category: Category) -> Asked:
        return Asked(mention.start, mention.end, self.clause(mention.start), tuple(posts), category)

    def posts_behind(self, mention: Mention) -> Asked | None:
        """A person whose offices stand behind the name; where these end is where their organisation was told."""
        bracketed = _BEHIND.match(self.visible, mention.end)
        if bracketed and (posts := posts_of(bracketed["posts"] or bracketed["comma"], self.names)):
            group = "posts" if bracketed["posts"] else "comma"
            return Asked(bracketed.end(group), mention.end, bracketed[group], tuple(posts), category_of(posts))
        return self.posts_after(mention)

    def posts_after(self, mention: Mention) -> Asked | None:
        """The offices in the words set off behind a name (陈启明 云湖董事长; 陈启明,云湖光电总裁)."""
        gap = _GAP.match(self.visible, mention.end)
        if gap is None:
            return None
        at = bisect_left(self.starts, gap.end())
        following = self.starts[at] if at < len(self.starts) else len(self.visible) + 1
        words = _AFTERWARDS.match(self.visible, gap.end(), min(following, gap.end() + _REACH))
        if words is None:
            return None
        printed = words[0].rstrip(" 、")
        is_next = words.end() == following
        if is_next and (printed == words[0] or not self.is_name_first(mention.start)):
            return None
        posts = posts_of(printed.replace(" ", ""), self.names) if post_of(printed) else []
        category = category_of(posts)
        if not posts or category == "media":
            return None
        return Asked(words.start() + len(printed), mention.end, printed, tuple(posts), category)

    def posts_joined(self, mention: Mention) -> list[Post]:
        """The office right behind a name that no other name follows (云湖光电沈启明董事长), of the firm before the name."""
        office = office_behind(self.visible, mention.end)
        if not office or mention.end + len(office) in self.starts_set:
            return []
        return posts_of(self.clause(mention.start) + office, self.names)

    def is_name_first(self, start: int) -> bool:
        """Whether the line or list in which a name stands opens with a name: the offices then come after the names."""
        line = self.visible.rfind("\n", 0, start) + 1
        first = self.starts[bisect_left(self.starts, line)]
        lead = self.visible[line:first]
        return not re.search(r"[\u4e00-\u9fff]", lead.rsplit(":", 1)[-1])

    def posts_before(self, start: int) -> list[Post]:
        """The offices printed before a name; one in a list of names has those of the list's first."""
        at = start
        for _ in range(12):
            clause = _FORMER.sub("", _NICKNAME.sub("", self.clause(at)))
            if post_of(clause):
                return posts_of(clause, self.names)
            linked = at > 1 and self.visible[at - 1] in "、 和与及"
            prior = name_before(self.visible, at - 1, self.found.keys()) if linked else None
            if prior is None:
                return []
            at -= len(prior) + 1
        return []

    def clause(self, end: int) -> str:
        """The words from the start of the clause, or from the name before, up to an offset."""
        first = max(0, end - _REACH)
        index = bisect_right(self.ends, end)
        if index:
            first = max(first, self.ends[index - 1])
        window = self.visible[first:end]
        inside = {at for match in _BRACKETED.finditer(window) for at in (match.start(), match.end() - 1)}
        cut = [match.end() for match in _CLAUSE.finditer(window) if match.start() not in inside]
        window = window[cut[-1] :] if cut else window
        return window.rsplit(",", 1)[-1].rstrip(" :").rsplit(":", 1)[-1].lstrip("、和与及 ")


def _around(text: Text) -> bytearray:
    """1 for every character of source and editor lines, where names are those of the press."""
    marks = bytearray(len(text.text))
    for zone in text.zones:
        if zone.kind in ("header", "editor"):
            marks[zone.start : zone.end] = b"\1" * (zone.end - zone.start)
    return marks


def _places(text: str, names: list[str]) -> dict[str, list[int]]:
    """Where each name stands and is no part of a longer one."""
    places: dict[str, list[int]] = {name: [] for name in names}
    for index, start, _ in Finder(names).longest(text):
        places[names[index]].append(start)
    return places


def _marked(text: str, names: list[str]) -> bytearray:
    """1 for every character of a text that stands in one of the names."""
    marks = bytearray(len(text) + 1)
    for name, starts in _places(text, names).items():
        for start in starts:
            marks[start : start + len(name)] = b"\1" * len(name)
    return marks


def _title(posts: Sequence[Post]) -> str | None:
    """The offices as printed; one alone without its organisation where that is more than a level."""
    if len(posts) == 1 and not posts[0].is_bare:
        return posts[0].title
    return "、".join(post.printed for post in posts) or None


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

"""Whom a person works for: the organisation of an office, bare ones (公司董事长, 区委书记) filled from what stands before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

import rjieba
from ahocorasick_rs import AhoCorasick, MatchKind

from reading.posts import Post, bare_org, trimmed
from reading.values import Category, Company

_SENTENCE = re.compile(r"[。!?\n]")
_KINDS: dict[str, re.Pattern[str]] = {
    "zone": re.compile(r"开发区|高新区|经开区|新区|产业园|园区|合作区|科技城|自贸区|高新园|管委会"),
    "society": re.compile(r"商会|协会|联合会|促进会|学会|联谊会|总会"),
    "school": re.compile(r"大学|学院|中学|学校(?!生)"),
    "institute": re.compile(r"研究院|研究所|医院|实验室|法院"),
    "bureau": re.compile(r"局|委员会|办事处"),
}
_NAME_END = re.compile(r"[\u4e00-\u9fff]{2,16}$")
_MOST = 0.6
_REACH = 1500
"""Characters before a name in which the organisation of a bare office is looked for."""
_ASKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("zone", re.compile(r"管委|工委|开发区|高新区|经开区|园区|新区|合作区")),
    ("society", re.compile(r"会长|秘书长|监事长|理事长")),
    ("school", re.compile(r"校长|教授|系主任")),
    ("institute", re.compile(r"院长|所长|研究员")),
    ("place", re.compile(r"[省市县区镇乡州旗]")),
    ("bureau", re.compile(r"局长|主任|科长|处长")),
)
_BODY = re.compile(
    r"^[省市县区镇].*(?:人大|政协|政府|工商联|管委会|办事处)|园区|新区|开发区|高新区|经开区|合作区|度假区"
)
_PARTY = re.compile(r"^[省市县区镇州旗乡](?:党)?委$")
_ORG_END = re.compile(
    r"公司|集团|股份|[局厅委办处院校会厂部站所]$|中心$|大学$|银行$|科技$|[省市县区镇乡州旗]$|街道$|基金$|事务所$|合作社$|工作室$"
)
_AUTHORITY_END = re.compile(
    r"[局厅委办处股科院所组]$|街道$|管委会$|中心$|[商协]会$|专班$|开发区$|[高经][新开]区$|新区$|园区$|[镇乡村]$"
)
_NO_NOUN = frozenset("vdpcrmuyeq")
"""First letters of the parts of speech that an organisation's name does not hold."""
_PARTY_END = re.compile(r"(?:党组|党委|党工委|工委)$")
_LEVELS = "省市县区镇乡州旗"
_LEVEL = re.compile(f"[{_LEVELS}]")
_NOT_PLACE = re.compile(
    r"[与和在到率由]|全|[高新经开发]区$|园区|小区|地区$|城市|上市|超市|各|该|老|山区|景区|片区|校区|厂区|中华区|社区|街区|示范区"
)


class Employers:
    """The organisations that one text names, by where they stand. `of` is asked in the order of the text."""

    def __init__(self, text: str, companies: tuple[Company, ...]) -> None:
        self.text = text
        self.company_of = {form.name: company.name for company in companies for form in company.forms}
        self.companies = _everywhere(text, list(self.company_of))
        self.dominant = _dominant([self.company_of[name] for _, name in self.companies])
        self.last: tuple[int, str, Category] | None = None

    def of(self, posts: list[Post], start: int, category: Category) -> str | None:
        """The organisation of the person whose name stands at start; None where nothing tells it."""
        org = self._printed(posts, category) or self._filled(posts, start, category)
        if org:
            self.last = start, org, category
        return org

    def beside(self, start: int, clause: str) -> tuple[str | None, Category]:
        """The organisation right before a name without an office (经发局沈知禾说, 云湖的陈启明), and what follows for the kind."""
        words = clause.removesuffix("的")
        index = bisect_left(self.companies, (start, ""))
        if index:
            at, name = self.companies[index - 1]
            if start - at - len(name) == len(clause) - len(words):
                return self.company_of[name], "business"
        org = bare_org(words)
        if len(org) > 2 and _AUTHORITY_END.search(org) and not Post(org, "").is_bare:
            return org, "official"
        return (self.dominant, "business") if self.dominant else (None, "official")

    def _printed(self, posts: list[Post], category: Category) -> str | None:
        named = [post.org for post in posts if not post.is_bare and self._is_org(post.org)]
        if not named:
            return None
        if category == "official":
            placed = [org for org in named if _LEVEL.search(org)]
            return _PARTY_END.sub("", (placed or named)[-1])
        firms = [org for org in named if re.search(r"公司|集团|股份|控股", org) or org in self.company_of]
        return self._company((firms or named)[0])

    def _is_org(self, org: str) -> bool:
        """Whether the words can be an organisation: a known one, one by its end, or nouns throughout."""
        if org in self.company_of or _ORG_END.search(org):
            return True
        return not any(tag[0] in _NO_NOUN for _, tag in rjieba.tag(org))

    def _company(self, org: str) -> str:
        """The company that the printed organisation is, or is a part of."""
        short = trimmed(org)
        for words in (org, short):
            if words in self.company_of:
                return words if len(words) > 3 else self.company_of[words]
        ends = [
            name
            for name in self.company_of
            if short.endswith(name) or (short.startswith(name) and len(name) * 2 > len(short))
        ]
        if ends and len(best := max(ends, key=len)) * 2 >= len(short):
            return short if short.startswith(best) else self.company_of[best]
        return short

    def _filled(self, posts: list[Post], start: int, category: Category) -> str | None:
        """What a bare office (or none) takes over: the neighbour's organisation, else the nearest one of the fitting kind."""
        asked = "".join(post.printed for post in posts)
        if category == "business":
            kind = next((kind for kind, pattern in _ASKS[1:4] if pattern.search(asked)), None)
            found = self._nearest(kind, start, asked) if kind else None
            return found or self._nearest_company(start, asked)
        printed = [_PARTY_END.sub("", post.org) for post in posts]
        if body := next((org for org in printed if len(org) > 1 and _BODY.search(org)), None):
            return body
        for kind, pattern in _ASKS:
            if pattern.search(asked) and (found := self._nearest(kind, start, asked)):
                party = next((post.org for post in posts if _PARTY.match(post.org)), "") if kind == "place" else ""
                return found + party[1:]
        if self.last and category == self.last[2] and (neighbour := self._neighbour(start)):
            return neighbour
        return next((org for org in [*printed, *(post.org for post in posts)] if len(org) > 1), None)

    def _neighbour(self, start: int) -> str | None:
        """The organisation of the person before in the same sentence."""
        if (
            self.last is None
            or not 0 <= start - self.last[0] <= 120
            or _SENTENCE.search(self.text, self.last[0], start)
        ):
            return None
        return self.last[1]

    def _nearest_company(self, start: int, asked: str) -> str | None:
        """The company of a bare office: the one that the person before works for, or the last one named."""
        index = bisect_left(self.companies, (start, ""))
        neighbour = self._neighbour(start) if asked else None
        if not index:
            return neighbour
        at, name = self.companies[index - 1]
        if not asked:
            return self.company_of[name] if at + len(name) in (start, start - 1) else None
        if neighbour and self.last and self.last[2] == "business" and at < self.last[0]:
            return neighbour
        if self.dominant and _SENTENCE.search(self.text, at, start):
            return self.dominant
        if asked.startswith("集团") and "集团" not in name:
            groups = [other for _, other in self.companies[max(0, index - 12) : index] if "集团" in other]
            name = groups[-1] if groups else name
        return self.company_of[name]

    def _nearest(self, kind: str, start: int, asked: str) -> str | None:
        """The nearest organisation of a kind before an offset; for a place, else the first one of the text."""
        window = self.text[max(0, start - _REACH) : start]
        if kind == "place":
            level = _LEVEL.search(asked)
            if not level:
                return None
            before = [name for name in _places(window) if name.endswith(level[0])]
            if before:
                return before[-1]
            return next((name for name in _places(self.text[:_REACH]) if name.endswith(level[0])), None)
        if kind == "bureau":
            window = _SENTENCE.split(window)[-1]
        for match in reversed(list(_KINDS[kind].finditer(window))):
            run = _NAME_END.search(window[max(0, match.end() - 18) : match.end()])
            name = bare_org(run[0]) if run else ""
            if len(name) > 3 and not Post(name, "").is_bare:
                return name
        return None


def _places(text: str) -> Iterator[str]:
    """Names of provinces, cities, counties and towns in order, by the dictionary's words."""
    before, kind, at = "", "", 0
    for word, tag in rjieba.tag(text):
        end = at + len(word)
        whole = len(word) > 1 and tag == "ns"
        after = text[end : end + 1]
        if word[-1] in _LEVELS and (whole or (len(word) == 1 and (kind == "ns" or after not in ("委", "长")))):
            name = word if whole else before + word
            if 2 < len(name) < 8 and not _NOT_PLACE.search(name):
                yield name
        before, kind, at = word, tag, end


def _dominant(companies: list[str]) -> str | None:
    """The company that a piece is about: one with most of at least three mentions."""
    if not companies:
        return None
    name, count = Counter(companies).most_common(1)[0]
    return name if count >= 3 and count > _MOST * len(companies) else None


def _everywhere(text: str, names: list[str]) -> list[tuple[int, str]]:
    """Where each of the names stands, the longest where several begin at one place."""
    if not names:
        return []
    finder = AhoCorasick(names, matchkind=MatchKind.LeftmostLongest)
    return [(start, names[index]) for index, start, _ in finder.find_matches_as_indexes(text)]

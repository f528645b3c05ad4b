"""What stands around the body: headline, outlet, author, the printed date, and the day the words themselves tell of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date

from reading.draft import Draft
from reading.markup import stated, stated_day
from reading.outlets import NO_SOURCE, outlet_in, source_in
from reading.repair import repair
from reading.scan import scanner
from reading.values import Header, Span, Zone

_STAMP = scanner(
    r"(?<![A-Za-z0-9/=_-])(?P<y>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m>1[0-2]|0?[1-9])\s*/?\s*[-/.月]\s*(?P<d>3[01]|[12]\d|0?[1-9])(?!\d)"
    r"|(?<!\d)(?P<d2>[0-3]\d)\.(?P<m2>[01]\d)\.(?P<y2>20\d\d)"
    r"|(?P<y3>(?:19|20)\d\d) ?年/(?P<m3>\d{1,2}) ?月/(?P<d3>\d{1,2}) ?日"
)
_SIGNED = re.compile(rf"(?m)^\(?(?:{_STAMP.pattern})日?\)?$")
_TODAY = re.compile(r"(?:今天是|今日|当前时间|现在时间)\s*[::]?\s*$")
_AUTHOR = re.compile(
    r"(?:作者|记者|通讯员)\s*[: ]?\s*(?P<a>[\u4e00-\u9fff]{2,4}(?:[ 、][\u4e00-\u9fff]{2,3}){0,4})(?![\u4e00-\u9fff])"
)
_ORIGINAL = re.compile(r"(?m)^[\s(【\[]*(?:原标题|原题)\s*:\s*(?P<t>[^\n]{4,80}?)[)】\]]?$")
_CONTENT_DAY = re.compile(r"(?P<y>(?:19|20)\d\d)年(?P<m>1[0-2]|0?[1-9])月(?P<d>3[01]|[12]\d|0?[1-9])[日号]")
_CONTENT_YEAR = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)年(?!代)")
_YEARLESS = re.compile(r"(?<![\d年])(?P<m>1[0-2]|0?[1-9])月(?P<d>3[01]|[12]\d|0?[1-9])[日号]")
_NOW = re.compile(r"^(?:以来|伊始|是|依然|仍然|正是|正值|新年|的(?:门槛|起点|春天|第一)|[^,。;]{0,6}开局)")
_INTO = re.compile(r"(?:站在|迈入|迈进|进入|走进|跨入|步入|展望)$")
_PAST = re.compile(
    r"^(?:\d{1,2}月)?(?:\d{1,2}[日号])?[^,。;]{0,2}(?:成立|创立|创办|创建|组建|始建|建成|落子|落户|入驻|上市|注册|设立|起步|起,|起就)"
)
_SINCE = re.compile(
    r"(?:成立|创立|创办|创建|组建|始建|建成|注册|设立|上市|入驻|落户|起步|建)于$|自(?:从)?$|早在$|曾在?$"
)
"""A firm's or a place's own past: such a day or year is not the day of the piece."""
_AHEAD = scanner(r"预计|计划|力争|将|到|争取|目标|[年月日]?底?前|拟|有望|规划|投产|截至")
_STOP = re.compile(r"[。;!?\n]")
_AHEAD_REACH = (6, 2)
"""Characters before and after a date in which a word makes it one that lies ahead."""
_PLATFORM = re.compile(r"平台$|^(?:网易|搜狐|新浪|腾讯|百度|今日头条)")
"""Sites that carry what others publish: their own name is no outlet."""
_FRESH = 180
"""Days before the printed date within which a day without a year belongs to it."""
_LEAD = 80
"""Characters at the head of the body in which a full date is the date of the piece."""


def header_of(draft: Draft, zones: tuple[Zone, ...], source: str | None = None, account: Span | None = None) -> Header:
    """Every value that the page prints, with its span in the original; of markup (`source`) also what it states unprinted."""
    return _Reader(draft, zones, source or "", account).header()


class _Reader:
    def __init__(self, draft: Draft, zones: tuple[Zone, ...], source: str, account: Span | None) -> None:
        self.draft = draft
        self.zones = zones
        self.source = source
        self.account = account

    def span(self, start: int, end: int) -> Span:
        return self.draft.starts[start], self.draft.ends[end - 1]

    def header(self) -> Header:
        title, title_span = self.title()
        outlet, outlet_span = self.outlet()
        author, author_span = self.author()
        published, published_span = self.published()
        content, content_span, reason = self.content(published)
        return Header(
            title, title_span, outlet, outlet_span, author, author_span,
            published, published_span, content, content_span, reason,
        )  # fmt: skip

    def title(self) -> tuple[str | None, Span | None]:
        text = self.draft.text
        for zone in self.zones:
            if zone.kind == "title":
                words = text[zone.start : zone.end].rstrip("\n ")
                if words:
                    return words, self.span(zone.start, zone.start + len(words))
        match = _ORIGINAL.search(text)
        if match:
            return match["t"], self.span(match.start("t"), match.end("t"))
        return self.stated("title")

    def stated(self, value: str) -> tuple[str | None, Span | None]:
        """What the markup states without printing it, repaired."""
        span = stated(self.source, value)
        if span is None:
            return None, None
        words = Draft.of(self.source[slice(*span)])
        repair(words)
        text = words.text.replace("\n", " ").strip()
        return (text, span) if text else (None, None)

    def outlet(self) -> tuple[str | None, Span | None]:
        """What 来源 says, else the account that published the page, else what the markup states, else weaker signs."""
        text = self.draft.text
        if place := source_in(text, self.zones):
            return text[slice(*place)], self.span(*place)
        if self.account:
            start, end = (bisect_left(self.draft.starts, at) for at in self.account)
            if words := text[start:end].strip():
                start = text.index(words, start)
                return words, self.span(start, start + len(words))
        name, span = self.stated("outlet")
        if name and not NO_SOURCE.match(name):
            return name, span
        if place := outlet_in(text, self.zones):
            return text[slice(*place)], self.span(*place)
        name, span = self.stated("site")
        return (name, span) if name and not _PLATFORM.search(name) else (None, None)

    def author(self) -> tuple[str | None, Span | None]:
        for match in _AUTHOR.finditer(self.draft.text):
            return match["a"], self.span(match.start("a"), match.end("a"))
        return None, None

    def published(self) -> tuple[date | None, Span | None]:
        """The day printed around the body, else alone on a line, else at the head of the body."""
        text = self.draft.text
        around = [zone for zone in self.zones if zone.kind == "header"]
        around += [zone for zone in self.zones if zone.kind in ("editor", "title", "navigation")]
        found = [match for zone in around for match in _STAMP.finditer(text, zone.start, zone.end)]
        if self.source:
            # Above the headline a page prints the day on which it is looked at.
            above = next((zone.start for kind in ("title", "body") for zone in self.zones if zone.kind == kind), 0)
            found.sort(key=lambda match: match.start() < above)
            printed = _day(found[0]) if found and self.is_header(found[0].start()) else None
            if not printed and (stated := stated_day(self.source)):
                return stated
        found += reversed(list(_SIGNED.finditer(text)))
        lead = next((zone for zone in self.zones if zone.kind == "body"), None)
        if lead:
            near = _STAMP.finditer(text, lead.start, min(lead.end, lead.start + _LEAD))
            found += [match for match in near if not _AHEAD.search(text, max(0, match.start() - 6), match.start())]
        for match in found:
            day = _day(match)
            if day and not _TODAY.search(text, max(0, match.start() - 8), match.start()):
                return day, self.span(match.start(), match.end())
        return None, None

    def is_header(self, at: int) -> bool:
        """Whether a place stands in the lines about the article, at its headline or under its text."""
        return any(zone.start <= at < zone.end and zone.kind in ("header", "title", "editor") for zone in self.zones)

    def content(self, published: date | None) -> tuple[date | None, Span | None, str]:
        """The latest day that the body tells of as past or present, with the reason; the printed date where it tells none."""
        full = [(day, match) for match in self.told(_CONTENT_DAY) if (day := _day_of(match, int(match["y"])))]
        full = [row for row in full if published is None or row[0] <= published]
        years = [match for match in self.told(_CONTENT_YEAR) if published is None or int(match["y"]) <= published.year]
        latest = max((int(match["y"]) for match in years), default=None)
        if published and latest and (year := self.old_year(published, latest, years)):
            return self.in_year(year, years, full)
        if full:
            day, match = max(full, key=lambda row: row[0])
            return day, self.span(match.start(), match.end()), f"正文最近的日期“{match[0]}”"
        if published is None:
            return None, None, ""
        return self.near(published)

    def told(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Dates of the body that are neither announced as lying ahead nor told of somebody's own past."""
        text = self.draft.text
        before, after = _AHEAD_REACH
        for zone in self.zones:
            if zone.kind == "body":
                for match in pattern.finditer(text, zone.start, zone.end):
                    around = _STOP.split(text[max(zone.start, match.start() - before) : match.start()])[-1]
                    is_past = _SINCE.search(around) or _PAST.match(text[match.end() : match.end() + 12])
                    around += " " + text[match.end() : match.end() + after]
                    if not is_past and not _AHEAD.search(around):
                        yield match

    def old_year(self, published: date, latest: int, years: list[re.Match[str]]) -> int | None:
        """The year that the text was written in, where the page is stamped long after: re-posts carry the day of the
        copy. One year in passing is not enough for that; one later year does not undo that it has just come into one."""
        own = max((match for match in years if self.is_own(match)), key=lambda match: int(match["y"]), default=None)
        if own is not None and (year := int(own["y"])) < published.year:
            later = sum(int(match["y"]) > year for match in years)
            if later <= self.is_entered(own):
                return year
        if published.year - latest >= 2 and len(years) >= 2:
            return latest
        return None

    def is_own(self, match: re.Match[str]) -> bool:
        """Whether the text speaks of the year as the one that it is written in."""
        return self.is_entered(match) or bool(_NOW.match(self.draft.text[match.end() : match.end() + 10]))

    def is_entered(self, match: re.Match[str]) -> bool:
        """Whether the text has just come into the year (站在2025年的门槛上): its plainest word for it."""
        return bool(_INTO.search(self.draft.text[max(0, match.start() - 4) : match.start()]))

    def in_year(
        self, year: int, years: list[re.Match[str]], full: list[tuple[date, re.Match[str]]]
    ) -> tuple[date, Span, str]:
        """The latest day of a year that the body speaks of as its own."""
        days = [(day, match) for day, match in full if day.year == year]
        days += [(day, match) for match in self.told(_YEARLESS) if (day := _day_of(match, year))]
        if days:
            day, match = max(days, key=lambda row: row[0])
            return day, self.span(match.start(), match.end()), f"正文只写到{year}年,早于刊发日期;最近的日期“{match[0]}”"
        match = next(match for match in years if int(match["y"]) == year)
        return date(year, 1, 1), self.span(match.start(), match.end()), f"正文只写到{year}年,早于刊发日期"

    def near(self, published: date) -> tuple[date, Span | None, str]:
        """The latest day without a year, in the year before the printed date."""
        days = [
            (day, match)
            for match in self.told(_YEARLESS)
            for year in (published.year, published.year - 1)
            if (day := _day_of(match, year)) and day <= published and (published - day).days < _FRESH
        ]
        if not days:
            return published, None, "正文未写日期,取刊发日期"
        day, match = max(days, key=lambda row: row[0])
        return day, self.span(match.start(), match.end()), f"正文最近的日期“{match[0]}”,年份按刊发日期推定"


def _day(match: re.Match[str]) -> date | None:
    for tail in ("", "2", "3"):
        if match[f"y{tail}"]:
            return _calendar(int(match[f"y{tail}"]), int(match[f"m{tail}"]), int(match[f"d{tail}"]))
    return None


def _day_of(match: re.Match[str], year: int) -> date | None:
    return _calendar(year, int(match["m"]), int(match["d"]))


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

"""All that crosses the wall of the reading engine: frozen values, nothing else.

Offsets are code points. A `Span` points into `Page.source`, the decoded but otherwise untouched original;
`Text` alone knows how its repaired characters came from there.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Span = tuple[int, int]
"""Start and end (exclusive) in the decoded original, in code points."""

ZoneKind = Literal["body", "title", "header", "navigation", "related", "advert", "keywords", "editor"]
ProjectKind = Literal["industry", "carrier", "public"]
Category = Literal["official", "business", "academic", "media"]
Stage = Literal["planned", "negotiating", "signed", "landed", "started", "building", "completed", "operating"]
FactKind = Literal["amount", "stage", "industry", "land", "place", "capacity", "date", "promise"]
Media = Literal["text", "html"]

STAGES: tuple[Stage, ...] = (
    "planned", "negotiating", "signed", "landed", "started", "building", "completed", "operating",
)  # fmt: skip
"""The states that coverage reports, in the order in which a project reaches them."""

INDUSTRIES: tuple[str, ...] = (
    "集成电路", "电子信息", "数字经济", "人工智能", "生物医药", "医疗器械", "高端装备", "汽车", "新能源",
    "新材料", "化工", "航空航天", "节能环保", "食品", "纺织服装", "家电消费品", "物流", "商贸总部", "文旅",
    "农业", "金融", "科研平台", "房地产", "其他",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it came, decoded. `source` is what every span points into."""

    source: str
    media: Media
    encoding: str


@dataclass(frozen=True, slots=True)
class Zone:
    """A run of `Text.text` [start, end) of one kind. Zones are in order and cover the text."""

    start: int
    end: int
    kind: ZoneKind


@dataclass(frozen=True, slots=True)
class Header:
    """What stands around the body: each value with its span, or None where the page does not print it."""

    title: str | None = None
    title_span: Span | None = None
    outlet: str | None = None
    outlet_span: Span | None = None
    author: str | None = None
    author_span: Span | None = None
    published_on: date | None = None
    published_span: Span | None = None
    content_on: date | None = None
    """The latest day the text itself tells of as past or present; may be years before the page's stamp."""
    content_span: Span | None = None
    content_reason: str = ""
    """Why content_on was chosen, one Chinese phrase for people."""


@dataclass(frozen=True, slots=True)
class Text:
    """The repaired page: simplified, artefacts undone, every zone kept. `starts[i]`/`ends[i]` bound character i in the original."""

    page: Page
    text: str
    starts: array[int]
    ends: array[int]
    zones: tuple[Zone, ...]
    header: Header
    repairs: Mapping[str, int] = field(default_factory=dict)
    """How often each repair was made: traditional, pinyin, advert_law, shifted, entity …"""

    def span(self, start: int, end: int) -> Span:
        """The original span of repaired characters [start, end); start < end."""
        return self.starts[start], self.ends[end - 1]

    def original(self, start: int, end: int) -> str:
        """The untouched original behind repaired characters [start, end)."""
        first, last = self.span(start, end)
        return self.page.source[first:last]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in base units: 105.8亿元 is Decimal(10580000000), CNY."""

    value: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Form:
    """One printed form of a name and every place where it stands."""

    name: str
    """Repaired."""
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One value about a project, the words that say it and the sentence they stand in.

    value by kind: amount Money · stage Stage · industry label · land Decimal (mu) · place str · capacity str ·
    date date · promise `Promise`.
    """

    kind: FactKind
    value: Money | Promise | Decimal | date | str
    text: str
    """The words, repaired."""
    span: Span
    sentence: Span
    plan: bool
    """True where the words announce (预计, 力争, 将), False where they report."""
    confidence: float
    by: str
    """The rule or model that found it."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A forward statement: what shall be reached, at the latest when."""

    what: str
    stage: Stage | None
    due: date | None


@dataclass(frozen=True, slots=True)
class Company:
    """One enterprise of the body. `forms[0]` is the longest and gives the name."""

    forms: tuple[Form, ...]
    confidence: float
    by: str
    maybe: bool = False

    @property
    def name(self) -> str:
        return self.forms[0].name

    @property
    def aliases(self) -> tuple[str, ...]:
        return tuple(form.name for form in self.forms[1:])


@dataclass(frozen=True, slots=True)
class Project:
    """One project of the body. A composed name (甲公司项目) has a form without spans; `evidence` is always printed.

    facts: in order of preference within a kind; the first of a kind that is not a promise is the reading's value.
    """

    forms: tuple[Form, ...]
    companies: tuple[str, ...]
    """Names of `Company` entries of the same reading."""
    kind: ProjectKind
    facts: tuple[Fact, ...]
    evidence: Span
    """The sentence that tells of it."""
    confidence: float
    by: str
    maybe: bool = False

    @property
    def name(self) -> str:
        return self.forms[0].name

    @property
    def aliases(self) -> tuple[str, ...]:
        return tuple(form.name for form in self.forms[1:])

    def fact(self, kind: FactKind) -> Fact | None:
        """The reading's fact of that kind, or None."""
        return next((fact for fact in self.facts if fact.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the body with full name."""

    name: str
    org: str | None
    title: str | None
    category: Category
    spans: tuple[Span, ...]
    confidence: float
    by: str


@dataclass(frozen=True, slots=True)
class Amount:
    """Any sum of money that the body prints, whether or not it belongs to a project."""

    money: Money
    text: str
    span: Span
    role: Literal["investment", "total", "output", "capital", "finance", "other"]


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence part that counts or sums projects (引进项目28个,总投资192亿元); never itself a project."""

    text: str
    span: Span
    count: int | None = None
    money: Money | None = None
    area: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a careful human would record of one piece of coverage."""

    engine: str
    header: Header
    place: str | None
    companies: tuple[Company, ...]
    projects: tuple[Project, ...]
    people: tuple[Person, ...]
    amounts: tuple[Amount, ...]
    statements: tuple[Statement, ...]
    phones: tuple[Form, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are: score in [0, 1] and the reasons in Chinese words for people."""

    score: float
    verdict: Literal["same", "likely", "different"]
    reasons: tuple[str, ...]

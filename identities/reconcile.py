"""A total that the press gives of an area and a period, held against the projects that coverage names there and then.

Named for a total are the projects that coverage tells of in its period and area, in a state that its words count (签约 counts
what was signed, not what was started); where the words say no period, those that the same article names. Each is summed as
its value stands; each that cannot be is told with the reason.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from identities.models import Appearance, ChosenValue, Project
from press.models import Article, Fact, Mention, Statement
from press.models.article import TOLD
from press.words import YI, money
from reading.values import INDUSTRIES

HEAVY = tuple(f"article__{name}" for name in ("raw", "original", "text", "bigrams"))
# So many tellings are looked at for one total.
MOST = 2000
# Words of the total → the states of a project that it counts; the first that fit.
COUNTED: tuple[tuple[str, frozenset[str]], ...] = (
    ("竣工|投产|建成|达产", frozenset({"completed", "operating"})),
    ("开工|动工|奠基", frozenset({"started", "building"})),
    ("在建|推进|实施", frozenset({"started", "building"})),
    ("在谈|洽谈|意向", frozenset({"planned", "negotiating"})),
    ("签约|引进|招引|落户|落地|签订|新增", frozenset({"signed", "landed"})),
)
_AHEAD = re.compile(r"力争|目标|计划(?!总)|预计|将|拟|确保")
_AT_LEAST = re.compile(r"(?P<n>\d+(?:\.\d+)?)?\s*(?P<u>百亿|十亿|亿)元?(?:人民币)?(?:及|或)?以上")
_UNITS = {"亿": YI, "十亿": 10 * YI, "百亿": 100 * YI}
_WHOLE = re.compile(r"^(?:全|我|本)[省市区县镇旗园]$|^园区$")
_DIVISION = re.compile(r"[省市州县区]")
# A shorter part of a place (高新区) is to be found in any town.
TELLING = 4


@dataclass(slots=True)
class Named:
    """One project that coverage names for the total: its sum as it stands, and why it does not count, "" where it does."""

    project: Project
    fact: Fact | None
    shown: str = ""
    value: Decimal | None = None
    currency: str = ""
    is_chosen: bool = False
    note: str = ""
    why_not: str = ""


@dataclass(slots=True)
class Account:
    """The total beside the named projects."""

    statement: Statement
    area: str
    scope: str
    """How the projects were found, in words."""
    named: list[Named] = field(default_factory=list)
    left_out: list[Named] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What stands against a reckoning, in words."""

    @property
    def sum(self) -> Decimal:
        return sum((row.value for row in self.named if row.value), Decimal(0))

    @property
    def sum_shown(self) -> str:
        return money(self.sum, self.statement.currency or "CNY") if self.named else ""

    @property
    def difference(self) -> Decimal | None:
        """What the total has beyond the named ones; negative where these have more."""
        return None if self.statement.amount is None else self.statement.amount - self.sum

    @property
    def difference_shown(self) -> str:
        if self.difference is None:
            return ""
        return money(abs(self.difference), self.statement.currency) or "0"

    @property
    def is_over(self) -> bool:
        return self.difference is not None and self.difference < 0

    @property
    def share(self) -> int | None:
        """The part of the total that named projects account for, in percent."""
        return round(100 * self.sum / self.statement.amount) if self.statement.amount else None

    @property
    def count_left(self) -> int | None:
        """So many projects of the total are not named, as far as is known."""
        if self.statement.count is None:
            return None
        return self.statement.count - len(self.named)


NO_SUM = "报道没有说总投资"
TOO_LATE = "报道说的日期在这个时期之外"


def account_of(statement: Statement) -> Account:
    """The total and the projects named for it; a handful of queries."""
    area = area_of(statement)
    account = Account(statement, area, _scope(statement, area))
    if _AHEAD.search(statement.text):
        account.notes.append("这是目标或计划，不是已经发生的，不能直接对账。")
    if statement.amount is None:
        account.notes.append("报道只给了项目数，没有给总额，只能核对个数。")
    if statement.since is None:
        account.notes.append("报道没有写明时期，只能与同一篇里点名的项目核对。")
    elif not area:
        account.notes.append("报道没有写明范围，只能与同一篇里点名的项目核对。")
    told = _tellings(statement, area)
    states = next((states for words, states in COUNTED if re.search(words, statement.text)), frozenset())
    for row in _named(told, states, statement):
        (account.left_out if row.why_not else account.named).append(row)
    account.named.sort(key=lambda row: (-(row.value or 0), row.project.pk))
    account.left_out.sort(key=lambda row: (row.why_not, row.project.pk))
    if account.is_over:
        account.notes.append("点名项目之和超过了汇总数：可能有重复、分期或口径不同，请逐项核对。")
    if (account.count_left or 0) < 0:
        account.notes.append("点名的项目比汇总数还多：可能有重复或口径不同，请逐项核对。")
    return account


def area_of(statement: Statement) -> str:
    """The area that the total is about: as printed, else the last part of the place that the article is about."""
    if statement.area and not _WHOLE.match(statement.area):
        return statement.area
    place = statement.article.place
    parts = [place[cut.end() :] for cut in _DIVISION.finditer(place)]
    return next((part for part in reversed(parts) if len(part) >= TELLING), place)


def _scope(statement: Statement, area: str) -> str:
    if statement.since is None or not area:
        return "同一篇报道里点名的项目"
    return f"{statement.since:%Y-%m-%d} 至 {statement.until:%Y-%m-%d} 的报道里，在{area}的项目"


def _tellings(statement: Statement, area: str) -> list[Appearance]:
    """What coverage tells of projects in the area and the period, or the article itself where either is not told."""
    rows = Appearance.objects.filter(project__isnull=False, project__merged_into=None)
    if statement.since is None or not area:
        rows = rows.filter(article=statement.article_id)
    else:
        days = (statement.since, statement.until)
        articles = Article.objects.filter(repost_of=None).alias(told=TOLD).filter(told__range=days)
        placed = Fact.objects.filter(
            article=OuterRef("article"), subject=OuterRef("of"), kind=Fact.Kind.PLACE, gone=False
        )
        here = Q(article__place__contains=area) & ~Exists(placed.filter(rank=0))
        rows = rows.filter(
            Q(article__in=articles.values("pk")) & (Exists(placed.filter(text__contains=area)) | here)
            | Q(article=statement.article_id)
        )
    light = rows.select_related("project", "article").defer(*HEAVY)
    return list(light.order_by("-article_id", "pk")[:MOST])


def _named(told: Sequence[Appearance], states: frozenset[str], statement: Statement) -> list[Named]:
    """Each project once, with its sum and why it does not count."""
    projects = {row.project.pk: row.project for row in told if row.project}
    of = {(row.article_id, row.of): row.project.pk for row in told if row.project}
    facts: dict[int, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    kinds = (Fact.Kind.AMOUNT, Fact.Kind.STAGE, Fact.Kind.INDUSTRY)
    rows = Fact.objects.filter(article__in={pk for pk, _ in of}, kind__in=kinds, rank=0, gone=False)
    for fact in rows.with_sentences().select_related("article__source").defer(*HEAVY).order_by("-article_id"):
        if (fact.article_id, fact.subject) in of:
            facts[of[fact.article_id, fact.subject]][fact.kind].append(fact)
    chosen = {(row.project_id, row.kind): row for row in ChosenValue.objects.standing().filter(project__in=projects)}
    mentions = Mention.objects.filter(article__in={pk for pk, _ in of}, kind=Mention.Kind.PROJECT, gone=False)
    kinds_told: dict[int, str] = {}
    timely = {row.project.pk for row in told if row.project and _is_timely(row.article, statement)}
    for article, name, kind, start in mentions.values_list("article", "of", "data__kind", "start"):
        if (article, name) not in of:
            continue
        kinds_told.setdefault(of[article, name], kind or "")
        if article == statement.article_id and statement.sentence_start <= start < statement.sentence_end:
            timely.add(of[article, name])  # its own sentence names it
    found = []
    for pk, project in projects.items():
        said = facts[pk]
        row = _summed(project, said[Fact.Kind.AMOUNT], chosen.get((pk, Fact.Kind.AMOUNT)))
        row.why_not = _why_not(row, said, states, statement, kinds_told.get(pk, ""))
        if pk not in timely:
            row.why_not = TOO_LATE
        found.append(row)
    return found


def _is_timely(article: Article, statement: Statement) -> bool:
    """Whether the article tells of a day in the total's period; any does where the words say none."""
    if statement.since is None or statement.until is None:
        return True
    return statement.since <= article.told_on <= statement.until


def _summed(project: Project, amounts: Sequence[Fact], chosen: ChosenValue | None) -> Named:
    row = Named(project, amounts[0] if amounts else None)
    if chosen is not None:
        row.value, row.currency = Decimal(chosen.value["value"]), chosen.value["currency"]
        row.shown, row.is_chosen = chosen.text, True
    elif amounts:
        row.value, row.currency = Decimal(amounts[0].value["value"]), amounts[0].value["currency"]
        row.shown = amounts[0].shown
        others = dict.fromkeys(fact.shown for fact in amounts if fact.shown != row.shown)
        if others:
            row.note = f"说法不一：另有 {'、'.join(others)}"
        elif amounts[0].plan:
            row.note = "预计数"
    return row


def _why_not(row: Named, said: dict[str, list[Fact]], states: frozenset[str], statement: Statement, kind: str) -> str:
    """Why the project's sum is no part of the total; "" where it is."""
    told = {str(fact.value) for fact in said[Fact.Kind.STAGE] if not fact.plan}
    if states and told and not told & states:
        return "这段时期报道的是别的阶段：" + "、".join(dict.fromkeys(f.shown for f in said[Fact.Kind.STAGE]))
    industries = {label for label in INDUSTRIES if label in statement.text and label != "其他"}
    own = {str(fact.value) for fact in said[Fact.Kind.INDUSTRY]}
    if industries and own and not industries & own:
        return f"产业是{'、'.join(sorted(own))}"
    if kind == Project.Kind.PUBLIC:
        return "公共项目"
    if row.value is None:
        return NO_SUM
    currency = statement.currency or "CNY"
    if row.currency != currency:
        return f"币种不同（{row.shown}），没有登记的汇率不折算"
    least = _AT_LEAST.search(statement.text)
    if least and row.value < Decimal(least["n"] or 1) * _UNITS[least["u"]]:
        return f"{row.shown}，不到“{least[0]}”"
    return ""

"""The coverage of the made-up office: articles whose every mention and fact stands in the text at its place."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from crm.seeding.copying import Tables
from crm.seeding.firms import Firm
from identities.models import Appearance, Project, ProjectName
from press.models import Article, Fact, Mention, Source, Statement, Step, Tally
from press.words import YI, money, stage_word
from reading.names import normal

ENGINE = "seed"
PLACES = ("临江高新区", "临江经开区", "云麓新城", "澄湖科创园", "青溪县", "南屏区", "东陵镇")
OUTLETS = ("临江日报", "临江发布", "澄湖新闻网", "云麓时报", "青溪融媒")
TOLD = ("planned", "negotiating", "signed", "signed", "landed", "started", "building", "completed", "operating")
WHAT = (
    "智能装备生产线",
    "总部基地",
    "研发中心",
    "新型显示模组",
    "精密零部件",
    "储能电池",
    "生物制剂",
    "芯片封测",
    "数据中心",
)
FILLERS = (
    "今年以来，当地坚持项目为王，把招商引资作为经济工作的第一战场。",
    "相关部门成立工作专班，实行一个项目、一名领导、一套班子、一抓到底。",
    "会上，与会人员围绕产业链协同、人才引进和要素保障作了深入交流。",
    "园区负责人介绍，水、电、气、路等配套已同步推进，标准厂房陆续交付。",
    "下一步将持续优化营商环境，推动更多优质项目签约落地、开工建设。",
    "据了解，该产业近三年保持两位数增长，上下游企业加快集聚。",
)
YEARS = 3
# How often an article comes back to a project that was in the news before.
AGAIN = 0.3
# Every so many articles one with a total; of those without a project every so many one that failed.
TOTALS, BROKEN = 20, 50


@dataclass(frozen=True, slots=True)
class _News:
    """A project as it is known before anybody writes of it."""

    project: int
    name: str
    firm: Firm
    amount: int


@dataclass(frozen=True, slots=True)
class Told:
    """A project as one sentence of an article tells it: what a proposal or a lead takes over."""

    news: _News
    article: int
    at: datetime
    stage: str
    place: str
    sentence: str
    spans: dict[str, tuple[int, int]]
    place_of_sentence: tuple[int, int]

    @property
    def project(self) -> int:
        return self.news.project

    @property
    def name(self) -> str:
        return self.news.name

    @property
    def firm(self) -> Firm:
        return self.news.firm

    def values(self) -> dict[str, Any]:
        """The facts' values by their kind, as press.Fact.value keeps them."""
        return {
            "company": self.firm.name,
            "amount": {"value": str(self.news.amount), "currency": "CNY"},
            "stage": self.stage,
            "place": self.place,
            "industry": self.firm.industry,
        }


def watched() -> list[int]:
    """The keys of the watched sources that the articles came from, a web page of each outlet and district."""
    found = []
    for number, (outlet, place) in enumerate(product(OUTLETS, PLACES)):
        values = {"kind": Source.Kind.LIST, "url": f"https://news.example/{number}/", "every": 60}
        found.append(Source.objects.get_or_create(name=f"{outlet}·{place}", defaults=values)[0].pk)
    return found


def add_coverage(
    tables: Tables, firms: Sequence[Firm], *, articles: int, projects: int, seed: int, at: datetime
) -> list[Told]:
    """That many articles over three years, which tell that many projects; each project once, as an article told it.

    Without articles there are no projects: everything the office knows stands in a sentence.
    """
    chance = random.Random(seed)  # noqa: S311 (prose, not secrets)
    sources = watched()
    known: list[_News] = []
    first: dict[int, Told] = {}
    each = -(-projects // max(1, articles))
    for number in range(articles):
        arrived = at - timedelta(minutes=chance.randrange(YEARS * 365 * 24 * 60))
        news = [_project(tables, chance, firms) for _ in range(min(each, projects - len(known)))]
        known += news
        if known and chance.random() < AGAIN:
            news.append(known[int(len(known) * chance.random())])
        # One firm and one name once per article, as the natural keys of mentions want it.
        news = list({one.firm.pk: one for one in {one.name: one for one in news}.values()}.values())
        for told in _article(tables, chance, sources, number, arrived, news):
            first.setdefault(told.project, told)
    return [first[pk] for pk in sorted(first)]


def _project(tables: Tables, chance: random.Random, firms: Sequence[Firm]) -> _News:
    # A few firms are in the news much more often than the others, as in life: one of 300,000 with a hundred projects.
    firm = firms[int(len(firms) * chance.random() ** 2)]
    name = f"{firm.short}{chance.choice(WHAT)}项目"
    pk = tables.add(Project, name=name, kind=Project.Kind.INDUSTRY)
    tables.add(ProjectName, project_id=pk, text=name, key=normal(name))
    tables.add(Project.companies.through, project_id=pk, company_id=firm.pk)
    return _News(pk, name, firm, int(round(10 ** chance.uniform(7.5, 10.3), -6)))


class _Prose:
    """Text that grows from a place in a longer one, and where each piece of it stands there."""

    def __init__(self, start: int = 0) -> None:
        self.parts: list[str] = []
        self.end = start

    def add(self, text: str) -> tuple[int, int]:
        start = self.end
        self.parts.append(text)
        self.end += len(text)
        return start, self.end

    def __str__(self) -> str:
        return "".join(self.parts)


def _article(
    tables: Tables, chance: random.Random, sources: Sequence[int], number: int, arrived: datetime, news: Sequence[_News]
) -> list[Told]:
    """One article that tells these projects, each in a sentence of its own."""
    outlet, place = chance.choice(OUTLETS), chance.choice(PLACES)
    source = sources[OUTLETS.index(outlet) * len(PLACES) + PLACES.index(place)]
    title = f"{news[0].name}落户{place}" if news else f"{place}召开招商引资推进会"
    pk = tables.key(Article)
    prose = _Prose()
    prose.add(f"{title}\n{outlet} {arrived:%Y-%m-%d}\n")
    found = []
    for one in news:
        prose.add("　　")
        told = _sentence(chance, one, pk, arrived, place, prose.end)
        prose.add(f"{told.sentence}{chance.choice(FILLERS)}\n")
        _rows(tables, told)
        found.append(told)
    for filler in chance.sample(FILLERS, k=chance.randrange(2, len(FILLERS))):
        prose.add(f"　　{filler}\n")
    if number % TOTALS == 0:
        prose.add("　　")
        _total(tables, pk, prose, place, number)
    prose.add(f"　　（编号{number}）\n")
    text = str(prose)
    raw = text.encode()
    tables.add(
        Article, id=pk, source_id=source, name=f"seed-{number}.txt", encoding="utf-8", arrived_at=arrived,
        engine=ENGINE, title=title, outlet=outlet, published_on=arrived.date(), content_on=arrived.date(), place=place,
        readings=1, original=text, **_progress(arrived, is_broken=not found and number % BROKEN == 0), text=text, raw=raw, searched=f"{title}\n{text}",
        digest=hashlib.sha256(raw).hexdigest(),
    )  # fmt: skip
    kinds = {f"name_{kind}" for told in found for kind in ("company", "project")} | {
        f"value_{kind}" for told in found for kind in told.values()
    }
    tables.add(Tally, article_id=pk, source_id=source, engine=ENGINE, **dict.fromkeys(kinds, len(found)))
    return found


def _progress(at: datetime, *, is_broken: bool) -> dict[str, Any]:
    """Every step done; of a broken one all but the first failed."""
    if is_broken:
        return {"clean_at": at, "failed_at": at, "failed_step": Step.GROUP, "error": "文字太少，看不出是报道"}
    return {f"{step}_at": at for step in Step}


def _total(tables: Tables, article: int, prose: _Prose, place: str, number: int) -> None:
    """A sentence with a total of the district, and its row."""
    count, amount = 10 + number % 40, 50 + number % 300
    start = prose.end
    prose.add(f"今年以来，{place}")
    words = f"引进项目{count}个，总投资{amount}亿元"
    first, last = prose.add(words)
    end = prose.add("。\n")[1] - 1
    tables.add(
        Statement, article_id=article, engine=ENGINE, by="seed", text=words, quote=words, start=first, end=last,
        sentence_start=start, sentence_end=end, area=place, count=count, amount=Decimal(amount) * YI, currency="CNY",
    )  # fmt: skip


def _sentence(chance: random.Random, news: _News, article: int, at: datetime, place: str, start: int) -> Told:
    """The sentence that tells a project, and where each value stands in the article."""
    stage = chance.choice(TOLD)
    prose = _Prose(start)
    spans = {}
    prose.add(f"{at:%m月%d日}，")
    spans["company"] = prose.add(news.firm.name)
    prose.add("的")
    spans["project"] = prose.add(news.name)
    prose.add("在")
    spans["place"] = prose.add(place)
    spans["stage"] = prose.add(stage_word(stage))
    prose.add("，总投资")
    spans["amount"] = prose.add(money(Decimal(news.amount)))
    prose.add("，属于")
    spans["industry"] = prose.add(news.firm.industry)
    prose.add("领域。")
    return Told(news, article, at, stage, place, str(prose), spans, (start, prose.end))


def _rows(tables: Tables, told: Told) -> None:
    """The mentions, appearances and facts of one sentence."""
    base: dict[str, Any] = {
        "article_id": told.article, "engine": ENGINE, "by": "seed", "sentence_start": told.place_of_sentence[0],
        "sentence_end": told.place_of_sentence[1],
    }  # fmt: skip
    for kind, words, pk in (("company", told.firm.name, told.firm.pk), ("project", told.name, told.project)):
        start, end = told.spans[kind]
        tables.add(Mention, **base, kind=kind, name=words, of=words, quote=words, start=start, end=end)
        tables.add(Appearance, article_id=told.article, kind=kind, of=words, keys=[normal(words)], **{f"{kind}_id": pk})
    for kind, value in told.values().items():
        start, end = told.spans[kind]
        words = told.sentence[start - told.place_of_sentence[0] : end - told.place_of_sentence[0]]
        tables.add(
            Fact, **base, subject=told.name, kind=kind, value=value, text=words, quote=words, start=start, end=end
        )

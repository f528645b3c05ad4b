"""How likely an entity is a project of its own: features of its names and sentences, weighed by a learned model."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from reading.model import load
from reading.project_candidates import Mention
from reading.project_context import part_of_speech, word_odds
from reading.projects import Entity, Place, core, is_definite, name_of, phases, sentence_places, specific, tokens_of
from reading.sentences import View, Views
from reading.values import Company

_CUES = {
    "sign": re.compile(r"签约|签下|签署|签订|云签|落笔|揽下"),
    "land": re.compile(r"落户|落地|引进|引入|招引|入驻|进驻|落子|摘牌|拿地|供地|注册"),
    "start": re.compile(r"开工|奠基|动工|破土|启动"),
    "build": re.compile(r"在建|建设|封顶|结顶|安装|施工|推进"),
    "finish": re.compile(r"竣工|投产|开业|运营|启用|投用|投入使用|建成|交付|量产"),
    "talk": re.compile(r"考察|洽谈|对接|意向|座谈|推介|参观|走访|调研"),
    "plan": re.compile(r"拟|计划|将|规划|谋划"),
    "capital": re.compile(r"股权|收购|募资|上市|融资|增资|股价|股份|涨停|市值|基金"),
    "policy": re.compile(r"政策|行动|方案|活动|仪式|大会|会议|平台|服务|机制|产业链|集群"),
    "honour": re.compile(r"入选|获评|名单|荣获|认定|称号|榜单|评为|授予"),
    "background": re.compile(r"曾|早在|原有|此前|已有|现有|过去|历史|成立于"),
    "invest": re.compile(r"投资|投入|斥资"),
}
_AFTER_VERB = re.compile(
    r"[^,,。;;、]{0,6}?(?:签约|落户|落地|开工|奠基|动工|竣工|投产|开业|运营|启用|封顶|建设|落成|启动|投用|推进|试生产)"
)
_PHRASE_BEFORE = re.compile(
    r"(?:建设|新建|投建|打造|签约|签下|落户|引进|投资|实施|启动|布局|推进|扩建|增设|上马|开工|兴建|竣工|参观|考察|走进|来到|位于|成立|设立|依托|入驻|围绕|列入|开展|拥有|形成)$"
)
_MODIFIER = re.compile(r"重点|重大|优质|签约|意向|招商|在建|新建|个|省|市级|亿元|季度|今年|去年|类|批")
_COUNTED_NAME = re.compile(r"[“\"]?(?:第?[一二两三四五六七八九十几多数\d]+|首)(?:家|个|批|项|条|座|类|大|宗)")
_SUM_BEFORE = re.compile(r"(?:亿|万)(?:美|欧|港|日)?元?(?:人民币)?的?[“\"]?$")
_SUM_AFTER = re.compile(r"[((,,]?(?:项目)?(?:计划|预计|总|拟)*(?:总投资|投资)?(?:约|超|达|为|额)*\d")
_CLAUSE = re.compile(r"[,,;;。]")
_DIGIT, _LATIN = re.compile(r"\d"), re.compile("[A-Za-z]")
_TAILS = (
    "项目",
    "基地",
    "园",
    "工厂",
    "厂",
    "线",
    "中心",
    "总部",
    "院",
    "室",
    "城",
    "平台",
    "区",
    "港",
    "工程",
    "广场",
    "大厦",
    "酒店",
    "房",
    "小镇",
    "期",
    "店",
    "站",
    "公园",
    "学校",
    "医院",
    "路",
    "谷",
    "车间",
    "产业化",
    "集团",
    "公司",
    "技改",
    "改造",
    "材料",
    "电子",
    "科技",
    "生物",
)


_TAIL_WORDS = ("项目", "企业", "落户", "签约", "龙头", "产业", "代表", "开工", "在建", "等", "客商", "负责人")


HOPELESS = -2.5
"""Below these log-odds of its words an entity is not looked at further: hardly any project stands there."""
WORDS = "words"
"""The feature that holds what the linear model of the words makes of an entity."""


@lru_cache(maxsize=2048)
def _cues(words: str) -> frozenset[str]:
    """Which kinds of events the words tell of."""
    return frozenset([name for name, pattern in _CUES.items() if pattern.search(words)])


def _edge(words: str, start: int, end: int) -> tuple[str, str]:
    return words[max(0, start - 12) : start], words[end : end + 14]


def _mention_features(view: View, mention: Mention, row: list[tuple[Mention, Entity]], put: dict[str, float]) -> None:
    """Features of one mention; several mentions leave the largest value of each."""
    left, right = _edge(view.words, mention.start, mention.end)
    marks, aggregates = view.marks, view.aggregates
    told: dict[str, float] = {
        f"before={mention.before[:4]}": 1,
        f"after={mention.after[:4]}": 1,
        "verb after": _AFTER_VERB.match(right) is not None,
        "sum before": _SUM_BEFORE.search(left) is not None,
        "sum after": _SUM_AFTER.match(right) is not None,
        "paren after": right[:1] in "((",
        "of after": right[:1] == "的",
        "list size": min(mention.list_size, 12),
        f"tail={mention.tail}": 1,
        "in list end": mention.after == "等",
        "companies in sentence": min(6, len(marks)),
        "mentions in sentence": min(12, len(row) - [other.source for other, _ in row].count("company")),
        "sums in sentence": min(6, len(view.sums)),
        "quoted": left[-1:] in "“「" and right[:1] in "”」",
        "sentence start": mention.start <= 2,
    }
    if match := _PHRASE_BEFORE.search(left):
        told[f"lead={match.group()}"] = 1
    if mention.list_size > 1:
        told |= _list_features(view, mention, row)
    if marks:
        told["company before"] = any(0 <= mention.start - mark.end <= 2 for mark in marks)
        told["company of"] = any(view.words[mark.end : mention.start] == "的" for mark in marks)
    if aggregates:
        told["aggregate"] = any(item.start <= mention.start < item.end for item in aggregates)
        told["counted"] = any(item.at <= mention.end and mention.start <= item.end for item in aggregates)
        told["aggregate after"] = any(0 <= item.at - mention.end <= 14 for item in aggregates)
    clause_left = _CLAUSE.split(view.words[: mention.start])[-1]
    clause_right = _CLAUSE.split(view.words[mention.end :], maxsplit=1)[0]
    told |= dict.fromkeys([f"clause {name}" for name in _cues(clause_left) | _cues(clause_right)], 1)
    told |= dict.fromkeys([f"sentence {name}" for name in _cues(view.words)], 1)
    for name, value in told.items():
        if value > put.get(name, 0.0):
            put[name] = value


def _list_features(view: View, mention: Mention, row: list[tuple[Mention, Entity]]) -> dict[str, float]:
    """What the list that a mention is in says of it."""
    mates = [other for other, _ in row if other.list_at == mention.list_at and other.source != "company"]
    size = max(1, len(mates))
    bare = [any(m.start <= other.start and m.end >= other.end for m in other.marks) for other in mates]
    told: dict[str, float] = {
        f"list lead={mention.lead[:4]}": 1,
        "mates with companies": [bool(other.marks) for other in mates].count(True) / size,
        "mates bare companies": bare.count(True) / size,
        "mates with nouns": [other.source for other in mates].count("head") / size,
        "mates with 项目": [other.head for other in mates].count("项目") / size,
        "tail counted": _DIGIT.search(mention.tail_words) is not None,
    }
    for word in _TAIL_WORDS:
        if word in mention.tail_words:
            told[f"tail holds={word}"] = 1
    for name in _cues(view.words[mention.list_end : mention.list_end + 30]):
        told[f"list then {name}"] = 1
    return told


def _name_features(view: View, place: Place, put: dict[str, float]) -> None:
    """Features of the longest name."""
    mention = place.mention
    name = name_of(view, mention)
    put["length"] = min(40, len(name))
    put["specific"] = specific(name)
    put["specific letters"] = min(20, specific(name) * len(name))
    put["definite"] = float(is_definite(view, mention))
    put[f"kind={mention.kind}"] = 1.0
    put[f"head={mention.head}"] = 1.0
    put["company inside"] = float(bool(mention.marks))
    put["company share"] = sum(mark.end - mark.start for mark in mention.marks) / len(name)
    put["company first"] = float(any(mark.start == mention.start for mark in mention.marks))
    put["digits"] = float(any(map(str.isdigit, name)))
    put["yearly"] = float("年产" in name)
    put["phase"] = float(bool(phases(name)))
    put["counted"] = float(bool(_COUNTED_NAME.match(name)))
    put["starts as"] = float(part_of_speech(tokens_of(name)[0])[0] in "vd")
    put["modifier"] = float(bool(_MODIFIER.search(name)))
    put["latin"] = float(bool(_LATIN.search(name)))
    if name.endswith(_TAILS):
        for tail in _TAILS:
            if name.endswith(tail):
                put[f"ends={tail}"] = 1.0
    put["ends project"] = float(name.endswith("项目"))
    put["holds project"] = float("项目" in name)
    for word in (
        "有限公司",
        "公司",
        "集团",
        "大学",
        "学院",
        "政府",
        "委员会",
        "开发区",
        "高新区",
        "经开区",
        "园区",
        "科技城",
        "新区",
        "国家级",
        "第一",
        "服务",
        "研究",
        "创新",
        "检测",
        "平台",
        "人才",
        "技改",
        "产业链",
    ):
        if word in name:
            put[f"holds={word}"] = 1.0


def longest_place(entity: Entity) -> Place:
    """Where the entity's longest name of its best source stands."""
    source = entity.source
    return max(
        (place for place in entity.places if place.mention.source == source),
        key=lambda place: place.mention.end - place.mention.start,
    )


def features(
    found: list[View], grouped: list[Entity], companies: tuple[Company, ...], wanted: Iterable[int] | None = None
) -> Iterator[dict[str, float]]:
    """One row of named numbers for each entity, or for those of the places wanted."""
    table = sentence_places(grouped)
    sources = [entity.source for entity in grouped]
    owning = Counter(
        company
        for entity, source in zip(grouped, sources, strict=True)
        if source != "company"
        for company in entity.companies
    )
    folded = [core(name_of(found[entity.places[0].view], entity.places[0].mention)) for entity in grouped]
    heads = sources.count("head")
    named = sum(
        source == "head" and not core_text.endswith(("项目", "工程"))
        for source, core_text in zip(sources, folded, strict=True)
    )
    letters = sum(len(view.words) for view in found)
    named_by = Counter(mark.company for view in found[:400] for mark in view.marks)
    for at in range(len(grouped)) if wanted is None else wanted:
        entity = grouped[at]
        source = sources[at]
        put: dict[str, float] = {f"source={source}": 1.0}
        longest = longest_place(entity)
        _name_features(found[longest.view], longest, put)
        for place in [place for place in entity.places if place.mention.source == source][:6]:
            _mention_features(found[place.view], place.mention, table.get(place.view, []), put)
        put["mentions"] = min(6, len(entity.places))
        put["as company too"] = float(
            source != "company" and any(place.mention.source == "company" for place in entity.places)
        )
        put["titled"] = float(entity.titled)
        put["first view"] = min(20, entity.places[0].view)
        put["at"] = entity.places[0].view / max(1, len(found))
        put["owned elsewhere"] = min(
            5, max((owning[index] for index in entity.companies), default=0) - (source != "company")
        )
        put["owner mentions"] = (
            min(8, sum(named_by[company] for company in entity.companies)) if len(found) < 400 else 0.0
        )
        put["heads"] = math.log1p(heads)
        put["named"] = math.log1p(named)
        put["companies"] = math.log1p(len(companies))
        put["letters"] = math.log1p(letters)
        yield put


def probabilities(found: Views, grouped: list[Entity], companies: tuple[Company, ...]) -> list[float]:
    """One probability in [0, 1] for each entity; 0.0 where its words alone speak clearly against it."""
    odds = [word_odds(found, entity) for entity in grouped]
    wanted = [at for at, value in enumerate(odds) if value >= HOPELESS]
    told = zip(wanted, features(found, grouped, companies, wanted), strict=True)
    rows = (_with(row, odds[at]) for at, row in told)
    chances = [0.0] * len(grouped)
    for at, chance in zip(wanted, load("projects").probabilities(rows), strict=True):
        chances[at] = chance
    return chances


def _with(row: dict[str, float], odds: float) -> dict[str, float]:
    row[WORDS] = odds
    return row

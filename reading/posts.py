"""Posts: the words before a name (市委副书记、区长) to offices, organisations and the kind of person."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import rjieba

from reading.lexicon import words
from reading.scan import scanner
from reading.values import Category

_LEXICON = Path(__file__).parent / "lexicon"
_RANK = r"(?:副|常务|执行|高级|资深|首席|原|前|时任|名誉|荣誉|联合|轮值|专职|代理|分管|第一|特聘|见习|值班|[一二三四]级(?=主任科员|调研员|巡视员|科员|警长|法官|高级))"
_RUN_IN = re.compile(r"^.*(?:代表人为|领头的是|的是|一位是|走进|见了|中有|还有|的有)|^据(?=[^点])")
_TRIM_END = re.compile(
    r"(?:董事局|董事会|监事会|党委|党组|党工委|工委|管委会?|[\u4e00-\u9fff]{0,4}事业[部群]|大?中华区|[东西南北中亚华][太东南西北中国]{0,2}区|中国|亚太区?|亚洲"
    r"|全球|海外|国际|区域|大区|销售|研发|市场|营销|招商|投资|战略|技术|工艺|生产|制造|工程|质量|品质|设备|财务|行政|人事|人力资源?|运营|采购|供应链|物流"
    r"|品牌|公关|法务|安全|产品|设计|业务|项目|车间|现场|厂区|工厂|基地|门店|集团总部|总部"
    r"|相关|厂务|规划|企划|综合|后勤|宣传|外联|公共事务|投资者关系|施工|检测|前期|筹建|筹备|组建|董事|总[裁经]办|办公室|办事处|筹建[组处]|筹备[组处]|项目部|工地|(?<!总)[部科室])$"
)
_OWN = re.compile(r"(?:该|本|我)?(?:公司|集团|企业|项目|厂里|车间|基地|园区)(?!公司|集团)")
"""What the words for a part of the firm in question begin with (公司后勤部, 集团总裁办, 项目施工)."""
OFFICE_BEHIND = scanner(
    r"(?:常务|执行|高级)?副?(?:董事长|总经理|总裁|董事局主席|首席执行官|会长|秘书长|理事长|书记|市长|县长|区长|镇长|乡长|局长|处长|主任|部长|行长|院长|校长|所长)"
    r"|副总|总监|CEO"
)
"""Offices by which a person is called behind the name."""
_WITHIN = frozenset(("建设", "服务", "推动", "成为", "打造"))
_FIRM_TAIL = re.compile(
    r"(?:投资|发展|控股|开发|运营|管理|工程|科技|技术|实业|产业|建设|服务|置业|经营|咨询|材料|生物|电子|机械|精密|智能|有限|责任|股份|公司|集团|总公司|分公司)*"
)
_AND = frozenset("与和及")
_JOINED = re.compile(r".{0,8}[国省市县区州旗新镇乡道][\u4e00-\u9fff]{2,8}")
_COMMON = 4
_COMMON_TAGS = frozenset("nvbadtmqrfuplc")
_NAME_TAGS = frozenset(("nr", "ns", "nt", "nz", "nrt", "nrfg"))
_HOUSES = frozenset("局厅")
_WAYS = frozenset(("随行", "同行", "在场", "到场", "现任", "陪同", "带队"))
_LEADING = frozenset(
    (
        "受",
        "并",
        "尚需",
        "尚",
        "正在",
        "这是",
        "我司",
        "我公司",
        "我镇",
        "我县",
        "我市",
        "我区",
        "本公司",
        "由",
        "据",
        "经由",
    )
)
_LEADING_TAGS = frozenset(("c", "p", "r", "d", "uj", "ul", "uz"))
_NAMES_BEGIN = frozenset(
    (
        "全",
        "各",
        "和",
        "同",
        "向",
        "本",
        "正",
        "永",
        "将",
        "与",
        "经",
        "沿",
        "因",
        "比",
        "凡",
        "非",
        "极",
        "最",
        "首",
        "独",
        "真",
        "太",
        "更",
        "每",
    )
)
"""Words that names begin with though they are no nouns (同济, 和平区, 经开区)."""
_KIND_OF_FIRM = re.compile(
    r"(?:我|本|该|其|这|那|某|一|家|大型|小型|中小|全资|控股|参股|国家|机关|民营|外资|上市|知名|母|子)*(?:大型|全资|知名|一家|某|子|母|机关)[\u4e00-\u9fff]{0,4}(?:公司|企业|单位)$"
    r"|(?:业主|代表处|海归|客商|总部|单位)$"
)
_OFFICE_END = re.compile(r"[局委厅办]$")
_ASSEMBLY = re.compile(r"委员会|贸促会|工商联|政协|人大")
_BUSINESS = re.compile(r"董事|监事|集团|公司|事业部|总部")
_SCHOOL = re.compile(r"大学|学院|研究|实验室|学校|医院")
_PLACE, _LOCAL = re.compile("[省市县区镇州旗]"), re.compile("[省市县区镇州旗委府]")
_FIRM = re.compile(r"公司|集团|股份|科技$|实业|控股|银行|证券|资本|律师|商会|工厂|厂$")


@dataclass(frozen=True, slots=True)
class Post:
    """One office as printed: `org` without leading words, empty where the words name none; `title` the office alone."""

    org: str
    title: str

    @property
    def is_bare(self) -> bool:
        """Whether the organisation is only a level or a kind (市委, 公司, 集团), which names none by itself."""
        return is_bare(self.org)

    @property
    def printed(self) -> str:
        return self.org + self.title


@cache
def titles() -> dict[str, Category]:
    """Every office and the kind of person that most often holds it."""
    found: dict[str, Category] = {}
    for line in (_LEXICON / "titles.txt").read_text(encoding="utf-8").splitlines():
        kind, *words = line.split()
        if kind in ("official", "business", "academic", "media"):
            for word in words:
                found.setdefault(word, kind)  # type: ignore[arg-type]
    return found


@cache
def title_pattern() -> str:
    """Alternation of all offices, the longest first."""
    return "|".join((*map(re.escape, sorted(titles(), key=len, reverse=True)), r"首席[\u4e00-\u9fff]{2,4}官"))


@cache
def _office() -> re.Pattern[str]:
    one = rf"{_RANK}{{0,3}}(?:{title_pattern()})"
    return re.compile(rf"(?P<title>{one}(?:兼{one})*)$")


@cache
def _last_title() -> re.Pattern[str]:
    return re.compile(rf"(?:{title_pattern()})$")


@cache
def _title_ends() -> frozenset[str]:
    """The last characters of all offices."""
    return frozenset((*(title[-1] for title in titles()), "官"))


def office_behind(text: str, start: int) -> str:
    """The office that the text goes on with right there, empty where it goes on with none (沈启明董事长)."""
    match = OFFICE_BEHIND.match(text, start)
    return match[0] if match else ""


@lru_cache(maxsize=4096)
def is_bare(org: str) -> bool:
    """Whether an organisation is made of levels, kinds and departments alone."""
    parts, rest = words("org_parts"), org
    while rest:
        size = next((size for size in range(min(6, len(rest)), 0, -1) if rest[-size:] in parts), 0)
        if not size:
            return False
        rest = rest[:-size]
    return True


def post_of(printed: str, firms: Collection[str] = ()) -> Post | None:
    """The office that the words end in and the organisation before it; None where they end in no office.

    firms: names of which one right before the office is its organisation, whatever words it holds.
    """
    match = _office().search(printed) if printed[-1:] in _title_ends() else None
    if match is None:
        return None
    before = printed[: match.start()]
    firm = next((before[at:] for at in range(len(before)) if before[at:] in firms), None) if firms else None
    if firm:
        return Post(firm, match["title"])
    org = bare_org(before)
    owner, of, rest = before.rpartition("的")
    if of and is_bare(org) and rest == org and (owned := bare_org(owner)) and not (is_bare(owned) or is_way(owned)):
        org = owned  # 通富的风控经理: the department is no employer, what stands before it is
    house = match["title"][-2:-1]
    if house in _HOUSES and len(match["title"].removeprefix("副")) == 2 and len(org) > 1 and not is_bare(org):
        org += "" if _OFFICE_END.search(org) else house  # 县财政局长 is the head of 县财政局
    return Post(org, match["title"])


def posts_of(printed: str, firms: Collection[str] = ()) -> list[Post]:
    """Each office of a run like 市委副书记、区长, in order; what is no office falls away."""
    return [post for part in re.split(r"[、,]|兼任", printed) if (post := post_of(part.strip(), firms))]


def bare_org(org: str) -> str:
    """An organisation without the words that lead in: 参加的还有市工商联 is 市工商联."""
    org = _RUN_IN.sub("", org.strip(" 的:“”\"'《》·-—…"))
    leads = words("org_leads")
    tokens = [word for word, _ in rjieba.tag(org)]
    at = len(org)
    for word in reversed(tokens):
        at -= len(word)
        if word in _WITHIN and at and _FIRM_TAIL.fullmatch(org[at + len(word) :]):
            continue  # 城市建设投资集团 and 建设 are parts of a firm's name
        if word in _AND and _JOINED.fullmatch(org[:at]) and _OFFICE_END.search(org):
            continue  # 自然资源和规划局 is one
        if word in leads or word in ":;。,“”":
            return org[at + len(word) :]
    return org


def trimmed(org: str) -> str:
    """An organisation without the part of it that the office belongs to (大中华区, 董事局, 投资事业部)."""
    while (cut := _TRIM_END.sub("", org)) != org and len(cut) >= 2:
        org = cut
    return org


@lru_cache(maxsize=4096)
def is_part(org: str) -> bool:
    """Whether the words are a part of an organisation alone (工艺部, 华东基地, 公司后勤部): cut after cut leaves nothing of it."""
    if is_bare(org) or _OWN.match(org) or _TRIM_END.fullmatch(org):
        return True
    return len(trimmed(org)) < 3 and trimmed(org) != org


def is_way(org: str) -> bool:
    """Whether the words say how somebody is there (随行的集团总工程师), not where from."""
    return org in _WAYS


@lru_cache(maxsize=4096)
def is_common(org: str) -> bool:
    """Whether the words are no name but say which office it is (新任, 驻场, 主审): up to four characters, none of a name."""
    return len(org) <= _COMMON and all(tag[0] in _COMMON_TAGS and tag not in _NAME_TAGS for _, tag in rjieba.tag(org))


@lru_cache(maxsize=4096)
def is_phrase(org: str) -> bool:
    """Whether the words are a piece of a sentence (并授权公司, 这是我镇) or a kind of firm (大型芯片公司), no organisation's name."""
    if _KIND_OF_FIRM.match(org):
        return True
    word, tag = next(iter(rjieba.tag(org)), ("", "x"))
    return word in _LEADING or (len(word) < len(org) and tag in _LEADING_TAGS and word[:1] not in _NAMES_BEGIN)


def category_of(posts: list[Post]) -> Category:
    """The kind of person by its offices; one at a company is business whatever its name (集团党委书记)."""
    kinds = titles()
    found: list[Category] = []
    for post in posts:
        if _ASSEMBLY.search(post.org) and not _FIRM.search(post.org):
            found.append("official")
            continue
        match = _last_title().search(post.title)
        kind: Category = kinds.get(match[0], "business") if match else "official"
        if (
            _FIRM.search(post.org)
            or _BUSINESS.search(post.printed)
            or post.title.endswith("会长")
            or (post.title.endswith("秘书长") and not _LOCAL.search(post.org))
        ):
            kind = "business"
        elif kind == "official" and _SCHOOL.search(post.org):
            kind = "academic"
        found.append(kind)
    if "media" in found:
        return "media"
    if "business" in found and not (
        found[0] == "official" and _PLACE.search(posts[0].org) and "集团" not in "".join(post.org for post in posts)
    ):
        return "business"
    return found[0] if found else "official"

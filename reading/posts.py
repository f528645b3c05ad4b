"""Posts: the words before a name (市委副书记、区长) to offices, organisations and the kind of person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import rjieba

from reading.values import Category

_LEXICON = Path(__file__).parent / "lexicon"
_RANK = r"(?:副|常务|执行|高级|资深|首席|原|前|时任|名誉|荣誉|联合|轮值|专职|代理|分管|第一|特聘|见习|值班)"
_LEAD_IN = frozenset(
    [
        "代表",
        "考察",
        "率团",
        "带队",
        "落户",
        "位于",
        "打造",
        "建设",
        "推动",
        "推进",
        "加快",
        "前往",
        "深入",
        "服务",
        "赴",
        "经过",
        "通过",
        "助力",
        "落地",
        "入驻",
        "签约",
        "成为",
        "有",
        "是",
        "为",
        "由",
        "在",
        "随",
        "率",
        "与",
        "和",
        "及",
        "以及",
        "同",
        "对",
        "向",
        "请",
        "会见",
        "会见了",
        "陪同",
        "来自",
        "邀请",
        "据",
        "经",
        "接待",
        "拜访",
        "了",
        "的",
        "跟",
        "跟随",
        "带着",
        "带领",
        "率领",
        "参加",
        "出席",
        "包括",
        "走进",
        "迎来",
        "见到",
        "约见",
        "主持",
        "以",
        "到",
        "来到",
        "随同",
        "面对",
        "让",
        "一位",
        "另一位",
        "分别",
        "其中",
        "还有",
        "当天",
        "近日",
        "日前",
        "昨日",
        "今天",
        "上午",
        "下午",
        "于",
        "就",
        "联系",
        "对接",
        "介绍",
        "听取",
        "领头",
        "现任",
        "担任",
        "曾任",
        "而",
        "也",
        "还",
    ]
)
_RUN_IN = re.compile(r"^.*(?:代表人为|领头的是|的是|一位是|走进|见了|中有|还有|的有)")
_PLAIN_BODY = re.compile(
    r"^(?:本|该|我|全)?(?:省|市|县|区|镇|乡|州|旗|盟|街道|园区?|开发区|集团|公司|企业|学校|学院|商会|协会|办事处|局|中心|合作区|高新区|经开区|新区|项目|基地|工厂|厂|委|委员会|院)?"
    r"(?:省委|市委|县委|区委|州委|镇党委|党工委|工委|党委|党组|纪委|政法委|统战部|组织部|宣传部|人大常委会|人大|政协|政府|人民政府|管委会|管委|管理委员会|办公室|招商部|销售部?|市场部?|投资部?|研发部?|技术部?|生产部?|党政办|监事会|董事会|董事局|纪检监察组?|总部)?$"
)
_TRIM_END = re.compile(
    r"(?:董事局|董事会|监事会|党委|党组|党工委|工委|管委会?|[\u4e00-\u9fff]{0,4}事业部|大?中华区|[中亚][国太]区|中国|亚太区?|全球|销售|研发|市场|招商|投资|技术|生产|集团总部)$"
)
_FIRM = re.compile(r"公司|集团|股份|科技$|实业|控股|银行|证券|资本|律师|商会|工厂|厂$")


@dataclass(frozen=True, slots=True)
class Post:
    """One office as printed: `org` without leading words, empty where the words name none; `title` the office alone."""

    org: str
    title: str

    @property
    def is_bare(self) -> bool:
        """Whether the organisation is only a level or a kind (市委, 公司, 集团), which names none by itself."""
        return _PLAIN_BODY.match(self.org) is not None

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


def post_of(words: str) -> Post | None:
    """The office that the words end in and the organisation before it; None where they end in no office."""
    match = _office().search(words)
    return Post(bare_org(words[: match.start()]), match["title"]) if match else None


def posts_of(words: str) -> list[Post]:
    """Each office of a run like 市委副书记、区长, in order; what is no office falls away."""
    return [post for part in re.split(r"[、,]|兼任", words) if (post := post_of(part.strip()))]


def bare_org(org: str) -> str:
    """An organisation without the words that lead in: 参加的还有市工商联 is 市工商联."""
    org = _RUN_IN.sub("", org.strip(" 的:“”\"'《》·-—…"))
    tokens = [word for word, _ in rjieba.tag(org)]
    at = len(org)
    for word in reversed(tokens):
        at -= len(word)
        if word in _LEAD_IN or word in ":;。,“”":
            return org[at + len(word) :]
    return org


def trimmed(org: str) -> str:
    """An organisation without the part of it that the office belongs to (大中华区, 董事局, 投资事业部)."""
    while (cut := _TRIM_END.sub("", org)) != org and len(cut) >= 2:
        org = cut
    return org


def category_of(posts: list[Post]) -> Category:
    """The kind of person by its offices; one at a company is business whatever its name (集团党委书记)."""
    kinds = titles()
    found: list[Category] = []
    for post in posts:
        if re.search(r"委员会|贸促会|工商联|政协|人大", post.org) and not _FIRM.search(post.org):
            found.append("official")
            continue
        match = re.search(rf"(?:{title_pattern()})$", post.title)
        kind: Category = kinds.get(match[0], "business") if match else "official"
        if (
            _FIRM.search(post.org)
            or re.search(r"董事|监事|集团|公司|事业部|总部", post.printed)
            or post.title.endswith("会长")
            or (post.title.endswith("秘书长") and not re.search("[省市县区镇州旗委府]", post.org))
        ):
            kind = "business"
        elif post.org and re.search(r"大学|学院|研究|实验室|学校|医院", post.org) and kind == "official":
            kind = "academic"
        found.append(kind)
    if "media" in found:
        return "media"
    if "business" in found and not (
        found[0] == "official"
        and re.search("[省市县区镇州旗]", posts[0].org)
        and "集团" not in "".join(post.org for post in posts)
    ):
        return "business"
    return found[0] if found else "official"

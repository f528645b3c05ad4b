"""Posts: the words before a name (市委副书记、区长) to office, organisation and kind of person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reading.values import Category

_LEXICON = Path(__file__).parent / "lexicon"
_HAN = "\u4e00-\u9fff"
_RANK = r"(?:副|常务|执行|高级|资深|首席|原|前|时任|名誉|荣誉|联合|轮值|专职|党组|代理|代|总|大|分管|第一|集团)"
_PLAIN_ORG = re.compile(r"^(?:省|市|县|区|镇|乡|州|旗|盟|街道|园区|开发区|管委会|工委|党工委|党委|党组|公司|集团|企业|该公司|该集团|该企业|商会|协会|学院|研究院|委|办公室|党|政府|办事处|局|中心|我市|我县|我区|我会|全市|本|总公司)?$")
_LEAD_IN = re.compile(
    r"^.*?(?:参加|出席|陪同|接待|率领|带领|会见|拜访|邀请|听取|迎来|来自|包括|分别是|一位是|的是|随行的?有?|的有|还有|中有|到场的?有?|以及|其中|当天|日前|近日|昨日|今天|上午|下午|致辞的?|主持的?|代表|随着|见到|见了|面对|据|由|与|和|同|随|在|对|向|请|了|及|有|是)(?=[^0-9])"
)
_PARTY = re.compile(r"(省委|市委|县委|区委|州委|旗委|盟委|镇党委|乡党委|工委|党工委|党委|党组|团委|纪委|政法委|人大常委会|人大|政协|政府|管委会?)$")


@dataclass(frozen=True, slots=True)
class Post:
    """One office as printed: `org` without leading words, empty where the words name none; `title` the office alone."""

    org: str
    title: str


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
    return "|".join(map(re.escape, sorted(titles(), key=len, reverse=True)))


@cache
def _office() -> re.Pattern[str]:
    return re.compile(rf"(?P<title>{_RANK}{{0,3}}(?:{title_pattern()})(?:兼{_RANK}{{0,2}}(?:{title_pattern()}))*)$")


def post_of(words: str) -> Post | None:
    """The office that the words end in and the organisation before it; None where they end in no office."""
    match = _office().search(words)
    if match is None:
        return None
    return Post(_bare(words[: match.start()]), match["title"])


def posts_of(words: str) -> list[Post]:
    """Each office of a run like 市委副书记、区长, in order; what is no office falls away."""
    return [post for part in re.split(r"[、,]|兼任|兼(?=[\u4e00-\u9fff]{4})", words) if (post := post_of(part))]


def _bare(org: str) -> str:
    """The organisation without the words that lead in."""
    return org.strip(" 的:“”\"'《》·-—…等")


def is_plain(org: str) -> bool:
    """Whether an organisation is only a level or a kind (市委, 公司), which names none by itself."""
    rest = _PARTY.sub("", org) if not _PLAIN_ORG.match(org) else ""
    return bool(_PLAIN_ORG.match(org) or _PLAIN_ORG.match(rest))


def category_of(posts: list[Post]) -> Category:
    """The kind of person by its offices; one at a company is business whatever its name (集团党委书记)."""
    kinds = titles()
    if any(re.search(r"公司|集团|股份|科技$|实业|控股|银行|证券|基金|商会|律师", post.org) for post in posts):
        return "business"
    for post in posts:
        match = re.search(rf"(?:{title_pattern()})$", post.title)
        if match:
            if match[0] in ("院长", "所长", "主任") and re.search(r"大学|学院|研究|实验室|学校|医院", post.org):
                return "academic"
            return kinds[match[0]]
    return "official"

"""How alike two names are, with reasons that a person can check."""

from __future__ import annotations

from rapidfuzz.distance import Indel, Levenshtein

from reading.lexicon import words
from reading.names import NameParts, is_project, normal, parts, project_core
from reading.values import Likeness

_WEAK = frozenset(
    (
        "科技", "技术", "实业", "发展", "股份", "控股", "集团", "产业", "企业", "投资", "工业",
        "制造", "国际", "通讯", "通信", "信息", "信息技术", "电子", "网络", "智能", "智能科技",
    )
)  # fmt: skip
"""Trades so broad that two of them may stand for one firm (闻泰通讯, 闻泰科技)."""
SAME, LIKELY = 0.85, 0.5


def compare(a: str, b: str) -> Likeness:
    """Likeness of two names of companies or of projects; symmetric. `same` from 0.85 up, `likely` from 0.5."""
    if not normal(a) or not normal(b):
        return Likeness(0.0, "different", ("名称为空",))
    if a == b:
        return Likeness(1.0, "same", ("写法相同",))
    a, b = sorted((a, b))
    if normal(a) == normal(b):
        return _group_aside(a, b)
    if is_project(a) and is_project(b):
        return _projects(a, b)
    return _companies(parts(a), parts(b))


def _likeness(score: float, *reasons: str) -> Likeness:
    verdict = "same" if score >= SAME else "likely" if score >= LIKELY else "different"
    return Likeness(score, verdict, reasons)  # type: ignore[arg-type]


def _group_aside(a: str, b: str) -> Likeness:
    if parts(a).group != parts(b).group and parts(a).trades:
        return _likeness(0.8, "除“集团”外相同")
    return _likeness(0.98, "除法定后缀、括号、字形外相同")


def _projects(a: str, b: str) -> Likeness:
    left, right = parts(a), parts(b)
    if left.phases != right.phases:
        return _likeness(
            0.1 if left.phases and right.phases else 0.4,
            f"期次或编号不同:{_listed(left.phases)}、{_listed(right.phases)}",
        )
    first, second = project_core(a), project_core(b)
    if first == second:
        return _likeness(0.95, "除“项目”等通用词外相同")
    short, long_ = sorted((first, second), key=len)
    if len(short) >= 4 and short in long_:
        return _likeness(0.75, f"“{short}”包含在另一名称中")
    score = Indel.normalized_similarity(first, second)
    if score >= 0.8:
        return _likeness(0.6, f"名称近似 {score:.0%}")
    return _likeness(round(score / 2, 2), "名称不同")


def _listed(phases: tuple[str, ...]) -> str:
    return "、".join(phases) or "无"


def _companies(a: NameParts, b: NameParts) -> Likeness:
    if a.kind != b.kind:
        return _likeness(0.1, f"性质不同:{a.kind or '企业'}、{b.kind or '企业'}")
    if a.phases != b.phases:
        return _likeness(0.1, f"期次或编号不同:{_listed(a.phases)}、{_listed(b.phases)}")
    if a.place and b.place and a.place != b.place:
        return _likeness(0.2, f"地区不同:{a.place}、{b.place}")
    one_place = a.place != b.place
    if a.core == b.core:
        return _same_core(a, b, one_place)
    if _is_cut(a.core, b.core):
        return _likeness(0.7 if one_place else 0.88, f"“{min(a.core, b.core, key=len)}”是另一名称的截短")
    if a.brand == b.brand and len(a.brand) >= 2:
        return _same_brand(a, b)
    if min(len(a.core), len(b.core)) >= 4 and Levenshtein.distance(a.core, b.core) == 1 and len(a.core) == len(b.core):
        return _likeness(0.45, "只差一字")
    return _likeness(round(Indel.normalized_similarity(a.core, b.core) / 3, 2), "字号不同")


def _same_core(a: NameParts, b: NameParts, one_place: bool) -> Likeness:
    if a.group != b.group and (a.trades or one_place):
        return _likeness(0.45, "一为集团,另一为其企业")
    if one_place and not a.trades and len(a.brand) < 3:
        return _likeness(0.7, f"字号相同,只有一方写明地区“{a.place or b.place}”")
    if one_place:
        return _likeness(0.88, f"字号和行业相同,只有一方写明地区“{a.place or b.place}”")
    return _likeness(0.97, "字号和行业相同")


def _same_brand(a: NameParts, b: NameParts) -> Likeness:
    """One brand, other trades: a bare brand is likely the firm; two telling trades are two firms."""
    if a.group != b.group:
        group, other = (a, b) if a.group else (b, a)
        if not (set(group.trades) | set(other.trades)) <= _WEAK and not (group.trades and other.trades):
            return _likeness(0.4, "一为集团,另一写明行业,当为上下级企业")
    if not a.trades or not b.trades:
        return _likeness(0.65, f"字号“{a.brand}”相同,一方未写行业")
    shared = set(a.trades) & set(b.trades)
    left, right = set(a.trades) - shared, set(b.trades) - shared
    if (not left or left <= _WEAK) and (not right or right <= _WEAK):
        return _likeness(0.6, f"字号“{a.brand}”相同,行业用词不同:{''.join(a.trades)}、{''.join(b.trades)}")
    if shared and (not left or not right):
        return _likeness(0.55, f"字号“{a.brand}”相同,一方行业写得更细")
    return _likeness(0.3, f"字号“{a.brand}”相同,行业不同:{''.join(a.trades)}、{''.join(b.trades)}")


def _is_cut(a: str, b: str) -> bool:
    """Whether one is the other without the end of its trade word (斯达半导, 斯达半导体)."""
    short, long_ = sorted((a, b), key=len)
    if len(short) < 3 or len(long_) - len(short) > 2 or not long_.startswith(short):
        return False
    return any(long_.endswith(trade) and len(trade) > len(long_) - len(short) for trade in words("trades"))

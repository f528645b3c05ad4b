"""How alike two names are, with reasons that a person can check."""

from __future__ import annotations

from rapidfuzz.distance import Indel, Levenshtein

from reading.lexicon import words
from reading.names import BROAD, NameParts, is_project, normal, parts, project_core
from reading.values import Likeness

SAME, LIKELY = 0.85, 0.5
TELLING = 5
"""So many characters without a known trade hold more than a brand."""


def compare(a: str, b: str) -> Likeness:
    """Likeness of two names of companies or of projects; symmetric. `same` from 0.85 up, `likely` from 0.5."""
    if not normal(a) or not normal(b):
        return Likeness(0.0, "different", ("名称为空",))
    if a == b:
        return Likeness(1.0, "same", ("写法相同",))
    a, b = sorted((a, b))
    if normal(a) == normal(b):
        return _likeness(0.98, "除法定后缀、括号、字形外相同")
    if is_project(a) and is_project(b):
        return _projects(a, b)
    return _companies(parts(a), parts(b))


def compare_projects(a: str, b: str) -> Likeness:
    """As `compare`, for two names that are known to be of projects, whether they say 项目 or not."""
    if not normal(a) or not normal(b) or normal(a) == normal(b):
        return compare(a, b)
    return _projects(*sorted((a, b)))


def _likeness(score: float, *reasons: str) -> Likeness:
    verdict = "same" if score >= SAME else "likely" if score >= LIKELY else "different"
    return Likeness(score, verdict, reasons)  # type: ignore[arg-type]


def _projects(a: str, b: str) -> Likeness:
    left, right = parts(a), parts(b)
    first, second = project_core(a), project_core(b)
    if left.phases != right.phases:
        if first == second and {left.phases, right.phases} == {(), ("1期",)}:
            return _likeness(0.55, "只有一方写明一期")
        return _likeness(
            0.1 if left.phases and right.phases else 0.4,
            f"期次或编号不同:{_listed(left.phases)}、{_listed(right.phases)}",
        )
    if left.sizes and right.sizes and left.sizes != right.sizes:
        return _likeness(0.2, f"金额或产能不同:{_listed(left.sizes)}、{_listed(right.sizes)}")
    if first == second and left.sizes == right.sizes:
        return _likeness(0.95, "除“项目”等通用词外相同")
    if first == second:
        return _likeness(0.8, f"只有一方写明“{_listed(left.sizes or right.sizes)}”")
    return _project_words(first, second)


def _project_words(first: str, second: str) -> Likeness:
    """Names of one phase and size that are not one word for word."""
    short, long_ = sorted((first, second), key=len)
    if len(short) >= 4 and short in long_:
        return _likeness(0.75, f"“{short}”包含在另一名称中")
    score = Indel.normalized_similarity(first, second)
    if _is_shortened(short, long_):
        return _likeness(0.6, f"“{short}”可能是“{long_}”的缩写")
    if first[:2] == second[:2] and score >= 0.8:
        return _likeness(0.6, f"名称近似 {score:.0%}")
    if long_.startswith(short):
        return _likeness(0.5, f"一方只写“{short}”")
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
        return _likeness(0.7 if one_place or a.group != b.group else 0.88, f"“{_shorter(a, b)}”是另一名称的截短")
    if a.brand == b.brand and len(a.brand) >= 2:
        return _same_brand(a, b)
    return _other_brand(a, b)


def _shorter(a: NameParts, b: NameParts) -> str:
    return min(a.core, b.core, key=len)


def _same_core(a: NameParts, b: NameParts, one_place: bool) -> Likeness:
    if a.group != b.group:
        return _likeness(0.5 if one_place else 0.7, "除“集团”外相同,可能是集团与其企业")
    if one_place and not a.trades and len(a.brand) < TELLING:
        return _likeness(0.7, f"字号相同,只有一方写明地区“{a.place or b.place}”")
    if one_place:
        return _likeness(0.88, f"字号和行业相同,只有一方写明地区“{a.place or b.place}”")
    return _likeness(0.97, "字号和行业相同")


def _other_brand(a: NameParts, b: NameParts) -> Likeness:
    """Names that begin or end alike though their brands, as far as they can be told, differ."""
    short, long_ = sorted((a.core, b.core), key=len)
    if short.isascii() and len(short) >= 4 and long_.startswith(short):
        return _likeness(0.6, f"外文名称以“{short}”开头")
    if a.group == b.group and len(short) >= 3 and len(long_) - len(short) <= 2 and long_.startswith(short):
        return _likeness(0.55, f"一方在“{short}”后多写“{long_[len(short) :]}”")
    if a.group == b.group and short[:2] not in words("regions") and _is_shortened(short, long_):
        return _likeness(0.55, f"“{short}”可能是“{long_}”的缩写")
    if a.place and a.place == b.place and len(short) >= 4 and long_.endswith(short):
        return _likeness(0.6, f"同在{a.place},一方多写“{long_[: -len(short)]}”")
    if len(short) >= 4 and Levenshtein.distance(short, long_) == 1 and len(short) == len(long_):
        return _likeness(0.45, "只差一字")
    return _likeness(round(Indel.normalized_similarity(short, long_) / 3, 2), "字号不同")


def _same_brand(a: NameParts, b: NameParts) -> Likeness:
    """One brand, other trades: a bare brand is likely the firm; two telling trades are two firms."""
    if a.group != b.group:
        group, other = (a, b) if a.group else (b, a)
        if not (set(group.trades) | set(other.trades)) <= BROAD and not (group.trades and other.trades):
            return _likeness(0.4, "一为集团,另一写明行业,当为上下级企业")
    if not a.trades or not b.trades:
        return _likeness(0.65, f"字号“{a.brand}”相同,一方未写行业")
    first, second = sorted(("".join(a.trades), "".join(b.trades)), key=len)
    shared = set(a.trades) & set(b.trades)
    left, right = set(a.trades) - shared, set(b.trades) - shared
    if (left | right) <= BROAD or second.removeprefix(first) in BROAD:
        return _likeness(0.6, f"字号“{a.brand}”相同,行业用词不同:{first}、{second}")
    if (shared and (not left or not right)) or second.startswith(first) or second.endswith(first):
        return _likeness(0.55, f"字号“{a.brand}”相同,一方行业写得更细:{first}、{second}")
    if len(first) == len(second) == 2 and first[0] == second[0]:
        return _likeness(0.5, f"字号“{a.brand}”相同,行业用词相近:{first}、{second}")
    return _likeness(0.3, f"字号“{a.brand}”相同,行业不同:{first}、{second}")


def _is_shortened(short: str, long_: str) -> bool:
    """Whether one begins like the other and goes on with characters of it, in their order (澄澜电商, 澄澜电子商务)."""
    if len(short) < 4 or short[:2] != long_[:2] or len(long_) > 2 * len(short):
        return False
    rest = iter(long_)
    return all(char in rest for char in short)


def _is_cut(a: str, b: str) -> bool:
    """Whether one is the other without the end of its trade word (斯达半导, 斯达半导体)."""
    short, long_ = sorted((a, b), key=len)
    end = long_[len(short) :]
    if len(short) < 3 or not 0 < len(end) <= 2 or not long_.startswith(short) or end in words("trades") | BROAD:
        return False
    return any(long_.endswith(trade) and len(trade) > len(end) for trade in words("trades"))

"""Which companies belong together without being one: from wording that is certain, and by people's word.

Only wording that leaves no doubt counts, between two companies that the article itself names side by side: 甲旗下乙, 甲（的）
全资子公司乙, 乙系甲控股子公司, 乙由甲投资设立, 甲（原名乙）, 乙更名为甲.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import F, Q, Value
from django.db.models.functions import Substr

from identities.models import Appearance, Company, CompanyTie, TieClaim, TieKind
from identities.models.tie import ABOVE
from press.models import Article, Mention
from search.bigrams import fold

# Between two companies stand at most so many characters; so many behind the second are looked at.
BETWEEN, BEHIND = 60, 24
MOST_SENTENCES = 2
_NOISE = re.compile(r"<[^>]{0,200}>|\s+|[“”\"'‘’]|\([a-zà-ɏ]{1,8}\)")
_CHILD = r"(?:全资|控股|独资)?(?:子公司|孙公司)"
_SET_UP = r"(?:投资|全资|出资|独资|控股)+(?:设立|成立|组建|创办)"
# Between the two; the first is the upper one.
_DOWN = (
    (TieKind.OWNS, re.compile(rf"(?:的)?(?:旗下|下属|所属)的?(?:{_CHILD}|公司|企业)?(?:——|-|:)?")),
    (TieKind.OWNS, re.compile(rf"的?{_CHILD}(?:——|-|:)?")),
    (TieKind.OWNS, re.compile(rf"[^。;!?]{{0,40}}?(?:由|通过|以)其?旗下的?(?:{_CHILD}|公司|企业)?")),
    (TieKind.OWNS, re.compile(rf"[^。;!?]{{0,40}}?(?:(?:由|通过|以)?其|,旗下的?){_CHILD}")),
    (TieKind.OWNS, re.compile(r"(?:绝对|全资)?控股的")),
    (TieKind.OWNS, re.compile(rf"(?:在[^,。;]{{2,10}})?(?:投资|注册|出资)?(?:设立|成立|组建)了?(?:其)?{_CHILD}")),
    (TieKind.INVESTS, re.compile(rf"(?:在[^,。;]{{2,10}})?{_SET_UP}[的了]?")),
    (TieKind.FORMER, re.compile(r"(?:的)?(?:原名|曾用名|前身)[为是]?:?")),
)
# Between the two; the second is the upper one.
_UP = (
    (TieKind.OWNS, re.compile(r"(?:是|系|为)?(?:隶属于|从属于)")),
    (TieKind.FORMER, re.compile(r"(?:已|正式|现|现已)*(?:更名|改名)为")),
)
# Between the two and behind the second, which is the upper one.
_ROUND = (
    (
        TieKind.OWNS,
        re.compile(r"(?:是|系|为|作为)"),
        re.compile(rf"(?:的|旗下|下属)*(?:{_CHILD}|旗下(?:公司|企业|品牌))|旗下"),
    ),
    (TieKind.OWNS, re.compile(r"(?:是|系)?由"), re.compile(r"(?:绝对|全资)?控股")),
    (TieKind.INVESTS, re.compile(r"(?:是|系)?由"), re.compile(_SET_UP)),
)
# In brackets behind the first, which is the upper one.
_BRACKETED = re.compile(r"\((?:原名?|曾用名|前身)[为是]?:?")


@dataclass(frozen=True, slots=True)
class Found:
    """One tie as it is worded: the names of the two in the article, and where its sentence is."""

    upper: str
    lower: str
    kind: str
    words: str
    start: int
    end: int


@dataclass(slots=True)
class Tie:
    """A company that belongs with another: what it is to it, who says so, and what a person decided."""

    other: Company
    upper: Company
    lower: Company
    kind: str
    word: str
    claims: list[TieClaim] = field(default_factory=list)
    decided: CompanyTie | None = None

    @property
    def is_denied(self) -> bool:
        return self.decided is not None and not self.decided.holds


def find_ties(original: str, mentions: Sequence[Mention]) -> Iterator[Found]:
    """The ties that the original words between companies that stand next to each other."""
    placed: list[Mention] = []
    for row in sorted(mentions, key=lambda row: (row.start, -row.end)):
        if not placed or row.start >= placed[-1].end:
            placed.append(row)
    for first, second in itertools.pairwise(placed):
        if first.of == second.of or second.start - first.end > BETWEEN:
            continue
        between = _plain(original[first.end : second.start])
        behind = _plain(original[second.end : second.end + BEHIND])
        kind, words, first_is_upper = _worded(between, behind)
        if kind:
            upper, lower = (first, second) if first_is_upper else (second, first)
            start = min(first.sentence_start, second.sentence_start)
            yield Found(upper.of, lower.of, kind, words[:60], start, max(first.sentence_end, second.sentence_end))


def _plain(text: str) -> str:
    return _NOISE.sub("", fold(text))


def _worded(between: str, behind: str) -> tuple[str, str, bool]:
    """The kind of tie, the words that say so, whether the first is the upper one; "" where the words say none."""
    for kind, words in _DOWN:
        if words.fullmatch(between):
            return kind, between, True
    for kind, words in _UP:
        if words.fullmatch(between):
            return kind, between, False
    for kind, words, after in _ROUND:
        if words.fullmatch(between) and (found := after.match(behind)):
            return kind, f"{between}…{found[0]}", False
    if _BRACKETED.fullmatch(between) and behind.startswith(")"):
        return TieKind.FORMER, between.strip("("), True
    return "", "", True


def claim_ties(
    article: Article, appearances: Sequence[Appearance], mentions: Sequence[Mention], is_known: bool
) -> None:
    """Writes what the article says of companies that belong together, given what appears in it and where; what it no longer
    says goes, if it was resolved before (`is_known`)."""
    here = {row.of: row for row in appearances if row.kind == Appearance.Kind.COMPANY}
    named = [mention for mention in mentions if mention.kind == Mention.Kind.COMPANY] if len(here) > 1 else []
    rows = {
        (found.upper, found.lower, found.kind): TieClaim(
            article=article, upper=here[found.upper], lower=here[found.lower], kind=found.kind, words=found.words,
            sentence_start=found.start, sentence_end=found.end,
        )
        for found in find_ties(article.original, named)
        if found.upper in here and found.lower in here
    }  # fmt: skip
    kept = TieClaim.objects.bulk_create(
        rows.values(), update_conflicts=True, unique_fields=["article", "upper", "lower", "kind"],
        update_fields=["words", "sentence_start", "sentence_end"],
    )  # fmt: skip
    if is_known:
        TieClaim.objects.filter(article=article).exclude(pk__in=[row.pk for row in kept]).delete()


def ties_of(company: Company, told: Mapping[str, int]) -> list[Tie]:
    """Every company that belongs with it, those that people confirmed first, those that they denied last; `told` has how
    many `claims` and `words` there are on its ties (`known.told_of`)."""
    ties: dict[tuple[int, int, str], Tie] = {}

    def tie(upper: Company, lower: Company, kind: str) -> Tie:
        is_upper = upper == company
        word = str(TieKind(kind).label) if is_upper else ABOVE[TieKind(kind)]
        blank = Tie(lower if is_upper else upper, upper, lower, kind, word)
        return ties.setdefault((upper.pk, lower.pk, kind), blank)

    claims = TieClaim.objects.of(company) if told["claims"] else TieClaim.objects.none()
    printed = Substr("article__original", F("sentence_start") + 1, F("sentence_end") - F("sentence_start"))
    light = claims.select_related("article__source", "upper__company", "lower__company").annotate(printed=printed)
    for claim in light.defer(*HEAVY).order_by("-article_id", "pk"):
        upper, lower = claim.upper.company, claim.lower.company
        if upper and lower and upper != lower:
            tie(upper, lower, claim.kind).claims.append(claim)
    words = CompanyTie.objects.standing().of(company) if told["words"] else CompanyTie.objects.none()
    words = words.filter(upper__merged_into=None, lower__merged_into=None)
    for row in words.select_related("upper", "lower", "by"):
        tie(row.upper, row.lower, row.kind).decided = row
    return sorted(ties.values(), key=lambda row: (row.is_denied, row.decided is None, row.kind, row.other.name))


HEAVY = tuple(f"article__{name}" for name in ("raw", "original", "text", "bigrams"))


def tied_pairs(companies: set[int]) -> dict[tuple[int, int], set[str]]:
    """The pairs with one of these companies (smaller key first) and their kinds of tie, as coverage says and no person
    denies, or as people say."""
    pairs: dict[tuple[int, int], set[str]] = defaultdict(set)
    claims = TieClaim.objects.filter(Q(upper__company__in=companies) | Q(lower__company__in=companies))
    said = claims.order_by().values_list("upper__company", "lower__company", "kind", Value(True), Value(0))
    words = CompanyTie.objects.standing().filter(Q(upper__in=companies) | Q(lower__in=companies))
    decided = words.order_by().values_list("upper", "lower", "kind", "holds", Value(1))
    # People's words come last: they stand above what coverage says.
    for upper, lower, kind, holds, _ in sorted(said.union(decided, all=True), key=lambda row: row[-1]):
        if upper and lower and upper != lower:
            known = pairs[min(upper, lower), max(upper, lower)]
            (known.add if holds else known.discard)(kind)
    return pairs

"""Which sum of money is a project's own: every sum near its names, weighed by a learned model."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reading.kinds.amount import SumOfMoney
from reading.model import load
from reading.project_candidates import Mention
from reading.projects import Entity, is_definite, phases
from reading.scopes import Scope, Table
from reading.sentences import View

SURE = 0.5
"""Sums at least this likely are a project's amount."""
_CLAUSE = re.compile(r"[,,]")
_SEMICOLON, _PAUSE, _ITEM = re.compile("[;;]"), re.compile("[,,。]"), re.compile("[、,,]")
_STOP = re.compile(r"[;;。!?!?\n]")
_EACH = re.compile(r"均|各|每个|分别|依次")
_SHARED = re.compile(r"共|合计|总计|累计|一批|批|等")
_PART = re.compile(r"其中|一期|二期|三期|首期|首批|追加|增资|新增|再投")
_BY_NOW = re.compile(r"累计|已经?(?:完成|投|到|花|用)|到位|完成(?:固定资产)?投资|迄今|实际")
_OF_YEAR = re.compile(r"年度|当年|今年|本年|年计划|20\d\d年|[上下]半年|季度")
"""What has been spent up to now, and what a single year takes."""
_NEVER = frozenset(("capital", "output", "finance"))
"""What a project's own investment is not."""
_SPENT = re.compile(r"完成(?:固定资产|工业|产业|民间|有效|设备)*投资(?:额)?(?:已|约|近|超过?|达到?|了|为)*$")
_CAPITAL = re.compile(r"的?(?:注册资[本金]|资本金)")
"""What stands before a sum that is spent by now, or behind one that is a firm's capital."""
_YEARLY = re.compile(r"年产值|产值|销售|税|营收|收入")
_JOINT = re.compile(r"[”\"]?[((,,]?(?:项目)?(?:计划|预计|拟|总)*(?:投资|总投资)?(?:额|规模)?(?:约|超过?|达|为|额)*")
_OF = re.compile(r"(?:人民币)?(?:左右)?[))]?的?[“\"]?")

_PROJECT = re.compile(
    r"\s*[“\"]?(?:据(?:了解|介绍|悉)[,,:]?)?(?:该|这个|这一|此|本|整个|两个|新)?(?:项目|工程|基地|工厂|新厂|产业园|园区|公司)"
)
_LABEL = re.compile(r"(?:投资额|总投资|投资总额|计划投资|协议投资|投资规模|项目投资|投资金额|投资)$")
_AHEAD = 3
"""How many sentences behind a name may still give its sum."""
_FAR = 60
"""Sentences from the first name on within which a piece about one project may give its sum."""
_GROWN = re.compile(r"(?:增|提高|提升|扩大|上调|追加|升|变更|调整)[加大长增]?[至到为](?:了|约|近)*$")
_OLD = re.compile(r"(?:原[定先来有]?|此前|当时|当初|最初|起初|先前|由)[^,。;]{0,8}$")
"""What stands before a sum that another has taken the place of, or before that other."""
_THE_ONE = re.compile(r"(?P<former>前者)|(?P<latter>后者)")
_DEALT = re.compile(r"分别(?:计划|拟|总|预计|协议)*(?:投资|投入)?(?:额|总额)?(?:约|为|是|达)*$")
_BETWEEN = re.compile(r"[、和与及,以]{1,2}(?:约)?")

Row = dict[str, float]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sum that may be an entity's amount: its view, its place there, the model's numbers, later its chance."""

    view: int
    money: SumOfMoney
    row: Row


def link(view: View, mention: Mention, money: SumOfMoney, row: list[tuple[Mention, Entity]], entity: Entity) -> float:
    """How strongly the words tie a sum to a name of the same sentence; 0.0 where they do not."""
    if money.bound or any(item.start <= money.start < item.end and item.money is money for item in view.aggregates):
        return 0.0
    if money.role not in ("investment", "other") or (
        money.role == "other" and money.left.strip(" ,") and not money.end <= mention.start
    ):
        return 0.0
    before = money.end <= mention.start
    low, high = (money.end, mention.start) if before else (mention.end, money.start)
    between = view.words[low:high]
    if _crossed(row, entity, low, high) or _SEMICOLON.search(between):
        return 0.0
    if before:
        if _OF.fullmatch(between):
            return 6.0
        if money.role == "other":
            return 0.0
        return 4.5 - len(between) / 20 if not _PAUSE.search(between) else 2.0 - len(between) / 40
    if _JOINT.fullmatch(between):
        return 6.0
    if money.role == "other":
        return 0.0
    return 4.0 - len(between) / 30


def _crossed(row: list[tuple[Mention, Entity]], entity: Entity, low: int, high: int) -> int:
    """How many other projects' names stand between."""
    return sum(
        owner is not entity and low <= other.start and other.end <= high and other.source != "company"
        for other, owner in row
    )


def claims(found: Sequence[View], entity: Entity, table: Table, told: Sequence[Scope], alone: bool) -> list[Claim]:
    """Every sum in the views that name the entity or go on about it, with its named numbers; each sum once.

    `alone`: the piece tells of this project only, so that the headline's sum may be its own.
    """
    best: dict[tuple[int, int], Claim] = {}
    for place in entity.places[:6]:
        view = found[place.view]
        for money in view.sums:
            row = _named(view, place.mention, money, table.get(place.view, []), entity)
            _keep(best, place.view, money, row)
    for number, row in _beyond(found, entity, table, told, alone):
        for money in found[number].sums:
            _keep(best, number, money, dict(row))
    for claim in best.values():
        _general(found[claim.view], claim, entity, table.get(claim.view, []))
    result = [
        claim
        for claim in best.values()
        if not _shared(found[claim.view], claim.money)
        and not _is_else(found[claim.view], claim.money)
        and min(claim.row.get("dealt", 0.0), claim.row.get("the one", 0.0)) >= 0
    ]
    for claim in result:
        claim.row["claims"] = len(result)
        claim.row["larger"] = sum(other.money.money.value > claim.money.money.value for other in result)
        claim.row["stronger"] = sum(other.row.get("link", 0) > claim.row.get("link", 0) for other in result)
        claim.row["earlier"] = sum(
            (other.view, other.money.start) < (claim.view, claim.money.start) for other in result
        )
    return result


def _shared(view: View, money: SumOfMoney) -> bool:
    """True for a threshold (10亿元以上) and for the sum of a count of projects: they are no project's own."""
    return money.bound or any(item.money is money and item.count != 1 for item in view.aggregates)


def _is_else(view: View, money: SumOfMoney) -> bool:
    """True for capital, yearly output, loans, and what has been spent up to now (完成投资3亿元)."""
    return bool(money.role in _NEVER or _SPENT.search(money.left) or _CAPITAL.match(view.words, money.end))


def _beyond(
    found: Sequence[View], entity: Entity, table: Table, told: Sequence[Scope], alone: bool
) -> Iterator[tuple[int, Row]]:
    """Views that do not name the entity but may go on about it: those behind its names, and the headline."""
    named = {place.view for place in entity.places}
    going_on = {scope.view for scope in told if not scope.near}
    for place in [place for place in entity.places if place.mention.source != "company"][:3] or entity.places[:1]:
        others = 0
        for number in range(place.view + 1, min(place.view + 1 + _AHEAD, len(found))):
            view = found[number]
            if number in named or view.sentence.title:
                break
            others += len({id(owner) for _, owner in table.get(number, [])})
            yield number, {
                "following": 1.0, "away": number - place.view, "goes on": float(number in going_on), "others since": 1 + min(5, others),
                "paragraphs": 1 + min(3, view.sentence.paragraph - found[place.view].sentence.paragraph),
                "others before": len({id(owner) for _, owner in table.get(place.view, [])}),
                "says project": float(bool(_PROJECT.match(view.words))), "own companies": float(any(
                    mark.company in entity.companies for mark in view.marks)), "companies": min(5, len(view.marks)),
            }  # fmt: skip
    if entity.titled or alone:
        for number, view in enumerate(found[:3]):
            if view.sentence.title and number not in named:
                yield number, {"headline": 1.0}
        yield from _elsewhere(found, entity, table, alone)


def _elsewhere(found: Sequence[View], entity: Entity, table: Table, alone: bool) -> Iterator[tuple[int, Row]]:
    """The other sentences with sums of a piece that is about the entity, far from its names too."""
    named = sorted({place.view for place in entity.places})
    for number in range(max(0, named[0] - _AHEAD), min(len(found), named[0] + _FAR)):
        view = found[number]
        if not view.sums or number in named or view.sentence.title:
            continue
        since = [place for place in named if place < number]
        yield number, {
            "elsewhere": 1.0, "ahead of name": float(not since), "far": min(20, number - since[-1]) if since else 0.0,
            "alone": float(alone), "others there": len({id(owner) for _, owner in table.get(number, [])}),
            "says project": float(bool(_PROJECT.match(view.words))), "own companies": float(any(
                mark.company in entity.companies for mark in view.marks)), "companies": min(5, len(view.marks)),
        }  # fmt: skip


def _keep(best: dict[tuple[int, int], Claim], number: int, money: SumOfMoney, row: Row) -> None:
    old = best.get((number, money.start))
    if old is None or row.get("link", 0.0) > old.row.get("link", 0.0):
        best[number, money.start] = Claim(number, money, row)
    elif "elsewhere" in row:
        old.row.update(row)


def _dealt(view: View, mention: Mention, money: SumOfMoney, row: list[tuple[Mention, Entity]]) -> float:
    """1.0 where a run of sums (分别为10亿元、5亿元) gives this one to the name by their order, -1.0 where it gives another."""
    at = next(at for at, other in enumerate(view.sums) if other is money)
    first = last = at
    while first and _BETWEEN.fullmatch(view.words, view.sums[first - 1].end, view.sums[first].start):
        first -= 1
    while last + 1 < len(view.sums) and _BETWEEN.fullmatch(view.words, view.sums[last].end, view.sums[last + 1].start):
        last += 1
    if first == last or not _DEALT.search(view.words[: view.sums[first].start]):
        return 0.0
    size, names = last - first + 1, sorted({(each.start, each.end) for each, _ in row})
    ahead = [each for each in names if each[1] <= view.sums[first].start][-size:]
    behind = [each for each in names if each[0] >= view.sums[last].end][:size]
    for run in (behind, ahead):
        if len(run) == size and (mention.start, mention.end) in run:
            return 1.0 if run.index((mention.start, mention.end)) == at - first else -1.0
    return 0.0


def _the_one(view: View, mention: Mention, money: SumOfMoney, row: list[tuple[Mention, Entity]]) -> float:
    """1.0 where the sum's clause speaks of the former or the latter of two names and means this one, -1.0 the other."""
    told = list(_THE_ONE.finditer(view.words, max(mention.end, money.start - 40), max(mention.end, money.start)))
    if not told:
        return 0.0
    ahead = sorted({(each.start, each.end) for each, _ in row if each.end <= told[-1].start()})[-2:]
    if len(ahead) < 2 or (mention.start, mention.end) not in ahead:
        return 0.0
    return 1.0 if ahead.index((mention.start, mention.end)) == (told[-1]["latter"] is not None) else -1.0


def _named(view: View, mention: Mention, money: SumOfMoney, row: list[tuple[Mention, Entity]], entity: Entity) -> Row:
    """How a sum stands to a name in the same view."""
    if mention.start <= money.start < mention.end:
        return {"inside": 1.0, "link": 6.0}
    before = money.end <= mention.start
    low, high = (money.end, mention.start) if before else (mention.end, money.start)
    between = view.words[low:high]
    side = "before" if before else "after"
    mine = link(view, mention, money, row, entity)
    rival = max((link(view, other, money, row, owner) for other, owner in row if owner is not entity), default=0.0)
    put: Row = {
        "link": mine, "rival": rival, "lead": mine - rival, side: 1.0, f"{side} near": max(0.0, 80.0 - len(between)),
        f"{side} commas": 1 + len(_CLAUSE.findall(between)), f"{side} stops": 1 + len(_STOP.findall(between)),
        f"{side} crossed": 1 + _crossed(row, entity, low, high),
        f"{side} sums between": 1 + sum(low <= other.start and other.end <= high for other in view.sums),
        f"{side} companies between": 1 + sum(low <= mark.start and mark.end <= high for mark in view.marks),
        "list": mention.list_size, "company name": float(mention.source == "company"), "definite": float(is_definite(view, mention)),
    }  # fmt: skip
    put[f"{side} exact"] = float(bool((_OF if before else _JOINT).fullmatch(between)))
    put["item before"] = float(bool(_ITEM.search(between[-2:])))
    entities = list(dict.fromkeys(id(owner) for _, owner in row))
    mine_at = entities.index(id(entity)) if id(entity) in entities else -1
    money_at = next(at for at, other in enumerate(view.sums) if other is money)
    put["even"] = float(len(entities) == len(view.sums))
    put["even pair"] = float(len(entities) == len(view.sums) and mine_at == money_at)
    put["only project"] = float(len(entities) == 1)
    put["dealt"] = _dealt(view, mention, money, row)
    put["the one"] = _the_one(view, mention, money, row)
    return put


def _general(view: View, claim: Claim, entity: Entity, row: list[tuple[Mention, Entity]]) -> None:
    """What a sum's own words say."""
    money, put = claim.money, claim.row
    left = view.words[max(0, money.start - 14) : money.start]
    clause = _STOP.split(_CLAUSE.split(view.words[: money.start])[-1])[-1][-30:]
    right = view.words[money.end : money.end + 10]
    put[f"role {money.role}"] = 1.0
    put["total"] = float(money.stated_total)
    put["bound"] = float(money.bound)
    put["aggregate"] = float(any(item.start <= money.start < item.end for item in view.aggregates))
    put["its sum"] = float(any(item.money is money for item in view.aggregates))
    put["counted before"] = float(any(0 <= money.start - item.at <= 40 for item in view.aggregates))
    for name, pattern in (
        ("each", _EACH),
        ("shared", _SHARED),
        ("part", _PART),
        ("yearly", _YEARLY),
        ("spent", _BY_NOW),
        ("of year", _OF_YEAR),
    ):
        put[f"{name} left"] = float(bool(pattern.search(clause)))
        put[f"{name} view"] = float(bool(pattern.search(view.words)))
    put["each right"] = float(right[:2] in ("以上", "级的", "级项", "级别"))
    put[f"right {right[:1]}"] = 1.0
    put[f"left {left[-2:]}"] = 1.0
    put["grown"] = float(bool(_GROWN.search(left)))
    put["old"] = float(bool(_OLD.search(left)) and not put["grown"])
    put["paren"] = float(left[-1:] in "((" or view.words[money.start - 1 : money.start] in "((")
    put["size"] = math.log10(max(1.0, float(money.money.value)))
    put["foreign"] = float(money.money.currency != "CNY")
    put["sums"] = min(10, len(view.sums))
    put["projects"] = min(10, len({id(owner) for _, owner in row}))
    put["titled"] = float(view.sentence.title)
    put["phase"] = float(any(phases(core) for core in entity.cores))
    put["phase left"] = float(bool(phases(clause)))
    put["same phase"] = float(any(phases(core) & phases(clause) for core in entity.cores))
    put["place"] = min(6, min((abs(place.view - claim.view) for place in entity.places), default=6))
    put["mentions"] = min(6, len(entity.places))


def _is_labelled(claim: Claim) -> bool:
    """True where a list prints the sum as the investment of the item (投资额:3亿元), with no other project since its name."""
    return claim.money.labelled and bool(_LABEL.search(claim.money.left)) and claim.row.get("others since", 1) == 1


def _is_dealt(claim: Claim) -> bool:
    """True where the words give the sum to the entity: 投资3亿元的云湖项目, 云湖项目总投资3亿元, by order, by 前者 and 后者."""
    row = claim.row
    is_tied = row.get("before exact", 0.0) > 0 or (row.get("after exact", 0.0) > 0 and row["lead"] > 0)
    return (is_tied and not row.get("part left")) or max(row.get("dealt", 0.0), row.get("the one", 0.0)) > 0


def own_sums(rows: Sequence[Sequence[Claim]]) -> list[list[tuple[float, Claim]]]:
    """For each entity its sums with their chances, the likeliest first. A sum goes to one entity, save where 均 or 各 gives it to all."""
    flat = [claim.row for claims_ in rows for claim in claims_]
    chances = iter(load("project_sums").probabilities(flat) if flat else [])
    scored = [[(next(chances), claim) for claim in claims_] for claims_ in rows]
    holder: dict[tuple[int, int], tuple[float, int]] = {}
    for at, group in enumerate(scored):
        for chance, claim in group:
            key = claim.view, claim.money.start
            chance += _is_dealt(claim)
            if chance > holder.get(key, (0.0, -1))[0]:
                holder[key] = chance, at
    result = []
    for at, group in enumerate(scored):
        kept = [
            (chance, claim) for chance, claim in group
            if (chance >= SURE or _is_labelled(claim) or _is_dealt(claim)) and (holder[claim.view, claim.money.start][1] == at or claim.row["each left"])
        ]  # fmt: skip
        result.append(sorted(kept, key=lambda item: (-item[0] - _is_dealt(item[1]), item[1].view, item[1].money.start)))
    return result

"""A first judgement of a project's state: by the surest of the places that tell of it, and which of them that is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from reading.kinds.stage import State
from reading.project_candidates import Mention
from reading.projects import Entity
from reading.scopes import Scope, Table
from reading.sentences import View, Views
from reading.values import STAGES, Stage

_HEADING = re.compile(r"[::]\s*$|^[^,,。;;]{2,24}$")
_NUMBERED = re.compile(r"(?:[一二三四五六七八九十]+、|[((][一二三四五六七八九十]+[))]|【|[■●◆▲★])")
_ASIDE = re.compile(r"[((][^()()\n]*[))]")
_BACK = 12
"""How many views back a heading is looked for."""
_FAR_BACK = 40
"""How many views back one that is numbered or marked off is looked for."""

_STILL = re.compile(r"(?:停[在留]|处于|处在|还是|只是|同样是|仅仅?是?|还在|仍在|尚在|还停在)[^,,。;;]{0,6}$")
_PHASE_OF = re.compile(r"[^,,。;;]{0,4}阶段")
"""What stands around a word for the state in which a project still is: 仍处于意向阶段."""
_TENANTS = re.compile(r".*[入进]驻")
_COUNTED = re.compile(r"等(?:\d+|[一二两三四五六七八九十百]+)[余多]?[个家项][^;;]*[;;]")
"""The end of one group of a sentence that counts several: what is said before it does not hold behind it."""
_SEMICOLON = re.compile(r"[;;]")
_CLAUSE = re.compile(r"[,,;;。]")
_OPENS = re.compile(r"[,,;;。]")
_COUNT = re.compile(r"的?(?:[^,。;、\d]{0,8}(?:项目|企业))?(?:\d+|[一二两三四五六七八九十]+)[余多]?[个家项]")
"""What stands behind a state that is counted up, of no named project: 开工21个."""
_CLOSES = re.compile(r"等(?:\d+|[一二两三四五六七八九十百]+)[余多]?[个家项][^,。;、]{0,10}$")
"""What stands before the state that closes one group of several (甲、乙等4个开工,丙等5个竣工)."""
_GOES_ON = re.compile(r"\s*(?:[一二三四首]期|目前|现|其中|该|预计|项目|今年|去年|当[年天])")
_PHASE = re.compile(r"[一二三四五六七八九十]期")
_ENUMERATED = re.compile(r"(?:的|[、和与及]|以及|一批|项目)+")
_ENTERED = re.compile(r".{0,2}(?:[进入]驻|落户|落子|扎根).*[园城谷港区]")
"""Others move into a park: it says nothing of the park itself."""
_WEAK = re.compile(r".*推进|安装|调试|加[快紧]|冲刺|在产|进场")
"""Words that other words of a project's own clauses outweigh."""
_BEFORE: dict[Stage, Stage] = {
    "signed": "negotiating", "landed": "planned", "started": "planned", "building": "building", "completed": "building",
}  # fmt: skip
"""Where a project stands of which no more is said than that it is to reach a state."""

Told = tuple[View, State]
Verdict = tuple[Stage | None, str]
"""The state, and which place tells it."""


def _furthest(states: Iterable[State]) -> Stage | None:
    group = {state.stage for state in states}
    return next((stage for stage in reversed(STAGES) if stage in group), None)


def _reports(view: View) -> list[State]:
    return [state for state in view.states if not state.plan and not state.negated]


def verdict(found: Views, entity: Entity, told: Sequence[Scope], table: Table) -> Verdict:
    """What the entity's own clauses report, else what goes on about it, else what holds for all that stand with it.

    What holds for others too goes no further than what the entity's own clauses still announce.
    """
    every, later, plans = _told(found, entity, told)
    if still := next((state.stage for view, state in reversed(every) if _is_still(view, state)), None):
        return still, "still"
    own = _sorted_out(every)
    own = _in_clause(own, found, entity) or own
    states = [state for view, state in own if state.stage != "planned"]
    firm = [state for view, state in own if state in states and not _WEAK.fullmatch(view.words, state.start, state.end)]
    if reached := _furthest(firm or states):
        return reached, "own"
    if reached := _furthest(state for state in later if state.stage != "planned"):
        return reached, "later"
    if len(own) < len(every):
        return None, "mixed"
    at = entity.places[0].view
    first = min((mention.start for mention, _ in table.get(at, [])), default=0)
    cap = _cap(plans)
    lead = [
        state
        for state in _reports(found[at])
        if state.end <= first
        and not _SEMICOLON.search(found[at].words, state.end, first)
        and not _COUNTED.search(found[at].words, first, max(first, entity.places[0].mention.start))
    ]
    around = _around(found, entity, table)
    if around and around[0] == "signed" and (own or (lead and lead[-1].stage == "planned")):
        return "signed", "event"
    if lead and not (cap and _beyond(lead[-1].stage, cap)):
        return lead[-1].stage, "lead"
    if own:
        return "planned", "own plan"
    if cap and (around is None or _beyond(around[0], cap)):
        return cap, "announced"
    return around or (("planned", "plans") if plans else (None, "nothing"))


def _told(found: Sequence[View], entity: Entity, told: Sequence[Scope]) -> tuple[list[Told], list[State], list[State]]:
    """The states reported in the entity's own clauses, in later sentences about it, and all that are announced."""
    own: list[Told] = []
    later: list[State] = []
    plans: list[State] = []
    for scope in told:
        view = found[scope.view]
        names = [place.mention for place in entity.places if place.view == scope.view]
        first = min((name.start for name in names), default=0)
        phases = {phase for name in names for phase in _PHASE.findall(view.words[name.start : name.end])}
        for state in view.states:
            if not scope.start <= state.start < scope.end or state.negated:
                continue
            if any(name.start <= state.start and state.end <= name.end for name in names):
                continue
            if any(
                state.end == name.start and _ENTERED.fullmatch(view.words[state.start : name.end]) for name in names
            ):
                continue
            if names and state.start >= first and _COUNT.match(view.words, state.end):
                continue
            if names and _of_other_group(view, names, state):
                continue
            if _goes_off(view, max((name.end for name in names), default=state.start), state):
                continue
            if _SEMICOLON.search(view.words, state.end, max(first, state.end)) or _other_phase(view, state, phases):
                continue
            if state.plan:
                plans.append(state)
            elif scope.near:
                own.append((view, state))
            else:
                later.append(state)
    return own, later, plans


def _goes_off(view: View, end: int, state: State) -> bool:
    """True where a semicolon parts a state from the names before it, and what follows does not go on about them."""
    cut = max(view.words.rfind(stop, end, state.start) for stop in (";", ";")) if end < state.start else -1
    return cut >= 0 and not _GOES_ON.match(view.words, cut + 1)


def _of_other_group(view: View, names: Sequence[Mention], state: State) -> bool:
    """True where a state closes the group before the names, or stands behind the state that closes theirs."""
    closing = [each for each in view.states if _CLOSES.search(view.words, max(0, each.start - 24), each.start)]
    if state in closing and all(name.start > state.start for name in names):
        return True
    last = max(name.end for name in names)
    return any(
        last <= each.start < state.start and _CLAUSE.search(view.words, each.end, state.start) for each in closing
    )


def _other_phase(view: View, state: State, phases: set[str]) -> bool:
    """True where a state's clause tells of a phase, and the project is another phase."""
    clause = _CLAUSE.split(view.words[: state.start])[-1]
    told = set(_PHASE.findall(clause))
    return bool(phases and told and not told & phases)


def _in_clause(own: Sequence[Told], found: Sequence[View], entity: Entity) -> list[Told]:
    """The states reported from the clause of the view's first name on: what stands before it may be of others."""
    opens: dict[int, int] = {}
    named = [place for place in entity.places if place.mention.source != "company"] or entity.places
    for place in reversed(named):
        view = found[place.view]
        opens[id(view)] = max((match.end() for match in _OPENS.finditer(view.words, 0, place.mention.start)), default=0)
    return [(view, state) for view, state in own if state.stage != "planned" and state.start >= opens.get(id(view), 0)]


def _is_still(view: View, state: State) -> bool:
    """True where the words around a state say that the project has not got beyond it."""
    return bool(
        _STILL.search(view.words[max(0, state.start - 12) : state.start])
        and (_PHASE_OF.match(view.words, state.end) or state.stage in ("negotiating", "planned"))
    )


def _sorted_out(own: Sequence[Told]) -> list[Told]:
    """Without states that are counted up for a list of projects, not saying which has reached which.

    States in the order of the scale, each next to the one before (竣工、投产), are one project's way; others (建成和在建) are not.
    """
    mixed: list[Told] = []
    run: list[Told] = []
    for item in own:
        if run and not (run[-1][0] is item[0] and _ENUMERATED.fullmatch(item[0].words, run[-1][1].end, item[1].start)):
            mixed += run if _is_mixed(run) else []
            run = []
        run.append(item)
    mixed += run if _is_mixed(run) else []
    return [item for item in own if item not in mixed]


def _is_mixed(run: Sequence[Told]) -> bool:
    ranks = [STAGES.index(state.stage) for _, state in run]
    return any(other < one or other > one + 1 for one, other in pairwise(ranks))


def _cap(plans: Iterable[State]) -> Stage | None:
    """How far a project can have come of which the nearest of these is still announced."""
    caps = [STAGES.index(_BEFORE[state.stage]) for state in plans if state.stage in _BEFORE]
    return STAGES[min(caps)] if caps else None


def _beyond(stage: Stage | None, cap: Stage) -> bool:
    return stage is not None and STAGES.index(stage) > STAGES.index(cap)


def heading(found: Sequence[View], at: int, table: Table) -> View | None:
    """The line over the view `at` that heads a list and tells a state; None where there is none.

    A numbered or marked heading holds until the next one, any other line for a few lines only.
    """
    for number in range(at - 1, max(-1, at - 1 - _FAR_BACK), -1):
        view = found[number]
        if view.sentence.title:
            return None
        if number in table:
            continue
        words = view.words.strip()
        if not (_NUMBERED.match(words) or (view.states and number >= at - _BACK)):
            continue
        if _HEADING.search(_ASIDE.sub("", words)):
            return view if view.states else None
    return None


def _around(found: Views, entity: Entity, table: Table) -> Verdict | None:
    """What the sentence before, a heading, the headline or the opening reports; None where they report nothing.

    That others move into it says nothing of a park.
    """
    at = entity.places[0].view
    is_park = any(place.mention.kind == "carrier" for place in entity.places)

    def told(view: View) -> list[State]:
        return [
            state
            for state in _reports(view)
            if not (is_park and _TENANTS.match(view.words[state.start : state.end + 4]))
        ]

    if (
        at
        and at - 1 not in table
        and not found[at - 1].sentence.title
        and (stage := _furthest(told(found[at - 1])))
        and stage != "planned"
    ):
        return stage, "previous"
    if (over := heading(found, at, table)) and (stage := _furthest(told(over))):
        return stage, "heading"
    title = [state for view in found.titled for state in told(view)]
    if title and title[0].stage != "planned":
        return title[0].stage, "title"
    opening = [state for number in found.body for state in told(found[number]) if state.stage != "planned"]
    return (opening[0].stage, "opening") if opening else None

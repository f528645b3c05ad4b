"""Making two companies or two projects one by hand, and taking it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.apps import apps
from django.db import transaction

from identities.absorb import absorb, give_back, link_again
from identities.doubts import doubt_companies, doubt_projects
from identities.events import regroup_events
from identities.judge import hold_identities, judge, kind_of, standing
from identities.models import Company, CompanyName, Judgement, Merge, Project
from identities.naming import name_by_coverage
from identities.partition import Node, join_companies
from staff.models import User
from staff.refusal import Refused

Row = TypeVar("Row", bound=Company | Project)

FIELDS: dict[str, tuple[str, ...]] = {
    "company": ("name", "code", "industry", "place", "note"),
    "project": ("name", "kind", "note"),
}


# Of so many of the newest articles the events are put together anew where two rows become one.
MOST_EVENTS = 50
# Goes with the name: who gave it.
NAMED_BY = "named_by_id"


@dataclass(frozen=True, slots=True)
class Choice:
    """One field of two rows side by side. `is_needed` where both say something, and not the same."""

    field: str
    label: str
    kept: str
    gone: str
    takes_gone: bool

    @property
    def is_needed(self) -> bool:
        return bool(self.kept and self.gone and self.kept != self.gone)


def choices(kept: Row, gone: Row) -> list[Choice]:
    """The fields side by side, each with what is taken unless a person says otherwise: the kept row's, or what it lacks."""
    found = []
    for name in FIELDS[kind_of(kept)]:
        ours, theirs = getattr(kept, name), getattr(gone, name)
        takes = bool(not ours and theirs)
        if name == "name" and kept.named_by_id is None:
            takes = gone.named_by_id is not None or len(theirs) > len(ours)
        label = str(kept._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        found.append(Choice(name, label, _shown(kept, name), _shown(gone, name), takes_gone=takes))
    return found


def _shown(row: Company | Project, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    return str(display() if display else getattr(row, name))


def first_kept(a: Row, b: Row) -> tuple[Row, Row]:
    """Which of two rows stays: the one a person named, else the one with a code, else the older."""
    kept, gone = sorted((a, b), key=lambda row: (row.named_by_id is None, not getattr(row, "code", ""), row.pk))
    return kept, gone


def merge(
    kept: Row, gone: Row, *, by: User, at: datetime, why: str = "", taken: Collection[str] | None = None
) -> Merge:
    """Makes `gone` part of `kept`, with the fields `taken` from it (None: as `choices` offers). Everything that points
    to it moves. Refused where a judgement speaks against it, either was merged meanwhile, the codes differ, or both have
    an open lead."""
    with transaction.atomic():
        hold_identities()
        _check_codes(kept, gone)
        unsure = standing(kept, gone)
        if unsure is not None and unsure.verdict == Judgement.Verdict.UNSURE:
            Judgement.objects.filter(pk=unsure.pk).update(withdrawn_at=at, withdrawn_by=by)
        judgement = judge(kept, gone, Judgement.Verdict.SAME, by=by, at=at, why=why)
        kept.refresh_from_db()
        gone.refresh_from_db()
        offered = choices(kept, gone)
        wanted = {row.field for row in offered if row.takes_gone} if taken is None else set(taken)
        keys = [sorted(set(row.names.values_list("key", flat=True))) for row in (kept, gone)]
        moved = absorb(gone, kept)
        if moved is None:
            raise Refused("两边都有在办线索，请先关闭其中一条，再合并。", code="both_open")
        kind = kind_of(kept)
        done = Merge.objects.create(
            **{f"kept_{kind}": kept, f"gone_{kind}": gone}, judgement=judgement, kept_keys=keys[0], gone_keys=keys[1],
            choices=_take(kept, gone, wanted, by), moved=moved, by=by, at=at, why=why,
        )  # fmt: skip
        _doubt(kept)
    return done


def _check_codes(kept: Row, gone: Row) -> None:
    ours, theirs = getattr(kept, "code", ""), getattr(gone, "code", "")
    if ours and theirs and ours != theirs:
        raise Refused("两家的统一社会信用代码不同，是两家企业。请先核对代码。", code="codes_differ")


def _take(kept: Row, gone: Row, wanted: set[str], by: User) -> dict[str, list[Any]]:
    """Writes the chosen values to the kept row; each with the value before."""
    changed: dict[str, list[Any]] = {}
    for name in FIELDS[kind_of(kept)]:
        before, after = getattr(kept, name), getattr(gone, name)
        if name in wanted and before != after:
            changed[name] = [before, after]
            setattr(kept, name, after)
    if "name" in changed:
        changed[NAMED_BY] = [kept.named_by_id, by.pk]
        kept.named_by_id = by.pk
    if changed:
        kept.save(update_fields=[name.removesuffix("_id") for name in changed])
    return changed


def moved_by_kind(done: Merge) -> list[tuple[str, int]]:
    """What moved, by the Chinese name of its kind: [("线索", 2), …]. Tables of links count as what they link."""
    count = Counter(_kind_of_moved(label, key, type(done.kept)) for label, key, _ in done.moved)
    return sorted(count.items(), key=lambda row: (-row[1], row[0]))


def _kind_of_moved(label: str, key: int | dict[str, int], merged: type[Company | Project]) -> str:
    model: Any = apps.get_model(label)
    if isinstance(key, dict):
        model = model._meta.get_field(_ends(model, key, merged)[1]).related_model
    return str(model._meta.verbose_name)


def _ends(through: Any, key: dict[str, int], merged: type[Company | Project]) -> tuple[str, str]:
    """The columns of a link: the one to what was merged, the one to what it is tied to."""
    one, other = key
    return (one, other) if through._meta.get_field(one).related_model is merged else (other, one)


def undo(done: Merge, *, by: User, at: datetime) -> Merge:
    """Gives both rows back what they had. What was changed since stays, and is told in `left_over`. Refused where it is
    undone already, or the kept row was itself merged since (that one is undone first)."""
    with transaction.atomic():
        hold_identities()
        done = Merge.objects.select_for_update().get(pk=done.pk)
        if done.undone_at is not None:
            raise Refused(f"{done.undone_by}已撤销这次合并。", code="undone")
        kept, gone = done.kept, done.gone
        _check_later(done)
        root = kept.merged_into or kept
        left = _restore(done, kept)
        type(gone)._base_manager.filter(pk=gone.pk).update(merged_into=None)
        gone.refresh_from_db()
        left += give_back(done.moved, root, gone)
        Merge.objects.filter(pk=done.pk).update(undone_at=at, undone_by=by, left_over=left)
        _link_for_others(kept, root)
        if isinstance(gone, Company) and isinstance(root, Company):
            _give_new_names(done, root, gone)
        name_by_coverage([root, gone])  # type: ignore[arg-type]
        Judgement.objects.filter(pk=done.judgement_id).update(withdrawn_at=at, withdrawn_by=by)
        _doubt(gone)
        _doubt(root)
    done.refresh_from_db()
    return done


def _link_for_others(kept: Company | Project, root: Company | Project) -> None:
    """A link that went back may have stood for those of other rows merged into the same one: these get their own."""
    for other in Merge.objects.standing().filter(**{f"kept_{kind_of(kept)}": kept}):
        moved = [list(entry) for entry in other.moved]
        for entry in (entry for entry in moved if isinstance(entry[1], dict) and not entry[2]):
            through: Any = apps.get_model(entry[0])
            column, far = _ends(through, entry[1], type(kept))
            link = {column: root.pk, far: entry[1][far]}
            if not through._base_manager.filter(**link).exists():
                link_again(through, link)
                entry[2] = column
        if moved != other.moved:
            Merge.objects.filter(pk=other.pk).update(moved=moved)


def _check_later(done: Merge) -> None:
    """Raises Refused where something later hangs on the merge."""
    kind = kind_of(done.kept)
    later = Merge.objects.standing().filter(**{f"gone_{kind}": done.kept}).first()
    if later is not None:
        raise Refused(f"“{done.kept}”后来又并入了“{later.kept}”，请先撤销那次合并。", code="merged_since")
    code = getattr(done.gone, "code", "")
    holders = Company.objects.current().filter(code=code) if code else Company.objects.none()
    if "code" in done.choices:
        holders = holders.exclude(pk=done.kept.pk)
    if holder := holders.first():
        raise Refused(f"合并后“{holder}”登记了同一个统一社会信用代码，请先改正再撤销。", code="code_taken")


def _restore(done: Merge, kept: Company | Project) -> list[str]:
    """Puts the kept row's fields back where nobody changed them since; those that somebody did, in words. Where a later
    merge changed one, it is that merge which gives back the older value when it is undone."""
    left: list[str] = []
    fields: list[str] = []
    for name in (name for name in done.choices if name != NAMED_BY):
        both = [name, NAMED_BY] if name == "name" else [name]
        after = done.choices[name][1]
        if later := _changed_by(done, name, after):
            later.choices |= {part: [done.choices[part][0], later.choices[part][1]] for part in both}
            later.save(update_fields=["choices"])
        elif getattr(kept, name) == after:
            for part in both:
                setattr(kept, part, done.choices[part][0])
                fields.append(part.removesuffix("_id"))
        else:
            label = kept._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            left.append(f"{label}合并后被改成“{getattr(kept, name)}”，保留不动"[:400])
    if fields:
        kept.save(update_fields=fields)
    return left


def _changed_by(done: Merge, name: str, value: Any) -> Merge | None:
    """The first standing merge into the same row since that found the value there and changed it."""
    later = Merge.objects.standing().filter(**{f"kept_{kind_of(done.kept)}": done.kept}, pk__gt=done.pk).order_by("pk")
    return next((row for row in later if name in row.choices and row.choices[name][0] == value), None)


def _give_new_names(done: Merge, kept: Company, gone: Company) -> None:
    """Coverage since the merge may have called the gone company by new names: they go back with it."""
    new = CompanyName.objects.filter(company=kept, by=None, at__gt=done.at)
    nodes = {node: Node(node) for node in {*done.gone_keys, *done.kept_keys, *new.values_list("node", flat=True)}}
    for name in CompanyName.objects.filter(node__in=nodes):
        nodes[name.node].aliases.add(name.key)
        nodes[name.node].blocks.add(name.block)
    theirs = {node for group in join_companies(nodes, set()) if set(group) & set(done.gone_keys) for node in group}
    theirs -= set(done.kept_keys)
    new.filter(node__in=theirs).update(company=gone)
    kept.appearances.filter(keys__0__in=theirs).update(company=gone)


def _doubt(row: Company | Project) -> None:
    """What hangs on which rows are one is found anew: doubts, and the events that its newest coverage tells of."""
    (doubt_companies if isinstance(row, Company) else doubt_projects)({row.pk})
    regroup_events(row.appearances.order_by("-article_id").values_list("article", flat=True)[:MOST_EVENTS])

"""Whether a company that somebody is typing is known already, under this name or a likely one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from identities.models import Company, CompanyName
from identities.models.company import block_of
from reading.compare import LIKELY, compare
from reading.names import normal

# Names that begin alike are compared; so many at most.
MOST_COMPARED = 200
MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Alike:
    """A company that bears the typed name, or may. `is_same` where saving takes this one and makes no other."""

    company: Company
    name: str
    reason: str
    is_same: bool


def alike(typed: str, but: int | None = None) -> list[Alike]:
    """The known companies that the typed name may mean, the surest first; none for less than two characters."""
    key = normal(typed)
    if len(key) < 2:
        return []
    names = CompanyName.objects.filter(Q(key=key) | Q(block=block_of(typed)), company__merged_into=None)
    found: dict[int, tuple[float, Alike]] = {}
    for name in (
        names.exclude(company=but).select_related("company").defer("bigrams").order_by("block", "pk")[:MOST_COMPARED]
    ):
        likeness = compare(typed, name.text)
        is_same = name.key == key
        score = 1.0 if is_same else likeness.score
        if score >= LIKELY and score > found.get(name.company_id, (0.0,))[0]:
            found[name.company_id] = (score, Alike(name.company, name.text, likeness.reasons[0], is_same))
    best = sorted(found.values(), key=lambda pair: (-pair[0], pair[1].company.pk))
    return [row for _, row in best[:MOST_SHOWN]]

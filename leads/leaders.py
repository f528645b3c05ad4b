"""Who answers for a unit: the leaders to whom what is late goes."""

from __future__ import annotations

from staff.models import Department, User
from staff.permissions import Role


def leaders_of(department: Department | None) -> list[User]:
    """The active leaders of the unit; where it has none, those of the nearest unit above that has a leader or a head.
    Without a unit, or without anybody above it, the heads of the office. One query."""
    people = User.objects.filter(is_active=True, role__in=[Role.LEADER, Role.HEAD]).select_related("department")
    by_unit: dict[int, list[User]] = {}
    for person in people:
        by_unit.setdefault(person.department_id or 0, []).append(person)
    above = [int(part) for part in department.path.strip("/").split("/")] if department else []
    for unit in reversed(above):
        found = by_unit.get(unit, [])
        leaders = [person for person in found if person.role == Role.LEADER]
        if leaders or found:
            return leaders or found
    return [person for person in people if person.role == Role.HEAD]

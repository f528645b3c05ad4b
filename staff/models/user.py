"""The people of the office."""

from __future__ import annotations

from typing import Any, ClassVar

import pghistory
from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models

from staff.models.department import Department
from staff.permissions import Role


class PeopleManager(UserManager["User"]):
    """Everyone with their unit: every page asks which rows the reader sees, and that hangs on it."""

    def get_queryset(self) -> models.QuerySet[User]:
        return super().get_queryset().select_related("department")

    def with_reach(self) -> models.QuerySet[User]:
        """Each with the keys of their unit and those below it, of their people and of the leads that they help with, and
        whether they lead everybody: what a list asks of its reader, asked once."""
        below = models.Q(path__startswith=models.OuterRef("department__path"))
        units = Department.objects.order_by().filter(below).values("pk")
        under = models.Q(department__path__startswith=models.OuterRef("department__path"))
        people = User._base_manager.filter(under).values("pk")
        outside = User._base_manager.filter(models.Q(department=None) | ~under)
        shared = User._base_manager.filter(pk=models.OuterRef("pk"), shared_leads__isnull=False).values("shared_leads")
        return self.get_queryset().annotate(  # type: ignore[no-redef]
            known_units=ArraySubquery(units),
            known_people=ArraySubquery(people),
            known_leads=ArraySubquery(shared),
            leads_all=~models.Exists(outside),
        )


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractUser):
    """Someone who signs in. The role says what they may do, the department which rows they see."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=40)
    role = models.CharField("角色", max_length=20, choices=Role, default=Role.OFFICER)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="users", verbose_name="部门"
    )
    phone = models.CharField("手机", max_length=30, blank=True)
    is_demo = models.BooleanField("演示数据", default=False, editable=False)

    # For those who come `with_reach`, as who signs in does; None where it has to be asked.
    known_units: list[int] | None = None
    known_people: list[int] | None = None
    known_leads: list[int] | None = None
    leads_all: bool | None = None

    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[PeopleManager] = PeopleManager()

    class Meta:
        verbose_name = "用户"
        ordering = ["department__path", "name", "pk"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    def units_below(self) -> list[int] | models.QuerySet[Department, Any]:
        """Their unit and those below it, as keys; none without a unit."""
        if self.known_units is not None:
            return self.known_units
        rows = Department.objects.order_by().values("pk")
        return rows.filter(path__startswith=self.department.path) if self.department else rows.none()

    def people_below(self) -> list[int] | models.QuerySet[User, Any]:
        """The people of their unit and those below it, as keys."""
        if self.known_people is not None:
            return self.known_people
        return User._base_manager.filter(department__in=self.units_below()).values("pk")

    def leads_everybody(self) -> models.Q:
        """The condition that nobody stands outside their unit and those below it. The same for every row: put before the
        others, it is asked once and spares asking them."""
        if self.leads_all is not None:
            return ~models.Q(pk__in=[]) if self.leads_all else models.Q(pk__in=[])
        outside = User._base_manager.filter(models.Q(department=None) | ~models.Q(department__in=self.units_below()))
        return ~models.Q(models.Exists(outside))

    @property
    def sees_all_leads(self) -> bool:
        """Whether it is known already that every lead is theirs to see."""
        return self.role == Role.ADMINISTRATOR or bool(self.sees_department and self.leads_all)

    @property
    def sees_department(self) -> bool:
        """Whether rows of everyone in the department and below are theirs to see (an officer sees only their own)."""
        return self.role != Role.OFFICER

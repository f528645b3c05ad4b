"""Who may do what: one enum, one table by role, one decorator. Which rows: each model's `visible_to(user)`."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseBase

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from staff.models import User

View = Callable[..., HttpResponseBase]


class Can(StrEnum):
    """`<room>:<thing>:<act>`."""

    TODAY = "crm:today:read"
    SEARCH = "crm:search:read"
    ARTICLE_READ = "press:article:read"
    ARTICLE_ADD = "press:article:add"
    READING_CORRECT = "press:reading:correct"
    SOURCE_READ = "press:source:read"
    SOURCE_EDIT = "press:source:edit"
    RETENTION_DECIDE = "press:retention:decide"
    COMPANY_READ = "identities:company:read"
    COMPANY_EDIT = "identities:company:edit"
    PROPOSAL_READ = "leads:proposal:read"
    PROPOSAL_DECIDE = "leads:proposal:decide"
    ENQUIRY_READ = "leads:enquiry:read"
    LEAD_READ = "leads:lead:read"
    LEAD_EDIT = "leads:lead:edit"
    LEAD_ASSIGN = "leads:lead:assign"
    CONTACT_READ = "leads:contact:read"
    CONTACT_EDIT = "leads:contact:edit"
    STAGE_EDIT = "leads:stage:edit"
    RULE_READ = "leads:rule:read"
    RULE_EDIT = "leads:rule:edit"
    TARGET_EDIT = "leads:target:edit"
    EXPORT = "staff:export:use"
    USER_MANAGE = "staff:user:manage"
    JOURNAL_READ = "staff:journal:read"
    DEMO_MANAGE = "staff:demo:manage"
    ACCOUNT = "staff:account:own"


class Role(models.TextChoices):
    OFFICER = "officer", "招商专员"
    LEADER = "leader", "科长"
    CLERK = "clerk", "内勤"
    HEAD = "head", "局长"
    VIEWER = "viewer", "访客"
    ADMINISTRATOR = "administrator", "管理员"


_READ = frozenset(
    {
        Can.TODAY,
        Can.SEARCH,
        Can.ARTICLE_READ,
        Can.SOURCE_READ,
        Can.COMPANY_READ,
        Can.PROPOSAL_READ,
        Can.LEAD_READ,
        Can.ACCOUNT,
    }
)
_WORK = _READ | {
    Can.ARTICLE_ADD,
    Can.READING_CORRECT,
    Can.SOURCE_EDIT,
    Can.COMPANY_EDIT,
    Can.PROPOSAL_DECIDE,
    Can.ENQUIRY_READ,
    Can.LEAD_EDIT,
    Can.CONTACT_READ,
    Can.CONTACT_EDIT,
    Can.RULE_READ,
}

GRANTS: dict[str, frozenset[Can]] = {
    Role.VIEWER: _READ,
    Role.OFFICER: _WORK,
    Role.CLERK: _WORK | {Can.TARGET_EDIT, Can.EXPORT},
    Role.LEADER: _WORK
    | {Can.LEAD_ASSIGN, Can.STAGE_EDIT, Can.TARGET_EDIT, Can.RULE_EDIT, Can.EXPORT, Can.JOURNAL_READ},
    Role.HEAD: _WORK | {Can.LEAD_ASSIGN, Can.STAGE_EDIT, Can.TARGET_EDIT, Can.RULE_EDIT, Can.EXPORT, Can.JOURNAL_READ},
    Role.ADMINISTRATOR: frozenset(Can),
}


def user_can(user: User | AnonymousUser, permission: Can | str) -> bool:
    """Whether the person is active and their role grants the permission; ValueError for an unknown one."""
    return (
        user.is_authenticated
        and user.is_active
        and Can(permission) in GRANTS.get(getattr(user, "role", ""), frozenset())
    )


def needs(permission: Can) -> Callable[[View], View]:
    """The view asks for the permission: 403 without it. Every view says this or `@public`; a test walks the URLs."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not user_can(request.user, permission):
                raise PermissionDenied(permission)
            return view(request, *args, **kwargs)

        guarded.needs = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(view: View) -> View:
    """The view is open to anybody, without login."""
    opened = login_not_required(view)
    opened.is_public = True  # type: ignore[attr-defined]
    return opened

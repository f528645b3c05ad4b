from typing import Any

from django import template

from staff.permissions import user_can

register = template.Library()


@register.filter
def can(user: Any, permission: str) -> bool:
    """`{% if user|can:"leads:lead:edit" %}`: whether the person's role grants it."""
    return user_can(user, permission)

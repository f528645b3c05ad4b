"""The ways to see the lead list that a person saved or was shared, and the columns to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from leads.bulk import Act
from leads.models import SavedView
from leads.tables import LeadTable
from staff.models import User
from staff.permissions import Can, user_can


def views_of_list(request: HttpRequest, user: User, columns: Sequence[str]) -> dict[str, Any]:
    """What the page of the list shows besides the list: saved views, columns, bulk acts."""
    chosen = set(columns) & set(LeadTable.base_columns) or set(LeadTable.PLAIN)
    names = [(name, str(column.verbose_name), name in chosen) for name, column in LeadTable.base_columns.items()]
    kept = [(key, value) for key, values in request.GET.lists() for value in values]
    return {
        "views": list(SavedView.objects.visible_to(user).select_related("owner").order_by("name", "pk")),
        "view": request.GET.get("view", ""),
        "columns": [column for column in names if column[0] != "name"],
        "kept": [(key, value) for key, value in kept if key not in ("columns", "page", "export")],
        "acts": Act.choices if user_can(user, Can.LEAD_EDIT) else [],
        "query": request.GET.urlencode(),
    }

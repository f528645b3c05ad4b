"""How the first tables of every room are made."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel, Migration
from django.db.migrations.state import ProjectState


class Tables(Migration):
    """A migration that does nothing but create models, each with its keys, indexes, constraints and triggers.

    Django renders all related models anew after each model that is added, which here is nearly all of them; a first
    start would wait for that. These are added together and rendered once.
    """

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """Create the tables; the state with them. With any other operation it does as every migration does."""
        if collect_sql or not all(isinstance(operation, CreateModel) for operation in self.operations):
            return super().apply(project_state, schema_editor, collect_sql)
        # Only what is rendered already would be rendered anew.
        project_state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for operation in self.operations:
            operation.database_forwards(self.app_label, schema_editor, project_state, project_state)
        return project_state

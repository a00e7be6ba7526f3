"""Django's command of this name, which lets a table's constraints and indexes be made with the table.

For every operation by itself Django draws the models of the whole house anew: some hundred operations fewer
make a new database in half the time.
"""

from typing import Any, cast

from django.core.management.commands import makemigrations
from django.db.migrations.migration import Migration
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation


class Command(makemigrations.Command):
    """Folds each migration before it is written."""

    def write_migration_files(self, changes: dict[str, list[Migration]], *more: Any, **options: Any) -> None:
        """Fold, then write, as Django's own does."""
        for app_label, migrations in changes.items():
            for migration in migrations:
                operations = cast("list[Operation]", migration.operations)
                operations[:] = folded(operations, app_label)
        super().write_migration_files(changes, *more, **options)


def folded(operations: list[Operation], app_label: str) -> list[Operation]:
    """Return operations of the same effect, with what is added to a table that they create in its creation.

    Django does so itself, but not past an operation that names the table. What may be about a column that
    comes later stays where it is.
    """
    later = [(one.model_name_lower, one.name) for one in operations if isinstance(one, AddField)]
    created: dict[str, int] = {}
    kept: list[Operation] = []
    for one in operations:
        if isinstance(one, CreateModel):
            created[one.name_lower] = len(kept)
        elif isinstance(one, AddIndex | AddConstraint) and one.model_name_lower in created:
            said = repr(one.deconstruct())
            if not any(table == one.model_name_lower and column in said for table, column in later):
                place = created[one.model_name_lower]
                kept[place : place + 1] = cast("list[Operation]", kept[place].reduce(one, app_label))
                continue
        kept.append(one)
    return kept

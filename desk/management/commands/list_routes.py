"""Print every address of the site with its methods and the personas it admits."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk.routes import ROUTES, all_routes


class Command(BaseCommand):
    """`manage.py list_routes [--json]`: from the table that the living test drives."""

    help = "Print every route: name, path, methods, personas admitted."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --json."""
        parser.add_argument("--json", action="store_true", help="one JSON list instead of a table")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print. Raises: CommandError when a route is missing from the table."""
        found = all_routes()
        unlisted = sorted({route.name for route in found} - ROUTES.keys())
        if unlisted:
            raise CommandError(f"not in desk/routes/: {', '.join(unlisted)}")
        rows = [
            {
                "name": route.name,
                "path": route.path,
                "methods": sorted(ROUTES[route.name].methods),
                "personas": sorted(ROUTES[route.name].admits),
            }
            for route in found
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, indent=1))
            return
        for row in rows:
            admitted = ", ".join(row["personas"]) or "nobody"
            self.stdout.write(f"{row['path']}  {' '.join(row['methods'])}  {row['name']}: {admitted}")

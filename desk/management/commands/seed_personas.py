"""Put made-up people of every kind into a demo or test database, and print how to sign in as them."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from desk.demo.personas import all_canaries, is_safe_here, seed


class Command(BaseCommand):
    """`manage.py seed_personas [--json]`; running it again changes nothing."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --json."""
        parser.add_argument("--json", action="store_true", help="sign-ins, ids and canaries as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed and print. Raises: CommandError with a live key or in a database that is not for play."""
        if not is_safe_here():
            raise CommandError(
                "These people have passwords that everyone knows. They are for the demo's private database"
                " or one with `demo` or `test` in its name, and never beside a live Stripe key."
            )
        with transaction.atomic():
            everyone = seed(timezone.now())
        if options["json"]:
            rows = [asdict(one) for one in everyone]
            self.stdout.write(json.dumps({"personas": rows, "canaries": all_canaries()}))
            return
        for one in everyone:
            how = (
                f"password “{one.password}”, then `manage.py totp {one.email}`"
                if one.password
                else "code by mail"
            )
            self.stdout.write(f"{one.persona:<20} {one.email:<32} {how if one.email else ''}")

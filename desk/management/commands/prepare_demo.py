"""Brings the demo up to date in one process: tables, files, data, people, Stripe.

Writes the personas' sign-ins to a file as JSON. Running it twice changes nothing that is there.
"""

import json
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser

from desk.demo.standin import plays_stripe

STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("migrate", {"verbosity": 0}),
    ("createcachetable", {"verbosity": 0}),
    ("collectstatic", {"interactive": False, "verbosity": 0}),
    ("demo_data", {}),
    ("stripe_setup", {}),
)


class Command(BaseCommand):
    """For `make demo` only."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file to write."""
        parser.add_argument("sign_ins", type=Path)

    def handle(self, *args: object, **options: Any) -> None:
        """Take every step that this version knows."""
        if settings.PRODUCTION:
            raise CommandError("This would put made-up people among real ones. It is for the demo.")
        known = get_commands()
        for name, values in STEPS:
            # Stripe itself takes no webhook address on this machine
            if name in known and (name != "stripe_setup" or plays_stripe()):
                call_command(name, **values)
        options["sign_ins"].write_text(json.dumps(sign_ins(known)))


def sign_ins(known: dict[str, Any]) -> list[Any]:
    """Return each persona's name, e-mail, password and authenticator key."""
    if "seed_personas" not in known:
        return []
    said = StringIO()
    call_command("seed_personas", json=True, stdout=said)
    return list(json.loads(said.getvalue())["personas"])

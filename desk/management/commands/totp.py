"""Print what the authenticator app of a made-up person shows now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from desk.demo.personas import PERIOD, code_of, is_safe_here, secret_of


class Command(BaseCommand):
    """`manage.py totp finance@demo.example`: only for people of `seed_personas`, only where they may be."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address."""
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print code and seconds left. Raises: CommandError elsewhere than in a demo or test database."""
        email: str = options["email"].strip().lower()
        if not is_safe_here() or not email.endswith("@demo.example"):
            raise CommandError("Only for the people of seed_personas, in a demo or test database.")
        now = timezone.now()
        left = PERIOD - int(now.timestamp()) % PERIOD
        self.stdout.write(f"{code_of(secret_of(email), now)}  (another {left} s)")

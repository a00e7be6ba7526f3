"""Looks at database, workers, Stripe, mail, keys and books; says what is amiss and what to do."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from desk.doctor import findings


class Command(BaseCommand):
    """Exit code 1 when something serious is amiss."""

    help = __doc__ or ""
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Read the shape of the answer."""
        parser.add_argument("--json", action="store_true", help="one list, for programs")

    def handle(self, *args: object, **options: bool) -> None:
        """Say what was found."""
        found = findings(timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps([asdict(finding) for finding in found], indent=2))
        else:
            for finding in found:
                mark = "ok  " if not finding.remedy else "BAD " if finding.is_serious else "note"
                self.stdout.write(f"{mark} {finding.subject}: {finding.says} {finding.remedy}".rstrip())
        if any(finding.remedy and finding.is_serious for finding in found):
            raise SystemExit(1)

"""`manage.py tallies`: whether the kept totals are what a recount gives; `--rebuild` counts them anew."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gifts.actions.tallies import check_tallies, keep_tallies, rebuild_tallies
from gifts.reports.tallies import fiscal_month


class Command(BaseCommand):
    """Says each row on which what is kept and a recount disagree, and fails if there is one."""

    help = "Compare the totals that reports read with a recount from the ledger; --rebuild counts them anew."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --rebuild."""
        parser.add_argument("--rebuild", action="store_true", help="count everything anew first")

    def handle(self, *, rebuild: bool, **_options: object) -> None:
        """Check."""
        now = timezone.now()
        if rebuild:
            rebuild_tallies(month=fiscal_month(), now=now)
            self.stdout.write("Everything is counted anew.")
        else:
            self.stdout.write(f"{keep_tallies(now=now)} marks were waiting and are taken up.")
        found = check_tallies(now=now)
        for row in found:
            self.stdout.write(f"  {row.table}: {row.what}: {', '.join(map(str, row.row))}")
        if found:
            raise CommandError(f"{len(found)} rows differ. `manage.py tallies --rebuild` counts them anew.")
        self.stdout.write("Kept and recounted are the same, to the cent.")

"""Walk the whole log of signatures, and every paper that it signs."""

from django.core.management.base import BaseCommand, CommandError

from receipts.models import PaperSignature
from receipts.signing import broken_entries


class Command(BaseCommand):
    """It ends with an error where anything is not what was signed."""

    help = __doc__ or ""

    def handle(self, *args: object, **options: object) -> None:
        """Name each entry that does not hold. Raises: CommandError if there is one."""
        broken = list(broken_entries())
        for entry in broken:
            self.stdout.write(f"entry {entry.position}, receipt {entry.number}: not what was signed")
        if broken:
            raise CommandError(f"{len(broken)} entries of the log of signatures do not hold.")
        self.stdout.write(f"{PaperSignature.objects.count()} entries hold.")

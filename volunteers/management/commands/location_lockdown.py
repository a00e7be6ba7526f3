"""Hide every confidential address at once: end calendars, volunteers' sessions and kiosks."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from volunteers.actions.lockdowns import LockdownRefused, lift_lockdown, lock_down


class Command(BaseCommand):
    """`manage.py location_lockdown [--lift]`."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --lift."""
        parser.add_argument("--lift", action="store_true", help="let addresses be shown again to who is due")

    def handle(self, *args: Any, **options: Any) -> None:
        """Lock or lift. Raises: CommandError when it is so already."""
        act = lift_lockdown if options["lift"] else lock_down
        try:
            act(actor=None, now=timezone.now())
        except LockdownRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            "Lifted: whoever is due is shown the address again."
            if options["lift"]
            else "Locked: no address is shown to anybody. `manage.py location_lockdown --lift` ends it."
        )

"""Seal the addresses of confidential places with the first of LOCATION_KEYS, so that an older one can go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.encryption import BadKey, CannotOpen
from volunteers.actions.locations import is_on, reseal_locations


class Command(BaseCommand):
    """`manage.py reseal_locations`; running it again changes nothing."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal anew. Raises: CommandError when a key is missing; then nothing was changed."""
        if not is_on():
            raise CommandError("LOCATION_KEYS is not set: there is nothing to seal with.")
        try:
            count = reseal_locations()
        except (CannotOpen, BadKey) as error:
            raise CommandError(
                "An address does not open with any of LOCATION_KEYS. Put its key behind the first one."
            ) from error
        self.stdout.write(f"{count} addresses were sealed anew.")

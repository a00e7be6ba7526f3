"""`manage.py stripe_sweep`: compare everything with Stripe's books, now."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gifts.actions.sweep import sweep
from gifts.gateway.client import DoorShut
from gifts.models import Difference, StripeEvent


class Command(BaseCommand):
    """Sweeps until nothing new turns up, and says what remains to be looked at by a person."""

    help = "Read again whatever could have been missed at Stripe; list what stays unexplained."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether all there ever was is compared."""
        parser.add_argument("--all", action="store_true", help="compare all there ever was")

    def handle(self, **options: object) -> None:
        """Sweep."""
        try:
            done = sweep(now=timezone.now(), everything=bool(options.get("all")))
        except DoorShut as shut:
            raise CommandError(
                f"Stripe cannot be reached ({shut}). What was read until then is kept."
            ) from shut
        waiting = StripeEvent.objects.waiting().count()
        self.stdout.write(f"{len(done.read)} read, {waiting} events wait, {done.differences} differences.")
        for row in Difference.objects.filter(resolved_at=None).order_by("kind", "object_id"):
            self.stdout.write(
                f"  {row.kind} {row.object_id}: ours {row.ours or '-'}, Stripe's {row.stripes or '-'}"
            )

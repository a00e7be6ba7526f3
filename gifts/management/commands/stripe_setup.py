"""`manage.py stripe_setup`: products, the portal's configuration, the webhook's endpoint."""

from django.core.management.base import BaseCommand, CommandError

from gifts.actions.setup import set_up_endpoint, set_up_portal, set_up_products
from gifts.gateway.client import DoorShut, StripeRefused


class Command(BaseCommand):
    """Makes at Stripe what is missing there, and nothing twice."""

    help = "Make products, portal configuration and webhook endpoint at Stripe. Safe to repeat."

    def handle(self, **_options: object) -> None:
        """Set up."""
        try:
            products = set_up_products()
            portal = set_up_portal()
            endpoint = set_up_endpoint()
        except (DoorShut, StripeRefused) as error:
            raise CommandError(f"Stripe did not do it: {error}. Repeat when that is settled.") from error
        self.stdout.write(f"{products} products, portal {portal}, webhook {endpoint.endpoint_id}.")
        if endpoint.secret:
            self.stdout.write("Stripe tells this secret only now. Add it to STRIPE_WEBHOOK_SECRETS:")
            self.stdout.write(endpoint.secret)

"""Making what must stand at Stripe, and writing down what it is called there."""

from django.conf import settings
from django.urls import reverse

from campaigns.models import Fund
from gifts.gateway.events import SUBSCRIBED
from gifts.gateway.setup import Endpoint, keep_endpoint, keep_portal, keep_product
from gifts.models import StripeProduct, StripeSetting

LIVE = ("sk_live_", "rk_live_")
PORTAL, ENDPOINT = "portal_configuration", "webhook_endpoint"


def set_up_products() -> int:
    """Keep one product for each open fund; return how many there are. Twice is once. Raises: DoorShut."""
    live = settings.STRIPE_SECRET_KEY.startswith(LIVE)
    funds = Fund.objects.filter(is_open=True)
    for fund in funds:
        row = StripeProduct.objects.filter(fund=fund, livemode=live).first()
        product_id = keep_product(
            product_id=row.product_id if row else "", fund_code=fund.code, name=fund.name
        )
        StripeProduct.objects.update_or_create(fund=fund, livemode=live, defaults={"product_id": product_id})
    return len(funds)


def set_up_portal() -> str:
    """Keep the portal's configuration; return its id. Twice is once. Raises: DoorShut."""
    known = StripeSetting.objects.filter(name=PORTAL).values_list("value", flat=True).first()
    found = keep_portal(configuration_id=known or "", site=settings.SITE_URL)
    StripeSetting.objects.update_or_create(name=PORTAL, defaults={"value": found})
    return found


def set_up_endpoint() -> Endpoint:
    """Keep the webhook's endpoint at this site's address. Twice is once. Raises: DoorShut."""
    address = settings.SITE_URL.rstrip("/") + reverse("gifts:webhook")
    found = keep_endpoint(url=address, kinds=SUBSCRIBED)
    StripeSetting.objects.update_or_create(name=ENDPOINT, defaults={"value": found.endpoint_id})
    return found

"""The page of Stripe on which a donor gives another card, and on which nothing else can be done."""

from gifts.gateway.client import stripe_door


def open_portal(*, customer_id: str, configuration_id: str, return_url: str, key: str) -> str:
    """Return the address of a page for one visit; Stripe sends the donor back to us after it.

    Source: docs.stripe.com/customer-management/portal-deep-links (read 2026-11). Raises: as `stripe_door`.
    """
    with stripe_door() as client:
        made = client.v1.billing_portal.sessions.create(
            {
                "customer": customer_id,
                "configuration": configuration_id,
                "return_url": return_url,
                "flow_data": {
                    "type": "payment_method_update",
                    "after_completion": {"type": "redirect", "redirect": {"return_url": return_url}},
                },
            },
            {"idempotency_key": key},
        )
    return made.url

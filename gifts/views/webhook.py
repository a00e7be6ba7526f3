"""Where Stripe tells that something happened."""

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.access import public
from gifts.actions.events import receive_event
from gifts.gateway.webhooks import BadWebhook, verify

log = structlog.get_logger(__name__)

LIVE = ("sk_live_", "rk_live_")
# what a page gets from the middleware that this answer passes by
PLAIN = {"Content-Security-Policy": "default-src 'none'", "Cache-Control": "no-store"}


@public
@csrf_exempt  # Stripe has no session; its signature stands for it
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """Check who speaks, keep what was said, answer. Whatever follows from it happens later.

    Only a row that could not be written is a 500, which makes Stripe try again.
    """
    now = timezone.now()
    try:
        facts = verify(
            request.body,
            request.headers.get("Stripe-Signature", ""),
            secrets=settings.STRIPE_WEBHOOK_SECRETS,
            at=now.timestamp(),
            live=settings.STRIPE_SECRET_KEY.startswith(LIVE),
            account=settings.STRIPE_ACCOUNT,
        )
    except BadWebhook as refused:
        log.warning("webhook_refused", rule=str(refused))
        return HttpResponse(f"{refused}\n", status=400, content_type="text/plain", headers=PLAIN)
    receive_event(facts, now=now)
    return HttpResponse(status=200, content_type="text/plain", headers=PLAIN)

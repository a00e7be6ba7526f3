"""Floors: views that do the least which could be called the same work."""

import hashlib
import hmac
import json

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt  # a program posts to this floor and has no session
def webhook(request: HttpRequest) -> HttpResponse:
    """One signature, one statement that commits by itself."""
    body = request.body
    stamp, mark = (part.partition("=")[2] for part in request.headers["Stripe-Signature"].split(","))
    secret = settings.STRIPE_WEBHOOK_SECRETS[0].encode()
    if not hmac.compare_digest(
        hmac.new(secret, f"{stamp}.".encode() + body, hashlib.sha256).hexdigest(), mark
    ):
        return HttpResponse(status=400)
    event = json.loads(body)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO gifts_stripeevent (event_id, kind, root, received_at, attempts, error)"
            " VALUES (%s, %s, %s, %s, 0, '') ON CONFLICT DO NOTHING",
            [event["id"], event["type"], event["data"]["object"]["id"], timezone.now()],
        )
    return HttpResponse(headers={"Content-Length": "0"})


urlpatterns = [path("stripe/webhook/", webhook)]

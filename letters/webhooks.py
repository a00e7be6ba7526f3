"""Where the mail provider reports bounces and complaints.

Anymail proves that a report is the provider's and puts it into one shape; it hands it on by a Django signal
and by nothing else. That makes this the one receiver in the house. It is called inside the request, so an
error of ours answers 500 and the provider reports again.
"""

from datetime import UTC, datetime
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.access import public
from letters.actions import Answer, Report, record_report
from letters.gateway import is_guarded, tracking_view

DEAD = {RejectReason.INVALID, RejectReason.BOUNCED}
ANSWERS = {
    EventType.DELIVERED: Answer.DELIVERED,
    EventType.DEFERRED: Answer.SOFT_BOUNCE,
    EventType.BOUNCED: Answer.BOUNCED,
    EventType.REJECTED: Answer.BOUNCED,
    EventType.FAILED: Answer.REFUSED,
    EventType.COMPLAINED: Answer.COMPLAINED,
    EventType.UNSUBSCRIBED: Answer.UNSUBSCRIBED,
}


@public
@csrf_exempt  # a provider has no session; the shared secret or its signature stands for it
@require_POST
def webhook(request: HttpRequest, provider: str) -> HttpResponseBase:
    """Take a report of the configured provider; 404 for any other, 503 while anyone could forge one."""
    try:
        view = tracking_view(provider)
    except Resolver404 as error:
        raise Http404 from error
    if not is_guarded(view):
        return HttpResponse(status=503)
    return view.as_view()(request)


@receiver(tracking, dispatch_uid="letters.webhooks.take_report")
def take_report(sender: object, event: AnymailTrackingEvent, esp_name: str, **_kwargs: Any) -> None:
    """Pass on a verified report. Opens and clicks are none of our business and are not recorded."""
    answer = _answer(event)
    if answer is None:
        return
    now = timezone.now()
    at: datetime = event.timestamp or now
    metadata: dict[str, Any] = event.metadata or {}
    report = Report(
        answer=answer,
        event_id=f"{esp_name}:{event.event_id}" if event.event_id else "",
        letter_id=str(metadata.get("letter", "")),
        provider_id=event.message_id or "",
        email=(event.recipient or "").lower(),
        at=at if at.tzinfo else at.replace(tzinfo=UTC),
    )
    record_report(report=report, now=now)


def _answer(event: AnymailTrackingEvent) -> Answer | None:
    """What the report means to us; None for what we do not listen to."""
    raw: Any = event.esp_event
    # Anymail calls these bounced as well; Postmark's own word says that the address may work tomorrow
    if isinstance(raw, dict) and raw.get("Type") == "SoftBounce":
        return Answer.SOFT_BOUNCE
    answer = ANSWERS.get(event.event_type)
    return Answer.ADDRESS_DEAD if answer is Answer.BOUNCED and event.reject_reason in DEAD else answer

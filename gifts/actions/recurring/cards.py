"""Another card: given on Stripe's page, taken up here, and used at once where a charge is open."""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from gifts.actions.recurring.requests import (
    Asker,
    Kind,
    RequestRefused,
    State,
    Wish,
    carry_out,
    gift_of,
    note,
    queue_carrying_out,
)
from gifts.actions.setup import PORTAL, set_up_portal
from gifts.gateway.client import DoorShut, NotAtStripe, StripeRefused
from gifts.gateway.facts import SubscriptionFacts
from gifts.gateway.portal import open_portal
from gifts.gateway.subscriptions import another_method, read_subscription
from gifts.models import RecurringGift, RecurringRequest, StripeSetting

# a visit to Stripe's page that brought nothing until then is over
VISIT = timedelta(days=1)


def open_card_page(
    *,
    recurring_id: UUID,
    return_url: str,
    by: User | None,
    now: datetime,
    on_behalf: bool = False,
    reason: str = "",
) -> str:
    """Return the address of Stripe's page on which another card is given, and nothing else can be done.

    Raises: RequestRefused, also when the payment service cannot be reached.
    """
    row, asker = gift_of(recurring_id), Asker(by, on_behalf, reason)
    visit = _begin_visit(row, asker, now=now)
    try:
        known = StripeSetting.objects.filter(name=PORTAL).values_list("value", flat=True).first()
        return open_portal(
            customer_id=row.customer_id,
            configuration_id=known or set_up_portal(),
            return_url=return_url,
            key=f"recurring:{visit.pk}:{visit.attempt}",
        )
    except (DoorShut, NotAtStripe, StripeRefused) as error:
        failed = RecurringRequest.objects.filter(pk=visit.pk)
        failed.update(state=State.REFUSED, ended_at=now, error=type(error).__name__)
        raise RequestRefused(
            _("We cannot reach the payment service now. Nothing was changed; please try again.")
        ) from error


def take_up_card(*, recurring_id: UUID, now: datetime) -> bool:
    """Use the card that a donor gave on Stripe's page, and pay what is open with it; False without a new one.

    Twice is once: the same card is one request, so an open charge is paid once.

    Raises: DoorShut, NotAtStripe, StripeRefused, when the gift cannot be read.
    """
    row = RecurringGift.objects.get(pk=recurring_id)
    if row.state == RecurringGift.State.CANCELLED:
        return False
    facts = read_subscription(row.subscription_id)
    request = _write_card(row, facts, now=now)
    if request is None:
        return False
    with suppress(DoorShut):  # then the row waits, and its job tries again
        carry_out(request_id=request.pk, now=now)
    return True


def forget_visits(*, now: datetime) -> int:
    """End the visits to Stripe's page that brought no card; return how many."""
    return _visits().filter(asked_at__lt=now - VISIT).update(state=State.OVERTAKEN, ended_at=now)


def _visits() -> "QuerySet[RecurringRequest]":
    return RecurringRequest.objects.filter(kind=Kind.CARD, state=State.ASKED, sent={})


def _begin_visit(row: RecurringGift, asker: Asker, *, now: datetime) -> RecurringRequest:
    with transaction.atomic():
        _visits().filter(recurring=row).update(state=State.OVERTAKEN, ended_at=now)
        visit = RecurringRequest.objects.create(
            recurring=row,
            kind=Kind.CARD,
            asked_by=asker.by,
            on_behalf=asker.on_behalf,
            reason=asker.reason,
            asked_at=now,
        )
        note(row, Wish(kind=Kind.CARD), asker, now=now)
    return visit


def _write_card(row: RecurringGift, facts: SubscriptionFacts, *, now: datetime) -> RecurringRequest | None:
    """Write down that a card is taken up, in the name of whoever went to Stripe's page for it."""
    with transaction.atomic():
        RecurringGift.objects.select_for_update(of=("self",)).get(pk=row.pk)
        visit = _visits().filter(recurring=row).order_by("-asked_at").first()
        method_id = _new_method(facts, visit)
        if not method_id:
            return None
        wanted = {"method": method_id}
        same = row.requests.filter(kind=Kind.CARD, wanted=wanted, state=State.ASKED).first()
        if same is not None:
            return same
        asker = Asker(visit.asked_by, visit.on_behalf, visit.reason) if visit else Asker(None)
        invoice_id = facts.invoice.invoice_id if facts.invoice.failed_attempts else ""
        sent = {"update": another_method(method_id)} | ({"pay": invoice_id} if invoice_id else {})
        made = RecurringRequest.objects.create(
            recurring=row,
            kind=Kind.CARD,
            wanted=wanted,
            sent=sent,
            asked_by=asker.by,
            on_behalf=asker.on_behalf,
            reason=asker.reason,
            asked_at=now,
        )
        if visit is not None:
            _visits().filter(pk=visit.pk).update(state=State.DONE, ended_at=now)
        note(row, Wish(kind=Kind.CARD, wanted=wanted), asker, now=now)
        queue_carrying_out(made, now=now)
    return made


def _new_method(facts: SubscriptionFacts, visit: RecurringRequest | None) -> str:
    """A card that the subscription does not use, or that it uses since somebody went to give one."""
    if facts.newer_method_id:
        return facts.newer_method_id
    given_at = facts.method.given_at
    is_since = (
        visit is not None and given_at is not None and given_at >= visit.asked_at.replace(microsecond=0)
    )
    return facts.method.method_id if is_since else ""

"""What is asked of a recurring gift: the row first, the call second, never in one transaction.

A request is carried out at once. Where the payment service does not answer, it stays asked and a job goes
on; whoever asks the same again gets the same request. Cancelling overtakes whatever is on its way.

What Stripe is told is planned while the gift's row is locked and nothing else is on its way: a change that
was planned before another one would undo it.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from gifts.actions.recurring.calls import CHANGED, send
from gifts.actions.recurring.keeping import kept_columns
from gifts.actions.sync_subscription import sync_subscription
from gifts.gateway.client import DoorShut, NotAtStripe, StripeRefused
from gifts.letters import confirm, tell_of_refusal
from gifts.models import RecurringGift, RecurringRequest
from jobs.actions import enqueue

CARRY_OUT = "gifts.recurring.carry_out"
# the page carries out at once; the job is for a page that died on the way
LATER = timedelta(seconds=30)
Kind = RecurringRequest.Kind
State = RecurringRequest.State


class RequestRefused(Exception):
    """A sentence for the person who asked."""


@dataclass(frozen=True)
class Asker:
    """Who asks, and whether for a donor; then with a reason. None is ourselves, who keep a promise.

    `by_link` is whoever holds the link that was mailed to the donor: nobody signed in for it.
    """

    by: User | None
    on_behalf: bool = False
    reason: str = ""
    by_link: bool = False


@dataclass(frozen=True)
class Wish:
    """What is asked: `wanted` in our words, `sent` what Stripe is told. `done` when it is so already."""

    kind: RecurringRequest.Kind
    wanted: dict[str, Any] = field(default_factory=dict)
    sent: dict[str, Any] = field(default_factory=dict)
    done: bool = False


Plan = Callable[[RecurringGift], Wish]


def ask(recurring_id: UUID, plan: Plan, asker: Asker, *, now: datetime) -> RecurringRequest:
    """Write a wish down and carry it out; return the request, still asked where Stripe did not answer.

    Raises: RequestRefused when the plan is, when another change is on its way, when nothing would change, or
    Stripe says no.
    """
    request = write_down(recurring_id, plan, asker, now=now)
    if request.state != State.ASKED:
        return request
    with suppress(DoorShut):  # then the row waits, and its job tries again
        carry_out(request_id=request.pk, now=now)
    request.refresh_from_db()
    if request.state == State.REFUSED:
        raise RequestRefused(refusal_of(request))
    return request


def write_down(recurring_id: UUID, plan: Plan, asker: Asker, *, now: datetime) -> RecurringRequest:
    """Return the request of a wish, made if nobody asked the same before. The gift's row makes two wait.

    Raises: RequestRefused.
    """
    if asker.on_behalf and not asker.reason.strip():
        raise RequestRefused(_("Please say why you change a donor's gift."))
    with transaction.atomic():
        row = lock_gift(recurring_id)
        wish = plan(row)
        open_one = row.requests.under_way().first()
        if open_one is not None and is_same(open_one, wish):
            return open_one
        if wish.done:
            return _made_it_so(row, wish)
        if open_one is not None:
            _overtake(open_one, wish, now=now)
        request = RecurringRequest.objects.create(
            recurring=row,
            kind=wish.kind,
            wanted=wish.wanted,
            sent=wish.sent,
            asked_by=asker.by,
            on_behalf=asker.on_behalf,
            by_link=asker.by_link,
            reason=asker.reason,
            asked_at=now,
        )
        note(row, wish, asker, now=now)
        queue_carrying_out(request, now=now)
    return request


def queue_carrying_out(request: RecurringRequest, *, now: datetime) -> None:
    """Let a job carry a request out, should whoever made it die on the way."""
    key = f"{CARRY_OUT}:{request.pk}"
    enqueue(kind=CARRY_OUT, about=str(request.pk), key=key, now=now, run_at=now + LATER)


def note(row: RecurringGift, wish: Wish, asker: Asker, *, now: datetime) -> None:
    """Put it on the audit trail, beside the request's own row."""
    record(
        actor=asker.by,
        verb=f"recurring.{wish.kind}_asked",
        about=("recurring_gift", str(row.pk)),
        now=now,
        after={name: value if value is None else str(value) for name, value in wish.wanted.items()}
        | {"on_behalf": asker.on_behalf}
        | ({"by_link": True} if asker.by_link else {}),
        reason=asker.reason,
    )


def carry_out(*, request_id: UUID, now: datetime) -> None:
    """Do at Stripe what a request asks, read the subscription anew, and end the request. Twice is once.

    After a 500 the next attempt has a key of its own: all that is sent sets a state, so again is the same.

    Raises: DoorShut; the request stays asked.
    """
    request = RecurringRequest.objects.select_related("recurring").get(pk=request_id)
    if request.state != State.ASKED:
        return
    subscription_id, error = request.recurring.subscription_id, ""
    try:
        send(request)
    except DoorShut as shut:
        if shut.is_open_question:
            same = RecurringRequest.objects.filter(pk=request.pk, attempt=request.attempt)
            same.update(attempt=F("attempt") + 1)
        raise
    except (StripeRefused, NotAtStripe) as refused:
        error = refused.code if isinstance(refused, StripeRefused) else "not_at_stripe"
    with suppress(NotAtStripe):
        sync_subscription(subscription_id=subscription_id, now=now)
    _end(request, error=error, now=now)


def _end(request: RecurringRequest, *, error: str, now: datetime) -> None:
    """Done or refused; one that was overtaken meanwhile stays overtaken."""
    with transaction.atomic():
        row = lock_gift(request.recurring_id)
        if request.kind == Kind.RETRY and row.open_invoice_id != request.wanted["invoice"]:
            error = ""  # it was paid by another try
        columns: dict[str, object] = {"ended_at": now, "error": error[:80]}
        columns["state"] = State.REFUSED if error else State.DONE
        asked = RecurringRequest.objects.filter(pk=request.pk, state=State.ASKED)
        if not asked.update(**columns):
            return
        if error:
            # whoever asked has read "noted" and gone
            if now >= request.asked_at + LATER:
                tell_of_refusal(request, now=now)
            return
        kept = kept_columns(request, row)
        if kept:
            RecurringGift.objects.filter(pk=row.pk).update(**kept)
        confirm(request, now=now)


def is_same(request: RecurringRequest, wish: Wish) -> bool:
    """Whether a wish asks what a request asks, whatever stood before."""
    asked, wanted = ({**wishes, "before": None} for wishes in (request.wanted, wish.wanted))
    return request.kind == wish.kind and asked == wanted


def _made_it_so(row: RecurringGift, wish: Wish) -> RecurringRequest:
    """A second press finds what the first one did."""
    before = row.requests.filter(kind=wish.kind, state=State.DONE).order_by("-asked_at").first()
    if before is None:
        raise RequestRefused(_("That is how it stands already: nothing would change."))
    return before


def _overtake(open_one: RecurringRequest, wish: Wish, *, now: datetime) -> None:
    if wish.kind != Kind.CANCEL:
        raise RequestRefused(_("Another change of this gift is on its way. Please try again in a minute."))
    RecurringRequest.objects.filter(pk=open_one.pk).update(state=State.OVERTAKEN, ended_at=now)


def refusal_of(request: RecurringRequest) -> str:
    """Return what the person reads whose request Stripe refused."""
    if request.error == CHANGED:
        return _("This gift was changed elsewhere meanwhile. Please look at it and ask again.")
    if request.kind == Kind.RETRY:
        return _("The bank said no again. Another card may help.")
    return _("The payment service refuses this change (%(code)s). Nothing was changed.") % {
        "code": request.error
    }


def gift_of(recurring_id: UUID) -> RecurringGift:
    """Return a recurring gift that goes on.

    Raises: RequestRefused when it has ended or not begun.
    """
    return must_go_on(RecurringGift.objects.select_related("fund").get(pk=recurring_id))


def lock_gift(recurring_id: UUID) -> RecurringGift:
    """Return a recurring gift that nobody else changes until the transaction ends."""
    locked = RecurringGift.objects.select_for_update(of=("self",)).select_related("fund")
    return locked.get(pk=recurring_id)


def must_go_on(row: RecurringGift) -> RecurringGift:
    """Return the gift. Raises: RequestRefused when it has ended or not begun."""
    if row.state == RecurringGift.State.CANCELLED:
        raise RequestRefused(_("This gift has ended. Nothing of it can be changed any more."))
    if row.state == RecurringGift.State.PENDING:
        raise RequestRefused(_("The first payment of this gift is not through yet. Please try again later."))
    return row

"""Stripe: subscriptions as its Dashboard exports them (Billing → Subscriptions → Export, all columns).

The names of columns were read on 30 November 2026 in several public scripts that read such files, which
agree: "id", "Customer ID", "Customer Email", "Customer Name", "Plan", "Quantity", "Currency", "Interval",
"Amount", "Status", "Created (UTC)", "Start Date (UTC)", "Current Period Start (UTC)", "Current Period End
(UTC)", "Trial End (UTC)", "Canceled At (UTC)", "Ended At (UTC)". Amounts have major units. None of them tells
whether "Amount" is of one or of all of "Quantity", so more than one is refused; and "Interval" is read as a
unit with or without a number before it.

Subscriptions of the account that is connected here are ours: they are found by their number and left out.
"""

from donors.kinds import CellRefused, Format, LeftOut
from gifts.formats.line import Row, address_of_mail, moment, money, said
from gifts.formats.subscriptions.line import Repeating, rhythm_in

HEADER = frozenset(
    {
        *("id", "Customer ID", "Plan", "Quantity", "Currency", "Interval", "Amount", "Status"),
        *("Created (UTC)", "Current Period End (UTC)"),
    }
)
# docs.stripe.com/api/subscriptions/object#subscription_object-status, read on 30 November 2026
STATES = {
    "active": "active",
    "trialing": "active",
    "past_due": "past_due",
    "unpaid": "past_due",
    "paused": "paused",
    "canceled": "ended",
    "incomplete": "pending",
}
GOING_ON = frozenset({"active", "past_due"})


def read(row: Row) -> Repeating:
    """Return a subscription. Raises: LeftOut, CellRefused."""
    status = said(row, "Status").lower()
    if not said(row, "id"):
        raise LeftOut("file_totals")
    if status == "incomplete_expired":
        raise LeftOut("recurring_no_gift")
    if said(row, "Quantity") not in {"", "1"}:
        raise CellRefused("recurring_quantity", field="amount")
    state = STATES.get(status, "")
    began = "Start Date (UTC)" if said(row, "Start Date (UTC)") else "Created (UTC)"
    is_due = (
        state in GOING_ON and not said(row, "Canceled At (UTC)") and said(row, "Current Period End (UTC)")
    )
    return Repeating(
        external_id=said(row, "id"),
        amount=money(row, "Amount"),
        currency=said(row, "Currency").lower(),
        rhythm=rhythm_in(said(row, "Interval")),
        state=state,
        started_on=moment(row, began, field="started_on") if said(row, began) else None,
        next_on=moment(row, "Current Period End (UTC)", field="next_on") if is_due else None,
        donor_key=said(row, "Customer ID"),
        name=said(row, "Customer Name"),
        email=address_of_mail(row, "Customer Email", "Customer Description").lower(),
    )


FORMATS = (
    Format(
        "stripe_subscriptions",
        "Stripe · subscriptions",
        "recurring",
        "stripe",
        HEADER,
        lambda row: read(row).cells(),
    ),
)

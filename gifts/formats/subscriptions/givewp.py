"""GiveWP: recurring donations in the file that it moves them with between sites (Tools → Import →
Subscriptions, "sample-subscriptions.csv").

GiveWP's own tools export donations and donors, and no subscriptions; what writes them (a query of its host, a
snippet) writes this file, since GiveWP itself reads it. The header was read on 30 November 2026 in its source
(impress-org/givewp, sample-data/sample-subscriptions.csv, includes/admin/tools/import/
class-give-import-subscriptions.php): form_id, donor_id, first_name, last_name, email, period, frequency,
installments, amount, fee_amount_recovered, status, mode, transaction_id, gateway_id, gateway_subscription_id,
created_at, renews_at, currency. Every `frequency` of `period` (day, week, month, quarter, year) is charged
once. Moments are those of the site, without a zone: their day is taken as it stands.
"""

from donors.kinds import CellRefused, Format, LeftOut
from gifts.formats.line import Row, address_of_mail, day, money, said, whole_name
from gifts.formats.subscriptions.line import Repeating, rhythm_of

HEADER = frozenset(
    {
        *("form_id", "donor_id", "email", "period", "frequency", "amount", "status", "mode"),
        *("gateway_subscription_id", "renews_at"),
    }
)
# src/Subscriptions/ValueObjects/SubscriptionStatus.php
STATES = {
    "pending": "pending",
    "active": "active",
    "failing": "past_due",
    "suspended": "paused",
    "paused": "paused",
    "expired": "ended",
    "completed": "ended",
    "cancelled": "ended",
    "refunded": "ended",
}
# what people write beside the five (the same class reads them)
PERIODS = {"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year"}
GOING_ON = frozenset({"pending", "active", "past_due"})


def read(row: Row) -> Repeating:
    """Return a subscription. Raises: LeftOut, CellRefused."""
    status = said(row, "status").lower()
    if status in {"trashed", "abandoned"} or said(row, "mode").lower() == "test":
        raise LeftOut("recurring_no_gift")
    frequency, period = said(row, "frequency"), said(row, "period").lower()
    if not frequency.isascii() or not frequency.isdecimal() or len(frequency) > 3:
        raise CellRefused("rhythm_unknown", field="rhythm")
    state = STATES.get(status, "")
    is_due = state in GOING_ON and said(row, "renews_at")
    return Repeating(
        external_id=said(row, "gateway_subscription_id"),
        amount=money(row, "amount"),
        currency=said(row, "currency").lower(),
        rhythm=rhythm_of(int(frequency), PERIODS.get(period, period)),
        state=state,
        started_on=day(row, "created_at", "%Y-%m-%d", field="started_on")
        if said(row, "created_at")
        else None,
        next_on=day(row, "renews_at", "%Y-%m-%d", field="next_on") if is_due else None,
        donor_key=said(row, "donor_id"),
        name=whole_name(row, "first_name", "last_name"),
        email=address_of_mail(row, "email").lower(),
    )


FORMATS = (
    Format(
        "givewp_subscriptions",
        "GiveWP · subscriptions",
        "recurring",
        "givewp",
        HEADER,
        lambda row: read(row).cells(),
    ),
)

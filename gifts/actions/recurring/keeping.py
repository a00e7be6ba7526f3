"""What a request that was carried out leaves behind on our row: the promises that Stripe cannot hold."""

from datetime import date
from decimal import Decimal
from typing import Any

from gifts.models import RecurringGift, RecurringRequest

Kind = RecurringRequest.Kind


def kept_columns(request: RecurringRequest, row: RecurringGift) -> dict[str, Any]:
    """Return the columns of the row that a request sets."""
    wanted = request.wanted
    if request.kind == Kind.AMOUNT and row.amount == Decimal(wanted["charge"]):
        return {"fee_cover": Decimal(wanted["fee_cover"])}
    if request.kind in (Kind.DATE, Kind.FREQUENCY) or (request.kind == Kind.KEEP and "day" in wanted):
        return {"day": wanted["day"]}
    if request.kind == Kind.KEEP and "ended" in wanted:
        return {"older_invoice_id": ""}
    # the grid was moved along, and would forget the 31st
    day = {"day": request.sent["day"]} if "day" in request.sent else {}
    if request.kind == Kind.END:
        instalments, end_on = wanted["instalments"], wanted["end_on"]
        return day | {
            "end_on": date.fromisoformat(end_on) if end_on else None,
            "instalments": instalments,
            "instalments_from": request.asked_at if instalments else None,
        }
    return day

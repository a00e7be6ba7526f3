"""Texts of gifts: what was given."""

from core.texts.text import GIVING_SIDE, KEPT, LAW, Text

GIFTS: dict[str, Text] = {
    "gifts.Checkout.name": Text("as the donor typed it", 200, GIVING_SIDE, "name", "90 days unless paid"),
    "gifts.Checkout.email": Text("where the receipt goes", 254, GIVING_SIDE, "shape", "90 days unless paid"),
    "gifts.Checkout.session_url": Text("Stripe's page", None, "the donor", "machine", "a day"),
    "gifts.RecurringRequest.wanted": Text("what was asked, as values", None, GIVING_SIDE, "machine", LAW),
    "gifts.RecurringRequest.sent": Text("what Stripe is told", None, "nobody", "machine", LAW),
    "gifts.RecurringRequest.reason": Text("why staff changed it", 200, GIVING_SIDE, "shapes", LAW),
    "gifts.RecurringChange.before": Text("columns before a change", None, GIVING_SIDE, "machine", LAW),
    "gifts.RecurringChange.after": Text("columns after a change", None, GIVING_SIDE, "machine", LAW),
    "gifts.Gift.payer_name": Text("as the bank or a check gave it", 200, GIVING_SIDE, "name", LAW),
    "gifts.Gift.payer_email": Text("as the bank gave it", 254, GIVING_SIDE, "machine", LAW),
    "gifts.Benefit.basis": Text("how its value was estimated", 200, GIVING_SIDE, "shapes", LAW),
    "gifts.Property.description": Text("what was given", 300, GIVING_SIDE, "shapes", LAW),
    "gifts.Batch.override_reason": Text("why it was posted all the same", 200, GIVING_SIDE, "shapes", LAW),
    "gifts.Batch.undo_reason": Text("why it was taken back", 200, GIVING_SIDE, "shapes", LAW),
    "gifts.BatchRow.who": Text("who gave, as typed", 200, GIVING_SIDE, "name", "until the batch is posted"),
    "gifts.BatchRow.new_email": Text(
        "of somebody new", 254, GIVING_SIDE, "shape", "until the batch is posted"
    ),
    "gifts.WriteOff.reason": Text("why we wait no longer", 200, GIVING_SIDE, "shapes", LAW),
    "gifts.Difference.ours": Text(
        "what our books say", 200, "finance, administrator, read-only", "machine", LAW
    ),
    "gifts.Difference.stripes": Text(
        "what Stripe's say", 200, "finance, administrator, read-only", "machine", LAW
    ),
    "gifts.Difference.explanation": Text(
        "why the books differ", 200, "finance, administrator, read-only", "shapes", LAW
    ),
    "gifts.ClosedPeriod.reason": Text(
        "why a month was opened again", 200, "finance, administrator, read-only", "shapes", LAW
    ),
    "gifts.StripeEvent.error": Text(
        "kind of error", 200, "finance, administrator, read-only", "machine", LAW
    ),
    "gifts.StripeSetting.value": Text("an id or a rule at Stripe", 200, "administrator", "machine", KEPT),
}

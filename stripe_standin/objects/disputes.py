"""Disputes: a formal one takes the money at once, an inquiry takes nothing; and early fraud warnings."""

from stripe_standin.dates import DAY
from stripe_standin.errors import StripeError, invalid
from stripe_standin.listing import page
from stripe_standin.objects import charges, money
from stripe_standin.objects.common import Params, Routes, merged
from stripe_standin.store import Obj
from stripe_standin.world import World

OPEN = {"needs_response", "under_review", "warning_needs_response", "warning_under_review"}
ANSWER_DAYS = 7


def open_dispute(
    world: World, charge: Obj, *, status: str = "needs_response", reason: str = "fraudulent", amount: int = 0
) -> Obj:
    """A bank takes a payment up. `warning_...` is an inquiry: no money moves until it is escalated."""
    if charge["status"] != "succeeded":
        raise invalid(f"Charge {charge['id']} has not succeeded and cannot be disputed.")
    amount = amount or charge["amount"] - charge["amount_refunded"]
    if amount <= 0 or is_disputed(world, charge):
        raise invalid(f"Charge {charge['id']} has nothing left to dispute.")
    inquiry = status.startswith("warning_")
    charges.book(world, charge)
    card = charge["payment_method_details"].get("card")
    dispute = world.store.add("dispute", {
        "amount": amount, "charge": charge["id"],
        "created": world.now(), "currency": charge["currency"], "evidence": {},
        "evidence_details": {"due_by": world.now() + ANSWER_DAYS * DAY, "has_evidence": False,
        "past_due": False,
                             "submission_count": 0, "submission_method": "not_submitted",
                             "enhanced_eligibility": {}},
        "is_charge_refundable": inquiry, "payment_intent": charge["payment_intent"], "reason": reason,
        "status": status, **({"payment_method_details": card_details(card, inquiry)} if card else {}),
    })  # fmt: skip
    old = world.store.set(charge, disputed=True)
    world.emit("charge.dispute.created", dispute)
    if not inquiry:
        take_funds(world, dispute)
    world.emit("charge.updated", charge, old)
    return dispute


def is_disputed(world: World, charge: Obj) -> bool:
    """Whether a dispute is open or was lost: no second one follows."""
    others = [dispute["status"] for dispute in world.store.of("dispute", "charge", charge["id"])]
    return any(other not in ("won", "warning_closed") for other in others)


def card_details(card: Obj, inquiry: bool) -> Obj:
    kind = "inquiry" if inquiry else "chargeback"
    facts = {
        "brand": card["brand"],
        "network": card["network"],
        "case_type": kind,
        "network_reason_code": "83",
    }
    return {"type": "card", "card": facts}


def take_funds(world: World, dispute: Obj) -> None:
    txn = money.post(
        world, move="dispute", kind="adjustment", amount=-dispute["amount"], source=dispute,
        fee=money.DISPUTE_FEE, payment=dispute["payment_intent"],
        description=f"Chargeback withdrawal for {dispute['charge']}",
    )  # fmt: skip
    old = world.store.set(dispute, balance_transactions=[*dispute["balance_transactions"], txn])
    world.emit("charge.dispute.funds_withdrawn", dispute, old)


def escalate(world: World, dispute: Obj) -> Obj:
    """An inquiry becomes a formal dispute."""
    if not dispute["status"].startswith("warning_") or dispute["status"] == "warning_closed":
        raise invalid(f"Dispute {dispute['id']} is no open inquiry.")
    if "payment_method_details" in dispute:
        dispute["payment_method_details"]["card"]["case_type"] = "chargeback"
    old = world.store.set(dispute, status="needs_response", is_charge_refundable=False)
    world.emit("charge.dispute.updated", dispute, old)
    take_funds(world, dispute)
    return dispute


def close(world: World, dispute: Obj, result: str) -> Obj:
    """`won` gives the money back (the fee stays), `lost` changes nothing; an inquiry just ends."""
    if dispute["status"] not in OPEN:
        raise StripeError(
            f"This dispute is already closed ({dispute['status']}).", code="dispute_already_closed"
        )
    if dispute["status"].startswith("warning_"):
        result = "warning_closed"
    old = world.store.set(dispute, status=result, is_charge_refundable=result != "lost")
    if result == "won":
        txn = money.post(
            world, move="dispute_won", kind="adjustment", amount=dispute["amount"], source=dispute,
            payment=dispute["payment_intent"], category="dispute_reversal",
            description=f"Chargeback reversal for {dispute['charge']}",
        )  # fmt: skip
        world.store.set(dispute, balance_transactions=[*dispute["balance_transactions"], txn])
        world.emit("charge.dispute.funds_reinstated", dispute)
    world.emit("charge.dispute.closed", dispute, old)
    return dispute


def return_debit(world: World, charge: Obj) -> Obj:
    """A bank debit comes back after it had succeeded: Stripe makes a dispute that is lost from the start."""
    dispute = open_dispute(world, charge, reason="debit_not_authorized")
    mandate = charge["payment_method_details"]["us_bank_account"].get("mandate")
    if mandate:
        found = world.store.get("mandate", mandate)
        old = world.store.set(found, status="inactive")
        world.emit("mandate.updated", found, old)
    return close(world, dispute, "lost")


def dispute_due(world: World, identifier: str) -> None:
    """What a test card does later on its own, unless all went back or was disputed before."""
    charge = world.store.get("charge", identifier)
    if not charge["refunded"] and not is_disputed(world, charge):
        open_dispute(world, charge)


def warn_of_fraud(world: World, identifier: str) -> Obj:
    charge = world.store.get("charge", identifier)
    warning = world.store.add("radar.early_fraud_warning", {
        "actionable": not charge["refunded"] and not charge["disputed"], "charge": charge["id"],
        "created": world.now(), "fraud_type": "unauthorized_use_of_card",
        "payment_intent": charge["payment_intent"],
    })  # fmt: skip
    world.emit("radar.early_fraud_warning.created", warning)
    return warning


def fraud_warning_due(world: World, identifier: str) -> None:
    warn_of_fraud(world, identifier)


def update(world: World, identifier: str, params: Params) -> Obj:
    dispute = world.store.get("dispute", identifier, "dispute")
    changes: Params = {}
    if "metadata" in params:
        changes["metadata"] = merged(dispute["metadata"], params["metadata"])
    if params.get("evidence"):
        changes["evidence"] = {**dispute["evidence"], **params["evidence"]}
        changes["evidence_details"] = {**dispute["evidence_details"], "has_evidence": True}
    if params.get("submit") and dispute["status"].endswith("needs_response"):
        changes["status"] = dispute["status"].replace("needs_response", "under_review")
        facts: Params = changes.get("evidence_details") or dispute["evidence_details"]
        changes["evidence_details"] = {**facts, "submission_count": 1, "submission_method": "manual"}
    old = world.store.set(dispute, **changes)
    if old:
        world.emit("charge.dispute.updated", dispute, old)
    return dispute


def accept(world: World, identifier: str, _: Params) -> Obj:
    return close(world, world.store.get("dispute", identifier, "dispute"), "lost")


WARNINGS = "/v1/radar/early_fraud_warnings"
ROUTES: Routes = {
    ("GET", "/v1/disputes"): lambda world, _, params: page(world, "dispute", params, "/v1/disputes"),
    ("GET", "/v1/disputes/{dispute}"): lambda world, identifier, _: world.store.get(
        "dispute", identifier, "dispute"
    ),
    ("POST", "/v1/disputes/{dispute}"): update,
    ("POST", "/v1/disputes/{dispute}/close"): accept,
    ("GET", WARNINGS): lambda world, _, params: page(world, "radar.early_fraud_warning", params, WARNINGS),
    ("GET", WARNINGS + "/{early_fraud_warning}"): lambda world, identifier, _: world.store.get(
        "radar.early_fraud_warning", identifier
    ),
}

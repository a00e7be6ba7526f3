"""Stripe: payments as its Dashboard exports them, and its balance reports.

Payments (Dashboard → Payments → Export, "unified_payments.csv"): the header was read on 29 November 2026 in
scripts that read such files (columns "id, Created date (UTC), Amount, Amount Refunded, Currency, Captured,
Converted Amount, …, Fee, …, Status, …, Customer Email, …, PaymentIntent ID"); files before 2023 say
"Created (UTC)", and "Tax" where new ones say "Taxes On Fee". Amounts have major units; the fee is in the
currency of the account. Status: Paid, Refunded, Failed, canceled, requires_…

Balance: "Itemized balance change from activity" and "payout reconciliation" (docs.stripe.com/reports, report
type balance_change_from_activity.itemized.3; header read the same day: "balance_transaction_id, created_utc,
available_on_utc, currency, gross, fee, net, reporting_category, …"), and the older "balance_history.csv"
("id, Type, Source, Amount, Fee, Net, Currency, Created (UTC), Available On (UTC)").

The file tells the payment and the charge by Stripe's own ids: a gift that came by Stripe is found by them.
"""

from collections.abc import Callable

from donors.kinds import Format, LeftOut
from gifts.formats.line import Line, Row, address_of_mail, moment, money, said

PAID = frozenset({"paid", "succeeded"})
CHARGES = frozenset({"charge", "payment"})
BACK = frozenset({"refund", "payment_refund", "dispute", "dispute_reversal", "partial_capture_reversal"})


def read_payment(row: Row) -> Line:
    """Return a payment, less what was refunded of it. Raises: LeftOut, CellRefused."""
    status = said(row, "Status").lower()
    if status == "refunded":
        raise LeftOut("file_given_back")
    if status not in PAID or said(row, "Captured").lower() in {"false", "no"}:
        raise LeftOut("file_no_payment")
    stands = money(row, "Amount") - money(row, "Amount Refunded")
    if stands <= 0:
        raise LeftOut("file_given_back")
    charge = said(row, "id")
    return Line(
        external_id=said(row, "PaymentIntent ID") or charge,
        charge=charge,
        amount=stands,
        fee=money(row, "Fee") + money(row, "Taxes On Fee") + money(row, "Tax"),
        currency=said(row, "Currency").lower(),
        given_on=moment(row, "Created date (UTC)" if "Created date (UTC)" in row else "Created (UTC)"),
        name=said(row, "Customer Name", "Customer Description", "Card Name"),
        email=address_of_mail(row, "Customer Email", "Customer Description"),
        donor_key=said(row, "Customer ID"),
    )


def read_activity(row: Row) -> Line:
    """Return a charge of a balance report; the rest is left out. Raises: LeftOut, CellRefused."""
    _only_charges(said(row, "reporting_category").lower())
    charge = said(row, "charge_id", "source_id")
    return Line(
        external_id=said(row, "payment_intent_id") or charge or said(row, "balance_transaction_id"),
        charge=charge,
        amount=money(row, "gross"),
        fee=money(row, "fee"),
        currency=said(row, "currency").lower(),
        given_on=moment(row, "created_utc"),
        name=said(row, "customer_name"),
        email=address_of_mail(row, "customer_email"),
        donor_key=said(row, "customer_id"),
    )


def read_history(row: Row) -> Line:
    """Return a charge of the balance history; it names no donor. Raises: LeftOut, CellRefused."""
    _only_charges(said(row, "Type").lower())
    charge = said(row, "Source")
    return Line(
        external_id=charge or said(row, "id"),
        charge=charge,
        amount=money(row, "Amount"),
        fee=money(row, "Fee"),
        currency=said(row, "Currency").lower(),
        given_on=moment(row, "Created (UTC)"),
        email=address_of_mail(row, "Customer Email"),
    )


def _only_charges(kind: str) -> None:
    if not kind or kind.startswith("total"):
        raise LeftOut("file_totals")
    if kind in BACK or "refund" in kind or "dispute" in kind:
        raise LeftOut("file_taken_back")
    if kind not in CHARGES:
        raise LeftOut("file_moves")


def _known(name: str, label: str, header: set[str], read: Callable[[Row], Line]) -> Format:
    return Format(
        name=name,
        label=label,
        kind="gifts",
        source="stripe",
        header=frozenset(header),
        read=lambda row: read(row).cells(),
    )


PAYMENT = {"id", "Amount", "Amount Refunded", "Currency", "Fee", "Status", "Customer Email"}
FORMATS = (
    _known("stripe_payments", "Stripe · payments", {*PAYMENT, "Created date (UTC)"}, read_payment),
    _known("stripe_payments_old", "Stripe · payments", {*PAYMENT, "Created (UTC)"}, read_payment),
    _known(
        "stripe_balance",
        "Stripe · balance",
        {"balance_transaction_id", "created_utc", "currency", "gross", "fee", "net", "reporting_category"},
        read_activity,
    ),
    _known(
        "stripe_history",
        "Stripe · balance",
        {"id", "Type", "Source", "Amount", "Fee", "Net", "Currency", "Created (UTC)", "Available On (UTC)"},
        read_history,
    ),
)

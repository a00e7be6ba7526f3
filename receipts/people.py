"""What this app holds of a person who gives, or gave time at their own cost.

Receipts and letters are frozen: tax law wants them as they were issued.
"""

from datetime import datetime

from accounts import holders
from accounts.holders import Holder, Table
from accounts.models import User
from receipts.models import Receipt, Statement

RECEIPT = ("number", "kind", "issued_at", "tax_year", "amount", "status", "void_reason", "payer", "services")
STATEMENT = ("year", "version", "issued_at", "amount", "status")


def tell(user: User) -> list[Table]:
    """Their receipts and letters about expenses with what each says of them, and their annual statements."""
    receipts = Receipt.objects.of(user).select_related("series").defer("pdf")
    rows = [
        (
            str(row),
            row.kind,
            row.issued_at,
            row.tax_year,
            row.amount,
            row.status,
            row.void_reason,
            ", ".join(row.snapshot.get("payer", [])),
            row.snapshot.get("expenses", {}).get("services", ""),
        )
        for row in receipts.order_by("issued_at", "pk")
    ]
    statements = Statement.objects.of(user).order_by("year", "version")
    return [
        Table("receipts", RECEIPT, rows),
        Table("statements", STATEMENT, list(statements.values_list(*STATEMENT))),
    ]


def forget(_user: User, _now: datetime) -> None:
    """Nothing: the law wants receipts kept as they are; the row of whose they were names nobody any more."""


holders.register("receipts", Holder(tell=tell, forget=forget))

"""What this app holds of a person who gives, or gave time at their own cost.

Receipts and letters are frozen: tax law wants them as they were issued.
"""

from datetime import datetime

from accounts import holders
from accounts.holders import Holder, Table
from accounts.models import User
from donors import registry
from receipts.actions.merging import give_back_receipts
from receipts.models import Receipt, ReceiptCopy, Statement, StatementCopy

RECEIPT = ("number", "kind", "issued_at", "tax_year", "amount", "status", "void_reason", "payer", "services")
STATEMENT = ("number", "year", "version", "issued_at", "amount", "status")
COPY = ("paper", "made_at", "channel")


def tell(user: User) -> list[Table]:
    """Their receipts and letters about expenses, their annual statements, and each time a paper left."""
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
        Table("copies", COPY, _copies(user)),
    ]


def _copies(user: User) -> list[tuple[str, datetime, str]]:
    """Which papers were mailed, downloaded or taken for posting, and when."""
    own = Receipt.objects.of(user).values("pk")
    receipts = ReceiptCopy.objects.filter(receipt__in=own).select_related("receipt__series")
    statements = StatementCopy.objects.filter(statement__in=Statement.objects.of(user).values("pk"))
    found = [(str(row.receipt), row.made_at, row.channel) for row in receipts.defer("receipt__pdf")]
    found += list(statements.values_list("statement__number", "made_at", "channel"))
    return sorted(found, key=lambda row: row[1])


def forget(_user: User, _now: datetime) -> None:
    """Nothing: the law wants receipts kept as they are; the row of whose they were names nobody any more."""


holders.register("receipts", Holder(tell=tell, forget=forget))
registry.returns("receipts", give_back_receipts)

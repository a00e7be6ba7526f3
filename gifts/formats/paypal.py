"""PayPal: the activity download of a business account (Reports → Activity download, "Download.CSV").

The header was read on 29 November 2026 in programs that read such files; columns are chosen by the account,
these are always there: "Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net","From
Email Address","To Email Address","Transaction ID". An account in the United States writes the day as
MM/DD/YYYY, in the zone that the column names; the fee is negative. "Balance Impact" is Credit, Debit or Memo.
"""

from donors.kinds import Format, LeftOut
from gifts.formats.line import Line, Row, address_of_mail, day, money, said

MOVES = (
    "withdrawal",
    "deposit",
    "conversion",
    "hold",
    "transfer",
    "authorization",
    "fee",
    "reserve",
    "order",
)
HEADER = frozenset(
    {
        *("Date", "Time", "TimeZone", "Name", "Type", "Status", "Currency", "Gross", "Fee", "Net"),
        *("From Email Address", "Transaction ID"),
    }
)


def read(row: Row) -> Line:
    """Return a payment to us. Raises: LeftOut, CellRefused."""
    kind, impact = said(row, "Type").lower(), said(row, "Balance Impact").lower()
    if not said(row, "Date") and not kind:
        raise LeftOut("file_totals")
    if said(row, "Status").lower() != "completed" or impact == "memo":
        raise LeftOut("file_no_payment")
    if "refund" in kind or "reversal" in kind or "chargeback" in kind:
        raise LeftOut("file_taken_back")
    gross = money(row, "Gross")
    if gross <= 0 or any(word in kind for word in MOVES):
        raise LeftOut("file_moves")
    return Line(
        external_id=said(row, "Transaction ID"),
        amount=gross,
        fee=-money(row, "Fee"),
        currency=said(row, "Currency").lower(),
        given_on=day(row, "Date", "%m/%d/%Y"),
        name=said(row, "Name"),
        email=address_of_mail(row, "From Email Address").lower(),
        campaign=said(row, "Item Title"),
    )


FORMATS = (Format("paypal", "PayPal", "gifts", "paypal", HEADER, lambda row: read(row).cells()),)

"""CiviCRM: contributions found by a search and exported with their primary fields.

The titles of the fields were read on 29 November 2026 in its source (civicrm/civicrm-core,
schema/Contribute/Contribution.entityType.php): "Contribution ID", "Contact ID", "Contribution Date" (before
5.50 "Date Received"), "Total Amount", "Fee Amount", "Net Amount", "Transaction ID", "Check Number",
"Currency", "Contribution Source", "Financial Type", "Contribution Status", "Payment Method"; of the contact
"Display Name", "First Name", "Last Name", "Organization Name", "Email". Days are ISO.
"""

from typing import Literal

from donors.kinds import Format, LeftOut
from gifts.formats.line import Line, Row, address_of_mail, day, money, said, whole_name

HEADER = frozenset({"Contribution ID", "Total Amount", "Contribution Status"})
DAYS = ("Contribution Date", "Date Received", "Received Date", "Receive Date")
# types of its own that bind a gift to nothing
UNBOUND = frozenset({"donation", "campaign contribution"})
Way = Literal["elsewhere", "check", "cash", "wire", "payroll"]


def read(row: Row) -> Line:
    """Return a contribution that was completed. Raises: LeftOut, CellRefused."""
    status = said(row, "Contribution Status").lower()
    if not said(row, "Contribution ID"):
        raise LeftOut("file_totals")
    if status in {"refunded", "chargeback"}:
        raise LeftOut("file_given_back")
    if status != "completed" or said(row, "Test Mode", "Test").lower() in {"1", "yes", "true"}:
        raise LeftOut("file_no_payment")
    way = _way(said(row, "Payment Method").lower())
    person = whole_name(row, "First Name", "Last Name")
    is_company = said(row, "Contact Type").lower() == "organization"
    company = said(row, "Organization Name", "Display Name") if is_company else ""
    return Line(
        external_id=said(row, "Contribution ID"),
        amount=money(row, "Total Amount"),
        fee=money(row, "Fee Amount"),
        currency=said(row, "Currency").lower(),
        given_on=day(row, next((name for name in DAYS if name in row), DAYS[0]), "%Y-%m-%d"),
        basis="charged" if way == "elsewhere" else "received",
        way=way,
        check_number=said(row, "Check Number") if way == "check" else "",
        name="" if company else person or said(row, "Display Name"),
        organisation=company,
        payer="company" if company else "donor",
        email=address_of_mail(row, "Email", "Primary Email").lower(),
        donor_key=said(row, "Contact ID"),
        fund="" if said(row, "Financial Type").lower() in UNBOUND else said(row, "Financial Type"),
        campaign=said(row, "Campaign"),
        appeal=said(row, "Contribution Source"),
    )


def _way(method: str) -> Way:
    if "check" in method or "cheque" in method:
        return "check"
    if "cash" in method:
        return "cash"
    return "wire" if "eft" in method or "wire" in method else "elsewhere"


FORMATS = (Format("civicrm", "CiviCRM", "gifts", "civicrm", HEADER, lambda row: read(row).cells()),)

"""Benevity: the report of a disbursement (causes.benevity.org → Donation Reports → CSV).

Read on 29 November 2026 in programs that read such reports. Before the names of columns stand lines like
`Charity ID`, `Period Ending`, `Currency`, `Disbursement ID` between two fences of `#---`; below the rows
stand `Totals`, `Total Donations (Gross)`, `Check Fee` and `Net Total Payment`. Columns: "Company", "Project",
"Donation Date", "Donor First Name", "Donor Last Name", "Email", "Address", …, "Activity", "Comment",
"Transaction ID", "Donation Frequency", "Currency", "Project Remote ID", "Source", "Reason", "Total Donation
to be Acknowledged", "Match Amount", "Cause Support Fee", "Merchant Fee", "Fee Comment"; reports before 2018
lack the two fees. What a donor withheld says `Not shared by donor`.

A row may hold both the employee's gift and the company's; where the employee gave nothing (a match of time,
or of a gift that came straight to us), the company is the donor and the employee is thanked.
"""

from decimal import Decimal

from donors.kinds import Format, LeftOut
from gifts.formats.line import Line, Row, address_of_mail, moment, money, said, whole_name

HEADER = frozenset(
    {
        *("Company", "Project", "Donation Date", "Donor First Name", "Donor Last Name", "Transaction ID"),
        *("Total Donation to be Acknowledged", "Match Amount"),
    }
)
TRAILER = ("totals", "total donations", "check fee", "eft fee", "wire fee", "net total payment", "total")


def read(row: Row) -> Line:
    """Return an employee's gift with the company's match, or that alone. Raises: LeftOut, CellRefused."""
    company = said(row, "Company")
    if company.lower().startswith(TRAILER) and not said(row, "Transaction ID"):
        raise LeftOut("file_totals")
    given, match = money(row, "Total Donation to be Acknowledged"), money(row, "Match Amount")
    employee = whole_name(row, "Donor First Name", "Donor Last Name")
    email = address_of_mail(row, "Email").lower()
    is_match = given == 0
    return Line(
        external_id=said(row, "Transaction ID"),
        amount=match if is_match else given,
        fee=money(row, "Cause Support Fee") + money(row, "Merchant Fee"),
        currency=said(row, "Currency").lower() or "usd",
        given_on=moment(row, "Donation Date"),
        basis="withheld" if said(row, "Source").lower() == "payroll" and not is_match else "charged",
        way="payroll" if said(row, "Source").lower() == "payroll" and not is_match else "elsewhere",
        name="" if is_match else employee,
        email="" if is_match else email,
        organisation=company if is_match else "",
        payer="match" if is_match else "donor",
        fund=said(row, "Project Remote ID"),
        credit=employee if is_match else "",
        credit_email=email if is_match else "",
        match=Decimal(0) if is_match else match,
        matched_by=company if match and not is_match else "",
    )


FORMATS = (Format("benevity", "Benevity", "gifts", "benevity", HEADER, lambda row: read(row).cells()),)

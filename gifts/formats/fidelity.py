"""Fidelity Charitable: the report of grants that its portal for charities offers as CSV.

The header was read on 29 November 2026 in the tests of a program that imports such reports
(wikimedia/wikimedia-fundraising-crm, ext/wmf-civicrm/tests/data/fidelity.csv): "Recommended By", "Grant Id",
"ACH Group Id", "Effective Date", "Grant Amount", "Special Purpose", "Giving Account Name", "Addressee Name",
"Acknowledgement Address Line 1" …, "Payable To", "Primary Name", "Secondary Name", "Full Address". The day is
M/D/YY. All amounts are dollars.

Who gives is the sponsor of the fund, who certifies to its own donors; whoever advised is thanked, and gets no
receipt from us. An account that wants no name says `Anonymous`.
"""

from donors.kinds import Format, LeftOut
from gifts.formats.line import Line, Row, day, money, said

SPONSOR = "Fidelity Charitable"
UNBOUND = frozenset({"where needed most", "unrestricted", "general", "general operating", "general support"})
HEADER = frozenset({"Grant Id", "Effective Date", "Grant Amount", "Giving Account Name", "Addressee Name"})


def read(row: Row) -> Line:
    """Return a grant. Raises: LeftOut, CellRefused."""
    if not said(row, "Grant Id"):
        raise LeftOut("file_totals")
    purpose = said(row, "Special Purpose")
    return Line(
        external_id=said(row, "Grant Id"),
        amount=money(row, "Grant Amount"),
        currency="usd",
        given_on=day(row, "Effective Date", "%m/%d/%y", "%m/%d/%Y"),
        basis="received",
        way="wire" if said(row, "ACH Group Id") else "check",
        organisation=SPONSOR,
        payer="daf",
        credit=said(row, "Addressee Name", "Giving Account Name"),
        fund="" if purpose.lower() in UNBOUND else purpose,
    )


FORMATS = (
    Format("fidelity", "Fidelity Charitable", "gifts", "fidelity", HEADER, lambda row: read(row).cells()),
)

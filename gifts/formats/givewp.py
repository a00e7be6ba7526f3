"""GiveWP, a plugin of WordPress: Donations → Tools → Export → Export donation history.

The names of columns were read on 29 November 2026 in its source (impress-org/givewp,
includes/admin/tools/export/give-export-donations-exporter.php): "Donation ID", "Donation Number", "First
Name", "Last Name", "Email Address", "Company Name", "Address 1" …, "Donation Total", "Currency Code",
"Currency Symbol", "Donation Status", "Payment Gateway", "Form ID", "Form Title", "Level ID", "Level Title",
"Donation Date", "Donation Time", "User ID", "Donor ID", "Donor IP Address"; fee recovery adds its own. The
day is written as the site's settings say: WordPress's own `November 25, 2026`, or 2026-11-25. Days with
slashes are refused, since the file does not tell their order.
"""

from donors.kinds import Format, LeftOut
from gifts.formats.line import Line, Row, address_of_mail, day, money, said, whole_name

HEADER = frozenset({"Donation ID", "Donation Total", "Donation Status", "Donation Date"})
PAID = frozenset({"complete", "completed", "publish", "renewal"})


def read(row: Row) -> Line:
    """Return a donation that came. Raises: LeftOut, CellRefused."""
    status = said(row, "Donation Status").lower()
    if not said(row, "Donation ID"):
        raise LeftOut("file_totals")
    if status == "refunded":
        raise LeftOut("file_given_back")
    if status not in PAID:
        raise LeftOut("file_no_payment")
    gateway = said(row, "Payment Gateway").lower()
    is_by_hand = any(word in gateway for word in ("offline", "manual"))
    return Line(
        external_id=said(row, "Donation ID"),
        amount=money(row, "Donation Total"),
        currency=said(row, "Currency Code").lower(),
        given_on=day(row, "Donation Date", "%Y-%m-%d", "%B %d, %Y"),
        basis="received" if is_by_hand else "charged",
        way="check" if is_by_hand else "elsewhere",
        name=whole_name(row, "First Name", "Last Name"),
        organisation="" if whole_name(row, "First Name", "Last Name") else said(row, "Company Name"),
        email=address_of_mail(row, "Email Address", "Email").lower(),
        donor_key=said(row, "Donor ID"),
        campaign=said(row, "Form Title"),
    )


FORMATS = (Format("givewp", "GiveWP", "gifts", "givewp", HEADER, lambda row: read(row).cells()),)

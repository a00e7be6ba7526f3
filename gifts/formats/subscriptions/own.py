"""Our own export of recurring gifts, as it comes back: ours are left out, the others differ by nothing."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from donors.kinds import Format, LeftOut
from gifts.formats.line import Row, said

HERE = "safe-harbor"
# by our fields, the columns of `gifts.reports.exported`; whose it is, is said by our number alone
COLUMNS = {
    "external_id": "number",
    "amount": "amount",
    "currency": "currency",
    "rhythm": "rhythm",
    "state": "state",
    "started_on": "started_on",
    "next_on": "next_on",
    "donor": "donor_number",
    "program": "collected_by",
}


def read(row: Row) -> Mapping[str, str]:
    """Return the fields of a row that somebody else collects. Raises: LeftOut."""
    if said(row, "collected_by") in {"", HERE}:
        raise LeftOut("recurring_ours")
    return {field: told for field, column in COLUMNS.items() if (told := said(row, column))}


FORMATS = (
    Format(
        name="safe-harbor-recurring",
        label=_("Recurring gifts of this book"),
        kind="recurring",
        source=HERE,
        header=frozenset({"collected_by", "number", "donor_number", "rhythm", "started_on", "next_on"}),
        read=read,
    ),
)

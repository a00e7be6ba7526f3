"""One gift as another program's file tells it, and how its cells are read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from donors.kinds import CellRefused, LeftOut

Row = Mapping[str, str]
MONEY = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d{1,2})?")
WITHHELD = frozenset({"", "not shared by donor", "not shared", "anonymous", "n/a"})
ZERO = Decimal(0)

SENTENCES: dict[str, Promise] = {
    "file_totals": _("A line of totals."),
    "file_no_payment": _("No payment came: it is pending, failed or cancelled."),
    "file_taken_back": _(
        "This takes a payment back. If the payment itself is among your gifts, reverse it on its own page."
    ),
    "file_given_back": _("The payment was given back in full: nothing of it stands."),
    "file_moves": _("Money that moves between accounts, is held or converted: no gift."),
    "file_day": _("This is not a date as this program writes it: %(shape)s."),
    "file_nothing": _("The amount is zero."),
}


@dataclass(frozen=True)
class Line:
    """A gift. Amounts have two places; `fee` is what the program kept; `given_on` a day, or a moment in UTC.

    `organisation`: gives instead of a person: a company, a sponsor, whoever the row names besides. `credit`:
    who is thanked and did not pay. `match`: what the company `matched_by` added in the same row.
    """

    external_id: str
    amount: Decimal
    currency: str
    given_on: date | datetime
    basis: Literal["charged", "postmark", "received", "withheld"] = "charged"
    fee: Decimal = ZERO
    charge: str = ""
    name: str = ""
    organisation: str = ""
    email: str = ""
    donor_key: str = ""
    way: Literal["elsewhere", "check", "cash", "wire", "payroll"] = "elsewhere"
    check_number: str = ""
    payer: Literal["donor", "company", "match", "daf", "foundation"] = "donor"
    campaign: str = ""
    appeal: str = ""
    fund: str = ""
    credit: str = ""
    credit_email: str = ""
    match: Decimal = ZERO
    matched_by: str = ""

    @property
    def net(self) -> Decimal:
        """What reached the account, of all that the row tells."""
        return self.amount + self.match - self.fee

    def cells(self) -> dict[str, str]:
        """Return it as a person would have typed it, without what it does not say."""
        if self.amount <= 0:
            raise LeftOut("file_nothing")
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: _typed(value) for name, value in said.items() if value not in ("", ZERO)}


def _typed(value: str | Decimal | date | datetime) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def money(row: Row, name: str) -> Decimal:
    """Return an amount: `1,250.00`, `$5`, `-5.00`, `(5.00)` are known, `1.250,00` is not. Empty is zero."""
    text = row.get(name, "").strip()
    if not text:
        return ZERO
    bare = text.removeprefix("(").removesuffix(")") if text[0] == "(" and text[-1] == ")" else text
    digits = (
        bare.replace("$", "", 1).replace("USD", "", 1).strip().removeprefix("-").replace("$", "", 1).strip()
    )
    if not digits or not MONEY.fullmatch(digits) or not digits.isascii() or len(digits) > 16:
        raise CellRefused("amount_shape", field="amount")
    amount = Decimal(digits.replace(",", "")).quantize(Decimal("0.01"))
    return -amount if bare != text or "-" in text else amount


def day(row: Row, name: str, *shapes: str, field: str = "given_on") -> date:
    """Return a day in one of the program's own shapes, as `strptime` names them. A time after it goes."""
    text = " ".join(row.get(name, "").split())
    for shape in shapes:
        for told in (text, text.partition(" ")[0]):
            try:
                return datetime.strptime(told, shape).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
    raise CellRefused("file_day", field=field, shape=_readable(shapes[0]))


def moment(row: Row, name: str, *, field: str = "given_on") -> datetime:
    """Return a moment that the program writes in UTC: `2026-01-25 19:48` or `2026-01-25T19:48:48Z`."""
    text = row.get(name, "").strip().removesuffix("Z").replace("T", " ")
    for shape in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.partition(".")[0], shape).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise CellRefused("file_day", field=field, shape="2026-11-25 19:48")


def _readable(shape: str) -> str:
    return (
        shape.replace("%m", "MM")
        .replace("%d", "DD")
        .replace("%Y", "YYYY")
        .replace("%y", "YY")
        .replace("%B", "Month")
    )


def said(row: Row, *names: str) -> str:
    """Return the first of some cells that says something, and not that it is withheld."""
    for name in names:
        text = " ".join(row.get(name, "").split())
        if text.lower() not in WITHHELD:
            return text
    return ""


def whole_name(row: Row, first: str, last: str) -> str:
    """Return a name from its two parts, as far as they are told."""
    return " ".join(part for part in (said(row, first), said(row, last)) if part)


def address_of_mail(row: Row, *names: str) -> str:
    """Return the first cell that is an address of mail."""
    return next((text for name in names if "@" in (text := said(row, name))), "")

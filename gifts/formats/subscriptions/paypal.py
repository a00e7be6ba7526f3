"""PayPal: the Subscription Agreement Report (SUB), a CSV file in UTF-16 of what changed on a day.

It is specified at developer.paypal.com/docs/reports/sftp-reports/subscription-agreement; the layout was read
on 30 November 2026 in two programs that read it (wikimedia/fundraising: audit/paypal/SarFile.py with
ppreport.py, SmashPig's SARFileParser.php): lines begin with RH, FH, SH (heads), CH (the names of columns), SB
(a subscription), SF, SC, RF, RC, FF (ends and counts). Columns: "Subscription ID", "Subscription Action Type"
(S0000 created, S0100 changed, S0200 cancelled, S0300 over), "Subscription Currency", "Subscription Creation
Date" (2026/03/22 09:34:59 -0700), "Subscription Period 1 … 3" (as 1 M: a number and D, W, M or Y) with
"Period 1 … 3 Amount" in hundredths, "Recurring", "Subscription Payer PayPal Account ID", "Subscription Payer
email address", "Subscription Payer Name", "Subscription Payer Business Name". Periods 1 and 2 are trials; the
third goes on. The report tells no next charge.
"""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

from core.money import ZERO_DECIMAL
from donors.kinds import CellRefused, Format, LeftOut
from gifts.formats.line import Row, address_of_mail, day, said
from gifts.formats.subscriptions.line import Repeating, rhythm_of

HEADER = frozenset(
    {
        *("CH", "Subscription ID", "Subscription Action Type", "Subscription Currency"),
        *("Subscription Creation Date", "Subscription Period 3", "Period 3 Amount"),
    }
)
STATES = {"S0000": "active", "S0100": "active", "S0200": "ended", "S0300": "ended"}
PERIOD = re.compile(r"(\d{1,3}) ?([DWMY])")
UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}


def read(row: Row) -> Repeating:
    """Return a subscription. Raises: LeftOut, CellRefused."""
    if said(row, "CH") != "SB":
        raise LeftOut("file_totals")
    company = said(row, "Subscription Payer Business Name")
    currency = said(row, "Subscription Currency").lower()
    return Repeating(
        external_id=said(row, "Subscription ID"),
        amount=_amount(said(row, "Period 3 Amount"), currency),
        currency=currency,
        rhythm=_rhythm(said(row, "Subscription Period 3")),
        state=STATES.get(said(row, "Subscription Action Type"), ""),
        started_on=_began(row),
        donor_key=said(row, "Subscription Payer PayPal Account ID"),
        name="" if company else said(row, "Subscription Payer Name"),
        organisation=company,
        email=address_of_mail(row, "Subscription Payer email address").lower(),
    )


def _amount(text: str, currency: str) -> Decimal:
    if not text.isascii() or not text.isdecimal() or len(text) > 12:
        raise CellRefused("amount_shape", field="amount")
    if currency in ZERO_DECIMAL:
        raise CellRefused("hundredths", field="currency")
    return Decimal(text).scaleb(-2)


def _rhythm(text: str) -> str:
    told = PERIOD.fullmatch(text.upper())
    return rhythm_of(int(told[1]) if told else 0, UNITS[told[2]] if told else "")


def _began(row: Row) -> date | datetime | None:
    text = said(row, "Subscription Creation Date")
    try:
        return datetime.strptime(text, "%Y/%m/%d %H:%M:%S %z").astimezone(UTC)
    except (ValueError, OverflowError):
        return day(row, "Subscription Creation Date", "%Y/%m/%d", field="started_on") if text else None


FORMATS = (
    Format(
        "paypal_subscriptions",
        "PayPal · subscriptions",
        "recurring",
        "paypal",
        HEADER,
        lambda row: read(row).cells(),
    ),
)

"""Numbers by which a tax office knows an organisation: whether it could have given one, how it writes it."""

from django.utils.translation import gettext as _
from stdnum import luhn
from stdnum.exceptions import ValidationError as BadNumber
from stdnum.us import ein
from stdnum.util import clean

from accounts.models import Regime

PROGRAM = "RR"  # of accounts of registered charities


class BadTaxNumber(ValueError):
    """A sentence for the person who typed it."""


def tax_number_of(text: str, country: str) -> str:
    """Return a tax number as its office writes it, or nothing for nothing. Raises: BadTaxNumber."""
    if not text:
        return ""
    return _charity_number(text) if country == Regime.CANADA else _ein(text)


def _ein(text: str) -> str:
    try:
        return str(ein.format(ein.validate(text)))
    except BadNumber as wrong:
        raise BadTaxNumber(_("That is no EIN. It has nine digits, like 12-3456789.")) from wrong


def _charity_number(text: str) -> str:
    """Return nine digits of which the last checks the others, the program's letters, four digits.

    Source: CRA, Business number and program accounts (read 2026-11).
    """
    number = clean(text, " -").upper()
    digits, program, account = number[:9], number[9:11], number[11:]
    is_formed = len(number) == 15 and program == PROGRAM and (digits + account).isascii()
    try:
        luhn.validate(digits)
    except BadNumber:
        is_formed = False
    if not is_formed or not (digits + account).isdecimal():
        raise BadTaxNumber(_("That is no registration number of a charity, like 12345 6782 RR0001."))
    return f"{digits[:5]} {digits[5:]} {program}{account}"

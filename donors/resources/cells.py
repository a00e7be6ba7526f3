"""How a cell of a file becomes a value: widgets of django-import-export that refuse by code.

Each `clean` returns what JSON can hold, or None for a cell that says nothing; it raises CellRefused. Texts
are looked at by the guard many at once, so it is not a widget that does it: `look` is the guard's function,
and the engine (`donors.actions.imports.cleaning`) asks it. It also refuses formulas where there is one.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from import_export.widgets import Widget

from core.folding import fold
from core.guard import address_findings, findings, name_findings
from core.money import LARGEST
from core.sieve import Look
from donors.kinds import CellRefused

YES = frozenset({"yes", "y", "true", "t", "1", "x", "si", "s", "on"})
NO = frozenset({"no", "n", "false", "f", "0", "off"})
NOTHING = frozenset({"-", "–", "n/a", "na", "none", "null"})
PHONE = re.compile(r"\+?[\d\s().\-/]{5,24}(?:\s*(?:x|ext\.?|#)\s*\d{1,6})?", re.IGNORECASE)
# nearly all of them; Django, which takes these and more, is slower to ask
PLAIN_EMAIL = re.compile(r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9]{1,63}\.)+[a-z]{2,63}")
ISO_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
OTHER_DAY = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:[ ,].*)?")
NAMED_DAYS = ("%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y", "%b %d %Y")
AMOUNT = re.compile(
    r"\(?[-+]?\s*(?:[$€£]|USD|EUR)?\s*[-+]?\d[\d.,\s'’]*\s*(?:USD|EUR|[$€£])?\)?", re.IGNORECASE
)
COUNTRIES = {
    **dict.fromkeys(("usa", "united states", "united states of america", "u.s.", "u.s.a.", "eeuu"), "US"),
    **dict.fromkeys(("estados unidos", "ee. uu.", "ee.uu."), "US"),
    **dict.fromkeys(("united kingdom", "great britain", "uk"), "GB"),
    **dict.fromkeys(("spain", "espana"), "ES"),
    "mexico": "MX",
    "canada": "CA",
    "puerto rico": "PR",
    "germany": "DE",
    "france": "FR",
    "ireland": "IE",
}


class TextCell(Widget):
    """A line of text. `look`: the guard's function for what the field asks for."""

    def __init__(self, length: int, look: Look | None = name_findings) -> None:
        super().__init__()
        self.length, self.look = length, look

    def clean(self, value: str, row: object = None, **_options: Any) -> str | None:
        """Return the text with single spaces."""
        text = " ".join(value.split())
        if not text:
            return None
        if len(text) > self.length:
            raise CellRefused("cell_long", limit=self.length)
        return text


def name_cell(length: int) -> TextCell:
    """The name of a person, a company or a thing."""
    return TextCell(length, name_findings)


def address_cell(length: int) -> TextCell:
    """A line of a public address."""
    return TextCell(length, address_findings)


def sentence_cell(length: int) -> TextCell:
    """Words as people write them."""
    return TextCell(length, findings)


def id_cell(length: int) -> TextCell:
    """The number that another program gave: taken as it is, spaces apart."""
    return TextCell(length, name_findings)


class EmailCell(Widget):
    """An address of mail, in lower case."""

    look: Look | None = None

    def clean(self, value: str, row: object = None, **_options: Any) -> str | None:
        """Return the address."""
        text = value.strip().lower().removeprefix("mailto:")
        if not text or text in NOTHING:
            return None
        if not PLAIN_EMAIL.fullmatch(text):
            try:
                validate_email(text)
            except ValidationError:
                raise CellRefused("email_shape") from None
        if len(text) > 254:
            raise CellRefused("cell_long", limit=254)
        return text


class PhoneCell(Widget):
    """A phone number as it is written."""

    look: Look | None = None

    def clean(self, value: str, row: object = None, **_options: Any) -> str | None:
        """Return the number with single spaces."""
        text = " ".join(value.split())
        if not text or text.lower() in NOTHING:
            return None
        if len(text) > 30 or not PHONE.fullmatch(text) or sum(sign.isdigit() for sign in text) < 5:
            raise CellRefused("phone_shape")
        return text


class YesCell(Widget):
    """Yes or no. `only_yes`: a no says nothing, for wishes that an import may add and never take back."""

    look: Look | None = None

    def __init__(self, *, only_yes: bool = False) -> None:
        super().__init__()
        self.only_yes = only_yes

    def clean(self, value: str, row: object = None, **_options: Any) -> bool | None:
        """Return True, False, or None for an empty cell."""
        word = fold(value)
        if not word or word in NOTHING:
            return None
        if word in YES:
            return True
        if word in NO:
            return None if self.only_yes else False
        raise CellRefused("yes_no")


class ChoiceCell(Widget):
    """One of some words; each choice lists how people write it, folded (`core.folding`)."""

    look: Look | None = None

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self.words = {word: choice for choice, written in words.items() for word in (choice, *written)}
        self.choices = ", ".join(words)

    def clean(self, value: str, row: object = None, **_options: Any) -> str | None:
        """Return the choice."""
        word = fold(value)
        if not word or word in NOTHING:
            return None
        if word not in self.words:
            raise CellRefused("choice", choices=self.choices)
        return self.words[word]


class CountryCell(Widget):
    """A country's two letters; the names of some are understood."""

    look: Look | None = None

    def clean(self, value: str, row: object = None, **_options: Any) -> str | None:
        """Return the letters."""
        word = fold(value)
        if not word:
            return None
        code = COUNTRIES.get(word) or word.upper()
        if len(code) != 2 or not code.isascii() or not code.isalpha():
            raise CellRefused("country_shape")
        return code


class DateCell(Widget):
    """A day. `order` says what 03/04/2026 is: "mdy", "dmy", or "" where nobody knows and it is refused."""

    look: Look | None = None

    def __init__(self, order: str = "mdy") -> None:
        super().__init__()
        self.order = order

    def clean(self, value: str, row: object = None, **_options: Any) -> str | None:
        """Return the day as 2026-11-25."""
        text = " ".join(value.split())
        if not text:
            return None
        try:
            return self._day(text).isoformat()
        except ValueError:
            raise CellRefused("date_shape") from None

    def _day(self, text: str) -> date:
        if iso := ISO_DAY.fullmatch(text):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if other := OTHER_DAY.fullmatch(text):
            first, second, year = int(other[1]), int(other[3]), int(other[4])
            is_day_first = other[2] == "." or first > 12 or (self.order == "dmy" and second <= 12)
            if not self.order and other[2] != "." and max(first, second) <= 12 and first != second:
                raise CellRefused("date_ambiguous")
            day, month = (first, second) if is_day_first else (second, first)
            return date(year + 2000 if year < 100 else year, month, day)
        for shape in NAMED_DAYS:
            try:
                return datetime.strptime(text, shape).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
        raise ValueError(text)


class AmountCell(Widget):
    """An amount of money: $1,250.00, 1.250,00 and (5.00) are understood; as text with two places."""

    look: Look | None = None

    def clean(self, value: str, row: object = None, **_options: Any) -> str | None:
        """Return the amount, as `Decimal` reads it."""
        text = value.strip()
        if not text:
            return None
        if not AMOUNT.fullmatch(text):
            raise CellRefused("amount_shape")
        is_less = "-" in text or (text.startswith("(") and text.endswith(")"))
        amount = _decimal("".join(sign for sign in text if sign.isdigit() or sign in ".,"))
        if amount is None or amount > LARGEST:
            raise CellRefused("amount_shape")
        return str(-amount if is_less else amount)


def _decimal(digits: str) -> Decimal | None:
    """The last comma or point parts the cents if two digits follow it; all others only group thousands."""
    whole, mark, cents = digits, "", ""
    at = max(digits.rfind("."), digits.rfind(","))
    if at >= 0 and len(digits) - at - 1 in (1, 2):
        whole, mark, cents = digits[:at], digits[at], digits[at + 1 :]
    groups = re.split(r"[.,]", whole)
    is_grouped = len(groups) == 1 or (all(len(part) == 3 for part in groups[1:]) and 1 <= len(groups[0]) <= 3)
    if not is_grouped or (mark and mark in whole):
        return None
    try:
        return Decimal(f"{''.join(groups)}.{cents or '0'}").quantize(Decimal("0.01"))
    except InvalidOperation:
        return None

"""A recurring gift in plain words: how often, on which day, paid with what."""

from datetime import date, datetime

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.organisation import the_zone
from core.clock import legal_day
from core.money import format_money
from gifts.models import Frequency, RecurringGift
from gifts.schedule import charged_on

EACH = {
    Frequency.MONTHLY: gettext_lazy("each month"),
    Frequency.QUARTERLY: gettext_lazy("every three months"),
    Frequency.ANNUALLY: gettext_lazy("each year"),
}
BRANDS = {
    "amex": "American Express",
    "diners": "Diners Club",
    "jcb": "JCB",
    "unionpay": "UnionPay",
    "mastercard": "Mastercard",
}
# months with 31 days: any day can be written in one
LONG_MONTH = date(2000, 1, 1)


def long_day(day: date) -> str:
    """Return a day with its weekday and year."""
    return formats.date_format(day, "LONG_DATE_FORMAT")


def short_day(day: date) -> str:
    """Return a day with its year."""
    return formats.date_format(day, "DATE_FORMAT")


def day_of(moment: datetime) -> str:
    """Return the legal day of a moment."""
    return short_day(legal_day(moment, the_zone()))


def month_day(day: int) -> str:
    """Return a day of the month: 31st, or el 31."""
    return formats.date_format(
        LONG_MONTH.replace(day=day), pgettext("format of a day of the month, as PHP's date", "jS")
    )


def promised_day(gift: RecurringGift) -> int:
    """Return the day of the month on which it is charged."""
    return gift.day or charged_on(gift.anchor_at, the_zone()).day


def each(frequency: str) -> str:
    """Return how often, to stand after an amount."""
    return str(EACH[Frequency(frequency)])


def day_words(day: int, frequency: str) -> str:
    """Return the day of a rhythm, to stand after "is charged"."""
    if frequency == Frequency.MONTHLY and day > 28:
        return _("on the %(day)s of each month, in shorter months on the last day") % {"day": month_day(day)}
    if frequency == Frequency.MONTHLY:
        return _("on the %(day)s of each month") % {"day": month_day(day)}
    if frequency == Frequency.QUARTERLY:
        return _("on the %(day)s of every third month") % {"day": month_day(day)}
    return _("once a year, on the %(day)s") % {"day": month_day(day)}


def sum_words(gift: RecurringGift) -> str:
    """Return amount and rhythm: $20.00 each month."""
    return f"{format_money(gift.amount, gift.currency)} {each(gift.frequency)}"


def method_words(kind: str, brand: str, last4: str) -> str:
    """Return how a gift is paid, by the last four digits: Visa ending 4242. Empty where nobody knows."""
    if not kind or not last4:
        return ""
    if kind != "card":
        name = brand or _("Bank account")
    else:
        name = BRANDS.get(brand, brand.title()) if brand else _("Card")
    return _("%(card)s ending %(digits)s") % {"card": name, "digits": last4}


def card_words(gift: RecurringGift) -> str:
    """Return how it is paid, and until when a card is good."""
    words = method_words(gift.method_kind, gift.method_brand, gift.method_last4)
    if not words or gift.method_expires_on is None:
        return words
    until = formats.date_format(gift.method_expires_on, "YEAR_MONTH_FORMAT")
    return _("%(card)s, good until %(month)s") % {"card": words, "month": until}

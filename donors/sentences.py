"""Why a cell or a row of a file is refused, by code. Kinds and formats add their own when they sign in."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.guard import NAMED_PERSON, PLACE, RULES

SENTENCES: dict[str, Promise] = {
    "cells_more": _("This row has more cells than the first row has names."),
    "cell_long": _("This is longer than %(limit)s characters."),
    "quote_open": _("A quotation mark is opened here and closed far below, or not at all."),
    "not_text": _("This holds signs that are not text."),
    "formula": _("This begins like a formula. Write it without the sign at its beginning."),
    "email_shape": _("This is not an e-mail address."),
    "phone_shape": _("This is not a phone number."),
    "yes_no": _("Say yes or no."),
    "choice": _("This is none of: %(choices)s."),
    "date_shape": _("This is not a date. Write it like 2026-11-25."),
    "date_ambiguous": _("This may be two days. Write it like 2026-11-25."),
    "amount_shape": _("This is not an amount. Write it like 1250.00."),
    "country_shape": _("Two letters, like US or MX"),
    **{f"guard_{rule.name}": rule.sentence for rule in (*RULES, NAMED_PERSON, PLACE)},
    "same_record": _("Row %(row)s is about the same record. Join the two rows into one."),
    "unknown_id": _("There is no record with this number."),
}

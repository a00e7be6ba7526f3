"""One recurring gift as another program's file tells it."""

import re
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from donors.kinds import CellRefused

# by every how many of which unit
RHYTHMS = {
    (1, "day"): "daily",
    (1, "week"): "weekly",
    (7, "day"): "weekly",
    (2, "week"): "fortnightly",
    (14, "day"): "fortnightly",
    (4, "week"): "four_weekly",
    (28, "day"): "four_weekly",
    (1, "month"): "monthly",
    (2, "month"): "two_monthly",
    (3, "month"): "quarterly",
    (1, "quarter"): "quarterly",
    (6, "month"): "half_yearly",
    (2, "quarter"): "half_yearly",
    (12, "month"): "annually",
    (4, "quarter"): "annually",
    (1, "year"): "annually",
}
EVERY = re.compile(r"(?:every )?(\d{1,3})? ?(day|week|month|quarter|year)s?")

SENTENCES: dict[str, Promise] = {
    "recurring_ours": _("This is a recurring gift of ours: it stands in the book already."),
    "recurring_no_gift": _("It never began, was thrown away, or was a test."),
    "recurring_quantity": _(
        "The file counts more than one of it, and does not say whether the amount is of one or of all."
    ),
    "rhythm_unknown": _("How often it is charged is none of the rhythms that we know."),
    "hundredths": _("The file counts in hundredths, and this currency has none."),
}


@dataclass(frozen=True)
class Repeating:
    """A recurring gift elsewhere. The amount has two places; days are days, or moments in UTC.

    `organisation`: gives instead of a person. `program`: where it is collected, if not by the file's own.
    """

    external_id: str
    amount: Decimal
    currency: str
    rhythm: str
    state: str = ""
    started_on: date | datetime | None = None
    next_on: date | datetime | None = None
    donor: str = ""
    donor_key: str = ""
    name: str = ""
    organisation: str = ""
    email: str = ""
    program: str = ""

    def cells(self) -> dict[str, str]:
        """Return it as a person would have typed it, without what it does not say."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: _typed(value) for name, value in said.items() if value not in ("", None)}


def _typed(value: str | Decimal | date | datetime) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def rhythm_of(every: int, unit: str) -> str:
    """Return the rhythm of every so many days, weeks, months, quarters or years. Raises: CellRefused."""
    found = RHYTHMS.get((every, unit.lower()))
    if found is None:
        raise CellRefused("rhythm_unknown", field="rhythm")
    return found


def rhythm_in(text: str) -> str:
    """Return the rhythm of words like `month`, `3 months` or `every 2 weeks`. Raises: CellRefused."""
    told = EVERY.fullmatch(" ".join(text.lower().split()))
    return rhythm_of(int(told[1] or 1) if told else 0, told[2] if told else "")

"""What an hour is worth from a day on: a dated table whose every row says who published it."""

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.organisation import the_organisation
from volunteers.models import HourValue


class ValueRefused(Exception):
    """The sentence is for the person; `field` is where it belongs in a form."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


def add_hour_value(*, from_on: date, value: Decimal, source: str, actor: User, now: datetime) -> HourValue:
    """Add a row. Raises: ValueRefused without a source, and for a day that has a value."""
    if not source.strip():
        raise ValueRefused(_("Please say who published the value, and when."), "source")
    try:
        with transaction.atomic():
            made = HourValue.objects.create(
                from_on=from_on, value=value, currency=the_organisation().currency, source=source.strip()
            )
            about, after = ("hour_value", str(made.pk)), {"from_on": f"{from_on}", "value": f"{value}"}
            record(actor=actor, verb="hour_value.added", about=about, now=now, after=after)
    except IntegrityError as error:
        if "from_on" not in str(error):
            raise
        raise ValueRefused(_("There is a value from this day on already."), "from_on") from error
    return made

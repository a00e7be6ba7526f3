"""Recurring gifts told to the end: on the demo's last day one stands in each state that a desk knows.

Donors A and B have some of them. Chance leaves these people alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta

from accounts.models import Role, User
from desk.demo.monthly import Turn, signed_in
from desk.demo.personas import CANARIES
from gifts.models import Frequency, RecurringGift

# a charge that failed so many days before the last has been tried again once, and will be again
FAILED_FOR = 5
FAILS = ((FAILED_FOR + 2, "bad card"), (FAILED_FOR - 1, "look"), (1, "look"))
A, B = (
    (f"{CANARIES[f'donor {letter}']} {letter}", f"donor.{letter.lower()}@demo.example") for letter in "AB"
)


@dataclass(frozen=True)
class Life:
    """Whose gift, how much and how often; when it began, and how many days before the last one what happens.

    With a reason staff do it for the donor.
    """

    who: tuple[str, str]
    amount: int
    frequency: str
    months: int
    days: int
    turns: tuple[tuple[int, str], ...] = ()
    reason: str = ""

    def began_at(self, until: datetime) -> datetime:
        """The moment of its first charge."""
        return until - timedelta(days=self.days, hours=2) - relativedelta(months=self.months)


LIVES = (
    Life(A, 25, Frequency.MONTHLY, 7, 9),
    Life(A, 10, Frequency.MONTHLY, 5, 16, ((12, "pause"),)),
    Life(A, 15, Frequency.MONTHLY, 4, FAILED_FOR, FAILS),
    Life(B, 90, Frequency.QUARTERLY, 8, 11, ((10, "ends"),)),
    Life(B, 12, Frequency.MONTHLY, 3, 20, ((15, "cancel"),)),
    Life(("June Castellano", "june.castellano@mail.example"), 45, Frequency.MONTHLY, 6, FAILED_FOR, FAILS),
    Life(
        *(("Odell Brandt", "odell.brandt@mail.example"), 30, Frequency.MONTHLY, 9, 13),
        *(((8, "ends"),), "wrote to the office"),
    ),
    Life(
        *(("Marta Quiles", "marta.quiles@mail.example"), 20, Frequency.MONTHLY, 5, 18),
        *(((6, "pause"),), "by phone"),
    ),
    Life(("Henrik Aasen", "henrik.aasen@mail.example"), 240, Frequency.ANNUALLY, 10, 3),
)
PEOPLE = frozenset(life.who[1] for life in LIVES)


def last_turns(until: datetime) -> Iterator[Turn]:
    """Yield what happens in the last weeks to the gifts of `LIVES`, once they have begun."""
    staff = User.objects.filter(grants__role=Role.FUNDRAISER).first()
    for life in LIVES:
        gifts = RecurringGift.objects.filter(donor__email=life.who[1], amount=life.amount)
        gift = gifts.select_related("donor").first()
        if gift is None or not life.turns:
            continue
        on_behalf = bool(staff and life.reason)
        for days, what in life.turns:
            at = until - timedelta(days=days)
            by = staff if staff and on_behalf else signed_in(gift, at)
            yield Turn(at, what, gift, by, on_behalf, life.reason if on_behalf else "")

"""Letters about what volunteers spent, in tests."""

from datetime import date, datetime
from typing import Any

from accounts.models import User
from receipts.actions.expenses import issue_expense_letter
from receipts.models import Receipt
from receipts.snapshot.letter import Served
from tests.factories import MOMENT, make_user
from tests.volunteers.makers import make_volunteer
from volunteers.models import Volunteer

TYPED = {
    "from_on": "2026-03-02",
    "until_on": "2026-03-05",
    "services": "Chaperone on a flight to a conference",
    "repaid": "no",
}


def served(volunteer: Volunteer, **values: Any) -> Served:
    """Four days in March, of which nothing was repaid."""
    facts = {
        "services": TYPED["services"],
        "from_on": date(2026, 3, 2),
        "until_on": date(2026, 3, 5),
    }
    return Served(volunteer, **{**facts, **values})


def make_letter(
    volunteer: Volunteer | None = None, *, by: User | None = None, now: datetime = MOMENT, **values: Any
) -> Receipt:
    """A letter that was just issued."""
    about = served(volunteer or make_volunteer(), **values)
    return issue_expense_letter(served=about, by=by or make_user(), now=now)

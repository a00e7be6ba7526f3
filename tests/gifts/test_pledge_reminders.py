"""Who pledged is reminded once before and once after, by letters that honour their wishes."""

from datetime import timedelta

import pytest

from donors.models import Donor
from gifts.actions.pledges import (
    remind_of_pledges,
)
from letters.models import Letter
from letters.tasks import deliver
from tests.factories import MOMENT, make_organisation
from tests.gifts.pledging import TODAY, make_pledge, paid

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def organisation() -> None:
    make_organisation()


def test_a_donor_is_reminded_once_before_and_once_after_a_part_is_due() -> None:
    pledge = make_pledge(first_on=TODAY + timedelta(days=10))
    make_pledge(Donor.objects.create(name="Nobody's address"), first_on=TODAY)
    make_pledge(first_on=TODAY, is_reminded=False)
    late = make_pledge(None, "40.00", first_on=TODAY - timedelta(days=15))
    make_pledge(None, "40.00", first_on=TODAY - timedelta(days=14))
    make_pledge(None, "40.00", first_on=TODAY - timedelta(days=61))
    for _twice in range(2):
        remind_of_pledges(now=MOMENT)
    told = set(Letter.objects.values_list("kind", "to_email", "facts__amount"))
    assert told == {
        ("pledge_due", pledge.donor.email, "$100.00"),
        ("pledge_overdue", late.donor.email, "$40.00"),
    }


def test_a_reminder_does_not_leave_once_the_part_is_paid() -> None:
    pledge = make_pledge()
    remind_of_pledges(now=MOMENT)
    paid(pledge, "100.00")
    letter = Letter.objects.get(kind="pledge_due")
    deliver(str(letter.pk), MOMENT)
    letter.refresh_from_db()
    assert (letter.state, letter.error) == (Letter.State.SUPPRESSED, "no longer true")


def test_who_wants_quiet_finds_the_reminder_on_their_page() -> None:
    pledge = make_pledge()
    Donor.objects.filter(pk=pledge.donor_id).update(quiet_until=TODAY + timedelta(days=30))
    remind_of_pledges(now=MOMENT)
    letter = Letter.objects.get(kind="pledge_due")
    deliver(str(letter.pk), MOMENT)
    letter.refresh_from_db()
    assert letter.state == Letter.State.KEPT

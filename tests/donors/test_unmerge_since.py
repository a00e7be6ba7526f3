"""A merge is undone although something that it remembers is gone or somebody else's by now."""

import pytest

from accounts.models import Role
from donors.actions import erase_donor, merge_donors, undo_merge
from donors.actions.emails import add_email, lead_with_email
from donors.actions.households import leave_household
from donors.models import Donor, Household, OtherEmail
from gifts.models import Gift
from tests.factories import MOMENT, make_campaign, make_donor, make_gift, make_user

pytestmark = pytest.mark.django_db


def mailless() -> Donor:
    """A donor without an address of mail."""
    donor = make_donor()
    Donor.objects.filter(pk=donor.pk).update(email="")
    return donor


def make_home() -> Household:
    return Household.objects.create(formal_greeting="The Lopez family", informal_greeting="all of you")


def test_a_household_that_is_no_more_is_not_put_back() -> None:
    by, home, other = make_user(Role.FUNDRAISER), make_home(), make_home()
    kept, folded, spouse = make_donor(), make_donor(), make_donor()
    Donor.objects.filter(pk__in=[kept.pk, spouse.pk]).update(household=home)
    Donor.objects.filter(pk=folded.pk).update(household=other)
    merge = merge_donors(
        kept_id=kept.pk, folded_id=folded.pk, by=by, now=MOMENT, choices={"household": "folded"}
    )
    leave_household(donor=spouse, by=by, now=MOMENT)
    undo_merge(merge_id=merge.pk, by=by, now=MOMENT)
    kept.refresh_from_db()
    folded.refresh_from_db()
    assert (kept.household, folded.household, folded.merged_into) == (None, other, None)


def test_an_address_that_became_a_further_one_of_the_kept_record_goes_back() -> None:
    by = make_user(Role.FUNDRAISER)
    kept, folded = mailless(), make_donor(email="ana@example.org")
    merge = merge_donors(kept_id=kept.pk, folded_id=folded.pk, by=by, now=MOMENT)
    other = add_email(donor=kept, email="new@example.org", label="", by=by, now=MOMENT)
    lead_with_email(donor=kept, email_id=other.pk, by=by, now=MOMENT)
    undo_merge(merge_id=merge.pk, by=by, now=MOMENT)
    kept.refresh_from_db()
    folded.refresh_from_db()
    assert (kept.email, folded.email) == ("new@example.org", "ana@example.org")
    assert not OtherEmail.objects.exists()


def test_an_address_that_staff_noted_of_a_third_donor_since_stays_there() -> None:
    by = make_user(Role.FUNDRAISER)
    kept, folded, third = mailless(), make_donor(email="ana@example.org"), make_donor()
    merge = merge_donors(kept_id=kept.pk, folded_id=folded.pk, by=by, now=MOMENT)
    Donor.objects.filter(pk=kept.pk).update(email="new@example.org")
    add_email(donor=third, email="ana@example.org", label="", by=by, now=MOMENT)
    undo_merge(merge_id=merge.pk, by=by, now=MOMENT)
    folded.refresh_from_db()
    assert (folded.email, folded.merged_into) == ("", None)
    assert OtherEmail.objects.get().donor == third


def test_a_household_does_not_greet_somebody_who_is_forgotten() -> None:
    user = make_user()
    maria, luis = make_donor(name="Maria Lopez", user=user), make_donor(name="Luis Lopez")
    home = Household.objects.create(
        formal_greeting="Maria and Luis Lopez", informal_greeting="Maria and Luis"
    )
    Donor.objects.filter(pk__in=[maria.pk, luis.pk]).update(household=home)
    erase_donor(user=user, now=MOMENT)
    home.refresh_from_db()
    assert (home.formal_greeting, home.informal_greeting) == ("Luis Lopez", "Luis")


def test_a_row_that_was_given_to_a_third_donor_since_stays_theirs() -> None:
    by, campaign = make_user(Role.FUNDRAISER), make_campaign()
    kept, folded, third = make_donor(), make_donor(), make_donor()
    gift, other = make_gift(folded, campaign=campaign), make_gift(folded, campaign=campaign)
    merge = merge_donors(kept_id=kept.pk, folded_id=folded.pk, by=by, now=MOMENT)
    Gift.objects.filter(pk=gift.pk).update(donor=third)
    undo_merge(merge_id=merge.pk, by=by, now=MOMENT)
    assert dict(Gift.objects.values_list("pk", "donor")) == {gift.pk: third.pk, other.pk: folded.pk}

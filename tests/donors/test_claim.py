"""A person who proves their address finds the gifts they gave with it."""

from datetime import datetime

import pytest

from accounts import known
from accounts.models import AuditEntry
from donors.actions import claim_donor
from tests.factories import make_donor, make_user

pytestmark = pytest.mark.django_db


def test_a_proven_address_claims_its_donor_once_and_says_so_in_the_audit_trail(now: datetime) -> None:
    user = make_user(email="maria@example.org")
    donor = make_donor(email="maria@example.org")

    first, second = claim_donor(user=user, now=now), claim_donor(user=user, now=now)

    donor.refresh_from_db()
    assert (first, second, donor.user) == (True, False, user)
    entries = AuditEntry.objects.values_list("verb", "about_id", "actor", "at")
    assert list(entries) == [("donor.claimed", str(donor.pk), user.pk, now)]


def test_a_donor_of_somebody_else_is_left_alone(now: datetime) -> None:
    owner = make_user(email="owner@example.org")
    donor = make_donor(email="maria@example.org", user=owner)

    assert claim_donor(user=make_user(email="maria@example.org"), now=now) is False

    donor.refresh_from_db()
    assert donor.user == owner


def test_a_user_who_has_a_donor_keeps_it(now: datetime) -> None:
    user = make_user(email="maria@example.org")
    make_donor(email="old@example.org", user=user)
    other = make_donor(email="maria@example.org")

    assert claim_donor(user=user, now=now) is False

    other.refresh_from_db()
    assert other.user is None


def test_whoever_gave_may_sign_in_and_a_stranger_may_not() -> None:
    make_donor(email="maria@example.org")

    assert known.may_sign_in("maria@example.org") is True
    assert known.may_sign_in("stranger@example.org") is False

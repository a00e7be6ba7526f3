"""Donors who share a roof and a greeting."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from donors.models import Donor, Household
from donors.reports.greetings import Greetings


class HouseholdRefused(Exception):
    """A sentence for the person who asked."""


def make_household(*, donor: Donor, greetings: Greetings, by: User, now: datetime) -> Household:
    """Begin a household with a donor. Raises: HouseholdRefused as `join_household` does."""
    with transaction.atomic():
        household = Household.objects.create(**asdict(greetings))
        _trail("household.created", household.pk, by, now)
        join_household(donor=donor, household=household, by=by, now=now)
    return household


def greet_household(*, household: Household, greetings: Greetings, by: User, now: datetime) -> None:
    """Greet it otherwise from now on."""
    with transaction.atomic():
        changed = [name for name, value in asdict(greetings).items() if getattr(household, name) != value]
        if changed:
            Household.objects.filter(pk=household.pk).update(**asdict(greetings))
            _trail("household.greeted", household.pk, by, now)


def join_household(*, donor: Donor, household: Household, by: User, now: datetime) -> None:
    """Let a donor belong to a household.

    Raises: HouseholdRefused for an organisation, for one who lives in another, and for a record that was
    merged or erased.
    """
    with transaction.atomic():
        locked = Donor.objects.select_for_update().get(pk=donor.pk)
        if locked.household_id == household.pk:
            return
        if locked.kind != Donor.Kind.PERSON:
            raise HouseholdRefused(_("An organisation lives in no household. Note a relationship instead."))
        if locked.erased_at is not None or locked.merged_into_id is not None:
            raise HouseholdRefused(_("This record was merged or erased."))
        if locked.household_id is not None:
            raise HouseholdRefused(_("They belong to another household. Take them out of that one first."))
        Donor.objects.filter(pk=donor.pk).update(household=household)
        record(
            actor=by,
            verb="donor.household_joined",
            about=("donor", str(donor.pk)),
            now=now,
            after={"household": household.pk},
        )


def leave_household(*, donor: Donor, by: User, now: datetime) -> None:
    """Take a donor out; a household that nobody belongs to any more goes, for its greeting names people."""
    with transaction.atomic():
        locked = Donor.objects.select_for_update().get(pk=donor.pk)
        left = locked.household_id
        if left is None:
            return
        Household.objects.select_for_update().get(pk=left)
        Donor.objects.filter(pk=donor.pk).update(household=None)
        Household.objects.filter(pk=left, donors=None).delete()
        record(
            actor=by,
            verb="donor.household_left",
            about=("donor", str(donor.pk)),
            now=now,
            after={"household": left},
        )


def _trail(verb: str, household_id: int, by: User, now: datetime) -> None:
    record(actor=by, verb=verb, about=("household", str(household_id)), now=now)

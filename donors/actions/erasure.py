"""A donor goes: the ledger stays, the person does not."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.audit import record
from accounts.models import User
from donors.actions.imports.clearing import forget_rows_of
from donors.models import Donor, DonorMerge, DuplicateKey, DuplicatePair, Household, Relationship
from donors.reports.greetings import proposed_for
from letters.actions import forget_address

# the books name a giver; this is who it was once nobody may know it any more
NOBODY = "Name removed"


def erase_donor(*, user: User, now: datetime) -> None:
    """Drop what is personal in a donor's record and in those folded into it. Twice is once.

    Gifts and receipts keep pointing at the rows: money and the law rest on them.
    """
    with transaction.atomic():
        own = Donor.objects.select_for_update(of=("self",)).filter(Q(user=user) | Q(merged_into__user=user))
        for donor in own.order_by("pk"):
            if donor.email and donor.email != user.email:
                forget_address(email=donor.email, reader=None, now=now)
            donor.addresses.all().delete()
            donor.consents.all().delete()
            _forget_what_staff_wrote(donor)
            donor.external_ids.all().delete()
            forget_rows_of(kind="donors", keys=[str(donor.pk)])
            household = donor.household_id
            Donor.objects.filter(pk=donor.pk).update(
                name=NOBODY,
                email="",
                phone="",
                user=None,
                household=None,
                customer_id="",
                wants_news=False,
                wants_news_since=None,
                contact=Donor.Contact.USUAL,
                no_post=True,
                no_phone=True,
                quiet_until=None,
                erased_at=now,
            )
            _forget_doubles(donor.pk)
            _greet_who_is_left(household)
            record(actor=user, verb="donor.erased", about=("donor", str(donor.pk)), now=now)


def _greet_who_is_left(household_id: int | None) -> None:
    """A greeting names whoever belonged to the household: it goes with the last, else it is made anew."""
    for home in Household.objects.select_for_update().filter(pk__in=[household_id]):
        left = list(home.donors.order_by("pk"))
        if not left:
            home.delete()
            return
        standing = [donor for donor in left if donor.merged_into_id is None]
        Household.objects.filter(pk=home.pk).update(**asdict(proposed_for(standing or left)))


def _forget_doubles(donor_id: int) -> None:
    """Empty what merges remember of a record, and what it was found by. Nobody can undo them any more."""
    DonorMerge.objects.of(donor_id).update(before={}, after={})
    DuplicateKey.objects.filter(donor=donor_id).delete()
    DuplicatePair.objects.filter(Q(left=donor_id) | Q(right=donor_id)).delete()


def _forget_what_staff_wrote(donor: Donor) -> None:
    """Other addresses, notes, tags, tasks and relationships go with the person."""
    donor.more_emails.all().delete()
    donor.notes.all().delete()
    donor.taggings.all().delete()
    donor.tasks.all().delete()
    Relationship.objects.filter(Q(first=donor) | Q(second=donor)).delete()

"""What this app holds of a person who gives."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from accounts import holders
from accounts.holders import Holder, Table
from accounts.models import User
from donors.actions import erase_donor, move_to_address, note_details
from donors.models import (
    Address,
    Consent,
    Donor,
    DonorMerge,
    ExternalId,
    Note,
    OtherEmail,
    Relationship,
    Tagging,
    Task,
)

RECORD = (
    *("name", "email", "phone", "language", "kind", "contact", "no_post", "no_phone", "quiet_until"),
    *("wants_news", "wants_news_since", "created_at"),
    *("household__formal_greeting", "household__informal_greeting"),
)
POSTAL = ("label", "line1", "line2", "city", "region", "postal_code", "country", "is_primary", "created_at")
# of the record that stayed; the folded one keeps its columns and is told as donor
REMEMBERED = ("name", "email", "phone", "language", "kind", "contact", "no_post", "no_phone", "quiet_until")
AGREED = ("topic", "is_given", "source", "wording", "at")
OTHER = ("email", "label", "created_at")
NOTE = ("at", "text")
TAG = ("tag__name", "at")
TASK = ("title", "due_on", "created_at", "done_at")
# what the other one is to them; who that is, is the other one's
RELATED = ("kind", "ended_on", "created_at")
NUMBERS = ("source", "key")


def _own(user: User, path: str = "") -> Q:
    """Their record, and those that were folded into it: these keep their columns."""
    return Q(**{f"{path}user": user}) | Q(**{f"{path}merged_into__user": user})


def tell(user: User) -> list[Table]:
    """Their record with those folded into it, addresses, consents, numbers that other programs gave them."""
    records = Donor.objects.filter(_own(user)).order_by("merged_into", "pk")
    return [
        Table("donor", RECORD, list(records.values_list(*RECORD))),
        Table(
            "addresses",
            POSTAL,
            list(Address.objects.filter(donor__user=user).order_by("pk").values_list(*POSTAL)),
        ),
        Table("details_before_a_merge", ("at", *REMEMBERED), _remembered(user)),
        Table(
            "consents",
            AGREED,
            list(Consent.objects.filter(donor__user=user).order_by("at", "pk").values_list(*AGREED)),
        ),
        *_kept_in_mind(user),
        Table(
            "numbers_in_other_programs",
            NUMBERS,
            list(ExternalId.objects.filter(donor__user=user).order_by("pk").values_list(*NUMBERS)),
        ),
    ]


def _kept_in_mind(user: User) -> list[Table]:
    """What staff wrote down about them; by whom is not told, nor what was withdrawn."""
    own = _own(user, "donor__")
    notes = Note.objects.filter(own, withdrawn_at=None).order_by("at", "pk")
    related = Relationship.objects.filter(_own(user, "first__") | _own(user, "second__"))
    return [
        Table(
            "other_addresses", OTHER, list(OtherEmail.objects.filter(own).order_by("pk").values_list(*OTHER))
        ),
        Table("relationships", RELATED, list(related.order_by("pk").values_list(*RELATED))),
        Table("notes", NOTE, list(notes.values_list(*NOTE))),
        Table("tags", TAG, list(Tagging.objects.filter(own).order_by("pk").values_list(*TAG))),
        Table("tasks", TASK, list(Task.objects.filter(own).order_by("pk").values_list(*TASK))),
    ]


def _remembered(user: User) -> list[tuple[Any, ...]]:
    """What stood in their record before another was folded into it."""
    merges = DonorMerge.objects.filter(kept__in=Donor.objects.filter(_own(user))).order_by("pk")
    return [(row.at, *(row.before.get("kept", {}).get(name) for name in REMEMBERED)) for row in merges]


def forget(user: User, now: datetime) -> None:
    """Drop the person from the record."""
    erase_donor(user=user, now=now)


def is_taken(user: User, email: str) -> bool:
    """Whether another donor's record carries the address."""
    donor = Donor.objects.owning(email)
    return donor is not None and donor.user_id != user.pk


def addresses(user: User) -> list[str]:
    """Return the addresses on their records: after a merge not all are the one that signs in."""
    return list(Donor.objects.filter(_own(user)).exclude(email="").values_list("email", flat=True))


def move(user: User, _old: str, new: str) -> None:
    """Put their record on the new address."""
    move_to_address(user=user, email=new)


holders.register(
    "donors",
    Holder(
        tell=tell,
        forget=forget,
        is_taken=is_taken,
        move=move,
        describe=note_details,
        addresses=addresses,
    ),
)

"""A donor's own record: name, phone, language, address of mail."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.holders import Details
from accounts.models import User
from donors.actions.doubles import look_for_doubles
from donors.models import Donor, OtherEmail


def note_details(*, user: User, details: Details, now: datetime) -> None:
    """Take over what a person wrote about themselves. Receipts that were issued stay as they are."""
    wanted = asdict(details)
    with transaction.atomic():
        donor = Donor.objects.select_for_update().filter(user=user).first()
        if donor is None:
            return
        changed = [name for name, value in wanted.items() if getattr(donor, name) != value]
        if not changed:
            return
        Donor.objects.filter(pk=donor.pk).update(**wanted)
        look_for_doubles(donor_id=donor.pk, now=now)
        # the trail outlives the person's record: it names what was changed, not to what
        record(
            actor=user,
            verb="donor.edited",
            about=("donor", str(donor.pk)),
            now=now,
            after={"changed": " ".join(sorted(changed))},
        )


def move_to_address(*, user: User, email: str) -> None:
    """Put a donor's record on the address that they have just proven, in the caller's transaction.

    Where a record folded into theirs carries it, that one lets go of it; so does any donor of whom staff
    had written it down: they have proven that it is theirs.
    """
    OtherEmail.objects.filter(email=email).delete()
    Donor.objects.filter(email=email, merged_into__user=user).update(email="")
    Donor.objects.filter(user=user).update(email=email)

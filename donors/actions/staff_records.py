"""A donor's record as staff write it."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from donors.actions.doubles import look_for_doubles
from donors.models import Donor, OtherEmail


class RecordRefused(Exception):
    """A sentence for the person who typed the record."""


@dataclass(frozen=True)
class Record:
    """What staff write of a donor: who, how to reach them, and what they wish."""

    kind: str
    name: str
    email: str
    phone: str
    language: str
    contact: str
    no_post: bool
    no_phone: bool


def add_donor(*, wanted: Record, by: User, now: datetime) -> Donor:
    """Make a record. Raises: RecordRefused where somebody has the address."""
    known = Donor.objects.carrying(wanted.email)
    if known is not None:
        raise RecordRefused(_taken(known))
    try:
        with transaction.atomic():
            donor = Donor.objects.create(**asdict(wanted))
            record(actor=by, verb="donor.created", about=("donor", str(donor.pk)), now=now)
            look_for_doubles(donor_id=donor.pk, now=now)
    except IntegrityError as error:  # a gift made the same donor in this moment
        raise RecordRefused(_("Somebody with this address exists already.")) from error
    return donor


def edit_donor(*, donor: Donor, wanted: Record, by: User, now: datetime) -> list[str]:
    """Take over what staff wrote; return the names of the columns that changed, which alone go on the trail.

    Raises: RecordRefused for the address of somebody else, and for another address of a donor who signs in:
    they prove a new one themselves.
    """
    values = asdict(wanted)
    try:
        with transaction.atomic():
            locked = Donor.objects.select_for_update().get(pk=donor.pk)
            if locked.erased_at is not None or locked.merged_into_id is not None:
                raise RecordRefused(_("This record was merged or erased: it stays as it is."))
            changed = sorted(name for name, value in values.items() if getattr(locked, name) != value)
            if not changed:
                return []
            if "email" in changed:
                _check_address(locked, wanted.email)
            Donor.objects.filter(pk=donor.pk).update(**{name: values[name] for name in changed})
            look_for_doubles(donor_id=donor.pk, now=now)
            record(
                actor=by,
                verb="donor.edited",
                about=("donor", str(donor.pk)),
                now=now,
                after={"changed": " ".join(changed)},
            )
    except IntegrityError as error:
        raise RecordRefused(_("Somebody with this address exists already.")) from error
    return changed


def _check_address(donor: Donor, email: str) -> None:
    if donor.user_id is not None:
        raise RecordRefused(_("They sign in with their address and change it on their own page."))
    known = Donor.objects.carrying(email)
    if known is not None and known.pk != donor.pk:
        raise RecordRefused(_taken(known))
    # one of theirs becomes the first one
    OtherEmail.objects.filter(donor=donor, email=email).delete()


def _taken(known: Donor) -> str:
    said = {"name": known.name, "number": known.pk}
    return _("%(name)s (number %(number)s) has this address already.") % said

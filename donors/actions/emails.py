"""Further addresses of mail, as staff learn of them."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from donors.actions.doubles import look_for_doubles
from donors.models import Donor, OtherEmail


class EmailRefused(Exception):
    """A sentence for the person who typed the address."""


def add_email(*, donor: Donor, email: str, label: str, by: User, now: datetime) -> OtherEmail:
    """Write an address down beside the donor's own. Gifts from it are theirs; it signs nobody in.

    Raises: EmailRefused where the address is somebody's already, be it their own or another.
    """
    email = email.lower()
    with transaction.atomic():
        known = Donor.objects.carrying(email)
        if known is not None:
            raise EmailRefused(_taken_by(known, donor))
        try:
            with transaction.atomic():
                other = OtherEmail.objects.create(donor=donor, email=email, label=label)
        except IntegrityError as error:  # somebody else was quicker
            raise EmailRefused(_("This address belongs to another donor.")) from error
        record(actor=by, verb="donor.email_added", about=("donor", str(donor.pk)), now=now)
        look_for_doubles(donor_id=donor.pk, now=now)
    return other


def remove_email(*, donor: Donor, email_id: int, by: User, now: datetime) -> None:
    """Take one of the donor's further addresses away. Twice is once."""
    with transaction.atomic():
        gone, _each = donor.more_emails.filter(pk=email_id).delete()
        if gone:
            record(actor=by, verb="donor.email_removed", about=("donor", str(donor.pk)), now=now)


def lead_with_email(*, donor: Donor, email_id: int, by: User, now: datetime) -> None:
    """Let letters go to one of the donor's further addresses; the one before stays beside it.

    Raises: EmailRefused for a donor who signs in: that address is theirs to change.
    """
    with transaction.atomic():
        locked = Donor.objects.select_for_update().get(pk=donor.pk)
        if locked.user_id is not None:
            raise EmailRefused(_("They sign in with their address and change it on their own page."))
        other = OtherEmail.objects.filter(donor=locked, pk=email_id).first()
        if other is None:
            return
        other.delete()
        before = locked.email
        Donor.objects.filter(pk=locked.pk).update(email=other.email)
        if before:
            OtherEmail.objects.create(donor=locked, email=before, label="")
        record(
            actor=by,
            verb="donor.edited",
            about=("donor", str(donor.pk)),
            now=now,
            after={"changed": "email"},
        )


def _taken_by(known: Donor, donor: Donor) -> str:
    if known.pk == donor.pk:
        return _("This donor is known by this address already.")
    said = {"name": known.name, "number": known.pk}
    return (
        _("This address belongs to %(name)s (number %(number)s). Are they one donor? Then merge them.") % said
    )

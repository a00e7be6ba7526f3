"""Where post reaches a donor. As many places as they like, one of them the first."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from donors.actions.doubles import look_for_doubles
from donors.models import Address, Donor


@dataclass(frozen=True)
class Postal:
    """An address as its owner wrote it. Nobody looks it up, and nobody corrects it."""

    label: str
    line1: str
    line2: str
    city: str
    region: str
    postal_code: str
    country: str


def keep_address(
    *, donor: Donor, postal: Postal, is_primary: bool, by: User, now: datetime, address_id: int | None = None
) -> Address:
    """Write an address down, or change one of the donor's own. The first one is the primary one.

    Raises: Address.DoesNotExist for one of somebody else; Donor.DoesNotExist for a donor who was erased.
    """
    with transaction.atomic():
        Donor.objects.select_for_update().get(pk=donor.pk, erased_at=None)
        others = donor.addresses.exclude(pk=address_id) if address_id else donor.addresses.all()
        first = is_primary or not others.filter(is_primary=True).exists()
        if first:
            others.filter(is_primary=True).update(is_primary=False)
        address = donor.addresses.get(pk=address_id) if address_id else Address(donor=donor)
        for name, value in asdict(postal).items():
            setattr(address, name, value)
        address.is_primary = first
        address.save()
        _note(donor, "donor.address_changed" if address_id else "donor.address_added", by, now)
        look_for_doubles(donor_id=donor.pk, now=now)
    return address


def remove_address(*, donor: Donor, address_id: int, by: User, now: datetime) -> None:
    """Take an address away; another one becomes the primary one in its place. Twice is once."""
    with transaction.atomic():
        Donor.objects.select_for_update().get(pk=donor.pk)
        gone, _each = donor.addresses.filter(pk=address_id).delete()
        if not gone:
            return
        newest = donor.addresses.order_by("-pk").first()
        if newest is not None and not donor.addresses.filter(is_primary=True).exists():
            donor.addresses.filter(pk=newest.pk).update(is_primary=True)
        _note(donor, "donor.address_removed", by, now)


def _note(donor: Donor, verb: str, by: User, now: datetime) -> None:
    """The trail outlives the record: it does not say where somebody lives."""
    record(actor=by, verb=verb, about=("donor", str(donor.pk)), now=now)

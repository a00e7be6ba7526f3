"""The rows beside a gift: who gave, what came back, what it was, who else is thanked."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date

from django.utils.translation import gettext as _

from core.money import ZERO
from donors.actions import look_for_doubles
from donors.models import Donor
from gifts.actions.givers import find_or_make_donor
from gifts.actions.offline.typed import Days, OfflineRefused, Party, TypedBenefit, TypedThing
from gifts.actions.periods import PeriodClosed, hold_open
from gifts.models import Benefit, Gift, GiftKind, Payer, Property


def donor_behind(party: Party) -> Donor:
    """Return the donor, made where they are new. Raises: OfflineRefused for one who is no longer there."""
    if party.donor_id is not None:
        found = Donor.objects.standing_for(party.donor_id)
        if found is None or found.erased_at is not None:
            raise OfflineRefused(_("The donor's record was erased meanwhile. Please choose again."))
        return found
    if party.email:
        return find_or_make_donor(
            name=party.name, email=party.email.strip().lower(), language=party.language, kind=party.kind
        )
    made = Donor.objects.create(name=party.name, kind=party.kind, language=party.language)
    look_for_doubles(donor_id=made.pk, now=made.created_at)
    return made


class People:
    """Who stands behind what was typed of several gifts: the known are read at once, the new made once."""

    def __init__(self, ids: Collection[int | None]) -> None:
        known = Donor.objects.filter(pk__in=[key for key in ids if key], merged_into=None, erased_at=None)
        self.known = known.in_bulk() if len(ids) > 1 else {}
        self.made: dict[tuple[str, str], Donor] = {}

    def behind(self, party: Party) -> Donor:
        """Return the donor, made where they are new. Raises: OfflineRefused as `donor_behind` does."""
        if party.donor_id is not None:
            return self.known.get(party.donor_id) or donor_behind(party)
        name = (party.name.casefold(), party.email.casefold())
        if name not in self.made:
            self.made[name] = donor_behind(party)
        return self.made[name]


def write_benefits(gift: Gift, benefits: Sequence[TypedBenefit]) -> None:
    """Note what the donor got."""
    if benefits:
        Benefit.objects.bulk_create(Benefit(gift=gift, **asdict(benefit)) for benefit in benefits)


def write_thing(gift: Gift, thing: TypedThing) -> None:
    """Note what was given, anew or changed."""
    Property.objects.update_or_create(gift=gift, defaults=asdict(thing))


def benefits_of(gift: Gift) -> tuple[TypedBenefit, ...]:
    """Return what stands there as it was typed."""
    return tuple(
        TypedBenefit(**{name: getattr(row, name) for name in TypedBenefit.__dataclass_fields__})
        for row in gift.benefits.order_by("pk")
    )


def thing_of(gift: Gift) -> TypedThing | None:
    """Return what was given as it was typed, if it was not money."""
    row = Property.objects.filter(gift=gift).first()
    names = TypedThing.__dataclass_fields__
    return TypedThing(**{name: getattr(row, name) for name in names}) if row else None


def check_days(days: Days, *, today: date) -> None:
    """Raises: OfflineRefused for a day that is not there yet, or a letter that came before it was posted."""
    known: list[date] = [day for day in (days.given_on, days.postmarked_on, days.received_on) if day]
    if max(known) > today:
        raise OfflineRefused(_("A gift cannot have a day that is still to come."))
    if days.postmarked_on and days.received_on and days.postmarked_on > days.received_on:
        raise OfflineRefused(_("It cannot have reached us before it was posted."))


def keep_open(*days: date | None) -> None:
    """See that days lie in open months, and keep them so until the transaction ends.

    Raises: OfflineRefused with a sentence.
    """
    try:
        hold_open(*days)
    except PeriodClosed as closed:
        raise OfflineRefused(str(closed)) from closed


def check_thing(kind: str, thing: TypedThing | None) -> None:
    """Raises: OfflineRefused where what was given is not described, or money is."""
    if (thing is None) != (kind == GiftKind.MONEY):
        raise OfflineRefused(_("Please describe what was given."))
    if kind == GiftKind.SECURITIES and thing is not None and thing.shares is None:
        raise OfflineRefused(_("Please say how many shares, and of which company."))
    if kind == GiftKind.VEHICLE and thing is not None and not thing.vin:
        raise OfflineRefused(_("Please write the vehicle's identification number."))


def check_payers(payer: str, *, donor: Donor, other: Donor | None) -> None:
    """Raises: OfflineRefused where a second payer cannot be one."""
    if other is None:
        return
    if payer != Payer.DONOR:
        raise OfflineRefused(_("Only people have a joint account: take the second holder away."))
    if other.pk == donor.pk:
        raise OfflineRefused(_("The second holder of the account is the donor again."))


def check_benefits(benefits: Sequence[TypedBenefit]) -> None:
    """Raises: OfflineRefused for a value that nobody says the origin of."""
    if any(benefit.fair_value > ZERO and not benefit.basis for benefit in benefits):
        raise OfflineRefused(_("Please say how the value was estimated."))

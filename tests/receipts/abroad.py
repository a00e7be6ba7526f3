"""A house in Canada, and gifts to it."""

from datetime import timedelta
from decimal import Decimal

from accounts.models import Organisation
from donors.models import Address, Donor
from gifts.actions.offline import TypedBenefit, TypedThing, record_gift
from gifts.models import Gift
from receipts.regimes import Contribution
from tests.factories import make_donor, make_organisation, make_user
from tests.gifts.offline import NOW, typed_check, typed_coats

LATER = NOW + timedelta(minutes=1)


def make_canada(**values: str) -> Organisation:
    facts = {
        "legal_name": "Safe Harbour Society",
        "address": "12 Harbour Street\nToronto ON M5V 1A1",
        "tax_number": "12345 6782 RR0001",
        "regime": "CA",
    }
    return make_organisation(**{**facts, **values})


def give_address(donor: Donor) -> None:
    Address.objects.create(
        donor=donor, line1="9 Maple Road", city="Halifax", region="NS", postal_code="B3H 0A1", country="CA"
    )


def recorded(given: Contribution) -> Gift:
    """A gift entered by hand, of a donor with an address."""
    donor = make_donor(name="Anne Tremblay")
    give_address(donor)
    benefits = tuple(
        TypedBenefit(one.description, one.value, basis="what it costs elsewhere") for one in given.benefits
    )
    if given.thing is None:
        typed = typed_check(donor, amount=given.paid, benefits=benefits)
    else:
        thing = TypedThing(given.thing.description)
        typed = typed_coats(donor, amount=given.paid, benefits=benefits, thing=thing)
    return record_gift(typed=typed, by=make_user(), now=NOW)


def money_in_canada(paid: str, donor: Donor) -> Gift:
    return record_gift(typed=typed_check(donor, amount=Decimal(paid)), by=make_user(), now=NOW)

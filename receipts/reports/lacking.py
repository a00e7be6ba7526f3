"""What keeps an official receipt from being valid, and which gifts no longer wait for it."""

from django.db.models import Exists, OuterRef, Q

from accounts.models import Organisation
from accounts.organisation import the_organisation
from donors.models import Address
from gifts.models import Gift
from receipts.models import Unreceipted
from receipts.regimes import Regime, regime_named

# what must be printed of us where the law wants a donor's address printed: Income Tax Regulations (Canada)
# 3501(1)(b), (c), (i) and the place of issue
LETTERHEAD = ("address", "tax_number", "signatory_name")
WAITING = (Unreceipted.Why.ADDRESS, Unreceipted.Why.LETTERHEAD)


def lacking(gift: Gift, *, regime: Regime, organisation: Organisation) -> str:
    """Return why a receipt for the gift would not be valid, or nothing."""
    if not regime.needs_address or gift.donor is None:
        return ""
    if not _is_complete(organisation):
        return Unreceipted.Why.LETTERHEAD
    has_address = gift.donor.addresses.filter(is_primary=True).exists()
    return "" if has_address else Unreceipted.Why.ADDRESS


def no_longer_lacking() -> Q:
    """Tell gifts whose receipt waited for something that has come, or that today's rules do not ask for."""
    organisation = the_organisation()
    if not regime_named(organisation.regime).needs_address:
        return Q(unreceipted__why__in=WAITING)
    if not _is_complete(organisation):
        return Q(pk__in=[])
    has_address = Q(Exists(Address.objects.filter(donor=OuterRef("donor"), is_primary=True)))
    has_letterhead = Q(unreceipted__why=Unreceipted.Why.LETTERHEAD)
    return has_letterhead | Q(unreceipted__why=Unreceipted.Why.ADDRESS) & has_address


def _is_complete(organisation: Organisation) -> bool:
    return all(getattr(organisation, name) for name in LETTERHEAD)

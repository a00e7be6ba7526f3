"""Which paper a gift would have, and what it would state: asked before anything is saved."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.organisation import the_organisation
from core.clock import legal_day
from core.money import ZERO, format_money
from gifts.models import Gift
from receipts.models import ReceiptKind, ReceiptLine, Unreceipted
from receipts.regimes import Claim, regime_named
from receipts.regimes.us.corrections import cure_of, warning
from receipts.snapshot import Heading, item_of, take


@dataclass(frozen=True)
class Foretold:
    """A paper that does not exist: its kind in words, whose it is, what it states; no number is drawn.

    `warning`: what a correction no longer cures. `replaces`: whether a receipt is out already.
    """

    headline: str
    payer: str = ""
    statements: tuple[str, ...] = ()
    replaces: bool = False
    warning: str = ""


def foretell(do: Callable[[], Gift], *, now: datetime) -> Foretold:
    """Do something to a gift, look which paper it would have, and undo it all again.

    So the page shows what will be, by the very code that will do it. Raises: whatever `do` raises.
    """
    with transaction.atomic():
        gift = do()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what the end would refuse is refused here
        found = _told_of(gift, now)
        transaction.set_rollback(True)
    return found


def _told_of(gift: Gift, now: datetime) -> Foretold:
    organisation = the_organisation()
    regime = regime_named(organisation.regime)
    given = Gift.objects.select_related("donor", "co_payer").with_net().get(pk=gift.pk)
    if given.donor is None or given.given_on is None or given.net <= ZERO:
        return Foretold(_("No paper: nothing stands of this gift, or nobody knows whose it is."))
    item = item_of(given, given.net, regime)
    today = legal_day(now, organisation.zone)
    out = ReceiptLine.objects.filter(gift=given, active=True).exists()
    late = warning(cure_of(given_on=given.given_on, corrected_on=today)) if out else ""
    if item.claim.kind == "none":
        why = Unreceipted.Why(item.claim.why).label
        return Foretold(_("No paper of its own: %(why)s.") % {"why": why}, given.donor.name, (), out, late)
    if regime.needs_address and not given.donor.addresses.filter(is_primary=True).exists():
        why = Unreceipted.Why.ADDRESS.label
        return Foretold(_("No paper yet: %(why)s.") % {"why": why}, given.donor.name, (), out, late)
    heading = Heading(
        regime=regime, organisation=organisation, language=given.donor.language, issued_on=today
    )
    said = take([item], heading)
    return Foretold(_headline(item.claim, given.currency), said.payer[0], said.statements, out, late)


def _headline(claim: Claim, currency: str) -> str:
    """The kind of paper, and what of the gift is deductible, in one line."""
    kind = str(ReceiptKind(claim.kind).label)
    if claim.deductible is None:
        return _("%(kind)s; no value is stated") % {"kind": kind}
    if claim.deductible == ZERO:
        return _("%(kind)s; nothing is deductible by it") % {"kind": kind}
    return _("%(kind)s; deductible %(amount)s") % {
        "kind": kind,
        "amount": format_money(claim.deductible, currency),
    }

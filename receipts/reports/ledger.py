"""Which gifts and receipts disagree."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, DecimalField, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest, Now

from core.money import ZERO
from gifts.models import Gift
from gifts.models.gift import GiftQuerySet
from receipts.models import ReceiptLine, Unreceipted
from receipts.reports.lacking import WAITING, no_longer_lacking

# longer than any transaction lasts: a change that commits late is still seen
LOOK_BACK = timedelta(minutes=15)


def unsettled(*, everything: bool = False, look_back: timedelta = LOOK_BACK) -> list[tuple[UUID, datetime]]:
    """Ids and times of change of gifts whose live receipt differs from their ledger, oldest first.

    Looks at what changed in the last minutes (by the database's own clock), or at every gift.
    """
    if everything:
        return differing(Gift.objects.all())
    # an address changes no gift, and lets those be settled that wait for it
    waiting = Unreceipted.objects.filter(why__in=WAITING).values("gift")
    return differing(Gift.objects.filter(Q(changed_at__gt=Now() - look_back) | Q(pk__in=waiting)))


def differing(gifts: GiftQuerySet) -> list[tuple[UUID, datetime]]:
    """Return those of some gifts whose live receipt differs from their ledger, as `unsettled` does."""
    amount = DecimalField(max_digits=12, decimal_places=2)
    nothing_due = (
        Q(donor=None)
        | Q(state__in=[Gift.State.PROCESSING, Gift.State.FAILED])
        | Q(imported__is_receipted=True)
    )
    live = ReceiptLine.objects.filter(gift=OuterRef("pk"), active=True)
    as_it_was = Q(unreceipted__paid=F("due"), unreceipted__terms=F("terms"))
    decided = Q(unreceipted__why="held") | as_it_was & ~no_longer_lacking()
    return list(
        gifts.with_net()
        .annotate(
            due=Case(
                When(nothing_due, then=Value(ZERO)),
                default=Greatest(F("net"), Value(ZERO)),
                output_field=amount,
            ),
            receipted=Coalesce(Subquery(live.values("paid")), Value(ZERO), output_field=amount),
            # a gift of which nothing stands and which has no receipt agrees, whatever its terms
            agreed=Coalesce(Subquery(live.values("terms")), F("terms"), output_field=IntegerField()),
        )
        .exclude(due=F("receipted"), agreed=F("terms"))
        .exclude(decided, receipted=ZERO)
        .order_by("given_at", "pk")
        .values_list("pk", "changed_at")
    )

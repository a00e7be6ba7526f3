"""Taking a gift out of the books that never was one: the check bounced, or it was entered by mistake."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.audit import Deed, record_all
from accounts.models import User
from gifts.actions.offline.typed import OfflineRefused
from gifts.letters import queue_return_notice
from gifts.models import Gift, LedgerLine


class Cause(models.TextChoices):
    """Why a gift goes."""

    MISTAKEN = "mistaken", gettext_lazy("Entered by mistake")
    BOUNCED = "bounced", pgettext_lazy("why a gift is reversed", "The bank did not pay: the check bounced")


def reverse_gift(*, gift_id: UUID, cause: str, reason: str, by: User, now: datetime) -> Gift:
    """Take a gift's money out by a line of its own; its receipt is voided after. Twice is once.

    Whose bank did not pay is told by letter; whose gift was a mistake hears of the void receipt, if one went
    out.

    Raises: OfflineRefused for a gift by Stripe, which is refunded instead.
    """
    (gift,) = reverse_gifts(gift_ids=[gift_id], cause=cause, reason=reason, by=by, now=now)
    return gift


def reverse_gifts(
    *, gift_ids: Sequence[UUID], cause: str, reason: str, by: User, now: datetime
) -> list[Gift]:
    """Take the money of gifts out as `reverse_gift` does, all or none, by few statements.

    Raises: OfflineRefused where one of them came through Stripe.
    """
    with transaction.atomic():
        locked = Gift.objects.select_for_update(of=("self",)).select_related("donor").order_by("pk")
        gifts = list(locked.filter(pk__in=gift_ids))
        if any(gift.source == Gift.Source.STRIPE for gift in gifts):
            raise OfflineRefused(_("A gift that came through Stripe is refunded, not reversed."))
        standing = [gift for gift in gifts if gift.state != Gift.State.REVERSED]
        with_net = Gift.objects.filter(pk__in=[gift.pk for gift in standing]).with_net()
        net = {gift.pk: gift.net for gift in with_net}
        LedgerLine.objects.bulk_create(_line(gift, -net[gift.pk], now) for gift in standing)
        Gift.objects.filter(pk__in=net).update(state=Gift.State.REVERSED)
        after = {"state": Gift.State.REVERSED.value, "cause": str(cause)}
        record_all(
            [
                Deed(
                    "gift.reversed",
                    ("gift", str(gift.pk)),
                    {"state": gift.state, "stands": str(net[gift.pk])},
                    after,
                    reason,
                )
                for gift in standing
            ],
            actor=by,
            now=now,
        )
        for gift in standing:
            gift.state = Gift.State.REVERSED
            if cause == Cause.BOUNCED:
                queue_return_notice(gift=gift, amount=net[gift.pk], now=now)
    return gifts


def _line(gift: Gift, amount: Decimal, now: datetime) -> LedgerLine:
    return LedgerLine(
        kind=LedgerLine.Kind.OFFLINE,
        gift=gift,
        amount=amount,
        net=amount,
        currency=gift.currency,
        occurred_at=now,
        created_at=now,
    )

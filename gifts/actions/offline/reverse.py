"""Taking a gift out of the books that never was one: the check bounced, or it was entered by mistake."""

from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.audit import record
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
    with transaction.atomic():
        gift = Gift.objects.select_for_update(of=("self",)).select_related("donor").get(pk=gift_id)
        if gift.source == Gift.Source.STRIPE:
            raise OfflineRefused(_("A gift that came through Stripe is refunded, not reversed."))
        if gift.state == Gift.State.REVERSED:
            return gift
        stands = Gift.objects.with_net().get(pk=gift.pk).net
        LedgerLine.objects.create(
            kind=LedgerLine.Kind.OFFLINE,
            gift=gift,
            amount=-stands,
            net=-stands,
            currency=gift.currency,
            occurred_at=now,
            created_at=now,
        )
        before, gift.state = gift.state, Gift.State.REVERSED
        gift.save(update_fields=["state"])
        record(
            actor=by,
            verb="gift.reversed",
            about=("gift", str(gift.pk)),
            now=now,
            before={"state": before, "stands": str(stands)},
            after={"state": gift.state, "cause": cause},
            reason=reason,
        )
        if cause == Cause.BOUNCED:
            queue_return_notice(gift=gift, amount=stands, now=now)
    return gift

"""Saying whose an unmatched payment is."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from campaigns.models import Campaign, Fund
from donors.actions import look_for_doubles
from donors.models import Donor
from gifts.actions.givers import find_or_make_donor
from gifts.letters import queue_thanks
from gifts.models import Allocation, Gift, RecurringGift

THANKED = {Gift.State.PAID, Gift.State.PARTLY_REFUNDED}


class MatchRefused(Exception):
    """A sentence for the person who asked."""


def match_gift(
    *, gift_id: UUID, name: str, email: str, campaign: Campaign | None, fund: Fund, by: User, now: datetime
) -> Gift:
    """Give an unmatched gift its donor, found by e-mail or made, and its fund; thank for it.

    Where the payment renews a subscription that nobody knew, its next payments will know it.

    Raises: MatchRefused when the gift has its donor already.
    """
    with transaction.atomic():
        gift = Gift.objects.select_for_update().get(pk=gift_id)
        if not gift.is_unmatched:
            raise MatchRefused(_("Somebody else has matched this gift just now."))
        address = email.strip().lower()
        donor = find_or_make_donor(name=name, email=address) if address else _new_donor(name, now)
        gift.donor, gift.campaign, gift.is_unmatched = donor, campaign, False
        gift.save(update_fields=["donor", "campaign", "is_unmatched"])
        Allocation.objects.create(gift=gift, fund=fund, amount=gift.amount)
        if gift.recurring_id:
            alone = RecurringGift.objects.filter(pk=gift.recurring_id, donor=None)
            alone.update(donor=donor, campaign=campaign, fund=fund)
        record(
            actor=by,
            verb="gift.matched",
            about=("gift", str(gift.pk)),
            now=now,
            after={"donor": donor.pk, "campaign": campaign.pk if campaign else None, "fund": fund.pk},
        )
        if gift.state in THANKED:
            queue_thanks(gift=gift, now=now)
    return gift


def _new_donor(name: str, now: datetime) -> Donor:
    made = Donor.objects.create(name=name)
    look_for_doubles(donor_id=made.pk, now=now)
    return made

"""Entering a gift by hand: a check, cash, shares, a car."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.organisation import the_zone
from core.money import ZERO
from gifts.actions.offline.promised import check_open_batch, check_pledge
from gifts.actions.offline.rows import (
    check_benefits,
    check_days,
    check_payers,
    check_thing,
    donor_behind,
    keep_open,
    write_benefits,
    write_thing,
)
from gifts.actions.offline.typed import OfflineGift, OfflineRefused, moment_of
from gifts.letters import queue_credit_thanks, queue_thanks
from gifts.models import Allocation, Gift, GiftKind, LedgerLine, SoftCredit


class _EnteredBefore(Exception):
    """The same form came twice at once; whoever made new donors for it must not leave them behind."""


def record_gift(*, typed: OfflineGift, by: User, now: datetime) -> Gift:
    """Write a gift down with its money, and thank for it; the paper follows. The same form twice is one gift.

    Raises: OfflineRefused with a sentence.
    """
    before = Gift.objects.filter(form_key=typed.form_key).first()
    if before is not None:
        return before
    _check(typed, now)
    try:
        with transaction.atomic():
            keep_open(typed.days.given_on, typed.days.received_on)
            gift = _write(typed, by=by, now=now)
            _write_credits(gift, typed, now=now)
            record(
                actor=by,
                verb="gift.recorded",
                about=("gift", str(gift.pk)),
                now=now,
                after={
                    "amount": str(gift.amount),
                    "kind": gift.kind,
                    "source": gift.source,
                    "donor": gift.donor_id,
                },
            )
            queue_thanks(gift=gift, now=now)
    except _EnteredBefore:
        return Gift.objects.get(form_key=typed.form_key)
    return gift


def _check(typed: OfflineGift, now: datetime) -> None:
    check_days(typed.days, now=now)
    check_thing(typed.kind, typed.thing)
    check_benefits(typed.benefits)
    if sum((amount for _fund, amount in typed.shares), ZERO) != typed.amount:
        raise OfflineRefused(_("The shares of the funds do not sum to the gift."))
    if typed.check_number and typed.source != Gift.Source.CHECK:
        raise OfflineRefused(_("Only a check has a number."))
    if typed.kind != GiftKind.MONEY and typed.source != Gift.Source.DELIVERY:
        raise OfflineRefused(_("What is not money is handed over or delivered."))


def _write(typed: OfflineGift, *, by: User, now: datetime) -> Gift:
    """The gift, its shares, its line in the ledger, and what stands on its paper."""
    donor = donor_behind(typed.donor)
    other = donor_behind(typed.co_payer) if typed.co_payer else None
    check_payers(typed.payer, donor=donor, other=other)
    if typed.batch_id is not None:
        check_open_batch(typed.batch_id)
    if typed.pledge_id is not None:
        check_pledge(typed.pledge_id, amount=typed.amount, now=now)
    gift = _gift(typed, by=by, now=now)
    gift.donor, gift.co_payer = donor, other
    Gift.objects.bulk_create([gift], ignore_conflicts=True)
    if not Gift.objects.filter(pk=gift.pk).exists():
        raise _EnteredBefore
    Allocation.objects.bulk_create(
        Allocation(gift=gift, fund_id=fund_id, amount=amount) for fund_id, amount in typed.shares
    )
    LedgerLine.objects.create(
        kind=LedgerLine.Kind.OFFLINE,
        gift=gift,
        amount=gift.amount,
        net=gift.amount,
        currency=gift.currency,
        occurred_at=moment_of(typed.days.received_on or typed.days.given_on, now=now, zone=the_zone()),
        created_at=now,
    )
    write_benefits(gift, typed.benefits)
    if typed.thing is not None:
        write_thing(gift, typed.thing)
    return gift


def _gift(typed: OfflineGift, *, by: User, now: datetime) -> Gift:
    """The row, not yet written, without its payers."""
    return Gift(
        form_key=typed.form_key,
        kind=typed.kind,
        source=typed.source,
        state=Gift.State.PAID,
        payer=typed.payer,
        payer_name=typed.payer_name,
        campaign_id=typed.campaign_id,
        appeal_id=typed.appeal_id,
        check_number=typed.check_number,
        batch_id=typed.batch_id,
        pledge_id=typed.pledge_id,
        amount=typed.amount,
        currency=settings.CURRENCY,
        given_at=moment_of(typed.days.given_on, now=now, zone=the_zone()),
        given_on=typed.days.given_on,
        date_basis=typed.days.basis,
        postmarked_on=typed.days.postmarked_on,
        received_on=typed.days.received_on,
        is_anonymous=typed.is_anonymous,
        tribute_kind=typed.tribute_kind,
        tribute_name=typed.tribute_name,
        tribute_message=typed.tribute_message,
        recorded_by=by,
        created_at=now,
    )


def _write_credits(gift: Gift, typed: OfflineGift, *, now: datetime) -> None:
    """Who advised, whose gift was matched: noted and thanked. Raises: OfflineRefused for the donor again."""
    seen = {gift.donor_id}
    for one in typed.credits:
        donor = donor_behind(one.party)
        if donor.pk in seen:
            raise OfflineRefused(
                _("%(name)s stands there twice. Who gave is thanked already.") % {"name": donor.name}
            )
        seen.add(donor.pk)
        credit = SoftCredit.objects.create(
            gift=gift, donor=donor, role=one.role, amount=one.amount, created_at=now
        )
        queue_credit_thanks(credit=credit, now=now)

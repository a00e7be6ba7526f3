"""Entering gifts by hand: a check, cash, shares, a car; a pile of them by the same few statements."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from accounts.audit import Deed, record_all
from accounts.models import User
from accounts.organisation import the_zone
from core.clock import legal_day
from core.money import ZERO
from gifts.actions.offline.promised import check_open_batch, check_pledge
from gifts.actions.offline.rows import (
    People,
    check_benefits,
    check_days,
    check_payers,
    check_thing,
    write_benefits,
    write_thing,
)
from gifts.actions.offline.typed import OfflineGift, OfflineRefused, moment_of, of_place
from gifts.actions.periods import PeriodClosed, hold_open
from gifts.letters import queue_credit_thanks, queue_many_thanks, queue_thanks
from gifts.models import Allocation, Gift, GiftKind, LedgerLine, SoftCredit


class _EnteredBefore(Exception):
    """The same form came twice at once; whoever made new donors for it must not leave them behind."""


def record_gift(*, typed: OfflineGift, by: User, now: datetime) -> Gift:
    """Write a gift down with its money, and thank for it; the paper follows. The same form twice is one gift.

    Raises: OfflineRefused with a sentence.
    """
    (gift,) = record_gifts(typed=[typed], by=by, now=now)
    return gift


def record_gifts(*, typed: Sequence[OfflineGift], by: User, now: datetime) -> list[Gift]:
    """Write gifts down as `record_gift` does, all or none, by few statements; return them in their order.

    Somebody new who stands in two of them is made once.

    Raises: OfflineRefused with a sentence; its `place` says of which of them.
    """
    keys = [one.form_key for one in typed]
    for _turn in range(2):  # whoever was quicker with the same form has committed by the second
        gifts = Gift.objects.in_bulk(keys, field_name="form_key")
        new = {place: one for place, one in enumerate(typed) if one.form_key not in gifts}
        with suppress(_EnteredBefore), transaction.atomic():
            gifts |= {gift.form_key: gift for gift in _record(new, by=by, now=now)}
            return [gifts[key] for key in keys]
    raise ValueError("a form stands there twice")


def _record(typed: Mapping[int, OfflineGift], *, by: User, now: datetime) -> list[Gift]:
    if not typed:
        return []
    zone = the_zone()
    today = legal_day(now, zone)
    for place, one in typed.items():
        with of_place(place):
            _check(one, today)
    _keep_open(typed)
    gifts = _write(typed, by=by, now=now, zone=zone)
    record_all([_deed(gift) for gift in gifts], actor=by, now=now)
    if len(gifts) == 1:
        queue_thanks(gift=gifts[0], now=now)
    else:
        prefetch_related_objects(gifts, "donor", "campaign", "allocations__fund")
        queue_many_thanks(gifts=gifts, now=now)
    return gifts


def _deed(gift: Gift) -> Deed:
    said = {"amount": str(gift.amount), "kind": gift.kind, "source": gift.source, "donor": gift.donor_id}
    return Deed("gift.recorded", ("gift", str(gift.pk)), after=said)


def _keep_open(typed: Mapping[int, OfflineGift]) -> None:
    days = {place: (one.days.given_on, one.days.received_on) for place, one in typed.items()}
    try:
        hold_open(*(day for both in days.values() for day in both))
    except PeriodClosed as closed:
        place = next(place for place, both in days.items() if closed.day in both)
        raise OfflineRefused(str(closed), place) from closed


def _check(typed: OfflineGift, today: date) -> None:
    check_days(typed.days, today=today)
    check_thing(typed.kind, typed.thing)
    check_benefits(typed.benefits)
    if sum((amount for _fund, amount in typed.shares), ZERO) != typed.amount:
        raise OfflineRefused(_("The shares of the funds do not sum to the gift."))
    if typed.check_number and typed.source != Gift.Source.CHECK:
        raise OfflineRefused(_("Only a check has a number."))
    if typed.kind != GiftKind.MONEY and typed.source != Gift.Source.DELIVERY:
        raise OfflineRefused(_("What is not money is handed over or delivered."))


def _write(typed: Mapping[int, OfflineGift], *, by: User, now: datetime, zone: str) -> list[Gift]:
    """The gifts, their shares, their lines in the ledger, and what stands on their papers."""
    people = People({one.donor.donor_id for one in typed.values()})
    gifts = []
    for place, one in typed.items():
        with of_place(place):
            donor = people.behind(one.donor)
            other = people.behind(one.co_payer) if one.co_payer else None
            check_payers(one.payer, donor=donor, other=other)
        gift = _gift(one, by=by, now=now, zone=zone)
        gift.donor, gift.co_payer = donor, other
        gifts.append(gift)
    _check_promised(typed, now)
    Gift.objects.bulk_create(gifts, ignore_conflicts=True)
    if Gift.objects.filter(pk__in=[gift.pk for gift in gifts]).count() < len(gifts):
        raise _EnteredBefore
    rows = list(zip(gifts, typed.items(), strict=True))
    Allocation.objects.bulk_create(
        Allocation(gift=gift, fund_id=fund_id, amount=amount)
        for gift, (_place, one) in rows
        for fund_id, amount in one.shares
    )
    LedgerLine.objects.bulk_create(_line(gift, one, now=now, zone=zone) for gift, (_place, one) in rows)
    for gift, (place, one) in rows:
        write_benefits(gift, one.benefits)
        if one.thing is not None:
            write_thing(gift, one.thing)
        with of_place(place):
            _write_credits(gift, one, people, now=now)
    return gifts


def _check_promised(typed: Mapping[int, OfflineGift], now: datetime) -> None:
    """See that batches are open, and that pledges have so much open, all payments of one together."""
    paid: dict[int, Decimal] = {}
    seen: set[int | None] = {None}
    for place, one in typed.items():
        with of_place(place):
            if one.batch_id is not None and one.batch_id not in seen:
                check_open_batch(one.batch_id)
                seen.add(one.batch_id)
            if one.pledge_id is not None:
                paid[one.pledge_id] = paid.get(one.pledge_id, ZERO) + one.amount
                check_pledge(one.pledge_id, amount=paid[one.pledge_id], now=now)


def _line(gift: Gift, typed: OfflineGift, *, now: datetime, zone: str) -> LedgerLine:
    return LedgerLine(
        kind=LedgerLine.Kind.OFFLINE,
        gift=gift,
        amount=gift.amount,
        net=gift.amount,
        currency=gift.currency,
        occurred_at=moment_of(typed.days.received_on or typed.days.given_on, now=now, zone=zone),
        created_at=now,
    )


def _gift(typed: OfflineGift, *, by: User, now: datetime, zone: str) -> Gift:
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
        given_at=moment_of(typed.days.given_on, now=now, zone=zone),
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


def _write_credits(gift: Gift, typed: OfflineGift, people: People, *, now: datetime) -> None:
    """Who advised, whose gift was matched: noted and thanked. Raises: OfflineRefused for the donor again."""
    seen = {gift.donor_id}
    for one in typed.credits:
        donor = people.behind(one.party)
        if donor.pk in seen:
            raise OfflineRefused(
                _("%(name)s stands there twice. Who gave is thanked already.") % {"name": donor.name}
            )
        seen.add(donor.pk)
        credit = SoftCredit.objects.create(
            gift=gift, donor=donor, role=one.role, amount=one.amount, created_at=now
        )
        queue_credit_thanks(credit=credit, now=now)

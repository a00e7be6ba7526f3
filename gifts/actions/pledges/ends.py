"""What we no longer wait for, and gifts that turn out to pay a pledge."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.organisation import the_zone
from core.clock import legal_day
from core.money import ZERO
from gifts.actions.offline import OfflineRefused, check_pledge
from gifts.actions.pledges.typed import PledgeRefused
from gifts.models import Gift, Pledge, WriteOff

NOTHING_STANDS = frozenset({Gift.State.PROCESSING, Gift.State.FAILED, Gift.State.REVERSED, Gift.State.LOST})


def write_off(*, pledge_id: int, reason: str, by: User, now: datetime) -> WriteOff:
    """Wait no longer for what is open. Raises: PledgeRefused where nothing is."""
    with transaction.atomic():
        pledge = _locked(pledge_id, now)
        if pledge.open == ZERO:
            raise PledgeRefused(_("Nothing of this pledge is open."))
        row = WriteOff.objects.create(pledge=pledge, amount=pledge.open, reason=reason, at=now, by=by)
        record(
            actor=by,
            verb="pledge.written_off",
            about=("pledge", str(pledge.pk)),
            now=now,
            after={"amount": str(row.amount)},
            reason=reason,
        )
    return row


def cancel_write_off(*, write_off_id: int, reason: str, by: User, now: datetime) -> WriteOff:
    """Wait for it again. Raises: PledgeRefused where that was done before."""
    with transaction.atomic():
        gone = WriteOff.objects.get(pk=write_off_id)
        _locked(gone.pledge_id, now)
        if gone.amount < ZERO or WriteOff.objects.filter(cancels=gone).exists():
            raise PledgeRefused(_("This was taken back before."))
        row = WriteOff.objects.create(
            pledge_id=gone.pledge_id, amount=-gone.amount, reason=reason, cancels=gone, at=now, by=by
        )
        record(
            actor=by,
            verb="pledge.write_off_cancelled",
            about=("pledge", str(gone.pledge_id)),
            now=now,
            after={"amount": str(gone.amount)},
            reason=reason,
        )
    return row


def pay_with(*, pledge_id: int, gift_id: UUID, by: User, now: datetime) -> Gift:
    """Say that a gift of the donor pays the pledge, which it does from now on, refunds included.

    Raises: PledgeRefused where it pays one already, nothing of it stands, or it is more than what is open.
    """
    with transaction.atomic():
        pledge = _locked(pledge_id, now)
        gift = Gift.objects.select_for_update(of=("self",)).get(pk=gift_id)
        if gift.pledge_id is not None:
            raise PledgeRefused(_("This gift pays a pledge already."))
        if gift.donor_id != pledge.donor_id or gift.state in NOTHING_STANDS:
            raise PledgeRefused(_("Choose a gift of this donor that stands."))
        try:
            check_pledge(pledge.pk, amount=Gift.objects.with_net().get(pk=gift.pk).net, now=now)
        except OfflineRefused as refusal:
            raise PledgeRefused(str(refusal)) from refusal
        _link(gift, pledge, about=pledge.pk, by=by, now=now, verb="pledge.paid_with")
    return gift


def release(*, gift_id: UUID, by: User, now: datetime) -> Gift:
    """Say that a gift pays no pledge after all. Raises: PledgeRefused where it pays none."""
    with transaction.atomic():
        gift = Gift.objects.select_for_update(of=("self",)).get(pk=gift_id)
        if gift.pledge_id is None:
            raise PledgeRefused(_("This gift pays no pledge."))
        _link(gift, None, about=gift.pledge_id, by=by, now=now, verb="pledge.released")
    return gift


def _link(gift: Gift, pledge: Pledge | None, *, about: int, by: User, now: datetime, verb: str) -> None:
    gift.pledge = pledge
    gift.save(update_fields=["pledge"])
    record(actor=by, verb=verb, about=("pledge", str(about)), now=now, after={"gift": str(gift.pk)})


def _locked(pledge_id: int, now: datetime) -> Pledge:
    """The pledge with its balance, locked: payments and write-offs take turns."""
    Pledge.objects.select_for_update().get(pk=pledge_id)
    return Pledge.objects.with_balance(legal_day(now, the_zone())).get(pk=pledge_id)

"""Writing a pledge down, and giving the rest of one other days."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.organisation import the_zone
from core.clock import legal_day
from core.money import ZERO
from donors.models import Donor
from gifts.actions.offline.rows import donor_behind
from gifts.actions.pledges.typed import Due, PledgeRefused, TypedPledge, check_parts
from gifts.models import Instalment, Pledge
from gifts.reports.pledges import schedule_of


def record_pledge(*, typed: TypedPledge, by: User, now: datetime) -> Pledge:
    """Write a promise down with its schedule; the same form twice is one. It is no gift: no receipt.

    Raises: PledgeRefused, OfflineRefused (a donor that is gone) with a sentence.
    """
    before = Pledge.objects.filter(form_key=typed.form_key).first()
    if before is not None:
        return before
    if typed.pledged_on > legal_day(now, the_zone()):
        raise PledgeRefused(_("A pledge cannot have been made on a day that is still to come."))
    check_parts(typed.parts, typed.amount)
    with transaction.atomic():
        donor = donor_behind(typed.donor)
        pledge = _pledge(typed, donor, by=by, now=now)
        try:
            with transaction.atomic():
                pledge.save(force_insert=True)
        except IntegrityError:
            return Pledge.objects.get(form_key=typed.form_key)
        _write_parts(pledge, typed.parts, now)
        record(
            actor=by,
            verb="pledge.recorded",
            about=("pledge", str(pledge.pk)),
            now=now,
            after={"amount": str(pledge.amount), "parts": len(typed.parts), "donor": donor.pk},
        )
    return pledge


def change_schedule(
    *, pledge_id: int, seen: int, parts: Sequence[Due], reason: str, by: User, now: datetime
) -> Pledge:
    """Give what is not paid yet other days and parts. What is paid in full keeps its rows, the rest ends.

    `seen` is the newest part that the form showed. The parts sum to what the kept rows leave of the pledge.

    Raises: PledgeRefused, also where somebody changed the schedule meanwhile.
    """
    with transaction.atomic():
        locked = Pledge.objects.select_for_update().get(pk=pledge_id)
        pledge = Pledge.objects.with_balance(legal_day(now, the_zone())).get(pk=locked.pk)
        schedule = schedule_of(pledge)
        if max(row.instalment.pk for row in schedule) != seen:
            raise PledgeRefused(_("Somebody changed this schedule meanwhile. Please look at it again."))
        kept = [row for row in schedule if row.paid == row.instalment.amount]
        ended = [row.instalment for row in schedule if row.paid != row.instalment.amount]
        if not ended:
            raise PledgeRefused(_("All of it is paid: there is nothing to change."))
        check_parts(parts, sum((row.amount for row in ended), ZERO))
        taken: set[date] = {row.instalment.due_on for row in kept}
        if taken & {part.on for part in parts}:
            raise PledgeRefused(_("A part that is paid already falls on one of these days."))
        Instalment.objects.filter(pk__in=[row.pk for row in ended]).update(replaced_at=now)
        _write_parts(pledge, parts, now)
        record(
            actor=by,
            verb="pledge.schedule_changed",
            about=("pledge", str(pledge.pk)),
            now=now,
            before={"parts": len(schedule)},
            after={"parts": len(kept) + len(parts)},
            reason=reason,
        )
    return pledge


def _pledge(typed: TypedPledge, donor: Donor, *, by: User, now: datetime) -> Pledge:
    """The row, not yet written."""
    return Pledge(
        form_key=typed.form_key,
        donor=donor,
        amount=typed.amount,
        currency=settings.CURRENCY,
        pledged_on=typed.pledged_on,
        rhythm=typed.rhythm,
        campaign_id=typed.campaign_id,
        appeal_id=typed.appeal_id,
        fund_id=typed.fund_id,
        is_reminded=typed.is_reminded,
        recorded_by=by,
        created_at=now,
    )


def _write_parts(pledge: Pledge, parts: Sequence[Due], now: datetime) -> None:
    Instalment.objects.bulk_create(
        Instalment(pledge=pledge, due_on=part.on, amount=part.amount, created_at=now) for part in parts
    )

"""Soft credits: who is thanked for a gift beside who gave it."""

from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from donors.models import Donor
from gifts.letters import queue_credit_thanks
from gifts.models import Gift, SoftCredit


class CreditRefused(Exception):
    """A sentence for the person who asked."""


def add_credit(
    *,
    gift: Gift,
    donor: Donor,
    role: str,
    amount: Decimal,
    by: User,
    now: datetime,
    is_thanked: bool = False,
) -> SoftCredit:
    """Note that somebody brought a gift about, and write to them if wished. The books do not move.

    Raises: CreditRefused for more than the gift, for its own donor, for whoever has a credit of it already,
    and for a gift that was taken out of the books.
    """
    with transaction.atomic():
        locked = Gift.objects.select_for_update().get(pk=gift.pk)
        if locked.state in (Gift.State.REVERSED, Gift.State.FAILED):
            raise CreditRefused(_("This gift does not stand: nobody is thanked for it."))
        if locked.donor_id == donor.pk:
            raise CreditRefused(_("They gave it themselves."))
        if donor.erased_at is not None or donor.merged_into_id is not None:
            raise CreditRefused(_("This record was merged or erased."))
        if not Decimal(0) < amount <= locked.amount:
            raise CreditRefused(_("A credit is more than nothing and at most the gift."))
        try:
            with transaction.atomic():
                credit = SoftCredit.objects.create(
                    gift=locked, donor=donor, role=role, amount=amount, created_at=now
                )
        except IntegrityError as error:
            raise CreditRefused(_("They have a credit of this gift already.")) from error
        if is_thanked:
            queue_credit_thanks(credit=credit, now=now)
        _note(credit, "gift.credit_added", by, now)
    return credit


def remove_credit(*, credit_id: int, gift: Gift, by: User, now: datetime) -> None:
    """Take a credit away. Twice is once."""
    with transaction.atomic():
        credit = SoftCredit.objects.select_for_update().filter(pk=credit_id, gift=gift).first()
        if credit is not None:
            _note(credit, "gift.credit_removed", by, now)
            credit.delete()


def _note(credit: SoftCredit, verb: str, by: User, now: datetime) -> None:
    record(
        actor=by,
        verb=verb,
        about=("gift", str(credit.gift_id)),
        now=now,
        after={"donor": credit.donor_id, "role": credit.role, "amount": str(credit.amount)},
    )

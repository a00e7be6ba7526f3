"""What a gift by hand belongs to: the batch it came with, the pledge that it pays."""

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.organisation import the_zone
from core.clock import legal_day
from core.money import ZERO, format_money
from gifts.actions.offline.typed import OfflineRefused
from gifts.models import Batch, Pledge


def check_open_batch(batch_id: int) -> None:
    """Lock the batch. Raises: OfflineRefused where it is posted or gone."""
    batch = Batch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None or not batch.is_open:
        raise OfflineRefused(_("This batch was posted or thrown away meanwhile."))


def check_pledge(pledge_id: int, *, amount: Decimal, now: datetime) -> Pledge:
    """Return the pledge, locked, so that two payments at once cannot both take what is open.

    Raises: OfflineRefused where less is open than was given.
    """
    locked = Pledge.objects.select_for_update().filter(pk=pledge_id).first()
    if locked is None:
        raise OfflineRefused(_("This pledge is not there any more."))
    today = legal_day(now, the_zone())
    pledge = Pledge.objects.with_balance(today).get(pk=pledge_id)
    if amount > pledge.open:
        if pledge.open == ZERO:
            raise OfflineRefused(_("Nothing of this pledge is open. Record the gift without it."))
        raise OfflineRefused(
            _("Of this pledge %(open)s is open. Record what is more as a gift of its own.")
            % {"open": format_money(pledge.open, settings.CURRENCY)}
        )
    return pledge

"""One's own recurring gift, and whether anything of it can be changed."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import User
from gifts.models import RecurringGift
from gifts.reports.previews.preview import has_charges


def own_recurring(user: User, recurring_id: UUID) -> RecurringGift:
    """Return one's own. Raises: Http404 for another's."""
    gifts = RecurringGift.objects.of(user).select_related("campaign", "fund", "donor")
    return get_object_or_404(gifts, pk=recurring_id)


def obstacle_of(gift: RecurringGift) -> str:
    """Return why nothing can be changed; an empty text where it can."""
    if gift.state == RecurringGift.State.CANCELLED:
        return _("This gift has ended. Nothing of it can be changed any more.")
    if gift.state == RecurringGift.State.PENDING:
        return _("The first payment of this gift is not through yet. Please try again later.")
    return "" if has_charges(gift) else _("No charge comes any more.")

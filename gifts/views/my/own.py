"""The door to one's own recurring gift: for anybody else there is no such page, whatever they send."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.access import person, signed_in
from gifts.models import RecurringGift
from gifts.reports.previews.preview import has_charges

View = Callable[..., HttpResponse]


def own_recurring(*methods: str) -> Callable[[View], View]:
    """Return a decorator that gives a view one's own gift; another's answers 404 to every method."""

    def guard(view: View) -> View:
        @signed_in
        @wraps(view)
        def guarded(request: HttpRequest, recurring_id: UUID, **kept: str) -> HttpResponse:
            own = RecurringGift.objects.of(person(request)).select_related("campaign", "fund", "donor")
            gift = get_object_or_404(own, pk=recurring_id)
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            return view(request, gift, **kept)

        return guarded

    return guard


def obstacle_of(gift: RecurringGift) -> str:
    """Return why nothing can be changed; an empty text where it can."""
    if gift.state == RecurringGift.State.CANCELLED:
        return _("This gift has ended. Nothing of it can be changed any more.")
    if gift.state == RecurringGift.State.PENDING:
        return _("The first payment of this gift is not through yet. Please try again later.")
    return "" if has_charges(gift) else _("No charge comes any more.")

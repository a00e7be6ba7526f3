"""One recurring gift on the desk: everything known of it, and what can be done for its donor."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import person, staff
from accounts.models import User
from core.paging import keyset_page
from gifts.letters.words import ABOUT
from gifts.models import Gift, RecurringGift, RecurringRequest
from gifts.reports.monthly import monthly_of
from gifts.reports.recurring_page import facts_of, glance_at, months_of
from gifts.reports.recurring_plot import months_plot
from gifts.reports.recurring_story import story_of
from gifts.views.acting import offers
from gifts.views.recurring import HANDS, READERS
from letters.kinds import lookup
from letters.models import Letter

LETTERS_SHOWN, REQUESTS_SHOWN, COMING_SHOWN = 20, 50, 12


@staff(*READERS)
@require_safe
def recurring_page(request: HttpRequest, recurring_id: UUID) -> HttpResponse:
    """Facts, forecast, charges, history, requests and letters; buttons only for those who may act."""
    user, now = person(request), timezone.now()
    related = ("donor", "campaign", "appeal", "fund")
    gifts = RecurringGift.objects.annotate(monthly=monthly_of()).select_related(*related)
    gift = get_object_or_404(gifts, pk=recurring_id)
    facts = facts_of(gift, now=now)
    charges = Gift.objects.filter(recurring=gift).with_net()
    context = {
        "gift": gift,
        "glance": glance_at(gift, now=now),
        "facts": facts,
        "coming": facts.coming[:COMING_SHOWN],
        "page": keyset_page(request, charges, field="created_at", size=25),
        "plot": months_plot(months_of(gift, now=now), gift.currency) if facts.count > 1 else None,
        "story": story_of(gift, is_own=False),
        "requests": _requests(gift),
        "letters": _letters(gift, user),
        "offers": offers(gift) if user.roles & HANDS else [],
    }
    return render(request, "gifts/recurring_page.html", context)


def _requests(gift: RecurringGift) -> QuerySet[RecurringRequest]:
    """What was asked by a person or by a mailed link; that we keep a promise is told by the history."""
    asked = gift.requests.exclude(asked_by=None, by_link=False).select_related("asked_by")
    return asked.order_by("-asked_at")[:REQUESTS_SHOWN]


def _letters(gift: RecurringGift, user: User) -> list[tuple[Letter, str]]:
    """The newest letters about it, each with its subject, or its kind before it left."""
    about = Letter.objects.visible_to(user).filter(about_kind=ABOUT, about_id=str(gift.pk)).defer("facts")
    rows = about.order_by("-created_at")[:LETTERS_SHOWN]
    return [(letter, letter.subject or str(lookup(letter.kind).title)) for letter in rows]

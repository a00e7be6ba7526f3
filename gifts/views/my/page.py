"""The page of one's own recurring gift, and whether its letters are quiet."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import READ, own, person
from accounts.organisation import the_organisation
from campaigns.models import Campaign
from gifts.actions.recurring.quiet import set_quiet
from gifts.models import RecurringGift
from gifts.reports.recurring_page import facts_of, glance_at, months_of
from gifts.reports.recurring_plot import months_plot
from gifts.reports.recurring_story import asked_words, story_of
from gifts.views.my.own import obstacle_of, own_recurring

# a plot of one or two bars says less than the list beside it
WORTH_A_PLOT = 3


@own(own_recurring, *READ)
def my_recurring(request: HttpRequest, gift: RecurringGift) -> HttpResponse:
    """What it is, what comes, what came, and the ways to change it."""
    now = timezone.now()
    glance, facts = glance_at(gift, now=now), facts_of(gift, now=now)
    has_plot = facts.count >= WORTH_A_PLOT
    context = {
        "organisation": the_organisation(),
        "gift": gift,
        "glance": glance,
        "facts": facts,
        "can_change": not glance.open_request and not obstacle_of(gift),
        "asked": asked_words(gift, glance.open_request) if glance.open_request else "",
        "plot": months_plot(months_of(gift, now=now), gift.currency) if has_plot else None,
        "story": story_of(gift, is_own=True),
        "again": _again(gift),
    }
    ended = gift.state == RecurringGift.State.CANCELLED
    return render(request, "gifts/my_recurring_ended.html" if ended else "gifts/my_recurring.html", context)


@own(own_recurring, "POST")
def my_recurring_quiet(request: HttpRequest, gift: RecurringGift) -> HttpResponse:
    """A letter for each charge, or once a year."""
    is_quiet = request.POST.get("quiet") == "yes"
    set_quiet(recurring_id=gift.pk, is_quiet=is_quiet, by=person(request), now=timezone.now())
    if is_quiet:
        messages.success(request, _("We thank you once a year from now on. Receipts stay on your page."))
    else:
        messages.success(request, _("We thank you for each charge from now on."))
    return redirect("gifts:my_recurring", gift.pk)


def _again(gift: RecurringGift) -> Campaign | None:
    """The campaign to which one can give again: its own, or another that runs."""
    running = Campaign.objects.running()
    return next((each for each in running if each == gift.campaign), running.order_by("pk").first())

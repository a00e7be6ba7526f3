"""How one wishes to be reached, about what, and what one agreed to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, signed_in
from accounts.models import User
from accounts.organisation import the_organisation, the_zone
from core.clock import legal_day
from donors.actions import choose_contact, choose_letters
from donors.actions.preferences import wanted_topics
from donors.models import Consent, Donor
from front.forms import ContactForm, TopicsForm
from letters.kinds import TOPICS
from volunteers.models import Volunteer

SHOWN = 50


@signed_in
@require_safe
def my_preferences(request: HttpRequest) -> HttpResponse:
    """All choices, and the consents behind them."""
    user = person(request)
    donor = Donor.objects.filter(user=user).first()
    return _page(
        request, donor, _contact_form(donor, None) if donor else None, _topics_form(user, donor, None)
    )


@signed_in
@require_POST
def my_contact(request: HttpRequest) -> HttpResponse:
    """Choose the manner of contact."""
    user = person(request)
    donor = get_object_or_404(Donor, user=user)
    form = _contact_form(donor, request)
    if not form.is_valid():
        return _page(request, donor, form, _topics_form(user, donor, None))
    choose_contact(donor=donor, wish=form.wish(), by=user, now=timezone.now())
    messages.success(request, _("Noted. From now on we reach you like this."))
    return redirect("front:my_preferences")


@signed_in
@require_POST
def my_topics(request: HttpRequest) -> HttpResponse:
    """Choose the letters."""
    user = person(request)
    form = _topics_form(user, Donor.objects.filter(user=user).first(), request)
    form.is_valid()  # boxes cannot be wrong
    choose_letters(user=user, wanted=form.cleaned_data, now=timezone.now())
    messages.success(request, _("Noted. It holds from this moment."))
    return redirect("front:my_preferences")


def _page(
    request: HttpRequest, donor: Donor | None, contact: ContactForm | None, topics: TopicsForm
) -> HttpResponse:
    consents = Consent.objects.filter(donor=donor).order_by("-at", "-pk")[:SHOWN] if donor else []
    context = {
        "donor": donor,
        "contact": contact,
        "topics": topics,
        "consents": [(consent, TOPICS.get(consent.topic, _("all letters"))) for consent in consents],
        "organisation": the_organisation(),
    }
    return render(request, "front/my_preferences.html", context)


def _contact_form(donor: Donor, request: HttpRequest | None) -> ContactForm:
    today = legal_day(timezone.now(), the_zone())
    is_over = donor.quiet_until is None or donor.quiet_until <= today
    initial = {
        "contact": donor.contact,
        "no_post": donor.no_post,
        "no_phone": donor.no_phone,
        "quiet_until": None if is_over else donor.quiet_until,
    }
    return ContactForm(request.POST if request else None, initial=initial, today=today)


def _topics_form(user: User, donor: Donor | None, request: HttpRequest | None) -> TopicsForm:
    return TopicsForm(
        request.POST if request else None,
        initial=wanted_topics(user),
        is_donor=donor is not None,
        is_volunteer=Volunteer.objects.filter(user=user).exists(),
    )

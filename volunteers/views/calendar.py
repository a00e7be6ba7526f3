"""A volunteer's private calendar: the page that gives its address, and the file behind it."""

from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person, public, signed_in
from accounts.organisation import the_organisation
from volunteers.actions.feeds import hash_of, make_feed, note_reading, revoke_feed
from volunteers.feed import calendar_of, open_feeds, sign_ups_of
from volunteers.models import Volunteer


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """Make, replace or revoke the address. A new one is shown in the answer itself, and never again."""
    volunteer = get_object_or_404(Volunteer.objects.active(), user=person(request))
    now, address = timezone.now(), ""
    if request.method == "POST":
        if request.POST.get("do") == "revoke":
            if revoke_feed(volunteer=volunteer, now=now):
                messages.success(request, _("The address answers nobody any more."))
            return redirect("volunteers:calendar")
        token = make_feed(volunteer=volunteer, now=now)
        address = settings.SITE_URL + reverse("volunteers:calendar_file", args=[token])
    context = {
        "organisation": the_organisation(),
        "feed": volunteer.feeds.filter(revoked_at=None).first(),
        "address": address,
    }
    return render(request, "volunteers/calendar.html", context)


@public
@require_safe
def calendar_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """The calendar behind an address: for whoever holds it. A dead address and an unknown one are alike."""
    feed = open_feeds().select_related("volunteer").filter(token_hash=hash_of(token)).first()
    if feed is None:
        raise Http404
    now, volunteer = timezone.now(), feed.volunteer
    text = calendar_of(sign_ups_of(volunteer, now), language=volunteer.language)
    note_reading(feed=feed, now=now)
    etag = f'"{sha256(text).hexdigest()[:32]}"'
    headers = {
        "ETag": etag,
        # the reader may keep it and must ask whether it still holds; nobody between us may
        "Cache-Control": "private, no-cache",
        "Content-Disposition": 'inline; filename="calendar.ics"',
        "X-Robots-Tag": "noindex",
    }
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)
    return get_conditional_response(request, etag=etag, response=answer) or answer

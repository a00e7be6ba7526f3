"""The giving page and the way from it to the payment page."""

from datetime import datetime, timedelta

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import public
from campaigns.models import Campaign
from gifts.forms.giving import NEEDED_MOST, GiveForm, marks_of
from gifts.models import Checkout
from gifts.proofs import BACK, FORM, mark, new_work, read_mark
from gifts.reports.giving_page import GivingPage, page_of, read_facts
from gifts.views.giving_pages import drawn, filled, form_mark, initial_of, ready_page
from gifts.views.going import answer

WISHES = {"amount", "frequency", "fund"}  # in an address: what to propose
FORM_IS_KEPT = timedelta(hours=2)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a campaign's page; take what was asked there to the payment page."""
    now = timezone.now()
    if request.method == "POST":
        return answer(request, _page(slug), now)
    if "back" in request.GET:
        return _show_again(request, _page(slug), now)
    if WISHES & request.GET.keys():
        page = _page(slug)
        form = GiveForm(page, initial=initial_of(page, request.GET.dict()))
        return _uncached(drawn(request, page, form, now))
    ready = ready_page(slug, now=now)
    if ready is None:
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    text = filled(
        ready,
        csrf=get_token(request),
        form_mark=form_mark(now),
        marks=marks_of(request.GET),
        query=f"?{query}" if query else "",
    )
    # no-cache, not no-store: the browser's Back button then finds the form as it was left
    return HttpResponse(text, headers={"Cache-Control": "private, no-cache"})


@public
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """A puzzle for the browser, which solves it while the donor writes."""
    return JsonResponse(new_work(timezone.now()), headers={"Cache-Control": "no-store"})


def _page(slug: str) -> GivingPage:
    facts = read_facts(slug)
    if facts is None or (page := page_of(facts)).campaign.state == Campaign.State.DRAFT:
        raise Http404
    return page


def _show_again(request: HttpRequest, page: GivingPage, now: datetime) -> HttpResponse:
    """The form as it was before the payment page; a plain one when that was too long ago."""
    try:
        key, asked_at = read_mark(BACK, request.GET["back"])
    except BadSignature:
        return redirect("gifts:give", page.campaign.slug)
    unfinished = Checkout.objects.filter(pk=key, campaign=page.campaign.pk, state=Checkout.State.OPEN)
    checkout = unfinished.select_related("fund", "appeal").first()
    if checkout is None or now - asked_at > FORM_IS_KEPT:
        return redirect("gifts:give", page.campaign.slug)
    fund = checkout.fund.code if checkout.fund else NEEDED_MOST
    wanted = {"amount": checkout.amount, "frequency": checkout.frequency, "fund": fund}
    kept = ("name", "email", "language", "tribute_kind", "tribute_name", "tribute_message", "employer")
    initial = {
        **initial_of(page, wanted),
        **{name: getattr(checkout, name) for name in (*kept, "wants_news", "is_anonymous")},
        "cover_fee": "on" if checkout.fee_cover else "",
    }
    marks = {name: getattr(checkout, name) for name in ("utm_source", "utm_medium", "utm_campaign")}
    marks["appeal"] = checkout.appeal.code if checkout.appeal else ""
    notice = _("Nothing was charged. Your form is as you left it.")
    response = drawn(
        request,
        page,
        GiveForm(page, initial=initial),
        now,
        notice=notice,
        marks={name: value for name, value in marks.items() if value},
        mark_of_form=mark(FORM, checkout.form, checkout.created_at),
    )
    return _uncached(response)


def _uncached(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response

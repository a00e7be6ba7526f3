"""One pledge: its schedule, its payments, its story, and what can be done with it."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, staff
from accounts.organisation import the_zone
from core.clock import legal_day
from core.money import ZERO
from gifts.actions.offline import OfflineRefused
from gifts.actions.pledges import (
    PledgeRefused,
    cancel_write_off,
    change_schedule,
    pay_with,
    record_pledge,
    release,
    write_off,
)
from gifts.forms.offline import Problem
from gifts.forms.pledges import CancelForm, PayForm, PledgeSheet, ScheduleSheet, WriteOffForm
from gifts.models import Gift, Payer, Pledge, WriteOff
from gifts.reports.pledge_story import story_of
from gifts.reports.pledges import schedule_of
from gifts.views.pledges.lists import HANDS, READERS

SHOWN = 10


def pledge_or_404(pledge_id: int) -> Pledge:
    """Return a pledge with its balance of today."""
    rows = Pledge.objects.with_balance(legal_day(timezone.now(), the_zone()))
    return get_object_or_404(
        rows.select_related("donor", "campaign", "appeal", "fund", "recorded_by"), pk=pledge_id
    )


@staff(*READERS)
@require_safe
def pledge_page(request: HttpRequest, pledge_id: int) -> HttpResponse:
    """Everything known of a pledge; the forms only for those who may send them."""
    return _shown(request, pledge_id)


def _shown(
    request: HttpRequest,
    pledge_id: int,
    refused: WriteOffForm | CancelForm | None = None,
    write_off_id: int | None = None,
) -> HttpResponse:
    """The page; a form that was refused keeps its words and says why."""
    pledge = pledge_or_404(pledge_id)
    payments = Gift.objects.filter(pledge=pledge).with_net().select_related("donor").order_by("given_at")
    other = Gift.objects.filter(donor=pledge.donor, pledge=None).arrived().with_net()
    hands = bool(person(request).roles & set(HANDS))
    gone = pledge.write_offs.filter(cancels=None, cancelled_by=None).select_related("by").order_by("at")
    context = {
        "pledge": pledge,
        "schedule": schedule_of(pledge),
        "today": legal_day(timezone.now(), the_zone()),
        "payments": payments,
        "by_fund": any(gift.payer == Payer.DAF for gift in payments),
        "story": story_of(pledge),
        "gone": [
            (row, refused if row.pk == write_off_id else CancelForm(auto_id=f"again-{row.pk}-%s"))
            for row in gone
        ],
        "may_act": hands,
        "candidates": other.order_by("-given_at")[:SHOWN] if hands and pledge.open else [],
        "write_off_form": refused if refused and not write_off_id else WriteOffForm(),
    }
    return render(request, "gifts/pledges/pledge.html", context)


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_new(request: HttpRequest) -> HttpResponse:
    """Write a pledge down."""
    now = timezone.now()
    data = request.POST if request.method == "POST" else None
    sheet = PledgeSheet(data, today=legal_day(now, the_zone()), who=request.GET.get("donor", ""))
    problems: list[Problem] = []
    if data is not None:
        problems = [] if sheet.is_valid() else sheet.problems()
        if not problems:
            try:
                pledge = record_pledge(typed=sheet.typed(), by=person(request), now=now)
                messages.success(request, _("The pledge is written down. No receipt follows: it is no gift."))
                return redirect("gifts:pledge", pledge_id=pledge.pk)
            except (PledgeRefused, OfflineRefused) as refusal:
                problems = [Problem(str(refusal))]
    return render(request, "gifts/pledges/new.html", {"sheet": sheet, "problems": problems})


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_schedule(request: HttpRequest, pledge_id: int) -> HttpResponse:
    """Give what is not paid yet other days."""
    now, pledge = timezone.now(), pledge_or_404(pledge_id)
    schedule = schedule_of(pledge)
    rest = [part for part in schedule if part.paid != part.instalment.amount]
    if not rest:
        messages.error(request, _("All of it is paid: there is nothing to change."))
        return redirect("gifts:pledge", pledge_id=pledge.pk)
    data = request.POST if request.method == "POST" else None
    sheet = ScheduleSheet(
        sum((part.instalment.amount for part in rest), ZERO),
        data,
        seen=max(part.instalment.pk for part in schedule),
        today=legal_day(now, the_zone()),
        rhythm=pledge.rhythm,
    )
    problems: list[Problem] = []
    if data is not None:
        problems = [] if sheet.is_valid() else sheet.problems()
        if not problems:
            try:
                change_schedule(
                    pledge_id=pledge.pk,
                    parts=sheet.due,
                    by=person(request),
                    now=now,
                    seen=sheet.seen.cleaned_data["seen"],
                    reason=sheet.seen.cleaned_data["reason"],
                )
                messages.success(request, _("The schedule is changed."))
                return redirect("gifts:pledge", pledge_id=pledge.pk)
            except PledgeRefused as refusal:
                problems = [Problem(str(refusal))]
    context = {"pledge": pledge, "sheet": sheet, "problems": problems, "rest": rest}
    return render(request, "gifts/pledges/schedule.html", context)


@staff(*HANDS)
@require_POST
def pledge_write_off(request: HttpRequest, pledge_id: int) -> HttpResponse:
    """Wait no longer for what is open."""
    form = WriteOffForm(request.POST)
    if not form.is_valid():
        return _shown(request, pledge_id, form)
    try:
        write_off(pledge_id=pledge_id, by=person(request), now=timezone.now(), **form.cleaned_data)
    except PledgeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The rest is written off."))
    return redirect("gifts:pledge", pledge_id=pledge_or_404(pledge_id).pk)


@staff(*HANDS)
@require_POST
def pledge_wait_again(request: HttpRequest, pledge_id: int, write_off_id: int) -> HttpResponse:
    """Take a write-off back."""
    gone = get_object_or_404(WriteOff, pk=write_off_id, pledge=pledge_id)
    form = CancelForm(request.POST, auto_id=f"again-{gone.pk}-%s")
    if not form.is_valid():
        return _shown(request, pledge_id, form, gone.pk)
    try:
        cancel_write_off(write_off_id=gone.pk, by=person(request), now=timezone.now(), **form.cleaned_data)
    except PledgeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("We wait for it again."))
    return redirect("gifts:pledge", pledge_id=pledge_id)


@staff(*HANDS)
@require_POST
def pledge_pay(request: HttpRequest, pledge_id: int) -> HttpResponse:
    """Say that a gift of the donor pays this pledge."""
    pledge, form = pledge_or_404(pledge_id), PayForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose a gift."))
        return redirect("gifts:pledge", pledge_id=pledge.pk)
    gift = get_object_or_404(Gift, pk=form.cleaned_data["gift"], donor=pledge.donor)
    try:
        pay_with(pledge_id=pledge.pk, gift_id=gift.pk, by=person(request), now=timezone.now())
    except PledgeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The gift pays this pledge."))
    return redirect("gifts:pledge", pledge_id=pledge.pk)


@staff(*HANDS)
@require_POST
def pledge_release(request: HttpRequest, pledge_id: int, gift_id: uuid.UUID) -> HttpResponse:
    """Say that a gift pays no pledge after all."""
    pledge = pledge_or_404(pledge_id)
    gift = get_object_or_404(Gift, pk=gift_id, pledge=pledge)
    try:
        release(gift_id=gift.pk, by=person(request), now=timezone.now())
    except PledgeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The gift pays no pledge any more."))
    return redirect("gifts:pledge", pledge_id=pledge.pk)

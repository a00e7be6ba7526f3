"""The device at the door: opened on the desk for a place and a day, then without any staff session."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person, public, staff
from accounts.models import Role
from accounts.organisation import the_organisation
from volunteers.actions.attendance import check_in, check_out
from volunteers.actions.attending import AttendanceRefused
from volunteers.actions.kiosks import close_kiosk, kiosk_of, open_kiosk, shifts_at, sign_up_by_number
from volunteers.forms.attendance import KioskForm, NumberForm
from volunteers.models import Attendance, ShiftKiosk
from volunteers.reports.kiosk import kiosk_page

COOKIE = "__Host-kiosk" if settings.SECURE_COOKIES else "kiosk"
SALT = "volunteers.kiosk"


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk_desk(request: HttpRequest) -> HttpResponse:
    """Make this device a kiosk, and see which are open. Whoever opens one is signed out on it."""
    now = timezone.now()
    form = KioskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made, token = open_kiosk(site_id=form.cleaned_data["site"].pk, actor=person(request), now=now)
        logout(request)
        return _with_token(redirect("volunteers:kiosk"), made, token, now)
    kiosks = ShiftKiosk.objects.open(now).select_related("site", "opened_by")
    return render(request, "volunteers/desk/kiosks.html", {"form": form, "kiosks": kiosks})


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def kiosk_close(request: HttpRequest, kiosk_id: int) -> HttpResponse:
    """End a kiosk: its device shows nothing any more."""
    kiosk = get_object_or_404(ShiftKiosk, pk=kiosk_id)
    close_kiosk(kiosk_id=kiosk.pk, actor=person(request), now=timezone.now())
    messages.success(request, _("Closed. That device shows nothing any more."))
    return redirect("volunteers:kiosk_desk")


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk(request: HttpRequest) -> HttpResponse:
    """Today's shifts of a place with their codes, and a field for one's number. No name of anybody."""
    now = timezone.now()
    token = request.get_signed_cookie(COOKIE, default="", salt=SALT)
    device = kiosk_of(token, now) if token else None
    context: dict[str, object] = {"organisation": the_organisation()}
    if device is None:
        return render(request, "volunteers/kiosk_closed.html", context, status=403)
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _note(device, form.cleaned_data["number"], request.POST.get("do"), now))
        except AttendanceRefused as refusal:
            form.add_error("number", refusal.sentence)
        else:
            return redirect("volunteers:kiosk")
    page = kiosk_page(device, shifts_at(device, now), now)
    return render(request, "volunteers/kiosk.html", {**context, "page": page, "form": form})


def _note(device: ShiftKiosk, number: str, step: str | None, now: datetime) -> str:
    """Check in or out whose number it is; return what to say, with no name.

    Raises: AttendanceRefused.
    """
    sign_up_id = sign_up_by_number(kiosk_id=device.pk, number=number, now=now)
    how = Attendance.How.KIOSK
    if step == "out":
        check_out(sign_up_id=sign_up_id, how=how, actor=None, now=now)
        return _("You are checked out. Thank you for your time.")
    check_in(sign_up_id=sign_up_id, how=how, actor=None, now=now)
    return _("You are checked in. Good that you are here.")


def _with_token(
    answer: HttpResponseRedirect, kiosk: ShiftKiosk, token: str, now: datetime
) -> HttpResponseRedirect:
    answer.set_signed_cookie(
        COOKIE,
        token,
        salt=SALT,
        max_age=kiosk.closes_at - now,
        secure=settings.SECURE_COOKIES,
        httponly=True,
        samesite="Strict",
    )
    return answer

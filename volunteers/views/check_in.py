"""At the door with one's own phone: the code of the device is scanned, a button checks in or out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import person, signed_in
from accounts.organisation import the_organisation
from volunteers.actions import attendance
from volunteers.actions.attending import AttendanceRefused
from volunteers.actions.kiosks import sign_up_by_code
from volunteers.models import Attendance
from volunteers.reports.when import when
from volunteers.views.mine import the_volunteer


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HttpRequest, code: str) -> HttpResponse:
    """The shift of this code and a button. To look changes nothing."""
    volunteer, organisation, now = the_volunteer(request), the_organisation(), timezone.now()
    context: dict[str, object] = {"organisation": organisation}
    try:
        sign_up = sign_up_by_code(volunteer=volunteer, code=code.upper(), now=now)
    except AttendanceRefused as refusal:
        return render(
            request, "volunteers/check_in.html", {**context, "refusal": refusal.sentence}, status=404
        )
    if request.method == "POST":
        step, how = request.POST.get("do"), Attendance.How.PHONE
        do = attendance.check_out if step == "out" else attendance.check_in
        try:
            do(sign_up_id=sign_up.pk, how=how, actor=person(request), now=now)
        except AttendanceRefused as refusal:
            context["refusal"] = refusal.sentence
        else:
            out = _("You are checked out. Thank you for your time.")
            messages.success(
                request, out if step == "out" else _("You are checked in. Good that you are here.")
            )
            return redirect("volunteers:mine")
    found = Attendance.objects.filter(sign_up=sign_up).first()
    context["when"] = when(sign_up.shift, home=organisation.zone, now=now)
    context["step"] = "out" if found and found.is_here else "in"
    return render(request, "volunteers/check_in.html", context)

"""Entering a gift by hand: what was given, the form of its kind, a look at the paper, and then the books."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_zone
from core.clock import legal_day
from desk.reports.foretold import foretell
from gifts.actions.offline import OfflineRefused, record_gift
from gifts.forms.offline import KINDS, GiftSheet, Problem

HANDS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR)
PRESSED = frozenset({"csrfmiddlewaretoken", "sure", "again"})


@staff(*HANDS)
@require_safe
def gift_new(request: HttpRequest) -> HttpResponse:
    """Choose what was given."""
    context = {"kinds": KINDS.values(), "who": request.GET.get("donor", "")}
    return render(request, "desk/gift_new.html", context)


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def gift_record(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of one kind; sent once it shows which paper follows, sent again it is done."""
    if kind not in KINDS:
        raise Http404
    now, by = timezone.now(), person(request)
    data = request.POST if request.method == "POST" else None
    sheet = GiftSheet(kind, data, today=legal_day(now, the_zone()), who=request.GET.get("donor", ""))
    context: dict[str, Any] = {"kind": KINDS[kind], "sheet": sheet}
    if data is None or not sheet.is_valid() or "again" in data:
        context["problems"] = sheet.problems() if data is not None else []
        return render(request, "desk/gift_record.html", context)
    typed = sheet.typed()
    do = partial(record_gift, typed=typed, by=by, now=now)
    try:
        if "sure" in data:
            gift = do()
            messages.success(request, _("The gift is in the books. Its paper follows by itself."))
            return redirect("desk:gift", gift_id=gift.pk)
        context["paper"] = foretell(do, now=now)
    except OfflineRefused as refusal:
        context["problems"] = [Problem(str(refusal))]
        return render(request, "desk/gift_record.html", context)
    context |= {"kept": kept_of(request), "typed": typed}
    return render(request, "desk/gift_confirm.html", context)


def kept_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was sent, to be sent again by the page that asks whether it is right."""
    rows = request.POST.lists()
    return [(name, value) for name, values in rows if name not in PRESSED for value in values]

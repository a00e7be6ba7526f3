"""Putting a gift right, or taking it out of the books: with a reason, and a look at the paper before."""

import uuid
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import person, staff
from accounts.models import User
from desk.reports.foretold import foretell
from desk.views.recording import HANDS, kept_of
from gifts.actions.offline import OfflineRefused, correct_gift, reverse_gift
from gifts.forms.offline import CorrectionSheet, Problem, ReverseForm, problems_of
from gifts.models import Gift


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def gift_correct(request: HttpRequest, gift_id: uuid.UUID) -> HttpResponse:
    """What the gift says, to be changed; sent once it shows which paper follows, sent again it is done."""
    now, by = timezone.now(), person(request)
    gift = _gift(by, gift_id)
    data = request.POST if request.method == "POST" else None
    sheet = CorrectionSheet(gift, data)
    context: dict[str, Any] = {"gift": gift, "sheet": sheet}
    if data is None or not sheet.is_valid() or "again" in data:
        context["problems"] = sheet.problems() if data is not None else []
        return render(request, "desk/gift_correct.html", context)
    reason = sheet.terms.cleaned_data["reason"]
    do = partial(correct_gift, gift_id=gift.pk, correction=sheet.correction(), reason=reason, by=by, now=now)
    try:
        if "sure" in data:
            do()
            messages.success(request, _("The gift is corrected. Where its paper changes, a new one follows."))
            return redirect("desk:gift", gift_id=gift.pk)
        context["paper"] = foretell(do, now=now)
    except OfflineRefused as refusal:
        context["problems"] = [Problem(str(refusal))]
        return render(request, "desk/gift_correct.html", context)
    context |= {"kept": kept_of(request), "reason": reason}
    return render(request, "desk/gift_correct_confirm.html", context)


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def gift_reverse(request: HttpRequest, gift_id: uuid.UUID) -> HttpResponse:
    """Take a gift out of the books that never was one."""
    by = person(request)
    gift = _gift(by, gift_id)
    form = ReverseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            reverse_gift(gift_id=gift.pk, by=by, now=timezone.now(), **form.cleaned_data)
        except OfflineRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The gift is out of the books. Its receipt becomes void by itself."))
        return redirect("desk:gift", gift_id=gift.pk)
    context = {"gift": gift, "form": form, "problems": problems_of([form]) if form.is_bound else []}
    return render(request, "desk/gift_reverse.html", context)


def _gift(user: User, gift_id: uuid.UUID) -> Gift:
    gifts = Gift.objects.visible_to(user).select_related("donor", "co_payer").with_net()
    return get_object_or_404(gifts, pk=gift_id)

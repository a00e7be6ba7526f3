"""The page of the link in a letter: it raises a recurring gift, once, and can do nothing else."""

from datetime import datetime

from django.contrib import messages
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import public
from accounts.models import User
from accounts.organisation import the_organisation
from gifts.actions.recurring.raising import GOOD_FOR, raise_amount, raised_since
from gifts.actions.recurring.requests import RequestRefused
from gifts.forms.raising import RaiseForm
from gifts.models import RecurringGift
from gifts.proofs import named_by, read_mark_of_raise
from gifts.reports.raising import base_of

OVER = 410


@public
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def raise_gift(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is given now and what it could be; act on POST only, since scanners of mail open links."""
    now = timezone.now()
    row, marked_at = _gift(request, token)
    context = {"recurring": row, "base": base_of(row), "organisation": the_organisation()}
    used = raised_since(row, marked_at)
    is_over = row.state not in (RecurringGift.State.ACTIVE, RecurringGift.State.PAST_DUE)
    if used is not None or is_over or now - marked_at > GOOD_FOR:
        context |= {"used": used, "is_over": is_over}
        return render(request, "gifts/raised.html", context, status=200 if used else OVER)
    form = RaiseForm(row, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            raise_amount(
                recurring_id=row.pk,
                marked_at=marked_at,
                amount=form.cleaned_data["amount"],
                cover_fee=form.cleaned_data.get("cover_fee", False),
                now=now,
            )
        except RequestRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Thank you."))
            return redirect("gifts:raise", token)
    return render(request, "gifts/raise.html", {**context, "form": form})


def _gift(request: HttpRequest, token: str) -> tuple[RecurringGift, datetime]:
    """The gift that a link names, and when it was given out.

    Raises: Http404 for one that is none of ours, or was mailed to an address that is not the donor's now.

    Staff read this link on the desk: they act for a donor there, with a reason, and never by it.
    """
    try:
        row = RecurringGift.objects.select_related("donor", "fund").filter(pk=named_by(token)).first()
        if row is None or row.donor is None or row.donor.erased_at is not None:
            raise Http404
        marked_at = read_mark_of_raise(token, email=row.donor.email)
    except (BadSignature, ValueError) as error:
        raise Http404 from error
    if isinstance(request.user, User) and request.user.is_staff and request.user != row.donor.user:
        raise Http404
    return row, marked_at

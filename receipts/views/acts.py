"""What staff do with a receipt on a page of its own: take it back, replace it, let a gift have one again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person, staff
from accounts.forms import ReasonForm
from donors.models import Donor
from gifts.models import Gift
from receipts.actions.annual import AnnualRefused, issue_annual
from receipts.actions.corrections import CorrectionRefused, lift, replace_receipt, void_receipt
from receipts.actions.previews import PreviewRefused, preview_receipt
from receipts.forms.papers import ReplaceForm
from receipts.models import Receipt, Unreceipted
from receipts.reports.annual import waiting_for_annual
from receipts.reports.outdated import differences, late_warning
from receipts.views.desk import HANDS, READERS, SENDERS
from receipts.views.fresh import detour, typed_before

BOTH = ["GET", "HEAD", "POST"]


@staff(*HANDS)
@require_http_methods(BOTH)
def void(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Ask why, and take it back."""
    receipt = _live(request, receipt_id)
    if receipt is None:
        return redirect("receipts:page", receipt_id=receipt_id)
    form = _form(request, ReasonForm)
    if (answer := _asked(request, form)) is not None:
        return answer
    if form.is_bound and form.is_valid():
        try:
            void_receipt(receipt_id=receipt.pk, by=person(request), now=timezone.now(), **form.cleaned_data)
        except CorrectionRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It is void. Its gifts stay without a receipt until that is lifted."))
        return redirect("receipts:page", receipt_id=receipt.pk)
    return _page(request, "void", form, receipt)


@staff(*HANDS)
@require_http_methods(BOTH)
def replace(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Ask why, show what the new one would say differently, and replace it."""
    receipt = _live(request, receipt_id)
    if receipt is None:
        return redirect("receipts:page", receipt_id=receipt_id)
    form = _form(request, ReplaceForm, why=request.GET.get("why", ""))
    if (answer := _asked(request, form)) is not None:
        return answer
    if form.is_bound and form.is_valid():
        by, now = person(request), timezone.now()
        try:
            new = replace_receipt(receipt_id=receipt.pk, by=by, now=now, **form.cleaned_data)
        except CorrectionRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("receipts:page", receipt_id=receipt.pk)
        messages.success(request, _("This receipt took its place. It goes the donor's usual way."))
        return redirect("receipts:page", receipt_id=new.pk)
    return _page(request, "replace", form, receipt)


@staff(*HANDS)
@require_http_methods(BOTH)
def lift_hold(request: HttpRequest, gift_id: UUID) -> HttpResponse:
    """Ask why, and let the gift be settled again."""
    gift = get_object_or_404(
        Gift.objects.visible_to(person(request)).filter(unreceipted__why=Unreceipted.Why.HELD), pk=gift_id
    )
    form = _form(request, ReasonForm)
    if (answer := _asked(request, form)) is not None:
        return answer
    if form.is_bound and form.is_valid():
        try:
            lift(gift_id=gift.pk, by=person(request), now=timezone.now(), **form.cleaned_data)
        except CorrectionRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Lifted: the gift has the receipt that is due to it."))
        return redirect("desk:gift", gift_id=gift.pk)
    return render(request, "receipts/act.html", {"act": "lift", "form": form, "gift": gift})


@staff(*SENDERS)
@require_http_methods(BOTH)
def annual(request: HttpRequest, donor_id: int, year: int) -> HttpResponse:
    """Show the gifts of a donor's year that wait for one receipt together, and issue it."""
    known = Donor.objects.standing_for(donor_id)
    donor = get_object_or_404(Donor.objects.visible_to(person(request)), pk=known.pk if known else donor_id)
    if request.method == "POST":
        try:
            issued = issue_annual(donor_id=donor.pk, year=year, by=person(request), now=timezone.now())
        except AnnualRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("receipts:annual", donor_id=donor.pk, year=year)
        messages.success(request, _("It is issued, and on its way if the donor gets mail."))
        return redirect("receipts:page", receipt_id=issued.pk)
    gifts = waiting_for_annual(year).filter(donor=donor).with_net().order_by("given_on", "pk")
    context = {"donor": donor, "year": year, "gifts": gifts, "total": sum(gift.net for gift in gifts)}
    return render(request, "receipts/annual.html", context)


@staff(*READERS)
@require_safe
def preview(request: HttpRequest, gift_id: UUID) -> HttpResponse:
    """What the gift's receipt would say now, as a paper without a number."""
    gift = get_object_or_404(Gift.objects.visible_to(person(request)).only("pk"), pk=gift_id)
    try:
        content = preview_receipt(gift_id=gift.pk, now=timezone.now())
    except PreviewRefused as refusal:
        messages.info(request, str(refusal))
        return redirect("desk:gift", gift_id=gift.pk)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="receipt-preview.pdf"'
    return response


def _live(request: HttpRequest, receipt_id: int) -> Receipt | None:
    """Return a receipt that can be acted on; None, with a sentence, for one that no longer can."""
    seen = Receipt.objects.visible_to(person(request)).defer("pdf")
    receipt = get_object_or_404(seen.select_related("series", "donor"), pk=receipt_id)
    if receipt.status == Receipt.Status.LIVE and receipt.volunteer_id is None:
        return receipt
    messages.info(request, _("This cannot be done with the receipt as it stands now."))
    return None


def _form(request: HttpRequest, kind: type[Form], **initial: str) -> Form:
    if request.method == "POST":
        return kind(request.POST)
    return kind(initial=initial | typed_before(request))


def _asked(request: HttpRequest, form: Form) -> HttpResponse | None:
    """The way to the second factor, where a whole form was sent without a fresh one."""
    return detour(request, form.cleaned_data) if form.is_bound and form.is_valid() else None


def _page(request: HttpRequest, act: str, form: Form, receipt: Receipt) -> HttpResponse:
    now = timezone.now()
    context: dict[str, Any] = {
        "act": act,
        "form": form,
        "receipt": receipt,
        "differences": differences(receipt, now) if act == "replace" else [],
        "warning": late_warning(receipt, now),
    }
    return render(request, "receipts/act.html", context)

"""Posting a batch, taking it back, and the list that goes to the bank."""

from collections.abc import Iterator
from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, staff
from accounts.views.exports import Table, send
from core.money import ZERO
from gifts.actions.batches import (
    MAY_OVERRIDE,
    BatchRefused,
    note_deposit,
    post_batch,
    undo_batch,
    wants_another,
)
from gifts.forms.batches import DepositForm, PostForm, UndoForm
from gifts.models import Batch, Gift
from gifts.reports.batches import counted_of
from gifts.views.batches.page import HANDS, READERS, batch_or_404, lines_of

DEPOSIT_HEADER = ("row", "donor", "how_it_came", "check_number", "postmark", "amount", "currency", "gift")


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def batch_post(request: HttpRequest, batch_id: int) -> HttpResponse:
    """What posting will do, and then it is done."""
    batch, by = batch_or_404(batch_id), person(request)
    if not batch.is_open:
        return redirect("desk:batch_report", batch_id=batch.pk)
    form = PostForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            batch = post_batch(batch_id=batch.pk, by=by, now=timezone.now(), **form.cleaned_data)
        except BatchRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            count = batch.posted_count or 0
            said = ngettext("%(n)s gift is in the books.", "%(n)s gifts are in the books.", count)
            messages.success(request, said % {"n": count})
            return redirect("desk:batch_report", batch_id=batch.pk)
    lines = lines_of(batch)
    context = {
        "batch": batch,
        "counted": counted_of(batch),
        "form": form,
        "broken": sum(bool(line.problems) for line in lines),
        "alike": [line for line in lines if line.warning],
        "may_override": bool(by.roles & MAY_OVERRIDE),
    }
    return render(request, "gifts/batches/post.html", context)


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def batch_undo(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Take a posted batch back, with a reason; a big one by two people."""
    batch, by = batch_or_404(batch_id), person(request)
    if batch.is_open or batch.undone_at is not None:
        return redirect("gifts:batch", batch_id=batch.pk)
    form = UndoForm(request.POST if request.method == "POST" else None, initial={"reason": batch.undo_reason})
    if form.is_bound and form.is_valid():
        try:
            done = undo_batch(batch_id=batch.pk, by=by, now=timezone.now(), **form.cleaned_data)
        except BatchRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = (
                _("Every gift of the batch is out of the books. Its receipts become void by themselves.")
                if done.undone_at
                else _("Noted. Somebody else must confirm it on this page.")
            )
            messages.success(request, said)
            return redirect("gifts:batch", batch_id=batch.pk)
    context = {
        "batch": batch,
        "form": form,
        "wants_another": wants_another(batch),
        "is_mine": batch.undo_asked_by_id == by.pk,
    }
    return render(request, "gifts/batches/undo.html", context)


@staff(*READERS)
@require_safe
def batch_deposit(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The list that goes to the bank with the checks, to be printed."""
    batch = batch_or_404(batch_id)
    full = list(_full(batch))
    rows = lines_of(batch)
    total = sum((line.row.amount or ZERO for line in rows), ZERO) + _total(full)
    may_act = bool(person(request).roles & set(HANDS))
    may_note = may_act and not batch.is_open and batch.undone_at is None
    context = {
        "batch": batch,
        "lines": rows,
        "full": full,
        "count": len(rows) + len(full),
        "total": total,
        "may_export": may_act,
        "form": DepositForm(initial={"deposited_on": batch.deposited_on}) if may_note else None,
    }
    return render(request, "gifts/batches/deposit.html", context)


@staff(*HANDS)
@require_POST
def batch_deposited(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Note when a posted batch went to the bank."""
    batch, form = batch_or_404(batch_id), DepositForm(request.POST)
    if form.is_valid():
        day = form.cleaned_data["deposited_on"]
        try:
            note_deposit(batch_id=batch.pk, day=day, by=person(request), now=timezone.now())
        except BatchRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Noted. The journal takes it to the bank on that day."))
    else:
        messages.error(request, _("Please choose the day."))
    return redirect("gifts:batch_deposit", batch_id=batch.pk)


@staff(*HANDS, recent=True)
@require_POST
def batch_csv(request: HttpRequest, batch_id: int) -> HttpResponseBase:
    """The same list as a file; the reason is asked and written down."""
    batch = batch_or_404(batch_id)
    table = Table(
        name=f"batch-{batch.pk}",
        verb="batch.exported",
        about="batch",
        header=DEPOSIT_HEADER,
        rows=_rows(batch),
        count=counted_of(batch).count,
    )
    return send(request, table, back=reverse("gifts:batch_deposit", args=[batch.pk]))


def _rows(batch: Batch) -> Iterator[tuple[object, ...]]:
    for line in lines_of(batch):
        row = line.row
        yield (
            line.number,
            row.donor.name if row.donor else row.who,
            row.source or batch.source,
            row.check_number,
            str(row.postmarked_on or ""),
            row.amount,
            batch.currency,
            str(row.gift_id or ""),
        )
    for gift in _full(batch):
        name = gift.donor.name if gift.donor else gift.payer_name
        day = str(gift.postmarked_on or "")
        yield "", name, gift.source, gift.check_number, day, gift.amount, gift.currency, str(gift.pk)


def _full(batch: Batch) -> "list[Gift]":
    return list(
        Gift.objects.filter(batch=batch, batch_row=None).select_related("donor").order_by("created_at")
    )


def _total(gifts: "list[Gift]") -> Decimal:
    return sum((gift.amount for gift in gifts), ZERO)

"""What finance types about a fund."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import person, staff
from accounts.models import Role
from campaigns.models import Fund
from gifts.actions.fund_books import FundBooksRefused, correct_spending, open_fund, spend
from gifts.forms.books.funds import CorrectionForm, OpeningForm, SpendingForm
from gifts.models import FundOpening, FundSpending
from gifts.views.books.days import today

HANDS = (Role.FINANCE, Role.ADMINISTRATOR)


def spending_form() -> SpendingForm:
    """Return an empty form of its own key."""
    return SpendingForm(initial={"form_key": uuid.uuid4(), "day": today()})


def opening_form(fund: Fund) -> OpeningForm:
    """Return the form with what was said last."""
    last = FundOpening.objects.filter(fund=fund).order_by("-created_at", "-pk").first()
    initial = {"day": last.day, "amount": last.amount} if last else {}
    return OpeningForm(initial=initial, prefix="opening")


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def fund_spend(request: HttpRequest, fund_id: int) -> HttpResponse:
    """Write down what was spent of a fund. What cannot be taken comes back as it was typed."""
    fund = get_object_or_404(Fund, pk=fund_id)
    form = SpendingForm(request.POST) if request.method == "POST" else spending_form()
    if form.is_bound and _done(
        form, lambda: spend(fund_id=fund.pk, by=person(request), now=timezone.now(), **form.cleaned_data)
    ):
        messages.success(request, _("Written down. A correction would be a row of its own."))
        return redirect("gifts:fund_statement", fund_id=fund.pk)
    context = {"fund": fund, "form": form, "title": _("Write down a spending"), "does": _("Write it down")}
    return render(request, "gifts/books/typed.html", context)


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def fund_opening(request: HttpRequest, fund_id: int) -> HttpResponse:
    """Write down what a fund began with. What cannot be taken comes back as it was typed."""
    fund = get_object_or_404(Fund, pk=fund_id)
    form = OpeningForm(request.POST, prefix="opening") if request.method == "POST" else opening_form(fund)
    if form.is_bound and _done(
        form, lambda: open_fund(fund_id=fund.pk, by=person(request), now=timezone.now(), **form.cleaned_data)
    ):
        messages.success(request, _("The fund begins with that."))
        return redirect("gifts:fund_statement", fund_id=fund.pk)
    does = _("The fund begins with that")
    context = {"fund": fund, "form": form, "title": _("Opening balance"), "does": does}
    return render(request, "gifts/books/typed.html", context)


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def spending_correct(request: HttpRequest, spending_id: int) -> HttpResponse:
    """Correct a spending by a row that names it."""
    row = get_object_or_404(FundSpending.objects.select_related("fund"), pk=spending_id, corrects=None)
    form = CorrectionForm(
        request.POST or None, initial={"form_key": uuid.uuid4(), "day": today(), "amount": row.amount}
    )
    if request.method == "POST" and _done(
        form,
        lambda: correct_spending(
            spending_id=row.pk, by=person(request), now=timezone.now(), **form.cleaned_data
        ),
    ):
        messages.success(request, _("Corrected: both rows stand on the statement."))
        return redirect("gifts:fund_statement", fund_id=row.fund_id)
    return render(request, "gifts/books/correct.html", {"row": row, "form": form})


def _done(form: Form, act: Callable[[], object]) -> bool:
    """Whether it was done; if not, the form says why."""
    if not form.is_valid():
        return False
    try:
        act()
    except FundBooksRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True

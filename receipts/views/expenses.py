"""Letters about a volunteer's expenses, on the desk and on one's own page."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, signed_in, staff
from accounts.forms import ReasonForm
from accounts.models import Role
from accounts.organisation import the_organisation, the_zone
from core.clock import legal_day
from letters.models import Letter
from receipts.actions.copies import CopyRefused, send_copy
from receipts.actions.corrections import CorrectionRefused
from receipts.actions.expenses import (
    ExpensesRefused,
    foretell_letter,
    issue_expense_letter,
    preview_letter,
    replace_expense_letter,
    void_expense_letter,
)
from receipts.forms.papers import DaysForm, LetterForm, ReplaceLetterForm, typed_in
from receipts.letters import reader_of
from receipts.models import Receipt, ReceiptKind
from receipts.models.receipt import ReceiptQuerySet
from receipts.regimes import regime_named
from receipts.reports.chain import chain_of
from receipts.views.download import paper_answer
from receipts.views.mine import UNREAD
from volunteers.models import Volunteer
from volunteers.reports.served import served_words

HANDS = (Role.COORDINATOR, Role.ADMINISTRATOR)
BOTH = ["GET", "HEAD", "POST"]
DAYS = "days_%s"  # ids of their own: the letter asks for days on the same page


@staff(*HANDS)
@require_http_methods(BOTH)
def expenses(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """A volunteer's letters, and a form for another: written, looked at, issued."""
    volunteer = get_object_or_404(Volunteer.objects.visible_to(person(request)), pk=volunteer_id)
    days = DaysForm(request.GET or None, auto_id=DAYS)
    is_typed = request.method == "POST"
    form = LetterForm(request.POST) if is_typed else LetterForm(initial=_proposed(volunteer, days))

    def issue() -> Receipt:
        now = timezone.now()
        return issue_expense_letter(served=form.served(volunteer), by=person(request), now=now)

    looked = _looked_at(request, volunteer, form, issue)
    if looked is not None:
        return looked
    context = {
        "volunteer": volunteer,
        "form": form,
        "days_form": days if days.is_bound else DaysForm(initial=_this_year(), auto_id=DAYS),
        "letters": _letters(request).filter(volunteer=volunteer).order_by("-issued_at", "-pk"),
    }
    return render(request, "receipts/expenses.html", context)


@staff(*HANDS)
@require_safe
def expense_letter(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """One letter: what it says, its chain, what left, and what can be done with it."""
    letter = _letter(request, receipt_id)
    mails = Letter.objects.visible_to(person(request)).filter(about_kind="receipt", about_id=str(letter.pk))
    is_live = letter.status == Receipt.Status.LIVE
    context = {
        "letter": letter,
        "chain": chain_of(letter),
        "letters": mails.order_by("created_at"),
        "copies": letter.copies.select_related("made_by").order_by("-made_at"),
        "is_live": is_live,
        "may_send": is_live and reader_of(letter) and not _is_replaced_only(letter),
        "reader": reader_of(letter),
    }
    return render(request, "receipts/expense_letter.html", context)


@staff(*HANDS)
@require_safe
def expense_paper(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """A letter as a file, to print."""
    return paper_answer(request, _letter(request, receipt_id))


@staff(*HANDS)
@require_POST
def expense_copy(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Mail its volunteer a copy."""
    letter = _letter(request, receipt_id)
    try:
        send_copy(receipt_id=letter.pk, by=person(request), now=timezone.now())
    except CopyRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("A copy is on its way to the volunteer."))
    return redirect("receipts:expense_letter", receipt_id=letter.pk)


@staff(*HANDS)
@require_http_methods(BOTH)
def expense_void(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Ask why, and take it back."""
    letter = _letter(request, receipt_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            void_expense_letter(receipt_id=letter.pk, by=person(request), now=now, **form.cleaned_data)
        except CorrectionRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It is void. Whoever got it by mail is told."))
        return redirect("receipts:expense_letter", receipt_id=letter.pk)
    return render(request, "receipts/expense_void.html", {"letter": letter, "form": form})


@staff(*HANDS)
@require_http_methods(BOTH)
def expense_replace(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Write the letter anew, look at it, and let it take the place of this one."""
    letter = _letter(request, receipt_id)
    if letter.volunteer is None or letter.status != Receipt.Status.LIVE:
        messages.info(request, _("This cannot be done with the letter as it stands now."))
        return redirect("receipts:expense_letter", receipt_id=letter.pk)
    volunteer = letter.volunteer
    asked = request.method == "POST"
    form = ReplaceLetterForm(request.POST if asked else None, initial=typed_in(letter.snapshot["expenses"]))

    def replace() -> Receipt:
        return replace_expense_letter(
            receipt_id=letter.pk,
            served=form.served(volunteer),
            why=form.cleaned_data["why"],
            reason=form.cleaned_data["reason"],
            by=person(request),
            now=timezone.now(),
        )

    looked = _looked_at(request, volunteer, form, replace, letter)
    context = {"volunteer": volunteer, "letter": letter, "form": form}
    return looked or render(request, "receipts/expense_replace.html", context)


@signed_in
@require_safe
def my_expenses(request: HttpRequest) -> HttpResponse:
    """One's own letters about expenses, where the letter about one's hours is."""
    own = Receipt.objects.of(person(request)).filter(kind=ReceiptKind.EXPENSES)
    letters = own.select_related("series", "replaced_by__series").defer("pdf", *UNREAD)
    context = {"organisation": the_organisation(), "letters": letters.order_by("-issued_at", "-pk")}
    return render(request, "receipts/my_expenses.html", context)


def _looked_at(
    request: HttpRequest,
    volunteer: Volunteer,
    form: LetterForm,
    do: Callable[[], Receipt],
    old: Receipt | None = None,
) -> HttpResponse | None:
    """The words as they would stand, the paper, or what was done; None where the form wants another look."""
    act = request.POST.get("act", "")
    if not form.is_bound or not form.is_valid() or act == "change":
        return None
    now = timezone.now()
    try:
        if act == "issue":
            done = do()
            messages.success(request, _("The letter has its number. It goes by mail, or is here to print."))
            return redirect("receipts:expense_letter", receipt_id=done.pk)
        if act == "paper":
            paper = preview_letter(served=form.served(volunteer), now=now)
            return HttpResponse(
                paper,
                content_type="application/pdf",
                headers={"Content-Disposition": 'attachment; filename="letter-preview.pdf"'},
            )
        said = foretell_letter(served=form.served(volunteer), now=now)
    except (ExpensesRefused, CorrectionRefused) as refusal:
        form.add_error(getattr(refusal, "field", "") or None, str(refusal))
        return None
    context = {"volunteer": volunteer, "form": form, "said": said, "letter": old}
    return render(request, "receipts/expense_preview.html", context)


def _letters(request: HttpRequest) -> ReceiptQuerySet:
    seen = Receipt.objects.visible_to(person(request)).filter(kind=ReceiptKind.EXPENSES)
    return seen.select_related("series", "donor", "volunteer", "voided_by").defer("pdf")


def _letter(request: HttpRequest, receipt_id: int) -> Receipt:
    return get_object_or_404(_letters(request), pk=receipt_id)


def _is_replaced_only(letter: Receipt) -> bool:
    return regime_named(letter.series.regime).is_replaced_not_copied


def _this_year() -> dict[str, date]:
    today = legal_day(timezone.now(), the_zone())
    return {"from_on": date(today.year, 1, 1), "until_on": today}


def _proposed(volunteer: Volunteer, days: DaysForm) -> dict[str, object]:
    """What the form begins with: the days asked for, or this year's, and what the hours tell of them."""
    span = days.cleaned_data if days.is_bound and days.is_valid() else _this_year()
    with translation.override(volunteer.language):
        return {**span, "services": served_words(volunteer, **span)}

"""Notes about a donor."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods

from accounts.access import person, staff
from donors.actions.notes import NoteRefused, withdraw_note, write_note
from donors.forms import NoteForm
from donors.models import Donor, Note
from donors.views.within import HANDS, Asked, donor_or_404, form_page, posted, to_donor

NEW = Asked(_l("A note"), _l("Write it down"))
CORRECT = Asked(
    _l("Correct a note"), _l("Write it down"), _l("The older note stays to be read behind the new one.")
)
WITHDRAW = Asked(
    _l("Withdraw a note"),
    _l("Drop its words"),
    _l("Its words go for good, and those of what it corrected. That there was a note, stays."),
    is_danger=True,
)


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def note_new(request: HttpRequest, donor_id: int) -> HttpResponse:
    """Write one."""
    return _write(request, donor_or_404(request, donor_id), None)


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def note_correct(request: HttpRequest, donor_id: int, note_id: int) -> HttpResponse:
    """Say it better in a new one."""
    donor = donor_or_404(request, donor_id)
    return _write(request, donor, _standing(donor, note_id))


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def note_withdraw(request: HttpRequest, donor_id: int, note_id: int) -> HttpResponse:
    """Drop what it says; asked once more before."""
    donor = donor_or_404(request, donor_id)
    note = get_object_or_404(donor.notes, pk=note_id)
    if request.method == "POST":
        withdraw_note(note_id=note.pk, by=person(request), now=timezone.now())
        messages.success(request, _("The note is withdrawn."))
        return to_donor(donor)
    return form_page(request, forms.Form(), WITHDRAW, donor=donor)


def _standing(donor: Donor, note_id: int) -> Note:
    return get_object_or_404(donor.notes, pk=note_id, withdrawn_at=None, correction=None)


def _write(request: HttpRequest, donor: Donor, older: Note | None) -> HttpResponse:
    form = NoteForm(posted(request), initial={"text": older.text if older else ""})
    if request.method == "POST" and form.is_valid():
        try:
            write_note(
                donor=donor,
                text=form.cleaned_data["text"],
                by=person(request),
                now=timezone.now(),
                corrects=older.pk if older else None,
            )
        except NoteRefused as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("The note is written down."))
            return to_donor(donor)
    return form_page(request, form, CORRECT if older else NEW, donor=donor)

"""What staff learned of a donor, in a sentence or two."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from donors.models import Donor, Note


class NoteRefused(Exception):
    """A sentence for the person who wrote it."""


def write_note(*, donor: Donor, text: str, by: User, now: datetime, corrects: int | None = None) -> Note:
    """Write a note, or a correction of an older one, which stays to be read behind it.

    Raises: NoteRefused for a donor who was erased, and where the older note is corrected or withdrawn.
    """
    with transaction.atomic():
        locked = Donor.objects.select_for_update().get(pk=donor.pk)
        if locked.erased_at is not None:
            raise NoteRefused(_("This donor had everything erased: nothing is written down any more."))
        older = None
        if corrects is not None:
            older = Note.objects.filter(donor=locked, pk=corrects, withdrawn_at=None, correction=None).first()
            if older is None:
                raise NoteRefused(_("This note was corrected or withdrawn in the meantime."))
        note = Note.objects.create(donor=locked, text=text, at=now, by=by, corrects=older)
        verb = "note.corrected" if older else "note.written"
        record(actor=by, verb=verb, about=("note", str(note.pk)), now=now, after={"donor": donor.pk})
    return note


def withdraw_note(*, note_id: int, by: User, now: datetime) -> None:
    """Drop a note's words, and those of what it corrected; that there was one, stays. Twice is once."""
    with transaction.atomic():
        note: Note | None = Note.objects.select_for_update(of=("self",)).get(pk=note_id)
        while note is not None:
            if note.withdrawn_at is None:
                Note.objects.filter(pk=note.pk).update(text="", withdrawn_at=now, withdrawn_by=by)
                record(
                    actor=by,
                    verb="note.withdrawn",
                    about=("note", str(note.pk)),
                    now=now,
                    after={"donor": note.donor_id},
                )
            note = note.corrects

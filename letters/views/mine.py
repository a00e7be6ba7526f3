"""Letters on their reader's own page: what was sent to them, or kept here as they wished."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import READ, own, person, signed_in
from accounts.models import User
from accounts.organisation import the_organisation
from core.paging import keyset_page
from core.shield import LeakRefused
from letters.kinds import KINDS
from letters.models import Attachment, Letter, LetterQuerySet
from letters.rendering import TextGone
from letters.rendering import render as render_letter

# what waits to leave, or may not, is no letter yet
SHOWN = (
    Letter.State.SENT,
    Letter.State.DELIVERED,
    Letter.State.KEPT,
    Letter.State.BOUNCED,
    Letter.State.COMPLAINED,
)


def _own_letters(user: User) -> LetterQuerySet:
    return Letter.objects.sent_to(user).filter(state__in=SHOWN)


def _own_letter(user: User, letter_id: int) -> Letter:
    return get_object_or_404(_own_letters(user), pk=letter_id)


def _own_file(user: User, letter_id: int, attachment_id: int) -> Attachment:
    return get_object_or_404(Attachment, pk=attachment_id, letter=_own_letter(user, letter_id))


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own letters, the newest first."""
    page = keyset_page(request, _own_letters(person(request)).defer("facts"), field="created_at", size=25)
    rows = [(letter, letter.subject or str(KINDS[letter.kind].title)) for letter in page.rows]
    context = {"page": page, "rows": rows, "organisation": the_organisation()}
    return render(request, "letters/mine.html", context)


@own(_own_letter, *READ)
def my_letter(request: HttpRequest, letter: Letter) -> HttpResponse:
    """One letter's words."""
    words = None
    with suppress(TextGone, LeakRefused):
        words = render_letter(letter)
    context = {
        "letter": letter,
        "words": words,
        "files": letter.attachments.defer("content").order_by("pk"),
        "organisation": the_organisation(),
    }
    return render(request, "letters/my_letter.html", context)


@own(_own_file, *READ)
def my_file(_request: HttpRequest, file: Attachment) -> HttpResponse:
    """A file that came with one's own letter."""
    headers = {"Content-Disposition": f'attachment; filename="{file.filename}"'}
    return HttpResponse(bytes(file.content), content_type=file.content_type, headers=headers)

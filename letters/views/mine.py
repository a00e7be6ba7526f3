"""Letters on their reader's own page: what was sent to them, or kept here as they wished."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import person, signed_in
from accounts.organisation import the_organisation
from core.paging import keyset_page
from core.shield import LeakRefused
from letters.kinds import KINDS
from letters.models import Attachment, Letter, LetterQuerySet
from letters.rendering import TextGone
from letters.rendering import render as render_letter


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own letters, the newest first."""
    page = keyset_page(request, _own(request).defer("facts"), field="created_at", size=25)
    rows = [(letter, letter.subject or str(KINDS[letter.kind].title)) for letter in page.rows]
    context = {"page": page, "rows": rows, "organisation": the_organisation()}
    return render(request, "letters/mine.html", context)


@signed_in
@require_safe
def my_letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """One letter's words; another's answers 404, also to staff."""
    letter = get_object_or_404(_own(request), pk=letter_id)
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


@signed_in
@require_safe
def my_file(request: HttpRequest, letter_id: int, attachment_id: int) -> HttpResponse:
    """A file that came with one's own letter."""
    letter = get_object_or_404(_own(request), pk=letter_id)
    file = get_object_or_404(Attachment, pk=attachment_id, letter=letter)
    headers = {"Content-Disposition": f'attachment; filename="{file.filename}"'}
    return HttpResponse(bytes(file.content), content_type=file.content_type, headers=headers)


def _own(request: HttpRequest) -> LetterQuerySet:
    """What was sent to whoever is signed in. What waits to leave, or may not, is no letter yet."""
    shown = (
        Letter.State.SENT,
        Letter.State.DELIVERED,
        Letter.State.KEPT,
        Letter.State.BOUNCED,
        Letter.State.COMPLAINED,
    )
    return Letter.objects.sent_to(person(request)).filter(state__in=shown)

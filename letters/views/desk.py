"""Letters on the desk: what was sent to whom, what became of it, and what could be sent."""

from contextlib import suppress

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import person, staff
from accounts.models import Role
from core.asked import words_of
from core.paging import keyset_page
from core.shield import LeakRefused
from letters.actions import ResendRefused, lift_suppression, resend_letter
from letters.forms import LetterFilter, LiftForm
from letters.kinds import KINDS, lookup
from letters.models import Attachment, Letter, Suppression
from letters.rendering import TextGone
from letters.rendering import render as render_letter
from letters.reports import totals
from letters.views.paper import frame_of, paper

# every role reads letters of the kinds that it works with (`Letter.objects.visible_to`)
READERS = tuple(Role)
WRITERS = (Role.FUNDRAISER, Role.FINANCE, Role.COORDINATOR, Role.SCREENING, Role.ADMINISTRATOR)
# an address that takes no mail may be a donor's
STOPPED_READERS = (Role.FUNDRAISER, Role.FINANCE, Role.PRIVACY, Role.ADMINISTRATOR, Role.READ_ONLY)
LIFTERS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR)


@staff(*READERS)
@require_GET
def letter_list(request: HttpRequest) -> HttpResponse:
    """All letters that the reader may see, newest first."""
    user = person(request)
    form = LetterFilter(request.GET, user=user)
    letters = form.narrow(Letter.objects.visible_to(user))
    counts = totals(letters)
    page = keyset_page(request, letters.defer("facts"), field="created_at")
    context = {
        "form": form,
        "page": page,
        "rows": [(letter, _title(letter.kind)) for letter in page.rows],
        "totals": counts,
        "total": sum(count.count for count in counts),
        "sees_stopped": bool(user.roles & set(STOPPED_READERS)),
    }
    return render(request, "letters/list.html", context)


@staff(*READERS)
@require_GET
@never_cache
def letter_page(request: HttpRequest, letter_id: int) -> HttpResponse:
    """One letter's story: its words, its files, what the provider said."""
    letter = _letter(request, letter_id)
    words = None
    if not lookup(letter.kind).purge_facts and not letter.purged_at:
        with suppress(LeakRefused):
            words = render_letter(letter, for_desk=True)
    user = person(request)
    suppression = Suppression.objects.stopping(letter.to_email).first()
    context = {
        "letter": letter,
        "title": _title(letter.kind),
        "words": words,
        "is_secret": lookup(letter.kind).purge_facts,
        "attachments": letter.attachments.defer("content").order_by("pk"),
        "deliveries": letter.deliveries.order_by("at", "pk"),
        "suppression": suppression,
        "sees_stopped": bool(user.roles & set(STOPPED_READERS)),
        "may_resend": letter.can_be_sent_again() and not suppression and bool(user.roles & set(WRITERS)),
    }
    return frame_of(render(request, "letters/page.html", context))


@staff(*READERS)
@require_GET
@never_cache
def letter_html(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The letter as a mail program shows it, for the frame on its page."""
    letter = _letter(request, letter_id)
    if lookup(letter.kind).purge_facts:
        raise Http404
    try:
        return paper(render_letter(letter, for_desk=True).html)
    except (TextGone, LeakRefused) as error:
        raise Http404 from error


@staff(*READERS)
@require_GET
@never_cache
def attachment(request: HttpRequest, letter_id: int, attachment_id: int) -> HttpResponse:
    """A file that goes or went with a letter."""
    letter = _letter(request, letter_id)
    file = get_object_or_404(Attachment, pk=attachment_id, letter=letter)
    headers = {"Content-Disposition": f'attachment; filename="{file.filename}"'}
    return HttpResponse(bytes(file.content), content_type=file.content_type, headers=headers)


@staff(*WRITERS)
@require_POST
def resend(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Send a letter that did not arrive once more."""
    letter = _letter(request, letter_id)
    try:
        resend_letter(letter=letter, actor=person(request), now=timezone.now())
    except ResendRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The letter is on its way again."))
    return redirect("letters:page", letter.pk)


@staff(*STOPPED_READERS)
@require_GET
def suppressions(request: HttpRequest) -> HttpResponse:
    """Addresses that get no mail."""
    rows = Suppression.objects.filter(lifted_at=None)
    words = words_of(request).lower()
    if words:
        rows = rows.filter(email__contains=words)
    page = keyset_page(request, rows, field="created_at")
    may_lift = bool(person(request).roles & set(LIFTERS))
    context = {"page": page, "q": words, "total": rows.count(), "may_lift": may_lift, "form": LiftForm()}
    return render(request, "letters/suppressions.html", context)


@staff(*LIFTERS)
@require_POST
def lift(request: HttpRequest, suppression_id: int) -> HttpResponse:
    """Let mail go to an address again."""
    suppression = get_object_or_404(Suppression, pk=suppression_id)
    form = LiftForm(request.POST)
    if form.is_valid():
        lift_suppression(
            suppression=suppression,
            actor=person(request),
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
        messages.success(request, _("Mail to this address is possible again."))
    else:
        messages.error(request, _("Please say why this is right."))
    return redirect(reverse("letters:suppressions"))


def _letter(request: HttpRequest, letter_id: int) -> Letter:
    return get_object_or_404(Letter.objects.visible_to(person(request)), pk=letter_id)


def _title(kind: str) -> str:
    return str(KINDS[kind].title or kind) if kind in KINDS else kind

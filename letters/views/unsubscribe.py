"""Declining letters, and taking that back. The signed address in the letter is the only proof needed."""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.access import public
from letters.actions import accept_by_link, decline_by_link
from letters.kinds import TOPICS
from letters.models import Letter, OptOut
from letters.rendering import letter_id_of


@public
@csrf_exempt  # mail programs post here without a session (RFC 8058); whoever holds the address may decline
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Show what can be declined; act on POST only, since scanners of mail open every address."""
    letter = _letter(token)
    if request.method == "POST":
        return _act(request, letter, token)
    declined = set(OptOut.objects.declining(letter.to_email, letter.topic).values_list("topic", flat=True))
    context = {
        "topic": TOPICS.get(letter.topic, letter.topic),
        "masked": _masked(letter.to_email),
        "is_declined": bool(declined),
        "is_all_declined": OptOut.ALL in declined,
    }
    return render(request, "letters/unsubscribe.html", context)


def _act(request: HttpRequest, letter: Letter, token: str) -> HttpResponse:
    now = timezone.now()
    if request.POST.get("List-Unsubscribe") == "One-Click":
        decline_by_link(email=letter.to_email, topic=letter.topic, now=now)
        # RFC 8058 forbids a redirect here
        return HttpResponse(status=200, content_type="text/plain")
    choice = request.POST.get("choice", "")
    if choice == "again":
        accept_by_link(email=letter.to_email, topic=letter.topic, now=now)
    elif choice in {"topic", "all"}:
        topic = OptOut.ALL if choice == "all" else letter.topic
        decline_by_link(email=letter.to_email, topic=topic, now=now)
    else:
        return HttpResponse(status=400)
    return redirect("letters:unsubscribe", token)


def _letter(token: str) -> Letter:
    try:
        letter_id = letter_id_of(token)
    except (signing.BadSignature, ValueError) as error:
        raise Http404 from error
    return get_object_or_404(Letter, pk=letter_id, is_transactional=False)


def _masked(email: str) -> str:
    """Enough to know one's own address by, too little to learn somebody's."""
    name, _at, host = email.partition("@")
    return f"{name[:1]}•••@{host}"

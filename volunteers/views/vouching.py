"""Pages behind links in letters: a reference answers, a guardian consents. Opening one changes nothing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import public
from accounts.organisation import the_organisation
from volunteers.actions import guardians, references
from volunteers.actions.guardians import ConsentRefused
from volunteers.actions.references import ReferenceRefused
from volunteers.forms.vouching import AnswerForm
from volunteers.models import GuardianConsent, Program, Reference

GONE = 410
NO = "no"


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reference(request: HttpRequest, token: str) -> HttpResponse:
    """Five questions about an applicant, or a polite no."""
    now = timezone.now()
    try:
        asked = references.find_reference(token=token, now=now)
        form = AnswerForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and request.POST.get("answer") == NO:
            references.refuse_reference(token=token, now=now)
            return _page(request, "reference_thanks")
        if request.method == "POST" and form.is_valid():
            references.answer_reference(token=token, answers=form.cleaned_data, now=now)
            return _page(request, "reference_thanks", has_answered=True)
    except Reference.DoesNotExist as unknown:
        raise Http404 from unknown
    except ReferenceRefused as refusal:
        return _page(request, "link_closed", status=GONE, words=str(refusal))
    return _page(request, "reference", asked=asked, form=form)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def guardian(request: HttpRequest, token: str) -> HttpResponse:
    """What a young volunteer would do, and the guardian's yes, no, or yes taken back."""
    now, answer = timezone.now(), request.POST.get("answer", "")
    doing = {
        "yes": guardians.give_consent,
        "no": guardians.refuse_consent,
        "back": guardians.withdraw_consent,
    }
    try:
        consent = guardians.find_consent(token=token, now=now)
        if request.method == "POST" and answer in doing and (answer != "yes" or "read" in request.POST):
            consent = doing[answer](token=token, now=now)
            return _page(request, "guardian_thanks", consent=consent, answer=answer)
    except GuardianConsent.DoesNotExist as unknown:
        raise Http404 from unknown
    except ConsentRefused as refusal:
        return _page(request, "link_closed", status=GONE, words=str(refusal))
    applied = Program.objects.filter(applications__volunteer=consent.volunteer, takes_under_18=True)
    is_unread = request.method == "POST" and answer == "yes"
    return _page(request, "guardian", consent=consent, programs=applied.distinct(), is_unread=is_unread)


def _page(request: HttpRequest, name: str, status: int = 200, **context: object) -> HttpResponse:
    facts = {"organisation": the_organisation(), **context}
    return render(request, f"volunteers/{name}.html", facts, status=status)

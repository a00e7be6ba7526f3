"""Whether the house works, for whoever watches it from outside. Says nothing that a stranger may not know."""

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import public
from jobs.reports import standing


@public
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, relay and worker live and work is on time, else 503 and what is amiss."""
    try:
        work = standing(timezone.now())
    except DatabaseError:
        return JsonResponse({"well": False, "amiss": ["database"]}, status=503)
    amiss = [*work.silent, *(["late work"] if work.is_late else [])]
    facts = {"well": not amiss, "amiss": amiss, "late_by_seconds": round(work.late_by)}
    return JsonResponse(facts, status=503 if amiss else 200)

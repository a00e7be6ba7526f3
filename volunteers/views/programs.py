"""What one can do here with one's time, and what it takes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import public
from accounts.organisation import the_organisation
from volunteers.models import Program
from volunteers.reports.programs import open_program


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The programs that take volunteers, and the way in."""
    facts = {"organisation": the_organisation(), "programs": Program.objects.filter(is_open=True)}
    return render(request, "volunteers/home.html", facts)


@public
@require_safe
def program(request: HttpRequest, code: str) -> HttpResponse:
    """A program's roles, and all that it asks for. A closed program answers 404."""
    try:
        facts = open_program(code, now=timezone.now())
    except Program.DoesNotExist:
        raise Http404 from None
    return render(request, "volunteers/program.html", {"organisation": the_organisation(), "facts": facts})

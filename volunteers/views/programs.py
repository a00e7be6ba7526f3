"""What one can do here with one's time, and what it takes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import public
from accounts.organisation import the_organisation
from volunteers.models import Program


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The programs that take volunteers."""
    facts = {"organisation": the_organisation(), "programs": Program.objects.filter(is_open=True)}
    return render(request, "volunteers/home.html", facts)

"""The least that a page can do behind the house's whole middleware: nothing, one row, one write."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from accounts.access import public
from campaigns.models import Campaign
from jobs.models import Heartbeat

ROW = engines["django"].from_string("<h1>{{ campaign.name }}</h1><p>{{ campaign.summary }}</p>")


@public
def plain(_request: HttpRequest) -> HttpResponse:
    """Text."""
    return HttpResponse("x" * 20_000)


@public
def row(request: HttpRequest) -> HttpResponse:
    """One row through one template."""
    campaign = Campaign.objects.filter(slug="campaign-0").first()
    return HttpResponse(ROW.render({"campaign": campaign}, request))


@public
@csrf_exempt  # a program posts to this floor and has no session
def write(_request: HttpRequest) -> HttpResponse:
    """One row written and committed."""
    Heartbeat.objects.create(name=f"floor {uuid4().hex}", beat_at="2026-01-01T00:00:00Z")
    return HttpResponse(status=303, headers={"Location": "/"})


urlpatterns = [path("plain/", plain), path("row/", row), path("write/", write)]

"""One place for a person who gives."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import signed_in


@signed_in
@require_safe
def my(request: HttpRequest) -> HttpResponse:
    """Gifts, receipts, recurring gifts and details of whoever is signed in."""
    return render(request, "front/my.html", {})

"""What of receipts wants somebody's eye, each kind with its remedy."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import person, staff
from receipts.reports.receipt_exceptions import receipt_exceptions
from receipts.views.desk import HANDS, READERS, SENDERS


@staff(*READERS)
@require_safe
def exceptions(request: HttpRequest) -> HttpResponse:
    """All kinds of which there are any."""
    roles = person(request).roles
    context = {
        "exceptions": receipt_exceptions(timezone.now()),
        "may_act": bool(roles & set(SENDERS)),
        "may_lift": bool(roles & set(HANDS)),
    }
    return render(request, "receipts/exceptions.html", context)

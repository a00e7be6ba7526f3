"""The check page: whoever holds a receipt's code sees whether it still stands, and nobody's name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.access import public
from accounts.organisation import the_zone
from core.clock import legal_day
from receipts.actions.issue import CHECK_LENGTH
from receipts.models import Receipt


@public
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Ask for a code, or go to its answer."""
    code = _tidy(request.GET.get("code", ""))
    if code:
        return redirect("receipts:check_code", code=code)
    return _answer(request, code="", receipt=None)


@public
@require_safe
def check_code(request: HttpRequest, code: str) -> HttpResponse:
    """Answer for a code: the same page, status and headers whether it is known or not."""
    receipt = Receipt.objects.select_related("series").filter(check_code=_tidy(code)).first()
    return _answer(request, code=_tidy(code), receipt=receipt)


def _answer(request: HttpRequest, *, code: str, receipt: Receipt | None) -> HttpResponse:
    issued_on = legal_day(receipt.issued_at, the_zone()) if receipt else None
    response = render(
        request, "receipts/check.html", {"code": code, "receipt": receipt, "issued_on": issued_on}
    )
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response


def _tidy(code: str) -> str:
    """What a person read off paper: letters that look like digits are digits, the rest is dropped."""
    upper = code.upper().replace("O", "0").replace("I", "1").replace("L", "1")
    return "".join(sign for sign in upper if sign.isascii() and sign.isalnum())[:CHECK_LENGTH]

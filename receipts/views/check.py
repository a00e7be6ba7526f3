"""The check page: whoever holds a receipt's code sees whether it still stands, and nobody's name.

A file can be held against what we issued: its hash is compared, and the file is not kept.
"""

import hashlib
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import public
from accounts.organisation import the_zone
from core.clock import legal_day
from core.network import network_of
from gifts.actions.defence import hashed, take
from receipts.actions.issue import CHECK_LENGTH
from receipts.models import PaperSignature, Receipt
from receipts.signing import holds, message_of

LARGEST = 5 * 1024 * 1024  # bytes; a receipt of many pages has some hundred thousand
AN_HOUR = timedelta(hours=1)
PER_NETWORK = 300  # an auditor's afternoon; whoever guesses codes of 80 bits gets nowhere with it


@public
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Ask for a code, or go to its answer."""
    code = _tidy(request.GET.get("code", ""))
    if code:
        return redirect("receipts:check_code", code=code)
    return _answer(request, {"code": ""})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def check_code(request: HttpRequest, code: str) -> HttpResponse:
    """Answer for a code: the same page, status and headers whether it is known or not."""
    now = timezone.now()
    start = now.replace(minute=0, second=0, microsecond=0)
    source = hashed("check", network_of(request))
    if not take(scope="check", source=source, limit=PER_NETWORK, window=start):
        too_many = _("Many codes were looked at from your network. Please come back in an hour.")
        return _answer(request, {"code": _tidy(code), "too_many": too_many}, status=429)
    found = Receipt.objects.select_related("series").defer("pdf", "snapshot")
    receipt = found.filter(check_code=_tidy(code)).first()
    signature = _signature(receipt)
    context: dict[str, object] = {
        "code": _tidy(code),
        "receipt": receipt,
        "issued_on": legal_day(receipt.issued_at, the_zone()) if receipt else None,
        "signature": signature,
        "signed_text": message_of(signature).decode() if signature else "",
    }
    if request.method == "POST":
        context["file_says"] = _compare(request, receipt)
    return _answer(request, context)


def _signature(receipt: Receipt | None) -> PaperSignature | None:
    """The signature over its paper, where it is there and holds."""
    entry = PaperSignature.objects.filter(receipt=receipt).first() if receipt else None
    if entry is None or receipt is None:
        return None
    entry.receipt = receipt
    return entry if holds(entry) else None


def _compare(request: HttpRequest, receipt: Receipt | None) -> str:
    """Whether a file is the paper that we issued: same, other, none or large."""
    file = request.FILES.get("paper")
    if file is None:
        return "none"
    if file.size is None or file.size > LARGEST:
        return "large"
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return "same" if receipt and digest.hexdigest() == receipt.pdf_sha256 else "other"


def _answer(request: HttpRequest, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    response = render(request, "receipts/check.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response


def _tidy(code: str) -> str:
    """What a person read off paper: letters that look like digits are digits, the rest is dropped."""
    upper = code.upper().replace("O", "0").replace("I", "1").replace("L", "1")
    return "".join(sign for sign in upper if sign.isascii() and sign.isalnum())[:CHECK_LENGTH]

"""For auditors: a year's register with its papers and signatures, as one archive."""

from collections.abc import Iterator
from itertools import islice

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import staff
from accounts.models import Role
from accounts.views.exports import note_leaving
from core.archives import Entry, zip_response
from core.shield import LeakRefused
from receipts.models import PaperSignature
from receipts.papers import original
from receipts.reports.audit import (
    AT_ONCE,
    REGISTER,
    SIGNATURES,
    as_csv,
    file_of,
    issued_in,
    register_rows,
    series_of,
    signature_rows,
    years,
)
from receipts.signing import broken_entries

AUDITORS = (Role.FINANCE, Role.ADMINISTRATOR)
SHOWN = 20
NEWEST = 500  # entries that the page looks at, some 25 MB of papers; `check_signatures` looks at all
ABOUT = """Register of receipts
====================
register.csv    every number of the year's series, in order, whatever became of it. A number is never left
                out and never used twice; a void or replaced receipt keeps its own.
papers/         the papers as they were issued. Their SHA-256 stand in register.csv.
signatures.csv  our signatures (Ed25519) over the papers' hashes. What was signed are these lines, each ended
                by a line feed, with the values of the row:
                    Safe Harbor receipt signature, version 1
                    position: ...
                    previous: ...
                    number: ...
                    signed: ...
                    pdf-sha256: ...
                `previous` is the entry before; `entry_sha256` is the SHA-256 of those lines followed by the
                signature in base64. Signatures and public keys are base64 after the word "ed25519:".
"deductible" is zero where the amount is not ours to certify: goods, grants, distributions from an IRA.
"""


@staff(*AUDITORS)
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """The years that can be taken along, and whether the log of signatures holds."""
    rows = [{"year": year, "series": list(series_of(year))} for year in years()]
    broken = list(islice(broken_entries(NEWEST), SHOWN))
    context = {"years": rows, "broken": broken, "signed": PaperSignature.objects.count(), "newest": NEWEST}
    return render(request, "receipts/audit.html", context)


@staff(*AUDITORS, recent=True)
@require_POST
def audit_export(request: HttpRequest, year: int) -> HttpResponseBase:
    """The archive of a year, streamed; why it is taken stands in the trail."""
    if year not in years():
        raise Http404
    count = issued_in(year).count()
    refused = note_leaving(
        request,
        verb="receipt.audit_exported",
        about=("receipts", str(year)),
        after={"receipts": count},
        back=reverse("receipts:audit"),
    )
    return refused or zip_response(f"receipts-{year}.zip", _files(year), at=timezone.now())


def _files(year: int) -> Iterator[Entry]:
    yield "README.txt", [ABOUT.encode()]
    yield "register.csv", as_csv(REGISTER, register_rows(year))
    yield "signatures.csv", as_csv(SIGNATURES, signature_rows(year))
    for receipt in issued_in(year).exclude(pdf=None).iterator(AT_ONCE):
        try:
            yield file_of(receipt), [original(receipt)]
        except LeakRefused:
            yield f"{file_of(receipt)}.withheld.txt", [b"Withheld: it tells a confidential place.\n"]

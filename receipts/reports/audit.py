"""What an auditor takes along for a year: the register, the papers, their hashes, the log of signatures."""

from collections.abc import Iterable, Iterator

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from core.exports import csv_lines
from core.money import ZERO
from receipts.models import PaperSignature, Receipt, ReceiptLine, Series

REGISTER = (
    *("number", "series", "kind", "status", "issued_at", "issued_by", "tax_year", "payer", "currency"),
    *("gifts", "paid", "benefit", "deductible", "replaces", "replaced_by", "void_reason", "voided_at"),
    *("snapshot_sha256", "pdf_sha256", "file"),
)
SIGNATURES = (
    *("position", "previous_sha256", "number", "signed_at", "pdf_sha256"),
    *("public_key", "signature", "entry_sha256"),
)
AT_ONCE = 200
SCHEME = "ed25519:"  # base64 may begin with a plus, which an export defuses as a formula


def years() -> list[int]:
    """Return the years in which receipts were issued, the newest first."""
    return list(Series.objects.order_by("-year").values_list("year", flat=True).distinct())


def issued_in(year: int) -> QuerySet[Receipt]:
    """Return the receipts of a year's series, in the order of their numbers."""
    receipts = Receipt.objects.filter(series__year=year).select_related("series")
    return receipts.order_by("series__code", "series__regime", "number")


def series_of(year: int) -> QuerySet[Series]:
    """Return a year's series with how many numbers were issued, how many stand, and how many are missing."""
    live = Count("receipts", filter=Q(receipts__status=Receipt.Status.LIVE))
    return Series.objects.filter(year=year).annotate(issued=Count("receipts"), live=live).order_by("code")


def register_rows(year: int) -> Iterator[tuple[object, ...]]:
    """Yield one row for each number: nothing is left out, whatever became of it."""
    lines = ReceiptLine.objects.filter(receipt=OuterRef("pk")).order_by().values("receipt")
    receipts = issued_in(year).select_related("issued_by", "replaces__series", "replaced_by__series")
    counted = receipts.defer("pdf", "replaces__pdf", "replaces__snapshot", "replaced_by__pdf").annotate(
        gifts=Coalesce(Subquery(lines.annotate(n=Count("pk")).values("n")), 0),
        paid=Coalesce(Subquery(lines.annotate(n=Sum("paid")).values("n")), ZERO),
        benefit=Coalesce(Subquery(lines.annotate(n=Sum("benefit")).values("n")), ZERO),
    )
    for receipt in counted.iterator(AT_ONCE):
        said = receipt.snapshot
        yield (
            *(str(receipt), str(receipt.series), receipt.kind, receipt.status, receipt.issued_at.isoformat()),
            *(receipt.issued_by_id or "by itself", receipt.tax_year, "; ".join(said["payer"][:1])),
            *(said["currency"], receipt.gifts, receipt.paid, receipt.benefit, receipt.amount),
            *(said["replaces"], str(getattr(receipt, "replaced_by", "") or "")),
            *(receipt.void_reason, receipt.voided_at.isoformat() if receipt.voided_at else ""),
            *(receipt.snapshot_sha256, receipt.pdf_sha256, file_of(receipt) if receipt.pdf_sha256 else ""),
        )


def signature_rows(year: int) -> Iterator[tuple[object, ...]]:
    """Yield the entries of the log for a year's receipts; the log itself runs on over all years."""
    entries = PaperSignature.objects.filter(receipt__series__year=year).select_related("receipt__series")
    for entry in entries.defer("receipt__pdf", "receipt__snapshot").order_by("position").iterator(AT_ONCE):
        yield (
            *(entry.position, entry.previous_sha256, str(entry.receipt)),
            *(f"{entry.signed_at:%Y-%m-%dT%H:%M:%SZ}", entry.pdf_sha256),
            *(f"{SCHEME}{entry.public_key}", f"{SCHEME}{entry.signature}", entry.entry_sha256),
        )


def file_of(receipt: Receipt) -> str:
    """Return the name of a receipt's paper in the archive."""
    return f"papers/{receipt}.pdf"


def as_csv(header: Iterable[str], rows: Iterable[tuple[object, ...]]) -> Iterator[bytes]:
    """Yield a table as bytes of CSV, with a byte-order mark so that spreadsheets read names rightly."""
    yield b"\xef\xbb\xbf"
    for text in csv_lines(tuple(header), rows):
        yield text.encode()

"""We sign the hash of each paper, and keep the signatures in a log that shows what was taken from it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import BinaryField, CharField, Func, Value

from core.signatures import is_signed, sign
from receipts.models import PaperSignature, Receipt

LOG = "receipts.signatures"
AT_ONCE = 500


def is_on() -> bool:
    """Whether this house has a key to sign with."""
    return bool(settings.RECEIPT_SIGNING_KEYS)


def sign_paper(receipt: Receipt, *, now: datetime) -> PaperSignature | None:
    """Append the signature of a receipt's stored paper to the log; twice is once. None: no key, or no paper.

    Entries follow each other, so whoever signs waits for who is signing: a few milliseconds.
    """
    if not is_on() or not receipt.pdf_sha256:
        return None
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [LOG])
        if found := PaperSignature.objects.filter(receipt=receipt).first():
            return found
        last = PaperSignature.objects.order_by("-position").first()
        entry = PaperSignature(
            receipt=receipt,
            position=last.position + 1 if last else 1,
            previous_sha256=last.entry_sha256 if last else "",
            pdf_sha256=receipt.pdf_sha256,
            signed_at=now.astimezone(UTC).replace(microsecond=0),
        )
        message = message_of(entry)
        entry.signature, entry.public_key = sign(message, key=settings.RECEIPT_SIGNING_KEYS[0])
        entry.entry_sha256 = _entry_hash(entry, message)
        entry.save()
    return entry


def sign_missing(*, now: datetime) -> int:
    """Sign papers that have no signature: of before the key, or of a worker that died. Returns how many."""
    if not is_on():
        return 0
    waiting = Receipt.objects.filter(signature=None).exclude(pdf_sha256="").select_related("series")
    rows = list(waiting.only("series", "number", "pdf_sha256").order_by("pk")[:AT_ONCE])
    return sum(sign_paper(receipt, now=now) is not None for receipt in rows)


def message_of(entry: PaperSignature) -> bytes:
    """Return the exact bytes that are signed: lines of ASCII, so that anybody can write them again."""
    lines = (
        "Safe Harbor receipt signature, version 1",
        f"position: {entry.position}",
        f"previous: {entry.previous_sha256}",
        f"number: {entry.receipt}",
        f"signed: {entry.signed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        f"pdf-sha256: {entry.pdf_sha256}",
    )
    return ("\n".join(lines) + "\n").encode()


def holds(entry: PaperSignature) -> bool:
    """Whether an entry is as it was signed, by a key of ours, over the paper that is stored."""
    message = message_of(entry)
    return (
        is_signed(message, signature=entry.signature, public_key=entry.public_key)
        and entry.entry_sha256 == _entry_hash(entry, message)
        and entry.pdf_sha256 == entry.receipt.pdf_sha256
    )


@dataclass(frozen=True)
class Broken:
    """Where the log is not what was signed."""

    position: int
    number: str


def broken_entries(newest: int | None = None) -> Iterator[Broken]:
    """Yield what does not hold, first to last: a changed row, a gap, a stored paper whose hash is another.

    Every paper is read: of all entries that takes minutes, so a page asks for the `newest` only.
    """
    last = PaperSignature.objects.order_by("-position").values_list("position", flat=True).first() or 0
    first = max(1, last - newest + 1) if newest else 1
    told = PaperSignature.objects.filter(position=first - 1).values_list("entry_sha256", flat=True).first()
    before, expected = told or "", first
    entries = (
        PaperSignature.objects.filter(position__gte=first)
        .select_related("receipt__series")
        .defer("receipt__pdf", "receipt__snapshot")
    )
    hashed = Func("receipt__pdf", function="sha256", output_field=BinaryField())
    stored = Func(hashed, Value("hex"), function="encode", output_field=CharField())
    for entry in entries.annotate(stored=stored).order_by("position").iterator(AT_ONCE):
        follows = entry.position == expected and entry.previous_sha256 == before
        if not follows or not holds(entry) or entry.stored != entry.pdf_sha256:
            yield Broken(entry.position, str(entry.receipt))
        before, expected = entry.entry_sha256, entry.position + 1


def _entry_hash(entry: PaperSignature, message: bytes) -> str:
    return hashlib.sha256(message + entry.signature.encode()).hexdigest()

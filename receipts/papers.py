"""From a receipt's row to its paper."""

import hashlib
from dataclasses import replace

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.organisation import the_organisation
from core.shield import refuse_leak
from receipts.models import Receipt
from receipts.pdf import LABELS, Letterhead, Paper, PaperLine, render


def original(receipt: Receipt) -> bytes:
    """Return the receipt's PDF as it was issued: the stored bytes, or the same bytes drawn again.

    Raises: LeakRefused, as each of these does, when its words tell a confidential place.
    """
    refuse_leak(receipt.snapshot, "receipts.pdf")
    return bytes(receipt.pdf) if receipt.pdf else render(_paper(receipt), _letterhead(receipt))


def marked(receipt: Receipt) -> bytes:
    """Return a PDF that says what the receipt is today: COPY while it lives, VOID after."""
    refuse_leak(receipt.snapshot, "receipts.pdf")
    with translation.override(receipt.language):
        mark = _("COPY") if receipt.status == Receipt.Status.LIVE else _("VOID")
    return render(replace(_paper(receipt), mark=mark), _letterhead(receipt))


def store(receipt: Receipt) -> bytes:
    """Draw the paper once and keep it; return the bytes that are kept, whoever drew them first."""
    content = original(receipt)
    Receipt.objects.filter(pk=receipt.pk, pdf=None).update(
        pdf=content, pdf_sha256=hashlib.sha256(content).hexdigest()
    )
    kept: bytes | memoryview = Receipt.objects.values_list("pdf", flat=True).get(pk=receipt.pk) or content
    return bytes(kept)


def _paper(receipt: Receipt) -> Paper:
    said = receipt.snapshot
    path = reverse("receipts:check_code", args=[receipt.check_code])
    return Paper(
        language=said["language"],
        kind_title=said["title"],
        number=said["number"],
        issued_on=said["issued_on"],
        issued_at=receipt.issued_at,
        payer_lines=tuple(said["payer"]),
        lines=tuple(PaperLine(**line) for line in said["lines"]),
        total=said["total"],
        statements=tuple(said["statements"]),
        note="",
        check_url=f"{settings.SITE_URL}{path}",
        check_code=said["check_code"],
        mark="",
        replaces=said["replaces"],
        labels=LABELS[said["language"]],
    )


def _letterhead(receipt: Receipt) -> Letterhead:
    said = receipt.snapshot["organisation"]
    today = the_organisation()
    return Letterhead(
        legal_name=said["legal_name"],
        address_lines=tuple(said["address"].splitlines()),
        ein=said["tax_number"],
        phone=said["phone"],
        email=said["email"],
        website=said["website"],
        signatory_name=said["signatory_name"],
        signatory_title=said["signatory_title"],
        logo_png=bytes(today.logo_png) if today.logo_png else None,
        signature_png=bytes(today.signature_png) if today.signature_png else None,
    )

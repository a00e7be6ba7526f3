"""From the row of a receipt or statement to its paper."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.organisation import the_organisation
from core.certificate import read_certificate
from core.shield import refuse_leak
from receipts.models import Receipt, ReceiptKind, Statement
from receipts.pdf import (
    LABELS,
    VOLUNTEER_LABELS,
    Cover,
    Letterhead,
    Paper,
    PaperLine,
    StatementPaper,
    StatementPaperLine,
    render,
    render_statement,
    render_together,
)
from receipts.regimes import regime_named
from receipts.snapshot import canonical, payer_lines
from receipts.snapshot import letterhead_of as snapshot_letterhead


def original(receipt: Receipt) -> bytes:
    """Return the receipt's PDF as it was issued: the stored bytes, or the same bytes drawn again, not signed.

    Raises: LeakRefused, as each of these does, when its words tell a confidential place.
    """
    refuse_leak(receipt.snapshot, "receipts.pdf")
    return (
        bytes(receipt.pdf)
        if receipt.pdf
        else render(_with_data(receipt), letterhead_of(receipt.snapshot, the_organisation()))
    )


def marked(receipt: Receipt) -> bytes:
    """Return a PDF that says what the receipt is today: COPY while it lives, VOID after."""
    refuse_leak(receipt.snapshot, "receipts.pdf")
    with translation.override(receipt.language):
        mark = _("COPY") if receipt.status == Receipt.Status.LIVE else _("VOID")
    return render(replace(_paper(receipt), mark=mark), letterhead_of(receipt.snapshot, the_organisation()))


def store(receipt: Receipt) -> bytes:
    """Draw and sign the paper once and keep it; return the bytes that are kept, whoever drew them first.

    Raises: BadCertificate when one is set and does not sign; nothing is kept then.
    """
    content = original(receipt)
    if receipt.pdf:
        return content
    content = _signed(receipt, content)
    Receipt.objects.filter(pk=receipt.pk, pdf=None).update(
        pdf=content, pdf_sha256=hashlib.sha256(content).hexdigest()
    )
    kept: bytes | memoryview = Receipt.objects.values_list("pdf", flat=True).get(pk=receipt.pk) or content
    return bytes(kept)


def _with_data(receipt: Receipt) -> Paper:
    """The paper as it is issued, which carries its data where the house wants that."""
    data = canonical(receipt.snapshot) if settings.RECEIPT_ATTACHES_DATA else b""
    return replace(_paper(receipt), data=data)


def _signed(receipt: Receipt, content: bytes) -> bytes:
    """The file with the signature of the organisation's certificate in it, where one is set.

    What signs is loaded only there: see core.paper.pades.
    """
    if not settings.RECEIPT_CERTIFICATE:
        return content
    certificate = read_certificate(
        settings.RECEIPT_CERTIFICATE, settings.RECEIPT_CERTIFICATE_PASSWORD, now=timezone.now()
    )
    sign = import_string("core.paper.pades.sign_file")
    signed: bytes = sign(content, certificate, receipt.snapshot["organisation"]["legal_name"])
    return signed


def preview(said: Mapping[str, Any], now: datetime) -> bytes:
    """Return what a receipt would say, marked as a preview. It has no number and says so; nothing is kept."""
    refuse_leak(said, "receipts.pdf")
    with translation.override(said["language"]):
        paper = replace(_paper_of(said, now), mark=_("PREVIEW"), number=_("none: a preview"))
    return render(paper, letterhead_of(said, the_organisation()))


def receipts_to_print(receipts: Iterable[Receipt], title: str) -> bytes:
    """Return one file of receipts for posting, each as issued, or marked where it is void by now.

    In the window of its envelope stands where its donor lives today.

    Raises: LeakRefused; ValueError for none.
    """
    return render_together([_for_window(receipt) for receipt in receipts], title)


def _for_window(receipt: Receipt) -> tuple[Paper, Letterhead]:
    donor = receipt.donor
    primary = [each for each in donor.addresses.all() if each.is_primary] if donor else []
    post_to = payer_lines(donor.name, primary[0]) if donor and primary else tuple(receipt.snapshot["payer"])
    refuse_leak({"post_to": post_to}, "receipts.pdf")
    paper, head = _printed_receipt(receipt, "")
    return replace(paper, post_to=post_to), head


def envelope(cover: Cover, papers: Iterable[Receipt | Statement], title: str) -> bytes:
    """Return one file for a household: a sheet with its address, then each payer's own papers.

    Raises: LeakRefused.
    """
    today = the_organisation()
    head = letterhead_of({"organisation": snapshot_letterhead(today)}, today)
    return render_together([(cover, head), *(_printed(paper) for paper in papers)], title)


def _printed(row: Receipt | Statement) -> tuple[Paper | StatementPaper, Letterhead]:
    if isinstance(row, Receipt):
        return _printed_receipt(row, _copied(row))
    refuse_leak(row.snapshot, "receipts.pdf")
    return _as_it_stands(row), letterhead_of(row.snapshot, the_organisation())


def _printed_receipt(receipt: Receipt, mark: str) -> tuple[Paper, Letterhead]:
    refuse_leak(receipt.snapshot, "receipts.pdf")
    with translation.override(receipt.language):
        standing = mark if receipt.status == Receipt.Status.LIVE else _("VOID")
    return replace(_paper(receipt), mark=standing), letterhead_of(receipt.snapshot, the_organisation())


def _copied(receipt: Receipt) -> str:
    """The mark of a receipt that its payer has already, where it may be copied."""
    if receipt.left_at is None or regime_named(receipt.series.regime).is_replaced_not_copied:
        return ""
    with translation.override(receipt.language):
        return _("COPY")


def _paper(receipt: Receipt) -> Paper:
    path = reverse("receipts:check_code", args=[receipt.check_code])
    return replace(_paper_of(receipt.snapshot, receipt.issued_at), check_url=f"{settings.SITE_URL}{path}")


def _paper_of(said: Mapping[str, Any], issued_at: datetime) -> Paper:
    """The paper of a snapshot, which nobody can check yet."""
    labels = VOLUNTEER_LABELS if said["kind"] == ReceiptKind.EXPENSES else LABELS
    words = said.get("words", {})
    return Paper(
        language=said["language"],
        kind_title=said["title"],
        number=said["number"],
        issued_on=said["issued_on"],
        issued_at=issued_at,
        payer_lines=tuple(said["payer"]),
        lines=tuple(PaperLine(**line) for line in said["lines"]),
        total=said["total"],
        statements=tuple(said["statements"]),
        note=words.get("below", ""),
        check_url="",
        check_code=said["check_code"],
        mark="",
        replaces=said["replaces"],
        labels=labels[said["language"]],
        above=words.get("above", ""),
        closing=words.get("closing", ""),
    )


def letterhead_of(snapshot: Mapping[str, Any], today: Organisation) -> Letterhead:
    """Return the letterhead as it was said; its pictures are today's, which no snapshot holds."""
    said = snapshot["organisation"]
    return Letterhead(
        legal_name=said["legal_name"],
        address_lines=tuple(said["address"].splitlines()),
        tax_number=said["tax_number"],
        country=said["regime"],
        phone=said["phone"],
        email=said["email"],
        website=said["website"],
        signatory_name=said["signatory_name"],
        signatory_title=said["signatory_title"],
        logo_png=bytes(today.logo_png) if today.logo_png else None,
        signature_png=bytes(today.signature_png) if today.signature_png else None,
    )


def draw_statement(snapshot: Mapping[str, Any], *, issued_at: datetime, today: Organisation) -> bytes:
    """Return the paper of a statement that is about to be issued. Raises: LeakRefused; BadPicture."""
    refuse_leak(snapshot, "receipts.pdf")
    return render_statement(_statement_paper(snapshot, issued_at), letterhead_of(snapshot, today))


def statement_paper(statement: Statement) -> bytes:
    """Return a statement's PDF as issued while it holds, marked as void after.

    Raises: LeakRefused when its words tell a confidential place.
    """
    refuse_leak(statement.snapshot, "receipts.pdf")
    if statement.status == Statement.Status.CURRENT:
        return bytes(statement.pdf)
    return render_statement(_as_it_stands(statement), letterhead_of(statement.snapshot, the_organisation()))


def statements_to_print(statements: Iterable[Statement], title: str) -> bytes:
    """Return one file of statements, each as issued while it holds, marked as void after.

    Raises: LeakRefused; ValueError for none.
    """
    return render_together([_printed(statement) for statement in statements], title)


def _as_it_stands(statement: Statement) -> StatementPaper:
    paper = _statement_paper(statement.snapshot, statement.issued_at)
    if statement.status == Statement.Status.CURRENT:
        return paper
    with translation.override(statement.language):
        return replace(paper, mark=_("VOID"))


def _statement_paper(said: Mapping[str, Any], issued_at: datetime) -> StatementPaper:
    return StatementPaper(
        language=said["language"],
        title=said["title"],
        number=said["number"],
        issued_on=said["issued_on"],
        issued_at=issued_at,
        payer_lines=tuple(said["payer"]),
        lines=tuple(StatementPaperLine(**line) for line in said["lines"]),
        count=said["count"],
        total=said["total"],
        statements=tuple(said["statements"]),
        mark="",
        replaces=said["replaces"],
    )

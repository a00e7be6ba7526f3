"""From the row of a receipt or statement to its paper."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.organisation import the_organisation
from core.shield import refuse_leak
from receipts.models import Receipt, Statement
from receipts.pdf import (
    LABELS,
    Letterhead,
    Paper,
    PaperLine,
    StatementPaper,
    StatementPaperLine,
    render,
    render_statement,
    render_together,
)


def original(receipt: Receipt) -> bytes:
    """Return the receipt's PDF as it was issued: the stored bytes, or the same bytes drawn again.

    Raises: LeakRefused, as each of these does, when its words tell a confidential place.
    """
    refuse_leak(receipt.snapshot, "receipts.pdf")
    return (
        bytes(receipt.pdf)
        if receipt.pdf
        else render(_paper(receipt), letterhead_of(receipt.snapshot, the_organisation()))
    )


def marked(receipt: Receipt) -> bytes:
    """Return a PDF that says what the receipt is today: COPY while it lives, VOID after."""
    refuse_leak(receipt.snapshot, "receipts.pdf")
    with translation.override(receipt.language):
        mark = _("COPY") if receipt.status == Receipt.Status.LIVE else _("VOID")
    return render(replace(_paper(receipt), mark=mark), letterhead_of(receipt.snapshot, the_organisation()))


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


def letterhead_of(snapshot: Mapping[str, Any], today: Organisation) -> Letterhead:
    """Return the letterhead as it was said; its pictures are today's, which no snapshot holds."""
    said = snapshot["organisation"]
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
    today = the_organisation()
    papers = []
    for statement in statements:
        refuse_leak(statement.snapshot, "receipts.pdf")
        head = letterhead_of(statement.snapshot, today)
        papers.append((_as_it_stands(statement), head))
    return render_together(papers, title)


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

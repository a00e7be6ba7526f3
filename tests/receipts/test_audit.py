"""An auditor takes along every number of a year, the papers as issued, and what proves them."""

import csv
import hashlib
import io
import zipfile
from datetime import datetime
from decimal import Decimal
from typing import Any

import pgtrigger
import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import AuditEntry, Role
from core.encryption import new_key
from core.signatures import is_signed
from gifts.models import Gift, LedgerLine
from receipts.actions import settle
from receipts.models import PaperSignature, Receipt, Series
from receipts.reports.audit import register_rows
from receipts.tasks import render_and_send
from receipts.views import audit
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_donor, make_gift, make_line, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _key(settings: Settings) -> None:
    settings.RECEIPT_SIGNING_KEYS = [new_key()]


def issue(gift: Gift, now: datetime) -> Receipt:
    receipt = settle(gift_id=gift.pk, now=now)
    assert receipt is not None
    render_and_send(str(receipt.pk), now)
    receipt.refresh_from_db()
    return receipt


def taken(browser: Client, year: int) -> zipfile.ZipFile:
    answer: Any = browser.post(f"/desk/receipts/audit/{year}/", {"reason": "asked by the auditors"})
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def table(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))


def test_the_archive_holds_every_number_and_the_papers_as_issued(now: datetime) -> None:
    make_organisation()
    gift = make_gift(make_donor(name="=HYPERLINK(1)"), amount="50.00")
    first = issue(gift, now)
    make_line(gift, kind=LedgerLine.Kind.REFUND, amount=Decimal("-20.00"))
    second = issue(gift, now)
    other = make_gift(amount="300.00")
    issue(other, now)
    make_line(other, kind=LedgerLine.Kind.REFUND, amount=Decimal("-300.00"))
    settle(gift_id=other.pk, now=now)
    archive = taken(browser_of(make_staff(Role.FINANCE)), 2026)
    rows = table(archive, "register.csv")
    assert [(row["number"], row["status"], row["deductible"], row["void_reason"]) for row in rows] == [
        ("R-2026-000001", "replaced", "50.00", "refunded"),
        ("R-2026-000002", "live", "30.00", ""),
        ("R-2026-000003", "void", "300.00", "refunded"),
    ]
    assert [(row["replaces"], row["replaced_by"]) for row in rows[:2]] == [
        ("", str(second)),
        (str(first), ""),
    ]
    assert rows[0]["payer"] == "'=HYPERLINK(1)"
    assert len(rows) == Series.objects.get().last
    for row in rows:
        paper = archive.read(row["file"])
        assert hashlib.sha256(paper).hexdigest() == row["pdf_sha256"]
        assert paper.startswith(b"%PDF-")
    assert archive.testzip() is None


def test_the_signatures_in_it_are_checked_with_what_the_archive_says_alone(now: datetime) -> None:
    for _ in range(2):
        issue(make_gift(), now)
    archive = taken(browser_of(make_staff(Role.FINANCE)), 2026)
    rows = table(archive, "signatures.csv")
    assert len(rows) == PaperSignature.objects.count() == 2
    before = ""
    for row in rows:
        said = "".join(
            f"{line}\n"
            for line in (
                "Safe Harbor receipt signature, version 1",
                f"position: {row['position']}",
                f"previous: {before}",
                f"number: {row['number']}",
                f"signed: {row['signed_at']}",
                f"pdf-sha256: {row['pdf_sha256']}",
            )
        ).encode()
        signature, public_key = (row[name].removeprefix("ed25519:") for name in ("signature", "public_key"))
        assert is_signed(said, signature=signature, public_key=public_key)
        before = hashlib.sha256(said + signature.encode()).hexdigest()
        assert before == row["entry_sha256"]


def test_why_it_was_taken_stands_in_the_trail_and_without_a_reason_nothing_leaves(now: datetime) -> None:
    issue(make_gift(), now)
    browser = browser_of(make_staff(Role.FINANCE))
    assert browser.post("/desk/receipts/audit/2026/", {"reason": " "}).status_code == 302
    assert not AuditEntry.objects.filter(verb="receipt.audit_exported").exists()
    taken(browser, 2026)
    entry = AuditEntry.objects.get(verb="receipt.audit_exported")
    assert (entry.about_id, entry.after, entry.reason) == ("2026", {"receipts": 1}, "asked by the auditors")


def test_a_year_without_receipts_is_not_found(now: datetime) -> None:
    issue(make_gift(), now)
    assert (
        browser_of(make_staff(Role.FINANCE)).post("/desk/receipts/audit/2019/", {"reason": "x"}).status_code
        == 404
    )


@pytest.mark.parametrize("role", [Role.FUNDRAISER, Role.READ_ONLY, Role.COORDINATOR])
def test_only_finance_and_administrators_take_it(role: Role, now: datetime) -> None:
    issue(make_gift(), now)
    browser = browser_of(make_staff(role))
    assert browser.get("/desk/receipts/audit/").status_code == 404
    assert browser.post("/desk/receipts/audit/2026/", {"reason": "x"}).status_code == 404


def test_the_page_says_whether_the_log_holds(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = browser_of(make_staff(Role.FINANCE))
    assert "No receipt was issued yet" in browser.get("/desk/receipts/audit/").content.decode()
    receipt = issue(make_gift(), now)
    assert "holds: 1 entry, unbroken" in browser.get("/desk/receipts/audit/").content.decode()
    monkeypatch.setattr(audit, "NEWEST", 1)
    issue(make_gift(), now)
    assert "The newest 1 of 2 entries" in browser.get("/desk/receipts/audit/").content.decode()
    monkeypatch.undo()
    with pgtrigger.ignore():
        PaperSignature.objects.filter(position=1).update(pdf_sha256="0" * 64)
    shown = browser.get("/desk/receipts/audit/").content.decode()
    assert "was altered" in shown
    assert f"Entry 1, receipt {receipt}" in shown


def test_the_register_of_three_receipts_asks_as_little_as_of_one(
    now: datetime, django_assert_num_queries: Any
) -> None:
    for _ in range(3):
        issue(make_gift(), now)
    with django_assert_num_queries(1):
        assert len(list(register_rows(2026))) == 3


def test_a_signature_that_begins_like_a_formula_is_handed_out_as_it_is(now: datetime) -> None:
    receipt = issue(make_gift(), now)
    with pgtrigger.ignore():
        PaperSignature.objects.filter(receipt=receipt).update(signature="+" * 88, public_key="+" * 44)
    row = table(taken(browser_of(make_staff(Role.FINANCE)), 2026), "signatures.csv")[0]
    assert (row["signature"], row["public_key"]) == (f"ed25519:{'+' * 88}", f"ed25519:{'+' * 44}")

"""Papers are signed in a log from which nothing can be taken, and in which nothing can be changed, unseen."""

from datetime import datetime
from decimal import Decimal
from io import StringIO

import pgtrigger
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django import Settings

from core.encryption import new_key
from gifts.models import LedgerLine
from receipts.actions import settle
from receipts.models import PaperSignature, Receipt
from receipts.papers import marked, store
from receipts.reports.standing import papers_stand
from receipts.signing import broken_entries, holds, message_of, sign_missing, sign_paper
from receipts.tasks import render_and_send
from receipts.views import check
from tests.factories import make_gift, make_line, make_organisation
from tests.racing import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _key(settings: Settings) -> None:
    settings.RECEIPT_SIGNING_KEYS = [new_key()]


def drawn(now: datetime) -> Receipt:
    """A receipt with its paper and no signature yet."""
    receipt = settle(gift_id=make_gift().pk, now=now)
    assert receipt is not None
    store(receipt)
    receipt.refresh_from_db()
    return receipt


def positions() -> list[int]:
    return list(PaperSignature.objects.order_by("position").values_list("position", flat=True))


def altered(statement: str) -> None:
    """What somebody with the database's own powers did behind the triggers' back."""
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_drawn_paper_is_signed_once_over_its_hash(now: datetime) -> None:
    make_organisation()
    receipt = settle(gift_id=make_gift().pk, now=now)
    assert receipt is not None
    render_and_send(str(receipt.pk), now)
    render_and_send(str(receipt.pk), now)
    entry = PaperSignature.objects.get()
    receipt.refresh_from_db()
    assert entry.pdf_sha256 == receipt.pdf_sha256
    assert holds(entry)
    assert message_of(entry).decode().splitlines()[3:] == [
        f"number: {receipt}",
        "signed: 2026-11-25T17:00:00Z",
        f"pdf-sha256: {receipt.pdf_sha256}",
    ]


def test_without_a_key_nothing_is_signed_and_later_what_waited_is(now: datetime, settings: Settings) -> None:
    kept, settings.RECEIPT_SIGNING_KEYS = settings.RECEIPT_SIGNING_KEYS, []
    receipt = drawn(now)
    assert sign_paper(receipt, now=now) is None
    assert sign_missing(now=now) == 0
    settings.RECEIPT_SIGNING_KEYS = kept
    assert sign_missing(now=now) == 1
    assert sign_missing(now=now) == 0
    assert positions() == [1]


def test_a_receipt_without_a_paper_is_not_signed(now: datetime) -> None:
    receipt = settle(gift_id=make_gift().pk, now=now)
    assert receipt is not None
    assert sign_paper(receipt, now=now) is None


def test_an_old_signature_holds_after_the_key_was_changed(now: datetime, settings: Settings) -> None:
    first = sign_paper(drawn(now), now=now)
    settings.RECEIPT_SIGNING_KEYS = [new_key()]
    second = sign_paper(drawn(now), now=now)
    assert first is not None
    assert second is not None
    assert first.public_key != second.public_key
    assert second.previous_sha256 == first.entry_sha256
    assert list(broken_entries()) == []


@pytest.mark.parametrize("column", ["signature", "pdf_sha256", "public_key", "signed_at", "position"])
def test_the_database_refuses_to_change_or_delete_an_entry(column: str, now: datetime) -> None:
    sign_paper(drawn(now), now=now)
    value = {"signed_at": "now()", "position": "9"}.get(column, "'x'")
    for statement in (f"SET {column} = {value}", None):
        with (
            pytest.raises(DatabaseError, match=r"Cannot (update|delete)"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                f"UPDATE receipts_papersignature {statement}"
                if statement
                else "DELETE FROM receipts_papersignature"
            )


def test_an_entry_that_does_not_follow_the_last_is_refused(now: datetime) -> None:
    entry = sign_paper(drawn(now), now=now)
    assert entry is not None
    for position, previous in ((2, "0" * 64), (3, entry.entry_sha256)):
        other = PaperSignature(
            receipt=drawn(now),
            position=position,
            previous_sha256=previous,
            pdf_sha256="1" * 64,
            signed_at=now,
            entry_sha256="2" * 64,
        )
        with pytest.raises(DatabaseError, match="must follow the last"), transaction.atomic():
            other.save()


def test_a_second_beginning_of_the_log_is_refused(now: datetime) -> None:
    with pytest.raises(DatabaseError, match="only_the_first_signature_follows_none"), transaction.atomic():
        PaperSignature.objects.create(
            receipt=drawn(now), position=1, previous_sha256="0" * 64, pdf_sha256="1" * 64, signed_at=now
        )


@pytest.mark.django_db(transaction=True)
def test_eight_workers_that_sign_at_once_leave_one_chain(now: datetime) -> None:
    receipts = [drawn(now) for _ in range(8)]
    at_once(*[lambda receipt=receipt: sign_paper(receipt, now=now) for receipt in receipts])
    assert positions() == list(range(1, 9))
    assert list(broken_entries()) == []


@pytest.mark.parametrize(
    ("done", "broken"),
    [
        ("UPDATE receipts_papersignature SET pdf_sha256 = repeat('0', 64) WHERE position = 2", [2]),
        ("UPDATE receipts_papersignature SET signed_at = now() WHERE position = 1", [1]),
        ("UPDATE receipts_papersignature SET entry_sha256 = repeat('0', 64) WHERE position = 2", [2, 3]),
        ("DELETE FROM receipts_papersignature WHERE position = 2", [3]),
        ("UPDATE receipts_receipt SET pdf = 'x' WHERE number = 3", [3]),
        ("UPDATE receipts_receipt SET pdf_sha256 = repeat('0', 64) WHERE number = 3", [3]),
    ],
)
def test_whatever_was_altered_behind_the_triggers_is_found(
    done: str, broken: list[int], now: datetime
) -> None:
    for _ in range(3):
        sign_paper(drawn(now), now=now)
    assert list(broken_entries()) == []
    altered(done)
    assert [entry.position for entry in broken_entries()] == broken


def test_the_check_page_shows_a_valid_signature_and_names_nobody(client: Client, now: datetime) -> None:
    receipt = drawn(now)
    page = f"/receipts/check/{receipt.check_code}/"
    assert "entry 1 of our log" not in client.get(page).content.decode()
    entry = sign_paper(receipt, now=now)
    assert entry is not None
    shown = client.get(page).content.decode()
    assert "Valid: entry 1 of our log of signatures" in shown
    assert f"pdf-sha256: {receipt.pdf_sha256}" in shown
    assert "Maria" not in shown
    altered("UPDATE receipts_papersignature SET signed_at = now()")
    assert "entry 1 of our log" not in client.get(page).content.decode()


def test_a_file_is_held_against_the_paper_that_was_issued(client: Client, now: datetime) -> None:
    receipt = drawn(now)
    assert receipt.pdf is not None
    page = f"/receipts/check/{receipt.check_code}/"
    original = bytes(receipt.pdf)

    def says(content: bytes | None) -> str:
        sent = {"paper": SimpleUploadedFile("a.pdf", content)} if content is not None else {}
        return client.post(page, sent).content.decode()

    assert "This is the file that we issued, unchanged." in says(original)
    assert "This is not the file that we issued" in says(original + b" ")
    assert "This is not the file that we issued" in says(marked(receipt))
    assert "Please choose the PDF first." in says(None)
    assert "too large" in says(b"x" * (check.LARGEST + 1))
    make_line(receipt.lines.get().gift, kind=LedgerLine.Kind.REFUND, amount=Decimal("-50.00"))
    settle(gift_id=receipt.lines.get().gift_id, now=now)
    assert "This receipt is void." in says(original)


def test_a_network_looks_at_so_many_codes_an_hour_known_or_not(
    client: Client, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setattr(check, "PER_NETWORK", 2)
    receipt = drawn(now)
    page = f"/receipts/check/{receipt.check_code}/"
    statuses = [client.get(path).status_code for path in (page, "/receipts/check/NOSUCHCODE/", page)]
    assert statuses == [200, 200, 429]
    assert str(receipt) not in client.get(page).content.decode()
    assert client.get(page, REMOTE_ADDR="203.0.113.9").status_code == 200


def test_the_doctor_says_whether_papers_are_signed_and_which_limits_are_unknown(
    now: datetime, settings: Settings
) -> None:
    in_2024, in_2012 = now.replace(year=2024), now.replace(year=2012)
    assert papers_stand(in_2024) == ("Receipts are signed.", "")
    assert "The limits of 2012 for small benefits are unknown" in papers_stand(in_2012)[0]
    make_organisation(regime="CA")
    assert papers_stand(in_2012) == ("Receipts are signed.", "")
    settings.RECEIPT_SIGNING_KEYS = []
    says, remedy = papers_stand(in_2024)
    assert says.startswith("Receipts are not signed")
    assert remedy.startswith("Set RECEIPT_SIGNING_KEYS")


def test_a_page_looks_at_the_newest_alone_and_the_command_at_all(now: datetime) -> None:
    for _ in range(3):
        sign_paper(drawn(now), now=now)
    said = StringIO()
    call_command("check_signatures", stdout=said)
    assert said.getvalue() == "3 entries hold.\n"
    altered("UPDATE receipts_papersignature SET signed_at = now() WHERE position = 1")
    assert [list(broken_entries(newest)) for newest in (1, 2)] == [[], []]
    assert [entry.position for entry in broken_entries(3)] == [1]
    with pytest.raises(CommandError, match="1 entries"):
        call_command("check_signatures", stdout=said)
    assert "entry 1, receipt R-2026-000001" in said.getvalue()
    altered("DELETE FROM receipts_papersignature WHERE position = 2")
    assert [entry.position for entry in broken_entries(1)] == [3]

"""The paper is drawn once, travels with the thanks, and can be checked by whoever holds it."""

import hashlib
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from gifts.letters import queue_thanks
from gifts.models import Gift, LedgerLine
from letters.models import Letter
from receipts.actions import settle
from receipts.models import Receipt, ReceiptCopy
from receipts.papers import marked, original
from receipts.tasks import render_and_send, tell_void
from tests.factories import make_donor, make_gift, make_line, make_organisation, make_recurring, make_user

pytestmark = pytest.mark.django_db


def settled(gift: Gift, now: datetime) -> Receipt:
    receipt = settle(gift_id=gift.pk, now=now)
    assert receipt is not None
    return receipt


def letters() -> list[tuple[str, str, int]]:
    rows = Letter.objects.order_by("pk")
    return [(letter.kind, letter.state, letter.attachments.count()) for letter in rows]


def test_the_paper_joins_the_thank_you_and_lets_it_go(now: datetime) -> None:
    make_organisation()
    gift = make_gift()
    queue_thanks(gift=gift, now=now)
    receipt = settled(gift, now)
    render_and_send(str(receipt.pk), now)
    assert letters() == [("gift_thanks", "queued", 1)]
    receipt.refresh_from_db()
    assert receipt.pdf is not None
    assert bytes(receipt.pdf).startswith(b"%PDF-")
    assert receipt.pdf_sha256 == hashlib.sha256(bytes(receipt.pdf)).hexdigest()


def test_doing_it_twice_sends_no_second_letter(now: datetime) -> None:
    gift = make_gift()
    queue_thanks(gift=gift, now=now)
    receipt = settled(gift, now)
    render_and_send(str(receipt.pk), now)
    Letter.objects.update(state="sent", sent_at=now)
    render_and_send(str(receipt.pk), now)
    assert letters() == [("gift_thanks", "sent", 1)]


def test_a_paper_that_comes_late_travels_in_its_own_letter(now: datetime) -> None:
    gift = make_gift()
    queue_thanks(gift=gift, now=now)
    Letter.objects.update(state="sent", sent_at=now)
    receipt = settled(gift, now)
    render_and_send(str(receipt.pk), now)
    render_and_send(str(receipt.pk), now)
    assert letters() == [("gift_thanks", "sent", 0), ("receipt", "queued", 1)]


def test_a_replacement_says_what_it_replaces(now: datetime) -> None:
    gift = make_gift(amount="50.00")
    first = settled(gift, now)
    render_and_send(str(first.pk), now)
    make_line(gift, kind=LedgerLine.Kind.REFUND, amount=Decimal("-20.00"))
    second = settled(gift, now)
    render_and_send(str(second.pk), now)
    assert letters() == [("receipt", "queued", 1), ("receipt_replaced", "queued", 1)]
    assert Letter.objects.get(kind="receipt_replaced").facts["replaces"] == str(first)


def test_a_void_is_told_without_a_paper(now: datetime) -> None:
    receipt = settled(make_gift(), now)
    render_and_send(str(receipt.pk), now)
    tell_void(str(receipt.pk), now)
    tell_void(str(receipt.pk), now)
    assert letters() == [("receipt", "queued", 1), ("receipt_void", "queued", 0)]


def test_a_donor_without_an_address_gets_a_paper_and_no_letter(now: datetime) -> None:
    donor = make_donor()
    donor.email = ""
    donor.save()
    receipt = settled(make_gift(donor), now)
    render_and_send(str(receipt.pk), now)
    assert letters() == []
    assert Receipt.objects.get().pdf is not None


def test_the_same_receipt_gives_the_same_bytes(now: datetime) -> None:
    receipt = settled(make_gift(), now)
    assert original(Receipt.objects.get(pk=receipt.pk)) == original(Receipt.objects.get(pk=receipt.pk))
    assert marked(receipt) != original(receipt)


def test_a_donor_downloads_only_their_own_receipt(client: Client, now: datetime) -> None:
    mine, other = make_user(), make_user()
    receipt = settled(make_gift(make_donor(user=mine)), now)
    address = f"/my/receipts/{receipt.pk}.pdf"
    client.force_login(other)
    assert client.get(address).status_code == 404
    client.force_login(mine)
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert ReceiptCopy.objects.get().made_by == mine


def test_the_check_page_says_what_stands_and_names_nobody(client: Client, now: datetime) -> None:
    gift = make_gift(make_donor(name="Maria Lopez"), amount="50.00")
    receipt = settled(gift, now)
    page = client.get(f"/receipts/check/{receipt.check_code}/").content.decode()
    assert "This receipt is valid." in page
    assert str(receipt) in page
    assert "Maria" not in page
    assert "50.00" not in page
    make_line(gift, kind=LedgerLine.Kind.REFUND, amount=Decimal("-50.00"))
    settle(gift_id=gift.pk, now=now + timedelta(days=1))
    assert "This receipt is void." in client.get(f"/receipts/check/{receipt.check_code}/").content.decode()


def test_an_unknown_code_gets_the_same_kind_of_answer(client: Client, now: datetime) -> None:
    receipt = settled(make_gift(), now)
    known = client.get(f"/receipts/check/{receipt.check_code}/")
    unknown = client.get("/receipts/check/0000000000000000/")
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert known["X-Robots-Tag"] == unknown["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("typed", ["{code}", "{lower}", "{dashed}", " {code} "])
def test_a_code_may_be_typed_as_people_type(typed: str, client: Client, now: datetime) -> None:
    code = settled(make_gift(), now).check_code
    dashed = "-".join(code[start : start + 4] for start in range(0, 16, 4))
    text = typed.format(code=code, lower=code.lower(), dashed=dashed)
    answer = client.get("/receipts/check/", {"code": text}, follow=True)
    assert "This receipt is valid." in answer.content.decode()


def test_the_check_page_tells_the_organisation_s_day(client: Client) -> None:
    make_organisation(zone="America/New_York")
    late = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)  # still the 25th in New York
    receipt = settled(make_gift(), late)
    assert receipt.snapshot["issued_on"] == "Nov 25, 2026"
    assert "Nov 25, 2026" in client.get(f"/receipts/check/{receipt.check_code}/").content.decode()


def test_a_quiet_gift_has_its_paper_and_no_letter_but_a_correction_has(now: datetime) -> None:
    donor = make_donor()
    row = make_recurring(donor, is_quiet=True)
    for months in (2, 1):
        earlier = make_gift(donor, given_at=now - timedelta(days=30 * months))
        Gift.objects.filter(pk=earlier.pk).update(recurring=row)
    gift = Gift.objects.latest("given_at")
    receipt = settled(gift, now)
    render_and_send(str(receipt.pk), now)
    receipt.refresh_from_db()
    assert receipt.pdf is not None
    assert letters() == []
    make_line(gift, kind=LedgerLine.Kind.REFUND, amount=Decimal("-20.00"))
    render_and_send(str(settled(gift, now).pk), now)
    assert letters() == [("receipt_replaced", "queued", 1)]

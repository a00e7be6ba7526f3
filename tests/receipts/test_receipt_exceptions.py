"""The list of what wants somebody's eye, and that a bad one stops no other."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role
from donors.models import Donor
from gifts.models import Gift
from jobs.models import Job
from letters.models import Letter
from receipts.actions import settle
from receipts.actions.corrections import void_receipt
from receipts.models import Receipt, Unreceipted
from receipts.reports.receipt_exceptions import receipt_exceptions
from tests.accounts.makers import browser_of, make_staff
from tests.factories import MOMENT, make_donor, make_gift, make_line, make_organisation
from tests.receipts.correcting import do_jobs, make_withheld
from tests.receipts.stating import make_address, make_bookkeeper, make_settled

pytestmark = pytest.mark.django_db
PAGE = "/desk/receipts/exceptions/"


@pytest.fixture(autouse=True)
def _organisation() -> None:
    make_organisation()


def kinds() -> dict[str, list[Any]]:
    """What is found an hour from now, by kind; an undrawn paper left out."""
    found = {each.kind: list(each.rows) for each in receipt_exceptions(timezone.now() + timedelta(hours=1))}
    found.pop("undrawn", None)
    return found


def receipt_of(gift: Gift) -> Receipt:
    return Receipt.objects.get(lines__gift=gift, lines__active=True)


def test_a_house_in_order_has_none() -> None:
    make_settled(make_donor(), at=MOMENT)
    do_jobs("receipts.render", now=MOMENT)
    assert receipt_exceptions(timezone.now() + timedelta(hours=1)) == []
    assert b"No exception" in browser_of(make_staff(Role.READ_ONLY)).get(PAGE).content


def test_a_gift_that_stays_unsettled_shows_with_the_error_of_its_job() -> None:
    gift = make_gift()
    times = {"run_at": MOMENT, "publish_at": MOMENT, "created_at": MOMENT}
    Job.objects.create(kind="receipts.settle", about=str(gift.pk), error="ValueError", **times)
    (row,) = kinds()["unsettled"]
    assert (row, row.error) == (gift, "ValueError")
    assert "unsettled" not in {each.kind for each in receipt_exceptions(timezone.now())}


def test_a_receipt_whose_paper_is_not_drawn_shows_with_its_error() -> None:
    gift = make_settled(make_donor(), at=MOMENT)
    Job.objects.filter(kind="receipts.render").update(error="LeakRefused")
    (found,) = receipt_exceptions(MOMENT + timedelta(minutes=11))
    assert (found.kind, list(found.rows), found.rows[0].error) == (
        "undrawn",
        [receipt_of(gift)],
        "LeakRefused",
    )
    assert receipt_exceptions(MOMENT + timedelta(minutes=9)) == []


@pytest.mark.parametrize("state", ["bounced", "failed", "suppressed", "blocked", "complained"])
def test_a_receipt_whose_letter_was_lost_shows_until_a_copy_leaves(state: str) -> None:
    gift, fine = make_settled(make_donor(), at=MOMENT), make_settled(make_donor(), at=MOMENT)
    do_jobs("receipts.render", now=MOMENT)
    Letter.objects.update(state="sent", sent_at=MOMENT)
    lost = Letter.objects.filter(about_id=str(receipt_of(gift).pk))
    lost.update(state=state)
    assert kinds() == {"mail_lost": [receipt_of(gift)]}
    again = lost.get()
    again.pk, again.key, again.state = None, "again", "sent"
    again.created_at += timedelta(days=1)
    again.save()
    assert kinds() == {}
    assert receipt_of(fine).left_at == MOMENT


def test_a_receipt_that_went_with_lost_thanks_shows_too() -> None:
    gift = make_settled(make_donor(), at=MOMENT)
    do_jobs("receipts.render", now=MOMENT)
    letter = Letter.objects.get()
    Letter.objects.filter(pk=letter.pk).update(
        kind="gift_thanks", about_kind="gift", about_id=str(gift.pk), state="bounced"
    )
    assert kinds() == {"mail_lost": [receipt_of(gift)]}
    letter.attachments.all().delete()
    assert kinds() == {}


def test_each_reason_to_have_none_stands_alone() -> None:
    donor = make_donor()
    (pay,) = make_withheld(donor, "20.00", at=MOMENT)
    held = make_settled(donor, at=MOMENT)
    void_receipt(receipt_id=receipt_of(held).pk, reason="x", by=make_bookkeeper(), now=MOMENT)
    unknown = make_gift()
    Gift.objects.filter(pk=unknown.pk).update(donor=None, is_unmatched=True)
    make_organisation(regime="CA")
    homeless = make_gift()
    settle(gift_id=homeless.pk, now=MOMENT)
    make_organisation()
    Unreceipted.objects.filter(gift=homeless).update(why="nothing")
    found = kinds()
    gifts = {why: [row.gift for row in found[why]] for why in ("payroll", "held", "nothing")}
    assert gifts == {"payroll": [pay], "held": [held], "nothing": [homeless]}
    assert found["unknown"] == [unknown]


def test_the_remedies_lead_where_they_are_done() -> None:
    donor = make_donor()
    make_withheld(donor, "20.00", at=MOMENT)
    held = make_settled(donor, at=MOMENT)
    void_receipt(receipt_id=receipt_of(held).pk, reason="x", by=make_bookkeeper(), now=MOMENT)
    Donor.objects.filter(gifts=make_settled(make_donor(), at=MOMENT)).update(name="Renamed")
    shown = browser_of(make_staff(Role.FINANCE)).get(PAGE).content.decode()
    for path in (f"/desk/gifts/{held.pk}/receipt/lift/", f"/desk/donors/{donor.pk}/annual/2026/", "Renamed"):
        assert path in shown
    reads = browser_of(make_staff(Role.READ_ONLY)).get(PAGE).content.decode()
    assert "/lift/" not in reads
    assert "/annual/" not in reads
    assert browser_of(make_staff(Role.COORDINATOR)).get(PAGE).status_code == 404


def test_the_address_that_came_takes_a_gift_off_the_list_by_itself() -> None:
    make_organisation(regime="CA")
    donor = make_donor()
    gift = make_gift(donor)
    settle(gift_id=gift.pk, now=MOMENT)
    assert [row.gift for row in kinds()["address"]] == [gift]
    make_address(donor)
    settle(gift_id=gift.pk, now=MOMENT)
    assert kinds() == {}


@pytest.mark.parametrize("rows", [1, 3])
def test_three_rows_ask_as_often_as_one(
    rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser: Client = browser_of(make_staff(Role.FINANCE))
    for _row in range(rows):
        make_withheld(make_donor(), "20.00", at=MOMENT)
        make_line(make_settled(make_donor(), at=MOMENT), kind="refund", amount=Decimal("-1.00"))
    with django_assert_max_num_queries(30):
        assert browser.get(PAGE).status_code == 200

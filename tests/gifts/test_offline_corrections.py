"""Gifts by hand that are put right or taken out: the receipt follows, and the trail says why."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum

from accounts.models import AuditEntry, Role
from gifts.actions.offline import (
    Cause,
    Correction,
    Facts,
    OfflineRefused,
    Party,
    TypedThing,
    correct_gift,
    days_of,
    reverse_gift,
)
from gifts.models import CampaignTotal, Gift, Property
from letters.models import Letter
from receipts.actions import settle
from receipts.models import Receipt
from tests.factories import make_campaign, make_donor, make_gift, make_organisation, make_user
from tests.gifts.offline import DINNER, NOW, TODAY, recorded, typed_check, typed_coats
from tests.racing import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def organisation() -> None:
    make_organisation()


def corrected(gift: Gift, **facts: Any) -> Gift:
    """Put right what is said; the rest stays as it is."""
    whole = replace(facts_of(gift), **facts)
    return correct_gift(
        gift_id=gift.pk,
        correction=Correction(terms=gift.terms, benefits=(), facts=whole),
        reason="They wrote to us",
        by=make_user(Role.FUNDRAISER),
        now=NOW,
    )


def facts_of(gift: Gift) -> Facts:
    return Facts(
        days=days_of(gift.source, arrived_on=gift.received_on or TODAY, postmarked_on=gift.postmarked_on),
        payer=gift.payer,
        payer_name=gift.payer_name,
    )


def test_another_day_replaces_the_receipt_and_stands_in_the_trail_with_its_reason() -> None:
    gift = recorded(typed_check())
    first = settle(gift_id=gift.pk, now=NOW)
    gift.refresh_from_db()
    days = days_of("check", arrived_on=TODAY, postmarked_on=date(2025, 12, 31))
    changed = corrected(gift, days=days)
    second = settle(gift_id=gift.pk, now=NOW)
    assert first is not None
    assert second is not None
    assert (second.replaces, second.tax_year) == (first, 2025)
    assert (changed.given_on, changed.received_on) == (date(2025, 12, 31), TODAY)
    entry = AuditEntry.objects.get(verb="gift.corrected")
    assert (entry.reason, entry.before["given_on"], entry.after["given_on"]) == (
        "They wrote to us",
        "2026-11-25",
        "2025-12-31",
    )


def test_a_second_holder_or_another_custodian_replaces_the_receipt_too() -> None:
    gift = recorded(typed_check())
    settle(gift_id=gift.pk, now=NOW)
    gift.refresh_from_db()
    gift = corrected(gift, co_payer=Party(donor_id=make_donor(name="Luis Lopez").pk))
    joint = settle(gift_id=gift.pk, now=NOW)
    corrected(gift, payer="ira", payer_name="Fidelity")
    letter = settle(gift_id=gift.pk, now=NOW)
    assert joint is not None
    assert letter is not None
    assert ("Luis Lopez" in joint.snapshot["payer"][0], letter.kind) == (True, "qcd_letter")


def test_saying_what_a_gift_says_already_changes_nothing() -> None:
    gift = recorded(typed_check())
    settle(gift_id=gift.pk, now=NOW)
    gift.refresh_from_db()
    assert corrected(gift).terms == gift.terms
    assert (settle(gift_id=gift.pk, now=NOW), Receipt.objects.count()) == (None, 1)
    assert not AuditEntry.objects.filter(verb="gift.corrected").exists()


def test_who_looked_at_an_older_gift_corrects_nothing_and_the_same_press_twice_is_one() -> None:
    gift = recorded(typed_check())
    gift.refresh_from_db()
    wanted = {"payer": "ira", "payer_name": "Fidelity"}
    corrected(gift, **wanted)
    corrected(gift, **wanted)
    assert AuditEntry.objects.filter(verb="gift.corrected").count() == 1
    with pytest.raises(OfflineRefused, match="while your form was open"):
        corrected(gift, payer="donor", payer_name="")


def test_what_a_ticket_was_worth_can_be_said_of_a_gift_by_card() -> None:
    gift = make_gift(amount="100.00")
    settle(gift_id=gift.pk, now=NOW)
    correction = Correction(terms=gift.terms, benefits=(DINNER,))
    by = make_user(Role.FINANCE)
    correct_gift(gift_id=gift.pk, correction=correction, reason="Gala", by=by, now=NOW)
    receipt = settle(gift_id=gift.pk, now=NOW)
    assert receipt is not None
    assert (receipt.kind, receipt.amount) == ("quid_pro_quo", Decimal("60.00"))
    facts = Facts(days=days_of("cash", arrived_on=TODAY), payer="donor")
    with pytest.raises(OfflineRefused, match="Stripe"):
        correct_gift(
            gift_id=gift.pk,
            correction=replace(correction, facts=facts),
            reason="Gala",
            by=by,
            now=NOW,
        )


def test_a_vehicle_that_was_sold_gets_the_paper_that_says_so() -> None:
    car = TypedThing(description="2015 Honda Fit", vin="JHMGE8H50FC000001", is_claimed_over_500=True)
    gift = recorded(typed_coats(kind="vehicle", thing=car))
    first = settle(gift_id=gift.pk, now=NOW)
    gift.refresh_from_db()
    sold = replace(car, use="sale", sold_on=TODAY, proceeds=Decimal("1800.00"))
    corrected(gift, thing=sold)
    second = settle(gift_id=gift.pk, now=NOW)
    assert first is not None
    assert second is not None
    assert (first.kind, second.kind) == ("noncash_acknowledgment", "vehicle_1098c")
    assert Property.objects.get().proceeds == Decimal("1800.00")


@pytest.mark.parametrize(("cause", "letters"), [(Cause.BOUNCED, 1), (Cause.MISTAKEN, 0)])
def test_a_gift_taken_out_leaves_nothing_in_the_books_and_voids_its_receipt(cause: str, letters: int) -> None:
    gift = recorded(typed_check(campaign_id=make_campaign().pk))
    settle(gift_id=gift.pk, now=NOW)
    by = make_user(Role.FINANCE)
    for _twice in range(2):
        reverse_gift(gift_id=gift.pk, cause=cause, reason="Returned unpaid", by=by, now=NOW)
    settle(gift_id=gift.pk, now=NOW)
    receipt = Receipt.objects.get()
    assert (receipt.status, receipt.void_reason) == ("void", "reversed")
    assert [line.amount for line in gift.ledger_lines.order_by("pk")] == [gift.amount, -gift.amount]
    assert CampaignTotal.objects.aggregate(sum=Sum("raised"))["sum"] == 0
    assert Letter.objects.filter(kind="gift_returned").count() == letters
    assert AuditEntry.objects.filter(verb="gift.reversed").count() == 1
    assert not Gift.objects.arrived().exists()
    with pytest.raises(OfflineRefused, match="taken out"):
        corrected(Gift.objects.get(pk=gift.pk))


def test_a_gift_by_stripe_is_refunded_and_not_reversed() -> None:
    with pytest.raises(OfflineRefused, match="refunded"):
        reverse_gift(
            gift_id=make_gift().pk, cause=Cause.MISTAKEN, reason="x", by=make_user(Role.FINANCE), now=NOW
        )


@pytest.mark.django_db(transaction=True)
def test_reversing_at_once_takes_the_money_out_once() -> None:
    make_organisation()
    by, gift = make_user(Role.FINANCE), recorded(typed_check())
    at_once(
        *[lambda: reverse_gift(gift_id=gift.pk, cause=Cause.BOUNCED, reason="x", by=by, now=NOW)] * 4,
    )
    assert gift.ledger_lines.aggregate(sum=Sum("amount"))["sum"] == 0

"""Charges that fail: each letter once, whatever is read twice or late; and the way back."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from donors.models import Donor
from gifts.actions.recurring.endings import cancel
from gifts.actions.recurring.open_charges import try_again
from gifts.actions.recurring.requests import RequestRefused
from gifts.actions.sweep import sweep
from gifts.actions.sync_payment import sync_payment
from gifts.actions.sync_subscription import sync_subscription
from gifts.letters import queue_failure, queue_thanks
from gifts.models import Frequency, Gift, GivingPolicy, RecurringChange, RecurringGift
from jobs.models import Job
from letters.models import Letter
from letters.rendering import render
from letters.tasks import deliver
from tests.factories import make_campaign, make_checkout, make_donor, make_recurring, make_user
from tests.gifts.counter import pay
from tests.standin.process import StandIn

DAY = 86_400
GOES = "4242424242424242"
FAILS = "4000000000000341"
Kind = RecurringChange.Kind

pytestmark = [pytest.mark.enable_socket, pytest.mark.django_db, pytest.mark.usefixtures("organisation")]


def kinds() -> list[str]:
    """What was written, the thanks left out."""
    letters = Letter.objects.exclude(kind="gift_thanks").order_by("created_at", "pk")
    return list(letters.values_list("kind", flat=True))


def past_due(standin: StandIn, now: datetime) -> RecurringGift:
    """A monthly gift whose second charge has failed once."""
    paid = pay(standin, make_checkout(make_campaign(), frequency=Frequency.MONTHLY))
    sweep(now=now)
    standin.control(f"subscription/{paid['subscription']}", action="card", card=FAILS)
    standin.control("clock", advance=32 * DAY)
    sweep(now=now)
    return RecurringGift.objects.get()


def make_failing(**values: Any) -> RecurringGift:
    """One whose charge was tried in vain."""
    facts: dict[str, Any] = {
        "donor": make_donor(),
        "state": RecurringGift.State.PAST_DUE,
        "failed_attempts": 1,
        "open_invoice_id": "in_1",
        "open_amount": Decimal("20.00"),
        "next_attempt_at": datetime.fromisoformat("2026-11-28T17:00:00Z"),
    }
    return make_recurring(**{**facts, **values})


def test_a_card_that_fails_for_good_brings_three_letters_and_the_end(standin: StandIn, now: datetime) -> None:
    row = past_due(standin, now)
    for days in (3, 5, 7):
        for _ in range(2):
            sync_subscription(subscription_id=row.subscription_id, now=now)
        standin.control("clock", advance=days * DAY)
        sweep(now=now)
    sync_subscription(subscription_id=row.subscription_id, now=now)
    row.refresh_from_db()
    assert (row.state, row.ended_for) == (RecurringGift.State.CANCELLED, RecurringGift.Ended.FAILED)
    assert kinds() == [
        "payment_failed_first",
        "payment_failed_again",
        "payment_failed_last",
        "recurring_ended_failed",
    ]
    ends = RecurringChange.objects.filter(kind__in=[Kind.LOST, Kind.LOST_TO_FAILURE])
    assert [change.kind for change in ends] == [Kind.LOST_TO_FAILURE]


def test_what_was_read_late_is_told_by_the_letter_of_that_day(standin: StandIn, now: datetime) -> None:
    paid = pay(standin, make_checkout(make_campaign(), frequency=Frequency.MONTHLY))
    sweep(now=now)
    standin.control(f"subscription/{paid['subscription']}", action="card", card=FAILS)
    standin.control("clock", advance=36 * DAY)
    sweep(now=now)
    assert kinds() == ["payment_failed_again"]


def test_another_card_pays_what_is_open_and_is_thanked_for_once(standin: StandIn, now: datetime) -> None:
    row = past_due(standin, now)
    standin.control(f"customer/{row.customer_id}/card", card=GOES)
    for _ in range(2):
        sweep(now=now)
    row.refresh_from_db()
    assert (row.state, row.failed_attempts, Gift.objects.count()) == (RecurringGift.State.ACTIVE, 0, 2)
    assert kinds() == ["payment_failed_first", "recurring_changed"]
    assert Letter.objects.filter(kind="gift_thanks").count() == 2
    assert row.changes.filter(kind=Kind.RECOVERED).count() == 1


def test_staff_who_try_again_are_told_what_the_bank_says(standin: StandIn, now: datetime) -> None:
    row, staff = past_due(standin, now), make_user()
    with pytest.raises(RequestRefused, match="The bank said no again"):
        try_again(recurring_id=row.pk, by=staff, now=now, on_behalf=True, reason="they called")
    standin.control(f"subscription/{row.subscription_id}", action="card", card=GOES)
    try_again(recurring_id=row.pk, by=staff, now=now, on_behalf=True, reason="they called again")
    row.refresh_from_db()
    assert (row.state, Gift.objects.count()) == (RecurringGift.State.ACTIVE, 2)


def test_who_cancels_while_past_due_is_no_loss_to_failure(standin: StandIn, now: datetime) -> None:
    row = past_due(standin, now)
    cancel(recurring_id=row.pk, by=None, now=now)
    assert kinds() == ["payment_failed_first", "recurring_cancelled"]
    assert row.changes.filter(kind=Kind.LOST).count() == 1


def test_a_quiet_gift_is_thanked_at_first_and_when_it_comes_after_all(
    standin: StandIn, now: datetime
) -> None:
    paid = pay(standin, make_checkout(make_campaign(), frequency=Frequency.MONTHLY))
    sweep(now=now)
    RecurringGift.objects.update(is_quiet=True)
    standin.control("clock", advance=32 * DAY)
    sweep(now=now)
    quiet = Letter.objects.filter(kind="gift_thanks").count()
    standin.control(f"subscription/{paid['subscription']}", action="card", card=FAILS)
    standin.control("clock", advance=30 * DAY)
    sweep(now=now + timedelta(days=62))
    standin.control(f"subscription/{paid['subscription']}", action="card", card=GOES)
    standin.control("clock", advance=4 * DAY)
    sweep(now=now + timedelta(days=66))
    recovered = Letter.objects.filter(kind="gift_thanks").count()
    standin.control("clock", advance=31 * DAY)
    sweep(now=now + timedelta(days=97))
    assert (quiet, recovered, Gift.objects.count()) == (1, 2, 4)
    assert Letter.objects.filter(kind="gift_thanks").count() == 2


def test_a_debit_that_never_arrived_is_told_once(standin: StandIn, now: datetime) -> None:
    paid = pay(standin, make_checkout(make_campaign()), method="us_bank_account")
    sync_payment(payment_id=paid["payment_intent"], now=now)
    standin.control(f"ach/{paid['payment_intent']}", result="fail")
    for _ in range(2):
        sync_payment(payment_id=paid["payment_intent"], now=now)
    assert Gift.objects.get().state == Gift.State.FAILED
    assert kinds() == ["gift_unpaid"]


def test_a_recurring_debit_that_never_arrived_is_told_by_one_letter(standin: StandIn, now: datetime) -> None:
    paid = pay(standin, make_checkout(make_campaign(), frequency=Frequency.MONTHLY))
    sweep(now=now)
    bank = {"method": "us_bank_account", "account": "000222222227"}
    standin.control(f"subscription/{paid['subscription']}", action="card", **bank)
    standin.control("clock", advance=32 * DAY)
    sweep(now=now)
    standin.control("clock", advance=6 * DAY)
    sweep(now=now)
    assert RecurringGift.objects.get().state == RecurringGift.State.PAST_DUE
    assert kinds() == ["payment_failed_first"]


def test_a_debit_that_is_tried_anew_has_not_failed_before_the_bank_says_so(
    standin: StandIn, now: datetime
) -> None:
    paid = pay(standin, make_checkout(make_campaign(), frequency=Frequency.MONTHLY))
    sweep(now=now)
    bank = {"method": "us_bank_account", "account": "000222222227"}
    standin.control(f"subscription/{paid['subscription']}", action="card", **bank)
    told = []
    # tried, refused, tried anew three days later, refused once more
    for days in (32, 6, 4, 6):
        standin.control("clock", advance=days * DAY)
        sweep(now=now)
        row = RecurringGift.objects.get()
        told.append((row.failed_attempts, row.gifts.filter(state="processing").exists(), kinds()))
    first, again = ["payment_failed_first"], ["payment_failed_first", "payment_failed_again"]
    assert told == [(0, True, []), (1, False, first), (0, True, first), (2, False, again)]


def test_a_letter_names_amount_day_and_the_gifts_own_page(now: datetime) -> None:
    row = make_failing()
    for _ in range(2):
        queue_failure(row, now=now)
    words = render(Letter.objects.get())
    assert words.subject == "A charge did not go through"
    assert "your gift of $20.00" in words.text
    assert "We try again on Nov 28, 2026." in words.text
    assert f"/my/recurring/{row.pk}/" in words.text
    assert "Safe Harbor" not in words.subject


def test_where_nothing_is_tried_any_more_the_last_letter_says_so(now: datetime) -> None:
    queue_failure(make_failing(next_attempt_at=None), now=now)
    letter = Letter.objects.get()
    assert letter.kind == "payment_failed_last"
    assert "it is not tried again by itself" in render(letter).text


@pytest.mark.parametrize(
    "values", [{"failed_attempts": 0}, {"state": RecurringGift.State.ACTIVE}, {"open_invoice_id": ""}]
)
def test_nothing_is_said_of_a_gift_that_does_not_fail(values: dict[str, Any], now: datetime) -> None:
    queue_failure(make_failing(**values), now=now)
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"state": RecurringGift.State.ACTIVE, "failed_attempts": 0, "open_invoice_id": ""},
        {"failed_attempts": 2},
    ],
)
def test_a_letter_overtaken_by_events_does_not_leave(values: dict[str, Any], now: datetime) -> None:
    row = make_failing()
    queue_failure(row, now=now)
    RecurringGift.objects.filter(pk=row.pk).update(**values)
    letter = Letter.objects.get()
    deliver(str(letter.pk), now)
    letter.refresh_from_db()
    assert (letter.state, letter.error) == (Letter.State.SUPPRESSED, "no longer true")


def test_a_letter_that_is_true_leaves_and_one_to_the_page_alone_stays_there(now: datetime) -> None:
    for contact in (Donor.Contact.USUAL, Donor.Contact.PORTAL):
        donor = make_donor()
        Donor.objects.filter(pk=donor.pk).update(contact=contact)
        queue_failure(make_failing(donor=donor, open_invoice_id=f"in_{contact}"), now=now)
    for job in Job.objects.filter(kind="letters.deliver"):
        deliver(job.about, now)
    states = Letter.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [Letter.State.SENT, Letter.State.KEPT]


def test_nobody_is_written_to_where_there_is_no_address(now: datetime) -> None:
    queue_failure(make_failing(donor=None), now=now)
    row = make_failing()
    assert row.donor is not None
    row.donor.email = ""
    queue_failure(row, now=now)
    assert not Letter.objects.exists()
    assert not queue_thanks(gift=Gift(recurring=row), now=now)


def test_an_organisation_may_begin_every_recurring_gift_quietly(standin: StandIn, now: datetime) -> None:
    GivingPolicy.objects.create(pk=1, is_quiet=True)
    pay(standin, make_checkout(make_campaign(), frequency=Frequency.MONTHLY))
    sweep(now=now)
    standin.control("clock", advance=32 * DAY)
    sweep(now=now)
    assert (RecurringGift.objects.get().is_quiet, Gift.objects.count()) == (True, 2)
    assert Letter.objects.filter(kind="gift_thanks").count() == 1

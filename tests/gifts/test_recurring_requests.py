"""What is asked of a recurring gift is carried out once, whatever answers are lost on the way."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from gifts.actions.recurring import requests
from gifts.actions.recurring.calls import send
from gifts.actions.recurring.dates import change_day, change_frequency, set_end
from gifts.actions.recurring.endings import cancel
from gifts.actions.recurring.open_charges import try_again
from gifts.actions.recurring.pauses import pause, skip_next
from gifts.actions.recurring.prices import change_amount
from gifts.actions.recurring.requests import CARRY_OUT, RequestRefused, carry_out
from gifts.actions.recurring.rounds import carry_out_waiting
from gifts.clock import carry_out_request
from gifts.gateway.client import DoorShut
from gifts.models import RecurringChange, RecurringRequest
from gifts.schedule import later_day
from jobs.models import Job
from letters.models import Letter
from tests.factories import make_recurring, make_user
from tests.gifts.life import Life

BAD, GOOD = "4000000000000341", "4242424242424242"
DAY = 86_400
State = RecurringRequest.State


def shut(life: Life, kind: str = "refuse_connection", times: int = -1, method: str = "POST") -> None:
    life.stripe.control("faults", kind=kind, method=method, path="^/v1/", times=times)


def opened(life: Life) -> None:
    life.stripe.control("faults/clear")


def events(life: Life) -> list[str]:
    return [event["type"] for event in life.stripe.world.store.all("event")]


def test_a_shut_door_leaves_it_asked_and_the_job_carries_it_out(life: Life) -> None:
    shut(life)
    asked = change_amount(**life.asking(amount=Decimal("30")))
    life.look()
    assert (asked.state, life.row.amount) == (State.ASKED, Decimal("20.00"))
    assert change_amount(**life.asking(amount=Decimal("30"))) == asked
    job = Job.objects.get(kind=CARRY_OUT)
    assert (job.about, job.run_at) == (str(asked.pk), life.stripe.now() + timedelta(seconds=30))
    opened(life)
    carry_out_request(job.about, life.stripe.now())
    life.look()
    asked.refresh_from_db()
    assert (asked.state, asked.attempt, life.row.amount) == (State.DONE, 1, Decimal("30.00"))


def test_while_one_is_on_its_way_another_waits_and_cancelling_overtakes(life: Life) -> None:
    shut(life)
    first = change_amount(**life.asking(amount=Decimal("30")))
    with pytest.raises(RequestRefused, match="on its way"):
        pause(**life.asking(until=later_day(life.today(), 3)))
    opened(life)
    assert cancel(**life.asking()).state == State.DONE
    first.refresh_from_db()
    life.look()
    carry_out(request_id=first.pk, now=life.stripe.now())
    assert (first.state, life.row.state, life.row.amount) == (State.OVERTAKEN, "cancelled", Decimal("20.00"))


def test_one_that_was_overtaken_in_the_middle_of_its_call_stays_overtaken(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    shut(life)
    first = set_end(**life.asking(instalments=3))
    opened(life)

    def overtaken(request: RecurringRequest) -> None:
        monkeypatch.setattr(requests, "send", send)
        cancel(**life.asking())
        send(request)

    monkeypatch.setattr(requests, "send", overtaken)
    carry_out(request_id=first.pk, now=life.stripe.now())
    first.refresh_from_db()
    life.look()
    assert (first.state, life.row.state) == (State.OVERTAKEN, "cancelled")
    assert life.row.instalments is None


@pytest.mark.parametrize("kind", ["lose_answer", "error_after", "error_before", "conflict", "rate_limit"])
def test_whatever_the_answer_it_is_done_once(life: Life, kind: str) -> None:
    shut(life, kind, times=1)
    asked = change_day(**life.asking(day=15, first_on=later_day(life.today(), 1, 15)))
    assert asked.state == State.ASKED
    carry_out_waiting(now=life.stripe.now())
    asked.refresh_from_db()
    assert asked.state == State.DONE
    assert asked.attempt == (2 if kind.startswith("error") else 1)
    assert life.days(2) == ["2027-02-15", "2027-03-15"]
    life.go_to(2027, 4, 1)


def test_what_is_done_is_told_no_more(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = change_amount(**life.asking(amount=Decimal("30")))
    assert asked.state == State.DONE
    monkeypatch.setattr(requests, "send", lambda _request: pytest.fail("told again"))
    carry_out_request(str(asked.pk), life.stripe.now())


def test_a_lost_answer_is_asked_again_under_the_same_key(life: Life) -> None:
    shut(life, "lose_answer", times=1)
    change_amount(**life.asking(amount=Decimal("30")))
    before = events(life).count("customer.subscription.updated")
    carry_out_waiting(now=life.stripe.now())
    assert events(life).count("customer.subscription.updated") == before


def test_what_stripe_refuses_changes_nothing_and_is_told(life: Life) -> None:
    life.stripe.world.store.remove(life.stripe.world.store.get("product", life.row.product_id))
    with pytest.raises(RequestRefused, match="Nothing was changed"):
        change_amount(**life.asking(amount=Decimal("30"), fee_cover=Decimal("1")))
    life.look()
    asked = life.row.requests.get()
    assert (asked.state, asked.error) == (State.REFUSED, "resource_missing")
    assert not Letter.objects.filter(kind="recurring_not_changed").exists()
    assert life.row.fee_cover == 0


def test_a_change_that_the_office_overran_is_refused_not_undone(life: Life) -> None:
    shut(life)
    asked = change_frequency(**life.asking(frequency="annually"))
    opened(life)
    life.stripe.control(f"subscription/{life.row.subscription_id}", action="amount", amount=4_500)
    carry_out(request_id=asked.pk, now=life.stripe.now())
    asked.refresh_from_db()
    life.look()
    assert (asked.state, asked.error) == (State.REFUSED, "changed_meanwhile")
    assert (life.row.amount, life.row.frequency) == (Decimal("45.00"), "monthly")


@pytest.mark.parametrize("kind", ["refuse_connection", "lose_answer"])
def test_a_date_is_not_moved_any_more_after_the_charge_that_it_was_to_move(life: Life, kind: str) -> None:
    life.go_to(2027, 2, 27)
    shut(life, kind, times=1)
    asked = change_day(**life.asking(day=10, first_on=date(2027, 3, 10)))
    for _ in range(2):  # the second day's charge is through, or the date was moved before
        life.stripe.move_to(int(life.stripe.now().timestamp()) + DAY)
    opened(life)
    carry_out_waiting(now=life.stripe.now())
    asked.refresh_from_db()
    late = kind == "refuse_connection"
    assert (asked.state, asked.error) == ((State.REFUSED, "changed_meanwhile") if late else (State.DONE, ""))
    assert Letter.objects.filter(kind="recurring_not_changed").count() == late
    life.hear()
    assert life.days(1) == (["2027-03-31"] if late else ["2027-03-10"])


def test_one_charge_is_not_skipped_any_more_once_it_came(life: Life) -> None:
    life.go_to(2027, 2, 28)
    shut(life)
    asked = skip_next(**life.asking())
    life.stripe.move_to(int(life.stripe.now().timestamp()) + DAY // 2)
    opened(life)
    carry_out_waiting(now=life.stripe.now())
    asked.refresh_from_db()
    assert (asked.state, asked.error, len(life.paid())) == (State.REFUSED, "changed_meanwhile", 2)


def test_a_failed_charge_is_tried_again_and_paid_once(life: Life) -> None:
    life.card(BAD)
    life.go_to(2027, 3, 1)
    with pytest.raises(RequestRefused, match="said no again"):
        try_again(**life.asking())
    life.card(GOOD)
    shut(life, "lose_answer", times=1)
    asked = try_again(**life.asking())
    carry_out_waiting(now=life.stripe.now())
    asked.refresh_from_db()
    life.look()
    assert (asked.state, life.row.state, len(life.paid())) == (State.DONE, "active", 2)
    with pytest.raises(RequestRefused, match="No charge of this gift is open"):
        try_again(**life.asking())


def test_one_paid_by_another_try_meanwhile_counts_as_tried(life: Life) -> None:
    life.card(BAD)
    life.go_to(2027, 3, 1)
    shut(life)
    asked = try_again(**life.asking())
    opened(life)
    life.card(GOOD)
    life.stripe.client().v1.invoices.pay(life.row.open_invoice_id)
    carry_out(request_id=asked.pk, now=life.stripe.now())
    asked.refresh_from_db()
    assert (asked.state, len(life.paid())) == (State.DONE, 2)


def test_a_subscription_that_stripe_lost_is_no_endless_try(life: Life) -> None:
    life.stripe.world.store.remove(life.subscription())
    assert cancel(**life.asking()).state == State.DONE
    with pytest.raises(RequestRefused):
        change_amount(**life.asking(amount=Decimal("30")))


# what the database keeps


def request(**more: Any) -> RecurringRequest:
    row = more.pop("recurring", None) or make_recurring()
    facts = {"recurring": row, "kind": "pause", "asked_at": row.started_at, "wanted": {"until": "2027-01-01"}}
    return RecurringRequest.objects.create(**{**facts, **more})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [{"wanted": {}}, {"sent": {"cancel": True}}, {"kind": "cancel"}, {"reason": "x"}, {"on_behalf": True}],
)
def test_what_was_asked_is_frozen(change: dict[str, Any]) -> None:
    made = request()
    with pytest.raises(DatabaseError, match="recurring_request_is_frozen"), transaction.atomic():
        RecurringRequest.objects.filter(pk=made.pk).update(**change)
    RecurringRequest.objects.filter(pk=made.pk).update(
        state=State.DONE, ended_at=made.asked_at, attempt=2, error="x"
    )


@pytest.mark.django_db
def test_one_request_at_a_time_but_the_card_page_stands_in_nobodys_way() -> None:
    made = request()
    request(recurring=made.recurring, kind="card")
    request(recurring=made.recurring, state=State.DONE, ended_at=made.asked_at)
    with pytest.raises(IntegrityError, match="one_request_at_a_time"), transaction.atomic():
        request(recurring=made.recurring, kind="skip")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"state": State.DONE}, "recurring_request_ended_has_time"),
        ({"on_behalf": True}, "recurring_request_of_staff_has_reason"),
        ({"on_behalf": True, "reason": "asked by phone"}, "recurring_request_of_staff_has_reason"),
    ],
)
def test_the_ends_and_reasons_of_requests_are_whole(change: dict[str, Any], name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        request(**change)
    request(on_behalf=True, reason="asked by phone", asked_by=make_user())


@pytest.mark.django_db
def test_history_is_only_added_to() -> None:
    row = make_recurring()
    zero = Decimal(0)
    made = RecurringChange.objects.create(
        recurring=row, kind="new", at=row.started_at, monthly_before=zero, monthly_after=Decimal(20)
    )
    for touch in (lambda: RecurringChange.objects.update(kind="lost"), made.delete):
        with pytest.raises(DatabaseError, match="recurring_change_is_append_only"), transaction.atomic():
            touch()


def test_a_door_that_shuts_while_reading_leaves_it_asked(life: Life) -> None:
    shut(life, method="GET")
    asked = cancel(**life.asking())
    assert asked.state == State.ASKED
    with pytest.raises(DoorShut):
        carry_out(request_id=asked.pk, now=life.stripe.now())
    opened(life)
    carry_out_waiting(now=life.stripe.now())
    asked.refresh_from_db()
    life.look()
    assert (asked.state, life.row.state) == (State.DONE, "cancelled")

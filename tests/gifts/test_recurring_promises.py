"""What was promised is kept: the day, the distance, the end, and one open charge at most."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from gifts.actions.recurring.cards import forget_visits, open_card_page, take_up_card
from gifts.actions.recurring.dates import change_day, set_end
from gifts.actions.recurring.pauses import skip_next
from gifts.actions.recurring.prices import change_amount
from gifts.actions.recurring.promises import keep_promises, lacking
from gifts.actions.recurring.requests import CARRY_OUT, RequestRefused
from gifts.actions.recurring.rounds import carry_out_waiting, keep_all_promises
from gifts.models import RecurringChange, RecurringRequest
from gifts.schedule import REST
from jobs.models import Job
from tests.gifts.life import Life

BAD, GOOD = "4000000000000341", "4242424242424242"
BACK = "https://example.org/my/recurring/"


def chosen(life: Life) -> list[str]:
    return [at.date().isoformat() for at, _ in life.paid()][1:]


def keeps(life: Life) -> int:
    return life.row.requests.filter(kind="keep", state="done").count()


def test_the_31st_comes_back_after_each_short_month(life: Life) -> None:
    change_day(**life.asking(day=31, first_on=date(2027, 2, 28)))
    life.promise()
    life.go_to(2028, 4, 1)
    assert chosen(life) == [
        *["2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31", "2027-06-30", "2027-07-31", "2027-08-31"],
        *["2027-09-30", "2027-10-31", "2027-11-30", "2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31"],
    ]
    assert keeps(life) == 1  # from then on Stripe's own grid lies on the 31st


def test_the_30th_comes_back_after_february_only(life: Life) -> None:
    change_day(**life.asking(day=30, first_on=date(2027, 2, 28)))
    life.promise()
    life.go_to(2027, 6, 1)
    assert chosen(life) == ["2027-02-28", "2027-03-30", "2027-04-30", "2027-05-30"]


def test_a_charge_that_came_late_is_not_followed_within_twenty_days(life: Life) -> None:
    life.stripe.control("settings", retry_days="7,7")
    life.card(BAD)
    life.go_to(2027, 3, 8)
    life.card(GOOD)
    life.go_to(2027, 3, 16)
    life.look()
    assert (chosen(life), life.days(3)) == (["2027-03-14"], ["2027-04-04", "2027-04-30", "2027-05-31"])
    life.go_to(2027, 6, 2)
    paid = [at for at, _ in life.paid()]
    assert min(after - before for before, after in pairwise(paid)) >= REST


def test_a_distance_that_could_not_be_kept_in_time_moves_no_later_charge(life: Life) -> None:
    life.card(BAD)
    life.go_to(2027, 3, 14)
    life.card(GOOD)
    life.stripe.control("faults", kind="refuse_connection", method="POST", path="^/v1/", times=-1)
    for day in (16, 31):  # paid by the last try; then, too soon, the next charge
        life.stripe.move_to(int(datetime(2027, 3, day, 20, tzinfo=UTC).timestamp()))
        life.hear()
    life.stripe.control("faults/clear")
    carry_out_waiting(now=life.stripe.now())
    asked = life.row.requests.get(kind="keep")
    assert (asked.state, asked.error, len(life.paid())) == ("refused", "changed_meanwhile", 3)
    life.hear()
    assert life.days(1) == ["2027-04-30"]


def test_a_date_that_the_donor_put_close_stays_there(life: Life) -> None:
    life.go_to(2027, 2, 1)
    change_day(**life.asking(day=5, first_on=date(2027, 2, 5)))
    life.promise()
    keep_promises(subscription_id=life.row.subscription_id, now=life.stripe.now())
    assert life.days(2) == ["2027-02-05", "2027-03-05"]
    assert keeps(life) == 0


def test_of_two_open_charges_the_older_one_is_given_up(life: Life) -> None:
    life.stripe.control("settings", retry_days="25,25,25")
    life.card(BAD)
    life.go_to(2027, 4, 2)
    open_ones = [one for one in life.stripe.world.store.all("invoice") if one["status"] == "open"]
    life.look()
    assert [one["id"] for one in open_ones] == [life.row.open_invoice_id]
    assert life.row.older_invoice_id == ""


def test_an_older_debit_that_a_bank_confirms_is_given_up_once_the_bank_says_no(life: Life) -> None:
    life.stripe.control("settings", retry_days="3,5,7,10")
    bank = {"method": "us_bank_account", "account": "000222222227"}
    life.stripe.control(f"subscription/{life.row.subscription_id}", action="card", **bank)
    life.hear()
    life.promise()
    life.go_to(2027, 4, 1)
    older = life.row.older_invoice_id
    assert older
    assert life.stripe.world.store.get("invoice", older)["status"] == "open"
    life.go_to(2027, 4, 3)
    keep_all_promises(now=life.stripe.now())
    life.look()
    assert life.row.older_invoice_id == ""
    assert life.stripe.world.store.get("invoice", older)["status"] == "void"


def test_the_end_moves_along_with_what_moves_the_charges(life: Life) -> None:
    set_end(**life.asking(instalments=2))
    ends = [life.subscription()["cancel_at"]]
    skip_next(**life.asking())
    ends.append(life.subscription()["cancel_at"])
    life.stripe.control(f"subscription/{life.row.subscription_id}", action="resume")
    life.hear()
    ends.append(life.subscription()["cancel_at"])
    change_day(**life.asking(day=10, first_on=date(2027, 3, 10)))
    ends.append(life.subscription()["cancel_at"])
    assert [datetime.fromtimestamp(end, UTC).date().isoformat() for end in ends] == [
        "2027-04-30",
        "2027-05-31",
        "2027-04-30",
        "2027-05-14",
    ]
    life.look()
    assert (keeps(life), lacking(life.row, now=life.stripe.now())) == (1, None)


def test_a_date_or_an_end_set_at_stripes_own_desk_overrules_the_promise(life: Life) -> None:
    set_end(**life.asking(end_on=date(2027, 12, 1)))
    change_day(**life.asking(day=15, first_on=date(2027, 2, 15)))
    moved = datetime(2027, 2, 20, 12, tzinfo=UTC)
    office = life.stripe.client().v1.subscriptions
    office.update(
        life.row.subscription_id,
        {"trial_end": int(moved.timestamp()), "proration_behavior": "none", "cancel_at": ""},
    )
    life.hear()
    life.look()
    assert (life.row.day, life.row.end_on, life.row.ends_at) == (None, None, None)
    assert life.days(2) == ["2027-02-20", "2027-03-20"]
    life.go_to(2027, 4, 1)


def test_what_the_office_moves_while_another_change_is_on_its_way_overrules_the_promise_too(
    life: Life,
) -> None:
    change_day(**life.asking(day=15, first_on=date(2027, 2, 15)))
    set_end(**life.asking(end_on=date(2027, 12, 1)))
    life.stripe.control("faults", kind="refuse_connection", method="POST", path="^/v1/", times=1)
    change_amount(**life.asking(amount=Decimal("30")))
    moved = int(datetime(2027, 2, 20, 12, tzinfo=UTC).timestamp())
    office = life.stripe.client().v1.subscriptions
    office.update(
        life.row.subscription_id, {"trial_end": moved, "proration_behavior": "none", "cancel_at": ""}
    )
    life.hear()
    life.look()
    assert life.row.requests.under_way().exists()
    assert (life.row.day, life.row.end_on, life.row.ends_at) == (None, None, None)


def test_what_stripe_refuses_is_asked_anew_the_next_day_only(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_day(**life.asking(day=31, first_on=date(2027, 2, 28)))
    life.stripe.control("faults", kind="error_before", method="POST", path="^/v1/subscriptions", times=0)
    row = life.row
    RecurringRequest.objects.create(
        recurring=row,
        kind="keep",
        state="refused",
        wanted={"day": 31, "next_on": "2027-03-31"},
        sent={"update": {}},
        asked_at=datetime(2027, 2, 28, 18, tzinfo=UTC),
        ended_at=datetime(2027, 2, 28, 18, tzinfo=UTC),
    )
    life.run_until(datetime(2027, 3, 1, 3, tzinfo=UTC))
    assert keeps(life) == 0
    keep_all_promises(now=life.stripe.now())
    assert keeps(life) == 0
    life.run_until(datetime(2027, 3, 1, 15, tzinfo=UTC))
    keep_all_promises(now=life.stripe.now())
    assert keeps(life) == 1


# another card


def test_a_card_given_on_the_page_is_taken_up_and_pays_what_is_open(life: Life) -> None:
    life.card(BAD)
    life.go_to(2027, 3, 1)
    address = open_card_page(**life.asking(return_url=BACK))
    life.new_card()
    assert "/p/session/" in address
    assert take_up_card(recurring_id=life.row.pk, now=life.stripe.now())
    assert not take_up_card(recurring_id=life.row.pk, now=life.stripe.now())
    life.look()
    assert (life.row.state, life.row.method_brand, len(life.paid())) == ("active", "mastercard", 2)
    assert (
        list(life.row.requests.order_by("sent").values_list("kind", "state", "asked_by"))
        == [("card", "done", life.user.pk)] * 2
    )
    change = RecurringChange.objects.get(kind="recovered")
    assert (change.request and change.request.wanted["method"]) == life.subscription()[
        "default_payment_method"
    ]


def test_a_card_that_cannot_be_told_at_once_is_told_by_a_job(life: Life) -> None:
    life.new_card()
    life.stripe.control("faults", kind="refuse_connection", method="POST", path="^/v1/", times=1)
    assert take_up_card(recurring_id=life.row.pk, now=life.stripe.now())
    asked = life.row.requests.get(kind="card")
    job = Job.objects.get(kind=CARRY_OUT)
    assert (asked.state, job.about) == ("asked", str(asked.pk))


def test_a_card_is_taken_up_by_its_event_alone(life: Life) -> None:
    life.new_card()
    life.hear()
    life.look()
    assert (life.row.method_brand, life.row.requests.get().asked_by) == ("mastercard", None)


def test_a_card_that_stripe_itself_put_in_place_pays_what_is_open(life: Life) -> None:
    life.stripe.control("settings", portal_updates="subscriptions")
    life.card(BAD)
    life.go_to(2027, 3, 1)
    open_card_page(**life.asking(return_url=BACK))
    life.new_card()
    life.hear()
    life.look()
    assert (life.row.state, len(life.paid())) == ("active", 2)


def test_a_new_card_that_the_bank_refuses_too_is_the_new_card(life: Life) -> None:
    life.card(BAD)
    life.go_to(2027, 3, 1)
    life.stripe.control(f"customer/{life.row.customer_id}/card", card="4000000000009995")
    life.hear()
    life.look()
    assert (life.row.state, life.row.method_last4, life.row.failed_attempts) == ("past_due", "9995", 1)
    assert life.row.requests.get(kind="card").state == "done"


def test_a_second_visit_replaces_the_first_and_an_idle_one_ends(life: Life) -> None:
    for _visit in range(2):
        open_card_page(**life.asking(return_url=BACK))
    assert sorted(life.row.requests.values_list("state", flat=True)) == ["asked", "overtaken"]
    assert forget_visits(now=life.stripe.now()) == 0
    assert forget_visits(now=life.stripe.now() + timedelta(days=2)) == 1


def test_what_the_office_does_during_a_visit_is_not_the_visits_doing(life: Life) -> None:
    open_card_page(**life.asking(return_url=BACK))
    life.stripe.control(f"subscription/{life.row.subscription_id}", action="amount", amount=4_500)
    life.hear()
    assert RecurringChange.objects.get(kind="upgrade").request is None


def test_a_card_page_out_of_reach_is_said(life: Life) -> None:
    life.stripe.control(
        "faults", kind="refuse_connection", method="POST", path="^/v1/billing_portal", times=-1
    )
    with pytest.raises(RequestRefused, match="cannot reach"):
        open_card_page(**life.asking(return_url=BACK))
    assert life.row.requests.get().state == "refused"

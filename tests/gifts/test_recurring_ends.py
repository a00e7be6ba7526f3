"""An end that was promised: every charge before it whole, none after it, and Stripe told in time."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from gifts.actions.recurring.dates import change_day, set_end
from gifts.actions.recurring.ends import end_after
from gifts.actions.recurring.pauses import pause, resume
from gifts.actions.recurring.promises import keep_promises, lacking
from gifts.actions.recurring.requests import RequestRefused
from gifts.actions.recurring.rounds import carry_out_waiting
from letters.models import Letter
from tests.factories import make_organisation, make_recurring
from tests.gifts.life import Life

BAD, GOOD = "4000000000000341", "4242424242424242"
DAY = 86_400
TWENTY = Decimal("20")


def amounts(life: Life) -> list[Decimal]:
    return [amount for _at, amount in life.paid()]


def unheard(life: Life, days: int) -> None:
    """Time goes by, and nobody here hears of it."""
    life.stripe.move_to(int(life.stripe.now().timestamp()) + days * DAY)


def test_the_last_charge_is_whole_and_the_gift_ends_twenty_days_after_it_began(life: Life) -> None:
    set_end(**life.asking(instalments=2))
    life.promise()
    life.go_to(2027, 12, 1)
    assert amounts(life) == [TWENTY] * 3
    assert (life.row.ended_for, life.row.cancelled_at) == ("completed", datetime(2027, 4, 20, 17, tzinfo=UTC))


def test_on_a_chosen_day_too(life: Life) -> None:
    change_day(**life.asking(day=30, first_on=date(2027, 3, 30)))
    set_end(**life.asking(instalments=2))
    life.promise()
    life.go_to(2027, 12, 1)
    assert amounts(life) == [TWENTY] * 3
    assert (life.row.ended_for, life.row.cancelled_at) == ("completed", datetime(2027, 5, 20, 16, tzinfo=UTC))


def test_stripe_ends_it_by_itself_where_nobody_here_lives(life: Life) -> None:
    set_end(**life.asking(instalments=2))
    unheard(life, 200)
    assert (amounts(life), life.subscription()["status"]) == ([TWENTY] * 3, "canceled")


def test_what_begins_beyond_the_end_of_a_chosen_day_is_not_collected(life: Life) -> None:
    change_day(**life.asking(day=15, first_on=date(2027, 2, 15)))
    set_end(**life.asking(instalments=1))
    life.promise()
    life.stripe.control("faults", kind="refuse_connection", method="POST", path="^/v1/", times=-1)
    life.run_until(datetime(2027, 3, 15, 17, 30, tzinfo=UTC))
    life.stripe.control("faults/clear")
    carry_out_waiting(now=life.stripe.now())
    keep_promises(subscription_id=life.row.subscription_id, now=life.stripe.now())
    life.go_to(2027, 6, 1)
    assert (amounts(life), life.row.state) == ([TWENTY] * 2, "cancelled")


@pytest.mark.parametrize("count", [None, 2])
def test_an_end_taken_back_after_the_last_charge_leaves_the_days_as_they_were(
    life: Life, count: int | None
) -> None:
    set_end(**life.asking(instalments=1))
    life.promise()
    life.go_to(2027, 3, 10)
    assert life.days() == []
    set_end(**life.asking(instalments=count))
    assert life.days(4) == ["2027-03-31", "2027-04-30", "2027-05-31", "2027-06-30"][: count or 4]
    life.go_to(2027, 7, 10)
    assert amounts(life) == [TWENTY] * (2 + (count or 4))


def test_one_whose_last_charge_never_came_is_lost_and_not_complete(life: Life) -> None:
    life.stripe.control("settings", retry_days="10,10,10,10")
    set_end(**life.asking(instalments=1))
    life.card(BAD)
    life.go_to(2027, 6, 1)
    assert (amounts(life), life.row.ended_for) == ([TWENTY], "failed")
    assert life.row.changes.filter(kind="lost_to_failure").exists()
    assert Letter.objects.filter(kind="recurring_ended_failed").count() == 1


def test_while_the_last_charge_is_open_its_end_stays(life: Life) -> None:
    set_end(**life.asking(instalments=1))
    life.card(BAD)
    life.go_to(2027, 3, 1)
    with pytest.raises(RequestRefused, match="change its end once it is through"):
        set_end(**life.asking())
    life.card(GOOD)
    life.go_to(2027, 3, 15)
    assert set_end(**life.asking()).state == "done"


def test_a_pause_instead_of_the_last_charge_that_failed_puts_it_off(life: Life) -> None:
    set_end(**life.asking(instalments=1))
    life.card(BAD)
    life.go_to(2027, 3, 1)
    pause(**life.asking(until=date(2027, 5, 1)))
    life.card(GOOD)
    assert life.days() == ["2027-05-31"]
    life.go_to(2027, 9, 1)
    assert (amounts(life), life.row.ended_for) == ([TWENTY] * 2, "completed")


def test_a_pause_that_covers_all_until_the_end_can_still_be_ended(life: Life) -> None:
    set_end(**life.asking(end_on=date(2027, 4, 30)))
    pause(**life.asking(until=date(2027, 5, 1)))
    life.hear()
    assert life.days() == []
    resume(**life.asking())
    assert life.days() == ["2027-02-28", "2027-03-31", "2027-04-30"]
    life.go_to(2027, 9, 1)
    assert amounts(life) == [TWENTY] * 4


def test_after_the_last_charge_no_other_day_is_chosen(life: Life) -> None:
    set_end(**life.asking(instalments=1))
    life.promise()
    life.go_to(2027, 3, 5)
    first = life.today() + timedelta(days=3)
    with pytest.raises(RequestRefused, match="No charge comes any more"):
        change_day(**life.asking(day=first.day, first_on=first))
    life.go_to(2027, 9, 1)
    assert amounts(life) == [TWENTY] * 2


def test_the_last_charge_that_failed_can_be_moved(life: Life) -> None:
    set_end(**life.asking(instalments=1))
    life.card(BAD)
    life.go_to(2027, 3, 5)
    change_day(**life.asking(day=12, first_on=date(2027, 3, 12)))
    life.card(GOOD)
    assert life.days() == ["2027-03-12"]
    assert lacking(life.row, now=life.stripe.now()) is None
    life.go_to(2027, 9, 1)
    assert (amounts(life), life.row.ended_for) == ([TWENTY] * 2, "completed")


@pytest.mark.django_db
def test_a_gift_without_a_charge_left_has_no_end_to_tell() -> None:
    make_organisation(zone="America/New_York")
    began = datetime(2027, 2, 15, 17, tzinfo=UTC)
    row = make_recurring(
        anchor_at=began, period_began_at=began, next_charge_at=began.replace(month=3), day=15
    )
    row.end_on = date(2027, 3, 14)
    assert end_after(row, now=row.started_at) is None
    row.end_on = date(2027, 3, 15)
    assert end_after(row, now=row.started_at) == datetime(2027, 4, 19, 17, tzinfo=UTC)
    row.day = None
    assert end_after(row, now=row.started_at) == datetime(2027, 4, 15, 17, tzinfo=UTC)

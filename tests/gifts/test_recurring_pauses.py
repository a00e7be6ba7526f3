"""A pause takes every charge before its end and no other; one charge is skipped; going on brings it back."""

from datetime import UTC, date, datetime

import pytest

from gifts.actions.recurring.dates import change_day
from gifts.actions.recurring.endings import cancel
from gifts.actions.recurring.pauses import pause, resume, skip_next
from gifts.actions.recurring.requests import RequestRefused
from tests.gifts.inside import inside
from tests.gifts.life import Life

BAD = "4000000000000341"


def test_a_pause_takes_every_charge_before_its_end_and_no_other(life: Life) -> None:
    pause(**life.asking(until=date(2027, 4, 30)))
    assert life.days(2) == ["2027-04-30", "2027-05-31"]
    life.go_to(2027, 5, 2)
    life.look()
    assert (len(life.paid()), life.row.is_paused) == (2, False)


def test_a_pause_ends_what_is_open_too(life: Life) -> None:
    life.card(BAD)
    life.go_to(2027, 3, 1)
    assert life.row.state == "past_due"
    pause(**life.asking(until=date(2027, 3, 15)))
    life.card("4242424242424242")
    life.go_to(2027, 3, 20)
    life.look()
    assert (len(life.paid()), life.row.state, life.row.open_invoice_id) == (1, "active", "")


def test_a_pause_and_a_cancel_end_what_is_being_collected(life: Life) -> None:
    life.run_until(datetime.fromisoformat("2027-02-28T17:30:00+00:00"))
    pause(**life.asking(until=date(2027, 3, 15)))
    life.promise()
    life.run_until(datetime.fromisoformat("2027-03-31T17:30:00+00:00"))
    assert len(life.paid()) == 1
    cancel(**life.asking())
    assert {one["status"] for one in life.stripe.world.store.all("invoice")} == {"paid", "void"}
    life.promise()
    life.go_to(2027, 6, 1)
    assert len(life.paid()) == 1


def test_a_pause_at_stripes_desk_does_not_stop_what_is_being_collected(life: Life) -> None:
    life.run_until(datetime.fromisoformat("2027-02-28T17:30:00+00:00"))
    life.stripe.control(f"subscription/{life.row.subscription_id}", action="pause")
    life.hear()
    assert life.days() == ["2027-02-28"]
    life.go_to(2027, 6, 1)
    assert len(life.paid()) == 2


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (date(2027, 1, 31), "after today"),
        (date(2028, 2, 29), "twelve months"),
        (date(2027, 2, 28), "No charge lies before"),
    ],
)
def test_a_pause_that_cannot_be_is_refused(life: Life, until: date, words: str) -> None:
    with pytest.raises(RequestRefused, match=words):
        pause(**life.asking(until=until))


def test_a_yearly_gift_whose_charge_is_a_year_off_can_be_paused(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with inside(datetime(2027, 1, 31, 17, 0, tzinfo=UTC), monkeypatch) as stripe:
        life = Life(stripe, "America/New_York", "annually")
        life.begin()
        pause(**life.asking(until=date(2028, 3, 1)))
        assert life.days(1) == ["2029-01-31"]
        with pytest.raises(RequestRefused, match="twelve months"):
            pause(**life.asking(until=date(2029, 2, 1)))


def test_one_charge_is_skipped_however_often_it_is_pressed(life: Life) -> None:
    first = skip_next(**life.asking())
    assert skip_next(**life.asking()) == first
    assert life.days(2) == ["2027-03-31", "2027-04-30"]
    life.go_to(2027, 4, 2)
    assert len(life.paid()) == 2


def test_going_on_brings_the_next_charge_back(life: Life) -> None:
    with pytest.raises(RequestRefused, match="nothing would change"):
        resume(**life.asking())
    pause(**life.asking(until=date(2027, 12, 1)))
    resume(**life.asking())
    assert life.days(1) == ["2027-02-28"]


def test_a_day_in_a_pause_is_refused(life: Life) -> None:
    pause(**life.asking(until=date(2027, 4, 1)))
    with pytest.raises(RequestRefused, match="choose a later month"):
        change_day(**life.asking(day=5, first_on=date(2027, 3, 5)))

"""What a donor changes of a recurring gift, and what cannot be changed."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from accounts.models import AuditEntry
from gifts.actions.recurring.dates import change_day, change_frequency, set_end
from gifts.actions.recurring.endings import cancel
from gifts.actions.recurring.pauses import pause, skip_next
from gifts.actions.recurring.prices import change_amount, change_fund
from gifts.actions.recurring.quiet import set_quiet
from gifts.actions.recurring.requests import RequestRefused
from gifts.models import Gift, GivingPolicy, RecurringChange, RecurringGift, RecurringRequest
from gifts.reports.forecast import by_year, coming, is_soon
from tests.gifts.life import Life

BAD = "4000000000000341"


def kept(life: Life) -> list[tuple[str, str]]:
    return list(life.row.requests.order_by("asked_at").values_list("kind", "state"))


def test_another_amount_counts_from_the_next_charge(life: Life) -> None:
    asked = change_amount(**life.asking(amount=Decimal("30"), fee_cover=Decimal("1.20")))
    life.look()
    assert (asked.state, life.row.amount, life.row.fee_cover) == ("done", Decimal("31.20"), Decimal("1.20"))
    assert asked.wanted == {"amount": "30.00", "fee_cover": "1.20", "charge": "31.20", "before": "20.00"}
    life.promise()
    life.go_to(2027, 3, 1)
    assert Gift.objects.order_by("-given_at").values_list("amount", "fee_cover")[0] == (
        Decimal("31.20"),
        Decimal("1.20"),
    )
    [change] = RecurringChange.objects.filter(kind="upgrade")
    assert (change.request, change.monthly_before) == (asked, Decimal(20))
    assert change.monthly_after == Decimal("31.2")
    entry = AuditEntry.objects.get(verb="recurring.amount_asked")
    assert (entry.actor, entry.about_id, entry.after["charge"]) == (life.user, str(life.row.pk), "31.20")


def test_a_charge_that_is_being_collected_keeps_its_amount(life: Life) -> None:
    life.run_until(datetime.fromisoformat("2027-02-28T17:30:00+00:00"))
    change_amount(**life.asking(amount=Decimal("45")))
    life.promise()
    assert [(one.on.isoformat(), one.amount) for one in life.promised[:2]] == [
        ("2027-02-28", Decimal("20.00")),
        ("2027-03-31", Decimal("45.00")),
    ]
    life.go_to(2027, 4, 2)


@pytest.mark.parametrize("amount", ["4.99", "25000.01", "10.001"])
def test_an_amount_outside_the_policy_is_refused(life: Life, amount: str) -> None:
    GivingPolicy.objects.all().delete()
    with pytest.raises(RequestRefused):
        change_amount(**life.asking(amount=Decimal(amount)))
    assert kept(life) == []


def test_what_is_so_already_is_refused_unless_a_press_made_it_so(life: Life) -> None:
    with pytest.raises(RequestRefused, match="nothing would change"):
        change_amount(**life.asking(amount=Decimal("20")))
    first = change_amount(**life.asking(amount=Decimal("30")))
    assert change_amount(**life.asking(amount=Decimal("30.00"))) == first


def test_a_charge_goes_to_the_fund_of_its_own_invoice(life: Life) -> None:
    first, second = life.funds
    change_fund(**life.asking(fund=first))
    life.run_until(datetime.fromisoformat("2027-02-28T17:30:00+00:00"))
    change_fund(**life.asking(fund=second))
    life.promise()
    life.go_to(2027, 4, 1)
    life.look()
    funds = Gift.objects.order_by("given_at").values_list("allocations__fund__code", flat=True)
    assert (list(funds)[1:], life.row.fund) == (["one", "two"], second)


def test_a_closed_fund_is_refused(life: Life) -> None:
    closed = life.funds[0]
    closed.is_open = False
    closed.save()
    with pytest.raises(RequestRefused, match="takes no gifts"):
        change_fund(**life.asking(fund=closed))


def test_another_day_moves_the_next_charge_and_all_after_it(life: Life) -> None:
    change_day(**life.asking(day=15, first_on=date(2027, 3, 15)))
    assert life.days() == ["2027-03-15", "2027-04-15", "2027-05-15"]
    life.look()
    assert (life.row.day, life.row.next_charge_at) == (
        15,
        datetime.fromisoformat("2027-03-15T16:00:00+00:00"),
    )
    life.go_to(2027, 5, 20)
    assert life.compared == 3


@pytest.mark.parametrize(
    ("day", "first_on", "words"),
    [
        (15, date(2027, 3, 14), "must lie on the day"),
        (32, date(2027, 3, 31), "must lie on the day"),
        (31, date(2027, 1, 31), "after today"),
        (15, date(2027, 4, 15), "earlier day"),
    ],
)
def test_a_day_that_cannot_be_is_refused(life: Life, day: int, first_on: date, words: str) -> None:
    with pytest.raises(RequestRefused, match=words):
        change_day(**life.asking(day=day, first_on=first_on))


def test_a_day_close_to_the_last_charge_is_told_and_allowed(life: Life) -> None:
    assert is_soon(life.row, date(2027, 2, 10))
    assert not is_soon(life.row, date(2027, 2, 20))
    change_day(**life.asking(day=10, first_on=date(2027, 2, 10)))
    life.promise()
    life.go_to(2027, 3, 20)
    assert life.compared == 2


def test_another_rhythm_keeps_the_next_day_and_charges_nothing_now(life: Life) -> None:
    change_frequency(**life.asking(frequency="quarterly"))
    assert life.days() == ["2027-02-28", "2027-05-31", "2027-08-31"]
    life.go_to(2027, 9, 2)
    assert len(life.paid()) == 4
    life.look()
    assert life.row.frequency == "quarterly"


def test_another_rhythm_in_a_pause_begins_with_the_charge_after_it(life: Life) -> None:
    pause(**life.asking(until=date(2027, 4, 15)))
    change_frequency(**life.asking(frequency="annually"))
    assert life.days(2) == ["2027-04-30", "2028-04-30"]


def test_a_rhythm_cannot_change_while_a_charge_is_open(life: Life) -> None:
    life.card(BAD)
    life.go_to(2027, 3, 1)
    with pytest.raises(RequestRefused, match="is open"):
        change_frequency(**life.asking(frequency="annually"))
    with pytest.raises(RequestRefused, match="how often"):
        change_frequency(**life.asking(frequency="once"))


def test_an_end_after_a_number_of_charges_is_kept_over_a_skip(life: Life) -> None:
    set_end(**life.asking(instalments=2))
    assert life.days() == ["2027-02-28", "2027-03-31"]
    skip_next(**life.asking())
    assert life.days() == ["2027-03-31", "2027-04-30"]
    life.go_to(2027, 12, 1)
    life.look()
    assert (len(life.paid()), life.row.state, life.row.ended_for) == (3, "cancelled", "completed")


def test_a_charge_that_failed_is_one_of_the_promised_number(life: Life) -> None:
    set_end(**life.asking(instalments=2))
    life.card(BAD)
    life.go_to(2027, 3, 1)
    assert (life.row.failed_attempts, life.days()) == (1, ["2027-03-31"])


def test_an_end_on_a_day_lets_no_charge_come_after_it(life: Life) -> None:
    set_end(**life.asking(end_on=date(2027, 4, 30)))
    assert life.days(9) == ["2027-02-28", "2027-03-31", "2027-04-30"]
    set_end(**life.asking())
    assert len(life.days(9)) == 9


def test_an_end_before_the_next_charge_or_of_two_kinds_is_refused(life: Life) -> None:
    with pytest.raises(RequestRefused, match="To give nothing more, cancel"):
        set_end(**life.asking(end_on=date(2027, 2, 27)))
    with pytest.raises(RequestRefused, match="either"):
        set_end(**life.asking(end_on=date(2027, 8, 1), instalments=3))
    with pytest.raises(RequestRefused, match="one at least"):
        set_end(**life.asking(instalments=0))


def test_a_day_after_the_promised_end_is_refused(life: Life) -> None:
    set_end(**life.asking(end_on=date(2027, 2, 28)))
    with pytest.raises(RequestRefused, match="ends before"):
        change_day(**life.asking(day=5, first_on=date(2027, 3, 5)))


def test_cancelling_ends_it_and_nothing_can_be_changed_after(life: Life) -> None:
    first = cancel(**life.asking())
    assert (cancel(**life.asking()), life.days()) == (first, [])
    assert (life.row.state, life.row.ended_for) == (RecurringGift.State.CANCELLED, "asked")
    with pytest.raises(RequestRefused, match="has ended"):
        change_amount(**life.asking(amount=Decimal("30")))
    life.go_to(2027, 12, 1)
    assert len(life.paid()) == 1


def test_staff_say_why_they_change_a_donors_gift(life: Life) -> None:
    with pytest.raises(RequestRefused, match="say why"):
        cancel(**life.asking(on_behalf=True, reason=" "))
    asked = cancel(**life.asking(on_behalf=True, reason="asked by phone"))
    assert (asked.asked_by, asked.on_behalf, asked.reason) == (life.user, True, "asked by phone")
    entry = AuditEntry.objects.get(verb="recurring.cancel_asked")
    assert (entry.reason, entry.after["on_behalf"]) == ("asked by phone", True)


def test_the_quiet_way_is_ours_alone_and_noted_once(life: Life) -> None:
    for _press in range(2):
        set_quiet(**life.asking(is_quiet=True))
    life.look()
    assert (life.row.is_quiet, AuditEntry.objects.filter(verb="recurring.quiet_set").count()) == (True, 1)
    assert not RecurringRequest.objects.exists()


def test_this_and_the_next_year_are_summed(life: Life) -> None:
    years = by_year(life.row, now=life.stripe.now())
    assert [(year.year, year.count, year.amount) for year in years] == [
        (2027, 11, Decimal(220)),
        (2028, 12, Decimal(240)),
    ]
    assert len(coming(life.row, now=life.stripe.now())) == 23

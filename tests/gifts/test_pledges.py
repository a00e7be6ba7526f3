"""A pledge is its parts, its payments and its write-offs; what is open is always what they leave."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import AuditEntry, Role
from gifts.actions.offline import Cause, OfflineRefused, Party, record_gift, reverse_gift
from gifts.actions.pledges import (
    Due,
    PledgeRefused,
    TypedPledge,
    cancel_write_off,
    change_schedule,
    pay_with,
    plan,
    record_pledge,
    release,
    write_off,
)
from gifts.models import Gift, Instalment, Pledge
from gifts.reports.pledges import apply, coming, schedule_of, totals_of
from letters.models import Letter
from receipts.actions import settle
from tests.factories import MOMENT, make_donor, make_fund, make_gift, make_organisation, make_user
from tests.gifts.offline import typed_check
from tests.gifts.pledging import TODAY, act, balance, make_pledge, now_of, paid
from tests.gifts.pretend import check_constraints
from tests.racing import at_once

pytestmark = pytest.mark.django_db
ZERO = Decimal("0.00")
MONEY = st.integers(1, 10**8).map(lambda cents: Decimal(cents) / 100)


@pytest.fixture(autouse=True)
def organisation() -> None:
    make_organisation()


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(amount=MONEY, count=st.integers(1, 60), days=st.integers(0, 30_000))
def test_equal_parts_sum_to_the_pledge_and_each_has_a_day_of_its_own(
    amount: Decimal, count: int, days: int
) -> None:
    first = date(2000, 1, 1) + timedelta(days=days)
    try:
        parts = plan(amount, rhythm="monthly", first_on=first, count=count)
    except PledgeRefused:
        assert amount < Decimal(count) / 100
        return
    assert sum(part.amount for part in parts) == amount
    assert len({part.on for part in parts}) == count
    assert all(part.amount > 0 for part in parts)
    assert all(part.on.day in {first.day, 28, 29, 30} for part in parts)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    parts=st.lists(MONEY, min_size=1, max_size=8),
    paid_share=st.integers(0, 100),
    gone_share=st.integers(0, 100),
)
def test_of_each_part_what_is_paid_open_and_given_up_is_the_part(
    parts: list[Decimal], paid_share: int, gone_share: int
) -> None:
    whole = sum(parts, ZERO)
    paid = (whole * paid_share / 100).quantize(Decimal("0.01"))
    gone = ((whole - paid) * gone_share / 100).quantize(Decimal("0.01"))
    rows = [
        Instalment(amount=amount, due_on=TODAY + timedelta(days=place)) for place, amount in enumerate(parts)
    ]
    found = apply(rows, paid=paid, written_off=gone)
    assert sum(one.paid for one in found) == paid
    assert sum(one.open for one in found) == whole - paid - gone
    assert sum(one.given_up for one in found) == gone
    assert all(min(one.paid, one.open, one.given_up) >= 0 for one in found)
    opened = [one.open > 0 for one in found]
    settled = [one.paid == one.instalment.amount for one in found]
    assert settled == sorted(settled, reverse=True), "the oldest is paid first"
    waits = [one for one in opened if one]
    first = opened.index(True) if waits else 0
    assert opened[first : first + len(waits)] == waits, "what is written off is the latest"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["pay", "reverse", "write_off", "again", "later"]), st.integers(1, 200_00)),
        max_size=8,
    )
)
def test_whatever_happens_pledged_is_paid_and_open_and_written_off(steps: list[tuple[str, int]]) -> None:
    pledge = make_pledge()
    for step, cents in steps:
        try:
            match step:
                case "pay":
                    paid(pledge, str(Decimal(cents) / 100))
                case "reverse":
                    gift = pledge.gifts.exclude(state="reversed").first()
                    if gift:
                        reverse_gift(gift_id=gift.pk, cause=Cause.BOUNCED, reason="bounced", **act(pledge))
                case "write_off":
                    write_off(pledge_id=pledge.pk, reason="moved away", **act(pledge))
                case "again":
                    row = pledge.write_offs.filter(cancels=None, cancelled_by=None).first()
                    if row:
                        cancel_write_off(write_off_id=row.pk, reason="came back", **act(pledge))
                case "later":
                    rest = [one for one in schedule_of(now_of(pledge)) if one.paid != one.instalment.amount]
                    whole = sum((one.instalment.amount for one in rest), ZERO)
                    change_schedule(
                        pledge_id=pledge.pk,
                        seen=max(one.instalment.pk for one in schedule_of(now_of(pledge))),
                        parts=[Due(TODAY + timedelta(days=900 + cents), whole)],
                        reason="asked",
                        **act(pledge),
                    )
        except (OfflineRefused, PledgeRefused):
            pass
        check_constraints()
        row_now = now_of(pledge)
        stands = row_now.paid + row_now.open + row_now.written_off
        parts = schedule_of(row_now)
        assert stands >= pledge.amount
        assert sum(one.paid for one in parts) == min(row_now.paid, pledge.amount)
        if stands == pledge.amount:
            assert sum(one.open for one in parts) == row_now.open
        assert ZERO <= row_now.overdue <= row_now.due <= row_now.open


def test_payments_go_to_the_oldest_part_and_what_comes_back_is_open_anew() -> None:
    pledge = make_pledge(first_on=TODAY - timedelta(days=31))
    assert balance(pledge) == ("0", "300", "200", "200", "0")
    gift = paid(pledge, "150.00")
    parts = schedule_of(now_of(pledge))
    assert [str(one.paid) for one in parts] == ["100.00", "50.00", "0.00"]
    assert balance(pledge) == ("150", "150", "50", "50", "0")
    reverse_gift(gift_id=gift.pk, cause=Cause.BOUNCED, reason="bounced", **act(pledge))
    assert balance(pledge) == ("0", "300", "200", "200", "0")


def test_what_falls_due_today_is_due_and_not_overdue() -> None:
    assert balance(make_pledge()) == ("0", "300", "100", "0", "0")


def test_more_than_was_pledged_is_refused_with_the_sum_that_is_open() -> None:
    pledge = make_pledge()
    with pytest.raises(OfflineRefused, match=r"\$300.00 is open"):
        paid(pledge, "300.01")
    paid(pledge, "300.00")
    with pytest.raises(OfflineRefused, match="Nothing of this pledge is open"):
        paid(pledge, "1.00")


def test_a_pledge_has_no_receipt_and_its_payment_has() -> None:
    donor = make_donor()
    typed = TypedPledge(
        form_key=uuid.uuid4(),
        donor=Party(donor_id=donor.pk),
        amount=Decimal("300.00"),
        pledged_on=TODAY,
        rhythm="monthly",
        parts=plan(Decimal("300.00"), rhythm="monthly", first_on=TODAY, count=3),
        fund_id=make_fund().pk,
    )
    by = make_user(Role.FUNDRAISER)
    pledges = [record_pledge(typed=typed, by=by, now=MOMENT) for _ in "ab"]
    check_constraints()
    assert pledges[0] == pledges[1] == Pledge.objects.get()
    assert (Gift.objects.count(), Letter.objects.count()) == (0, 0)
    assert settle(gift_id=paid(pledges[0], "100.00").pk, now=MOMENT) is not None


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ((), "between one and 120"),
        ((Due(TODAY, Decimal(1)),), "do not sum"),
        ((Due(TODAY, Decimal(150)), Due(TODAY, Decimal(150))), "same day"),
        ((Due(TODAY, Decimal(400)), Due(TODAY + timedelta(days=1), Decimal(-100))), "do not sum"),
    ],
)
def test_parts_that_are_not_the_pledge_are_refused(parts: tuple[Due, ...], words: str) -> None:
    typed = TypedPledge(
        form_key=uuid.uuid4(),
        donor=Party(donor_id=make_donor().pk),
        amount=Decimal("300.00"),
        pledged_on=TODAY,
        rhythm="own",
        parts=parts,
        fund_id=make_fund().pk,
    )
    with pytest.raises(PledgeRefused, match=words):
        record_pledge(typed=typed, by=make_user(), now=MOMENT)


def test_other_days_keep_what_is_paid_and_are_refused_to_who_saw_older_ones() -> None:
    pledge = make_pledge()
    paid(pledge, "120.00")
    seen = max(pledge.instalments.values_list("pk", flat=True))
    later = [Due(date(2027, 6, 1), Decimal("200.00"))]
    change_schedule(pledge_id=pledge.pk, seen=seen, parts=later, reason="asked", **act(pledge))
    check_constraints()
    parts = schedule_of(now_of(pledge))
    assert [(str(one.instalment.amount), str(one.paid)) for one in parts] == [
        ("100.00", "100.00"),
        ("200.00", "20.00"),
    ]
    with pytest.raises(PledgeRefused, match="changed this schedule meanwhile"):
        change_schedule(pledge_id=pledge.pk, seen=seen, parts=later, reason="asked", **act(pledge))
    newest = max(one.instalment.pk for one in parts)
    for wrong in ([Due(date(2027, 6, 1), Decimal("199.00"))], [Due(TODAY, Decimal("200.00"))]):
        with pytest.raises(PledgeRefused):
            change_schedule(pledge_id=pledge.pk, seen=newest, parts=wrong, reason="asked", **act(pledge))
    assert AuditEntry.objects.get(verb="pledge.schedule_changed").reason == "asked"


def test_the_rest_is_written_off_and_waited_for_again() -> None:
    pledge = make_pledge()
    paid(pledge, "120.00")
    gone = write_off(pledge_id=pledge.pk, reason="moved away", **act(pledge))
    assert (str(gone.amount), balance(pledge)) == ("180.00", ("120", "0", "0", "0", "180"))
    with pytest.raises(PledgeRefused, match="Nothing"):
        write_off(pledge_id=pledge.pk, reason="moved away", **act(pledge))
    cancel_write_off(write_off_id=gone.pk, reason="came back", **act(pledge))
    assert balance(pledge) == ("120", "180", "0", "0", "0")
    with pytest.raises(PledgeRefused, match="taken back before"):
        cancel_write_off(write_off_id=gone.pk, reason="came back", **act(pledge))
    check_constraints()


def test_a_gift_that_was_there_pays_a_pledge_and_is_taken_off_it() -> None:
    pledge = make_pledge()
    online = make_gift(pledge.donor, amount="50.00")
    pay_with(pledge_id=pledge.pk, gift_id=online.pk, **act(pledge))
    assert balance(pledge)[:2] == ("50", "250")
    with pytest.raises(PledgeRefused, match="already"):
        pay_with(pledge_id=pledge.pk, gift_id=online.pk, **act(pledge))
    release(gift_id=online.pk, **act(pledge))
    assert balance(pledge)[:2] == ("0", "300")
    with pytest.raises(PledgeRefused, match="pays no pledge"):
        release(gift_id=online.pk, **act(pledge))
    for wrong in (make_gift(amount="50.00"), make_gift(pledge.donor, amount="301.00")):
        with pytest.raises(PledgeRefused):
            pay_with(pledge_id=pledge.pk, gift_id=wrong.pk, **act(pledge))


def test_what_is_to_come_by_month_is_what_is_open() -> None:
    pledge = make_pledge(first_on=TODAY)
    paid(pledge, "150.00")
    write_off(pledge_id=make_pledge().pk, reason="moved away", **act(pledge))
    months = coming(Pledge.objects.all(), today=TODAY)
    assert [(month.first.month, str(month.amount)) for month in months if month.amount] == [
        (12, "50.00"),
        (1, "100.00"),
    ]
    assert months[1].pledge_ids == {pledge.pk}
    found = totals_of(Pledge.objects.with_balance(TODAY))
    assert (found.count, found.pledged) == (2, found.paid + found.open + found.written_off)


@pytest.mark.django_db(transaction=True)
def test_two_payments_at_once_cannot_both_take_what_is_open() -> None:
    pledge = make_pledge()
    fund = make_fund()

    def pay() -> object:
        typed = typed_check(
            pledge.donor,
            amount=Decimal("200.00"),
            shares=((fund.pk, Decimal("200.00")),),
            pledge_id=pledge.pk,
        )
        return record_gift(typed=typed, by=pledge.recorded_by, now=MOMENT)

    done = at_once(pay, pay, refusals=(OfflineRefused,))
    assert sum(isinstance(one, OfflineRefused) for one in done) == 1
    assert balance(pledge)[:2] == ("200", "100")

"""What a closed month, its journal, a spending and a tick on the bank statement must be."""

import uuid
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import Error, transaction

from gifts.models import (
    Account,
    Allocation,
    ClosedPeriod,
    Comparison,
    Difference,
    FundOpening,
    FundSpending,
    Gift,
    JournalPolicy,
    JournalRow,
    LedgerLine,
    Payout,
)
from tests.factories import MOMENT, make_campaign, make_fund, make_gift, make_line, make_user
from tests.gifts.offline import recorded, typed_check

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]

NOVEMBER = date(2026, 11, 1)


def close(**more: Any) -> ClosedPeriod:
    values: dict[str, Any] = {
        "begins_on": NOVEMBER,
        "ends_on": date(2026, 11, 30),
        "closed_by": make_user(),
        "closed_at": MOMENT,
        "digest": "0" * 64,
    }
    return ClosedPeriod.objects.create(**{**values, **more})


def spend(**more: Any) -> FundSpending:
    values: dict[str, Any] = {
        "form_key": uuid.uuid4(),
        "day": date(2026, 11, 3),
        "amount": Decimal("10.00"),
        "what": "Bus passes",
        "releases": True,
        "by": make_user(),
        "created_at": MOMENT,
    }
    fund = more.pop("fund", None) or make_fund()
    return FundSpending.objects.create(**{**values, "fund": fund, **more})


def rows(*amounts: str, **more: Any) -> list[JournalRow]:
    period = more.pop("period", None) or close()
    line = more.pop("line", None) or make_line(make_gift(), kind="charge", amount=Decimal("1.00"))
    values: dict[str, Any] = {
        "period": period,
        "line": line,
        "source": "line:1",
        "what": "gift",
        "posted_on": NOVEMBER,
        "belongs_on": NOVEMBER,
        "code": "1",
        "name": "one",
    }
    purposes = ["stripe", "gifts", "fees"]
    made = [
        JournalRow(
            **{**values, "position": place, "purpose": purposes[place], "amount": Decimal(amount), **more}
        )
        for place, amount in enumerate(amounts)
    ]
    return JournalRow.objects.bulk_create(made)


def payout(**more: Any) -> Payout:
    values: dict[str, Any] = {
        "payout_id": f"po_{uuid.uuid4().hex}",
        "amount": Decimal("1.00"),
        "currency": "usd",
        "state": "paid",
        "created_at": MOMENT,
        "arrives_on": NOVEMBER,
    }
    return Payout.objects.create(**{**values, **more})


def difference(**more: Any) -> None:
    Difference.objects.create(kind="line", object_id="x", first_seen_at=MOMENT, last_seen_at=MOMENT, **more)


def compared_backwards() -> None:
    Comparison.objects.create(began_at=MOMENT, ended_at=MOMENT.replace(year=2025))


def same_month_twice() -> None:
    close()
    close()


def reopened_by_the_same() -> None:
    user = make_user()
    close(closed_by=user, reopened_by=user, reopened_at=MOMENT, reason="A check came late")


def corrected_in_another_fund() -> None:
    spend(corrects=spend())


def accounts_twice() -> None:
    for _time in range(2):
        Account.objects.create(purpose="bank", code="1000", name="Bank")


def check_of_november() -> Gift:
    return recorded(typed_check())


def changed_in_a_closed_month(**values: object) -> Callable[[], None]:
    def do() -> None:
        gift = check_of_november()
        close()
        Gift.objects.filter(pk=gift.pk).update(**values)

    return do


def moved_into_a_closed_month() -> None:
    gift = check_of_november()
    close(begins_on=date(2026, 10, 1), ends_on=date(2026, 10, 31))
    Gift.objects.filter(pk=gift.pk).update(given_on=date(2026, 10, 5))


def entered_in_a_closed_month() -> None:
    gift = check_of_november()
    close()
    gift.pk, gift.form_key = uuid.uuid4(), None
    gift.save(force_insert=True)


def another_campaign_in_a_closed_month() -> None:
    gift = make_gift()
    close()
    Gift.objects.filter(pk=gift.pk).update(campaign=make_campaign())


def shares_changed_in_a_closed_month() -> None:
    gift = make_gift()
    close()
    Allocation.objects.filter(gift=gift).update(fund=make_fund())


def shares_deleted_in_a_closed_month() -> None:
    gift = make_gift()
    close()
    Allocation.objects.filter(gift=gift).delete()


def spent_in_a_closed_month() -> None:
    close()
    spend()


def opening_in_a_closed_month() -> None:
    close()
    FundOpening.objects.create(
        fund=make_fund(), day=NOVEMBER, amount=Decimal("1.00"), by=make_user(), created_at=MOMENT
    )


def opening_changed() -> None:
    FundOpening.objects.create(
        fund=make_fund(), day=NOVEMBER, amount=Decimal("1.00"), by=make_user(), created_at=MOMENT
    )
    FundOpening.objects.update(amount=Decimal("2.00"))


def two_policies() -> None:
    JournalPolicy.objects.create(id=2, begins_on=NOVEMBER, confirmed_by=make_user(), confirmed_at=MOMENT)


def journal_from_the_second() -> None:
    day = date(2026, 11, 2)
    JournalPolicy.objects.create(begins_on=day, confirmed_by=make_user(), confirmed_at=MOMENT)


def account_of_a_fund(**values: Any) -> Callable[[], None]:
    def do() -> None:
        Account.objects.create(
            **{"fund": make_fund(), "purpose": "gifts", "code": "1", "name": "x", **values}
        )

    return do


def changed(make: Callable[[], Any], **values: object) -> Callable[[], None]:
    """A row that is written, and then says something else."""

    def do() -> None:
        made = make()
        row = made[0] if isinstance(made, list) else made
        type(row).objects.filter(pk=row.pk).update(**values)

    return do


def deleted(make: Callable[[], Any]) -> Callable[[], None]:
    def do() -> None:
        made = make()
        (made[0] if isinstance(made, list) else made).delete()

    return do


def reopened_twice() -> None:
    made = close(reopened_by=make_user(), reopened_at=MOMENT, reason="A check came late")
    ClosedPeriod.objects.filter(pk=made.pk).update(reason="Another")


BROKEN: dict[str, Callable[[], Any]] = {
    "payout_seen_says_by_whom_and_when": lambda: payout(seen_on=NOVEMBER),
    "payout_by_hand_has_no_lines_to_miss": lambda: payout(is_automatic=False, needs_attention=True),
    "explanation_says_who_and_when": lambda: difference(explanation="A test charge"),
    "difference_part_is_known": lambda: difference(part="weather"),
    "comparison_ends_after_it_began": compared_backwards,
    "a_month_is_closed_once": same_month_twice,
    "closed_period_is_days_of_one_month": lambda: close(ends_on=date(2026, 12, 31)),
    "reopened_by_somebody_else_with_a_reason": reopened_by_the_same,
    "only_one_journal_policy": two_policies,
    "journal_begins_with_a_month": journal_from_the_second,
    "one_account_per_purpose_and_fund": accounts_twice,
    "account_has_code_and_name": account_of_a_fund(code=""),
    "only_gifts_have_accounts_by_fund": account_of_a_fund(purpose="bank"),
    "spending_says_for_what": lambda: spend(what=""),
    "spending_is_positive_and_correction_is_not_zero": lambda: spend(amount=Decimal("-1.00")),
    "correction_stays_with_its_spending": corrected_in_another_fund,
    "journal_entries_balance": lambda: rows("1.00", "-0.99"),
    "journal_row_moves_something": lambda: rows("1.00", "-1.00", "0.00"),
    "an_entry_names_an_account_once": lambda: rows("1.00", "-1.00", purpose="stripe"),
    "one_row_per_place_in_period": lambda: rows("1.00", "-1.00", position=1),
    "journal_row_has_one_source": lambda: rows("1.00", "-1.00", payout=payout()),
    "journal_row_is_posted_on_its_day_or_later": lambda: rows("1", "-1", belongs_on=date(2026, 12, 1)),
    "closed_period_takes_no_gift": entered_in_a_closed_month,
    "closed_period_keeps_its_gifts": changed_in_a_closed_month(given_on=date(2026, 12, 2)),
    "closed_period_keeps_its_gifts: into": moved_into_a_closed_month,
    "closed_period_keeps_its_gifts: received": changed_in_a_closed_month(received_on=date(2026, 12, 2)),
    "closed_period_keeps_campaigns": another_campaign_in_a_closed_month,
    "closed_period_keeps_shares": shares_changed_in_a_closed_month,
    "closed_period_keeps_shares: deleted": shares_deleted_in_a_closed_month,
    "spending_stays_out_of_closed_periods": spent_in_a_closed_month,
    "opening_stays_out_of_closed_periods": opening_in_a_closed_month,
}
FINAL: dict[str, Callable[[], Any]] = {
    "opening": opening_changed,
    "spending": changed(spend, what="Something else"),
    "spending, deleted": deleted(spend),
    "journal row": changed(lambda: rows("1.00", "-1.00"), code="2"),
    "journal row, deleted": deleted(lambda: rows("1.00", "-1.00")),
    "period, deleted": deleted(close),
    "period, another digest": changed(close, digest="1" * 64),
    "period, reopened twice": reopened_twice,
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_must_never_be_false_is_refused_by_name(name: str) -> None:
    with pytest.raises(Error) as refused, transaction.atomic():
        BROKEN[name]()
    assert name.partition(":")[0] in str(refused.value)


@pytest.mark.parametrize("name", FINAL)
def test_what_finance_wrote_is_final(name: str) -> None:
    with pytest.raises(Error, match=r"Cannot (update|delete|update or delete) rows"), transaction.atomic():
        FINAL[name]()


def test_money_of_stripe_comes_into_a_closed_month_and_finds_its_donor_there() -> None:
    close()
    gift = make_gift()
    line = make_line(gift, kind="charge", amount=gift.amount)
    Gift.objects.filter(pk=gift.pk).update(is_unmatched=True, donor=None)
    Gift.objects.filter(pk=gift.pk).update(is_unmatched=False, campaign=make_campaign())
    assert LedgerLine.objects.get(pk=line.pk).gift_id == gift.pk


def test_a_month_that_was_opened_again_takes_gifts_and_can_be_closed_again() -> None:
    close(reopened_by=make_user(), reopened_at=MOMENT, reason="A check came late")
    check_of_november()
    spend()
    assert close().reopened_at is None

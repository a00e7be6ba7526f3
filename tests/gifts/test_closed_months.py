"""What people do about a closed month: refused with a sentence, before the database has to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from gifts.actions.closing import close_month, set_accounts
from gifts.actions.offline import Cause, OfflineRefused, correct_gift, days_of, reverse_gift
from gifts.actions.offline.correct import Correction, Facts, purpose_of
from gifts.models import ClosedPeriod, Gift
from gifts.reports.journal.month import journal_of
from tests.factories import MOMENT, ZONE, make_campaign, make_fund, make_user
from tests.gifts.offline import recorded, typed_check

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]
NOVEMBER = date(2026, 11, 1)
LATER = MOMENT + timedelta(days=10)


def in_a_closed_month() -> Gift:
    gift = recorded(typed_check())
    set_accounts(begins_on=NOVEMBER, named={}, by=make_user(), now=MOMENT)
    close_month(month=NOVEMBER, by=make_user(), now=LATER)
    return gift


def another_day(gift: Gift) -> Correction:
    facts = Facts(days=days_of("check", arrived_on=date(2026, 12, 1)), payer=gift.payer)
    return Correction(terms=gift.terms, benefits=(), facts=facts)


def another_fund(gift: Gift) -> Correction:
    purpose = replace(purpose_of(gift), shares=((make_fund().pk, gift.amount),))
    return Correction(terms=gift.terms, benefits=(), purpose=purpose)


def another_campaign(gift: Gift) -> Correction:
    purpose = replace(purpose_of(gift), campaign_id=make_campaign().pk)
    return Correction(terms=gift.terms, benefits=(), purpose=purpose)


@pytest.mark.parametrize("wanted", [another_day, another_fund, another_campaign])
def test_day_fund_and_campaign_of_a_gift_in_a_closed_month_stay(wanted: Callable[[Gift], Correction]) -> None:
    gift = in_a_closed_month()
    with pytest.raises(OfflineRefused, match="November 2026 is closed"):
        correct_gift(gift_id=gift.pk, correction=wanted(gift), reason="x", by=make_user(), now=LATER)


def test_a_gift_cannot_be_entered_in_a_closed_month_nor_moved_into_it() -> None:
    in_a_closed_month()
    with pytest.raises(OfflineRefused, match="November 2026 is closed"):
        recorded(typed_check())
    ClosedPeriod.objects.update(reopened_by=make_user(), reopened_at=LATER, reason="Another round")
    recorded(typed_check())


def test_a_check_that_bounces_after_its_month_was_closed_is_posted_on_the_day_it_bounced() -> None:
    gift = in_a_closed_month()
    reverse_gift(gift_id=gift.pk, cause=Cause.BOUNCED, reason="The bank says so", by=make_user(), now=LATER)
    december = journal_of(date(2026, 12, 1), zone=ZONE, today=LATER.date())
    assert [(row.purpose, row.amount, row.is_late) for row in december.rows] == [
        ("undeposited", -gift.amount, False),
        ("refunds", gift.amount, False),
    ]

"""A summary sums receipted money: no book value of property, no grant, no distribution, no purchase."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Role
from donors.models import Donor
from gifts.actions.offline import OfflineGift, record_gift
from receipts.actions import settle
from receipts.actions.statements import draw_one
from receipts.models import ReceiptLine
from receipts.reports.exceptions import changed
from receipts.reports.statements import givers
from tests.factories import MOMENT, make_donor, make_organisation, make_user
from tests.gifts.offline import DINNER, NOW, typed_check, typed_coats

pytestmark = pytest.mark.django_db
LAST_YEAR = date(2025, 6, 1)


def given(typed: OfflineGift) -> None:
    """A gift of last year, with its paper."""
    typed = replace(typed, days=replace(typed.days, given_on=LAST_YEAR))
    gift = record_gift(typed=typed, by=make_user(Role.FINANCE), now=NOW)
    settle(gift_id=gift.pk, now=NOW)


@pytest.fixture
def maria() -> Donor:
    make_organisation()
    return make_donor()


def test_what_is_no_receipted_money_is_not_summed(maria: Donor) -> None:
    given(typed_check(maria))
    given(typed_coats(maria, amount=Decimal("612.34")))
    given(typed_check(maria, payer="daf"))
    given(typed_check(maria, payer="ira", payer_name="Fidelity"))
    given(typed_check(maria, benefits=(replace(DINNER, fair_value=Decimal("100.00")),)))
    statement = draw_one(donor_id=maria.pk, year=2025, by=make_user(Role.FINANCE), now=MOMENT)
    assert ReceiptLine.objects.filter(active=True).count() == 5
    assert (statement.amount, len(statement.snapshot["lines"])) == (Decimal("100.00"), 1)
    assert "612.34" not in str(statement.snapshot)
    assert not changed(2025).exists()


def test_who_gave_no_money_gets_no_summary(maria: Donor) -> None:
    given(typed_coats(maria))
    assert not givers(2025).exists()

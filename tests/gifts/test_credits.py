"""Soft credits at the desk: at most the gift, once for each, and the books do not move."""

from decimal import Decimal
from typing import Any

import pytest

from accounts.models import AuditEntry, Role
from gifts.actions.credits import CreditRefused, add_credit, remove_credit
from gifts.models import Gift, LedgerLine, SoftCredit
from letters.models import Letter
from tests.accounts.makers import browser_of, make_staff
from tests.factories import MOMENT, make_donor, make_gift, make_user

pytestmark = pytest.mark.django_db


def test_a_credit_is_noted_and_nothing_moves() -> None:
    gift, ana = make_gift(), make_donor(name="Ana")
    before = list(LedgerLine.objects.values_list("amount", flat=True))
    by = make_user(Role.FUNDRAISER)
    credit = add_credit(gift=gift, donor=ana, role="other", amount=gift.amount, by=by, now=MOMENT)
    assert list(ana.soft_credits.all()) == [credit]
    assert list(LedgerLine.objects.values_list("amount", flat=True)) == before
    assert not Letter.objects.exists()
    for _twice in range(2):
        remove_credit(credit_id=credit.pk, gift=gift, by=by, now=MOMENT)
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["gift.credit_added", "gift.credit_removed"]


@pytest.mark.parametrize("amount", ["0.00", "-1.00", "50.01"])
def test_it_is_more_than_nothing_and_at_most_the_gift(amount: str) -> None:
    gift = make_gift(amount="50.00")
    with pytest.raises(CreditRefused, match="at most"):
        add_credit(
            gift=gift, donor=make_donor(), role="other", amount=Decimal(amount), by=make_user(), now=MOMENT
        )


def test_nobody_is_credited_twice_nor_for_what_they_gave_nor_for_what_does_not_stand() -> None:
    gift, ana, by = make_gift(), make_donor(), make_user()
    facts: dict[str, Any] = {"role": "other", "amount": gift.amount, "by": by, "now": MOMENT}
    add_credit(gift=gift, donor=ana, **facts)
    with pytest.raises(CreditRefused, match="already"):
        add_credit(gift=gift, donor=ana, **facts)
    assert gift.donor is not None
    with pytest.raises(CreditRefused, match="themselves"):
        add_credit(gift=gift, donor=gift.donor, **facts)
    Gift.objects.filter(pk=gift.pk).update(state=Gift.State.FAILED)
    with pytest.raises(CreditRefused, match="stand"):
        add_credit(gift=gift, donor=make_donor(), **facts)


def test_they_are_written_to_if_that_is_wished() -> None:
    gift, ana = make_gift(), make_donor(email="ana@example.org")
    add_credit(
        gift=gift, donor=ana, role="other", amount=gift.amount, by=make_user(), now=MOMENT, is_thanked=True
    )
    assert Letter.objects.get().to_email == "ana@example.org"


def test_it_is_noted_and_taken_away_on_the_gift_s_page() -> None:
    gift, ana = make_gift(), make_donor(name="Ana Reyes")
    browser = browser_of(make_staff(Role.FUNDRAISER))
    page = f"/desk/gifts/{gift.pk}/"
    answer = browser.post(f"{page}credits/new/", {"role": "other", "who": "ana", "amount": "20"})
    assert answer.headers["Location"] == page
    assert "Ana Reyes" in browser.get(page).content.decode()
    assert "$20.00" in browser.get(f"/desk/donors/{ana.pk}/").content.decode()
    credit = SoftCredit.objects.get()
    browser.post(f"{page}credits/{credit.pk}/remove/")
    assert not SoftCredit.objects.exists()


def test_too_much_is_said_beside_what_was_typed() -> None:
    gift = make_gift(amount="50.00")
    make_donor(name="Ana Reyes")
    browser = browser_of(make_staff(Role.FUNDRAISER))
    sent = {"role": "other", "who": "ana", "amount": "51"}
    page = browser.post(f"/desk/gifts/{gift.pk}/credits/new/", sent).content.decode()
    assert "at most the gift" in page
    assert 'value="51"' in page

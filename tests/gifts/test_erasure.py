"""Who has everything erased stops their recurring gifts at the payment service first."""

from datetime import datetime

import pytest

from accounts.actions.own import ErasureRefused
from accounts.models import User
from donors.models import Donor
from front.actions import stop_and_erase
from gifts.actions.sweep import sweep
from gifts.models import Checkout, Frequency, Gift, RecurringGift
from letters.models import Letter
from receipts.actions import settle
from receipts.models import Receipt
from tests.factories import make_campaign, make_checkout, make_donor, make_user
from tests.gifts.counter import pay
from tests.standin.process import StandIn

pytestmark = [pytest.mark.enable_socket, pytest.mark.django_db, pytest.mark.usefixtures("organisation")]
MONTH = 32 * 86_400


@pytest.fixture
def maria(standin: StandIn, now: datetime) -> User:
    """A monthly donor, paid once, with her receipt."""
    pay(standin, make_checkout(make_campaign(), frequency=Frequency.MONTHLY))
    sweep(now=now)
    settle(gift_id=Gift.objects.get().pk, now=now)
    user = make_user(email="maria@example.org")
    Donor.objects.update(user=user)
    return user


def test_an_active_subscription_ends_and_the_books_and_the_receipt_stay_right(
    standin: StandIn, maria: User, now: datetime
) -> None:
    paper = Receipt.objects.values("number", "snapshot_sha256", "status", "donor_id").get()
    stop_and_erase(user=maria, now=now)
    stop_and_erase(user=User.objects.get(pk=maria.pk), now=now)
    standin.control("clock", advance=3 * MONTH)
    sweep(now=now)
    gift, recurring = Gift.objects.get(), RecurringGift.objects.get()
    assert recurring.state == RecurringGift.State.CANCELLED
    assert (gift.payer_name, gift.payer_email, gift.donor_id) == ("", "", recurring.donor_id)
    assert (recurring.method_brand, recurring.method_last4, recurring.method_expires_on) == ("", "", None)
    assert (Donor.objects.get().name, Donor.objects.get().email) == ("Name removed", "")
    assert Receipt.objects.values("number", "snapshot_sha256", "status", "donor_id").get() == paper
    assert not Letter.objects.waiting().exclude(to_email="giving@example.org").exists()


def test_a_payment_service_out_of_reach_erases_nothing_and_the_wish_to_stop_stays(
    standin: StandIn, maria: User, now: datetime
) -> None:
    standin.control("faults", kind="refuse_connection", path="^/v1/subscriptions", times=-1)
    with pytest.raises(ErasureRefused, match="Nothing was erased"):
        stop_and_erase(user=maria, now=now)
    standin.control("faults/clear")
    assert (Donor.objects.get().email, User.objects.get().is_active) == ("maria@example.org", True)
    assert RecurringGift.objects.get().requests.get().kind == "cancel"
    stop_and_erase(user=maria, now=now)
    assert (RecurringGift.objects.get().state, Donor.objects.get().email) == ("cancelled", "")


@pytest.mark.parametrize("frequency", [Frequency.ONCE, Frequency.MONTHLY])
def test_what_was_paid_in_the_moment_of_erasing_waits_for_staff_and_is_not_lost(
    standin: StandIn, now: datetime, frequency: str
) -> None:
    user = make_user(email="maria@example.org")
    make_donor(email="maria@example.org", user=user)
    pay(standin, make_checkout(make_campaign(), frequency=frequency))
    Checkout.objects.update(state=Checkout.State.COMPLETED)
    stop_and_erase(user=user, now=now)
    assert Checkout.objects.get().email == ""
    sweep(now=now)
    gift = Gift.objects.get()
    assert (gift.state, gift.donor, gift.is_unmatched) == (Gift.State.PAID, None, True)
    assert Donor.objects.get().erased_at is not None

"""A raise by the link in a letter stands in all books as just that: nobody signed in for it."""

import json
import zipfile
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.actions.own import change_email
from accounts.models import AuditEntry, Role, User
from donors.models import Donor
from gifts.models import RecurringGift, RecurringRequest
from gifts.proofs import mark_of_raise
from letters.models import Letter
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_recurring, make_user
from tests.gifts.pressing import Hand, browser, gift, hand

__all__ = ["browser", "gift", "hand"]  # fixtures

pytestmark = [pytest.mark.enable_socket, pytest.mark.django_db, pytest.mark.usefixtures("organisation")]


def link(gift: RecurringGift) -> str:
    assert gift.donor is not None
    marked = mark_of_raise(gift.pk, email=gift.donor.email, now=timezone.now() - timedelta(days=1))
    return f"/give/more/{marked}/"


def owner(gift: RecurringGift) -> User:
    assert gift.donor is not None
    assert gift.donor.user is not None
    return gift.donor.user


def test_it_is_told_as_done_by_the_link_and_never_as_the_donors_own_act(
    client: Client, gift: RecurringGift, browser: Client
) -> None:
    client.post(link(gift), {"amount": "75.00"})

    asked = RecurringRequest.objects.get()
    assert (asked.by_link, asked.asked_by, asked.on_behalf, asked.state) == (True, None, False, "done")
    entry = AuditEntry.objects.get(verb="recurring.amount_asked")
    assert (entry.actor, entry.after["by_link"]) == (None, True)
    own = browser.get(f"/my/recurring/{gift.pk}/").content.decode()
    assert "By the link mailed to you: amount $75.00 instead of $50.00." in own
    desk = browser_of(make_staff(Role.ADMINISTRATOR))
    page = desk.get(f"/desk/recurring/{gift.pk}/").content.decode()
    assert "By the link mailed to the donor: amount $75.00 instead of $50.00." in page
    assert "· by the link mailed to the donor" in page
    changes = desk.get("/desk/recurring/changes/").content.decode()
    assert "by the link mailed to the donor" in changes
    assert "by a mailed link" in desk.get("/desk/audit/?verb=recurring").content.decode()
    folder = zipfile.ZipFile(BytesIO(browser.post("/my/data/file/").content))
    (row,) = json.loads(folder.read("everything.json"))["recurring_gift_requests"]
    assert (row["kind"], row["who"]) == ("amount", "whoever held the mailed link")


def test_whoever_signed_in_is_named_as_before(hand: Hand) -> None:
    hand.confirm("amount", amount="75")
    assert RecurringRequest.objects.get().by_link is False
    assert "You: amount $75.00" in hand.browser.get(f"/my/recurring/{hand.gift.pk}/").content.decode()


@pytest.mark.parametrize("values", [{"asked_by": True}, {"asked_by": True, "on_behalf": True, "reason": "x"}])
def test_the_database_lets_a_link_name_nobody(values: dict[str, object], now: datetime) -> None:
    who = {**values, "asked_by": make_user()}
    with pytest.raises(IntegrityError, match="by_link_names_nobody"), transaction.atomic():
        RecurringRequest.objects.create(
            recurring=make_recurring(), kind="amount", by_link=True, asked_at=now, **who
        )


def test_a_link_in_a_mailbox_that_the_donor_left_is_dead(client: Client, gift: RecurringGift) -> None:
    address = link(gift)
    assert client.get(address).status_code == 200
    change_email(user=owner(gift), email="elsewhere@example.org", now=timezone.now())
    assert client.get(address).status_code == 404
    assert client.post(address, {"amount": "75.00"}).status_code == 404
    gift.refresh_from_db()
    assert gift.amount == Decimal("50.00")


def test_the_link_to_another_card_is_not_mailed_to_whoever_wants_no_mail(gift: RecurringGift) -> None:
    Donor.objects.update(contact=Donor.Contact.PORTAL)
    desk = browser_of(make_staff(Role.FUNDRAISER))
    page = desk.post(f"/desk/recurring/{gift.pk}/card-link/", follow=True).content.decode()
    assert "gets no mail from us" in page
    assert not Letter.objects.filter(kind="recurring_card_link").exists()

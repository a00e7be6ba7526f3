"""A donor reads, keeps and asks again for their own receipts; nobody else does."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role, User
from donors.models import Donor
from letters.models import Letter
from receipts.actions import settle
from receipts.models import Receipt, ReceiptCopy
from tests.accounts.makers import browser_of, make_staff
from tests.factories import MOMENT, make_donor, make_gift, make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def receipt(client: Client) -> Receipt:
    make_organisation()
    user = make_user(email="maria@example.org")
    found = settle(gift_id=make_gift(make_donor(email="maria@example.org", user=user)).pk, now=MOMENT)
    assert found is not None
    client.force_login(user)
    return found


def test_the_list_leads_to_what_each_says(client: Client, receipt: Receipt) -> None:
    assert str(receipt) in client.get("/my/receipts/").content.decode()
    shown = client.get(f"/my/receipts/{receipt.pk}/").content.decode()
    for words in ("Maria Lopez", "$50.00", "Safe Harbor, Inc.", receipt.snapshot["statements"][0][:40]):
        assert words in shown


def test_the_paper_downloads_and_is_noted(client: Client, receipt: Receipt) -> None:
    answer = client.get(f"/my/receipts/{receipt.pk}.pdf")
    assert answer.content.startswith(b"%PDF")
    assert ReceiptCopy.objects.get().channel == "download"
    assert Receipt.objects.get().left_at == ReceiptCopy.objects.get().made_at


def test_a_copy_comes_by_mail_once_for_two_presses(client: Client, receipt: Receipt) -> None:
    for _press in range(2):
        client.post(f"/my/receipts/{receipt.pk}/copy/")
    letters = Letter.objects.filter(key__contains=":copy:")
    assert [letter.to_email for letter in letters] == ["maria@example.org"]


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"contact": "portal"}, "gets no mail from us"),
        ({"email": "", "no_post": True}, "wants nothing by post"),
        ({"email": ""}, "Take the paper and post it"),
    ],
)
def test_no_copy_is_promised_to_whoever_does_not_get_it(
    client: Client, receipt: Receipt, wish: dict[str, object], said: str
) -> None:
    Donor.objects.filter(receipts=receipt).update(**wish)
    assert "/copy/" not in client.get(f"/my/receipts/{receipt.pk}/").content.decode()
    desk = browser_of(make_staff(Role.FINANCE))
    assert said in desk.post(f"/desk/receipts/{receipt.pk}/copy/", follow=True).content.decode()
    assert not Letter.objects.filter(key__contains=":copy:").exists()
    assert not ReceiptCopy.objects.exists()


@pytest.mark.parametrize("role", [None, Role.FINANCE, Role.ADMINISTRATOR])
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete"])
def test_another_persons_receipt_is_not_there(receipt: Receipt, role: Role | None, method: str) -> None:
    browser = browser_of(make_staff(role) if role else make_user())
    for path in (
        f"/my/receipts/{receipt.pk}/",
        f"/my/receipts/{receipt.pk}.pdf",
        f"/my/receipts/{receipt.pk}/copy/",
    ):
        assert getattr(browser, method)(path).status_code == 404
    assert ReceiptCopy.objects.count() == 0


def test_the_desk_has_a_paper_of_its_own(receipt: Receipt) -> None:
    path = f"/desk/receipts/{receipt.pk}/paper/"
    assert browser_of(make_staff(Role.FINANCE)).get(path).content.startswith(b"%PDF")
    assert Receipt.objects.get().left_at is None, "a look of staff is no leaving"
    assert browser_of(make_staff(Role.COORDINATOR)).get(path).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(
    client: Client, receipt: Receipt, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for _number in range(rows - 1):
        settle(gift_id=make_gift(receipt.donor).pk, now=MOMENT)
    with django_assert_num_queries(5):
        assert client.get("/my/receipts/").status_code == 200


def test_a_stranger_is_sent_to_sign_in(receipt: Receipt) -> None:
    assert Client().get(f"/my/receipts/{receipt.pk}/").status_code == 302


def test_whoever_gave_nothing_finds_an_empty_list(client: Client) -> None:
    user: User = make_user()
    client.force_login(user)
    assert "No receipt yet" in client.get("/my/receipts/").content.decode()

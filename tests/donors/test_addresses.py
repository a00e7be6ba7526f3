"""Several addresses, taken as they are written; one of them first; nobody else's."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Role, User
from donors.actions import Postal, keep_address, remove_address
from donors.models import Address
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_donor, make_user

pytestmark = pytest.mark.django_db
ACP = {
    "label": "Post",
    "line1": "PO Box 1199, PMB 422",
    "line2": "Address Confidentiality Program",
    "city": "Sacramento",
    "region": "CA",
    "postal_code": "95812-1199",
    "country": "us",
}


@pytest.fixture
def maria(client: Client) -> User:
    user = make_user(email="maria@example.org")
    make_donor(email="maria@example.org", user=user)
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    "line1",
    [
        "PO Box 1199, PMB 422",
        "Safe at Home, PO Box 17370",
        "ACP #4411, PO Box 1110",
        "c/o Secretary of State, Substitute Address 88",
        "123 Main Street Apt 4",
    ],
)
def test_a_substitute_address_is_taken_as_typed(client: Client, maria: User, line1: str) -> None:
    client.post("/my/addresses/new/", {**ACP, "line1": line1})
    address = Address.objects.get()
    assert (address.line1, address.line2, address.postal_code) == (line1, ACP["line2"], ACP["postal_code"])
    assert (address.country, address.is_primary) == ("US", True)


def test_one_is_first_and_another_takes_its_place(client: Client, maria: User) -> None:
    client.post("/my/addresses/new/", ACP)
    client.post("/my/addresses/new/", {**ACP, "line1": "PO Box 2"})
    client.post("/my/addresses/new/", {**ACP, "line1": "PO Box 3", "is_primary": "on"})
    assert list(Address.objects.order_by("pk").values_list("is_primary", flat=True)) == [False, False, True]
    client.post(f"/my/addresses/{Address.objects.get(is_primary=True).pk}/remove/")
    assert Address.objects.get(is_primary=True).line1 == "PO Box 2"


def test_the_only_one_stays_first_whatever_the_box_says(client: Client, maria: User) -> None:
    client.post("/my/addresses/new/", ACP)
    address = Address.objects.get()
    client.post(f"/my/addresses/{address.pk}/", {**ACP, "city": "Davis"})
    address.refresh_from_db()
    assert (address.city, address.is_primary) == ("Davis", True)


def test_the_database_keeps_a_second_first_address_out() -> None:
    donor = make_donor()
    Address.objects.create(donor=donor, line1="PO Box 1")
    with pytest.raises(IntegrityError, match="one_primary_address_per_donor"), transaction.atomic():
        Address.objects.create(donor=donor, line1="PO Box 2")


@pytest.mark.parametrize("role", [None, Role.FUNDRAISER])
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete"])
def test_another_persons_address_is_not_there(
    client: Client, maria: User, role: Role | None, method: str
) -> None:
    client.post("/my/addresses/new/", ACP)
    address = Address.objects.get()
    other = make_staff(role) if role else make_user()
    make_donor(user=other)
    browser = browser_of(other)
    for path in (f"/my/addresses/{address.pk}/", f"/my/addresses/{address.pk}/remove/"):
        answer = getattr(browser, method)(path, ACP)
        assert answer.status_code == 404
    address.refresh_from_db()
    assert address.line1 == ACP["line1"]


def test_an_action_for_one_donor_touches_no_address_of_another(now: datetime) -> None:
    place = Address.objects.create(donor=make_donor(), line1="PO Box 1")
    donor, by = make_donor(), make_user()
    remove_address(donor=donor, address_id=place.pk, by=by, now=now)
    postal = Postal("", "PO Box 2", "", "", "", "", "US")
    with pytest.raises(Address.DoesNotExist):
        keep_address(donor=donor, postal=postal, is_primary=True, by=by, now=now, address_id=place.pk)
    assert Address.objects.values_list("pk", "line1", "is_primary").get() == (place.pk, "PO Box 1", True)


def test_whoever_gave_nothing_has_no_place_for_an_address(client: Client) -> None:
    client.force_login(make_user())
    assert client.get("/my/addresses/new/").status_code == 404


@pytest.mark.parametrize(
    ("written", "kept"),
    [("United States", "US"), ("u.s.a.", "US"), ("mx", "MX"), ("Mexico", None), ("U1", None)],
)
def test_a_country_written_out_is_no_other_country(
    client: Client, maria: User, written: str, kept: str | None
) -> None:
    assert 'maxlength="2"' not in client.get("/my/addresses/new/").content.decode()
    client.post("/my/addresses/new/", {**ACP, "country": written})
    assert list(Address.objects.values_list("country", flat=True)) == ([kept] if kept else [])

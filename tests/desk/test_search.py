"""Search finds for each role what it works with, and nothing else."""

from typing import Any

import pytest

from accounts.models import Role
from donors.models import Donor, Household, OtherEmail
from gifts.models import Gift
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_donor
from tests.gifts.offline import recorded, typed_check
from tests.volunteers.makers import make_volunteer
from volunteers.models import VOLUNTEER_SIDE

pytestmark = pytest.mark.django_db

WITH_DONORS = {Role.FUNDRAISER, Role.FINANCE, Role.PRIVACY, Role.ADMINISTRATOR, Role.READ_ONLY}


@pytest.mark.parametrize("role", Role)
def test_each_role_finds_the_people_it_works_with(role: Role) -> None:
    for name in ("Rosa Lind", "Rosa Linde"):  # one alone would open
        make_donor(name=name)
    make_volunteer(name="Rosa Lindgren")

    found = browser_of(make_staff(role)).get("/desk/search/?q=rosa").context["found"]

    names = ["Rosa Lind", "Rosa Linde"] if role in WITH_DONORS else []
    assert [str(one) for one, _why in found.donors] == names
    assert [str(one) for one in found.volunteers] == (["Rosa Lindgren"] if role in VOLUNTEER_SIDE else [])


def test_ones_own_records_are_no_find_without_the_role() -> None:
    coordinator, fundraiser = make_staff(Role.COORDINATOR), make_staff(Role.FUNDRAISER)
    make_donor(name="Rosa Lind", user=coordinator)
    make_volunteer(name="Rosa Lind", user=fundraiser)

    make_donor(name="Rosa Linde")
    assert not browser_of(coordinator).get("/desk/search/?q=rosa").context["found"].donors
    assert not browser_of(fundraiser).get("/desk/search/?q=rosa").context["found"].volunteers


def test_a_volunteer_is_found_with_a_typing_error_and_opens() -> None:
    volunteer = make_volunteer(name="Rosa Lindgren")
    browser = browser_of(make_staff(Role.SCREENING))

    page = browser.get("/desk/search/?q=Lindgrn")

    assert page.context["found"].volunteers == [volunteer]
    assert browser.get(f"/desk/volunteers/{volunteer.pk}/").status_code == 200
    assert f'href="/desk/volunteers/{volunteer.pk}/"' in page.content.decode()


def fundraisers_search(words: str) -> Any:
    return browser_of(make_staff(Role.FUNDRAISER)).get("/desk/search/", {"q": words})


def test_the_only_one_opens_at_once() -> None:
    donor = make_donor(name="Rosa Lind")
    assert fundraisers_search("rosa").headers["Location"] == f"/desk/donors/{donor.pk}/"


def test_one_that_is_only_similar_is_shown_and_not_opened() -> None:
    make_donor(name="Rosa Lindgren")
    answer = fundraisers_search("Rosa Lindgrn")
    assert answer.status_code == 200
    assert "the name is similar" in answer.content.decode()


@pytest.mark.parametrize(
    "written", ["518-555-0100", "+1 (518) 555-0100", "1.518.555.0100", "5185550100", "555-0100"]
)
@pytest.mark.parametrize("kept", ["518-555-0100", "+1 518 555 0100", "(518) 555.0100"])
def test_a_phone_is_found_however_it_is_written(written: str, kept: str) -> None:
    donor = make_donor(name="Rosa Lind")
    Donor.objects.filter(pk=donor.pk).update(phone=kept)
    assert fundraisers_search(written).headers["Location"] == f"/desk/donors/{donor.pk}/"


def test_it_says_why_a_donor_is_among_the_found() -> None:
    for name, email in (("Ana Reyes", "lind@example.org"), ("Ben Okafor", "ben@example.org")):
        make_donor(name=name, email=email)
    OtherEmail.objects.create(donor=Donor.objects.get(name="Ben Okafor"), email="b@lind.example")
    make_donor(name="Rosa Lind")
    found = fundraisers_search("lind").context["found"]
    assert [(str(donor), why) for donor, why in found.donors] == [
        ("Ana Reyes", "by the e-mail address"),
        ("Ben Okafor", "by another address: b@lind.example"),
        ("Rosa Lind", ""),
    ]


def test_a_whole_address_of_mail_is_one_donor_alone_and_a_part_of_one_is_not() -> None:
    browser = browser_of(make_staff(Role.FUNDRAISER))
    ana = make_donor(name="Ana", email="a@example.org")
    for email in ("diana@example.org", "joana@example.org"):
        make_donor(email=email)
    assert browser.get("/desk/search/?q=A@example.org").headers["Location"] == f"/desk/donors/{ana.pk}/"
    assert len(browser.get("/desk/search/?q=na@example.or").context["found"].donors) == 2


def test_a_household_is_found_by_its_greeting() -> None:
    household = Household.objects.create(formal_greeting="Maria and Luis López", informal_greeting="Maria")
    assert fundraisers_search("luis lopez").headers["Location"] == f"/desk/households/{household.pk}/"


def test_a_gift_is_found_by_the_number_of_its_check() -> None:
    gift = recorded(typed_check())
    Gift.objects.filter(pk=gift.pk).update(check_number="10473")
    assert fundraisers_search("10473").headers["Location"] == f"/desk/gifts/{gift.pk}/"


def test_who_works_without_money_finds_no_check() -> None:
    gift = recorded(typed_check())
    Gift.objects.filter(pk=gift.pk).update(check_number="10473")
    assert not browser_of(make_staff(Role.PRIVACY)).get("/desk/search/?q=10473").context["found"].any

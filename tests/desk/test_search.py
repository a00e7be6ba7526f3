"""Search finds for each role what it works with, and nothing else."""

import pytest

from accounts.models import Role
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_donor
from tests.volunteers.makers import make_volunteer
from volunteers.models import VOLUNTEER_SIDE

pytestmark = pytest.mark.django_db

WITH_DONORS = {Role.FUNDRAISER, Role.FINANCE, Role.PRIVACY, Role.ADMINISTRATOR, Role.READ_ONLY}


@pytest.mark.parametrize("role", Role)
def test_each_role_finds_the_people_it_works_with(role: Role) -> None:
    make_donor(name="Rosa Lind")
    make_volunteer(name="Rosa Lindgren")

    found = browser_of(make_staff(role)).get("/desk/search/?q=rosa").context["found"]

    assert [str(one) for one in found.donors] == (["Rosa Lind"] if role in WITH_DONORS else [])
    assert [str(one) for one in found.volunteers] == (["Rosa Lindgren"] if role in VOLUNTEER_SIDE else [])


def test_ones_own_records_are_no_find_without_the_role() -> None:
    coordinator, fundraiser = make_staff(Role.COORDINATOR), make_staff(Role.FUNDRAISER)
    make_donor(name="Rosa Lind", user=coordinator)
    make_volunteer(name="Rosa Lind", user=fundraiser)

    assert not browser_of(coordinator).get("/desk/search/?q=rosa").context["found"].donors
    assert not browser_of(fundraiser).get("/desk/search/?q=rosa").context["found"].volunteers


def test_a_volunteer_is_found_with_a_typing_error_and_opens() -> None:
    volunteer = make_volunteer(name="Rosa Lindgren")
    browser = browser_of(make_staff(Role.SCREENING))

    page = browser.get("/desk/search/?q=Lindgrn")

    assert page.context["found"].volunteers == [volunteer]
    assert browser.get(f"/desk/volunteers/{volunteer.pk}/").status_code == 200
    assert f'href="/desk/volunteers/{volunteer.pk}/"' in page.content.decode()

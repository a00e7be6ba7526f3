"""A coordinator at the board, the day before a shift."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from accounts.models import Role
from tests.accounts.makers import browser_of, make_staff
from tests.factories import MOMENT, make_organisation
from tests.volunteers.makers import (
    make_coverage,
    make_program,
    make_qualification,
    make_role,
)
from volunteers.models import VolunteerRole

# ten in the morning in New York, tomorrow
TOMORROW = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now() -> Iterable[None]:
    make_organisation()
    with time_machine.travel(MOMENT, tick=False):
        yield


@pytest.fixture
def coordinator() -> Client:
    return browser_of(make_staff(Role.COORDINATOR))


@pytest.fixture
def role() -> VolunteerRole:
    """Two of anybody, one lead."""
    role = make_role(make_program("shelter", name="Shelter"), name="Evening", seats=3)
    make_coverage(role, least=2)
    make_coverage(role, qualification=make_qualification("lead", name="Lead"))
    return role

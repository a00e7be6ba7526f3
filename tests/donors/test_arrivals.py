"""Every way on which a record arrives, or on which more is known of one, has it compared with the others."""

import pytest

from accounts.models import Role
from donors.actions import search_doubles
from donors.actions.addresses import Postal, keep_address
from donors.actions.doubles import COMPARE
from donors.actions.emails import add_email
from donors.models import Donor, DuplicateRun
from jobs.models import Job
from tests.donors.imports.files import applied, text_of
from tests.factories import MOMENT, make_donor, make_organisation, make_user
from tests.gifts.elsewhere import OWN, written

pytestmark = pytest.mark.django_db
HEADER = ("Name", "Email")


def compared() -> set[str]:
    """Whose comparison waits, by name."""
    ids = Job.objects.filter(kind=COMPARE).values_list("about", flat=True)
    return set(Donor.objects.filter(pk__in=[int(pk) for pk in ids]).values_list("name", flat=True))


def test_who_is_new_in_a_file_of_donors_is_compared_also_where_nobody_of_that_name_is_known() -> None:
    make_donor(name="Ana Diaz", email="ana@example.org")
    applied(text_of([("Jon Okafor", "jon@example.org"), ("Ana Diaz", "ana@example.org")], HEADER))
    assert compared() == {"Jon Okafor"}


def test_who_comes_along_with_a_file_of_recurring_gifts_is_compared() -> None:
    make_organisation()
    make_donor(name="Ana D.", email="ana@example.org")
    written(OWN)
    assert compared() == {"Ben Okafor", "Cy Mensah"}


def test_many_at_once_are_found_by_one_search_through_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_doubles, "BY_THEMSELVES", 1)
    people = [("Jon Okafor", "jon@example.org"), ("Jo Okafor", "jo@example.org")]
    applied(text_of(people, HEADER))
    assert compared() == set()
    assert DuplicateRun.objects.filter(finished_at=None).count() == 1
    applied(text_of([("Mia Roth", "mia@example.org"), ("Max Roth", "max@example.org")], HEADER))
    assert compared() == {"Mia Roth", "Max Roth"}


def test_an_address_or_a_further_e_mail_may_tell_who_somebody_is() -> None:
    staff = make_user(Role.FUNDRAISER)
    postal = Postal("", "PO Box 1", "", "Albany", "NY", "12201", "US")
    keep_address(donor=make_donor(name="Ana"), postal=postal, is_primary=True, by=staff, now=MOMENT)
    add_email(donor=make_donor(name="Ben"), email="ben@work.example", label="", by=staff, now=MOMENT)
    assert compared() == {"Ana", "Ben"}

"""The demo shows what staff keep in mind about donors, written down once."""

import pytest

from accounts.models import Role, SavedView
from desk.demo.offline import enter_gifts
from desk.demo.records import NOTES, SEGMENTS, TASKS, keep_in_mind
from donors.models import Household, Note, OtherEmail, Relationship, Task
from tests.accounts.makers import browser_of, make_staff
from tests.factories import MOMENT, make_campaign, make_organisation, make_user

pytestmark = pytest.mark.django_db


def test_it_is_written_down_once_and_every_segment_opens() -> None:
    make_organisation()
    make_campaign()
    make_user(Role.FINANCE)
    make_staff(Role.FUNDRAISER)
    enter_gifts(MOMENT)
    for _twice in range(2):
        assert keep_in_mind(MOMENT) == len(TASKS)
    assert (Note.objects.count(), Task.objects.count()) == (len(NOTES), len(TASKS))
    assert Household.objects.get().formal_greeting == "Walter and Ruth Ames"
    assert (Relationship.objects.count(), OtherEmail.objects.count()) == (3, 1)
    browser = browser_of(make_staff(Role.READ_ONLY))
    for view in SavedView.objects.all():
        assert browser.get(f"/desk/donors/?{view.query}").status_code == 200
    assert SavedView.objects.filter(is_shared=True).count() == len(SEGMENTS)

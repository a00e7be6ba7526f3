"""Staff put somebody into the list of a training."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry, Role
from letters.models import Letter
from tests.accounts.makers import browser_of, make_staff
from tests.factories import MOMENT, make_organisation
from tests.volunteers.makers import make_course, make_session, make_volunteer
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
SOON = timezone.now() + timedelta(days=5)


def test_staff_find_somebody_and_give_them_a_place_with_a_letter() -> None:
    make_organisation()
    session = make_session(make_course(), starts_at=SOON)
    rosa, ivo = make_volunteer(name="Rosa Lindqvist"), make_volunteer(name="Rosa Lindholm")
    session.places.create(volunteer=ivo, booked_at=MOMENT)
    unproven = make_volunteer(name="Rosa Lindgren")
    Volunteer.objects.filter(pk=unproven.pk).update(user=None)
    make_volunteer(name="Rosa Lindstrom", left_at=MOMENT)
    desk = browser_of(make_staff(Role.SCREENING))
    page = f"/desk/training/{session.pk}/"
    assert desk.get(f"{page}?q=Rosa+Lind").context["found"] == [rosa]

    desk.post(f"{page}place/", {"volunteer": rosa.pk})
    said = desk.post(f"{page}place/", {"volunteer": rosa.pk}, follow=True).content.decode()

    assert "Rosa Lindqvist has a place, and is told." in said
    assert session.places.get(volunteer=rosa).state == "booked"
    assert Letter.objects.filter(kind="training_booked", to_email=rosa.email).count() == 1
    entry = AuditEntry.objects.get(verb="training.place_given")
    assert (entry.about_id, entry.after) == (str(session.pk), {"volunteer": rosa.pk})


def test_staff_give_no_place_that_is_not_there() -> None:
    make_organisation()
    session = make_session(make_course(), seats=1, starts_at=SOON)
    session.places.create(volunteer=make_volunteer(), booked_at=MOMENT)
    desk = browser_of(make_staff(Role.COORDINATOR))
    path = f"/desk/training/{session.pk}/place/"

    said = desk.post(path, {"volunteer": make_volunteer().pk}, follow=True).content.decode()

    assert "This training is full" in said
    gone = make_volunteer(left_at=MOMENT)
    for nobody in (gone.pk, "", "x", "9" * 30):
        assert desk.post(path, {"volunteer": nobody}).status_code == 404
    assert session.places.count() == 1

"""Trainings and agreements: booked, attended, read, accepted."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role, User
from letters.models import Letter
from tests.accounts.makers import browser_of, make_staff
from tests.factories import MOMENT, make_organisation, make_user
from tests.volunteers.makers import (
    make_application,
    make_course,
    make_program,
    make_session,
    make_site,
    make_version,
    make_volunteer,
)
from volunteers.actions import agreements, training
from volunteers.actions.agreements import AgreementRefused
from volunteers.actions.training import TrainingRefused
from volunteers.forms.people import SessionForm
from volunteers.models import Site, TrainingRecord, TrainingSession, Volunteer

pytestmark = pytest.mark.django_db
SOON = timezone.now() + timedelta(days=5)
BACKEND = "accounts.adapter.Backend"


def browser(volunteer: Volunteer) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=volunteer.email), backend=BACKEND)
    return client


def test_a_volunteer_books_and_gives_back_a_place_and_opening_the_page_does_neither() -> None:
    program = make_program()
    volunteer = make_volunteer(program)
    session = make_session(make_course(program), starts_at=SOON)
    mine = browser(volunteer)

    assert "Book a place" in mine.get("/volunteer/training/").content.decode()
    assert not session.places.exists()
    mine.post(f"/volunteer/training/{session.pk}/book/")
    mine.post(f"/volunteer/training/{session.pk}/book/")
    assert session.places.get().state == "booked"
    assert Letter.objects.filter(kind="training_booked").count() == 1
    assert "your place" in mine.get("/volunteer/training/").content.decode()

    mine.post(f"/volunteer/training/{session.pk}/back/")
    assert session.places.get().state == "cancelled"


def test_another_program_s_training_and_another_s_place_are_404() -> None:
    program = make_program()
    session = make_session(make_course(make_program()), starts_at=SOON)
    stranger = browser(make_volunteer(program))
    assert stranger.post(f"/volunteer/training/{session.pk}/book/").status_code == 404
    session.places.create(volunteer=make_volunteer(), booked_at=MOMENT)
    assert stranger.post(f"/volunteer/training/{session.pk}/back/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_eight_people_for_three_places_are_three() -> None:
    make_organisation()
    program = make_program()
    session = make_session(make_course(program), seats=3, starts_at=MOMENT + timedelta(days=1))
    volunteers = [make_volunteer(program) for _one in range(8)]
    barrier = threading.Barrier(len(volunteers))
    refused: list[str] = []

    def book(volunteer: Volunteer) -> None:
        barrier.wait()
        try:
            training.book_place(session_id=session.pk, volunteer=volunteer, now=MOMENT)
        except TrainingRefused as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=book, args=(one,)) for one in volunteers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert session.places.filter(state="booked").count() == 3
    assert len(refused) == 5


def test_nothing_is_booked_that_is_over_or_called_off() -> None:
    volunteer = make_volunteer()
    over = make_session(make_course(), starts_at=MOMENT)
    off = make_session(make_course(), starts_at=SOON, cancelled_at=MOMENT)
    for session in (over, off):
        with pytest.raises(TrainingRefused, match="cannot be booked"):
            training.book_place(session_id=session.pk, volunteer=volunteer, now=MOMENT)


def test_whoever_came_has_done_the_course_for_as_long_as_it_is_good_and_a_slip_is_put_right() -> None:
    make_organisation()
    course = make_course(valid_months=24)
    session = make_session(course, starts_at=MOMENT)
    place = session.places.create(volunteer=make_volunteer(), booked_at=MOMENT - timedelta(days=9))
    came: dict[str, Any] = {"place_id": place.pk, "actor": make_user(), "now": MOMENT + timedelta(hours=1)}

    training.record_attendance(has_come=True, **came)
    training.record_attendance(has_come=True, **came)

    done = TrainingRecord.objects.get()
    assert (done.course, done.done_on, done.expires_on) == (course, date(2026, 11, 25), date(2028, 11, 25))
    training.record_attendance(has_come=False, **came)
    place.refresh_from_db()
    assert place.state == "missed"
    assert not TrainingRecord.objects.exists()


def test_nobody_came_before_it_began() -> None:
    session = make_session(make_course(), starts_at=MOMENT)
    place = session.places.create(volunteer=make_volunteer(), booked_at=MOMENT - timedelta(days=9))
    with pytest.raises(TrainingRefused):
        training.record_attendance(
            place_id=place.pk, has_come=True, actor=make_user(), now=MOMENT - timedelta(minutes=1)
        )


def test_a_training_that_is_called_off_tells_whoever_had_a_place() -> None:
    session = make_session(make_course(), starts_at=MOMENT + timedelta(days=1))
    training.book_place(session_id=session.pk, volunteer=make_volunteer(), now=MOMENT)
    training.cancel_session(session_id=session.pk, actor=make_user(), now=MOMENT)
    assert Letter.objects.filter(kind="training_cancelled").count() == 1
    assert set(session.places.values_list("state", flat=True)) == {"cancelled"}
    with pytest.raises(TrainingRefused):
        training.cancel_session(session_id=session.pk, actor=make_user(), now=MOMENT)


def test_fewer_places_than_are_booked_are_refused() -> None:
    session = make_session(make_course(), starts_at=SOON)
    for _one in range(2):
        session.places.create(volunteer=make_volunteer(), booked_at=MOMENT)
    session.seats = 1
    with pytest.raises(TrainingRefused, match="More places are booked"):
        training.keep_session(session=session, actor=make_user(), now=MOMENT)


def test_a_training_that_moves_tells_whoever_has_a_place_and_keeps_it() -> None:
    session = make_session(make_course(), starts_at=SOON)
    came, went = (session.places.create(volunteer=make_volunteer(), booked_at=MOMENT) for _one in range(2))
    session.places.filter(pk=went.pk).update(state="cancelled")
    session.seats = 20
    training.keep_session(session=session, actor=make_user(), now=MOMENT)
    assert not Letter.objects.filter(kind="training_moved").exists()

    session.starts_at, session.ends_at = SOON + timedelta(hours=1), SOON + timedelta(hours=4)
    training.keep_session(session=session, actor=make_user(), now=MOMENT)
    letter = Letter.objects.get(kind="training_moved")
    session.site = make_site()
    training.keep_session(session=session, actor=make_user(), now=MOMENT + timedelta(minutes=1))

    assert letter.to_email == came.volunteer.email
    assert letter.facts["before"] != letter.facts["when"]
    assert Letter.objects.filter(kind="training_moved", to_email=came.volunteer.email).count() == 2
    assert session.places.get(pk=came.pk).state == "booked"


def test_a_training_neither_begins_in_the_past_nor_moves_once_it_has_begun() -> None:
    past = TrainingSession(course=make_course(), starts_at=MOMENT, ends_at=SOON)
    with pytest.raises(TrainingRefused, match="That time is over"):
        training.keep_session(session=past, actor=make_user(), now=MOMENT)
    begun = make_session(make_course(), starts_at=MOMENT)
    begun.starts_at = SOON
    with pytest.raises(TrainingRefused, match="It has begun"):
        training.keep_session(session=begun, actor=make_user(), now=MOMENT)
    begun.refresh_from_db()
    begun.seats = 3
    training.keep_session(session=begun, actor=make_user(), now=SOON)
    assert TrainingSession.objects.get(pk=begun.pk).seats == 3


def test_a_confidential_place_holds_no_training() -> None:
    secret, office = make_site(Site.Kind.CONFIDENTIAL), make_site()
    facts = {
        "course": make_course().pk,
        "starts_at": "2026-12-01T10:00",
        "ends_at": "2026-12-01T12:00",
        "seats": 5,
    }
    assert SessionForm({**facts, "site": office.pk}).is_valid()
    assert SessionForm({**facts, "site": secret.pk}).errors.keys() == {"site"}


def test_a_place_is_one_per_session_and_person() -> None:
    session, volunteer = make_session(make_course()), make_volunteer()
    session.places.create(volunteer=volunteer, booked_at=MOMENT)
    with pytest.raises(IntegrityError, match="one_place_in_a_training"), transaction.atomic():
        session.places.create(volunteer=volunteer, booked_at=MOMENT)


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_of_trainings_ask_the_same_however_many_there_are(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    program = make_program()
    volunteer = make_volunteer(program)
    for _row in range(rows):
        session = make_session(make_course(program), starts_at=SOON, site=make_site())
        session.places.create(volunteer=make_volunteer(), booked_at=MOMENT)
    desk, mine = browser_of(make_staff(Role.COORDINATOR)), browser(volunteer)
    with django_assert_num_queries(7):
        desk.get("/desk/training/")
    with django_assert_num_queries(8):
        mine.get("/volunteer/training/")


# -- agreements


def test_reading_accepts_nothing_and_the_box_and_the_button_together_do() -> None:
    program = make_program()
    volunteer, version = make_volunteer(program), make_version(program)
    mine, path = browser(volunteer), f"/volunteer/agreement/{version.pk}/"
    for _scan in range(2):
        assert "What I learn here stays here." in mine.get(path).content.decode()
    assert "Please tick the box first." in mine.post(path).content.decode()
    assert not version.acceptances.exists()

    mine.post(path, {"read": "on"})
    mine.post(path, {"read": "on"})

    assert version.acceptances.get().volunteer == volunteer
    assert "You accepted this wording on" in mine.get(path).content.decode()


def test_a_wording_that_was_replaced_is_not_accepted_any_more() -> None:
    program = make_program()
    old = make_version(program)
    make_version(agreement=old.agreement, in_force_on=date(2026, 6, 1))
    with pytest.raises(AgreementRefused, match="newer wording"):
        agreements.accept_version(version=old, volunteer=make_volunteer(program), now=MOMENT)


def test_what_is_to_accept_is_asked_of_those_it_concerns() -> None:
    program = make_program()
    version = make_version(program)
    applicant, other = make_volunteer(), make_volunteer(make_program())
    make_application(applicant, program)
    link = f"/volunteer/agreement/{version.pk}/"
    assert link in browser(applicant).get("/volunteer/application/").content.decode()
    assert link not in browser(other).get("/volunteer/application/").content.decode()


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2026, 11, 26)])
def test_a_version_comes_into_force_after_the_one_before_and_not_in_the_past(day: date) -> None:
    make_organisation()
    version = make_version(in_force_on=date(2026, 11, 26))
    with pytest.raises(AgreementRefused):
        agreements.publish_version(
            agreement_id=version.agreement_id,
            text="New.",
            text_es="",
            in_force_on=day,
            actor=make_user(),
            now=MOMENT,
        )


def test_a_published_wording_is_never_changed() -> None:
    version = make_version()
    version.text = "Other."
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        version.save()


def test_who_must_accept_a_new_version_stands_there_before_it_is_published() -> None:
    program = make_program()
    make_volunteer(program, name="Vera Osei")
    make_volunteer(make_program(), name="Wim Adler")
    version = make_version(program)
    desk = browser_of(make_staff(Role.COORDINATOR))
    path = f"/desk/agreements/{version.agreement_id}/version/"

    page = desk.get(path).content.decode()

    assert "1 volunteer must accept it before that day" in page
    assert "Vera Osei" in page
    assert "Wim Adler" not in page
    refused = desk.post(path, {"text": "Ask our resident Maria first.", "in_force_on": "2030-01-01"})
    assert refused.context["form"].errors.keys() == {"text"}
    desk.post(path, {"text": "Kept and told to nobody.", "in_force_on": "2030-01-01"})
    assert version.agreement.versions.count() == 2

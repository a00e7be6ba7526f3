"""Trainings: held, booked, attended. Who attended has done the course, for as long as it is good."""

from collections.abc import Iterable
from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import Facts, record
from accounts.models import User
from accounts.organisation import the_zone
from core.clock import legal_day
from volunteers.letters import screening_kinds as kinds
from volunteers.letters.screening import tell_training, tell_training_moved
from volunteers.models import Course, Program, TrainingPlace, TrainingRecord, TrainingSession, Volunteer

State = TrainingPlace.State


class TrainingRefused(Exception):
    """The sentence is for the person; `field` names what to look at again."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


def book_place(
    *, session_id: int, volunteer: Volunteer, now: datetime, actor: User | None = None
) -> TrainingPlace:
    """Give somebody a place, with a letter; twice is once. `actor`: who of the staff does it for them.

    Raises: TrainingRefused when it is full, over or cancelled.
    """
    with transaction.atomic():
        session = TrainingSession.objects.select_for_update().get(pk=session_id)
        if session.cancelled_at is not None or session.starts_at <= now:
            raise TrainingRefused(_("This training cannot be booked any more."))
        place = session.places.filter(volunteer=volunteer).first()
        if place is not None and place.state != State.CANCELLED:
            return place
        if session.places.filter(state=State.BOOKED).count() >= session.seats:
            raise TrainingRefused(_("This training is full. Please choose another day."))
        if place is None:
            place = TrainingPlace(session=session, volunteer=volunteer)
        place.state, place.booked_at = State.BOOKED, now
        place.save()
        tell_training(kind=kinds.TRAINING_BOOKED, place=place, now=now)
        if actor is not None:
            about = ("training", str(session.pk))
            after: Facts = {"volunteer": volunteer.pk}
            record(actor=actor, verb="training.place_given", about=about, now=now, after=after)
    return place


def give_place_back(*, session_id: int, volunteer: Volunteer, now: datetime) -> None:
    """Free a place before the training begins. Raises: TrainingRefused when there is none to free."""
    booked = TrainingPlace.objects.filter(session=session_id, volunteer=volunteer, state=State.BOOKED)
    if not booked.filter(session__starts_at__gt=now).update(state=State.CANCELLED):
        raise TrainingRefused(_("You have no place there, or it has begun."))


def keep_session(*, session: TrainingSession, actor: User, now: datetime) -> TrainingSession:
    """Write a session down, new or changed; whoever booked one that moves is told.

    Raises: TrainingRefused for fewer seats than are booked, a time that is over, or to move what has begun.
    """
    with transaction.atomic():
        former = TrainingSession.objects.select_for_update().filter(pk=session.pk).first()
        is_moved = former is None or former.starts_at != session.starts_at
        if is_moved and session.starts_at <= now:
            raise TrainingRefused(_("That time is over. Please choose a later one."), "starts_at")
        if is_moved and former is not None and former.starts_at <= now:
            raise TrainingRefused(_("It has begun, or was called off before."), "starts_at")
        if former is not None and former.places.exclude(state=State.CANCELLED).count() > session.seats:
            raise TrainingRefused(_("More places are booked than that."), "seats")
        session.save()
        if former is not None and (is_moved or former.site_id != session.site_id):
            for place in session.places.filter(state=State.BOOKED).select_related("volunteer", "session"):
                tell_training_moved(place=place, former=former.starts_at, now=now)
        verb = "training.edited" if former else "training.planned"
        record(actor=actor, verb=verb, about=("training", str(session.pk)), now=now)
    return session


def cancel_session(*, session_id: int, actor: User, now: datetime) -> None:
    """Call a training off; whoever booked is told. Raises: TrainingRefused when it has begun."""
    with transaction.atomic():
        session = TrainingSession.objects.select_for_update().get(pk=session_id)
        if session.cancelled_at is not None or session.starts_at <= now:
            raise TrainingRefused(_("It has begun, or was called off before."))
        session.cancelled_at = now
        session.save(update_fields=["cancelled_at"])
        for place in session.places.filter(state=State.BOOKED).select_related("volunteer", "session"):
            tell_training(kind=kinds.TRAINING_CANCELLED, place=place, now=now)
        session.places.filter(state=State.BOOKED).update(state=State.CANCELLED)
        record(actor=actor, verb="training.cancelled", about=("training", str(session.pk)), now=now)


def record_attendance(*, place_id: int, has_come: bool, actor: User, now: datetime) -> TrainingPlace:
    """Note whether somebody came. Coming is a record of the course; a slip can be put right.

    Raises: TrainingRefused before the training begins, or for a place that was given back.
    """
    with transaction.atomic():
        rows = TrainingPlace.objects.select_for_update(of=("self",)).select_related("session__course")
        place = rows.get(pk=place_id)
        session = place.session
        if session.starts_at > now or session.cancelled_at is not None or place.state == State.CANCELLED:
            raise TrainingRefused(_("This can be noted once the training has begun."))
        place.state = State.ATTENDED if has_come else State.MISSED
        place.save(update_fields=["state"])
        made_here = TrainingRecord.objects.filter(volunteer=place.volunteer_id, session=session)
        if has_come and not made_here.exists():
            done_on = legal_day(session.starts_at, the_zone())
            TrainingRecord.objects.get_or_create(
                volunteer_id=place.volunteer_id,
                course=session.course,
                done_on=done_on,
                defaults={
                    "session": session,
                    "expires_on": expiry_of(session.course, done_on),
                    "recorded_by": actor,
                },
            )
        elif not has_come:
            made_here.delete()
    return place


def record_course(
    *, volunteer: Volunteer, course: Course, done_on: date, actor: User, now: datetime
) -> TrainingRecord:
    """Note a course that was done elsewhere; the same day twice is once."""
    found, is_new = TrainingRecord.objects.get_or_create(
        volunteer=volunteer,
        course=course,
        done_on=done_on,
        defaults={"expires_on": expiry_of(course, done_on), "recorded_by": actor},
    )
    if is_new:
        about = ("volunteer", str(volunteer.pk))
        record(actor=actor, verb="training.recorded", about=about, now=now, after={"course": course.code})
    return found


def expiry_of(course: Course, done_on: date) -> date | None:
    """Return the last day on which a course counts that was done on a day; None: for good."""
    return done_on + relativedelta(months=course.valid_months) if course.valid_months else None


def keep_course(*, course: Course, programs: Iterable[Program], actor: User, now: datetime) -> Course:
    """Write a course down and which programs ask for it, new or changed."""
    with transaction.atomic():
        verb = "course.edited" if course.pk else "course.created"
        course.save()
        course.programs.set(programs)
        record(actor=actor, verb=verb, about=("course", str(course.pk)), now=now)
    return course

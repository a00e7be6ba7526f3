"""What stops to count soon, of those who are cleared today: checks, trainings, qualifications, clearances."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation

from volunteers.models import (
    Agreement,
    AgreementVersion,
    Check,
    CheckKind,
    Clearance,
    HeldQualification,
    TrainingRecord,
    Volunteer,
)

SOON = timedelta(days=60)


@dataclass(frozen=True)
class RunningOut:
    """A thing and its last day. `what`: check, training, qualification or clearance."""

    volunteer: Volunteer
    what: str
    thing_id: int
    name: str
    last_on: date


def running_out(today: date, within: timedelta = SOON) -> list[RunningOut]:
    """Return what counts for the last time within some days, the soonest first. Four queries.

    What was renewed already is left out. Each thing is named in its volunteer's language.
    """
    until = today + within
    found = [
        *_checks(today, until),
        *_trainings(today, until),
        *_qualifications(today, until),
        *_clearances(today, until),
    ]
    return sorted(found, key=lambda one: (one.last_on, one.volunteer.pk, one.what, one.thing_id))


def with_something_running_out(today: date) -> "QuerySet[Volunteer]":
    """Return the volunteers of whom something stops to count within 60 days. One query."""
    span = {"volunteer": OuterRef("pk")}
    until = today + SOON
    return _cleared(today).filter(
        Exists(_soon(_live_checks(), "expires_on", today, until).filter(**span))
        | Exists(_soon(_live_trainings(), "expires_on", today, until).filter(**span))
        | Exists(_soon(_live_held(), "until_on", today, until).filter(**span))
        | Exists(_soon(_live_clearances(), "until_on", today, until).filter(**span))
    )


def versions_to_come(today: date, within: timedelta = SOON) -> "Iterator[tuple[Volunteer, AgreementVersion]]":
    """Yield who must accept a wording before it comes into force, and has not. One query more per version."""
    coming = AgreementVersion.objects.filter(in_force_on__gt=today, in_force_on__lte=today + within)
    for version in coming.filter(agreement__is_open=True).select_related("agreement"):
        for volunteer in who_must_accept(version, today):
            yield volunteer, version


def who_must_accept(version: AgreementVersion, today: date) -> "QuerySet[Volunteer]":
    """Return those who are cleared today where the agreement is asked for, and have not accepted it."""
    return who_is_asked(version.agreement, today).exclude(accepted__version=version.pk)


def who_is_asked(agreement: Agreement, today: date) -> "QuerySet[Volunteer]":
    """Return those who are cleared today where an agreement is asked for."""
    asked = Q(program__agreements=agreement.pk)
    if agreement.is_for_confidential:
        asked |= Q(is_for_confidential=True)
    serving = _standing(today).filter(asked).values("volunteer")
    return Volunteer.objects.active().filter(pk__in=serving)


def _checks(today: date, until: date) -> Iterator[RunningOut]:
    for check in _of_cleared(_soon(_live_checks(), "expires_on", today, until), today):
        if check.expires_on is not None:
            with translation.override(check.volunteer.language):
                name = str(CheckKind(check.kind).label)
            yield RunningOut(check.volunteer, "check", check.pk, name, check.expires_on)


def _trainings(today: date, until: date) -> Iterator[RunningOut]:
    rows = _soon(_live_trainings(), "expires_on", today, until).select_related("course")
    for done in _of_cleared(rows, today):
        if done.expires_on is not None:
            with translation.override(done.volunteer.language):
                name = str(done.course)
            yield RunningOut(done.volunteer, "training", done.pk, name, done.expires_on)


def _qualifications(today: date, until: date) -> Iterator[RunningOut]:
    rows = _soon(_live_held(), "until_on", today, until).select_related("qualification")
    for held in _of_cleared(rows, today):
        if held.until_on is not None:
            with translation.override(held.volunteer.language):
                name = str(held.qualification)
            yield RunningOut(held.volunteer, "qualification", held.pk, name, held.until_on)


def _clearances(today: date, until: date) -> Iterator[RunningOut]:
    for clearance in _of_cleared(_soon(_live_clearances(), "until_on", today, until), today):
        if clearance.until_on is not None:
            with translation.override(clearance.volunteer.language):
                name = translation.gettext("Your clearance")
            yield RunningOut(clearance.volunteer, "clearance", clearance.pk, name, clearance.until_on)


def _live_checks() -> "QuerySet[Check]":
    """Passed ones that no newer check of their kind has replaced."""
    passed = Check.objects.filter(result=Check.Result.PASS)
    same = passed.filter(volunteer=OuterRef("volunteer"), kind=OuterRef("kind"))
    newer = same.filter(Q(expires_on=None) | Q(expires_on__gt=OuterRef("expires_on")))
    return passed.filter(~Exists(newer))


def _live_trainings() -> "QuerySet[TrainingRecord]":
    newer = TrainingRecord.objects.filter(volunteer=OuterRef("volunteer"), course=OuterRef("course")).filter(
        Q(expires_on=None) | Q(expires_on__gt=OuterRef("expires_on"))
    )
    return TrainingRecord.objects.filter(~Exists(newer), course__is_open=True)


def _live_held() -> "QuerySet[HeldQualification]":
    return HeldQualification.objects.filter(confirmed_at__isnull=False)


def _live_clearances() -> "QuerySet[Clearance]":
    return Clearance.objects.filter(revoked_at=None)


def _soon(rows: "QuerySet[Any]", column: str, today: date, until: date) -> "QuerySet[Any]":
    return rows.filter(**{f"{column}__gte": today, f"{column}__lte": until})


def _of_cleared(rows: "QuerySet[Any]", today: date) -> "QuerySet[Any]":
    return rows.filter(volunteer__in=_cleared(today)).select_related("volunteer")


def _cleared(today: date) -> "QuerySet[Volunteer]":
    return Volunteer.objects.active().filter(pk__in=_standing(today).values("volunteer"))


def _standing(today: date) -> "QuerySet[Clearance]":
    """Decisions that hold today."""
    holds = Q(until_on=None) | Q(until_on__gte=today)
    return _live_clearances().filter(holds, from_on__lte=today)

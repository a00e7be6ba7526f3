"""What applicants, their references and guardians are told, and the rows that make it leave."""

from datetime import date, datetime

from django.utils import translation
from django.utils.formats import date_format

from accounts.organisation import the_zone
from core.clock import legal_day
from letters.actions import queue_letter
from letters.kinds import LetterKind
from volunteers.letters import screening_kinds as kinds
from volunteers.letters.spoken import moment_words
from volunteers.models import (
    AgreementVersion,
    Application,
    Clearance,
    GuardianConsent,
    Interview,
    Reference,
    TrainingPlace,
    Volunteer,
)
from volunteers.proofs import GOOD_FOR, GUARDIAN, REFERENCE, token_for


def tell_received(*, application: Application, now: datetime) -> None:
    """Thank for an application that was handed in."""
    _to_applicant(kinds.RECEIVED, application, key=f"{application.pk}", now=now)


def tell_cleared(*, application: Application, now: datetime) -> None:
    """Welcome somebody who was cleared."""
    _to_applicant(kinds.CLEARED, application, key=f"{application.pk}", now=now)


def tell_renewed(*, clearance: Clearance, now: datetime) -> None:
    """Say that somebody goes on with us."""
    _to_volunteer(kinds.RENEWED, clearance.volunteer, key=f"{clearance.pk}", now=now)


def tell_declined(*, application: Application, now: datetime) -> None:
    """Say no, once, with the same words to everybody, at the moment that the application names."""
    _to_applicant(
        kinds.DECLINED, application, key=f"{application.pk}", now=now, hold_until=application.told_at
    )


def tell_reference_wanted(*, application: Application, reference_id: int, now: datetime) -> None:
    """Ask the applicant for another reference. It is not said what became of which."""
    _to_applicant(kinds.REFERENCE_WANTED, application, key=f"{reference_id}", now=now)


def tell_interview(*, interview: Interview, now: datetime) -> None:
    """Say when the conversation is. A new time is a new letter."""
    application = interview.application
    with translation.override(application.volunteer.language):
        when = moment_words(interview.at, the_zone())
    key = f"{interview.pk}:{interview.at.isoformat()}"
    _to_applicant(kinds.INTERVIEW, application, key=key, now=now, when=when)


def ask_reference(*, reference: Reference, asked_at: datetime, is_reminder: bool, now: datetime) -> None:
    """Write to a reference, or remind them; the link is the same."""
    kind = kinds.REFERENCE_REMINDER if is_reminder else kinds.REFERENCE_ASKED
    volunteer = reference.application.volunteer
    queue_letter(
        kind=kind.name,
        key=f"{kind.name}:{reference.pk}:{asked_at.isoformat()}",
        to_email=reference.email,
        language=volunteer.language,
        facts={
            "name": reference.name,
            "volunteer": volunteer.name,
            "token": token_for(REFERENCE, reference.pk, asked_at),
            "until": _last_day(asked_at, volunteer.language),
        },
        about=("application", str(reference.application_id)),
        now=now,
    )


def write_to_guardian(
    *, kind: LetterKind, consent: GuardianConsent, asked_at: datetime, now: datetime
) -> None:
    """Ask a guardian, remind them, or tell them how to withdraw what they gave."""
    volunteer = consent.volunteer
    facts = {
        "name": consent.guardian_name,
        "volunteer": volunteer.name,
        "token": token_for(GUARDIAN, consent.pk, asked_at),
    }
    if "until" in kind.facts:
        facts["until"] = _last_day(asked_at, volunteer.language)
    queue_letter(
        kind=kind.name,
        key=f"{kind.name}:{consent.pk}:{asked_at.isoformat()}",
        to_email=consent.guardian_email,
        language=volunteer.language,
        facts=facts,
        about=("volunteer", str(volunteer.pk)),
        now=now,
    )


def tell_guardian_wanted(*, consent: GuardianConsent, now: datetime) -> None:
    """Say to a young volunteer that the consent is still missing."""
    _to_volunteer(kinds.GUARDIAN_WANTED, consent.volunteer, key=f"{consent.pk}", now=now)


def tell_training(*, kind: LetterKind, place: TrainingPlace, now: datetime) -> None:
    """Say that a place is booked, or that the training does not take place."""
    with translation.override(place.volunteer.language):
        when = moment_words(place.session.starts_at, the_zone())
    key = f"{place.pk}:{place.booked_at.isoformat()}"
    _to_volunteer(kind, place.volunteer, key=key, now=now, when=when)


def tell_training_moved(*, place: TrainingPlace, former: datetime, now: datetime) -> None:
    """Say that a training is at another time or place; the place in it is kept."""
    with translation.override(place.volunteer.language):
        when, before = (moment_words(at, the_zone()) for at in (place.session.starts_at, former))
    key = f"{place.pk}:{now.isoformat()}"
    _to_volunteer(kinds.TRAINING_MOVED, place.volunteer, key=key, now=now, when=when, before=before)


def warn(*, volunteer: Volunteer, what: str, thing: str, day: date, key: str, now: datetime) -> None:
    """Warn before something runs out: what it is, its last day, what to do. One letter per key."""
    with translation.override(volunteer.language):
        spoken, to_do = date_format(day), str(kinds.TO_DO[what])
    _to_volunteer(kinds.RUNS_OUT, volunteer, key=key, now=now, thing=thing, day=spoken, to_do=to_do)


def warn_of_version(*, volunteer: Volunteer, version: AgreementVersion, key: str, now: datetime) -> None:
    """Ask to accept a wording before it comes into force. One letter per key."""
    with translation.override(volunteer.language):
        facts = {"thing": str(version.agreement), "day": date_format(version.in_force_on)}
    _to_volunteer(kinds.AGREEMENT_CHANGES, volunteer, key=key, now=now, version=str(version.pk), **facts)


def _to_applicant(
    kind: LetterKind,
    application: Application,
    *,
    key: str,
    now: datetime,
    hold_until: datetime | None = None,
    **facts: str,
) -> None:
    volunteer = application.volunteer
    queue_letter(
        kind=kind.name,
        key=f"{kind.name}:{key}",
        to_email=volunteer.email,
        language=volunteer.language,
        facts={"name": volunteer.name, **facts},
        about=("application", str(application.pk)),
        now=now,
        hold_until=hold_until,
    )


def _to_volunteer(kind: LetterKind, volunteer: Volunteer, *, key: str, now: datetime, **facts: str) -> None:
    queue_letter(
        kind=kind.name,
        key=f"{kind.name}:{key}",
        to_email=volunteer.email,
        language=volunteer.language,
        facts={"name": volunteer.name, **facts},
        about=("volunteer", str(volunteer.pk)),
        now=now,
    )


def _last_day(asked_at: datetime, language: str) -> str:
    with translation.override(language):
        return date_format(legal_day(asked_at + GOOD_FOR, the_zone()))

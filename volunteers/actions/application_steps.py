"""The steps of an application that is being written, and handing it in. Each saves by itself."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from secrets import token_hex
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.organisation import the_zone
from core.clock import legal_day
from volunteers.actions.applications import ApplicationRefused, State, lock_draft, move
from volunteers.actions.availability import AvailabilityRefused, add_hours
from volunteers.actions.guardians import ask_guardian
from volunteers.actions.references import Named, ask_all
from volunteers.letters import tell_staff
from volunteers.letters.screening import tell_received
from volunteers.models import (
    Application,
    Availability,
    GuardianConsent,
    HeldQualification,
    Qualification,
    Reference,
    Volunteer,
)
from volunteers.reports.applying import references_needed

START, TIME, SKILLS, REFERENCES, GUARDIAN, REVIEW = (
    *("start", "time", "skills", "references", "guardian", "review"),
)
ORDER = (START, TIME, SKILLS, REFERENCES, GUARDIAN, REVIEW)


@dataclass(frozen=True)
class Block:
    """Hours of some weekdays (Monday 0) under one name."""

    weekdays: tuple[int, ...]
    starts: time
    ends: time


BLOCKS: Mapping[str, Block] = {
    "mornings": Block((0, 1, 2, 3, 4), time(8), time(12)),
    "afternoons": Block((0, 1, 2, 3, 4), time(12), time(17)),
    "evenings": Block((0, 1, 2, 3, 4), time(17), time(21)),
    "weekends": Block((5, 6), time(9), time(17)),
    "nights": Block((0, 1, 2, 3, 4, 5, 6), time(21), time(7)),
}


def steps_of(application: Application, today: date) -> list[str]:
    """Return the steps that this applicant takes."""
    is_adult = application.volunteer.is_adult(today)
    return steps_for(is_adult=is_adult, references=references_needed(application.programs.all()))


def steps_for(*, is_adult: bool, references: int) -> list[str]:
    """Return the steps of somebody who is of age or not, and needs so many references."""
    left_out = {GUARDIAN} if is_adult else set()
    if not references:
        left_out.add(REFERENCES)
    return [step for step in ORDER if step not in left_out]


def blocks_of(volunteer: Volunteer) -> list[str]:
    """Return the names of the hours that suit somebody wholly."""
    kept = set(volunteer.availability.values_list("weekday", "starts", "ends"))
    return [
        name
        for name, block in BLOCKS.items()
        if kept.issuperset((weekday, block.starts, block.ends) for weekday in block.weekdays)
    ]


def save_time(*, application_id: int, values: Mapping[str, Any], now: datetime) -> None:
    """Save whichever of phone, hours_a_week, months, heard and blocks were given rightly.

    Raises: ApplicationRefused when it was handed in meanwhile.
    """
    with transaction.atomic():
        draft = lock_draft(application_id)
        for name in ("hours_a_week", "months", "heard"):
            if name in values:
                setattr(draft, name, values[name])
        if "phone" in values:
            draft.volunteer.phone = values["phone"]
            draft.volunteer.save(update_fields=["phone"])
        if "blocks" in values:
            _keep_blocks(draft.volunteer, values["blocks"])
        _saved(draft, TIME, now)


def save_skills(*, application_id: int, claimed: Collection[Qualification], now: datetime) -> None:
    """Save what the applicant says they hold. What staff confirmed before stays.

    Raises: ApplicationRefused when it was handed in meanwhile.
    """
    with transaction.atomic():
        draft = lock_draft(application_id)
        today = legal_day(now, the_zone())
        open_claims = draft.volunteer.held.filter(confirmed_at=None)
        open_claims.exclude(qualification__in=claimed).delete()
        HeldQualification.objects.bulk_create(
            [
                HeldQualification(volunteer=draft.volunteer, qualification=one, from_on=today)
                for one in claimed
            ],
            ignore_conflicts=True,
        )
        _saved(draft, SKILLS, now)


def save_references(*, application_id: int, known: Sequence[Named], now: datetime) -> None:
    """Save who is to be asked; nobody is written to before the application is handed in.

    Raises: ApplicationRefused when it was handed in meanwhile.
    """
    with transaction.atomic():
        draft = lock_draft(application_id)
        draft.references.all().delete()
        Reference.objects.bulk_create(
            Reference(
                application=draft,
                name=one.name,
                email=one.email,
                relation=one.relation,
                token_hash=token_hex(32),
                asked_at=None,
            )
            for one in {person.email: person for person in known}.values()
        )
        _saved(draft, REFERENCES, now)


def save_guardian(*, application_id: int, values: Mapping[str, str], now: datetime) -> None:
    """Save whichever of guardian_name and guardian_email were given rightly.

    Raises: ApplicationRefused when it was handed in meanwhile.
    """
    with transaction.atomic():
        draft = lock_draft(application_id)
        if values:
            named = draft.volunteer.consents.filter(asked_at=None).first()
            consent = named or GuardianConsent(volunteer=draft.volunteer, token_hash=token_hex(32))
            for name, value in values.items():
                setattr(consent, name, value)
            consent.save()
        _saved(draft, GUARDIAN, now)


def hand_in(*, application_id: int, actor: User, now: datetime) -> Application:
    """Hand an application in: references and guardian are written to, screening is told.

    Raises: ApplicationRefused when something is missing, or it was handed in before.
    """
    with transaction.atomic():
        draft = lock_draft(application_id)
        today = legal_day(now, the_zone())
        if missing_steps(draft, today):
            raise ApplicationRefused(_("Something is still missing. The steps that need you are marked."))
        draft.step = REVIEW
        move(draft, State.APPLIED, actor=actor, now=now)
        ask_all(application=draft, now=now)
        if not draft.volunteer.is_adult(today):
            ask_guardian(volunteer=draft.volunteer, now=now)
        tell_received(application=draft, now=now)
        facts = {"application": str(draft.pk)}
        tell_staff(kind="application_waiting", about=("application", draft.pk), facts=facts, now=now)
    return draft


def missing_steps(application: Application, today: date) -> list[str]:
    """Return the steps in which something is missing."""
    steps = steps_of(application, today)
    is_there = {
        START: application.programs.exists(),
        TIME: application.hours_a_week is not None and application.months is not None,
    }
    if REFERENCES in steps:
        is_there[REFERENCES] = application.references.count() >= references_needed(application.programs.all())
    if GUARDIAN in steps:
        is_there[GUARDIAN] = any(
            consent.guardian_name and consent.guardian_email
            for consent in application.volunteer.consents.filter(refused_at=None, withdrawn_at=None)
        )
    return [step for step in steps if not is_there.get(step, True)]


def step_to_go_on(application: Application, today: date) -> str:
    """Return the first step that was never saved or lacks something; the last one when nothing does."""
    missing, saved = missing_steps(application, today), ORDER.index(application.step or START)
    waiting = (step for step in steps_of(application, today) if step in missing or ORDER.index(step) > saved)
    return next(waiting, REVIEW)


def _keep_blocks(volunteer: Volunteer, chosen: Collection[str]) -> None:
    """Hours that the volunteer wrote down otherwise stay as they are."""
    for name, block in BLOCKS.items():
        if name in chosen:
            with suppress(AvailabilityRefused):  # said more exactly there already
                add_hours(
                    volunteer_id=volunteer.pk,
                    weekdays=block.weekdays,
                    starts=block.starts,
                    ends=block.ends,
                    wish=Availability.Wish.CAN,
                )
        else:
            same = volunteer.availability.filter(starts=block.starts, ends=block.ends)
            same.filter(weekday__in=block.weekdays).delete()


def _saved(draft: Application, step: str, now: datetime) -> None:
    if ORDER.index(step) > ORDER.index(draft.step or START):
        draft.step = step
    draft.saved_at = now
    draft.save(update_fields=["hours_a_week", "months", "heard", "step", "saved_at"])
